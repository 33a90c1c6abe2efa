#include "tests/unit/test.h"

#include "store/connect.h"

static void test_no_server(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(setenv("PGHOST", "/nowhere/at/all", 1), 0);
    assert_null(store_connect("test", &err));
    assert_int_equal(err.code, EX_UNAVAILABLE);
    assert_string_equal(err.message, "cannot reach the database");
    assert_non_null(strstr(err.detail, "/nowhere/at/all"));
    assert_null(strchr(err.detail, '\n'));
    assert_true(err.hint[0] != '\0');
}

/* Without a SQLSTATE and without a connection there is only one thing that can have happened. */
static void test_lost_connection(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(store_refused(NULL, NULL, "do it", &err), EX_UNAVAILABLE);
    assert_string_equal(err.message, "the database refused to do it: SQLSTATE 08006");
}

static void test_values(void **state)
{
    PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    PGresAttDesc columns[] = {{.name = (char *)"n"}, {.name = (char *)"none"}};
    char number[] = "-12345678901";

    (void)state;
    assert_true(PQsetResultAttrs(result, 2, columns));
    assert_true(PQsetvalue(result, 0, 0, number, (int)strlen(number)));
    assert_true(PQsetvalue(result, 0, 1, NULL, -1));
    assert_string_equal(store_value(result, 0, "n"), number);
    assert_true(store_number(result, 0, "n") == -12345678901);
    assert_null(store_value(result, 0, "none"));
    assert_null(store_value(result, 0, "another"));
    assert_int_equal(store_number(result, 0, "none"), 0);
    PQclear(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_server),
        cmocka_unit_test(test_lost_connection),
        cmocka_unit_test(test_values),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
