/* The contracts and code lists that ontrack comes with: each can be read, each is a Frictionless
 * Table Schema by that specification's own rules, and what they name of one another exists. */
#include "test.h"

#include "base/json.h"
#include "record/codes.h"
#include "record/contract.h"

#include <glob.h>

static const char *const types[] = {
    "string", "integer", "number", "date", "boolean", "datetime", NULL};

/* The specification's table of constraints, for the types that we have. */
static const struct {
    const char *name, *types; /* types as words between spaces */
} constraints[] = {
    {"required", " string integer number date boolean datetime "},
    {"unique", " string integer number date boolean datetime "},
    {"enum", " string integer number date boolean datetime "},
    {"minLength", " string "},
    {"maxLength", " string "},
    {"pattern", " string "},
    {"minimum", " integer number date datetime "},
    {"maximum", " integer number date datetime "},
};

static bool listed(const char *const *list, const char *text)
{
    for (; *list; list++)
        if (strcmp(*list, text) == 0)
            return true;
    return false;
}

static const char *text_of(const cJSON *object, const char *member)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, member));
}

static void each_file(const char *pattern, void (*check)(const char *path))
{
    glob_t found;

    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        check(found.gl_pathv[i]);
    globfree(&found);
}

static void check_constraint(const cJSON *constraint, const char *type)
{
    char *word = mem_format(" %s ", type);
    bool allowed = false;

    for (size_t i = 0; i < sizeof constraints / sizeof *constraints; i++)
        if (strcmp(constraints[i].name, constraint->string) == 0)
            allowed = strstr(constraints[i].types, word) != NULL;
    free(word);
    if (!allowed)
        print_error("'%s' is no constraint of a %s\n", constraint->string, type);
    assert_true(allowed);
}

static void check_field(const cJSON *fields, const cJSON *field)
{
    const char *name = text_of(field, "name"), *type = text_of(field, "type");
    const cJSON *constraint, *other;
    int same = 0;

    assert_non_null(name);
    assert_non_null(type);
    assert_true(listed(types, type));
    assert_non_null(text_of(field, "title"));
    assert_non_null(text_of(field, "description"));
    cJSON_ArrayForEach(other, fields) same += strcmp(text_of(other, "name"), name) == 0;
    assert_int_equal(same, 1);
    cJSON_ArrayForEach(constraint, cJSON_GetObjectItemCaseSensitive(field, "constraints"))
        check_constraint(constraint, type);
    /* A reader that knows the specification alone must read our t and f. */
    if (strcmp(type, "boolean") == 0) {
        const cJSON *yes = cJSON_GetObjectItemCaseSensitive(field, "trueValues");
        const cJSON *no = cJSON_GetObjectItemCaseSensitive(field, "falseValues");

        assert_string_equal(cJSON_GetStringValue(cJSON_GetArrayItem(yes, 0)), "t");
        assert_string_equal(cJSON_GetStringValue(cJSON_GetArrayItem(no, 0)), "f");
    }
}

static bool is_field(const cJSON *fields, const char *name)
{
    const cJSON *field;

    cJSON_ArrayForEach(field, fields) if (strcmp(text_of(field, "name"), name) == 0) return true;
    return false;
}

static void check_schema(const char *path)
{
    struct err err = ERR_INIT;
    cJSON *schema = json_load(path, &err);
    const cJSON *fields, *field, *key, *missing;

    assert_non_null(schema);
    fields = cJSON_GetObjectItemCaseSensitive(schema, "fields");
    assert_true(cJSON_IsArray(fields) && cJSON_GetArraySize(fields) > 0);
    cJSON_ArrayForEach(field, fields) check_field(fields, field);
    key = cJSON_GetObjectItemCaseSensitive(schema, "primaryKey");
    assert_true(cJSON_IsArray(key) && cJSON_GetArraySize(key) > 0);
    cJSON_ArrayForEach(field, key) assert_true(is_field(fields, cJSON_GetStringValue(field)));
    missing = cJSON_GetObjectItemCaseSensitive(schema, "missingValues");
    assert_int_equal(cJSON_GetArraySize(missing), 1);
    assert_string_equal(cJSON_GetStringValue(cJSON_GetArrayItem(missing, 0)), "\\N");
    cJSON_Delete(schema);
}

static void contracts_are_table_schemas(void **state)
{
    (void)state;
    each_file("contracts/*.json", check_schema);
    each_file("bench/contracts/*.json", check_schema);
}

/* The file's name is the feed's. */
static void check_contract(const char *path)
{
    struct err err = ERR_INIT;
    struct contract contract;
    char *expected;

    if (contract_load(&contract, path, &err)) {
        print_error("%s (%s)\n", err.message, err.detail);
        fail();
    }
    expected = mem_format("contracts/%s.json", contract.name);
    assert_string_equal(expected, path);
    free(expected);
    contract_release(&contract);
}

static void contracts_can_be_read(void **state)
{
    (void)state;
    each_file("contracts/*.json", check_contract);
}

static void check_parent(const char *path)
{
    struct err err = ERR_INIT;
    struct contract contract, parent;
    char *parent_path;

    assert_int_equal(contract_load(&contract, path, &err), 0);
    if (!contract.resolve.column || !contract.resolve.parent) {
        contract_release(&contract);
        return;
    }
    parent_path = mem_format("contracts/%s.json", contract.resolve.parent);
    assert_int_equal(contract_load(&parent, parent_path, &err), 0);
    for (size_t i = 0; i < contract.resolve.pairs; i++) {
        bool there = false;

        for (size_t j = 0; j < parent.column_count; j++)
            there |= parent.columns[j].place == PLACE_CORE &&
                     strcmp(parent.columns[j].name, contract.resolve.theirs[i]) == 0;
        assert_true(there);
    }
    contract_release(&parent);
    contract_release(&contract);
    free(parent_path);
}

static void parents_have_the_columns_that_children_ask_for(void **state)
{
    (void)state;
    each_file("contracts/*.json", check_parent);
}

static void check_lists(const char *path)
{
    static char *directories[] = {"contracts/codes", "fixtures/demo/codes"};
    struct err err = ERR_INIT;
    struct contract contract;
    struct codes codes;

    codes_init(&codes, directories, 2);
    assert_int_equal(contract_load(&contract, path, &err), 0);
    for (size_t i = 0; i < contract.field_count; i++) {
        const char *list = contract.fields[i].code_list;

        if (list && !codes_list(&codes, list, &err)) {
            print_error("%s: %s (%s)\n", path, err.message, err.detail);
            fail();
        }
    }
    contract_release(&contract);
    codes_release(&codes);
}

static void code_lists_exist(void **state)
{
    (void)state;
    each_file("contracts/*.json", check_lists);
    each_file("bench/contracts/*.json", check_lists);
}

/* Terms are periods of the indicators (ref.term); no record names one. */
static void check_list_is_used(const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    char *quoted = mem_format("\"list\": \"%.*s\"", (int)(strlen(name) - strlen(".csv")), name);
    struct err err = ERR_INIT;
    glob_t found;
    bool used = strcmp(name, "term.csv") == 0;

    assert_int_equal(glob("contracts/*.json", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        size_t length;
        char *text = file_read(found.gl_pathv[i], 1 << 20, &length, &err);

        assert_non_null(text);
        used |= strstr(text, quoted) != NULL;
        free(text);
    }
    if (!used)
        print_error("no contract uses '%s'\n", path);
    assert_true(used);
    globfree(&found);
    free(quoted);
}

static void no_code_list_lies_idle(void **state)
{
    (void)state;
    each_file("contracts/codes/*.csv", check_list_is_used);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contracts_are_table_schemas),
        cmocka_unit_test(contracts_can_be_read),
        cmocka_unit_test(parents_have_the_columns_that_children_ask_for),
        cmocka_unit_test(code_lists_exist),
        cmocka_unit_test(no_code_list_lies_idle),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
