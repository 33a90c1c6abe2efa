#include "tests/unit/test.h"

#include "privacy/hex.h"
#include "privacy/hmac.h"
#include "privacy/key.h"
#include "privacy/key_text.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

static const char fair[] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/* An empty directory of keys, 0700. */
static char *directory(void)
{
    char *path = mem_format("%s/ontrack-test-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");

    assert_non_null(mkdtemp(path));
    return path;
}

static char *inside(const char *folder, const char *name)
{
    return mem_format("%s/%s", folder, name);
}

static void remove_directory(char *path)
{
    DIR *entries = opendir(path);
    const struct dirent *entry;

    assert_non_null(entries);
    while ((entry = readdir(entries)) != NULL)
        unlinkat(dirfd(entries), entry->d_name, 0);
    closedir(entries);
    assert_int_equal(rmdir(path), 0);
    free(path);
}

static void write_file(const char *path, const char *text, size_t length, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, length), (ssize_t)length);
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

/* The text of a key file, made here by hand with the digest that it should have. */
static size_t compose(
    char *text, const char *id, const char *domain, const char *status, const char *hex)
{
    uint8_t check[HMAC_SIZE];
    int length = snprintf(text, KEY_FILE_MAXIMUM,
        "psnkey/1\nkid %s\ndomain %s\ncreated 2026-07-01T02:03:04Z\nstatus %s\nkey %s\n", id,
        domain, status, hex);

    sha256(text, (size_t)length, check);
    memcpy(text + length, "check ", 6);
    hex_print(check, sizeof check, text + length + 6);
    memcpy(text + length + 6 + 64, "\n", 2);
    return strlen(text);
}

static char *put_key(const char *folder, const char *id, const char *status, const char *hex)
{
    char text[KEY_FILE_MAXIMUM + 1], name[KEY_NAME_SIZE];
    char *path;

    key_file_name("ontrack", id, name);
    path = inside(folder, name);
    write_file(path, text, compose(text, id, "ontrack", status, hex), 0600);
    return path;
}

static void opens(const char *folder, const char *id)
{
    struct err err = ERR_INIT;
    struct key *key = key_open(folder, "ontrack", &err);
    char hex[2 * KEY_SIZE];

    assert_string_equal(err.message, "");
    assert_non_null(key);
    assert_string_equal(key->id, id);
    assert_string_equal(key->domain, "ontrack");
    hex_print(key->bytes, KEY_SIZE, hex);
    assert_memory_equal(hex, fair, sizeof hex);
    key_close(key);
}

/* The error names neither the key nor any of its digits. */
static void refuses(const char *folder, int code, const char *because)
{
    struct err err = ERR_INIT;

    assert_null(key_open(folder, "ontrack", &err));
    assert_int_equal(err.code, code);
    assert_non_null(strstr(err.message, because));
    assert_null(strstr(err.message, "9f86"));
    assert_null(strstr(err.detail, "9f86"));
}

static void test_reads_the_active_key(void **state)
{
    char *folder = directory();
    char text[KEY_FILE_MAXIMUM + 1];
    char *other = inside(folder, "camhs.00000009.key");
    char *note = inside(folder, "README");

    (void)state;
    free(put_key(folder, "0a1b2c3d", "active", fair));
    free(put_key(folder, "00000001", "retired", fair));
    free(put_key(folder, "00000002", "read", fair));
    write_file(other, text, compose(text, "00000009", "camhs", "active", fair), 0600);
    write_file(note, "x", 1, 0644);
    opens(folder, "0a1b2c3d");
    free(other);
    free(note);
    remove_directory(folder);
}

static void test_exactly_one_is_active(void **state)
{
    char *folder = directory();

    (void)state;
    refuses(folder, EX_CONFIG, "has no active key");
    free(put_key(folder, "00000001", "retired", fair));
    refuses(folder, EX_CONFIG, "has no active key");
    free(put_key(folder, "00000002", "active", fair));
    opens(folder, "00000002");
    free(put_key(folder, "00000003", "active", fair));
    refuses(folder, EX_CONFIG, "two active keys");
    remove_directory(folder);
}

static void test_files_open_to_others(void **state)
{
    static const mode_t modes[] = {0640, 0604, 0620, 0602, 0610, 0601};
    char *folder = directory();
    char *path = put_key(folder, "00000001", "active", fair);

    (void)state;
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        assert_int_equal(chmod(path, modes[i]), 0);
        refuses(folder, EX_NOPERM, "others can read it");
    }
    assert_int_equal(chmod(path, 0400), 0);
    opens(folder, "00000001");
    free(path);
    remove_directory(folder);
}

static void test_files_that_are_not_plain(void **state)
{
    char *folder = directory();
    char *path = put_key(folder, "00000001", "active", fair);
    char *second = inside(folder, "second");

    (void)state;
    assert_int_equal(link(path, second), 0);
    refuses(folder, EX_NOPERM, "more than one name");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("second", path), 0);
    refuses(folder, EX_NOPERM, "symbolic link");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    refuses(folder, EX_NOPERM, "not a regular file");
    free(second);
    free(path);
    remove_directory(folder);
}

static void test_somebody_elses(void **state)
{
    char *folder = directory();
    char *path = put_key(folder, "00000001", "active", fair);

    (void)state;
    if (geteuid() != 0) {
        free(path);
        remove_directory(folder);
        skip();
        return;
    }
    assert_int_equal(chown(path, 65534, 65534), 0);
    refuses(folder, EX_NOPERM, "belongs to somebody else");
    assert_int_equal(chown(path, 0, 0), 0);
    assert_int_equal(chown(folder, 65534, 65534), 0);
    refuses(folder, EX_NOPERM, "belongs to somebody else");
    assert_int_equal(chown(folder, 0, 0), 0);
    opens(folder, "00000001");
    free(path);
    remove_directory(folder);
}

static void test_directories(void **state)
{
    char *folder = directory();

    (void)state;
    free(put_key(folder, "00000001", "active", fair));
    assert_int_equal(chmod(folder, 0770), 0);
    refuses(folder, EX_NOPERM, "others can write");
    assert_int_equal(chmod(folder, 0702), 0);
    refuses(folder, EX_NOPERM, "others can write");
    assert_int_equal(chmod(folder, 0700), 0);
    opens(folder, "00000001");
    refuses("/nowhere/at/all", EX_NOINPUT, "cannot open the directory");
    remove_directory(folder);
}

/* Every byte of the file counts: change one, cut one, add one. */
static void test_damaged_files(void **state)
{
    char *folder = directory();
    char *path = put_key(folder, "00000001", "active", fair);
    char text[KEY_FILE_MAXIMUM + 1];
    size_t length = compose(text, "00000001", "ontrack", "active", fair);

    (void)state;
    for (size_t i = 0; i < length; i++) {
        text[i] ^= 1;
        write_file(path, text, length, 0600);
        refuses(folder, EX_CONFIG, "damaged");
        text[i] ^= 1;
    }
    for (size_t cut = 1; cut < length; cut++) {
        write_file(path, text, cut, 0600);
        refuses(folder, EX_CONFIG, "damaged");
    }
    text[length] = '\n';
    write_file(path, text, length + 1, 0600);
    refuses(folder, EX_CONFIG, "damaged");
    write_file(path, text, 0, 0600);
    refuses(folder, EX_CONFIG, "size");
    write_file(path, text, length, 0600);
    opens(folder, "00000001");
    free(path);
    remove_directory(folder);
}

static void test_name_and_contents(void **state)
{
    char *folder = directory();
    char *path = put_key(folder, "00000001", "active", fair);
    char *renamed = inside(folder, "ontrack.00000002.key");

    (void)state;
    assert_int_equal(rename(path, renamed), 0);
    refuses(folder, EX_CONFIG, "differ");
    free(path);
    free(renamed);
    remove_directory(folder);
}

static void test_keys_not_drawn_at_random(void **state)
{
    static const char *const weak[] = {
        /* the key of the published examples */
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0",
        /* half a key, twice */
        "9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015",
    };
    char *folder = directory();
    uint8_t bytes[KEY_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        free(put_key(folder, "00000001", "active", weak[i]));
        refuses(folder, EX_CONFIG, "not drawn at random");
    }
    memcpy(bytes, "correct horse battery: STAPLE 1!", KEY_SIZE);
    assert_true(key_weak(bytes));
    assert_true(hex_parse(fair, KEY_SIZE, bytes));
    assert_false(key_weak(bytes));
    remove_directory(folder);
}

static void test_makes_one(void **state)
{
    char *folder = directory(), *keys = inside(folder, "keys"), *path;
    char id[KEY_ID_LENGTH + 1], again[KEY_ID_LENGTH + 1], name[KEY_NAME_SIZE];
    struct err err = ERR_INIT;
    struct stat status;

    (void)state;
    assert_int_equal(key_create(keys, "ontrack", id, &err), 0);
    assert_int_equal(stat(keys, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0700);
    key_file_name("ontrack", id, name);
    path = inside(keys, name);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(key_active(keys, "ontrack", again, &err), 0);
    assert_string_equal(again, id);
    assert_int_equal(key_create(keys, "ontrack", again, &err), EX_CANTCREAT);
    assert_non_null(strstr(err.message, "active key already"));
    assert_int_equal(key_active(keys, "ontrack", again, &err), 0);
    assert_string_equal(again, id);
    assert_int_equal(key_create(keys, "camhs", again, &err), 0);
    assert_string_not_equal(again, id);
    free(path);
    remove_directory(keys);
    remove_directory(folder);
}

static void test_makes_none_beside_a_bad_one(void **state)
{
    char *folder = directory();
    char *path = put_key(folder, "00000001", "active", fair);
    char id[KEY_ID_LENGTH + 1];
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(key_create(folder, "ontrack", id, &err), EX_NOPERM);
    assert_int_equal(truncate(path, 100), 0);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(key_create(folder, "ontrack", id, &err), EX_CONFIG);
    free(path);
    remove_directory(folder);
}

static void test_domains(void **state)
{
    struct err err = ERR_INIT;
    char id[KEY_ID_LENGTH + 1];

    (void)state;
    assert_true(key_domain_valid("ontrack"));
    assert_true(key_domain_valid("ap-outcomes_2"));
    assert_true(key_domain_valid("abcdefghijklmnopqrstuvwxyz012345"));
    assert_false(key_domain_valid("abcdefghijklmnopqrstuvwxyz0123456"));
    assert_false(key_domain_valid(""));
    assert_false(key_domain_valid("../etc"));
    assert_false(key_domain_valid("Ontrack"));
    assert_int_equal(key_create("/nowhere", "a/b", id, &err), EX_USAGE);
    assert_int_equal(key_active("/nowhere", "a/b", id, &err), EX_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_the_active_key),
        cmocka_unit_test(test_exactly_one_is_active),
        cmocka_unit_test(test_files_open_to_others),
        cmocka_unit_test(test_files_that_are_not_plain),
        cmocka_unit_test(test_somebody_elses),
        cmocka_unit_test(test_directories),
        cmocka_unit_test(test_damaged_files),
        cmocka_unit_test(test_name_and_contents),
        cmocka_unit_test(test_keys_not_drawn_at_random),
        cmocka_unit_test(test_makes_one),
        cmocka_unit_test(test_makes_none_beside_a_bad_one),
        cmocka_unit_test(test_domains),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
