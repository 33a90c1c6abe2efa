#include "pipeline/postcodes.h"
#include "base/buf.h"
#include "base/memory.h"
#include "privacy/postcodes.h"
#include "record/dates.h"

#include <string.h>

enum { EDITIONS_MAXIMUM = 8 * 1024 };

static int describe(struct config *config, size_t at, struct buf *editions, struct err *err)
{
    struct postcodes_about about;

    if (postcodes_describe(config->postcodes[at].path, &about, err)) {
        /* What is missing tonight may be there tomorrow; what is configured must be. */
        err->code = EX_CONFIG;
        return err->code;
    }
    config->postcodes[at].month = about.month;
    for (size_t i = 0; i < at; i++)
        if (config->postcodes[i].month == about.month) {
            err_set(err, EX_CONFIG, "two postcode directories are of edition %s", about.edition);
            return err_hint(err, "name one of them in 'postcodes'");
        }
    if (!buf_addf(editions, " %s+%s", about.edition, about.fingerprint))
        return err_set(err, EX_CONFIG, "'postcodes' names too many directories");
    return 0;
}

int postcodes_read(struct config *config, struct err *err)
{
    struct buf editions = BUF_INIT(EDITIONS_MAXIMUM);

    for (size_t i = 0; i < config->postcode_count && !err->code; i++)
        describe(config, i, &editions, err);
    config->postcodes_edition = mem_text(buf_text(&editions));
    buf_release(&editions);
    return err->code;
}

char *postcodes_mapping(
    const struct config *config, const struct source *source, const struct contract *contract)
{
    return mem_format("%s%s", source->edition,
        contract_treats(contract, TREAT_DISTRICT) ? config->postcodes_edition : "");
}

int postcodes_age(const struct config *config)
{
    int year, month, day, latest = 0;
    int32_t night;

    for (size_t i = 0; i < config->postcode_count; i++)
        if ((int)config->postcodes[i].month > latest)
            latest = (int)config->postcodes[i].month;
    if (!date_parse(config->night, strlen(config->night), &night))
        return 0;
    date_split(night, &year, &month, &day);
    return (int)month_number(year, month) - latest;
}
