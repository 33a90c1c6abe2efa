/* Sealed records: read back as they were, with the right key only, and never from a file that is not whole. */
#include "tests/unit/test.h"

#include "base/buf.h"
#include "base/json.h"
#include "privacy/quarantine.h"

#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>

static char *folder;
static char *officer, *officer_private, *other_private;

static char *in_folder(const char *name)
{
    return mem_format("%s/%s", folder, name);
}

static int begin(void **state)
{
    struct err err = ERR_INIT;
    char *one, *two;

    (void)state;
    folder =
        mem_format("%s/ontrack-quarantine-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    one = in_folder("officer");
    two = in_folder("other");
    assert_int_equal(quarantine_keys(one, &err), 0);
    assert_int_equal(quarantine_keys(two, &err), 0);
    free(one);
    free(two);
    officer = in_folder("officer.public");
    officer_private = in_folder("officer.private");
    other_private = in_folder("other.private");
    return 0;
}

static int end(void **state)
{
    char *other = in_folder("other.public");

    (void)state;
    unlink(other);
    unlink(officer);
    unlink(officer_private);
    unlink(other_private);
    free(other);
    free(officer);
    free(officer_private);
    free(other_private);
    assert_int_equal(rmdir(folder), 0); /* nothing was left in it */
    free(folder);
    return 0;
}

static const char columns[] = "source_row\tname";
static const char *const records[] = {"2\tJilpomsten", "17\t\\N", "", "18\ta\\tb \xc3\xa9"};
enum { RECORDS = sizeof records / sizeof *records };

static void seal(const char *path, size_t count)
{
    struct err err = ERR_INIT;
    struct quarantine *quarantine = quarantine_create(path, officer, &err);

    assert_non_null(quarantine);
    quarantine_put(quarantine, columns, strlen(columns));
    for (size_t i = 0; i < count; i++)
        quarantine_put(quarantine, records[i], strlen(records[i]));
    assert_int_equal(quarantine_finish(quarantine, &err), 0);
}

static void take(void *state, const char *line, size_t length)
{
    buf_add(state, line, length);
    buf_add_char(state, '\n');
}

/* What it opens to, with the private key in a file. */
static int open_with(const char *key_path, const char *path, struct buf *found, struct err *err)
{
    uint8_t key[QUARANTINE_KEY_SIZE];

    *err = (struct err)ERR_INIT;
    buf_reset(found);
    assert_int_equal(quarantine_private(key_path, key, err), 0);
    return quarantine_open(path, key, take, found, err);
}

static void round_trip(void **state)
{
    char *path = in_folder("unit.sealed");
    struct buf found = BUF_INIT(1000);
    struct err err;
    struct stat status;
    char *text;
    size_t length;

    (void)state;
    seal(path, RECORDS);
    assert_int_equal(open_with(officer_private, path, &found, &err), 0);
    assert_string_equal(
        buf_text(&found), "source_row\tname\n2\tJilpomsten\n17\t\\N\n\n18\ta\\tb \xc3\xa9\n");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    text = file_read(path, 10000, &length, &err);
    assert_null(memmem(text, length, "Jilpomsten", 10));
    assert_int_equal(open_with(other_private, path, &found, &err), EX_NOPERM);
    assert_int_equal(found.length, 0);
    free(text);
    buf_release(&found);
    unlink(path);
    free(path);
}

/* `length` bytes of a file that is not as it was sealed: nothing of it is handed over. */
static void refuse(const char *name, const char *data, size_t length)
{
    char *path = in_folder(name);
    FILE *file = fopen(path, "we");
    struct buf found = BUF_INIT(1000);
    struct err err;
    int code;

    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    code = open_with(officer_private, path, &found, &err);
    if ((code != EX_DATAERR && code != EX_NOPERM) || found.length)
        fail_msg("%zu bytes of '%s': %d, %zu bytes shown", length, name, code, found.length);
    buf_release(&found);
    unlink(path);
    free(path);
}

static void not_as_it_was(void **state)
{
    char *path = in_folder("unit.sealed"), *data;
    struct err err = ERR_INIT;
    size_t length;

    (void)state;
    seal(path, RECORDS);
    data = file_read(path, 10000, &length, &err);
    assert_non_null(data);
    data = mem_grow(data, length + 1, 1);
    for (size_t i = 0; i < length; i++)
        refuse("unit.sealed", data, i);
    for (size_t i = 0; i < length; i++) {
        data[i] = (char)(data[i] ^ 1);
        refuse("unit.sealed", data, length);
        data[i] = (char)(data[i] ^ 1);
    }
    refuse("unit2.sealed", data, length);
    data[length] = 0;
    refuse("unit.sealed", data, length + 1);
    free(data);
    unlink(path);
    free(path);
}

static void no_record_no_file(void **state)
{
    char *path = in_folder("unit.sealed");
    struct err err = ERR_INIT;
    struct quarantine *quarantine;

    (void)state;
    seal(path, 2);
    assert_int_equal(access(path, F_OK), 0);
    quarantine = quarantine_create(path, officer, &err);
    quarantine_put(quarantine, "a", 1);
    quarantine_put(quarantine, "b", 1);
    quarantine_abandon(quarantine);
    assert_int_equal(access(path, F_OK), 0); /* as it was */
    seal(path, 0);
    assert_int_not_equal(access(path, F_OK), 0);
    free(path);
}

static void keys(void **state)
{
    uint8_t key[QUARANTINE_KEY_SIZE], pair[QUARANTINE_KEY_SIZE], of_private[QUARANTINE_KEY_SIZE];
    struct err err = ERR_INIT;
    char *name = in_folder("officer"), *text;
    struct stat status;
    size_t length;
    FILE *file;

    (void)state;
    assert_int_equal(quarantine_public(officer, key, &err), 0);
    assert_int_equal(quarantine_private(officer_private, pair, &err), 0);
    assert_int_equal(crypto_scalarmult_base(of_private, pair), 0);
    assert_memory_equal(key, of_private, sizeof key);
    assert_int_equal(stat(officer_private, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(quarantine_keys(name, &err), EX_CANTCREAT);
    err = (struct err)ERR_INIT;
    assert_int_equal(quarantine_public(officer_private, key, &err), EX_CONFIG);
    assert_non_null(strstr(err.message, "holds the private key"));
    err = (struct err)ERR_INIT;
    assert_int_equal(quarantine_public(name, key, &err), EX_NOINPUT);
    err = (struct err)ERR_INIT;
    assert_int_equal(chmod(officer_private, 0640), 0);
    assert_int_equal(quarantine_private(officer_private, key, &err), EX_NOPERM);
    assert_int_equal(chmod(officer_private, 0600), 0);

    err = (struct err)ERR_INIT;
    text = file_read(officer, 1000, &length, &err);
    for (size_t i = 0; i < length; i++) { /* a slip of the pen seals nothing to nobody */
        char *path = in_folder("slip");

        text[i] = text[i] == '0' ? '1' : '0';
        file = fopen(path, "we");
        assert_int_equal(fwrite(text, 1, length, file), length);
        fclose(file);
        free(text);
        err = (struct err)ERR_INIT;
        assert_int_equal(quarantine_public(path, key, &err), EX_CONFIG);
        text = file_read(officer, 1000, &length, &err);
        unlink(path);
        free(path);
    }
    free(text);
    free(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(round_trip),
        cmocka_unit_test(not_as_it_was), cmocka_unit_test(no_record_no_file),
        cmocka_unit_test(keys)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, begin, end);
}
