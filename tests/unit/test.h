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
#include <sys/mman.h>
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

/* A descriptor, at its beginning, of a file in memory that holds the bytes. */
static inline int test_fd(const char *data, size_t length)
{
    int fd = memfd_create("ontrack-test", MFD_CLOEXEC);

    assert_true(fd >= 0);
    for (size_t done = 0; done < length;) {
        ssize_t written = write(fd, data + done, length - done);

        assert_true(written > 0);
        done += (size_t)written;
    }
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

/* All that stands in a file, with a NUL behind it; to be freed. */
static inline char *test_content(const char *path, size_t *length)
{
    FILE *file = fopen(path, "re");
    char *data = NULL;
    size_t size = 0;
    ssize_t got;

    assert_non_null(file);
    got = getdelim(&data, &size, EOF, file);
    fclose(file);
    if (got < 0) {
        free(data);
        data = mem_text("");
        got = 0;
    }
    if (length)
        *length = (size_t)got;
    return data;
}

static inline void test_file_remove(char *path)
{
    unlink(path);
    free(path);
}

#endif
