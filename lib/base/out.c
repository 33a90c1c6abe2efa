#include "base/out.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OUT_CAPACITY = 256 * 1024, PIPE_CAPACITY = 256 * 1024 };

void out_open(struct out *out, int fd, const char *name)
{
    *out = (struct out){.fd = fd, .name = name, .capacity = OUT_CAPACITY};
    out->data = mem_alloc(OUT_CAPACITY);
    /* Into a pipe: a chain on two cores changes hands less often. What is no pipe, or a system that
     * grants less, stays as it was. */
    (void)fcntl(fd, F_SETPIPE_SZ, PIPE_CAPACITY);
}

int out_create(struct out *out, const char *path, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0)
        return err_errno(err, EX_CANTCREAT, "cannot create '%s'", path);
    out_open(out, fd, path);
    return 0;
}

static void write_all(struct out *out, const char *data, size_t length)
{
    while (length && !out->failed) {
        ssize_t written = write(out->fd, data, length);

        if (written < 0) {
            if (errno != EINTR)
                out->failed = errno;
            continue;
        }
        data += written;
        length -= (size_t)written;
    }
}

static void drain(struct out *out)
{
    write_all(out, out->data, out->length);
    out->length = 0;
}

void out_bytes(struct out *out, const char *data, size_t length)
{
    if (length > out->capacity - out->length)
        drain(out);
    if (length > out->capacity) {
        write_all(out, data, length);
        return;
    }
    if (length)
        memcpy(out->data + out->length, data, length);
    out->length += length;
}

char *out_room(struct out *out, size_t length)
{
    if (length > out->capacity - out->length)
        drain(out);
    return out->data + out->length;
}

int out_flush(struct out *out, struct err *err)
{
    drain(out);
    if (!out->failed)
        return 0;
    errno = out->failed;
    return err_errno(err, EX_IOERR, "cannot write to '%s'", out->name);
}

int out_close(struct out *out, struct err *err)
{
    int code = out_flush(out, err);

    if (out->fd > STDERR_FILENO && close(out->fd) != 0 && !code)
        code = err_errno(err, EX_IOERR, "cannot close '%s'", out->name);
    free(out->data);
    *out = (struct out){.fd = -1};
    return code;
}
