#include "source/content.h"

#include <string.h>

int content_restart(void *state, struct err *err)
{
    struct content *content = state;

    sha256_free(content->hash);
    content->hash = sha256_new();
    content->hex[0] = '\0';
    return spool_rewind(content->spool, err);
}

int content_add(void *state, const char *data, size_t length, struct err *err)
{
    struct content *content = state;

    sha256_add(content->hash, data, length);
    return spool_write(content->spool, data, length, err);
}

void content_hash(struct content *content, char hex[SHA256_HEX_SIZE])
{
    if (!content->hex[0])
        sha256_hex(content->hash, content->hex);
    memcpy(hex, content->hex, SHA256_HEX_SIZE);
}

void content_release(struct content *content)
{
    sha256_free(content->hash);
    content->hash = NULL;
}
