/* ontrack source check - what a mapping makes of a sample: the first records of each feed, masked, and
 * what validate says of all. Nothing is written, and no database is needed. */
#include "pipeline/commands.h"
#include "pipeline/config.h"
#include "pipeline/verdict.h"
#include "base/memory.h"
#include "base/tree.h"
#include "record/dates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CODES_MAXIMUM = 32 };

static const char *config_path, *as_of, *only_feed, *own_name;
static struct option_list code_folders;
static int64_t rows = 5;
static bool allow_test_identifiers;

static const struct option_spec options[] = {
    {"rows", OPTION_INTEGER, &rows, "N", "how many records to show of each feed (default 5)"},
    {"feed", OPTION_TEXT, &only_feed, "NAME", "look at this feed only"},
    {"name", OPTION_TEXT, &own_name, "NAME",
        "what the delivery will be called, where that says "
        "more than the sample's name"},
    {"config", OPTION_TEXT, &config_path, "FILE",
        "take 'codes', 'as_of' and 'allow_test_identifiers' from this configuration"},
    {"codes", OPTION_LIST, &code_folders, "DIR",
        "one more directory of code lists; repeatable, the last one that has a list wins"},
    {"as-of", OPTION_TEXT, &as_of, "DATE",
        "tonight's date, YYYY-MM-DD (default: the configuration's, else today)"},
    {"allow-test-identifiers", OPTION_FLAG, &allow_test_identifiers, NULL,
        "accept NHS numbers of the test range 999"},
    {0},
};

/* One feed: what is known of it once the first records have been read. */
struct feed_look {
    const char *feed;
    char *path; /* of its contract */
    struct contract contract;
    struct err problem; /* of the contract */
    struct preview preview;
};

struct check {
    struct config config;
    struct source source;
    struct sample sample;
    char night[11], *name, *own_codes;
    const char *codes[CODES_MAXIMUM];
    struct feed_look *parts;
    size_t part_count;
    struct masked masked;
    char *unused; /* columns, as printed last */
    size_t feeds, bad;
};

static int add_codes(struct check *check, const char *folder, struct err *err)
{
    if (check->sample.code_count == CODES_MAXIMUM)
        return err_set(err, EX_USAGE, "more than %d directories of code lists", CODES_MAXIMUM);
    check->codes[check->sample.code_count++] = folder;
    return 0;
}

static int find_codes(struct check *check, struct err *err)
{
    if (!config_path) {
        check->own_codes = tree_path("contracts/codes", err);
        if (!check->own_codes || add_codes(check, check->own_codes, err))
            return err->code;
    }
    for (size_t i = 0; i < check->config.code_count; i++)
        if (add_codes(check, check->config.codes[i], err))
            return err->code;
    for (size_t i = 0; i < code_folders.count; i++)
        if (add_codes(check, code_folders.items[i], err))
            return err->code;
    return 0;
}

static int find_night(struct check *check, struct err *err)
{
    int32_t day = date_today();

    if (config_path) {
        if (config_load(&check->config, config_path, as_of, err))
            return err->code;
        memcpy(check->night, check->config.night, sizeof check->night);
        return 0;
    }
    if (as_of && !date_parse(as_of, strlen(as_of), &day)) {
        err_set(err, EX_USAGE, "'--as-of' is not a date");
        return err_hint(err, "write it as YYYY-MM-DD, between 1900 and 2100");
    }
    date_format(day, check->night);
    return 0;
}

static int check_operands(struct check *check, const char *path, struct err *err)
{
    struct stat status;

    if (rows > PREVIEW_MAXIMUM)
        return err_set(err, EX_USAGE, "'--rows' is %d at most", PREVIEW_MAXIMUM);
    if (is_url(path)) {
        err_set(err, EX_USAGE, "a sample is a file, a directory or a zip, not a URL");
        return err_hint(err, "fetch it first, to a place that only you can read");
    }
    if (stat(path, &status) != 0)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", path);
    if (only_feed && !source_has_feed(&check->source, only_feed)) {
        err_set(err, EX_USAGE, "source '%s' has no feed '%.60s'", check->source.name, only_feed);
        return err_hint(err, "see 'feeds' in '%s'", check->source.path);
    }
    return 0;
}

static int prepare(struct check *check, const char *source, const char *path, struct err *err)
{
    if (source_load(&check->source, source, err) || check_operands(check, path, err) ||
        find_night(check, err) || find_codes(check, err))
        return err->code;
    check->name = own_name ? mem_text(own_name) : delivery_name(path);
    check->sample.source = source;
    check->sample.path = path;
    check->sample.name = check->name;
    check->sample.night = check->night;
    check->sample.codes = check->codes;
    check->sample.allow_test_identifiers =
        allow_test_identifiers || check->config.allow_test_identifiers;
    return 0;
}

/* What is not kept in one feed must not be shown in another: the first records of all are read before
 * any is shown. */
static int read_part(struct check *check, const char *feed, struct err *err)
{
    struct feed_look *part = &check->parts[check->part_count++];
    char *relative = mem_format("contracts/%s.json", feed);

    *part = (struct feed_look){.feed = feed, .path = tree_path(relative, err), .problem = ERR_INIT};
    free(relative);
    if (!part->path || contract_load(&part->contract, part->path, &part->problem))
        return err->code;
    part->preview = (struct preview){.contract = &part->contract, .masked = &check->masked};
    return sample_first(&check->sample, feed, part->path, (size_t)rows, &part->preview, err);
}

/* 0 or the code of this feed; `err` is for what is neither the sample's fault nor the mapping's. */
static int show_part(struct check *check, struct feed_look *part, struct err *err)
{
    struct sample_result result;
    int code;

    check->feeds++;
    if (part->problem.code) {
        printf("\n%s\n  there is no contract that can be read: %s\n", part->feed,
            part->problem.message);
        check->bad++;
        return EX_CONFIG;
    }
    if (sample_whole(&check->sample, part->feed, part->path, &result, err))
        return err->code;
    printf("\n%s: %s\n", part->feed, part->contract.title);
    preview_print(&part->preview, &check->source, part->feed);
    code = verdict_fields(&part->contract, &check->source, part->feed);
    verdict_columns(&result, &check->source, part->feed, &check->unused);
    code = verdict_whole(&result, code);
    sample_result_release(&result);
    check->bad += code != 0;
    return code;
}

static void print_end(const struct check *check)
{
    if (check->source.drift.kinds[DRIFT_NEW] == SOURCE_DRIFT_IGNORE)
        printf("\ncolumns that no feed uses are not looked for: 'drift' is 'ignore'\n");
    printf(
        "\n••••  a value that is there and is not shown; ✗ and ! a rule that it breaks: rejected, "
        "or only a warning\n");
    if (check->bad)
        printf("%zu of %zu feeds can't be read\n", check->bad, check->feeds);
    else
        printf("%zu of %zu feeds can be read\n", check->feeds, check->feeds);
}

static int check_all(struct check *check, struct err *err)
{
    int worst = 0;

    utf8_clean(check->name);
    check->parts = mem_array(check->source.feed_count, sizeof *check->parts);
    for (size_t i = 0; i < check->source.feed_count; i++)
        if (read_part(check, check->source.feeds[i], err))
            return err->code;
    printf(
        "source '%s' and sample '%s', as of %s\n", check->source.name, check->name, check->night);
    for (size_t i = 0; i < check->part_count; i++) {
        struct feed_look *part = &check->parts[i];
        int code = 0;

        if (!only_feed || strcmp(only_feed, part->feed) == 0)
            code = show_part(check, part, err);
        if (err->code)
            return err->code;
        if (code && (!worst || worst == EX_DATAERR))
            worst = code;
    }
    print_end(check);
    return worst;
}

static void release(struct check *check)
{
    for (size_t i = 0; i < check->part_count; i++) {
        preview_release(&check->parts[i].preview);
        contract_release(&check->parts[i].contract);
        free(check->parts[i].path);
    }
    free(check->parts);
    masked_release(&check->masked);
    source_release(&check->source);
    config_release(&check->config);
    option_list_release(&code_folders);
    free(check->name);
    free(check->own_codes);
    free(check->unused);
}

static int run(int count, char **operands, struct err *err)
{
    struct check check = {.feeds = 0};
    int code;

    (void)count;
    if (strcmp(operands[0], "check") != 0) {
        err_set(err, EX_USAGE, "unknown action '%.60s'", operands[0]);
        return err_hint(err, "usage: ontrack source check [OPTION]... FILE SAMPLE");
    }
    code = prepare(&check, operands[1], operands[2], err);
    if (!code)
        code = check_all(&check, err);
    release(&check);
    return code;
}

const struct stage command_source = {
    .name = "ontrack source",
    .purpose = "Shows what a mapping makes of a sample, with all that is not kept masked",
    .operands = "check FILE SAMPLE",
    .minimum = 3,
    .maximum = 3,
    .options = options,
    .exits = "   0  all feeds can be read, rejected records or not\n"
             "  64  usage\n"
             "  65  the sample does not fit the mapping\n"
             "  66  there is no such file\n"
             "  78  the mapping, a contract or a code list is wrong\n",
    .run = run,
};
