#include "record/tally.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/progress.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { EXTRA_MAXIMUM = 64 * 1024, LINE_MAXIMUM = 1024 * 1024, JOURNAL_MAXIMUM = 16 * 1024 * 1024 };

static const char *const severities[] = {"warning", "record", "group", "file"};

const char *severity_name(enum severity severity)
{
    return severities[severity];
}

bool severity_parse(const char *text, enum severity *severity)
{
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++)
        if (strcmp(text, severities[i]) == 0) {
            *severity = (enum severity)i;
            return true;
        }
    return false;
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int tally_open(struct tally *tally, const char *stage, const char *feed, const char *delivery,
    const char *rejects, const char *journal, struct err *err)
{
    static const char *const columns[] = {STREAM_ROW_COLUMN, "field", "rule", "severity"};

    *tally = (struct tally){.stage = stage,
        .feed = feed,
        .delivery = delivery,
        .journal = -1,
        .journal_path = journal,
        .started = now()};
    buf_init(&tally->extra, EXTRA_MAXIMUM);
    if (strcmp(stage, "extract") == 0)
        tally->shown = progress_page();
    if (journal) {
        tally->journal = open(journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (tally->journal < 0)
            return err_errno(err, EX_CANTCREAT, "cannot write journal '%s'", journal);
    }
    if (!rejects)
        return 0;
    int fd = open(rejects, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0)
        return err_errno(err, EX_CANTCREAT, "cannot create '%s'", rejects);
    stream_create(&tally->rejects, fd, rejects, 4, columns);
    tally->has_rejects = true;
    return 0;
}

static void count_rule(struct tally *tally, const char *rule)
{
    for (size_t i = 0; i < tally->rule_count; i++)
        if (strcmp(tally->rules[i].name, rule) == 0) {
            tally->rules[i].count++;
            return;
        }
    tally->rules = mem_grow(tally->rules, tally->rule_count + 1, sizeof *tally->rules);
    tally->rules[tally->rule_count++] = (struct tally_rule){mem_text(rule), 1};
}

static void put_text(struct stream_writer *writer, const char *text)
{
    if (text)
        stream_put(writer, text, strlen(text));
    else
        stream_put_null(writer);
}

void tally_finding(struct tally *tally, struct text source_row, const char *field, const char *rule,
    enum severity severity)
{
    count_rule(tally, rule);
    if (!tally->has_rejects)
        return;
    if (source_row.data)
        stream_put(&tally->rejects, source_row.data, source_row.length);
    else
        stream_put_null(&tally->rejects);
    put_text(&tally->rejects, field);
    put_text(&tally->rejects, rule);
    put_text(&tally->rejects, severity_name(severity));
}

void tally_record(struct tally *tally, bool accepted, bool warned)
{
    tally->read++;
    if (accepted)
        tally->accepted++;
    else
        tally->rejected++;
    if (warned)
        tally->warned++;
    if (tally->shown)
        tally->shown->rows = tally->read;
}

void tally_extra(struct tally *tally, const char *name, const char *json)
{
    buf_addf(&tally->extra, ",\"%s\":%s", name, json);
}

static void add_json_text(struct buf *line, const char *text)
{
    if (!text) {
        buf_add_text(line, "null");
        return;
    }
    buf_add_char(line, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buf_addf(line, "\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            buf_addf(line, "\\u%04x", (unsigned)(unsigned char)*text);
        else
            buf_add_char(line, *text);
    }
    buf_add_char(line, '"');
}

static void journal_line(struct tally *tally, struct buf *line)
{
    buf_add_text(line, "{\"stage\":");
    add_json_text(line, tally->stage);
    buf_add_text(line, ",\"feed\":");
    add_json_text(line, tally->feed);
    buf_add_text(line, ",\"delivery\":");
    add_json_text(line, tally->delivery);
    buf_addf(line, ",\"read\":%llu,\"accepted\":%llu,\"rejected\":%llu,\"warned\":%llu,\"rules\":{",
        (unsigned long long)tally->read, (unsigned long long)tally->accepted,
        (unsigned long long)tally->rejected, (unsigned long long)tally->warned);
    for (size_t i = 0; i < tally->rule_count; i++) {
        if (i)
            buf_add_char(line, ',');
        add_json_text(line, tally->rules[i].name);
        buf_addf(line, ":%llu", (unsigned long long)tally->rules[i].count);
    }
    buf_addf(line, "}%s,\"seconds\":%.3f}\n", buf_text(&tally->extra), now() - tally->started);
}

static int append_line(struct tally *tally, const struct buf *line, struct err *err)
{
    struct out out;

    out_open(&out, tally->journal, tally->journal_path);
    out_bytes(&out, line->data, line->length);
    tally->journal = -1;
    return out_close(&out, err);
}

int tally_close(struct tally *tally, struct err *err)
{
    struct buf line = BUF_INIT(LINE_MAXIMUM);
    int code = 0;

    if (tally->has_rejects) {
        tally->has_rejects = false;
        code = stream_finish(&tally->rejects, err);
    }
    if (!code && tally->journal >= 0) {
        journal_line(tally, &line);
        code = append_line(tally, &line, err);
    }
    buf_release(&line);
    return code;
}

void tally_release(struct tally *tally)
{
    struct err ignored = ERR_INIT;

    if (tally->has_rejects)
        stream_abandon(&tally->rejects, &ignored);
    if (tally->journal > STDERR_FILENO)
        close(tally->journal);
    for (size_t i = 0; i < tally->rule_count; i++)
        free(tally->rules[i].name);
    free(tally->rules);
    buf_release(&tally->extra);
    *tally = (struct tally){.journal = -1};
}

static int count_of(
    const cJSON *line, const char *member, uint64_t *count, const char *path, struct err *err)
{
    double value;

    if (json_number(line, member, -1, &value, path, err) < 0)
        return -1;
    if (value < 0) {
        err_set(err, EX_DATAERR, "the last line of journal '%s' has no '%s'", path, member);
        return -1;
    }
    *count = (uint64_t)value;
    return 0;
}

static uint64_t count_findings(const cJSON *line)
{
    const cJSON *rules = cJSON_GetObjectItemCaseSensitive(line, "rules"), *rule;
    uint64_t sum = 0;

    cJSON_ArrayForEach(rule, rules)
    {
        if (cJSON_IsNumber(rule) && rule->valuedouble > 0)
            sum += (uint64_t)rule->valuedouble;
    }
    return sum;
}

static int parse_counts(
    const cJSON *line, struct tally_counts *counts, const char *path, struct err *err)
{
    const char *stage, *bookmark;

    if (json_required(line, "stage", &stage, path, err) < 0 ||
        json_text(line, "bookmark", "", &bookmark, path, err) < 0 ||
        count_of(line, "read", &counts->read, path, err) < 0 ||
        count_of(line, "accepted", &counts->accepted, path, err) < 0 ||
        count_of(line, "rejected", &counts->rejected, path, err) < 0 ||
        count_of(line, "warned", &counts->warned, path, err) < 0 ||
        json_number(line, "seconds", 0, &counts->seconds, path, err) < 0)
        return err->code;
    snprintf(counts->stage, sizeof counts->stage, "%s", stage);
    snprintf(counts->bookmark, sizeof counts->bookmark, "%s", bookmark);
    counts->findings = count_findings(line);
    return 0;
}

int tally_read(const char *journal, struct tally_counts *counts, struct err *err)
{
    size_t length;
    char *text = file_read(journal, JOURNAL_MAXIMUM, &length, err);
    cJSON *line;
    char *last;
    int code;

    if (!text)
        return err->code;
    while (length && text[length - 1] == '\n')
        text[--length] = '\0';
    last = strrchr(text, '\n');
    line = cJSON_Parse(last ? last + 1 : text);
    if (line)
        code = parse_counts(line, counts, journal, err);
    else
        code = err_set(err, EX_DATAERR, "the last line of journal '%s' is not JSON", journal);
    cJSON_Delete(line);
    free(text);
    return code;
}
