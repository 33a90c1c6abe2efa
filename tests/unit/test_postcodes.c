#include "tests/unit/test.h"

#include "base/json.h"
#include "privacy/postcodes_format.h"
#include "privacy/postcodes_write.h"

#include <fcntl.h>
#include <openssl/sha.h>
#include <sys/stat.h>

/* What the small directory is made of, in no order. */
static const struct {
    const char *postcode;
    struct locality at;
} made[] = {
    {"SW1A 1AA", {"E09000033", 4, 961, 0}}, /* 1980-01 */
    {"M1  1AE", {"E08000003", 1, 961, 1500}},
    {"QX1 1ZZ", {"W06000015", 0, 1200, 1200}},
    {"EC1A1BB", {"E09000001", 10, 961, 0}},
    {"GIR 0AA", {"E08000014", 1, 961, 1300}},
    {"QX1 1AB", {"E09000001", 2, 0, 0}},
    {"w1a 0ax", {"E09000033", 5, 961, 0}},
    {"QX1 2AA", {"L99999999", 0, 961, 0}},
};
enum { MADE = sizeof made / sizeof *made };

static char *directory(void)
{
    static const struct postcodes_source sources[] = {
        {"ONSPD_AUG_2025_UK.csv", {1, 2, 3}}, {"imd.csv", {0xff}}};
    char *path = test_file("");
    struct postcodes_writer writer;
    struct postcodes_counts counts;
    struct err err = ERR_INIT;

    postcodes_writer_init(&writer);
    for (size_t i = 0; i < MADE; i++) {
        const struct postcodes_entry entry = {.row = i + 2,
            .postcode = made[i].postcode,
            .postcode_length = strlen(made[i].postcode),
            .place = made[i].at};

        assert_int_equal(postcodes_add(&writer, &entry, &err), 0);
    }
    postcodes_count(&writer, &counts);
    assert_int_equal(counts.postcodes, MADE);
    assert_int_equal(counts.live, 5);
    assert_int_equal(counts.authorities, 6);
    assert_int_equal(counts.english, 6);
    assert_int_equal(counts.without_decile, 0);
    assert_int_equal(postcodes_write(&writer, path, month_number(2025, 8), sources, 2, &err), 0);
    postcodes_writer_release(&writer);
    return path;
}

static void is_at(struct postcodes *postcodes, const char *postcode, const struct locality *at)
{
    struct err err = ERR_INIT;
    struct locality place;

    assert_int_equal(postcodes_find(postcodes, postcode, strlen(postcode), &place, &err), 1);
    assert_string_equal(place.authority, at->authority);
    assert_int_equal(place.decile, at->decile);
    assert_int_equal(place.introduced, at->introduced);
    assert_int_equal(place.terminated, at->terminated);
}

static void test_finds_what_was_put_in(void **state)
{
    static const char *const names[] = {
        "SW1A 1AA", "M1 1AE", "QX1 1ZZ", "EC1A 1BB", "GIR 0AA", "QX1 1AB", "W1A 0AX", "QX1 2AA"};
    static const char *const absent[] = {"SW1A 1AB", "SW1A 2AA", "SW1 1AA", "M1 1AA", "QX1 1ZY",
        "QX1 1AA", "A0 0AA", "ZZ9Z 9ZZ", "GIR 0AB", "", "nowhere", "SW1A1AA", "sw1a 1aa"};
    char *path = directory();
    struct err err = ERR_INIT;
    struct postcodes *postcodes = postcodes_open(path, &err);
    struct locality place;

    (void)state;
    assert_non_null(postcodes);
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < MADE; i++)
            is_at(postcodes, names[i], &made[i].at);
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_int_equal(postcodes_find(postcodes, absent[i], strlen(absent[i]), &place, &err), 0);
    postcodes_close(postcodes);
    test_file_remove(path);
}

static void test_what_it_says_of_itself(void **state)
{
    char *path = directory();
    struct postcodes_about about;
    struct err err = ERR_INIT;
    struct stat status;

    (void)state;
    assert_int_equal(postcodes_describe(path, &about, &err), 0);
    assert_string_equal(about.edition, "2025-08");
    assert_int_equal(about.month, (2025 - 1900) * 12 + 8);
    assert_int_equal(about.count, MADE);
    assert_int_equal(about.sectors, 7);
    assert_int_equal(about.source_count, 2);
    assert_string_equal(about.sources[0].name, "ONSPD_AUG_2025_UK.csv");
    assert_int_equal(about.sources[0].hash[2], 3);
    assert_int_equal(about.sources[1].hash[0], 0xff);
    assert_int_equal(strlen(about.fingerprint), 16);
    /* Others may read it: it is no secret. */
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0644);
    test_file_remove(path);
}

static char *content(const char *path, size_t *length)
{
    struct err err = ERR_INIT;
    char *data = file_read(path, 64 * 1024, length, &err);

    assert_non_null(data);
    return data;
}

/* In place: a file that is truncated first may be waited for until it is on the disk. */
static void put_file(const char *path, const char *data, size_t length)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, data, length, 0), length);
    assert_int_equal(ftruncate(fd, (off_t)length), 0);
    close(fd);
}

static void refused(const char *path)
{
    struct err err = ERR_INIT;

    assert_null(postcodes_open(path, &err));
    assert_int_equal(err.code, EX_CONFIG);
    assert_non_null(strstr(err.hint, "postcodes build"));
}

static void test_each_cut_and_each_flipped_bit(void **state)
{
    char *path = directory(), *data;
    size_t length;

    (void)state;
    data = content(path, &length);
    for (size_t i = length; i-- > 0;) {
        put_file(path, data, i);
        refused(path);
    }
    for (size_t i = 0; i < length * 8; i++) {
        data[i / 8] = (char)(data[i / 8] ^ 1 << i % 8);
        put_file(path, data, length);
        refused(path);
        data[i / 8] = (char)(data[i / 8] ^ 1 << i % 8);
    }
    data = mem_grow(data, length + 1, 1);
    data[length] = 'x';
    put_file(path, data, length + 1);
    refused(path);
    free(data);
    test_file_remove(path);
}

/* Bytes set to `value` at `at`, with the check sum made right again. */
static void forge(const char *path, const char *data, size_t length, size_t at, uint8_t value)
{
    char *copy = mem_alloc(length);

    memcpy(copy, data, length);
    copy[at] = (char)value;
    SHA256((const uint8_t *)copy, length - POSTCODES_HASH_SIZE,
        (uint8_t *)copy + length - POSTCODES_HASH_SIZE);
    put_file(path, copy, length);
    free(copy);
}

/* A file that someone has made so: each byte of it takes each of some values. Never more than an error or
 * a wrong answer, which the sanitizers see to. */
static void test_forgeries(void **state)
{
    static const uint8_t values[] = {0, 1, 0x7f, 0x80, 0xff};
    char *path = directory(), *data;
    size_t length, opened = 0, failed = 0;

    (void)state;
    data = content(path, &length);
    for (size_t i = 0; i < (length - POSTCODES_HASH_SIZE) * 5; i++) {
        struct err err = ERR_INIT;
        struct postcodes *postcodes;
        struct locality place;

        forge(path, data, length, i / 5, values[i % 5]);
        postcodes = postcodes_open(path, &err);
        if (!postcodes)
            assert_int_equal(err.code, EX_CONFIG);
        else if (postcodes_find(postcodes, "QX1 1ZZ", 7, &place, &err) < 0)
            failed++;
        opened += postcodes != NULL;
        postcodes_close(postcodes);
    }
    assert_true(opened > 0);
    assert_true(failed > 0);
    free(data);
    test_file_remove(path);
}

static void test_not_a_file(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_null(postcodes_open("/nowhere/places", &err));
    assert_int_equal(err.code, EX_NOINPUT);
    assert_null(postcodes_open("/tmp", &err));
    assert_int_equal(err.code, EX_NOINPUT);
}

/* Every outward half there can be, in order and back. */
static void test_keys(void **state)
{
    static const char *const refused[] = {"SW1A1AA", "SW1A  1AA", "1W1A 1AA", "SWA 1AA",
        "SW1AA 1AA", "SW1A AAA", "SW1A 1CA", "SW1A 1AI", "SW1A 1aa", "S 1AA", " 1AA", "SW 1AA",
        "GIR 1AA", "SW1- 1AA", "SW1A 1A", "SW1A 1AAA"};
    char text[POSTCODE_SIZE];
    struct postcode_key key = {0, 0}, back;
    size_t count = 0;

    (void)state;
    for (key.sector = 0; postcode_text(&key, text); key.sector += 1) {
        key.unit = key.sector % PLACES_UNITS;
        assert_true(postcode_text(&key, text));
        assert_true(postcode_key(text, strlen(text), &back));
        assert_int_equal(back.sector, key.sector);
        assert_int_equal(back.unit, key.unit);
        count++;
    }
    assert_int_equal(count, 26 * 27 * 10 * 37 * 10 + 1);
    assert_memory_equal(text, "GIR 0", 5); /* the last that there was */
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(postcode_key(refused[i], strlen(refused[i]), &key));
}

static void test_months(void **state)
{
    const struct locality always = {.introduced = 0}, since = {.introduced = month_number(2000, 5)};
    const struct locality until = {.introduced = 961, .terminated = month_number(2010, 12)};
    char text[MONTH_SIZE];

    (void)state;
    assert_int_equal(month_number(1900, 1), 1);
    assert_int_equal(month_number(1980, 1), 961);
    assert_int_equal(month_number(1899, 12), 0);
    assert_int_equal(month_number(2101, 1), 0);
    assert_int_equal(month_number(2025, 13), 0);
    assert_int_equal(month_number(2025, 0), 0);
    month_text(month_number(2025, 12), text);
    assert_string_equal(text, "2025-12");
    month_text(1, text);
    assert_string_equal(text, "1900-01");
    assert_true(locality_lived(&always, 1));
    assert_false(locality_lived(&since, month_number(2000, 4)));
    assert_true(locality_lived(&since, month_number(2000, 5)));
    assert_true(locality_lived(&until, month_number(2010, 12)));
    assert_false(locality_lived(&until, month_number(2011, 1)));
}

static int add(struct postcodes_writer *writer, const char *postcode, const char *authority,
    unsigned rank, struct err *err)
{
    struct postcodes_entry entry = {.row = writer->count + 2,
        .postcode = postcode,
        .postcode_length = strlen(postcode),
        .rank = rank};

    snprintf(entry.place.authority, sizeof entry.place.authority, "%s", authority);
    return postcodes_add(writer, &entry, err);
}

static void test_what_can_not_be_written(void **state)
{
    struct postcodes_writer writer;
    struct err err = ERR_INIT;

    (void)state;
    postcodes_writer_init(&writer);
    assert_int_equal(postcodes_write(&writer, "/tmp", 1, NULL, 0, &err), EX_DATAERR);
    assert_int_equal(add(&writer, "QX1 1AI", "E09000001", 0, &err), EX_DATAERR);
    assert_string_equal(err.detail, "in row 2");
    assert_int_equal(add(&writer, "QX1 1AAQX1 1AA", "E09000001", 0, &err), EX_DATAERR);
    assert_int_equal(add(&writer, "", "E09000001", 0, &err), EX_DATAERR);
    assert_int_equal(add(&writer, "QX1 1AA", "", 0, &err), EX_DATAERR);
    assert_int_equal(add(&writer, "QX1 1AA", "Camden", 0, &err), EX_DATAERR);
    assert_int_equal(add(&writer, "QX1 1AA", "E0900000A", 0, &err), EX_DATAERR);
    assert_int_equal(add(&writer, "QX1 1AA", "E09000001", 70000, &err), EX_DATAERR);
    err = (struct err)ERR_INIT;
    assert_int_equal(add(&writer, "QX1 1AA", "E09000001", 0, &err), 0);
    assert_int_equal(add(&writer, "QX1 1AB", "E09000001", 0, &err), 0);
    assert_int_equal(add(&writer, "qx11aa", "E09000002", 0, &err), 0);
    assert_int_equal(postcodes_write(&writer, "/tmp", 1, NULL, 0, &err), EX_DATAERR);
    assert_string_equal(err.message, "a postcode stands twice");
    assert_string_equal(err.detail, "in rows 2 and 4");
    postcodes_writer_release(&writer);
    postcodes_writer_init(&writer);
    assert_int_equal(add(&writer, "QX1 1AA", "E09000001", 0, &err), 0);
    assert_int_equal(postcodes_write(&writer, "/nowhere/places", 1, NULL, 0, &err), EX_CANTCREAT);
    postcodes_writer_release(&writer);
}

/* The last rank of each decile, of indices of 32,844 and 33,755 areas: whole tenths, rounded down. */
static void test_deciles_of_ranks(void **state)
{
    static const unsigned lasts[][11] = {
        {0, 3284, 6568, 9853, 13137, 16422, 19706, 22990, 26275, 29559, 32844},
        {0, 3375, 6751, 10126, 13502, 16877, 20253, 23628, 27004, 30379, 33755}};
    static const char *const units[] = {"AA", "AB", "AD", "AE", "AF", "AG", "AH", "AJ", "AL", "AN"};

    (void)state;
    for (size_t index = 0; index < 2; index++) {
        char *path = test_file(""), postcode[16];
        struct postcodes_writer writer;
        struct postcodes *postcodes;
        struct err err = ERR_INIT;
        unsigned areas;

        postcodes_writer_init(&writer);
        for (unsigned i = 0; i < 10; i++) {
            snprintf(postcode, sizeof postcode, "QX1 1%s", units[i]);
            assert_int_equal(add(&writer, postcode, "E09000001", lasts[index][i] + 1, &err), 0);
            snprintf(postcode, sizeof postcode, "QX1 2%s", units[i]);
            assert_int_equal(add(&writer, postcode, "E09000001", lasts[index][i + 1], &err), 0);
        }
        assert_int_equal(add(&writer, "QX9 9AA", "W06000001", 1909, &err), 0);
        assert_int_equal(add(&writer, "QX9 9AB", "E09000001", 0, &err), 0);
        assert_int_equal(postcodes_rank(&writer, &areas, &err), 0);
        assert_int_equal(areas, lasts[index][10]);
        assert_int_equal(postcodes_write(&writer, path, 1, NULL, 0, &err), 0);
        postcodes = postcodes_open(path, &err);
        assert_non_null(postcodes);
        for (unsigned i = 0; i < 10; i++) {
            snprintf(postcode, sizeof postcode, "QX1 1%s", units[i]);
            is_at(postcodes, postcode, &(struct locality){"E09000001", i + 1, 0, 0});
            snprintf(postcode, sizeof postcode, "QX1 2%s", units[i]);
            is_at(postcodes, postcode, &(struct locality){"E09000001", i + 1, 0, 0});
        }
        is_at(postcodes, "QX9 9AA", &(struct locality){"W06000001", 0, 0, 0});
        is_at(postcodes, "QX9 9AB", &(struct locality){"E09000001", 0, 0, 0});
        postcodes_close(postcodes);
        postcodes_writer_release(&writer);
        test_file_remove(path);
    }
}

static void test_ranks_of_no_index(void **state)
{
    struct postcodes_writer writer;
    struct err err = ERR_INIT;
    unsigned areas;

    (void)state;
    postcodes_writer_init(&writer);
    assert_int_equal(add(&writer, "QX1 1AA", "E09000001", 32843, &err), 0);
    assert_int_equal(add(&writer, "QX1 1AB", "W06000001", 32844, &err), 0);
    assert_int_equal(postcodes_rank(&writer, &areas, &err), EX_DATAERR);
    assert_non_null(strstr(err.hint, "--imd"));
    postcodes_writer_release(&writer);
}

/* A directory of one postcode, which tells its edition by its decile. */
static char *edition(int year, int month, unsigned decile)
{
    const struct postcodes_entry entry = {.row = 2,
        .postcode = "QX1 1AA",
        .postcode_length = 7,
        .place = {"E09000001", decile, 0, 0}};
    char *path = test_file("");
    struct postcodes_writer writer;
    struct err err = ERR_INIT;

    postcodes_writer_init(&writer);
    assert_int_equal(postcodes_add(&writer, &entry, &err), 0);
    assert_int_equal(postcodes_write(&writer, path, month_number(year, month), NULL, 0, &err), 0);
    postcodes_writer_release(&writer);
    return path;
}

static void holds(const struct editions *editions, int year, int month, unsigned decile)
{
    is_at(editions_at(editions, month_number(year, month)), "QX1 1AA",
        &(struct locality){"E09000001", decile, 0, 0});
}

static void test_editions_by_date(void **state)
{
    char *paths[] = {
        edition(2024, 11, 2), edition(2025, 8, 3), edition(2020, 2, 1), edition(2025, 8, 4)};
    struct err err = ERR_INIT;
    struct editions editions;

    (void)state;
    assert_int_equal(editions_open(&editions, paths, 3, &err), 0);
    holds(&editions, 1999, 1, 1);
    holds(&editions, 2020, 2, 1);
    holds(&editions, 2024, 10, 1);
    holds(&editions, 2024, 11, 2);
    holds(&editions, 2025, 7, 2);
    holds(&editions, 2025, 8, 3);
    holds(&editions, 2099, 1, 3);
    holds(&editions, 0, 0, 3); /* no date */
    editions_close(&editions);
    assert_int_equal(editions_open(&editions, paths, 1, &err), 0);
    holds(&editions, 1999, 1, 2);
    holds(&editions, 2099, 1, 2);
    editions_close(&editions);
    assert_int_equal(editions_open(&editions, paths, 4, &err), EX_CONFIG);
    assert_non_null(strstr(err.message, "2025-08"));
    editions_close(&editions);
    err = (struct err)ERR_INIT;
    put_file(paths[3], "no directory", 12);
    assert_int_equal(editions_open(&editions, paths, 4, &err), EX_CONFIG);
    editions_close(&editions);
    for (size_t i = 0; i < 4; i++)
        test_file_remove(paths[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_what_was_put_in),
        cmocka_unit_test(test_what_it_says_of_itself),
        cmocka_unit_test(test_each_cut_and_each_flipped_bit),
        cmocka_unit_test(test_forgeries),
        cmocka_unit_test(test_not_a_file),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_months),
        cmocka_unit_test(test_what_can_not_be_written),
        cmocka_unit_test(test_deciles_of_ranks),
        cmocka_unit_test(test_ranks_of_no_index),
        cmocka_unit_test(test_editions_by_date),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
