/* fetch - a remote delivery, into an encrypted spool. The only program that speaks to the network: it
 * never parses what it fetches, and what parses it (extract, which starts this one) opens no socket. */
#include "base/memory.h"
#include "base/stage.h"
#include "record/tally.h"
#include "source/api_key.h"
#include "source/http.h"
#include "source/sha256.h"
#include "source/source.h"
#include "source/spool.h"

#include <stdio.h>
#include <stdlib.h>

static struct {
    const char *journal;
    int64_t spool, key;
} given = {.spool = -1, .key = -1};

static const struct option_spec options[] = {
    {"spool", OPTION_INTEGER, &given.spool, "FD", "write the spool to this descriptor"},
    {"spool-key", OPTION_INTEGER, &given.key, "FD", "read the spool's key of 32 bytes from it"},
    {"journal", OPTION_TEXT, &given.journal, "FILE", "append size and hash to FILE"},
    {NULL, OPTION_FLAG, NULL, NULL, NULL}};

static const uint64_t content_maximum = UINT64_C(64) * 1024 * 1024 * 1024;

/* Where the content goes. */
struct content {
    struct spool *spool;
    struct sha256 *hash;
};

static int restart(void *state, struct err *err)
{
    struct content *content = state;

    sha256_free(content->hash);
    content->hash = sha256_new();
    return spool_rewind(content->spool, err);
}

static int add(void *state, const char *data, size_t length, struct err *err)
{
    struct content *content = state;

    sha256_add(content->hash, data, length);
    return spool_write(content->spool, data, length, err);
}

static int write_journal(
    const struct source *source, uint64_t size, const char *hash, struct err *err)
{
    struct tally tally;
    char text[SHA256_HEX_SIZE + 2];
    int code = tally_open(&tally, "fetch", NULL, source->name, NULL, given.journal, err);

    if (code)
        return code;
    snprintf(text, sizeof text, "\"%s\"", hash);
    tally_extra(&tally, "sha256", text);
    snprintf(text, sizeof text, "%llu", (unsigned long long)size);
    tally_extra(&tally, "bytes", text);
    code = tally_close(&tally, err);
    tally_release(&tally);
    return code;
}

/* The hash goes to standard output, for whoever asked for the fetch. */
static int fetch(
    const struct source *source, const char *url, struct content *content, struct err *err)
{
    struct http_request request = {.url = url,
        .header = api_key_header(source, err),
        .maximum = content_maximum,
        .restart = restart,
        .write = add,
        .state = content};
    char hash[SHA256_HEX_SIZE];
    int code = err->code;

    if (!code)
        code = http_fetch(&request, err);
    api_key_release((char *)request.header);
    if (code || spool_finish(content->spool, err))
        return err->code;
    sha256_hex(content->hash, hash);
    if (write_journal(source, spool_size(content->spool), hash, err))
        return err->code;
    printf("%s\n", hash);
    return 0;
}

static int open_spool(struct content *content, struct err *err)
{
    unsigned char key[SPOOL_KEY_SIZE];

    if (given.spool < 0 || given.key < 0 || given.spool > INT32_MAX || given.key > INT32_MAX)
        return err_set(err, EX_USAGE, "--spool and --spool-key are needed");
    if (spool_key((int)given.key, key, err))
        return err->code;
    content->spool = spool_create((int)given.spool, "the spool", key, err);
    explicit_bzero(key, sizeof key);
    return content->spool ? 0 : err->code;
}

static int run(int count, char **operands, struct err *err)
{
    struct content content = {.spool = NULL};
    struct source source;
    int code;

    (void)count;
    if (source_load(&source, operands[0], err))
        return err->code;
    code = open_spool(&content, err);
    if (!code)
        code = fetch(&source, operands[1], &content, err);
    spool_close(content.spool);
    sha256_free(content.hash);
    source_release(&source);
    return code;
}

int main(int argc, char **argv)
{
    static const struct stage stage = {
        .name = "fetch",
        .purpose = "Fetch a delivery over HTTP(S) into an encrypted spool",
        .operands = "SOURCE URL",
        .minimum = 2,
        .maximum = 2,
        .options = options,
        .exits = "  65  the delivery is larger than 64 GiB\n"
                 "  66  there is no such delivery\n"
                 "  69  the server cannot be reached, or refuses\n"
                 "  77  the key is refused, or others can read its file\n"
                 "  78  the source is not valid\n",
        .run = run,
    };

    return stage_main(&stage, argc, argv);
}
