/* extract - one feed of one delivery, as a stream of records. */
#include "base/stage.h"
#include "record/dates.h"
#include "source/extract.h"

#include <string.h>

static struct {
    const char *rejects, *journal, *as_of, *sha256, *name;
} given;

static const struct option_spec options[] = {
    {"rejects", OPTION_TEXT, &given.rejects, "FILE", "write what was rejected to FILE"},
    {"journal", OPTION_TEXT, &given.journal, "FILE", "append the counts to FILE"},
    {"as-of", OPTION_TEXT, &given.as_of, "DATE", "tonight's date (for years of two digits)"},
    {"sha256", OPTION_TEXT, &given.sha256, "HEX", "the hash that the delivery must have"},
    {"name", OPTION_TEXT, &given.name, "NAME", "the delivery's own name, where FILE has another"},
    {NULL, OPTION_FLAG, NULL, NULL, NULL}};

static int run(int count, char **operands, struct err *err)
{
    struct extract extract = {.source = operands[0],
        .feed = operands[1],
        .location = operands[2],
        .name = given.name,
        .rejects = given.rejects,
        .journal = given.journal,
        .sha256 = given.sha256,
        .as_of = INT32_MIN};

    (void)count;
    if (given.as_of && !date_parse(given.as_of, strlen(given.as_of), &extract.as_of))
        return err_set(err, EX_USAGE, "--as-of must be a date such as 2026-03-31");
    return extract_run(&extract, 1, err);
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
                 "  78  the source is not valid\n",
        .run = run,
    };

    return stage_main(&stage, argc, argv);
}
