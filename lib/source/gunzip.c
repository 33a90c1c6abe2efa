#include "source/gunzip.h"
#include "base/memory.h"
#include "source/ratio.h"

#include <stdbool.h>
#include <stdlib.h>
#include <zlib.h>

enum { PACKED = 64 * 1024, GZIP_ONLY = 16 + MAX_WBITS };

struct gunzip {
    struct bytes *packed;
    unsigned int ratio;
    uint64_t unpacked;
    z_stream z;
    bool between; /* a member has ended, and the next has not begun */
    char data[PACKED];
};

/* Fills the input: 1, 0 at the end, or -1. */
static int refill(struct gunzip *state, struct err *err)
{
    ssize_t got;

    if (state->z.avail_in)
        return 1;
    got = bytes_read(state->packed, state->data, PACKED, err);
    if (got <= 0)
        return (int)got;
    state->z.next_in = (Bytef *)state->data;
    state->z.avail_in = (uInt)got;
    return 1;
}

static ssize_t fail(struct gunzip *state, const char *what, struct err *err)
{
    err_set(err, EX_DATAERR, "the gzip file '%s' %s", bytes_name(state->packed), what);
    err_hint(err, "ask for the delivery to be sent again; 'gzip -t' tests a copy");
    return -1;
}

/* Between two members: 1 where another begins, 0 at the end, -1 for anything else. */
static int next_member(struct gunzip *state, struct err *err)
{
    int got;

    while ((got = refill(state, err)) > 0 && *state->z.next_in == 0) {
        state->z.next_in++;
        state->z.avail_in--;
    }
    if (got <= 0)
        return got;
    if (*state->z.next_in != 0x1f)
        return (int)fail(state, "has other bytes after its end", err);
    inflateReset(&state->z);
    state->between = false;
    return 1;
}

static ssize_t gunzip_read(void *opaque, char *data, size_t capacity, struct err *err)
{
    struct gunzip *state = opaque;
    uInt room = capacity > UINT32_MAX ? UINT32_MAX : (uInt)capacity;

    state->z.next_out = (Bytef *)data;
    state->z.avail_out = room;
    while (state->z.avail_out == room) {
        int got = state->between ? next_member(state, err) : refill(state, err);
        int code;

        if (got == 0 && !state->between)
            return fail(state, "is cut short", err);
        if (got <= 0)
            return got;
        code = inflate(&state->z, Z_NO_FLUSH);
        if (code == Z_STREAM_END)
            state->between = true;
        else if (code != Z_OK && code != Z_BUF_ERROR)
            return fail(state, "is damaged", err);
    }
    state->unpacked += room - state->z.avail_out;
    if (ratio_check(bytes_name(state->packed), bytes_taken(state->packed), state->unpacked,
            state->ratio, err))
        return -1;
    return (ssize_t)(room - state->z.avail_out);
}

static void gunzip_close(void *opaque)
{
    struct gunzip *state = opaque;

    inflateEnd(&state->z);
    bytes_close(state->packed);
    free(state);
}

struct bytes *gunzip_open(struct bytes *packed, unsigned int ratio, struct err *err)
{
    static const struct bytes_kind kind = {gunzip_read, gunzip_close};
    struct gunzip *state = mem_alloc(sizeof *state);

    state->packed = packed;
    state->ratio = ratio;
    if (inflateInit2(&state->z, GZIP_ONLY) == Z_OK)
        return bytes_new(&kind, state, bytes_name(packed));
    err_set(err, EX_SOFTWARE, "zlib cannot start");
    bytes_close(packed);
    free(state);
    return NULL;
}
