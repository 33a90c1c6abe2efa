/* kill_shim.c - loaded with LD_PRELOAD: kills the process that makes the Nth of the calls below.
 *
 * KILL_SHIM_PROGRAM is the program's name; in any other nothing happens. KILL_SHIM_STATE is a file of
 * two unsigned 64-bit numbers, shared by all processes: how many calls there have been, and which of
 * them kills (0: none, only count). So a run that is only counted says which N there are, and the
 * same N is the same call again as far as the run is the same.
 *
 * The calls are those by which something leaves a process or enters it: a process that dies between
 * two of them has done nothing that anybody else could see. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

struct state {
    uint64_t count, target;
};

static struct state *state;

__attribute__((constructor)) static void start(void)
{
    const char *program = getenv("KILL_SHIM_PROGRAM");
    const char *path = getenv("KILL_SHIM_STATE");
    int fd;
    void *page;

    if (!program || !path || strcmp(program, program_invocation_short_name) != 0)
        return;
    fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        abort();
    page = mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (page == MAP_FAILED)
        abort();
    syscall(SYS_close, fd);
    state = page;
}

static void count(void)
{
    uint64_t number;

    if (!state)
        return;
    number = __atomic_add_fetch(&state->count, 1, __ATOMIC_SEQ_CST);
    if (number == __atomic_load_n(&state->target, __ATOMIC_SEQ_CST))
        syscall(SYS_kill, getpid(), SIGKILL);
}

static int open_at(int folder, const char *path, int flags, va_list arguments)
{
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;

    count();
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    int fd;

    va_start(arguments, flags);
    fd = open_at(AT_FDCWD, path, flags, arguments);
    va_end(arguments);
    return fd;
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    int fd;

    va_start(arguments, flags);
    fd = open_at(folder, path, flags, arguments);
    va_end(arguments);
    return fd;
}

/* The same under the names that large files have. */
int open64(const char *path, int flags, ...) __attribute__((alias("open")));
int openat64(int folder, const char *path, int flags, ...) __attribute__((alias("openat")));

#define COUNTED(type, name, number, parameters, ...)                                               \
    type name parameters                                                                           \
    {                                                                                              \
        count();                                                                                   \
        return (type)syscall(number, __VA_ARGS__);                                                 \
    }

COUNTED(ssize_t, read, SYS_read, (int fd, void *data, size_t size), fd, data, size)
COUNTED(ssize_t, write, SYS_write, (int fd, const void *data, size_t size), fd, data, size)
COUNTED(
    ssize_t, pread, SYS_pread64, (int fd, void *data, size_t size, off_t at), fd, data, size, at)
COUNTED(ssize_t, pwrite, SYS_pwrite64, (int fd, const void *data, size_t size, off_t at), fd, data,
    size, at)
COUNTED(ssize_t, pwritev, SYS_pwritev, (int fd, const struct iovec *parts, int n, off_t at), fd,
    parts, n, at, 0)
COUNTED(int, close, SYS_close, (int fd), fd)
COUNTED(int, fsync, SYS_fsync, (int fd), fd)
COUNTED(int, fdatasync, SYS_fdatasync, (int fd), fd)
COUNTED(int, rename, SYS_rename, (const char *from, const char *to), from, to)
COUNTED(int, unlink, SYS_unlink, (const char *path), path)
COUNTED(int, mkdir, SYS_mkdir, (const char *path, mode_t mode), path, mode)
COUNTED(ssize_t, send, SYS_sendto, (int fd, const void *data, size_t size, int flags), fd, data,
    size, flags, 0, 0)
COUNTED(ssize_t, recv, SYS_recvfrom, (int fd, void *data, size_t size, int flags), fd, data, size,
    flags, 0, 0)

ssize_t pread64(int fd, void *data, size_t size, off_t at) __attribute__((alias("pread")));
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) __attribute__((alias("pwrite")));
ssize_t pwritev64(int fd, const struct iovec *parts, int n, off_t at)
    __attribute__((alias("pwritev")));
