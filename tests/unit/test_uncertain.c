#include "appraisals.h"
#include "method/uncertain.h"

/* n between 1 and 3 and deadweight between 0 and .5 in both agencies' parts; the police's alone has a
 * value between 5 and 15; a cost line of its own; two lines that share their optimism. */
static const struct texts texts = {
    .parameters = "2024,2024,0,,\n",
    .outcomes = "job,social,DWP,,,,2,10,2024,.25,1,0,0,0,0,1,0,,uniform,1,3,0,.5,,,,\n"
                "job,social,police,,,,2,10,2024,.25,1,0,0,0,0,1,0,,uniform,1,3,0,.5,,,5,15\n"
                "home,social,DWP,,,,2,10,2024,.25,1,0,0,0,0,1,0,,uniform,1,3,0,.5,,,,\n",
    .costs = "revenue,rent,100,2024,2024,,.1,,,,pert,90,120,0,.3\n"
             "revenue,staff,50,2024,2024,,.1,,,,pert,,,0,.3\n",
};

static const struct uncertain *find(
    const struct uncertainties *all, const char *parameter, const char *subject)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].parameter, parameter) == 0 &&
            strcmp(all->items[i].subject, subject) == 0)
            return &all->items[i];
    fail_msg("no %s of %s", parameter, subject);
    return NULL;
}

static void test_figures(void **state)
{
    struct appraisal appraisal = good_appraisal(texts);
    struct uncertainties all = {0};
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(uncertain_find(&all, &appraisal, &err), 0);
    assert_int_equal(all.count, 7);
    assert_int_equal(find(&all, "n", "job")->count, 2);
    assert_int_equal(find(&all, "deadweight", "job")->count, 2);
    assert_int_equal(find(&all, "n", "home")->count, 1);
    assert_string_equal(find(&all, "unit_value", "job")->agency, "police");
    assert_int_equal(find(&all, "cost_amount", "rent")->count, 1);
    assert_int_equal(find(&all, "cost_optimism", "revenue")->count, 2);
    uncertain_set(find(&all, "n", "job"), 3);
    uncertain_set(find(&all, "cost_optimism", "revenue"), .2);
    /* Settled rows: home, then job of DWP and of the police. */
    assert_near(appraisal.benefits[0].chain.part[CHAIN_N], 2, 0);
    assert_near(appraisal.benefits[1].chain.part[CHAIN_N], 3, 0);
    assert_near(appraisal.benefits[2].chain.part[CHAIN_N], 3, 0);
    assert_near(appraisal_npsv(&appraisal), 3 * 10 * .75 * 2 + 15 - 1.2 * 150, 1e-14);
    uncertain_release(&all);
    appraisal_release(&appraisal);
}

/* Rows of one outcome that differ in what they say are figures of their own, told apart. */
static void test_differ(void **state)
{
    struct appraisal appraisal = good_appraisal((struct texts){
        .parameters = "2024,2024,0,,\n",
        .outcomes = "job,social,DWP,,,,2,10,2024,0,1,0,0,0,0,1,0,,,1,3,,,,,,\n"
                    "job,social,NHS,,,,2,10,2024,0,1,0,0,0,0,1,0,,,1,4,,,,,,\n"
                    "job,social,police,,,,2,10,2024,0,1,0,0,0,0,1,0,,,1,3,,,,,,\n",
    });
    struct uncertainties all = {0};
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(uncertain_find(&all, &appraisal, &err), 0);
    assert_int_equal(all.count, 2);
    assert_int_equal(all.items[0].count, 2);
    assert_int_equal(all.items[1].copy, 1);
    uncertain_set(&all.items[0], 1);
    uncertain_set(&all.items[1], 4);
    assert_near(appraisal_npsv(&appraisal), 60, 0);
    uncertain_release(&all);
    appraisal_release(&appraisal);
}

/* One line may have costs of several kinds: figures of their own, which are drawn apart. */
static void test_kinds(void **state)
{
    struct appraisal appraisal = good_appraisal((struct texts){
        .parameters = "2024,2024,0,,\n",
        .costs = "revenue,staff,100,2024,2024,,.1,,,,pert,90,120,0,.3\n"
                 "overhead,staff,100,2024,2024,,.1,,,,pert,90,120,0,.3\n"
                 "in_kind,staff,100,2024,2024,,0,,,,pert,90,120,,\n",
    });
    struct uncertainties all = {0};
    struct err err = ERR_INIT;
    size_t copies[] = {0, 0, 0};

    (void)state;
    assert_int_equal(uncertain_find(&all, &appraisal, &err), 0);
    assert_int_equal(all.count, 5);
    for (size_t i = 0; i < all.count; i++)
        if (strcmp(all.items[i].parameter, "cost_amount") == 0)
            copies[all.items[i].copy]++;
        else
            assert_int_equal(all.items[i].copy, 0); /* an optimism is its kind's */
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(copies[i], 1);
    uncertain_release(&all);
    appraisal_release(&appraisal);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_figures),
    cmocka_unit_test(test_differ),
    cmocka_unit_test(test_kinds),
};
TESTS_MAIN(tests)
