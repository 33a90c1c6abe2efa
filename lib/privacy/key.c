#include "privacy/key.h"
#include "privacy/key_text.h"
#include "privacy/secret.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FEWEST_VALUES = 20 }; /* 32 random bytes have fewer different ones once in 10^13 keys */

static bool fixed_step(const uint8_t bytes[KEY_SIZE])
{
    for (size_t i = 2; i < KEY_SIZE; i++)
        if ((uint8_t)(bytes[i] - bytes[i - 1]) != (uint8_t)(bytes[1] - bytes[0]))
            return false;
    return true;
}

bool key_weak(const uint8_t bytes[KEY_SIZE])
{
    bool seen[256] = {false}, typed = true;
    unsigned values = 0;

    for (size_t i = 0; i < KEY_SIZE; i++) {
        values += !seen[bytes[i]];
        seen[bytes[i]] = true;
        typed = typed && bytes[i] >= ' ' && bytes[i] <= '~';
    }
    explicit_bzero(seen, sizeof seen);
    return values < FEWEST_VALUES || typed || fixed_step(bytes);
}

/* What is read lies in one locked block: the file's text, which holds the key in hex, and the key.
 */
struct reading {
    struct key key;
    char text[KEY_FILE_MAXIMUM + 1];
};

static int refuse(const char *path, const char *why, struct err *err)
{
    err_set(err, EX_NOPERM, "key file '%s' is refused: %s", path, why);
    return err_hint(
        err, "it must be a regular file under one name, owned by root or by you, with mode 0600");
}

static int damaged(const char *path, const char *why, struct err *err)
{
    err_set(err, EX_CONFIG, "key file '%s' is refused: %s", path, why);
    return err_hint(err, "restore it from where the data officer keeps its copy");
}

static int check_file(const struct stat *status, const char *path, struct err *err)
{
    if (!S_ISREG(status->st_mode))
        return refuse(path, "it is not a regular file", err);
    if (status->st_uid != 0 && status->st_uid != geteuid())
        return refuse(path, "it belongs to somebody else", err);
    if (status->st_mode & 077)
        return refuse(path, "others can read it or write to it", err);
    if (status->st_nlink != 1)
        return refuse(path, "it has more than one name", err);
    if (status->st_size < 1 || status->st_size > KEY_FILE_MAXIMUM)
        return damaged(path, "it has not the size of a key file", err);
    return 0;
}

static int read_text(int fd, const char *path, struct reading *reading, struct err *err)
{
    struct stat status;
    ssize_t got;

    if (fstat(fd, &status) != 0)
        return err_errno(err, EX_NOINPUT, "cannot examine key file '%s'", path);
    if (check_file(&status, path, err) != 0)
        return err->code;
    got = read(fd, reading->text, sizeof reading->text);
    if (got < 0)
        return err_errno(err, EX_NOINPUT, "cannot read key file '%s'", path);
    if (got != status.st_size || !key_text_parse(reading->text, (size_t)got, &reading->key))
        return damaged(path, "it is damaged", err);
    if (key_weak(reading->key.bytes))
        return damaged(path, "its key was not drawn at random", err);
    return 0;
}

static int read_file(int directory, const char *name, struct reading *reading, struct err *err)
{
    /* O_NONBLOCK: a FIFO in the directory must not keep us waiting before it is refused. */
    int fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int code;

    if (fd < 0 && errno == ELOOP)
        return refuse(name, "it is a symbolic link", err);
    if (fd < 0)
        return err_errno(
            err, errno == EACCES ? EX_NOPERM : EX_NOINPUT, "cannot open key file '%s'", name);
    code = read_text(fd, name, reading, err);
    close(fd);
    return code;
}

static int check_directory(int fd, const char *path, struct err *err)
{
    struct stat status;

    if (fstat(fd, &status) != 0)
        return err_errno(err, EX_NOINPUT, "cannot examine '%s'", path);
    if (status.st_uid != 0 && status.st_uid != geteuid())
        err_set(err, EX_NOPERM, "the directory of keys '%s' belongs to somebody else", path);
    else if (status.st_mode & 022)
        err_set(err, EX_NOPERM, "others can write to the directory of keys '%s'", path);
    else
        return 0;
    return err_hint(err, "it must belong to root or to you, with mode 0700");
}

static DIR *open_directory(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory;

    if (fd < 0) {
        err_errno(err, errno == EACCES ? EX_NOPERM : EX_NOINPUT,
            "cannot open the directory of keys '%s'", path);
        err_hint(err, "'ontrack key new --keys DIR' makes a key");
        return NULL;
    }
    if (check_directory(fd, path, err) != 0) {
        close(fd);
        return NULL;
    }
    directory = fdopendir(fd);
    if (!directory) {
        err_errno(err, EX_OSERR, "cannot read '%s'", path);
        close(fd);
    }
    return directory;
}

/* Reads every key of the domain and keeps the active one. */
static int read_keys(DIR *directory, const char *domain, struct reading *reading,
    struct key *active, bool *found, struct err *err)
{
    const struct dirent *entry;
    char id[KEY_ID_LENGTH + 1];

    while ((entry = readdir(directory)) != NULL) {
        if (!key_file_named(entry->d_name, domain, id))
            continue;
        if (read_file(dirfd(directory), entry->d_name, reading, err) != 0)
            return err->code;
        if (strcmp(reading->key.id, id) != 0 || strcmp(reading->key.domain, domain) != 0)
            return damaged(entry->d_name, "its name and its contents differ", err);
        if (reading->key.status != KEY_ACTIVE)
            continue;
        if (*found) {
            err_set(err, EX_CONFIG, "domain '%s' has two active keys", domain);
            return err_hint(err, "take the one that is not to be used out of the directory");
        }
        *found = true;
        *active = reading->key;
    }
    return 0;
}

int key_find(
    const char *directory, const char *domain, struct key *key, bool *found, struct err *err)
{
    struct reading *reading;
    DIR *entries = NULL;
    int code;

    *found = false;
    if (!key_domain_valid(domain))
        return err_set(err, EX_USAGE, "a domain is named with 1 to %d of a-z, 0-9, '-' and '_'",
            KEY_DOMAIN_MAXIMUM);
    reading = secret_alloc(sizeof *reading, SECRET_LOCKED, err);
    if (reading)
        entries = open_directory(directory, err);
    code = entries ? read_keys(entries, domain, reading, key, found, err) : err->code;
    if (entries) {
        closedir(entries);
        if (code)
            err_detail(err, "in '%s'", directory);
    }
    secret_free(reading, sizeof *reading);
    return code;
}

static int find_one(const char *directory, const char *domain, struct key *key, struct err *err)
{
    bool found;
    int code = key_find(directory, domain, key, &found, err);

    if (code || found)
        return code;
    err_set(err, EX_CONFIG, "domain '%s' has no active key", domain);
    err_detail(err, "in '%s'", directory);
    return err_hint(err, "'ontrack key new --keys DIR --domain %s' makes one", domain);
}

struct key *key_open(const char *directory, const char *domain, struct err *err)
{
    struct key *key = secret_alloc(sizeof *key, SECRET_LOCKED, err);

    if (key && find_one(directory, domain, key, err) != 0) {
        key_close(key);
        return NULL;
    }
    return key;
}

void key_close(struct key *key)
{
    secret_free(key, sizeof *key);
}

int key_active(
    const char *directory, const char *domain, char id[KEY_ID_LENGTH + 1], struct err *err)
{
    struct key *key = key_open(directory, domain, err);

    if (!key)
        return err->code;
    memcpy(id, key->id, sizeof key->id);
    key_close(key);
    return 0;
}
