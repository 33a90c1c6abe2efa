/* test.h - what the unit tests share. Each test is a program of its own that prints TAP. */
#ifndef ONTRACK_TESTS_UNIT_TEST_H
#define ONTRACK_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

/* A file that holds the text, with ' turned into " so that JSON can be written in C. To be removed,
 * and its name freed, with test_file_remove(). */
static inline char *test_file(const char *text)
{
    char *path = mem_format("%s/ontrack-test-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    for (const char *c = text; *c; c++)
        assert_int_equal(write(fd, *c == '\'' ? "\"" : c, 1), 1);
    close(fd);
    return path;
}

static inline void test_file_remove(char *path)
{
    unlink(path);
    free(path);
}

#endif
