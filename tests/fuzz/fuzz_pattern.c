/* Any bytes as a pattern, and what is behind its first line as a text: no crash, no endless work; and
 * what matches, matches as one of two alternatives and as a group too. */
#include "base/buf.h"
#include "record/pattern.h"
#include "record/stream.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool matches(const char *pattern, size_t length, const char *text, size_t text_length)
{
    struct err err = ERR_INIT;
    struct pattern *compiled = pattern_compile(pattern, length, &err);
    bool result = compiled && pattern_matches(compiled, text, text_length);

    pattern_free(compiled);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *pattern = (const char *)data, *end = size ? memchr(data, '\n', size) : NULL;
    size_t length = end ? (size_t)(end - pattern) : size;
    const char *text = end ? end + 1 : "";
    size_t text_length = end ? size - length - 1 : 0;
    struct buf wider = BUF_INIT(100000);

    if (length > 300 || !utf8_valid(pattern, length) || !utf8_valid(text, text_length))
        return 0;
    /* A group in place of the anchors that may stand at the ends. */
    if (matches(pattern, length, text, text_length) && pattern[0] != '^' &&
        pattern[length - 1] != '$') {
        buf_addf(&wider, "q|(%.*s)", (int)length, pattern);
        if (!matches(wider.data, wider.length, text, text_length)) {
            struct err err = ERR_INIT;
            struct pattern *compiled = pattern_compile(wider.data, wider.length, &err);

            if (compiled || (!strstr(err.message, "too long") && !strstr(err.message, "too deep")))
                abort();
        }
    }
    buf_release(&wider);
    return 0;
}
