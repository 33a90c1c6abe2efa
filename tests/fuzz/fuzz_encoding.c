/* Any bytes in each encoding: what comes out is UTF-8 without a NUL, up to a sequence that the error
 * is about; and it does not depend on the parts in which it comes. */
#include "bytes.h"
#include "record/stream.h"
#include "source/decoder.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int decode(
    const uint8_t *data, size_t size, size_t part, enum source_encoding encoding, struct buf *out)
{
    static char block[DECODER_CAPACITY];
    struct memory memory = {data, size, part, 0};
    struct bytes *bytes = open_memory(&memory);
    struct decoder decoder;
    struct err err = ERR_INIT;
    ssize_t got;

    decoder_open(&decoder, bytes, encoding);
    while ((got = decoder_read(&decoder, block, sizeof block, &err)) > 0)
        buf_add(out, block, (size_t)got);
    decoder_close(&decoder);
    bytes_close(bytes);
    return got < 0 ? -1 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int encoding = ENCODING_UTF8; encoding <= ENCODING_ISO_8859_15; encoding++) {
        struct buf whole = BUF_INIT(16 * 1024 * 1024), parts = BUF_INIT(16 * 1024 * 1024);
        int code = decode(data, size, size ? size : 1, (enum source_encoding)encoding, &whole);

        if (code != decode(data, size, 3, (enum source_encoding)encoding, &parts) ||
            whole.length != parts.length ||
            (whole.length && memcmp(whole.data, parts.data, whole.length) != 0))
            abort();
        if (code == 0 && !utf8_valid(buf_text(&whole), whole.length))
            abort();
        buf_release(&whole);
        buf_release(&parts);
    }
    return 0;
}
