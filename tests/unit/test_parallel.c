/* Everything is done once, whatever the number of threads; and by more than one where there are several. */
#include "method.h"

#include "method/parallel.h"

#include <pthread.h>
#include <stdatomic.h>

enum { MANY = 10000 };

static void once(size_t number, void *state)
{
    atomic_int *done = state;

    atomic_fetch_add(&done[number], 1);
}

static void test_once(void **state)
{
    static const size_t threads[] = {0, 1, 2, 8, THREADS_MAXIMUM, 1000};

    (void)state;
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++)
        for (size_t count = 0; count <= MANY; count = count ? count * 100 : 1) {
            atomic_int *done = mem_array(MANY, sizeof *done);

            parallel_each(count, threads[t], once, done);
            for (size_t i = 0; i < MANY; i++)
                assert_int_equal(done[i], i < count);
            free(done);
        }
}

/* Two who wait for one another can only both come through on two threads. */
static void meet(size_t number, void *state)
{
    (void)number;
    pthread_barrier_wait(state);
}

static void test_at_once(void **state)
{
    pthread_barrier_t barrier;

    (void)state;
    assert_int_equal(pthread_barrier_init(&barrier, NULL, 2), 0);
    parallel_each(2, 2, meet, &barrier);
    pthread_barrier_destroy(&barrier);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_once),
    cmocka_unit_test(test_at_once),
};
TESTS_MAIN(tests)
