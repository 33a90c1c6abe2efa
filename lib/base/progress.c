#include "base/progress.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static struct progress own;

/* Only a descriptor that is what we think it is: a page-sized file in memory. */
static struct progress *shared(void)
{
    const char *text = getenv(PROGRESS_VARIABLE);
    struct stat status;
    long number;
    int fd;
    void *page;

    if (!text || !*text || strspn(text, "0123456789") != strlen(text))
        return NULL;
    number = strtol(text, NULL, 10);
    if (number > INT_MAX)
        return NULL;
    fd = (int)number;
    if (fstat(fd, &status) != 0 || status.st_size != (off_t)sizeof own)
        return NULL;
    page = mmap(NULL, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return page == MAP_FAILED ? NULL : page;
}

struct progress *progress_page(void)
{
    static struct progress *page;

    if (!page)
        page = shared();
    if (!page)
        page = &own;
    return page;
}

int progress_make(struct progress **page, int *fd, struct err *err)
{
    *fd = memfd_create("ontrack-progress", MFD_CLOEXEC);
    if (*fd < 0 || ftruncate(*fd, (off_t)sizeof own) != 0)
        return err_errno(err, EX_OSERR, "cannot make a page of shared memory");
    *page = mmap(NULL, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
    if (*page == MAP_FAILED)
        return err_errno(err, EX_OSERR, "cannot map a page of shared memory");
    return 0;
}
