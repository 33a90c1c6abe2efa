/* batch.h - records whose pseudonyms are still being made.
 *
 * A record is written at once, with 32 bytes left open for each pseudonym; what is to be hashed is
 * put aside. When there is enough of it (hundreds of digests are cheaper at once than one by one),
 * batch_flush() has them all made, fills the gaps and passes the records on. Memory is bounded: by
 * the number of digests, and by the size of the records, one of which may be large. */
#ifndef ONTRACK_PRIVACY_BATCH_H
#define ONTRACK_PRIVACY_BATCH_H

#include "privacy/digest.h"
#include "record/stream.h"

#include <string.h>

enum {
    BATCH_DIGESTS = 512,
    BATCH_MESSAGES = 32 * 1024, /* bytes of what is to be hashed */
    BATCH_RECORDS = 128 * 1024  /* bytes of records, after which they are passed on */
};

struct batch {
    struct digester digester;
    struct batch_secret *secret; /* messages and digests */
    size_t digests, message_bytes;
    struct buf text; /* records, each a whole line */
    size_t records;
    size_t gaps[BATCH_DIGESTS]; /* where in `text` each digest belongs */
    /* what batch_drop() goes back to */
    size_t mark_digests, mark_message_bytes, mark_text;
};

/* 0 or EX_OSERR. */
int batch_open(struct batch *batch, enum digest_engine engine, struct err *err);
void batch_close(struct batch *batch);

/* Whether the next record still fits, with `digests` pseudonyms and `bytes` of text. Flush first
 * where it does not; an empty batch takes any record. */
bool batch_fits(const struct batch *batch, size_t digests, size_t bytes);

/* A record: begin, what it consists of, and end or drop. batch_begin() reserves `bytes`, which the
 * record must not pass; false where that is more than a record can have. */
bool batch_begin(struct batch *batch, size_t bytes);
static inline void batch_text(struct batch *batch, const char *data, size_t length)
{
    memcpy(batch->text.data + batch->text.length, data, length);
    batch->text.length += length;
}

static inline void batch_char(struct batch *batch, char c)
{
    batch->text.data[batch->text.length++] = c;
}

/* Room for MESSAGE_MAXIMUM bytes of what is to be hashed next; batch_digest() then takes the first
 * `length` of them and leaves a gap in the record. */
uint8_t *batch_message(struct batch *batch);
void batch_digest(struct batch *batch, const struct hmac_pads *pads, size_t length);
void batch_end(struct batch *batch);
void batch_drop(struct batch *batch);

void batch_flush(struct batch *batch, struct stream_writer *writer);

#endif
