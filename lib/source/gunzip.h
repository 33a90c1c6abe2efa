/* gunzip.h - unpacking gzip (RFC 1952) while reading: all members, one after the other. */
#ifndef ONTRACK_SOURCE_GUNZIP_H
#define ONTRACK_SOURCE_GUNZIP_H

#include "source/bytes.h"

/* Takes `packed` over, also on failure, then NULL. A member cut short, a wrong check sum, anything
 * after the last member but zeros (padding of tapes and block devices), and what unpacks beyond
 * `ratio` (ratio.h) are EX_DATAERR. */
struct bytes *gunzip_open(struct bytes *packed, unsigned int ratio, struct err *err);

#endif
