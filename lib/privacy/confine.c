#include "privacy/confine.h"

#include <sys/prctl.h>
#include <sys/resource.h>

int confine(struct err *err)
{
    struct rlimit none = {0, 0};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0 ||
        setrlimit(RLIMIT_CORE, &none) != 0 || setrlimit(RLIMIT_NOFILE, &none) != 0)
        return err_errno(err, EX_OSERR, "cannot confine the process that holds the key");
    return 0;
}
