#include "tests/unit/test.h"

#include "store/ddl.h"

static const char text[] =
    "{ 'name': 'meeting', 'title': 'Meeting', 'description': 'It\\u0027s one.', 'version': '1.0.0',"
    "  'fields': ["
    "    { 'name': 'day', 'type': 'date', 'constraints': {'required': true}, 'treat': 'keep',"
    "      'title': 'Day', 'description': 'Which day.', 'standard': 'X 1' },"
    "    { 'name': 'provider', 'type': 'string', 'constraints': {'required': true}, 'treat': "
    "'keep' },"
    "    { 'name': 'person_ref', 'type': 'string', 'constraints': {'required': true},"
    "      'treat': 'pseudonym:local', 'within': 'provider' },"
    "    { 'name': 'surname', 'type': 'string', 'treat': 'drop' },"
    "    { 'name': 'uln', 'type': 'string', 'treat': 'pseudonym:uln' },"
    "    { 'name': 'born', 'type': 'date', 'treat': 'age', 'at': 'day' } ],"
    "  'primaryKey': ['provider', 'person_ref', 'day'],"
    "  'resolve': {'person_key': {'from': 'person_ref'}} }";

static int load(void **state)
{
    static struct contract contract;
    struct err err = ERR_INIT;
    char *path = test_file(text);
    int code = contract_load(&contract, path, &err);

    test_file_remove(path);
    *state = &contract;
    return code;
}

static int unload(void **state)
{
    contract_release(*state);
    return 0;
}

static void columns_are(const struct contract *contract, enum ddl_kind kind, const char *expected)
{
    struct buf names = BUF_INIT(4096);
    struct ddl_table table;

    assert_true(ddl_table(&table, contract, kind));
    for (size_t i = 0; i < table.column_count; i++)
        buf_addf(&names, "%s%s", i ? " " : "", table.columns[i].name);
    assert_string_equal(buf_text(&names), expected);
    ddl_release(&table);
    buf_release(&names);
}

static void test_columns(void **state)
{
    const struct contract *contract = *state;

    columns_are(contract, DDL_CORE,
        "provider person_key day age_at_event age_band unit load_no source_row period");
    columns_are(contract, DDL_CORE_HISTORY,
        "provider person_key day age_at_event age_band unit load_no source_row period ended_by "
        "ended_load_no ended_at reason");
    columns_are(contract, DDL_VAULT, "provider person_key day uln unit load_no source_row period");
    columns_are(
        contract, DDL_STAGING, "source_row day provider person_ref uln age_at_event age_band");
    columns_are(
        contract, DDL_INCOMING, "source_row day provider person_key uln age_at_event age_band");
}

static void test_no_parent_no_waiting(void **state)
{
    struct ddl_table table;

    assert_false(ddl_table(&table, *state, DDL_WAITING));
}

static void test_create(void **state)
{
    struct buf sql = BUF_INIT(64 * 1024);
    struct ddl_table table;

    assert_true(ddl_table(&table, *state, DDL_VAULT));
    assert_true(ddl_create(&sql, &table));
    assert_string_equal(buf_text(&sql), "create table vault.\"meeting\" (\n"
                                        "    \"provider\" text not null,\n"
                                        "    \"person_key\" uuid not null,\n"
                                        "    \"day\" date not null,\n"
                                        "    \"uln\" uuid,\n"
                                        "    \"unit\" uuid not null,\n"
                                        "    \"load_no\" integer not null,\n"
                                        "    \"source_row\" bigint not null,\n"
                                        "    \"period\" date,\n"
                                        "    primary key (\"provider\", \"person_key\", \"day\")\n"
                                        ");\n");
    ddl_release(&table);
    buf_release(&sql);
}

static void test_comments(void **state)
{
    struct buf sql = BUF_INIT(64 * 1024);
    struct ddl_table table;

    assert_true(ddl_table(&table, *state, DDL_CORE));
    assert_true(ddl_comment(&sql, &table));
    assert_non_null(strstr(buf_text(&sql),
        "comment on table core.\"meeting\" is 'Meeting: It''s one. [Current rows]';"));
    assert_non_null(strstr(
        buf_text(&sql), "comment on column core.\"meeting\".\"day\" is 'Day: Which day. [X 1]';"));
    ddl_release(&table);
    buf_release(&sql);
}

static void test_full_buffer(void **state)
{
    struct buf whole = BUF_INIT(64 * 1024);
    struct ddl_table table;

    assert_true(ddl_table(&table, *state, DDL_CORE_HISTORY));
    assert_true(ddl_create(&whole, &table));
    for (size_t maximum = 0; maximum < whole.length; maximum += 7) {
        struct buf sql = BUF_INIT(maximum);

        assert_false(ddl_create(&sql, &table));
        assert_true(sql.length <= maximum);
        buf_release(&sql);
    }
    buf_release(&whole);
    ddl_release(&table);
}

static void test_quoting(void **state)
{
    struct buf sql = BUF_INIT(1024);

    (void)state;
    assert_true(
        ddl_identifier(&sql, "a\"b") && ddl_literal(&sql, "it's \\") && ddl_literal(&sql, NULL));
    assert_string_equal(buf_text(&sql), "\"a\"\"b\"'it''s \\'null");
    buf_release(&sql);
}

static void test_key_begins_with_provider(void **state)
{
    struct contract contract = *(struct contract *)*state;
    struct err err = ERR_INIT;
    int reversed[] = {contract.key[2], contract.key[1], contract.key[0]};

    assert_int_equal(ddl_check(&contract, &err), 0);
    contract.key = reversed;
    assert_int_equal(ddl_check(&contract, &err), EX_CONFIG);
    assert_non_null(strstr(err.message, "'meeting'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_no_parent_no_waiting),
        cmocka_unit_test(test_create),
        cmocka_unit_test(test_comments),
        cmocka_unit_test(test_full_buffer),
        cmocka_unit_test(test_quoting),
        cmocka_unit_test(test_key_begins_with_provider),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, load, unload);
}
