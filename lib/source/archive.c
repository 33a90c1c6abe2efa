#include "source/archive.h"
#include "base/memory.h"
#include "source/archive_entries.h"
#include "source/ratio.h"

#include <fnmatch.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct archive {
    struct archive_input input;
    char *name;
    uint64_t position, taken; /* taken: bytes that were read of it */
    zip_t *zip;
    zip_error_t error;
    struct err err; /* of the input, which libzip cannot carry */
};

/* libzip asks for the archive's bytes through this. */
static zip_int64_t input_read(struct archive *archive, void *data, zip_uint64_t length)
{
    ssize_t got = archive->input.read_at(
        archive->input.state, data, (size_t)length, archive->position, &archive->err);

    if (got < 0) {
        zip_error_set(&archive->error, ZIP_ER_READ, 0);
        return -1;
    }
    archive->position += (uint64_t)got;
    archive->taken += (uint64_t)got;
    return got;
}

static zip_int64_t input_seek(struct archive *archive, void *data, zip_uint64_t length)
{
    zip_int64_t to = zip_source_seek_compute_offset(
        archive->position, archive->input.size, data, length, &archive->error);

    if (to < 0)
        return -1;
    archive->position = (uint64_t)to;
    return 0;
}

static zip_int64_t input_stat(struct archive *archive, void *data, zip_uint64_t length)
{
    zip_stat_t status;

    if (length < sizeof status)
        return -1;
    zip_stat_init(&status);
    status.valid = ZIP_STAT_SIZE;
    status.size = archive->input.size;
    memcpy(data, &status, sizeof status);
    return (zip_int64_t)sizeof status;
}

static zip_int64_t input(void *state, void *data, zip_uint64_t length, zip_source_cmd_t command)
{
    struct archive *archive = state;

    switch (command) {
    case ZIP_SOURCE_OPEN:
        archive->position = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return input_read(archive, data, length);
    case ZIP_SOURCE_SEEK:
        return input_seek(archive, data, length);
    case ZIP_SOURCE_TELL:
        return (zip_int64_t)archive->position;
    case ZIP_SOURCE_STAT:
        return input_stat(archive, data, length);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&archive->error, data, length);
    case ZIP_SOURCE_SUPPORTS:
        return ZIP_SOURCE_SUPPORTS_SEEKABLE;
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
        return 0;
    default:
        zip_error_set(&archive->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

static int damaged(const struct archive *archive, struct err *err)
{
    if (archive->err.code) {
        *err = archive->err;
        return err->code;
    }
    err_set(err, EX_DATAERR, "the zip '%s' is damaged or cut short", archive->name);
    return err_hint(err, "ask for the delivery to be sent again; 'unzip -t' tests a copy");
}

static void open_zip(struct archive *archive)
{
    zip_source_t *source;
    zip_error_t error;

    zip_error_init(&error);
    source = zip_source_function_create(input, archive, &error);
    if (source) {
        archive->zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
        if (!archive->zip)
            zip_source_free(source);
    }
    zip_error_fini(&error);
}

struct archive *archive_open(const struct archive_input *from, struct err *err)
{
    struct archive *archive = mem_alloc(sizeof *archive);

    archive->input = *from;
    if (!archive->input.ratio)
        archive->input.ratio = RATIO_DEFAULT;
    archive->name = mem_text(from->name);
    zip_error_init(&archive->error);
    if (archive_entries_check(from, err) == 0) {
        open_zip(archive);
        if (archive->zip)
            return archive;
        damaged(archive, err);
    }
    archive_close(archive);
    return NULL;
}

void archive_close(struct archive *archive)
{
    if (!archive)
        return;
    if (archive->zip)
        zip_discard(archive->zip);
    zip_error_fini(&archive->error);
    free(archive->name);
    free(archive);
}

static bool fits(const char *path, const char *glob)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;

    return *name && *name != '.' && strncmp(path, "__MACOSX/", 9) != 0 &&
           fnmatch(glob, name, 0) == 0;
}

/* How many members fit, and the index of the last of them. */
static size_t find_members(const struct archive *archive, const char *glob, zip_uint64_t *at)
{
    zip_int64_t count = zip_get_num_entries(archive->zip, 0);
    size_t matches = 0;

    for (zip_int64_t i = 0; i < count; i++) {
        const char *path = zip_get_name(archive->zip, (zip_uint64_t)i, 0);

        if (!path || !fits(path, glob))
            continue;
        matches++;
        *at = (zip_uint64_t)i;
    }
    return matches;
}

size_t archive_count(const struct archive *archive, const char *glob)
{
    zip_uint64_t at;

    return find_members(archive, glob, &at);
}

struct member {
    struct archive *archive;
    zip_file_t *file;
    char *name;
    uint64_t before, packed; /* of the archive: read before the member, and for it */
    uint64_t size, unpacked; /* what it says that it unpacks to, and what it did so far */
};

static ssize_t member_read(void *state, char *data, size_t capacity, struct err *err)
{
    struct member *member = state;
    zip_int64_t got = zip_fread(member->file, data, capacity);

    member->packed = member->archive->taken - member->before;
    if (got > 0)
        member->unpacked += (uint64_t)got;
    if (got < 0 || member->unpacked > member->size)
        damaged(member->archive, err);
    else if (ratio_check(member->name, member->packed, member->unpacked,
                 member->archive->input.ratio, err) == 0)
        return (ssize_t)got;
    return -1;
}

static void member_close(void *state)
{
    struct member *member = state;

    zip_fclose(member->file);
    free(member->name);
    free(member);
}

static int cannot_open(struct archive *archive, struct err *err)
{
    int code = zip_error_code_zip(zip_get_error(archive->zip));

    if (code != ZIP_ER_NOPASSWD && code != ZIP_ER_ENCRNOTSUPP)
        return damaged(archive, err);
    err_set(err, EX_DATAERR, "the zip '%s' is locked with a password", archive->name);
    return err_hint(err, "ask for it without one, over a channel that is safe itself");
}

/* Opens a member, of which both sizes that the directory has must be there and within the ratio. */
static struct bytes *open_member(struct archive *archive, zip_uint64_t at, struct err *err)
{
    static const struct bytes_kind kind = {member_read, member_close};
    const zip_uint64_t both = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    struct member *member = mem_alloc(sizeof *member);
    struct bytes *bytes;
    zip_stat_t status;

    *member = (struct member){.archive = archive, .before = archive->taken};
    member->name = mem_format("%s:%s", archive->name, zip_get_name(archive->zip, at, 0));
    if (zip_stat_index(archive->zip, at, 0, &status) != 0 || (status.valid & both) != both)
        damaged(archive, err);
    else if (ratio_check(member->name, status.comp_size, status.size, archive->input.ratio, err) ==
             0) {
        member->size = status.size;
        member->file = zip_fopen_index(archive->zip, at, 0);
        if (!member->file)
            cannot_open(archive, err);
    }
    if (!member->file) {
        free(member->name);
        free(member);
        return NULL;
    }
    bytes = bytes_new(&kind, member, member->name);
    bytes_count_by(bytes, &member->packed);
    return bytes;
}

struct bytes *archive_member(struct archive *archive, const char *glob, struct err *err)
{
    zip_uint64_t at = 0;
    size_t matches = find_members(archive, glob, &at);

    if (matches == 1)
        return open_member(archive, at, err);
    err_set(err, EX_DATAERR, "%s in the zip '%s' %s '%s'", matches ? "several files" : "no file",
        archive->name, matches ? "fit" : "fits", glob);
    return NULL;
}

bool archive_has(const struct archive *archive, const char *path)
{
    return zip_name_locate(archive->zip, path, ZIP_FL_NOCASE) >= 0;
}

struct bytes *archive_part(struct archive *archive, const char *path, struct err *err)
{
    zip_int64_t at = zip_name_locate(archive->zip, path, ZIP_FL_NOCASE);

    if (at >= 0)
        return open_member(archive, (zip_uint64_t)at, err);
    err_set(err, EX_DATAERR, "the zip '%s' has no part '%.150s'", archive->name, path);
    return NULL;
}
