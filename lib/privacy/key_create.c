#include "privacy/hex.h"
#include "privacy/key.h"
#include "privacy/key_text.h"
#include "privacy/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int draw(uint8_t *bytes, size_t count, struct err *err)
{
    if (getrandom(bytes, count, 0) != (ssize_t)count)
        return err_errno(err, EX_OSERR, "the system gives no random numbers");
    return 0;
}

static int draw_key(struct key *key, const char *domain, struct err *err)
{
    uint8_t id[KEY_ID_LENGTH / 2];

    if (draw(id, sizeof id, err) != 0)
        return err->code;
    do
        if (draw(key->bytes, sizeof key->bytes, err) != 0)
            return err->code;
    while (key_weak(key->bytes));
    hex_print(id, sizeof id, key->id);
    key->id[KEY_ID_LENGTH] = '\0';
    snprintf(key->domain, sizeof key->domain, "%s", domain);
    key->status = KEY_ACTIVE;
    return 0;
}

static int write_whole(int fd, const char *data, size_t length, const char *name, struct err *err)
{
    while (length) {
        ssize_t written = write(fd, data, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return err_errno(err, EX_IOERR, "cannot write key file '%s'", name);
        data += written;
        length -= (size_t)written;
    }
    if (fsync(fd) != 0)
        return err_errno(err, EX_IOERR, "cannot write key file '%s'", name);
    return 0;
}

/* Under another name first: a file that bears a key's name is whole and on disk. */
static int write_file(
    int directory, const char *name, const char *text, size_t length, struct err *err)
{
    char temporary[KEY_NAME_SIZE + 8];
    int fd, code;

    snprintf(temporary, sizeof temporary, ".%s.new", name);
    fd = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_errno(err, EX_CANTCREAT, "cannot create key file '%s'", name);
    code = write_whole(fd, text, length, name, err);
    if (close(fd) != 0 && !code)
        code = err_errno(err, EX_IOERR, "cannot write key file '%s'", name);
    if (!code && renameat2(directory, temporary, directory, name, RENAME_NOREPLACE) != 0)
        code = err_errno(err, EX_CANTCREAT, "cannot create key file '%s'", name);
    if (code)
        unlinkat(directory, temporary, 0);
    else if (fsync(directory) != 0)
        code = err_errno(err, EX_IOERR, "cannot write the directory of key file '%s'", name);
    return code;
}

/* Everything that holds the key while it is made, in one locked block. */
struct making {
    struct key key;
    char text[KEY_FILE_MAXIMUM];
};

static int make_file(int directory, const char *domain, struct making *making, struct err *err)
{
    char name[KEY_NAME_SIZE], created[32];
    time_t now = time(NULL);
    struct tm utc;

    if (draw_key(&making->key, domain, err) != 0)
        return err->code;
    strftime(created, sizeof created, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    key_file_name(domain, making->key.id, name);
    return write_file(
        directory, name, making->text, key_text_print(&making->key, created, making->text), err);
}

/* A directory with a key that can't be read is one that a person has to look at first. */
static int make_first(
    int fd, const char *path, const char *domain, struct making *making, struct err *err)
{
    bool found;

    /* The lock keeps two makers from both finding no key. */
    if (flock(fd, LOCK_EX) != 0)
        return err_errno(err, EX_CANTCREAT, "cannot lock '%s'", path);
    if (key_find(path, domain, &making->key, &found, err) != 0)
        return err->code;
    if (!found)
        return make_file(fd, domain, making, err);
    err_set(err, EX_CANTCREAT, "domain '%s' has an active key already", domain);
    err_detail(err, "key '%s' in '%s'", making->key.id, path);
    return err_hint(err, "a new key breaks every link with what is stored; take the old one out "
                         "of the directory where that is meant");
}

static int make_in(
    int fd, const char *path, const char *domain, char id[KEY_ID_LENGTH + 1], struct err *err)
{
    struct making *making = secret_alloc(sizeof *making, SECRET_LOCKED, err);
    int code;

    if (!making)
        return err->code;
    code = make_first(fd, path, domain, making, err);
    if (!code)
        memcpy(id, making->key.id, sizeof making->key.id);
    secret_free(making, sizeof *making);
    return code;
}

int key_create(
    const char *directory, const char *domain, char id[KEY_ID_LENGTH + 1], struct err *err)
{
    int fd, code;

    if (!key_domain_valid(domain))
        return err_set(err, EX_USAGE, "a domain is named with 1 to %d of a-z, 0-9, '-' and '_'",
            KEY_DOMAIN_MAXIMUM);
    if (mkdir(directory, 0700) != 0 && errno != EEXIST)
        return err_errno(err, EX_CANTCREAT, "cannot make the directory of keys '%s'", directory);
    fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return err_errno(err, EX_CANTCREAT, "cannot open the directory of keys '%s'", directory);
    code = make_in(fd, directory, domain, id, err);
    close(fd);
    return code;
}
