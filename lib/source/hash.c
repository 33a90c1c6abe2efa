#include "source/delivery.h"
#include "base/memory.h"
#include "source/folder_walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int add_descriptor(struct sha256 *digest, int fd, const char *path, struct err *err)
{
    enum { BLOCK = 256 * 1024 };
    char *block = mem_alloc(BLOCK);
    ssize_t got;

    while ((got = read(fd, block, BLOCK)) > 0 || (got < 0 && errno == EINTR))
        if (got > 0)
            sha256_add(digest, block, (size_t)got);
    if (got < 0)
        err_errno(err, EX_IOERR, "cannot read '%s'", path);
    free(block);
    return got < 0 ? err->code : 0;
}

static int hash_file(const char *path, char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct sha256 *digest;
    int code;

    if (fd < 0)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    digest = sha256_new();
    code = add_descriptor(digest, fd, path, err);
    if (!code)
        sha256_hex(digest, hex);
    sha256_free(digest);
    close(fd);
    return code;
}

struct known_hashes {
    const struct known_hash *items;
    size_t count;
};

static bool is_known(
    const struct known_hashes *known, const char *name, char hex[DELIVERY_HASH_SIZE])
{
    for (size_t i = 0; i < known->count; i++)
        if (strcmp(known->items[i].name, name) == 0) {
            memcpy(hex, known->items[i].hex, DELIVERY_HASH_SIZE);
            return true;
        }
    return false;
}

static int add_entry(struct sha256 *digest, const char *folder, const char *name,
    const struct known_hashes *known, struct err *err)
{
    char *path = mem_format("%s/%s", folder, name);
    char hex[DELIVERY_HASH_SIZE] = "";
    struct stat status;
    int code = 0;

    if (is_known(known, name, hex))
        code = 0;
    else if (stat(path, &status) != 0)
        code = err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    else if (S_ISREG(status.st_mode))
        code = hash_file(path, hex, err);
    if (!code && hex[0]) {
        char *line = mem_format("%s %s\n", name, hex);

        sha256_add(digest, line, strlen(line));
        free(line);
    }
    free(path);
    return code;
}

int delivery_hash_folder(const char *path, const struct known_hash *known, size_t known_count,
    char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    struct known_hashes hashes = {known, known_count};
    struct folder_walk walk;
    struct sha256 *digest;
    int code = folder_walk_open(&walk, path, err);

    if (code)
        return code;
    digest = sha256_new();
    for (int i = 0; i < walk.count && !code; i++)
        if (walk.entries[i]->d_name[0] != '.')
            code = add_entry(digest, path, walk.entries[i]->d_name, &hashes, err);
    folder_walk_close(&walk);
    if (!code)
        sha256_hex(digest, hex);
    sha256_free(digest);
    return code;
}

int delivery_hash(const char *path, char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    if (S_ISDIR(status.st_mode))
        return delivery_hash_folder(path, NULL, 0, hex, err);
    if (S_ISREG(status.st_mode))
        return hash_file(path, hex, err);
    err_set(err, EX_NOINPUT, "'%s' is no file and no directory", path);
    err_detail(err, "a pipe, a socket or a device can't be read twice, or never ends");
    return err_hint(err, "deliver a file");
}
