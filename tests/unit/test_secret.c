#include "tests/unit/test.h"

#include "privacy/batch.h"
#include "privacy/pseudonym.h"
#include "privacy/secret.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static bool watching;
static unsigned given_back, not_wiped;

/* In the place of the C library's: looks at what is given back, between the guard pages. */
int munmap(void *address, size_t length)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    if (watching) {
        given_back++;
        for (size_t i = page; i < length - page; i++)
            if (((const char *)address)[i] != 0) {
                not_wiped++;
                break;
            }
    }
    return (int)syscall(SYS_munmap, address, length);
}

static void watch(void)
{
    watching = true;
    given_back = not_wiped = 0;
}

static void wiped(unsigned blocks)
{
    watching = false;
    assert_int_equal(given_back, blocks);
    assert_int_equal(not_wiped, 0);
}

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

static void test_given_back_empty(void **state)
{
    struct err err = ERR_INIT;
    char *secret = secret_alloc(5000, SECRET_LOCKED, &err);

    (void)state;
    assert_non_null(secret);
    memset(secret, 's', 5000);
    watch();
    secret_free(secret, 5000);
    wiped(1);
}

/* All that holds a key, a sub-key or an identifier: the key file's text, the key, the ring, the
 * batch, the lanes of the digester. */
static void test_keys_and_what_is_made_of_them(void **state)
{
    char *folder =
        mem_format("%s/ontrack-test-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    char id[KEY_ID_LENGTH + 1], *path;
    struct err err = ERR_INIT;
    struct key *key;
    struct keyring *ring;
    struct batch batch;

    (void)state;
    assert_non_null(mkdtemp(folder));
    watch();
    assert_int_equal(key_create(folder, "ontrack", id, &err), 0);
    wiped(2);
    watch();
    key = key_open(folder, "ontrack", &err);
    ring = keyring_open(key, &err);
    assert_int_equal(batch_open(&batch, DIGEST_BEST, &err), 0);
    assert_true(batch_begin(&batch, 1000));
    memset(batch_message(&batch), 'i', 12);
    batch_digest(&batch, keyring_pads(ring, IDENTIFIER_LOCAL, "R1", 2), 12);
    batch_end(&batch);
    digester_run(&batch.digester,
        &(struct digest){.pads = keyring_pads(ring, IDENTIFIER_NHS, "", 0),
            .message = (const uint8_t *)"9434765919",
            .length = 10},
        1);
    batch_close(&batch);
    keyring_close(ring);
    key_close(key);
    assert_true(given_back >= 4);
    wiped(given_back);

    path = mem_format("%s/ontrack.%s.key", folder, id);
    assert_int_equal(truncate(path, 200), 0);
    watch();
    assert_null(key_open(folder, "ontrack", &err));
    wiped(2);
    unlink(path);
    rmdir(folder);
    free(path);
    free(folder);
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
        cmocka_unit_test(test_given_back_empty),
        cmocka_unit_test(test_keys_and_what_is_made_of_them),
        cmocka_unit_test(test_nothing_to_free),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
