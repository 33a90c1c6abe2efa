#include "appraisals.h"
#include "method/sensitivity.h"

/* 10 x 20 x (1 - .25) x 2 years = 300, a half less in the second year if all drops off; costs 180. */
static void test_one_way(void **state)
{
    struct appraisal appraisal = good_appraisal((struct texts){
        .parameters = "2024,2024,1,none,\n",
        .rates = "none,1,1,0\n",
        .outcomes = "job,social,,,,,10,20,2024,.25,1,0,0,0,0,2,0,,,5,12,.2,.5,0,.5,19,22\n",
        .costs = "revenue,all,180,2024,2024,,0,,,,,170,200,,\n",
    });
    struct uncertainties all = {0};
    struct sensitivity list[5];
    struct err err = ERR_INIT;
    const char *const order[] = {"n", "deadweight", "dropoff", "unit_value", "cost_amount"};
    /* 30 n; 400 (1 - d); 150 (2 - dropoff); 15 u. */
    const double switching[] = {6, .55, .8, 12, 300}, width[] = {210, 120, 75, 45, 30};

    (void)state;
    assert_int_equal(uncertain_find(&all, &appraisal, &err), 0);
    assert_int_equal(all.count, 5);
    sensitivity_fill(list, &all, &appraisal);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(list[i].figure->parameter, order[i]);
        assert_near(list[i].width, width[i], 1e-13);
        assert_near(list[i].switching, switching[i], 1e-13);
    }
    assert_near(list[0].npsv_low, -30, 1e-13);
    assert_near(list[0].npsv_high, 180, 1e-13);
    assert_near(appraisal_npsv(&appraisal), 120, 1e-13); /* as it was */
    uncertain_release(&all);
    appraisal_release(&appraisal);
}

/* No deadweight at all would do; a figure that changes nothing has no switching value. */
static void test_impossible(void **state)
{
    struct appraisal appraisal = good_appraisal((struct texts){
        .parameters = "2024,2024,0,,\n",
        .outcomes = "job,social,,,,,10,20,2024,.25,1,0,0,0,0,1,0,,,,,.2,.5,0,.5,,\n",
        .costs = "revenue,all,300,2024,2024,,0,,,,,,,,\n",
    });
    struct uncertainties all = {0};
    struct sensitivity list[2];
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(uncertain_find(&all, &appraisal, &err), 0);
    sensitivity_fill(list, &all, &appraisal);
    assert_string_equal(list[0].figure->parameter, "deadweight");
    assert_true(isnan(list[0].switching));
    assert_near(list[1].width, 0, 0);
    assert_true(isnan(list[1].switching));
    uncertain_release(&all);
    appraisal_release(&appraisal);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_one_way),
    cmocka_unit_test(test_impossible),
};
TESTS_MAIN(tests)
