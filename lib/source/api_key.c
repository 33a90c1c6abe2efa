#include "source/api_key.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_MAXIMUM = 8192 };

/* Relative to the folder of the source's file. */
static char *key_path(const struct source *source)
{
    const char *slash = strrchr(source->path, '/');

    if (source->api_key_file[0] == '/' || !slash)
        return mem_text(source->api_key_file);
    return mem_format("%.*s/%s", (int)(slash - source->path), source->path, source->api_key_file);
}

static int check_file(int fd, const char *path, struct err *err)
{
    struct stat status;

    if (fstat(fd, &status) != 0)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    if (!S_ISREG(status.st_mode) || (status.st_uid != geteuid() && status.st_uid != 0)) {
        err_set(err, EX_NOPERM, "'%s' is not a file of your own", path);
        return err_hint(err, "a key belongs into a file that you own, mode 0600");
    }
    if (status.st_mode & (S_IRWXG | S_IRWXO)) {
        err_set(err, EX_NOPERM, "others can read the key in '%s'", path);
        return err_hint(err, "chmod 600 it; and ask for a new key, as this one may be known");
    }
    return 0;
}

/* The first line, of printable ASCII. */
static int read_key(int fd, const char *path, char key[KEY_MAXIMUM], struct err *err)
{
    size_t length = 0;
    ssize_t got;

    while (length < KEY_MAXIMUM - 1) {
        got = read(fd, key + length, KEY_MAXIMUM - 1 - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
        if (got == 0)
            break;
        length += (size_t)got;
    }
    key[length] = '\0';
    length = strcspn(key, "\r\n");
    key[length] = '\0';
    for (size_t i = 0; i < length; i++)
        if (key[i] < ' ' || key[i] > '~')
            length = 0;
    if (!length)
        return err_set(err, EX_CONFIG, "'%s' does not begin with a key on a line of its own", path);
    return 0;
}

static char *load(const struct source *source, const char *path, char *key, struct err *err)
{
    bool bearer = strcasecmp(source->api_key_header, "Authorization") == 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    int code;

    if (fd < 0) {
        err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
        return NULL;
    }
    code = check_file(fd, path, err);
    if (!code)
        code = read_key(fd, path, key, err);
    close(fd);
    if (code)
        return NULL;
    return mem_format("%s: %s%s", source->api_key_header, bearer ? "Bearer " : "", key);
}

char *api_key_header(const struct source *source, struct err *err)
{
    char key[KEY_MAXIMUM];
    char *path, *header;

    if (!source->api_key_file)
        return NULL;
    path = key_path(source);
    header = load(source, path, key, err);
    explicit_bzero(key, sizeof key);
    free(path);
    return header;
}

void api_key_release(char *header)
{
    if (header)
        explicit_bzero(header, strlen(header));
    free(header);
}
