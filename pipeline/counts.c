#include "pipeline/counts.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JOURNAL_MAXIMUM = 16 * 1024 * 1024 };

static const char *const names[STAGES] = {"extract", "validate", "anonymise", "load"};

int traces_open(
    struct traces *traces, const struct folders *folders, const char *slug, struct err *err)
{
    char *folder = mem_format("%s/%s", folders->journal, slug);

    for (int stage = 0; stage < STAGES; stage++) {
        traces->journal[stage] = mem_format("%s/%s.jsonl", folder, names[stage]);
        traces->rejects[stage] = mem_format("%s/%s.%s", folders->rejects, slug, names[stage]);
        unlink(traces->journal[stage]);
        unlink(traces->rejects[stage]);
    }
    traces->quality = mem_format("%s/%s.quality", folders->rejects, slug);
    unlink(traces->quality);
    traces->log = mem_format("%s/%s.log", folders->log, slug);
    folder_make(folder, err);
    free(folder);
    return err->code;
}

void traces_close(struct traces *traces)
{
    for (int stage = 0; stage < STAGES; stage++) {
        if (traces->rejects[stage])
            unlink(traces->rejects[stage]);
        free(traces->journal[stage]);
        free(traces->rejects[stage]);
    }
    if (traces->quality)
        unlink(traces->quality);
    free(traces->quality);
    free(traces->log);
    *traces = (struct traces){0};
}

void counts_read(const struct traces *traces, struct unit *unit)
{
    unit->read = unit->accepted = unit->rejected = 0;
    for (size_t stage = 0; stage < STAGES; stage++) {
        struct err ignored = ERR_INIT;
        struct tally_counts counts;

        if (access(traces->journal[stage], F_OK) != 0 ||
            tally_read(traces->journal[stage], &counts, &ignored))
            continue;
        if (stage == EXTRACT)
            unit->read = counts.read;
        unit->accepted = counts.accepted;
        unit->rejected += counts.rejected;
    }
}

static int broken(const char *stage, const char *equation, struct err *err)
{
    err_set(err, EX_DATAERR, "records were lost or made up at '%s'", stage);
    err_detail(err, "its journal does not fulfil %s", equation);
    return err_hint(err, "this is a fault of the program: keep var/journal and report it");
}

static double member(const cJSON *line, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(line, name);

    return cJSON_IsNumber(item) ? item->valuedouble : -1;
}

/* load's own equation, from the last line of its journal. */
static int check_load(const char *journal, struct err *err)
{
    static const char *const members[] = {
        "inserted", "updated", "unchanged", "duplicate", "rejected"};
    char *text = file_read(journal, JOURNAL_MAXIMUM, NULL, err);
    const char *last = text;
    double sum = 0;
    cJSON *line;

    if (!text)
        return err->code;
    for (const char *newline = text; (newline = strchr(newline, '\n')); newline++)
        if (newline[1])
            last = newline + 1;
    line = cJSON_Parse(last);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        sum += member(line, members[i]);
    if (!line || member(line, "read") != sum)
        broken("load", "read = inserted + updated + unchanged + duplicate + rejected", err);
    cJSON_Delete(line);
    free(text);
    return err->code;
}

int counts_check(const struct traces *traces, bool dry, struct err *err)
{
    struct tally_counts counts[STAGES];

    for (size_t stage = 0; stage < STAGES; stage++) {
        if (tally_read(traces->journal[stage], &counts[stage], err))
            return err->code;
        if (counts[stage].read != counts[stage].accepted + counts[stage].rejected)
            return broken(names[stage], "read = accepted + rejected", err);
        if (stage && counts[stage].read != counts[stage - 1].accepted)
            return broken(names[stage], "read = accepted of the stage before it", err);
    }
    return dry ? 0 : check_load(traces->journal[LOAD], err);
}
