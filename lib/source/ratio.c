#include "source/ratio.h"

int ratio_check(
    const char *name, uint64_t packed, uint64_t unpacked, unsigned int ratio, struct err *err)
{
    if (unpacked <= RATIO_GRACE || (unpacked - RATIO_GRACE) / ratio <= packed)
        return 0;
    err_set(err, EX_DATAERR, "'%s' unpacks to more than %u times its size and %d MiB", name, ratio,
        RATIO_GRACE >> 20);
    return err_hint(err, "it may be made to fill this machine: ask who made it, and only where it "
                         "is right raise 'ratio' in the source");
}
