#include "source/delivery.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void finish(EVP_MD_CTX *digest, char hex[DELIVERY_HASH_SIZE])
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int size = 0;

    EVP_DigestFinal_ex(digest, bytes, &size);
    for (unsigned int i = 0; i < size && i < 32; i++)
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
}

static EVP_MD_CTX *begin(struct err *err)
{
    EVP_MD_CTX *digest = EVP_MD_CTX_new();

    if (digest && EVP_DigestInit_ex(digest, EVP_sha256(), NULL))
        return digest;
    EVP_MD_CTX_free(digest);
    err_set(err, EX_SOFTWARE, "libcrypto cannot compute SHA-256");
    return NULL;
}

static int add_descriptor(EVP_MD_CTX *digest, int fd, const char *path, struct err *err)
{
    enum { BLOCK = 256 * 1024 };
    char *block = mem_alloc(BLOCK);
    ssize_t got;

    while ((got = read(fd, block, BLOCK)) > 0 || (got < 0 && errno == EINTR))
        if (got > 0)
            EVP_DigestUpdate(digest, block, (size_t)got);
    if (got < 0)
        err_errno(err, EX_IOERR, "cannot read '%s'", path);
    free(block);
    return got < 0 ? err->code : 0;
}

static int hash_file(const char *path, char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    EVP_MD_CTX *digest;
    int code;

    if (fd < 0)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    digest = begin(err);
    code = digest ? add_descriptor(digest, fd, path, err) : err->code;
    if (!code)
        finish(digest, hex);
    EVP_MD_CTX_free(digest);
    close(fd);
    return code;
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Not alphasort(), which goes by the locale. */
static int by_name(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
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

static int add_entry(EVP_MD_CTX *digest, const char *folder, const char *name,
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

        EVP_DigestUpdate(digest, line, strlen(line));
        free(line);
    }
    free(path);
    return code;
}

int delivery_hash_folder(const char *path, const struct known_hash *known, size_t known_count,
    char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    struct known_hashes hashes = {known, known_count};
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_shown, by_name);
    EVP_MD_CTX *digest;
    int code;

    if (count < 0)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    digest = begin(err);
    code = digest ? 0 : err->code;
    for (int i = 0; i < count; i++) {
        if (!code)
            code = add_entry(digest, path, entries[i]->d_name, &hashes, err);
        free(entries[i]);
    }
    free(entries);
    if (!code)
        finish(digest, hex);
    EVP_MD_CTX_free(digest);
    return code;
}

int delivery_hash(const char *path, char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    return S_ISDIR(status.st_mode) ? delivery_hash_folder(path, NULL, 0, hex, err)
                                   : hash_file(path, hex, err);
}
