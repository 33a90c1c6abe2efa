#include "appraisals.h"
#include "method/annuity.h"

static const char rates[] = "quarter,1,9,.25\n"; /* factors .8, .64, .512 */

static void test_nothing(void **state)
{
    struct appraisal appraisal = good_appraisal((struct texts){.parameters = "2024,2024,0,,\n"});
    struct totals totals = appraisal_totals(&appraisal);

    (void)state;
    assert_near(totals.benefits, 0, 0);
    assert_near(totals.costs, 0, 0);
    assert_near(appraisal_npsv(&appraisal), 0, 0);
    appraisal_release(&appraisal);
}

/* 1,000 at once and 500 a year later; 2 x 800 after a year, half of it another's, and 60 social. */
static void test_both(void **state)
{
    struct appraisal appraisal = good_appraisal((struct texts){
        .parameters = "2024,2024,2,quarter,\n",
        .rates = rates,
        .outcomes = "job,fiscal,DWP,,,,2,800,2024,0,.5,0,0,0,1,1,0,.25,,,,,,,,,\n"
                    "smile,social,,,,,1,60,2024,0,1,0,0,0,0,1,0,,,,,,,,,,\n"
                    "pride,social,,,,,7,,,,,,,,,,,,,,,,,,,,\n",
        .costs = "revenue,,1000,2024,2024,,0,,,,,,,,\nin_kind,,500,2024,,1,0,,,,,,,,\n",
    });
    struct totals totals = appraisal_totals(&appraisal);

    (void)state;
    assert_near(totals.benefit[CATEGORY_FISCAL], 640, 1e-15);
    assert_near(totals.benefit[CATEGORY_SOCIAL], 60, 1e-15);
    assert_near(totals.benefits, 700, 1e-15);
    assert_near(totals.cashable, 160, 1e-15);
    assert_near(totals.costs, 1000, 0);
    assert_near(totals.in_kind, 400, 1e-15);
    assert_near(appraisal_npsv(&appraisal), -700, 1e-15);
    appraisal_release(&appraisal);
}

static void test_flows(void **state)
{
    struct appraisal appraisal = good_appraisal((struct texts){
        .parameters = "2024,2024,2,quarter,\n",
        .rates = rates,
        .outcomes = "job,fiscal,,,,2025,2,800,2024,0,.5,0,0,0,0,2,.5,.25,,,,,,,,,\n",
        .costs = "revenue,,.1,2024,2024,,0,,,,,,,,\nrevenue,,.2,2024,2024,,0,,,,,,,,\n"
                 "in_kind,,5,2024,2025,,0,,,,,,,,\n",
    });
    double flows[FLOWS];

    (void)state;
    appraisal_flows(&appraisal, 0, flows);
    assert_true(flows[FLOW_COSTS] == .3); /* pence, not binary fractions */
    assert_true(flows[FLOW_NET] == -.3);
    appraisal_flows(&appraisal, 1, flows);
    assert_near(flows[FLOW_FISCAL], 800, 0);
    assert_near(flows[FLOW_CASHABLE], 200, 0);
    assert_near(flows[FLOW_NET], 795, 0);
    assert_near(flows[FLOW_NET_FISCAL], 800, 0);
    appraisal_flows(&appraisal, 2, flows);
    assert_near(flows[FLOW_NET_CASHABLE], 100, 0);
    appraisal_release(&appraisal);
}

/* Capital alone: 1,000 that is worth 200 after two years, and the same beyond the horizon. */
static void test_capital(void **state)
{
    static const char costs[] = "capital,,1000,2024,2024,,.5,.8,2,200,,,,,\n";
    struct appraisal within = good_appraisal(
        (struct texts){.parameters = "2024,2024,2,quarter,\n", .rates = rates, .costs = costs});
    struct appraisal beyond = good_appraisal(
        (struct texts){.parameters = "2024,2024,1,quarter,\n", .rates = rates, .costs = costs});

    (void)state;
    assert_near(appraisal_npsv(&within), -1100 + .64 * 200, 1e-15);
    assert_near(cost_value(&within, within.costs, 2), -200, 0);
    assert_near(appraisal_npsv(&beyond), -1100, 1e-15);
    /* The rates of the life are known though the horizon is nearer: (1000 - .64 * 200) / 1.44. */
    assert_near(annuity_equivalent(1000, 200, beyond.factors, 2), 872 / 1.44, 1e-15);
    appraisal_release(&within);
    appraisal_release(&beyond);
}

/* What raising public money costs is not of gifts in kind. */
static void test_excess_burden(void **state)
{
    struct appraisal appraisal = good_appraisal((struct texts){
        .parameters = "2024,2024,0,,.2\n",
        .costs = "revenue,,100,2024,2024,,0,,,,,,,,\nin_kind,,100,2024,2024,,0,,,,,,,,\n",
    });
    struct totals totals = appraisal_totals(&appraisal);

    (void)state;
    assert_near(totals.costs, 120, 1e-15);
    assert_near(totals.in_kind, 100, 0);
    appraisal_release(&appraisal);
}

/* 100 of 2010 are 125 of 2024. */
static void test_prices(void **state)
{
    struct appraisal appraisal = good_appraisal((struct texts){
        .parameters = "2024,2024,0,,\n",
        .index = "2010,80\n2024,100\n",
        .outcomes = "job,fiscal,,,,,1,100,2010,0,1,0,0,0,0,1,0,0,,,,,,,,,\n",
        .costs = "revenue,,200,2010,2024,,0,,,,,,,,\n",
    });
    struct totals totals = appraisal_totals(&appraisal);

    (void)state;
    assert_near(totals.benefits, 125, 0);
    assert_near(totals.costs, 250, 0);
    appraisal_release(&appraisal);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_nothing),
    cmocka_unit_test(test_both),
    cmocka_unit_test(test_flows),
    cmocka_unit_test(test_capital),
    cmocka_unit_test(test_excess_burden),
    cmocka_unit_test(test_prices),
};
TESTS_MAIN(tests)
