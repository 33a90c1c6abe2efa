#include "tests/unit/test.h"

#include "privacy/secret.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* What the kernel says of the mapping that begins at `address`: its VmFlags line. */
static void flags_of(const void *address, char *flags, size_t size)
{
    FILE *maps = fopen("/proc/self/smaps", "r");
    char line[512], begins[64];
    bool here = false;

    flags[0] = '\0';
    assert_non_null(maps);
    snprintf(begins, sizeof begins, "%lx-", (unsigned long)address);
    while (fgets(line, sizeof line, maps)) {
        if (strchr(line, '-') && line[0] != ' ' && strspn(line, "0123456789abcdef") >= 6)
            here = strncmp(line, begins, strlen(begins)) == 0;
        if (here && strncmp(line, "VmFlags:", 8) == 0)
            snprintf(flags, size, "%s", line);
    }
    fclose(maps);
}

static void test_what_the_kernel_promises(void **state)
{
    struct err err = ERR_INIT;
    char *secret = secret_alloc(100, SECRET_LOCKED, &err), flags[512];

    (void)state;
    assert_non_null(secret);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(secret[i], 0);
    memset(secret, 's', 100);
    flags_of(secret, flags, sizeof flags);
#ifndef __SANITIZE_ADDRESS__                /* which makes mlock() do nothing */
    assert_non_null(strstr(flags, " lo ")); /* locked */
#endif
    assert_non_null(strstr(flags, " dd ")); /* not in a core dump */
    assert_non_null(strstr(flags, " wf ")); /* empty after fork() */
    secret_free(secret, 100);
}

/* How a child ends that touches the byte at `at`: the signal, or 0. */
static int touch(const char *at)
{
    int status;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit none = {0, 0};
        struct sigaction standard = {.sa_handler = SIG_DFL};

        setrlimit(RLIMIT_CORE, &none);
        sigaction(SIGSEGV, &standard, NULL);
        _exit(*(const volatile char *)at != 0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void test_guard_pages_and_forked_children(void **state)
{
    struct err err = ERR_INIT;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *secret = secret_alloc(page, SECRET_LOCKED, &err);

    (void)state;
    assert_non_null(secret);
    memset(secret, 's', page);
    assert_int_equal(touch(secret - 1), SIGSEGV);
    assert_int_equal(touch(secret + page), SIGSEGV);
    assert_int_equal(touch(secret), 0); /* a child sees zeroes */
    secret_free(secret, page);
}

/* A limit of locked memory binds everybody but who may pass it (root), so this runs in a child that
 * has given that up. */
static void test_keys_must_be_locked(void **state)
{
    int status;
    pid_t child;

    (void)state;
#ifdef __SANITIZE_ADDRESS__
    skip();
#endif
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct err err = ERR_INIT;
        struct rlimit little = {4096, 4096};
        bool dropped = geteuid() != 0 || setresuid(65534, 65534, 65534) == 0;

        if (!dropped || setrlimit(RLIMIT_MEMLOCK, &little) != 0)
            _exit(1);
        if (secret_alloc(64 * 1024, SECRET_LOCKED, &err) || err.code != EX_OSERR)
            _exit(2);
        _exit(secret_alloc(64 * 1024, SECRET_PASSING, &err) ? 0 : 3);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_nothing_to_free(void **state)
{
    (void)state;
    secret_free(NULL, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_kernel_promises),
        cmocka_unit_test(test_guard_pages_and_forked_children),
        cmocka_unit_test(test_keys_must_be_locked),
        cmocka_unit_test(test_nothing_to_free),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
