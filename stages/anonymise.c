/* anonymise - takes the identities out of a stream of records: the only stage that holds the key. */
#include "base/stage.h"
#include "privacy/anonymise.h"
#include "privacy/confine.h"

#include <string.h>
#include <unistd.h>

static const char *keys, *domain = "ontrack", *delivery, *rejects, *journal;
static bool allow_tests;
static struct option_list postcodes;

static const struct option_spec options[] = {
    {"keys", OPTION_TEXT, &keys, "DIR", "the directory of the domain's key file (required)"},
    {"domain", OPTION_TEXT, &domain, "NAME",
        "pseudonyms of one domain join, those of two never (default: ontrack)"},
    {"allow-test-identifiers", OPTION_FLAG, &allow_tests, NULL,
        "give NHS numbers of the test range 999 pseudonyms too"},
    {"postcodes", OPTION_LIST, &postcodes, "FILE",
        "a postcode directory (see postcodes): places instead of districts; repeatable, one an "
        "edition"},
    {"delivery", OPTION_TEXT, &delivery, "NAME", "the delivery's name, for the journal"},
    {"rejects", OPTION_TEXT, &rejects, "FILE", "write findings there, without values"},
    {"journal", OPTION_TEXT, &journal, "FILE", "append a line of counts there"},
    {0},
};

/* All that is opened, in the order in which it is. */
struct work {
    struct contract contract;
    struct key *key;
    struct keyring *ring;
    struct batch batch;
    struct editions editions;
    struct tally tally;
    struct stream_reader reader;
    struct plan plan;
    struct stream_writer writer;
    struct anonymiser anonymiser;
};

static int open_secrets(struct work *work, struct err *err)
{
    work->key = key_open(keys, domain, err);
    if (!work->key)
        return err->code;
    work->ring = keyring_open(work->key, err);
    if (!work->ring)
        return err->code;
    return batch_open(&work->batch, DIGEST_BEST, err);
}

/* Everything is opened, and the process confined, before the first byte of data is read. */
static int open_all(struct work *work, const char *path, struct err *err)
{
    char id[KEY_ID_LENGTH + 3];
    int code = contract_load(&work->contract, path, err);

    /* Which takes a moment, and most feeds have no postcode. */
    if (!code && contract_treats(&work->contract, TREAT_DISTRICT))
        code = editions_open(&work->editions, postcodes.items, postcodes.count, err);
    if (!code)
        code = open_secrets(work, err);
    if (!code)
        code = tally_open(
            &work->tally, "anonymise", work->contract.name, delivery, rejects, journal, err);
    if (code)
        return code;
    snprintf(id, sizeof id, "\"%s\"", work->key->id);
    tally_extra(&work->tally, "key", id);
    return confine(err);
}

static int copy_records(struct work *work, struct err *err)
{
    int got;

    while ((got = stream_next(&work->reader, err)) > 0)
        if (anonymise_record(&work->anonymiser, &work->reader, err) != 0)
            return err->code;
    if (got < 0)
        return err->code;
    batch_flush(&work->batch, &work->writer);
    return tally_close(&work->tally, err);
}

static int filter(struct work *work, struct err *err)
{
    struct err ignored = ERR_INIT;
    int code = stream_open(&work->reader, STDIN_FILENO, "standard input", err);

    if (!code)
        code = plan_make(&work->plan, &work->contract, &work->reader, err);
    if (code)
        return code;
    stream_create(&work->writer, STDOUT_FILENO, "standard output", work->plan.column_count,
        work->plan.columns);
    anonymiser_init(&work->anonymiser);
    work->anonymiser.plan = &work->plan;
    work->anonymiser.ring = work->ring;
    work->anonymiser.batch = &work->batch;
    work->anonymiser.tally = &work->tally;
    work->anonymiser.writer = &work->writer;
    work->anonymiser.allow_tests = allow_tests;
    work->anonymiser.editions = &work->editions;
    code = copy_records(work, err);
    if (!code)
        return stream_finish(&work->writer, err);
    stream_abandon(&work->writer, &ignored);
    return code;
}

static void close_all(struct work *work)
{
    anonymiser_release(&work->anonymiser);
    plan_release(&work->plan);
    if (work->reader.data)
        explicit_bzero(work->reader.data, work->reader.capacity);
    stream_close(&work->reader);
    tally_release(&work->tally);
    batch_close(&work->batch);
    editions_close(&work->editions);
    keyring_close(work->ring);
    key_close(work->key);
    contract_release(&work->contract);
}

static int run(int count, char **operands, struct err *err)
{
    struct work work = {0};
    int code;

    (void)count;
    if (!keys) {
        err_set(err, EX_USAGE, "option '--keys' is missing");
        return err_hint(err, "'ontrack key new --keys DIR' makes a key");
    }
    code = open_all(&work, operands[0], err);
    if (!code)
        code = filter(&work, err);
    close_all(&work);
    option_list_release(&postcodes);
    return code;
}

static const struct stage anonymise = {
    .name = "anonymise",
    .purpose = "Replaces identifiers by pseudonyms, dates of birth by ages and postcodes by "
               "districts or places, and drops what the contract says to drop",
    .operands = "CONTRACT",
    .minimum = 1,
    .maximum = 1,
    .options = options,
    .exits = "   0  all records passed on or rejected\n"
             "  64  usage\n"
             "  65  torn stream, or a column that the contract does not name\n"
             "  66  no such contract, directory of keys or postcode directory\n"
             "  71  memory for the key can't be locked\n"
             "  73  the rejects or the journal can't be created\n"
             "  74  input or output failed\n"
             "  77  a key file that others can read, or that is not a plain file of one's own\n"
             "  78  the contract is wrong, the domain has no active key or a damaged one, or a "
             "postcode\n"
             "      directory is damaged\n",
    .run = run,
};

int main(int argc, char **argv)
{
    return stage_main(&anonymise, argc, argv);
}
