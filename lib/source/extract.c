#include "source/extract.h"
#include "base/log.h"
#include "base/memory.h"
#include "record/dates.h"
#include "record/tally.h"
#include "source/archive.h"
#include "source/bookmark.h"
#include "source/count.h"
#include "source/drift.h"
#include "source/mapping.h"
#include "source/mapping_value.h"
#include "source/marks.h"
#include "source/rows.h"
#include "source/table_check.h"
#include "source/tables.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Everything that a run of the stage holds. */
struct run {
    struct source source;
    struct parts parts;
    bool has_parts;
    char *name;
    struct plan plan;
    struct tables tables;
    struct tally tally;
    struct marks marks;
    struct count count;
    struct bookmark bookmark;
    struct stream_writer stream;
    bool writing, partial;
};

/* A name that does not fit the pattern is wrong only where a part of it is needed. */
static int match_name(struct run *run, struct err *err)
{
    struct err ignored = ERR_INIT;
    int code;

    if (!run->source.file)
        return 0;
    code = parts_match(&run->parts, run->source.file, run->name, &ignored);
    if (code == EX_CONFIG) {
        *err = ignored;
        return code;
    }
    run->has_parts = code == 0;
    return 0;
}

static const struct parts *parts_of(const struct run *run)
{
    return run->has_parts ? &run->parts : NULL;
}

static int fill_lookup(
    struct run *run, struct lookup *lookup, struct rows *rows, const char *file, struct err *err)
{
    struct err ignored = ERR_INIT;
    uint64_t defects = 0, first = 0;
    int got;

    if (mapping_bind(lookup->rows, rows->positions, file, lookup->optional ? &ignored : err))
        return err->code;
    while ((got = rows_next(rows, err)) > 0) {
        lookup->rows->broken = rows->broken;
        if (rows->defect) {
            if (defects++ == 0)
                first = rows->number;
        } else if (!mapping_look_into(lookup, rows->texts)) {
            err_set(err, EX_DATAERR, "table '%s' is too large to be looked up in",
                lookup->rows->table ? lookup->rows->table : run->name);
            return err_detail(err, "its keys and values exceed %d MiB", LOOKUP_MAXIMUM >> 20);
        }
    }
    if (defects)
        log_warning("'%s' has rows that could not be read, and what is looked up in them is not "
                    "found: %llu, the first is row %llu",
            file, (unsigned long long)defects, (unsigned long long)first);
    return got < 0 ? err->code : 0;
}

static struct rows_request request_for(
    const struct run *run, const struct plan *plan, struct bytes *bytes)
{
    return (struct rows_request){.source = &run->source,
        .bytes = bytes,
        .record = plan->record,
        .paths = plan->paths,
        .path_count = plan->path_count,
        .parts = parts_of(run),
        .titles = plan->titles,
        .title_count = plan->title_count,
        .partial = run->partial};
}

/* Opens a table's rows; a workbook is read in an order of its own. */
static int open_rows(
    struct run *run, struct rows *rows, struct rows_request *request, struct err *err)
{
    struct archive_input input;
    int code;

    if (run->source.format != FORMAT_XLSX)
        return rows_open(rows, request, err);
    code = tables_input(&run->tables, &input, err);
    if (code)
        return code;
    request->input = &input; /* the rows keep what they need of it */
    code = rows_open(rows, request, err);
    request->input = NULL;
    return code;
}

static int read_lookup(struct run *run, struct lookup *lookup, struct err *err)
{
    struct bytes *bytes = tables_read(&run->tables, lookup->rows->table, err);
    struct rows_request request = request_for(run, lookup->rows, bytes);
    struct rows rows;
    int code;

    if (!bytes)
        return err->code;
    code = open_rows(run, &rows, &request, err);
    if (!code) {
        code = fill_lookup(run, lookup, &rows, bytes_name(bytes), err);
        rows_close(&rows);
    }
    if (!code)
        return tables_done(&run->tables, bytes, err);
    bytes_close(bytes);
    return code;
}

/* What the rows of a lookup look up themselves comes first, and is let go when they are read. */
static int load_lookups(struct run *run, struct plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->lookup_count; i++) {
        struct lookup *lookup = &plan->lookups[i];

        if (lookup->optional && !tables_has(&run->tables, lookup->rows->table))
            continue;
        if (load_lookups(run, lookup->rows, err) || read_lookup(run, lookup, err))
            return err->code;
        mapping_lookup_read(lookup);
    }
    return 0;
}

static void start_stream(struct run *run, int fd)
{
    const char **names = mem_array(run->plan.field_count + 1, sizeof *names);

    names[0] = STREAM_ROW_COLUMN;
    memcpy(names + 1, run->plan.fields, run->plan.field_count * sizeof *names);
    stream_create(&run->stream, fd, "standard output", run->plan.field_count + 1, names);
    run->writing = true;
    free(names);
}

/* U+001A RULE U+001A VALUE (record/stream.h). */
static void put_marked(struct stream_writer *stream, const struct result *result)
{
    static const char mark[] = {STREAM_MARK};
    size_t rule = strlen(result->rule);
    char *text = mem_alloc(result->text.length + rule + 2);

    memcpy(text, mark, 1);
    memcpy(text + 1, result->rule, rule);
    memcpy(text + 1 + rule, mark, 1);
    memcpy(text + 2 + rule, result->text.data, result->text.length);
    stream_put(stream, text, result->text.length + rule + 2);
    free(text);
}

static struct text row_number(uint64_t number, char room[21])
{
    char *end = room + 20, *at = end;

    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return (struct text){at, (size_t)(end - at)};
}

static inline void put_result(struct stream_writer *stream, const struct result *result, bool plain)
{
    if (!result->text.data)
        stream_put_null(stream);
    else if (result->rule)
        put_marked(stream, result);
    else if (plain)
        stream_put_plain(stream, result->text.data, result->text.length);
    else
        stream_put(stream, result->text.data, result->text.length);
}

static inline void evaluate(struct run *run, const struct shape *shape, size_t field,
    const struct rows *rows, struct result *result)
{
    struct value *value = shape->values[field];

    *result = (struct result){{NULL, 0}, NULL};
    if (!value)
        return;
    mapping_value(&run->plan, value, rows->texts, result);
    run->marks.seen[field] += result->text.data != NULL;
    if (result->rule && result->text.data)
        marks_add(&run->marks, field, value, result->rule, rows->number);
}

static void put_record(
    struct run *run, const struct shape *shape, const struct rows *rows, struct text number)
{
    stream_put_plain(&run->stream, number.data, number.length);
    for (size_t i = 0; i < run->plan.field_count; i++) {
        const struct value *value = shape->values[i];
        struct result result;

        evaluate(run, shape, i, rows, &result);
        put_result(&run->stream, &result, rows->plain && value && value->verbatim);
    }
    tally_record(&run->tally, true, false);
}

static bool count_record(struct run *run, const struct shape *shape, const struct rows *rows)
{
    struct result *results = mem_array(run->plan.field_count, sizeof *results);
    bool room;

    for (size_t i = 0; i < run->plan.field_count; i++)
        evaluate(run, shape, i, rows, &results[i]);
    room = count_add(&run->count, results, rows->number);
    free(results);
    return room;
}

/* The records that rows were counted for, at the table's end. */
static void put_counted(struct run *run)
{
    for (size_t i = 0; i < run->count.record_count; i++) {
        const struct counted *record = &run->count.records[i];
        char room[21];
        struct text number = row_number(record->number, room);

        stream_put_plain(&run->stream, number.data, number.length);
        for (size_t j = 0; j + 1 < run->plan.field_count; j++)
            put_result(&run->stream, &record->results[j], false);
        number = row_number(record->rows, room);
        stream_put_plain(&run->stream, number.data, number.length);
        tally_record(&run->tally, true, false);
    }
}

static void reject_row(struct run *run, struct text number, const char *rule)
{
    tally_finding(&run->tally, number, NULL, rule, SEVERITY_RECORD);
    tally_record(&run->tally, false, false);
}

static int put_shape(struct run *run, const struct shape *shape, const struct rows *rows,
    struct text number, struct err *err)
{
    if (!run->plan.count)
        put_record(run, shape, rows, number);
    else if (!count_record(run, shape, rows))
        return err_set(err, EX_DATAERR, "'%s' comes to more than %d records that are counted",
            run->name, COUNT_RECORDS_MAXIMUM);
    return 0;
}

/* Where a condition cannot be judged, the record is rejected: left out, it would be missed by nobody. */
static int put_row(struct run *run, const struct rows *rows, struct err *err)
{
    struct plan *plan = &run->plan;
    const char *rule = rows->defect;
    char room[21];
    struct text number = row_number(rows->number, room);

    plan->broken = rows->broken;
    if (rule)
        marks_defect(&run->marks, rows);
    else
        rule = mapping_broken(plan, &plan->where, rows->texts);
    if (rule) {
        reject_row(run, number, rule);
        return 0;
    }
    if (run->bookmark.path)
        bookmark_note(&run->bookmark, rows->texts[run->bookmark.position]);
    if (!mapping_holds(plan, &plan->where, rows->texts))
        return 0;
    for (size_t i = 0; i < plan->shape_count; i++) {
        const struct shape *shape = &plan->shapes[i];

        if ((rule = mapping_broken(plan, &shape->where, rows->texts)) != NULL)
            reject_row(run, number, rule);
        else if (mapping_holds(plan, &shape->where, rows->texts) &&
                 put_shape(run, shape, rows, number, err))
            return err->code;
    }
    return 0;
}

/* What the sheet holds beside records goes to the journal. */
static void count_skipped(struct run *run, const struct sheet *sheet)
{
    char json[80];

    if (sheet->hidden_sheet)
        log_warning("the sheet of '%s' is hidden: it was read all the same", run->name);
    if (sheet->hidden)
        log_warning("'%s' has hidden rows, which were read as the others: %llu", run->name,
            (unsigned long long)sheet->hidden);
    if (!sheet->headers && !sheet->totals)
        return;
    snprintf(json, sizeof json, "{\"header\":%llu,\"totals\":%llu}",
        (unsigned long long)sheet->headers, (unsigned long long)sheet->totals);
    tally_extra(&run->tally, "skipped", json);
}

/* Where the reader has the time stamp. */
static int bind_bookmark(struct run *run, const int *positions, const char *file, struct err *err)
{
    struct bookmark *bookmark = &run->bookmark;

    if (!bookmark->path)
        return 0;
    bookmark->position = positions[bookmark->position];
    if (bookmark->position != PATH_ABSENT)
        return 0;
    err_set(err, EX_DATAERR, "'%s' has no column '%.100s'", file, bookmark->path);
    return err_hint(err, "'path' of 'since' in 'http' of '%s' names it", run->source.path);
}

static int read_rows(
    struct run *run, struct rows *rows, struct bytes *bytes, int fd, struct err *err)
{
    const char *name = bytes_name(bytes);
    int got;

    run->plan.found_titles = rows->titles;
    if (drift_check(&run->source, run->plan.table, rows, name, &run->tally, err) ||
        bind_bookmark(run, rows->positions, name, err))
        return err->code;
    mapping_bind(&run->plan, rows->positions, name, err);
    if (drift_absent(&run->plan, rows, name, &run->tally, err))
        return err->code;
    start_stream(run, fd);
    marks_init(&run->marks, &run->plan);
    while ((got = rows_next(rows, err)) > 0)
        if (put_row(run, rows, err))
            break;
    if (got == 0) {
        put_counted(run);
        marks_report(&run->marks, rows, name, err);
    }
    marks_release(&run->marks);
    count_skipped(run, &rows->sheet);
    return err->code;
}

static int read_table(struct run *run, int fd, struct err *err)
{
    struct bytes *bytes = tables_read(&run->tables, run->plan.table, err);
    struct rows_request request = request_for(run, &run->plan, bytes);
    struct rows rows;
    int code;

    if (!bytes)
        return err->code;
    code = open_rows(run, &rows, &request, err);
    if (!code) {
        code = read_rows(run, &rows, bytes, fd, err);
        rows_close(&rows);
    }
    if (!code)
        return tables_done(&run->tables, bytes, err);
    bytes_close(bytes);
    return code;
}

/* The content's hash goes to the journal, and must be the one that was planned with. */
static int check_hash(struct run *run, const char *expected, struct err *err)
{
    char hex[DELIVERY_HASH_SIZE], quoted[DELIVERY_HASH_SIZE + 2];

    if (!run->tables.digest)
        return 0;
    if (tables_hash(&run->tables, hex, err))
        return err->code;
    if (expected && strcasecmp(expected, hex) != 0) {
        err_set(err, EX_DATAERR, "'%s' is not the delivery that was asked for", run->name);
        return err_detail(err, "its content has another SHA-256: it was changed or replaced");
    }
    quoted[0] = '"';
    memcpy(quoted + 1, hex, DELIVERY_HASH_SIZE - 1);
    memcpy(quoted + DELIVERY_HASH_SIZE, "\"", 2);
    tally_extra(&run->tally, "sha256", quoted);
    return 0;
}

/* What a record's time stamp may be: not after the delivery was fetched, nor after tonight. */
static int set_limit(struct run *run, const struct extract *extract, struct err *err)
{
    static const int64_t day = INT64_C(86400) * 1000000;
    struct bookmark *bookmark = &run->bookmark;

    *bookmark = (struct bookmark){.limit = INT64_MAX, .greatest = INT64_MIN};
    if (extract->until &&
        !timestamp_parse(extract->until, strlen(extract->until), &bookmark->limit))
        return err_set(err, EX_USAGE, "--until must be a time such as 2026-03-31T09:30:00Z");
    if (extract->as_of != INT32_MIN && (extract->as_of + 1) * day < bookmark->limit)
        bookmark->limit = (extract->as_of + 1) * day;
    bookmark->path = run->source.http.since_path;
    if (bookmark->path)
        bookmark->position = mapping_path(&run->plan, bookmark->path);
    return 0;
}

static int prepare(struct run *run, const struct extract *extract, struct err *err)
{
    if (source_load(&run->source, extract->source, err) || match_name(run, err) ||
        mapping_compile(
            &run->plan, &run->source, extract->feed, parts_of(run), extract->as_of, err) ||
        set_limit(run, extract, err))
        return err->code;
    run->partial = extract->partial;
    return tally_open(
        &run->tally, "extract", extract->feed, run->name, extract->rejects, extract->journal, err);
}

/* A table that the delivery may lack, and lacks, has no rows. */
static int read_feed(struct run *run, int fd, struct err *err)
{
    if (!source_may_lack(&run->source, run->plan.table) ||
        tables_has(&run->tables, run->plan.table))
        return load_lookups(run, &run->plan, err) || read_table(run, fd, err) ? err->code : 0;
    start_stream(run, fd);
    return 0;
}

static int run_chain(struct run *run, const struct extract *extract, int fd, struct err *err)
{
    count_start(&run->count, run->plan.field_count);
    if (table_check(&run->source, &run->tables, run->has_parts ? &run->parts : NULL, err) ||
        read_feed(run, fd, err) || check_hash(run, extract->sha256, err) ||
        bookmark_close(&run->bookmark, run->name, &run->tally, err) ||
        tally_close(&run->tally, err))
        return err->code;
    run->writing = false;
    return stream_finish(&run->stream, err);
}

static void release(struct run *run)
{
    struct err ignored = ERR_INIT;

    if (run->writing)
        stream_abandon(&run->stream, &ignored);
    tally_release(&run->tally);
    count_release(&run->count);
    mapping_release(&run->plan);
    parts_release(&run->parts);
    source_release(&run->source);
    free(run->name);
}

int extract_run(const struct extract *extract, int fd, struct err *err)
{
    struct run run = {.writing = false};
    int code;

    run.name = extract->name ? mem_text(extract->name) : delivery_name(extract->location);
    code = prepare(&run, extract, err);
    if (code)
        spool_close(extract->spool);
    else
        code = tables_open(&run.tables, &run.source, extract->location, run.name, extract->spool,
            extract->sha256 || extract->journal, err);
    if (!code) {
        code = run_chain(&run, extract, fd, err);
        tables_close(&run.tables);
    }
    release(&run);
    return code;
}
