#include "record/fault.h"

#ifdef ONTRACK_FAULT

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What ONTRACK_FAULT says of this program: "drop:N", or NULL. */
static const char *ours(void)
{
    const char *fault = getenv("ONTRACK_FAULT");
    size_t length = strlen(program_invocation_short_name);

    if (!fault || strncmp(fault, program_invocation_short_name, length) != 0 ||
        fault[length] != ':')
        return NULL;
    return fault + length + 1;
}

bool fault_strikes(uint64_t record)
{
    const char *fault = ours(), *number = fault ? strchr(fault, ':') : NULL;

    return number && strtoull(number + 1, NULL, 10) == record;
}

size_t fault_apply(char *record, size_t length)
{
    const char *fault = ours();

    if (length && strncmp(fault, "double:", 7) == 0) {
        memcpy(record + length, record, length);
        return length * 2;
    }
    if (length > 1 && strncmp(fault, "cut:", 4) == 0) {
        record[length / 2 - 1] = record[length - 1];
        return length / 2;
    }
    return 0;
}

#endif
