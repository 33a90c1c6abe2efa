/* What holds for a feed: ours, the contract's and the source's thresholds laid over each other. */
#include "test.h"

#include "base/json.h"
#include "record/contract.h"
#include "record/gates.h"
#include "source/source.h"

static const char declaring[] =
    "{'name':'feed','version':'1.0.0','primaryKey':['p'],'gates':["
    "{'gate':'gone-share','share':0.9,'count':7},{'gate':'provider-known','off':true},"
    "{'gate':'future','field':'d','share':0.1},{'gate':'freshness','field':'d'}],"
    "'fields':[{'name':'p','type':'string','treat':'keep','constraints':{'required':true}},"
    "{'name':'d','type':'date','treat':'keep'}]}";

static void load(struct contract *contract)
{
    struct err err = ERR_INIT;
    char *path = test_file(declaring);

    assert_int_equal(contract_load(contract, path, &err), 0);
    test_file_remove(path);
}

/* One member of a gate, as text; "-" where the gate or the member is not there. */
static void member(const char *settings, const char *name, const char *what, const char *expected)
{
    struct err err = ERR_INIT;
    cJSON *all = json_parse(settings, "settings", &err), *gate;
    char *text = NULL;

    assert_non_null(all);
    cJSON_ArrayForEach(gate, all)
    {
        if (strcmp(cJSON_GetObjectItem(gate, "gate")->valuestring, name) != 0)
            continue;
        assert_null(text); /* once */
        text = cJSON_PrintUnformatted(cJSON_GetObjectItem(gate, what));
    }
    assert_string_equal(text ? text : "-", expected);
    cJSON_free(text);
    cJSON_Delete(all);
}

static void laid_over_each_other(void **state)
{
    struct err err = ERR_INIT;
    struct contract contract;
    char *settings;

    (void)state;
    load(&contract);
    settings = gates_for(&contract,
        "[{\"gate\":\"gone-share\",\"share\":0.7},{\"gate\":\"future\",\"off\":true}]", 0.25, &err);
    assert_non_null(settings);
    member(settings, "reject-share", "share", "0.25"); /* the night's */
    member(settings, "reject-share", "minimum", "20"); /* ours */
    member(settings, "gone-share", "share", "0.7");    /* the source's */
    member(settings, "gone-share", "count", "7");      /* the contract's */
    member(settings, "gone-share", "minimum", "20");   /* ours */
    member(settings, "provider-known", "count", "-");  /* off in the contract */
    member(settings, "future", "share", "-");          /* off in the source */
    member(settings, "freshness", "field", "\"d\"");   /* declared */
    member(settings, "overlap", "share", "-");         /* nobody's */
    free(settings);
    contract_release(&contract);
}

static void refusals(void **state)
{
    struct err err = ERR_INIT;
    struct contract contract;

    (void)state;
    load(&contract);
    assert_null(gates_for(&contract, "[{\"gate\":\"overlap\",\"count\":1}]", 0.2, &err));
    assert_int_equal(err.code, EX_CONFIG);
    assert_non_null(strstr(err.message, "which feed 'feed' does not have"));
    err = (struct err)ERR_INIT;
    assert_null(gates_for(&contract, "[", 0.2, &err));
    assert_int_equal(err.code, EX_CONFIG);
    contract_release(&contract);
}

#define SOURCE(members) "{'name':'s','version':'1','format':'csv','feeds':{'feed':{}}" members "}"

static void of_a_source(void **state)
{
    struct err err = ERR_INIT;
    struct contract contract;
    struct source source;
    char *path = test_file(SOURCE(",'expected':{'every':'month','days':10},"
                                  "'gates':{'feed':[{'gate':'gone-share','share':0.3}]}"));
    char *own, *settings;

    (void)state;
    load(&contract);
    assert_int_equal(source_load(&source, path, &err), 0);
    own = source_gates(&source, &contract);
    settings = gates_for(&contract, own, 0.2, &err);
    assert_non_null(settings);
    member(settings, "gone-share", "share", "0.3");
    member(settings, "freshness", "every", "\"month\"");
    member(settings, "freshness", "days", "10");
    member(settings, "freshness", "field", "\"d\"");
    free(own);
    free(settings);
    source_release(&source);
    contract_release(&contract);
    test_file_remove(path);
}

static void bad_source(const char *json, const char *message)
{
    struct err err = ERR_INIT;
    struct source source;
    char *path = test_file(json);

    assert_int_equal(source_load(&source, path, &err), EX_CONFIG);
    if (!strstr(err.message, message))
        fail_msg("%s", err.message);
    test_file_remove(path);
}

static void bad_sources(void **state)
{
    (void)state;
    bad_source(SOURCE(",'gates':[]"), "'gates' must be an object of lists");
    bad_source(SOURCE(",'gates':{'other':[]}"), "'gates' names 'other'");
    bad_source(SOURCE(",'gates':{'feed':{}}"), "'gates' must be a list");
    bad_source(SOURCE(",'gates':{'feed':[{'gate':'future','field':'d'}]}"), "setting 'field'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(laid_over_each_other),
        cmocka_unit_test(refusals), cmocka_unit_test(of_a_source), cmocka_unit_test(bad_sources)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
