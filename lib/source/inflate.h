/* inflate.h - unpacking gzip as it comes in, part by part: the content of an answer that says
 * "Content-Encoding: gzip". Unlike libcurl's own, it knows whether what came was whole. */
#ifndef ONTRACK_SOURCE_INFLATE_H
#define ONTRACK_SOURCE_INFLATE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct inflater;

/* Where the unpacked bytes go: 0 or an exit code. */
typedef int inflater_sink(void *state, const char *data, size_t length, struct err *err);

struct inflater *inflater_new(inflater_sink *sink, void *state);
/* 0; EX_DATAERR where it is no gzip, is damaged, or something else follows it; or what the sink
 * returned. */
int inflater_add(struct inflater *inflater, const char *data, size_t length, struct err *err);
/* Whether it has come to an end, whose check sum fits. */
bool inflater_whole(const struct inflater *inflater);
void inflater_free(struct inflater *inflater);

#endif
