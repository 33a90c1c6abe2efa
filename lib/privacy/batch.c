#include "privacy/batch.h"
#include "privacy/hex.h"
#include "privacy/pseudonym.h"
#include "privacy/secret.h"

#include <string.h>

/* Identifiers and what is made of them: wiped with each flush. Vector code may read a little past
 * the end of a message. */
struct batch_secret {
    struct digest digests[BATCH_DIGESTS];
    uint8_t messages[BATCH_MESSAGES + 64];
};

enum { TEXT_MAXIMUM = 3 * STREAM_RECORD_MAXIMUM };

int batch_open(struct batch *batch, enum digest_engine engine, struct err *err)
{
    *batch = (struct batch){0};
    buf_init(&batch->text, TEXT_MAXIMUM);
    batch->secret = secret_alloc(sizeof *batch->secret, SECRET_PASSING, err);
    if (!batch->secret || digester_open(&batch->digester, engine, err) != 0)
        return err->code;
    return 0;
}

void batch_close(struct batch *batch)
{
    digester_close(&batch->digester);
    secret_free(batch->secret, sizeof *batch->secret);
    buf_release(&batch->text);
}

bool batch_fits(const struct batch *batch, size_t digests, size_t bytes)
{
    if (batch->records == 0)
        return true;
    return batch->digests + digests <= BATCH_DIGESTS &&
           batch->message_bytes + digests * MESSAGE_MAXIMUM <= BATCH_MESSAGES &&
           batch->text.length + bytes <= BATCH_RECORDS;
}

bool batch_begin(struct batch *batch, size_t bytes)
{
    batch->mark_digests = batch->digests;
    batch->mark_message_bytes = batch->message_bytes;
    batch->mark_text = batch->text.length;
    return buf_reserve(&batch->text, bytes);
}

uint8_t *batch_message(struct batch *batch)
{
    return batch->secret->messages + batch->message_bytes;
}

void batch_digest(struct batch *batch, const struct hmac_pads *pads, size_t length)
{
    struct digest *digest = &batch->secret->digests[batch->digests];

    digest->pads = pads;
    digest->message = batch_message(batch);
    digest->length = length;
    batch->gaps[batch->digests++] = batch->text.length;
    batch->message_bytes += length;
    batch->text.length += PSEUDONYM_DIGITS;
}

void batch_end(struct batch *batch)
{
    batch->records++;
}

void batch_drop(struct batch *batch)
{
    batch->digests = batch->mark_digests;
    batch->message_bytes = batch->mark_message_bytes;
    batch->text.length = batch->mark_text;
}

void batch_flush(struct batch *batch, struct stream_writer *writer)
{
    struct digest *digests = batch->secret->digests;

    digester_run(&batch->digester, digests, batch->digests);
    for (size_t i = 0; i < batch->digests; i++)
        hex_print_16(digests[i].value, batch->text.data + batch->gaps[i]);
    stream_put_lines(writer, batch->text.data, batch->text.length, batch->records);
    explicit_bzero(batch->secret->messages, batch->message_bytes);
    batch->text.length = batch->message_bytes = batch->digests = batch->records = 0;
}
