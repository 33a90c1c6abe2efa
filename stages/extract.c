/* extract - one feed of one delivery, as a stream of records. */
#include "base/memory.h"
#include "base/stage.h"
#include "record/dates.h"
#include "source/delivery.h"
#include "source/extract.h"
#include "source/fetcher.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
    const char *rejects, *journal, *as_of, *sha256, *name, *fetch, *since, *until, *etag,
        *last_modified;
    int64_t key;
} given = {.key = -1};

static const struct option_spec options[] = {
    {"rejects", OPTION_TEXT, &given.rejects, "FILE", "write what was rejected to FILE"},
    {"journal", OPTION_TEXT, &given.journal, "FILE", "append the counts to FILE"},
    {"as-of", OPTION_TEXT, &given.as_of, "DATE", "tonight's date (for years of two digits)"},
    {"sha256", OPTION_TEXT, &given.sha256, "HEX", "the hash that the delivery must have"},
    {"name", OPTION_TEXT, &given.name, "NAME",
        "the delivery's own name, where it is stored by another"},
    {"fetch", OPTION_TEXT, &given.fetch, "SPOOL",
        "only fetch a URL, into this encrypted spool, and print its hash"},
    {"since", OPTION_TEXT, &given.since, "TIME",
        "ask for, or expect, only what has changed since then (see 'since' in the source)"},
    {"until", OPTION_TEXT, &given.until, "TIME",
        "when it was fetched: a later time stamp of a record does not count"},
    {"etag", OPTION_TEXT, &given.etag, "TEXT", "with --fetch: only if the ETag is another now"},
    {"last-modified", OPTION_TEXT, &given.last_modified, "DATE",
        "with --fetch: only if it was changed since then"},
    {"spool-key", OPTION_INTEGER, &given.key, "FD",
        "the delivery is a spool; read its key of 32 bytes from this descriptor"},
    {NULL, OPTION_FLAG, NULL, NULL, NULL}};

static int fetch_only(const char *source, const char *url, struct err *err)
{
    struct fetcher fetcher = {.source = source,
        .url = url,
        .journal = given.journal,
        .since = given.since,
        .etag = given.etag,
        .last_modified = given.last_modified,
        .key = (int)given.key,
        .output = STDOUT_FILENO};
    int code;

    if (!is_remote(url) || given.key < 0)
        return err_set(err, EX_USAGE, "--fetch needs a URL and --spool-key");
    fetcher.spool = open(given.fetch, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fetcher.spool < 0)
        return err_errno(err, EX_CANTCREAT, "cannot create '%s'", given.fetch);
    code = fetcher_run(&fetcher, err);
    close(fetcher.spool);
    return code;
}

static struct spool *open_spool(const char *path, const char *name, struct err *err)
{
    unsigned char key[SPOOL_KEY_SIZE];
    struct spool *spool = NULL;
    int fd;

    if (spool_key((int)given.key, key, err))
        return NULL;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    else
        spool = spool_open(fd, name, key, err);
    explicit_bzero(key, sizeof key);
    return spool;
}

static int run_named(struct extract *extract, struct err *err)
{
    bool spooled = true;

    if (is_remote(extract->location))
        extract->spool =
            fetcher_open(extract->source, extract->location, given.since, extract->name, err);
    else if (given.key >= 0)
        extract->spool = open_spool(extract->location, extract->name, err);
    else
        spooled = false;
    return spooled && !extract->spool ? err->code : extract_run(extract, STDOUT_FILENO, err);
}

static int run(int count, char **operands, struct err *err)
{
    struct extract extract = {.source = operands[0],
        .feed = operands[1],
        .location = operands[2],
        .rejects = given.rejects,
        .journal = given.journal,
        .sha256 = given.sha256,
        .partial = given.since != NULL,
        .until = given.until,
        .as_of = INT32_MIN};
    char *name;
    int code;

    (void)count;
    if (given.as_of && !date_parse(given.as_of, strlen(given.as_of), &extract.as_of))
        return err_set(err, EX_USAGE, "--as-of must be a date such as 2026-03-31");
    if (given.key > INT32_MAX)
        return err_set(err, EX_USAGE, "--spool-key must be a descriptor");
    if (given.fetch)
        return fetch_only(operands[0], operands[2], err);
    name = given.name ? mem_text(given.name) : delivery_name(extract.location);
    extract.name = name;
    code = run_named(&extract, err);
    free(name);
    return code;
}

int main(int argc, char **argv)
{
    static const struct stage stage = {
        .name = "extract",
        .purpose = "Write one feed of a delivery as a stream of records",
        .operands = "SOURCE FEED DELIVERY",
        .minimum = 3,
        .maximum = 3,
        .options = options,
        .exits = "  65  the delivery is not what its source says it is\n"
                 "  66  the delivery cannot be read\n"
                 "  69  the server cannot be reached, or refuses\n"
                 "  73  rejects or journal cannot be created\n"
                 "  74  cannot read or write\n"
                 "  75  the delivery changed again and again while its pages were read\n"
                 "  77  the server's key is refused, or others can read its file\n"
                 "  78  the source is not valid\n",
        .run = run,
    };

    return stage_main(&stage, argc, argv);
}
