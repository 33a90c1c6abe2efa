#include "source/tables.h"
#include "base/memory.h"
#include "base/progress.h"
#include "source/archive.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A spool read from start to end. */
struct spooled {
    struct spool *spool;
    uint64_t offset;
};

static ssize_t spooled_read(void *state, char *data, size_t capacity, struct err *err)
{
    struct spooled *spooled = state;
    ssize_t got = spool_read_at(spooled->spool, data, capacity, spooled->offset, err);

    if (got > 0) {
        spooled->offset += (uint64_t)got;
        progress_page()->bytes += (uint64_t)got;
    }
    return got;
}

static ssize_t spool_at(void *state, char *data, size_t length, uint64_t offset, struct err *err)
{
    return spool_read_at(state, data, length, offset, err);
}

static ssize_t file_at(void *state, char *data, size_t length, uint64_t offset, struct err *err)
{
    ssize_t got;

    do
        got = pread(*(int *)state, data, length, (off_t)offset);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        err_errno(err, EX_IOERR, "cannot read the delivery");
    return got;
}

static struct bytes *open_path(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd >= 0)
        return bytes_descriptor(fd, path);
    err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    return NULL;
}

/* The delivery as one run of bytes, not unpacked. */
static struct bytes *open_whole(struct tables *tables, struct err *err)
{
    static const struct bytes_kind kind = {spooled_read, free};
    struct spooled *spooled;

    if (!tables->spool)
        return open_path(tables->location, err);
    spooled = mem_alloc(sizeof *spooled);
    spooled->spool = tables->spool;
    return bytes_new(&kind, spooled, tables->name);
}

static int hash_bytes(struct bytes *bytes, char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    int code;

    bytes_digest_start(bytes);
    code = bytes_digest(bytes, hex, err);
    bytes_close(bytes);
    return code;
}

int tables_input(struct tables *tables, struct archive_input *input, struct err *err)
{
    struct stat status;

    if (tables->spool) {
        *input = (struct archive_input){.read_at = spool_at,
            .state = tables->spool,
            .size = spool_size(tables->spool),
            .name = tables->name,
            .ratio = tables->source->ratio};
        return 0;
    }
    if (tables->fd < 0)
        tables->fd = open(tables->location, O_RDONLY | O_CLOEXEC);
    if (tables->fd < 0)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", tables->name);
    if (fstat(tables->fd, &status) != 0)
        return err_errno(err, EX_IOERR, "cannot read '%s'", tables->name);
    if (!S_ISREG(status.st_mode)) {
        err_set(err, EX_NOINPUT, "'%s' is no file that can be read in any order", tables->name);
        return err_hint(err, "deliver it as a file");
    }
    *input = (struct archive_input){.read_at = file_at,
        .state = &tables->fd,
        .size = (uint64_t)status.st_size,
        .name = tables->name,
        .ratio = tables->source->ratio};
    return 0;
}

static int open_archive(struct tables *tables, struct err *err)
{
    struct archive_input input;
    struct bytes *whole;

    if (tables_input(tables, &input, err))
        return err->code;
    if (tables->digest) {
        whole = open_whole(tables, err);
        if (!whole || hash_bytes(whole, tables->hash, err))
            return err->code;
    }
    tables->archive = archive_open(&input, err);
    return tables->archive ? 0 : err->code;
}

/* Whether the delivery begins as a zip does. Only what can be read twice is looked at. */
static bool is_archive(struct tables *tables)
{
    struct err ignored = ERR_INIT;
    struct stat status;
    char magic[4] = "";

    if (tables->spool)
        return spool_read_at(tables->spool, magic, sizeof magic, 0, &ignored) == sizeof magic &&
               memcmp(magic, "PK\3\4", sizeof magic) == 0;
    if (stat(tables->location, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    tables->fd = open(tables->location, O_RDONLY | O_CLOEXEC);
    if (tables->fd >= 0 && file_at(&tables->fd, magic, sizeof magic, 0, &ignored) == sizeof magic &&
        memcmp(magic, "PK\3\4", sizeof magic) == 0)
        return true;
    if (tables->fd >= 0)
        close(tables->fd);
    tables->fd = -1;
    return false;
}

static int find_kind(struct tables *tables, struct err *err)
{
    struct stat status;

    if (!tables->spool && stat(tables->location, &status) != 0)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", tables->location);
    if (!tables->spool && S_ISDIR(status.st_mode))
        tables->kind = TABLES_FOLDER;
    else if (tables->source->format != FORMAT_XLSX && is_archive(tables))
        tables->kind = TABLES_ARCHIVE;
    else
        tables->kind = TABLES_FILE;
    if ((tables->kind == TABLES_FILE) == (tables->source->table_count == 0))
        return 0;
    if (tables->kind == TABLES_FILE) {
        err_set(err, EX_DATAERR, "'%s' is one file, not a directory or zip", tables->name);
        return err_detail(err, "source '%s' is of several tables", tables->source->name);
    }
    err_set(err, EX_DATAERR, "'%s' is a %s, not one file", tables->name,
        tables->kind == TABLES_FOLDER ? "directory" : "zip");
    return err_detail(err, "source '%s' has no 'tables'", tables->source->name);
}

int tables_open(struct tables *tables, const struct source *source, const char *location,
    const char *name, struct spool *spool, bool digest, struct err *err)
{
    int code;

    *tables = (struct tables){.source = source,
        .location = mem_text(location),
        .name = mem_text(spool ? name : location),
        .spool = spool,
        .fd = -1,
        .digest = digest};
    code = find_kind(tables, err);
    if (!code && tables->kind == TABLES_ARCHIVE)
        code = open_archive(tables, err);
    if (code)
        tables_close(tables);
    return code;
}

void tables_close(struct tables *tables)
{
    archive_close(tables->archive);
    spool_close(tables->spool);
    if (tables->fd >= 0)
        close(tables->fd);
    for (size_t i = 0; i < tables->known_count; i++)
        free(tables->known[i].name);
    free(tables->known);
    free(tables->location);
    free(tables->name);
    *tables = (struct tables){.fd = -1};
}

static const char *glob_of(const struct source *source, const char *table)
{
    for (size_t i = 0; i < source->table_count; i++)
        if (strcmp(source->tables[i].name, table) == 0)
            return source->tables[i].glob;
    return table;
}

static bool is_file(DIR *folder, const char *name)
{
    struct stat status;

    return fstatat(dirfd(folder), name, &status, 0) == 0 && S_ISREG(status.st_mode);
}

/* How many files of the directory fit (those that the hash is of), and the path of the last of them (to be freed); -1: error. */
static int find_files(const struct tables *tables, const char *glob, char **path, struct err *err)
{
    DIR *folder = opendir(tables->location);
    const struct dirent *entry;
    int matches = 0;

    *path = NULL;
    if (!folder) {
        err_errno(err, EX_NOINPUT, "cannot read '%s'", tables->location);
        return -1;
    }
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.' || fnmatch(glob, entry->d_name, 0) != 0 ||
            !is_file(folder, entry->d_name))
            continue;
        matches++;
        free(*path);
        *path = mem_format("%s/%s", tables->location, entry->d_name);
    }
    closedir(folder);
    return matches;
}

static struct bytes *open_in_folder(struct tables *tables, const char *glob, struct err *err)
{
    char *path;
    int matches = find_files(tables, glob, &path, err);
    struct bytes *bytes = matches == 1 ? open_path(path, err) : NULL;

    free(path);
    if (matches == 0 || matches > 1)
        err_set(err, EX_DATAERR, "%s in '%s' %s '%s'", matches ? "several files" : "no file",
            tables->location, matches ? "fit" : "fits", glob);
    return bytes;
}

bool tables_has(struct tables *tables, const char *table)
{
    struct err ignored = ERR_INIT;
    const char *glob = table ? glob_of(tables->source, table) : NULL;
    char *path;
    int matches;

    if (tables->kind == TABLES_FILE)
        return true;
    if (tables->kind == TABLES_ARCHIVE)
        return archive_count(tables->archive, glob) > 0;
    matches = find_files(tables, glob, &path, &ignored);
    free(path);
    return matches > 0;
}

static struct bytes *open_table(struct tables *tables, const char *table, struct err *err)
{
    if (tables->kind == TABLES_FILE)
        return open_whole(tables, err);
    if (tables->kind == TABLES_ARCHIVE)
        return archive_member(tables->archive, glob_of(tables->source, table), err);
    return open_in_folder(tables, glob_of(tables->source, table), err);
}

struct bytes *tables_read(struct tables *tables, const char *table, struct err *err)
{
    struct bytes *bytes = open_table(tables, table, err);

    if (bytes && tables->digest && tables->kind != TABLES_ARCHIVE)
        bytes_digest_start(bytes);
    return bytes ? bytes_unpack(bytes, tables->source->ratio, err) : NULL;
}

/* Keeps the hash of a file that has been read, or compares it with that of the time before. */
static int remember(struct tables *tables, struct bytes *bytes, struct err *err)
{
    const char *slash = strrchr(bytes_name(bytes), '/');
    const char *name = slash ? slash + 1 : bytes_name(bytes);
    struct known_hash hash = {.name = NULL};

    if (bytes_digest(bytes, hash.hex, err))
        return err->code;
    for (size_t i = 0; i < tables->known_count; i++)
        if (strcmp(tables->known[i].name, name) == 0) {
            if (strcmp(tables->known[i].hex, hash.hex) == 0)
                return 0;
            return err_set(err, EX_DATAERR, "'%s' was changed while it was read", tables->name);
        }
    hash.name = mem_text(name);
    tables->known = mem_grow(tables->known, tables->known_count + 1, sizeof *tables->known);
    tables->known[tables->known_count++] = hash;
    return 0;
}

/* Reads to the end, where the check sums of gzip and zip are. */
static int drain(struct bytes *bytes, struct err *err)
{
    enum { BLOCK = 64 * 1024 };
    char *block = mem_alloc(BLOCK);
    ssize_t got;

    do
        got = bytes_read(bytes, block, BLOCK, err);
    while (got > 0);
    free(block);
    return got < 0 ? err->code : 0;
}

int tables_done(struct tables *tables, struct bytes *bytes, struct err *err)
{
    int code = drain(bytes, err);

    if (!code && tables->digest && tables->kind != TABLES_ARCHIVE)
        code = remember(tables, bytes, err);
    bytes_close(bytes);
    return code;
}

int tables_hash(struct tables *tables, char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    if (tables->kind == TABLES_FOLDER)
        return delivery_hash_folder(tables->location, tables->known, tables->known_count, hex, err);
    memcpy(hex, tables->kind == TABLES_ARCHIVE ? tables->hash : tables->known[0].hex,
        DELIVERY_HASH_SIZE);
    return 0;
}
