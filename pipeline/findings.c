#include "pipeline/findings.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void copy(const struct cell *cell, char *to, size_t size)
{
    snprintf(to, size, "%.*s", cell->null ? 0 : (int)cell->length, cell->data);
}

static void read_one(const struct stream_reader *reader, struct finding *finding)
{
    char severity[16];

    copy(&reader->cells[0], finding->row, sizeof finding->row);
    copy(&reader->cells[1], finding->field, sizeof finding->field);
    copy(&reader->cells[2], finding->rule, sizeof finding->rule);
    copy(&reader->cells[3], severity, sizeof severity);
    if (!severity_parse(severity, &finding->severity))
        finding->severity = SEVERITY_RECORD;
}

int findings_each(
    int fd, void (*take)(void *state, const struct finding *finding), void *state, struct err *err)
{
    struct stream_reader reader;
    struct finding finding;
    int got = stream_open(&reader, fd, "rejects", err) ? -1 : 1;

    if (got > 0 && reader.columns != 4) {
        err_set(err, EX_DATAERR, "'rejects' is no stream of findings");
        got = -1;
    }
    while (got > 0 && (got = stream_next(&reader, err)) > 0) {
        read_one(&reader, &finding);
        take(state, &finding);
    }
    stream_close(&reader);
    return got < 0 ? err->code : 0;
}

static bool same(const struct finding *left, const struct finding *right)
{
    return left->severity == right->severity && strcmp(left->rule, right->rule) == 0 &&
           strcmp(left->field, right->field) == 0;
}

void findings_count(void *state, const struct finding *finding)
{
    struct findings *findings = state;

    for (size_t i = 0; i < findings->count; i++)
        if (same(&findings->items[i].finding, finding)) {
            findings->items[i].count++;
            return;
        }
    findings->items = mem_grow(findings->items, findings->count + 1, sizeof *findings->items);
    findings->items[findings->count++] = (struct finding_count){*finding, 1};
}

void findings_print(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding_count *item = &findings->items[i];
        const char *field = item->finding.field[0] ? item->finding.field
                            : item->finding.row[0] ? "(the record)"
                                                   : "(the sample)";

        printf("    %-8s  %-20s  %-24s %12llu\n", severity_name(item->finding.severity),
            item->finding.rule, field, (unsigned long long)item->count);
    }
}

void findings_release(struct findings *findings)
{
    free(findings->items);
    *findings = (struct findings){0};
}
