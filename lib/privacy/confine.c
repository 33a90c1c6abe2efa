#include "privacy/confine.h"

#include <sys/prctl.h>
#include <sys/resource.h>

/* A sanitizer's search for leaks, when the process ends, reads /proc: in such a build, which is for
 * tests, a few may be opened. */
#ifdef __SANITIZE_ADDRESS__
enum { DESCRIPTORS = 64 };
#else
enum { DESCRIPTORS = 0 };
#endif

int confine(struct err *err)
{
    struct rlimit none = {0, 0}, descriptors = {DESCRIPTORS, DESCRIPTORS};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0 ||
        setrlimit(RLIMIT_CORE, &none) != 0 || setrlimit(RLIMIT_NOFILE, &descriptors) != 0)
        return err_errno(err, EX_OSERR, "cannot confine the process that holds the key");
    return 0;
}
