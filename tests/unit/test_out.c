/* Buffered output: everything arrives, in order, and the first failure is kept. */
#include "test.h"

#include "base/out.h"

#include <fcntl.h>
#include <sys/stat.h>

static void all_sizes(void **state)
{
    char *path = test_file("old content"), *block = mem_alloc(1000000), *content;
    struct out out;
    struct err err = ERR_INIT;
    size_t length, wanted = 0;
    struct stat status;

    (void)state;
    for (size_t i = 0; i < 1000000; i++)
        block[i] = (char)('a' + i % 23);
    assert_int_equal(out_create(&out, path, &err), 0);
    for (size_t size = 0; size < 600000; wanted += size, size = size * 3 + 1)
        out_bytes(&out, block + wanted % 23, size);
    for (int i = 0; i < 100; i++, wanted += 23) {
        memcpy(out_room(&out, 65536), block + wanted % 23, 23);
        out.length += 23;
    }
    assert_int_equal(out_close(&out, &err), 0);
    content = test_content(path, &length);
    assert_int_equal(length, wanted);
    for (size_t i = 0; i < length; i++)
        assert_int_equal(content[i], 'a' + (int)(i % 23));
    assert_int_equal(stat(path, &status), 0);
    free(content);
    free(block);
    test_file_remove(path);
}

static void private_files(void **state)
{
    char *path = test_file("");
    struct out out;
    struct err err = ERR_INIT;
    struct stat status;

    (void)state;
    unlink(path);
    assert_int_equal(out_create(&out, path, &err), 0);
    assert_int_equal(fstat(out.fd, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(out_close(&out, &err), 0);
    assert_int_equal(out_create(&out, "/nonexistent/x", &err), EX_CANTCREAT);
    test_file_remove(path);
}

static void failures_are_kept(void **state)
{
    char block[4096] = {0};
    struct out out;
    struct err err = ERR_INIT;

    (void)state;
    out_open(&out, open("/dev/full", O_WRONLY | O_CLOEXEC), "/dev/full");
    for (int i = 0; i < 1000; i++)
        out_bytes(&out, block, sizeof block);
    assert_int_equal(out_flush(&out, &err), EX_IOERR);
    assert_non_null(strstr(err.message, "'/dev/full': No space left on device"));
    assert_int_equal(out_close(&out, &err), EX_IOERR);
}

static void closed_pipe(void **state)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    struct out out;
    struct err err = ERR_INIT;
    int ends[2];

    (void)state;
    sigaction(SIGPIPE, &ignore, &before);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    out_open(&out, ends[1], "pipe");
    out_bytes(&out, "x", 1);
    assert_int_equal(out_close(&out, &err), EX_IOERR);
    assert_non_null(strstr(err.message, "Broken pipe"));
    sigaction(SIGPIPE, &before, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_sizes), cmocka_unit_test(private_files),
        cmocka_unit_test(failures_are_kept), cmocka_unit_test(closed_pipe)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
