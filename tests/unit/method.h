/* method.h - what the tests of lib/method share: comparison of doubles, input from a text. */
#ifndef ONTRACK_TESTS_UNIT_METHOD_H
#define ONTRACK_TESTS_UNIT_METHOD_H

#include "test.h"

#include <fcntl.h>
#include <math.h>
#include <stdbool.h>

#define TESTS_MAIN(tests)                                                                          \
    int main(void)                                                                                 \
    {                                                                                              \
        cmocka_set_message_output(CM_OUTPUT_TAP);                                                  \
        return cmocka_run_group_tests(tests, NULL, NULL);                                          \
    }

/* Relative difference at most `tolerance`; absolute where zero is wanted. NAN is near NAN only. */
#define assert_near(got, wanted, tolerance) near_at(got, wanted, tolerance, __FILE__, __LINE__)

static inline void near_at(double got, double wanted, double tolerance, const char *file, int line)
{
    double scale = fabs(wanted) > 0 ? fabs(wanted) : 1;

    if (isnan(got) && isnan(wanted))
        return;
    if (fabs(got - wanted) <= tolerance * scale)
        return;
    print_error("%.17g is not near %.17g\n", got, wanted);
    _fail(file, line);
}

/* A descriptor to read the text from. */
static inline int text_fd(const char *text)
{
    char *path = mem_format("%s/ontrack-test-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    unlink(path);
    free(path);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* Numbers in [0, 1) for property tests, the same in every run (Numerical Recipes' quick LCG, so that
 * no code under test makes its own test data). */
static inline double next_uniform(void)
{
    static uint32_t state = 20120601;

    state = state * 1664525u + 1013904223u;
    return (state >> 8) / 16777216.0;
}

#endif
