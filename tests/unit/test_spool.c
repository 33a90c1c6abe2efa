/* The encrypted spool: every size around a chunk, every place, every tampering. */
#include "test.h"

#include "bytes.h"
#include "source/spool.h"

#include <fcntl.h>
#include <sys/stat.h>

static const unsigned char key[SPOOL_KEY_SIZE] = "a key that tests use, 32 bytes!";
static const unsigned char other[SPOOL_KEY_SIZE] = "another key that tests use, 32!";

static char content[3 * SPOOL_CHUNK + 100];

static char *write_spool(size_t length)
{
    char *path = test_file("");
    struct err err = ERR_INIT;
    struct spool *spool = spool_create(open(path, O_RDWR), "spool", key, &err);

    assert_non_null(spool);
    assert_int_equal(spool_write(spool, "of an attempt that failed", 25, &err), 0);
    assert_int_equal(spool_rewind(spool, &err), 0);
    for (size_t at = 0; at < length;) {
        size_t part = 1 + pick(50000);

        part = part < length - at ? part : length - at;
        assert_int_equal(spool_write(spool, content + at, part, &err), 0);
        at += part;
    }
    assert_int_equal(spool_finish(spool, &err), 0);
    spool_close(spool);
    return path;
}

static void test_sizes(void **state)
{
    static const size_t sizes[] = {0, 1, SPOOL_CHUNK - 1, SPOOL_CHUNK, SPOOL_CHUNK + 1,
        2 * SPOOL_CHUNK, 3 * SPOOL_CHUNK + 100};
    static char got[sizeof content];

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *path = write_spool(sizes[i]);
        struct err err = ERR_INIT;
        struct spool *spool = spool_open(open(path, O_RDONLY), "spool", key, &err);
        size_t at = 0;
        ssize_t part;

        assert_non_null(spool);
        assert_int_equal(spool_size(spool), sizes[i]);
        while ((part = spool_read_at(spool, got + at, 1 + pick(40000), at, &err)) > 0)
            at += (size_t)part;
        assert_int_equal(part, 0);
        assert_int_equal(at, sizes[i]);
        assert_memory_equal(got, content, at);
        for (int times = 0; sizes[i] && times < 50; times++) {
            size_t from = pick(sizes[i]);

            part = spool_read_at(spool, got, 100, from, &err);
            assert_in_range(part, 1, 100);
            assert_memory_equal(got, content + from, (size_t)part);
        }
        spool_close(spool);
        test_file_remove(path);
    }
}

static void test_not_in_clear(void **state)
{
    char *path = write_spool(sizeof content);
    static char file[sizeof content + 1000];
    int fd = open(path, O_RDONLY);
    ssize_t length = read(fd, file, sizeof file);

    (void)state;
    assert_true(length > (ssize_t)sizeof content);
    for (size_t at = 0; at + 16 < sizeof content; at += 1000)
        assert_null(memmem(file, (size_t)length, content + at, 16));
    close(fd);
    test_file_remove(path);
}

/* Reads everything: the code of the first failure. */
static int read_all(const char *path, const unsigned char *with)
{
    struct err err = ERR_INIT;
    struct spool *spool = spool_open(open(path, O_RDONLY), "spool", with, &err);
    static char got[SPOOL_CHUNK];
    uint64_t at = 0;
    ssize_t part = 0;

    while (spool && (part = spool_read_at(spool, got, sizeof got, at, &err)) > 0)
        at += (uint64_t)part;
    spool_close(spool);
    return spool && part == 0 ? 0 : err.code;
}

static void test_another_key(void **state)
{
    char *path = write_spool(1000);

    (void)state;
    assert_int_equal(read_all(path, key), 0);
    assert_int_equal(read_all(path, other), EX_DATAERR);
    test_file_remove(path);
}

static void flip(const char *path, off_t at)
{
    int fd = open(path, O_RDWR);
    char c;

    assert_int_equal(pread(fd, &c, 1, at), 1);
    c ^= 1;
    assert_int_equal(pwrite(fd, &c, 1, at), 1);
    close(fd);
}

static void test_every_change_is_seen(void **state)
{
    char *path = write_spool(2 * SPOOL_CHUNK + 10);
    struct stat status;

    (void)state;
    assert_int_equal(stat(path, &status), 0);
    for (off_t at = 0; at < status.st_size; at += at < 100 ? 1 : 997) {
        flip(path, at);
        assert_int_equal(read_all(path, key), EX_DATAERR);
        flip(path, at);
    }
    assert_int_equal(read_all(path, key), 0);
    for (off_t length = status.st_size - 1; length > 0; length -= 4999) {
        assert_int_equal(truncate(path, length), 0);
        assert_int_equal(read_all(path, key), EX_DATAERR);
    }
    test_file_remove(path);
}

/* Chunks cut off at a border, or put in each other's place. */
static void test_chunks_in_their_place(void **state)
{
    enum { SEALED = SPOOL_CHUNK + 16, HEAD = 48 };
    char *path = write_spool(3 * SPOOL_CHUNK);
    static char first[SEALED], second[SEALED];
    int fd;

    (void)state;
    fd = open(path, O_RDWR);
    assert_int_equal(pread(fd, first, SEALED, HEAD), SEALED);
    assert_int_equal(pread(fd, second, SEALED, HEAD + SEALED), SEALED);
    assert_int_equal(pwrite(fd, second, SEALED, HEAD), SEALED);
    assert_int_equal(pwrite(fd, first, SEALED, HEAD + SEALED), SEALED);
    assert_int_equal(read_all(path, key), EX_DATAERR);
    assert_int_equal(pwrite(fd, first, SEALED, HEAD), SEALED);
    assert_int_equal(pwrite(fd, second, SEALED, HEAD + SEALED), SEALED);
    assert_int_equal(read_all(path, key), 0);
    assert_int_equal(ftruncate(fd, HEAD + 2 * SEALED), 0);
    assert_int_equal(read_all(path, key), EX_DATAERR);
    close(fd);
    test_file_remove(path);
}

static void test_key_from_a_descriptor(void **state)
{
    unsigned char got[SPOOL_KEY_SIZE];
    struct err err = ERR_INIT;
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], key, 20), 20);
    assert_int_equal(write(ends[1], key + 20, 12), 12);
    close(ends[1]);
    assert_int_equal(spool_key(ends[0], got, &err), 0);
    assert_memory_equal(got, key, sizeof key);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], key, 31), 31);
    close(ends[1]);
    assert_int_equal(spool_key(ends[0], got, &err), EX_NOINPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_not_in_clear),
        cmocka_unit_test(test_another_key),
        cmocka_unit_test(test_every_change_is_seen),
        cmocka_unit_test(test_chunks_in_their_place),
        cmocka_unit_test(test_key_from_a_descriptor),
    };

    for (size_t i = 0; i < sizeof content; i++)
        content[i] = (char)pick(256);
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
