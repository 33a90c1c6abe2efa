#include "privacy/secret.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

static size_t whole_pages(size_t size)
{
    size_t page = page_size();

    return (size + page - 1) / page * page;
}

static int guard(char *data, size_t length, enum secret_kind kind, struct err *err)
{
    if (mprotect(data, length, PROT_READ | PROT_WRITE) != 0 ||
        madvise(data, length, MADV_DONTDUMP) != 0 || madvise(data, length, MADV_WIPEONFORK) != 0)
        return err_errno(err, EX_OSERR, "cannot protect memory for a key");
    if (mlock(data, length) != 0 && kind == SECRET_LOCKED) {
        err_errno(err, EX_OSERR, "cannot lock memory for a key");
        return err_hint(err, "raise the limit of locked memory to 64 KiB or more (ulimit -l)");
    }
    return 0;
}

void *secret_alloc(size_t size, enum secret_kind kind, struct err *err)
{
    size_t page = page_size(), length = whole_pages(size);
    char *whole = mmap(
        NULL, length + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (whole == MAP_FAILED) {
        err_errno(err, EX_OSERR, "cannot get memory for a key");
        return NULL;
    }
    if (guard(whole + page, length, kind, err) != 0) {
        munmap(whole, length + 2 * page);
        return NULL;
    }
    return whole + page;
}

void secret_free(void *secret, size_t size)
{
    size_t page = page_size(), length = whole_pages(size);

    if (!secret)
        return;
    explicit_bzero(secret, length);
    munmap((char *)secret - page, length + 2 * page);
}
