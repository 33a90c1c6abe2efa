#include "base/memory.h"
#include "privacy/hex.h"
#include "privacy/quarantine_format.h"
#include "privacy/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHECK_SIZE = 16, FILE_MAXIMUM = 256 };

static const char public_kind[] = "public", private_kind[] = "private";

/* A file's text, whole, into memory of the caller; how long it is. */
static size_t print_key(
    const char *kind, const uint8_t key[QUARANTINE_KEY_SIZE], char text[FILE_MAXIMUM])
{
    uint8_t check[CHECK_SIZE];
    size_t length;

    length = (size_t)snprintf(text, FILE_MAXIMUM, "ontrack-quarantine-%s/1\nkey ", kind);
    hex_print(key, QUARANTINE_KEY_SIZE, text + length);
    length += 2 * QUARANTINE_KEY_SIZE;
    text[length++] = '\n';
    crypto_generichash(check, sizeof check, (const unsigned char *)text, length, NULL, 0);
    memcpy(text + length, "check ", 6);
    hex_print(check, sizeof check, text + length + 6);
    length += 6 + 2 * sizeof check;
    text[length++] = '\n';
    return length;
}

static int damaged(const char *path, const char *text, const char *kind, struct err *err)
{
    const char *other = kind == public_kind ? private_kind : public_kind;
    char begins[64];

    snprintf(begins, sizeof begins, "ontrack-quarantine-%s/1\n", other);
    if (strncmp(text, begins, strlen(begins)) != 0) {
        err_set(err, EX_CONFIG, "'%s' is no %s key of a quarantine", path, kind);
        return err_hint(err, "'ontrack quarantine key NAME' makes NAME.public and NAME.private");
    }
    err_set(err, EX_CONFIG, "'%s' holds the %s key, not the %s one", path, other, kind);
    return err_hint(err, kind == public_kind
                             ? "it belongs to the data officer alone: take it off this machine"
                             : "the private one is where the pair was made");
}

/* Read back, it must be, byte for byte, what is printed for its key. */
static int parse(const char *path, const char *text, size_t length, const char *kind,
    uint8_t key[QUARANTINE_KEY_SIZE], struct err *err)
{
    char *again = secret_alloc(FILE_MAXIMUM, SECRET_PASSING, err);
    const char *hex = memchr(text, '\n', length);
    bool same = false;

    if (!again)
        return err->code;
    if (hex && (size_t)(hex - text) + 5 + 2 * QUARANTINE_KEY_SIZE < length &&
        hex_parse(hex + 5, QUARANTINE_KEY_SIZE, key))
        same = print_key(kind, key, again) == length && memcmp(again, text, length) == 0;
    secret_free(again, FILE_MAXIMUM);
    return same ? 0 : damaged(path, text, kind, err);
}

static int check_private(const struct stat *status, const char *path, struct err *err)
{
    const char *why = !S_ISREG(status->st_mode) ? "it is not a regular file"
                      : status->st_uid != 0 && status->st_uid != geteuid()
                          ? "it belongs to somebody else"
                      : status->st_mode & 077 ? "others can read it or write to it"
                                              : NULL;

    if (!why)
        return 0;
    err_set(err, EX_NOPERM, "private key '%s' is refused: %s", path, why);
    return err_hint(err, "it must be a regular file, owned by you, with mode 0600");
}

static int read_key(
    const char *path, const char *kind, uint8_t key[QUARANTINE_KEY_SIZE], struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    char *text = secret_alloc(FILE_MAXIMUM + 1, SECRET_PASSING, err);
    struct stat status = {0};
    ssize_t got = -1;

    if (fd < 0 || fstat(fd, &status) != 0)
        err_errno(err, errno == EACCES ? EX_NOPERM : EX_NOINPUT, "cannot read key '%s'", path);
    if (!err->code && kind == private_kind)
        check_private(&status, path, err);
    if (!err->code && (got = read(fd, text, FILE_MAXIMUM)) < 0)
        err_errno(err, EX_NOINPUT, "cannot read key '%s'", path);
    if (!err->code)
        parse(path, text, (size_t)got, kind, key, err);
    if (fd >= 0)
        close(fd);
    secret_free(text, FILE_MAXIMUM + 1);
    return err->code;
}

int quarantine_public(const char *path, uint8_t key[QUARANTINE_KEY_SIZE], struct err *err)
{
    return read_key(path, public_kind, key, err);
}

int quarantine_private(const char *path, uint8_t key[QUARANTINE_KEY_SIZE], struct err *err)
{
    return read_key(path, private_kind, key, err);
}

static int write_key(const char *name, const char *kind, mode_t mode,
    const uint8_t key[QUARANTINE_KEY_SIZE], struct err *err)
{
    char *text = secret_alloc(FILE_MAXIMUM, SECRET_PASSING, err);
    char *path = mem_format("%s.%s", name, kind);
    int fd = text ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode) : -1;
    size_t length;

    if (text && fd < 0) {
        err_errno(err, EX_CANTCREAT, "cannot create '%s'", path);
    } else if (text) {
        length = print_key(kind, key, text);
        if (fchmod(fd, mode) != 0 || write(fd, text, length) != (ssize_t)length || fsync(fd) != 0)
            err_errno(err, EX_IOERR, "cannot write '%s'", path);
        if (close(fd) != 0 && !err->code)
            err_errno(err, EX_IOERR, "cannot write '%s'", path);
        if (err->code)
            unlink(path);
    }
    free(path);
    secret_free(text, FILE_MAXIMUM);
    return err->code;
}

int quarantine_keys(const char *name, struct err *err)
{
    uint8_t officer[QUARANTINE_KEY_SIZE], *secret;

    if (sodium_init() < 0)
        return err_set(err, EX_OSERR, "the system gives no random numbers");
    secret = secret_alloc(QUARANTINE_KEY_SIZE, SECRET_LOCKED, err);
    if (!secret)
        return err->code;
    crypto_box_keypair(officer, secret);
    /* The private one first: nothing is ever sealed to a key that nobody has. */
    if (write_key(name, private_kind, 0600, secret, err) == 0)
        write_key(name, public_kind, 0644, officer, err);
    secret_free(secret, QUARANTINE_KEY_SIZE);
    return err->code;
}
