/* Contracts: the one of design.md 3, its derived columns, and one test for each thing that makes a
 * contract invalid. */
#include "test.h"

#include "record/contract.h"

static const char referral[] =
    "{ 'name': 'referral', 'title': 'Referral', 'version': '1.0.0', 'fields': ["
    "{ 'name': 'provider', 'type': 'string', 'constraints': { 'required': true },"
    "  'codes': { 'list': 'provider' }, 'treat': 'keep' },"
    "{ 'name': 'referral_ref', 'type': 'string', 'constraints': { 'required': true },"
    "  'treat': 'pseudonym:record', 'within': 'provider' },"
    "{ 'name': 'person_ref', 'type': 'string', 'constraints': { 'required': true },"
    "  'treat': 'pseudonym:local', 'within': 'provider' },"
    "{ 'name': 'nhs_number', 'type': 'string', 'treat': 'pseudonym:nhs',"
    "  'severity': { 'check': 'warning', 'required': 'group' }, 'rule': { 'check': 'MHS1' } },"
    "{ 'name': 'birth_date', 'type': 'date', 'treat': 'age', 'at': 'referral_date' },"
    "{ 'name': 'postcode', 'type': 'string', 'treat': 'district' },"
    "{ 'name': 'surname', 'type': 'string', 'treat': 'drop' },"
    "{ 'name': 'sessions', 'type': 'integer', 'constraints': { 'minimum': 0, 'maximum': '40',"
    "  'enum': [1, 2, 1000000] }, 'treat': 'keep' },"
    "{ 'name': 'cost', 'type': 'number', 'constraints': { 'minimum': 0.125 }, 'treat': 'keep' },"
    "{ 'name': 'referral_date', 'type': 'date', 'treat': 'keep' },"
    "{ 'name': 'closed_reason', 'type': 'string', 'treat': 'keep', 'severity': 'warning',"
    "  'codes': { 'list': 'closure_reason', 'on': 'referral_date' } } ],"
    "'primaryKey': ['provider', 'referral_ref'],"
    "'resolve': { 'person_key': { 'from': 'person_ref' } },"
    "'rules': [ { 'id': 'REF-012', 'severity': 'group', 'kahn': 'plausibility',"
    "  'expr': 'sessions >= 0', 'message': 'less than none' },"
    "  { 'id': 'R-2', 'expr': 'sessions > 0', 'message': 'none', 'from': '2000-01-02', 'to':"
    "  '2000-01-11', 'on': 'referral_date' } ],"
    "'drift': { 'new': 'warn' } }";

static void load(struct contract *contract, const char *json)
{
    struct err err = ERR_INIT;
    char *path = test_file(json);
    int code = contract_load(contract, path, &err);

    if (code)
        print_message("# %s (%s)\n", err.message, err.detail);
    assert_int_equal(code, 0);
    test_file_remove(path);
}

static void design_contract(void **state)
{
    struct contract contract;

    (void)state;
    load(&contract, referral);
    assert_string_equal(contract.name, "referral");
    assert_int_equal(strlen(contract.edition), strlen("1.0.0+0123456789abcdef"));
    assert_int_equal(contract.field_count, 11);
    assert_int_equal(contract.key_count, 2);
    assert_int_equal(contract.key[1], 1);
    assert_true(contract.fields[0].required);
    assert_string_equal(contract.fields[0].code_list, "provider");
    assert_int_equal(contract.fields[0].code_on, -1);
    assert_int_equal(contract.fields[1].within, 0);
    assert_int_equal(contract.fields[3].check, IDENTIFIER_NHS);
    assert_int_equal(contract.fields[3].severity[BREACH_CHECK], SEVERITY_WARNING);
    assert_int_equal(contract.fields[3].severity[BREACH_REQUIRED], SEVERITY_GROUP);
    assert_int_equal(contract.fields[3].severity[BREACH_TYPE], SEVERITY_RECORD);
    assert_string_equal(contract.fields[3].rule[BREACH_CHECK], "MHS1");
    assert_null(contract.fields[3].rule[BREACH_TYPE]);
    assert_int_equal(contract.fields[5].check, IDENTIFIER_POSTCODE);
    assert_string_equal(contract.fields[7].minimum, "0");
    assert_string_equal(contract.fields[7].maximum, "40");
    assert_string_equal(contract.fields[7].enumeration[2], "1000000");
    assert_null(contract.fields[7].enumeration[3]);
    assert_string_equal(contract.fields[8].minimum, "0.125");
    assert_int_equal(contract.fields[10].code_on, 9);
    assert_int_equal(contract.fields[10].severity[BREACH_CODES], SEVERITY_WARNING);
    assert_int_equal(contract.rules[0].severity, SEVERITY_GROUP);
    assert_int_equal(contract.rules[0].on, -1);
    assert_null(contract.rules[0].from);
    assert_int_equal(contract.rules[1].first_day, 1);
    assert_int_equal(contract.rules[1].last_day, 10);
    assert_int_equal(contract.rules[1].on, 9);
    assert_int_equal(contract.drift_new, DRIFT_WARN);
    assert_int_equal(contract.drift_missing, DRIFT_WARN);
    assert_int_equal(contract_field(&contract, "surname"), 6);
    assert_int_equal(contract_field(&contract, "source_row"), -1);
    contract_release(&contract);
}

static void derived_columns(void **state)
{
    static const struct column wanted[] = {{"person_key", "uuid", -1, PLACE_CORE, false},
        {"provider", "text", 0, PLACE_CORE, true}, {"referral_ref", "uuid", 1, PLACE_CORE, true},
        {"person_ref", "uuid", 2, PLACE_STAGE, true}, {"nhs_number", "uuid", 3, PLACE_VAULT, true},
        {"age_at_event", "smallint", 4, PLACE_CORE, true},
        {"age_band", "text", 4, PLACE_CORE, true}, {"district", "text", 5, PLACE_CORE, true},
        {"local_authority", "text", 5, PLACE_CORE, true},
        {"imd_decile", "smallint", 5, PLACE_CORE, true},
        {"sessions", "integer", 7, PLACE_CORE, true}, {"cost", "numeric", 8, PLACE_CORE, true},
        {"referral_date", "date", 9, PLACE_CORE, true},
        {"closed_reason", "text", 10, PLACE_CORE, true}};
    struct contract contract;

    (void)state;
    load(&contract, referral);
    assert_int_equal(contract.column_count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < contract.column_count; i++) {
        assert_string_equal(contract.columns[i].name, wanted[i].name);
        assert_string_equal(contract.columns[i].sql_type, wanted[i].sql_type);
        assert_int_equal(contract.columns[i].field, wanted[i].field);
        assert_int_equal(contract.columns[i].place, wanted[i].place);
        assert_int_equal(contract.columns[i].in_stream, wanted[i].in_stream);
    }
    contract_release(&contract);
}

static void child_resolves_by_parent(void **state)
{
    struct contract contract;

    (void)state;
    load(&contract,
        "{'name':'contact','version':'1.0.0','fields':["
        "{'name':'provider','type':'string','treat':'keep','constraints':{'required':true}},"
        "{'name':'referral_ref','type':'string','treat':'pseudonym:record','within':'provider'}],"
        "'primaryKey':'provider','resolve':{'person_key':{'parent':'referral','on':"
        "{'provider':'provider','referral_ref':'referral_ref'}}}}");
    assert_int_equal(contract.resolve.from, -1);
    assert_string_equal(contract.resolve.parent, "referral");
    assert_int_equal(contract.resolve.pairs, 2);
    assert_int_equal(contract.resolve.own[1], 1);
    assert_string_equal(contract.resolve.theirs[1], "referral_ref");
    assert_string_equal(contract.columns[0].name, "person_key");
    assert_int_equal(contract.columns[2].place, PLACE_CORE);
    contract_release(&contract);
}

/* One field `x` beside a good `provider`; %s is the rest of x's members, then the rest of the
 * contract's. */
static void refused(const char *members, const char *rest, const char *message, const char *detail)
{
    struct contract contract;
    struct err err = ERR_INIT;
    char *json = mem_format("{'name':'feed','version':'1.0.0','fields':["
                            "{'name':'provider','type':'string','treat':'keep',"
                            "'constraints':{'required':true}},"
                            "{'name':'x'%s}]%s}",
        members, rest);
    char *path = test_file(json);

    if (contract_load(&contract, path, &err) == 0)
        fail_msg("accepted: %s", json);
    assert_int_equal(err.code, EX_CONFIG);
    if (!strstr(err.message, message) || !strstr(err.detail, detail))
        fail_msg("'%s' (%s) should say '%s' (%s)", err.message, err.detail, message, detail);
    assert_non_null(strstr(err.detail, path));
    test_file_remove(path);
    free(json);
}

#define GOOD ",'type':'string','treat':'keep'"
#define KEY ",'primaryKey':['provider']"

static void bad_fields(void **state)
{
    (void)state;
    refused(",'type':'string'", KEY, "'treat' is missing", "field x");
    refused(",'type':'string','treat':'hash'", KEY, "'treat' has an unknown value", "field x");
    refused(",'treat':'keep'", KEY, "'type' is missing", "field x");
    refused(",'type':'text','treat':'keep'", KEY, "'type' must be one of", "field x");
    refused(GOOD ",'colour':1", KEY, "unknown setting 'colour'", "field x");
    refused(GOOD ",'treat':'drop'", KEY, "'treat' stands twice", "field x");
    refused(GOOD ",'constraints':{'unique':true}", KEY, "unknown setting 'unique'", "field x");
    refused(GOOD ",'constraints':{'required':1}", KEY, "'required' must be true or false", "x");
    refused(GOOD ",'constraints':{'minimum':1}", KEY, "'minimum' is for types", "field x");
    refused(GOOD ",'constraints':{'minLength':1.5}", KEY, "'minLength' must be a whole", "x");
    refused(GOOD ",'constraints':{'minLength':3,'maxLength':2}", KEY, "'minLength' must not", "x");
    refused(GOOD ",'constraints':{'enum':[]}", KEY, "'enum' must be a list", "field x");
    refused(GOOD ",'constraints':{'enum':[1]}", KEY, "'enum' must be a canonical", "field x");
    refused(",'type':'date','treat':'keep','constraints':{'maximum':'2024-02-30'}", KEY,
        "'maximum' must be a canonical value of type 'date'", "field x");
    refused(",'type':'integer','treat':'keep','constraints':{'minimum':9,'maximum':'10.5'}", KEY,
        "'maximum' must be a canonical value of type 'integer'", "field x");
    refused(",'type':'number','treat':'keep','constraints':{'minimum':9,'maximum':'8.99'}", KEY,
        "'minimum' must not be above 'maximum'", "field x");
    refused(",'type':'number','treat':'keep','constraints':{'minimum':1e-7}", KEY,
        "'minimum' must be a canonical", "field x");
    refused(",'type':'integer','treat':'keep','constraints':{'pattern':'1'}", KEY,
        "'pattern' is for type", "field x");
    refused(",'type':'integer','treat':'pseudonym:nhs'", KEY, "is for type 'string'", "field x");
    refused(GOOD ",'check':'nino'", KEY, "'check' must be one of", "field x");
    refused(",'type':'date','treat':'keep','check':'nhs'", KEY, "'check' is for type", "field x");
    refused(",'type':'string','treat':'pseudonym:nhs','check':'upn'", KEY, "'check' must be 'nhs'",
        "field x");
    refused(GOOD ",'severity':'fatal'", KEY, "'severity' must be one of", "field x");
    refused(GOOD ",'severity':{'pattern':'file'}", KEY, "unknown setting 'pattern'", "field x");
    refused(GOOD ",'rule':'no spaces'", KEY, "'rule' must be of letters", "field x");
}

static void bad_references(void **state)
{
    (void)state;
    refused(GOOD ",'within':'provider'", KEY, "'within' is for", "field x");
    refused(",'type':'string','treat':'pseudonym:local'", KEY, "'within' is missing", "field x");
    refused(",'type':'string','treat':'pseudonym:local','within':'nobody'", KEY,
        "'within' names a field that is not there", "field x");
    refused(",'type':'string','treat':'pseudonym:local','within':'x'", KEY,
        "'within' must name another", "field x");
    refused(",'type':'date','treat':'age'", KEY, "'at' is missing", "field x");
    refused(",'type':'date','treat':'age','at':'provider'", KEY, "'at' must name a field of type",
        "field x");
    refused(GOOD ",'at':'provider'", KEY, "'at' is for 'treat' 'age' and 'district'", "field x");
    refused(GOOD ",'codes':'ethnicity'", KEY, "'codes' must be a JSON object", "field x");
    refused(GOOD ",'codes':{'list':'../x'}", KEY, "'list' must be the name", "field x");
    refused(GOOD ",'codes':{'list':'a','on':'provider'}", KEY, "'on' must name a field of type",
        "field x");
    refused(GOOD ",'codes':{'list':'a','on':'nobody'}", KEY, "'on' names a field that is not there",
        "field x");
}

static void bad_contracts(void **state)
{
    (void)state;
    refused(GOOD, "", "'primaryKey' is missing", "");
    refused(GOOD, ",'primaryKey':['y']", "'primaryKey' must name fields", "");
    refused(GOOD, ",'primaryKey':['provider','provider']", "'provider' twice", "");
    refused(GOOD, ",'primaryKey':['x']", "'x' is of 'primaryKey' and must be required", "");
    refused(",'type':'string','treat':'pseudonym:nhs','constraints':{'required':true}",
        ",'primaryKey':['x']", "its 'treat' must be keep", "");
    refused(GOOD, KEY ",'colour':1", "unknown setting 'colour'", "");
    refused(GOOD, KEY ",'resolve':{'person_key':{'from':'x'}}", "'pseudonym:local'", "resolve");
    refused(GOOD, KEY ",'resolve':{'person_key':{'from':'y'}}", "'from' names a field", "resolve");
    refused(GOOD, KEY ",'resolve':{'person_key':7}", "'person_key' must be an object", "resolve");
    refused(GOOD, KEY ",'resolve':{'person_key':{'parent':'feed','on':{'x':'x'}}}",
        "'parent' must name another feed", "resolve");
    refused(GOOD, KEY ",'resolve':{'person_key':{'parent':'p','on':{'y':'x'}}}", "field 'y'",
        "resolve");
    refused(GOOD, KEY ",'resolve':{'person_key':{'parent':'p','on':{'x':'A b'}}}",
        "'on' must give field 'x'", "resolve");
    refused(GOOD, KEY ",'drift':{'new':'stay'}", "'new' must be one of", "drift");
    refused(GOOD, KEY ",'rules':[{'id':'A'}]", "'expr' is missing", "rule A");
    refused(GOOD, KEY ",'rules':[{'id':'A','expr':'x = x','message':'m','kahn':'odd'}]",
        "'kahn' must be one of", "rule A");
    refused(GOOD,
        KEY ",'rules':[{'id':'A','expr':'x = x','message':'m'},"
            "{'id':'A','expr':'x = x','message':'m'}]",
        "rule 'A' stands twice", "rules[1]");
}

static void bad_dates_of_rules(void **state)
{
#define DATED(members) KEY ",'rules':[{'id':'A','expr':'x = x','message':'m'," members "}]"
    (void)state;
    refused(GOOD, DATED("'from':'1 May'"), "'from' must be a date", "rule A");
    refused(GOOD, DATED("'to':'2023-02-29'"), "'to' must be a date", "rule A");
    refused(GOOD, DATED("'from':'2024-01-02','to':'2024-01-01'"), "'from' must not be after 'to'",
        "rule A");
    refused(GOOD, DATED("'on':'x'"), "'on' is for a rule with 'from' or 'to'", "rule A");
    refused(GOOD, DATED("'to':'2024-01-01','on':'x'"), "'on' must name a field", "rule A");
    refused(GOOD, DATED("'to':'2024-01-01','on':'y'"), "'on' must name a field", "rule A");
#undef DATED
}

static void bad_names(void **state)
{
    (void)state;
    refused("},{'name':'X','type':'string','treat':'keep'", KEY, "'type' is missing", "field x");
    refused(GOOD "},{'name':'X'" GOOD, KEY, "'name' must begin with a letter", "fields[2]");
    refused(GOOD "},{'name':'x'" GOOD, KEY, "field 'x' stands twice", "fields[2]");
    refused(GOOD "},{'name':'unit'" GOOD, KEY, "name of a column of ontrack's or PostgreSQL's",
        "fields[2]");
    refused(GOOD "},{'name':'district'" GOOD "},{'name':'p','type':'string','treat':'district'",
        KEY, "would fill the column 'district'", "");
}

static void missing_file(void **state)
{
    struct contract contract;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(contract_load(&contract, "/nonexistent/x.json", &err), EX_NOINPUT);
    assert_int_equal(contract_load(&contract, "/dev/null", &err), EX_CONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(design_contract),
        cmocka_unit_test(derived_columns), cmocka_unit_test(child_resolves_by_parent),
        cmocka_unit_test(bad_fields), cmocka_unit_test(bad_references),
        cmocka_unit_test(bad_contracts), cmocka_unit_test(bad_dates_of_rules),
        cmocka_unit_test(bad_names), cmocka_unit_test(missing_file)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
