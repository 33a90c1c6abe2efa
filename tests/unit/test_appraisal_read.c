#include "appraisals.h"

/* Good rows, of which each case below spoils one cell. */
#define PARAMETERS "2024,2024,3,own,\n"
#define RATES "own,1,3,.035\n"
#define OUTCOME "job,fiscal,DWP,,,2025,10,20,2024,.5,.5,.1,.1,.1,1,2,.5,.3,pert,5,15,.2,.7,,,,\n"
#define COST "capital,all,10.01,2024,2026,,0,.5,3,1,pert,9,11,0,.2\n"

static void refuses(struct texts texts, const char *message, const char *file)
{
    struct appraisal appraisal;
    struct err err = ERR_INIT;

    assert_int_equal(appraisal_of(&appraisal, texts, &err), EX_DATAERR);
    assert_string_equal(err.message, message);
    if (file)
        assert_string_equal(err.detail, file);
    appraisal_release(&appraisal);
}

static void refuses_outcome(const char *row, const char *what)
{
    char *rows = mem_format(OUTCOME "%s", row), *message = mem_format("row 2: %s", what);

    refuses((struct texts){PARAMETERS, rows, COST, RATES, NULL}, message, "in 'outcomes'");
    free(rows);
    free(message);
}

static void refuses_cost(const char *row, const char *what)
{
    char *rows = mem_format(COST "%s", row), *message = mem_format("row 2: %s", what);

    refuses((struct texts){PARAMETERS, OUTCOME, rows, RATES, NULL}, message, "in 'costs'");
    free(rows);
    free(message);
}

static void test_good(void **state)
{
    struct appraisal appraisal =
        good_appraisal((struct texts){PARAMETERS, OUTCOME, COST, RATES, NULL});

    (void)state;
    assert_int_equal(appraisal.benefits[0].chain.first, 2);
    assert_int_equal(appraisal.benefits[0].chain.duration, 2);
    assert_int_equal(appraisal.benefits[0].shape, SHAPE_PERT);
    assert_int_equal(appraisal.costs[0].period, 2);
    assert_int_equal(appraisal.costs[0].life, 3);
    assert_int_equal(appraisal.horizon, 3);
    appraisal_release(&appraisal);
}

/* What is not valued needs nothing but its count. */
static void test_not_valued(void **state)
{
    struct appraisal appraisal = good_appraisal((struct texts){
        .parameters = "2024,2024,0,,\n", .outcomes = "joy,social,,,,,5,,,,,,,,,,,,,,,,,,,,\n"});

    (void)state;
    assert_false(appraisal.benefits[0].valued);
    assert_near(appraisal.benefits[0].chain.part[CHAIN_N], 5, 0);
    assert_near(benefit_present(&appraisal, appraisal.benefits), 0, 0);
    appraisal_release(&appraisal);
}

static void test_parameters(void **state)
{
    (void)state;
    refuses((struct texts){.parameters = ""}, "'parameters' has no row of parameters", NULL);
    refuses((struct texts){.parameters = PARAMETERS PARAMETERS, .rates = RATES},
        "row 2: parameters are one row", "in 'parameters'");
    refuses((struct texts){.parameters = "24,2024,0,,\n"}, "row 1: 'base_year' is not a year",
        "in 'parameters'");
    refuses((struct texts){.parameters = "2024,2024,1.5,,\n"},
        "row 1: 'horizon' is not a whole number of years from 0 to 1000", "in 'parameters'");
    refuses((struct texts){.parameters = "2024,2024,0,,20\n"},
        "row 1: 'excess_burden' is not a share from 0 to 1", "in 'parameters'");
    refuses((struct texts){.parameters = "2024,2024,1,,\n"},
        "row 1: 'horizon' reaches a year that has no discount rate", "in 'parameters'");
    refuses((struct texts){.parameters = "2024,2024,4,own,\n", .rates = RATES},
        "row 1: 'horizon' reaches a year that has no discount rate", "in 'parameters'");
}

static void test_outcomes(void **state)
{
    (void)state;
    refuses_outcome("a,charitable,,,,,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,.3,,,,,,,,,\n",
        "'category' is none of the three");
    refuses_outcome(
        "a,social,,,,,1,20,2024,,.5,.1,.1,.1,1,2,.5,,,,,,,,,,\n", "'deadweight' is missing");
    refuses_outcome(
        "a,social,,,,,1,20,2024,.1,.5,.1,.1,.1,1,2,,,,,,,,,,,\n", "'dropoff' is missing");
    refuses_outcome(
        "a,social,,,,,1,20,,.1,.5,.1,.1,.1,1,2,.5,,,,,,,,,,\n", "'price_year' is missing");
    refuses_outcome("a,social,,,,,1,20,2024,1.5,.5,.1,.1,.1,1,2,.5,,,,,,,,,,\n",
        "'deadweight' is not a share from 0 to 1");
    refuses_outcome("a,social,,,,,1,20,2024,.5,-.5,.1,.1,.1,1,2,.5,,,,,,,,,,\n",
        "'attribution' is not a share from 0 to 1");
    refuses_outcome("a,fiscal,,,,,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,,,,,,,,,,\n",
        "'cashable' is missing, which a fiscal benefit needs");
    refuses_outcome("a,fiscal,,,,,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,30,,,,,,,,,\n",
        "'cashable' is not a share from 0 to 1");
    refuses_outcome("a,social,,,,,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,.3,,,,,,,,,\n",
        "'cashable' is of a benefit that is not fiscal");
    refuses_outcome("a,social,,,,,-1,20,2024,.5,.5,.1,.1,.1,1,2,.5,,,,,,,,,,\n", "'n' is negative");
    refuses_outcome("a,social,,,,,-1,,,,,,,,,,,,,,,,,,,,\n", "'n' is negative");
    refuses_outcome("a,social,,,,2023,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,,,,,,,,,,\n",
        "'year' is before the parameters' 'first_year'");
    refuses_outcome(
        "a,social,,,,,1,20,2024,.5,.5,.1,.1,.1,1,0,.5,,,,,,,,,,\n", "'duration' is not 1 or more");
    refuses_outcome("a,social,,,,,1,20,2024,.5,.5,.1,.1,.1,-1,1,.5,,,,,,,,,,\n",
        "'lag' is not a whole number of years from 0 to 1000");
    refuses_outcome("a,social,,,,,1,20,2010,.5,.5,.1,.1,.1,1,1,.5,,,,,,,,,,\n",
        "'price_year' cannot be brought to the base year");
}

static void test_uncertainty(void **state)
{
    (void)state;
    refuses_outcome("a,social,,,,,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,,normal,,,,,,,,\n",
        "'distribution' is none of the three");
    refuses_outcome("a,social,,,,,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,,,0,,,,,,,\n",
        "'n_high' is missing where the other end is given");
    refuses_outcome("a,social,,,,,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,,,,3,,,,,,\n",
        "'n_low' is missing where the other end is given");
    refuses_outcome("a,social,,,,,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,,,2,3,,,,,,\n",
        "'n' does not lie between its low and its high value");
    refuses_outcome("a,social,,,,,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,,,,,.4,1.1,,,,\n",
        "'deadweight_high' is not a share from 0 to 1");
    refuses_outcome(
        "a,social,,,,,1,20,2024,.5,.5,.1,.1,.1,1,2,.5,,,-1,3,,,,,,\n", "'n_low' is negative");
    refuses_cost("revenue,,5,2024,2024,,0,,,,,6,7,,\n",
        "'amount' does not lie between its low and its high value");
    refuses_cost("revenue,,5,2024,2024,,0,,,,,4,,,\n",
        "'amount_high' is missing where the other end is given");
    refuses_cost("revenue,,5,2024,2024,,0,,,,,4.001,7,,\n", "'amount_low' is not in whole pence");
}

static void test_costs(void **state)
{
    (void)state;
    refuses_cost("bribe,,5,2024,2024,,0,,,,,,,,\n", "'kind' is none of the four");
    refuses_cost("revenue,,5.001,2024,2024,,0,,,,,,,,\n", "'amount' is not in whole pence");
    refuses_cost("revenue,,1e300,2024,2024,,0,,,,,,,,\n", "'amount' is not in whole pence");
    refuses_cost("revenue,,5,2024,2024,,,,,,,,,,\n", "'optimism' is missing");
    refuses_cost("revenue,,5,2024,2024,,51,,,,,,,,\n", "'optimism' is not from 0 to 10");
    refuses_cost("revenue,,5,2024,2024,,0,92,,,,,,,\n", "'mitigation' is not a share from 0 to 1");
    refuses_cost("revenue,,5,2024,,,0,,,,,,,,\n", "'year' is missing, and so is 'period'");
    refuses_cost("revenue,,5,2024,2024,0,0,,,,,,,,\n", "'year' and 'period' are both there");
    refuses_cost(
        "revenue,,5,2024,2023,,0,,,,,,,,\n", "'year' is before the parameters' 'first_year'");
    refuses_cost("revenue,,5,2024,2028,,0,,,,,,,,\n", "'year' is beyond the horizon");
    refuses_cost("revenue,,5,2024,,4,0,,,,,,,,\n", "'period' is beyond the horizon");
    refuses_cost(
        "revenue,,5,1999,2024,,0,,,,,,,,\n", "'price_year' cannot be brought to the base year");
    refuses_cost(
        "revenue,,5,2024,2024,,0,,9,,,,,,\n", "'life_years' is of a cost that is not capital");
    refuses_cost(
        "capital,,5,2024,2024,,0,,,,,,,,\n", "'life_years' is missing, which capital needs");
    refuses_cost("capital,,5,2024,2024,,0,,0,,,,,,\n", "'life_years' is not 1 or more");
    refuses_cost(
        "capital,,5,2024,2024,,0,,2,-1,,,,,\n", "'salvage' is not 0 or more in whole pence");
    refuses_cost("capital,,5,2024,2024,,0,,4,,,,,,\n",
        "'life_years' reaches a year that has no discount rate");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_good),
    cmocka_unit_test(test_not_valued),
    cmocka_unit_test(test_parameters),
    cmocka_unit_test(test_outcomes),
    cmocka_unit_test(test_uncertainty),
    cmocka_unit_test(test_costs),
};
TESTS_MAIN(tests)
