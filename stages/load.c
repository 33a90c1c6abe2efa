/* load - the last stage of the chain: records into PostgreSQL, each delivery exactly once. */
#include "base/stage.h"
#include "record/contract.h"
#include "record/tally.h"
#include "store/load.h"

#include <unistd.h>

static struct load_order order = {.slot = "all", .mode = "delta", .reject_share = 0.2};
static const char *rejects, *journal;

static const struct option_spec options[] = {
    {"source", OPTION_TEXT, &order.source, "NAME", "the source that the delivery is of"},
    {"slot", OPTION_TEXT, &order.slot, "SLOT", "what a later delivery replaces (default all)"},
    {"mode", OPTION_TEXT, &order.mode, "MODE", "append, delta (default), snapshot or period"},
    {"period", OPTION_TEXT, &order.period, "YYYY-MM", "the month it reports, for mode period"},
    {"content-hash", OPTION_TEXT, &order.content_hash, "TEXT", "tells one content from another"},
    {"mapping", OPTION_TEXT, &order.mapping, "EDITION", "edition of the source's mapping"},
    {"key-id", OPTION_TEXT, &order.key_id, "TEXT", "id of the key that anonymise used"},
    {"delivery", OPTION_TEXT, &order.delivery, "NAME", "what the delivery is called"},
    {"night", OPTION_TEXT, &order.night, "DATE", "the night that it is loaded in"},
    {"upstream", OPTION_LIST, &order.upstream, "FILE", "journals of the stages before, in order"},
    {"upstream-rejects", OPTION_LIST, &order.upstream_rejects, "FILE", "and their rejects"},
    {"quality", OPTION_TEXT, &order.quality, "FILE", "what validate --quality wrote"},
    {"reject-share", OPTION_NUMBER, &order.reject_share, "NUMBER",
        "hold a delivery of which more was rejected, unless declared (default 0.2)"},
    {"gates", OPTION_TEXT, &order.gates, "JSON", "thresholds of the source, before the contract's"},
    {"dry-run", OPTION_FLAG, &order.dry_run, NULL, "ask the gates, and write nothing"},
    {"expected", OPTION_LIST, &order.expected, "FEED",
        "a feed that will have been loaded by then (dry run)"},
    {"keep-last", OPTION_FLAG, &order.keep_last, NULL,
        "of records of one key that differ, the last counts (default: all are rejected)"},
    {"rejects", OPTION_TEXT, &rejects, "FILE", "write what load rejects here"},
    {"journal", OPTION_TEXT, &journal, "FILE", "append the counts to this file"},
    {"into", OPTION_TEXT, &order.into, "TABLE", "only copy the records into this table"},
    {.name = NULL}};

static int run(int count, char **operands, struct err *err)
{
    struct contract contract;
    struct tally tally;
    int code;

    (void)count;
    code = load_check(&order, err);
    if (!code)
        code = contract_load(&contract, operands[0], err);
    if (code)
        return code;
    order.contract = &contract;
    code = tally_open(&tally, "load", contract.name, order.delivery, rejects, journal, err);
    if (!code)
        code = load_run(&order, STDIN_FILENO, &tally, err);
    tally_release(&tally);
    contract_release(&contract);
    option_list_release(&order.upstream);
    option_list_release(&order.upstream_rejects);
    option_list_release(&order.expected);
    return code;
}

static const struct stage stage = {
    .name = "load",
    .purpose = "Reads the records of a feed and applies them to the database in one transaction; "
               "libpq's PG* variables say where it is",
    .operands = "CONTRACT",
    .minimum = 1,
    .maximum = 1,
    .options = options,
    .exits =
        "  0   applied, or unchanged since the last time\n"
        "  64  usage\n"
        "  65  the stream is torn or its records are not of the contract; nothing was applied\n"
        "  66  a file is not there\n"
        "  69  no database\n"
        "  70  an error of ours; nothing was applied\n"
        "  73  rejects or journal cannot be created\n"
        "  74  rejects or journal cannot be written; nothing was applied\n"
        "  75  held: needs ontrack release\n"
        "  77  the database user lacks a right\n"
        "  78  contract or database are not set up, or the database was built with another key\n",
    .run = run,
};

int main(int argc, char **argv)
{
    return stage_main(&stage, argc, argv);
}
