/* confine.h - what a process that holds a key may still do once it has opened all it needs. */
#ifndef ONTRACK_PRIVACY_CONFINE_H
#define ONTRACK_PRIVACY_CONFINE_H

#include "base/err.h"

/* From here on, and for good: no new descriptor (so no file, no socket and no pipe), no new
 * privileges by way of another program, no core dump and no tracing by the same user. What is open
 * stays so. 0 or EX_OSERR. */
int confine(struct err *err);

#endif
