/* Zips that libzip itself has written, as they are and with what they say of themselves changed. */
#include "test.h"

#include <zip.h>
#include <zlib.h>

#include "source/archive.h"
#include "source/ratio.h"

enum { MEBIBYTE = 1024 * 1024, LONG = 80 * MEBIBYTE };

/* A zip in memory, of which each read gives a part. */
struct image {
    char *data;
    size_t length;
};

static ssize_t image_at(void *state, char *data, size_t length, uint64_t offset, struct err *err)
{
    const struct image *image = state;
    size_t left = offset < image->length ? image->length - (size_t)offset : 0;

    (void)err;
    length = length < left ? length : left;
    length = length < 5000 ? length : 5000;
    if (length)
        memcpy(data, image->data + offset, length);
    return (ssize_t)length;
}

static struct image load(const char *path)
{
    FILE *file = fopen(path, "re");
    struct image image;

    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    image.length = (size_t)ftell(file);
    rewind(file);
    image.data = mem_alloc(image.length);
    assert_int_equal(fread(image.data, 1, image.length, file), image.length);
    fclose(file);
    return image;
}

/* Of `count` members NAME0, NAME1, ... that hold the same. */
static struct image zip_of(const char *name, const char *data, size_t length, unsigned int count)
{
    char *path = test_file("");
    struct image image;
    zip_t *zip;

    zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (unsigned int i = 0; i < count; i++) {
        char *member = mem_format("%s%u", name, i);
        zip_source_t *from = zip_source_buffer(zip, data, length, 0);

        assert_true(zip_file_add(zip, member, from, 0) >= 0);
        free(member);
    }
    assert_int_equal(zip_close(zip), 0);
    image = load(path);
    test_file_remove(path);
    return image;
}

static struct archive *open_image(struct image *image, unsigned int ratio, struct err *err)
{
    struct archive_input input = {image_at, image, image->length, "memory.zip", ratio};

    return archive_open(&input, err);
}

/* Reads the one member, unpacked where it is gzip: how many bytes came. */
static uint64_t read_member(struct image *image, unsigned int ratio, struct err *err)
{
    struct archive *archive = open_image(image, ratio, err);
    struct bytes *bytes = archive ? archive_member(archive, "a*", err) : NULL;
    char *block = mem_alloc(MEBIBYTE);
    uint64_t sum = 0;
    ssize_t got = -1;

    if (bytes)
        bytes = bytes_unpack(bytes, ratio ? ratio : RATIO_DEFAULT, err);
    while (bytes && (got = bytes_read(bytes, block, MEBIBYTE, err)) > 0)
        sum += (uint64_t)got;
    assert_int_equal(got, err->code ? -1 : 0);
    bytes_close(bytes);
    archive_close(archive);
    free(block);
    return sum;
}

static void put_number(char *to, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        to[i] = (char)(number >> (8 * i));
}

/* Changes the sizes that both headers of the only member give; 0: leaves that one. */
static void claim(struct image *image, uint32_t packed, uint32_t unpacked)
{
    char *local = image->data;
    char *central = memmem(local, image->length, "PK\1\2", 4);

    assert_memory_equal(local, "PK\3\4", 4);
    assert_non_null(central);
    if (packed) {
        put_number(local + 18, packed, 4);
        put_number(central + 20, packed, 4);
    }
    if (unpacked) {
        put_number(local + 22, unpacked, 4);
        put_number(central + 24, unpacked, 4);
    }
}

static void refused(struct image *image, unsigned int ratio, uint64_t most, const char *message)
{
    struct err err = ERR_INIT;

    assert_in_range(read_member(image, ratio, &err), 0, most);
    assert_int_equal(err.code, EX_DATAERR);
    if (!strstr(err.message, message))
        fail_msg("'%s' is not in '%s'", message, err.message);
    assert_true(err.hint[0]);
}

static void test_members(void **state)
{
    struct image image = zip_of("folder/a", "Ref,Date\nA1,\n", 13, 1);
    struct err err = ERR_INIT;
    struct archive *archive = open_image(&image, 0, &err);

    (void)state;
    assert_int_equal(archive_count(archive, "a*"), 1);
    assert_int_equal(archive_count(archive, "b*"), 0);
    assert_null(archive_member(archive, "b*", &err));
    assert_non_null(strstr(err.message, "no file in the zip 'memory.zip' fits 'b*'"));
    archive_close(archive);
    err = (struct err)ERR_INIT;
    assert_int_equal(read_member(&image, 0, &err), 13);
    free(image.data);
}

/* Cut anywhere it is refused, and nothing of it is taken for the whole. */
static void test_cut_short_anywhere(void **state)
{
    struct image image = zip_of("a", "Ref,Date\nA1,\n", 13, 1);
    size_t length = image.length;

    (void)state;
    while (--length) {
        char *copy = mem_alloc(length + 1);
        struct image cut = {copy, length};

        memcpy(copy, image.data, length);
        refused(&cut, 0, 13, "the zip 'memory.zip' is damaged or cut short");
        free(copy);
    }
    free(image.data);
}

static void test_a_bomb(void **state)
{
    char *text = mem_alloc(LONG);
    struct image image;
    struct err err = ERR_INIT;

    (void)state;
    memset(text, 'x', LONG);
    image = zip_of("a", text, LONG, 1);
    refused(&image, 0, 0, "'memory.zip:a0' unpacks to more than 200 times its size and 64 MiB");
    assert_int_equal(read_member(&image, 1032, &err), LONG);
    assert_int_equal(err.code, 0);
    /* it says that it is smaller than it is */
    claim(&image, 0, 1000);
    refused(&image, 1032, 1000, "damaged or cut short");
    free(image.data);
    free(text);
}

/* It says that more bytes stand behind it than are read for it. */
static void test_a_bomb_with_a_tail(void **state)
{
    enum { TAIL = MEBIBYTE };
    char *text = mem_alloc(LONG), *central;
    struct image image, longer;
    size_t at;

    (void)state;
    memset(text, 'x', LONG);
    image = zip_of("a", text, LONG, 1);
    free(text);
    central = memmem(image.data, image.length, "PK\1\2", 4);
    at = (size_t)(central - image.data);
    longer = (struct image){mem_alloc(image.length + TAIL), image.length + TAIL};
    memcpy(longer.data, image.data, at);
    memcpy(longer.data + at + TAIL, central, image.length - at);
    put_number(longer.data + longer.length - 6, at + TAIL, 4); /* where the directory begins */
    claim(&longer, (uint32_t)(at - 30 - 2 + TAIL), 0);
    refused(&longer, 0, LONG - 1, "unpacks to more than 200 times");
    free(image.data);
    free(longer.data);
}

/* Each layer alone would be within the ratio. */
static void test_gzip_in_a_zip(void **state)
{
    enum { ROOM = 2 * MEBIBYTE };
    char *text = mem_alloc(LONG), *packed = mem_alloc(ROOM);
    z_stream z = {
        .next_in = (Bytef *)text, .avail_in = LONG, .next_out = (Bytef *)packed, .avail_out = ROOM};
    struct err err = ERR_INIT;
    struct image image;

    (void)state;
    memset(text, 'x', LONG);
    assert_int_equal(deflateInit2(&z, 1, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    image = zip_of("a", packed, ROOM - z.avail_out, 1);
    assert_in_range(image.length, 1, LONG / 2000);
    assert_in_range(ROOM - z.avail_out, LONG / 300, LONG / 150);
    refused(&image, 500, LONG - 1, "unpacks to more than 500 times its size");
    assert_int_equal(read_member(&image, 100000, &err), LONG);
    assert_int_equal(err.code, 0);
    free(image.data);
    free(packed);
    free(text);
}

/* Puts a zip64's record of the end and its locator before the old end. */
static void make_zip64(struct image *image, uint64_t count)
{
    enum { END = 22, END_64 = 56, LOCATOR = 20 };
    size_t at = image->length - END;
    char *data = mem_alloc(image->length + END_64 + LOCATOR);
    char *record = data + at, *locator = record + END_64, *end = locator + LOCATOR;

    memcpy(data, image->data, at);
    memcpy(end, image->data + at, END);
    memcpy(record, "PK\6\6", 4);
    put_number(record + 4, END_64 - 12, 8);
    put_number(record + 24, count, 8);
    put_number(record + 32, count, 8);
    memcpy(locator, "PK\6\7", 4);
    put_number(locator + 8, at, 8);
    put_number(locator + 16, 1, 4);
    memset(end + 8, 0xff, 4);
    free(image->data);
    *image = (struct image){data, image->length + END_64 + LOCATOR};
}

static void test_too_many_files(void **state)
{
    struct image image = zip_of("b", "", 0, ARCHIVE_ENTRIES);
    struct err err = ERR_INIT;
    struct archive *archive = open_image(&image, 0, &err);

    (void)state;
    assert_non_null(archive);
    assert_int_equal(archive_count(archive, "b*"), ARCHIVE_ENTRIES);
    archive_close(archive);
    put_number(image.data + image.length - 12, ARCHIVE_ENTRIES + 1, 2);
    refused(&image, 0, 0, "has more than 10000 files in it");
    make_zip64(&image, UINT64_C(1) << 40);
    refused(&image, 0, 0, "has more than 10000 files in it");
    free(image.data);
}

static ssize_t broken_at(void *state, char *data, size_t length, uint64_t offset, struct err *err)
{
    (void)state;
    (void)data;
    (void)length;
    (void)offset;
    err_set(err, EX_IOERR, "cannot read it");
    return -1;
}

static void test_an_input_that_fails(void **state)
{
    struct archive_input input = {broken_at, NULL, 1000, "memory.zip", 0};
    struct err err = ERR_INIT;

    (void)state;
    assert_null(archive_open(&input, &err));
    assert_int_equal(err.code, EX_IOERR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_cut_short_anywhere),
        cmocka_unit_test(test_a_bomb),
        cmocka_unit_test(test_a_bomb_with_a_tail),
        cmocka_unit_test(test_gzip_in_a_zip),
        cmocka_unit_test(test_too_many_files),
        cmocka_unit_test(test_an_input_that_fails),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
