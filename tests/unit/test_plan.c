#include "tests/unit/test.h"

#include "privacy/plan.h"

static const char json[] =
    "{'name': 'feed', 'title': 'A feed', 'version': '1.0.0', 'fields': ["
    "{'name': 'provider', 'type': 'string', 'constraints': {'required': true}, 'treat': 'keep'},"
    "{'name': 'ref', 'type': 'string', 'constraints': {'required': true},"
    " 'treat': 'pseudonym:record', 'within': 'provider'},"
    "{'name': 'name', 'type': 'string', 'treat': 'drop'},"
    "{'name': 'birth', 'type': 'date', 'treat': 'age', 'at': 'day'},"
    "{'name': 'day', 'type': 'date', 'treat': 'keep'},"
    "{'name': 'place', 'type': 'string', 'treat': 'district', 'at': 'day'},"
    "{'name': 'note', 'type': 'string', 'treat': 'keep'},"
    "{'name': 'other', 'type': 'string', 'treat': 'keep'}],"
    "'primaryKey': ['provider', 'ref']}";

struct laid {
    struct contract contract;
    struct stream_reader stream;
    struct plan plan;
    struct err err;
    int code;
};

/* The plan for a stream with this header (tabs written as spaces). */
static void lay(struct laid *laid, const char *header)
{
    char *path = test_file(json), *columns = mem_format("%s\n\\.\n", header);
    char *data = test_file(columns);
    FILE *file = fopen(data, "r+");

    *laid = (struct laid){0};
    assert_non_null(file);
    for (int c, at = 0; (c = fgetc(file)) != EOF; at++)
        if (c == ' ') {
            fseek(file, at, SEEK_SET);
            fputc('\t', file);
            fseek(file, at + 1, SEEK_SET);
        }
    rewind(file);
    assert_int_equal(contract_load(&laid->contract, path, &laid->err), 0);
    assert_int_equal(stream_open(&laid->stream, fileno(file), "a stream", &laid->err), 0);
    laid->code = plan_make(&laid->plan, &laid->contract, &laid->stream, &laid->err);
    fclose(file);
    test_file_remove(path);
    test_file_remove(data);
    free(columns);
}

static void take_up(struct laid *laid)
{
    plan_release(&laid->plan);
    stream_close(&laid->stream);
    contract_release(&laid->contract);
}

static void step_is(const struct laid *laid, size_t at, enum action action, int cell, int last)
{
    assert_true(at < laid->plan.step_count);
    assert_int_equal(laid->plan.steps[at].action, action);
    assert_int_equal(laid->plan.steps[at].cell, cell);
    assert_int_equal(laid->plan.steps[at].last, last);
}

static void test_each_treatment(void **state)
{
    static const char *const names[] = {"source_row", "provider", "ref", "age_at_event", "age_band",
        "day", "district", "local_authority", "imd_decile", "note", "other"};
    struct laid laid;

    (void)state;
    lay(&laid, "source_row provider ref name birth day place note other");
    assert_int_equal(laid.code, 0);
    assert_int_equal(laid.plan.column_count, 11);
    for (size_t i = 0; i < 11; i++)
        assert_string_equal(laid.plan.columns[i], names[i]);
    assert_int_equal(laid.plan.step_count, 6);
    step_is(&laid, 0, ACTION_COPY, 0, 1);
    step_is(&laid, 1, ACTION_PSEUDONYM, 2, 2);
    assert_int_equal(laid.plan.steps[1].other, 1);
    assert_int_equal(laid.plan.steps[1].kind, IDENTIFIER_RECORD);
    assert_true(laid.plan.steps[1].key);
    step_is(&laid, 2, ACTION_AGE, 4, 4);
    assert_int_equal(laid.plan.steps[2].other, 5);
    step_is(&laid, 3, ACTION_COPY, 5, 5);
    step_is(&laid, 4, ACTION_POSTCODE, 6, 6);
    assert_int_equal(laid.plan.steps[4].other, 5);
    step_is(&laid, 5, ACTION_COPY, 7, 8);
    assert_int_equal(laid.plan.pseudonyms, 1);
    take_up(&laid);
}

/* The delivery's order is its own; the contract's comes out. */
static void test_another_order(void **state)
{
    struct laid laid;

    (void)state;
    lay(&laid, "source_row other note day ref provider");
    assert_int_equal(laid.code, 0);
    assert_int_equal(laid.plan.column_count, 11);
    step_is(&laid, 0, ACTION_COPY, 0, 0);
    step_is(&laid, 1, ACTION_COPY, 5, 5);
    step_is(&laid, 2, ACTION_PSEUDONYM, 4, 4);
    assert_int_equal(laid.plan.steps[3].action, ACTION_AGE);
    assert_int_equal(laid.plan.steps[3].cell, -1);
    step_is(&laid, 4, ACTION_COPY, 3, 3);
    /* Three columns of nothing. */
    assert_int_equal(laid.plan.steps[5].action, ACTION_POSTCODE);
    assert_int_equal(laid.plan.steps[5].cell, -1);
    step_is(&laid, 6, ACTION_COPY, 2, 2);
    step_is(&laid, 7, ACTION_COPY, 1, 1);
    assert_true(laid.plan.kept[1]);
    assert_false(laid.plan.kept[4]);
    take_up(&laid);
}

static void refused(const char *header, const char *because)
{
    struct laid laid;

    lay(&laid, header);
    assert_int_equal(laid.code, EX_DATAERR);
    assert_non_null(strstr(laid.err.message, because));
    take_up(&laid);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    refused("source_row provider ref nickname", "column 4 is not one that contract 'feed' names");
    refused("provider ref", "first column");
    refused("provider source_row ref", "first column");
    refused("source_row provider", "required column 'ref'");
    refused("source_row provider ref age_band", "not one that contract 'feed' names");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_treatment),
        cmocka_unit_test(test_another_order),
        cmocka_unit_test(test_what_is_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
