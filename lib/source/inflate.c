#include "source/inflate.h"
#include "base/memory.h"

#include <stdlib.h>
#include <zlib.h>

enum { PLAIN = 64 * 1024, GZIP_ONLY = 16 + MAX_WBITS };

struct inflater {
    inflater_sink *sink;
    void *state;
    z_stream z;
    bool ready; /* zlib could be started */
    bool ended; /* a member has ended, and no other has begun */
    char plain[PLAIN];
};

struct inflater *inflater_new(inflater_sink *sink, void *state)
{
    struct inflater *inflater = mem_alloc(sizeof *inflater);

    inflater->sink = sink;
    inflater->state = state;
    inflater->ready = inflateInit2(&inflater->z, GZIP_ONLY) == Z_OK;
    return inflater;
}

/* Unpacks some of the input to the sink. */
static int step(struct inflater *inflater, struct err *err)
{
    z_stream *z = &inflater->z;
    int code;

    z->next_out = (Bytef *)inflater->plain;
    z->avail_out = PLAIN;
    code = inflate(z, Z_NO_FLUSH);
    inflater->ended = code == Z_STREAM_END;
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        return err_set(err, EX_DATAERR, "the compressed answer is damaged");
    if (z->avail_out == PLAIN)
        return 0;
    return inflater->sink(inflater->state, inflater->plain, PLAIN - z->avail_out, err);
}

int inflater_add(struct inflater *inflater, const char *data, size_t length, struct err *err)
{
    z_stream *z = &inflater->z;

    if (!inflater->ready)
        return err_set(err, EX_SOFTWARE, "zlib cannot start");
    z->next_in = (Bytef *)data;
    z->avail_in = (uInt)length;
    do {
        if (inflater->ended && !z->avail_in)
            break;
        if (inflater->ended)
            inflateReset(z); /* another member */
        if (step(inflater, err))
            return err->code;
    } while (z->avail_in || z->avail_out == 0);
    return 0;
}

bool inflater_whole(const struct inflater *inflater)
{
    return inflater->ended;
}

void inflater_free(struct inflater *inflater)
{
    if (!inflater)
        return;
    if (inflater->ready)
        inflateEnd(&inflater->z);
    free(inflater);
}
