/* fetch - a remote delivery, into an encrypted spool. The only program that speaks to the network.
 * Of what it fetches it reads only where a page ends and which is the next (page.h); what reads the
 * records (extract, which starts this one) opens no socket. */
#include "base/memory.h"
#include "base/stage.h"
#include "record/tally.h"
#include "source/content.h"
#include "source/fetch.h"
#include "source/source.h"
#include "source/spool.h"

#include <stdio.h>
#include <stdlib.h>

static struct {
    const char *journal, *since, *etag, *last_modified;
    int64_t spool, key;
} given = {.spool = -1, .key = -1};

static const struct option_spec options[] = {
    {"spool", OPTION_INTEGER, &given.spool, "FD", "write the spool to this descriptor"},
    {"spool-key", OPTION_INTEGER, &given.key, "FD", "read the spool's key of 32 bytes from it"},
    {"since", OPTION_TEXT, &given.since, "TIME", "ask for what has changed since then only"},
    {"etag", OPTION_TEXT, &given.etag, "TEXT", "fetch only if the ETag is another now"},
    {"last-modified", OPTION_TEXT, &given.last_modified, "DATE",
        "fetch only if changed since then"},
    {"journal", OPTION_TEXT, &given.journal, "FILE", "append size and hash to FILE"},
    {NULL, OPTION_FLAG, NULL, NULL, NULL}};

static int write_journal(const struct source *source, const struct fetched *fetched,
    const struct content *content, const char *hash, struct err *err)
{
    struct tally tally;
    char text[SHA256_HEX_SIZE + 2];
    int code = tally_open(&tally, "fetch", NULL, source->name, NULL, given.journal, err);

    if (code)
        return code;
    snprintf(text, sizeof text, "\"%s\"", hash);
    if (!fetched->unchanged)
        tally_extra(&tally, "sha256", text);
    snprintf(text, sizeof text, "%llu", (unsigned long long)spool_size(content->spool));
    tally_extra(&tally, "bytes", text);
    snprintf(text, sizeof text, "%llu", (unsigned long long)fetched->pages);
    tally_extra(&tally, "pages", text);
    tally_extra(&tally, "unchanged", fetched->unchanged ? "true" : "false");
    code = tally_close(&tally, err);
    tally_release(&tally);
    return code;
}

static void say(const char *name, const char *text)
{
    if (text)
        printf("%s %s\n", name, text);
}

/* The hash goes to standard output, for whoever asked for the fetch, and what the server said after it. */
static int fetch(
    const struct source *source, const char *url, struct content *content, struct err *err)
{
    const struct fetch_order order = {.source = source,
        .url = url,
        .since = given.since,
        .etag = given.etag,
        .last_modified = given.last_modified};
    char hash[SHA256_HEX_SIZE] = "unchanged";
    struct fetched fetched;

    if (fetch_run(&order, content, &fetched, err) == 0 && spool_finish(content->spool, err) == 0) {
        if (!fetched.unchanged)
            content_hash(content, hash);
        if (write_journal(source, &fetched, content, hash, err) == 0) {
            printf("%s\n", hash);
            say("date", fetched.date);
            say("etag", fetched.etag);
            say("last-modified", fetched.last_modified);
        }
    }
    fetched_release(&fetched);
    return err->code;
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
    content_release(&content);
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
        .exits = "  65  the delivery is too large, or its pages are not what the source says\n"
                 "  66  there is no such delivery\n"
                 "  69  the server cannot be reached, or refuses\n"
                 "  75  the delivery changed again and again while its pages were read\n"
                 "  77  the key is refused, or others can read its file\n"
                 "  78  the source is not valid\n",
        .run = run,
    };

    return stage_main(&stage, argc, argv);
}
