#include "source/extract.h"
#include "base/log.h"
#include "base/memory.h"
#include "record/dates.h"
#include "record/tally.h"
#include "source/bookmark.h"
#include "source/drift.h"
#include "source/mapping.h"
#include "source/mapping_value.h"
#include "source/rows.h"
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

static int load_rows(
    const struct run *run, struct lookup *lookup, struct rows *rows, struct err *err)
{
    const int *at = rows->positions;
    int got;

    for (int i = 0; i < 2; i++)
        if (at[i] == PATH_ABSENT) {
            if (lookup->optional)
                return 0;
            err_set(err, EX_DATAERR, "table '%s' has no column '%.100s'",
                lookup->table ? lookup->table : run->name, i ? lookup->value : lookup->key);
            return err_hint(err, "feed '%s' of '%s' looks it up", run->plan.feed, run->source.path);
        }
    while ((got = rows_next(rows, err)) > 0) {
        struct text key, value;

        if (rows->defect)
            continue;
        key = mapping_clean(&run->plan, rows->texts[at[0]]);
        value = mapping_clean(&run->plan, rows->texts[at[1]]);
        if (key.data && value.data && !dictionary_add(&lookup->dictionary, key, value)) {
            err_set(err, EX_DATAERR, "table '%s' is too large to be looked up in",
                lookup->table ? lookup->table : run->name);
            return err_detail(err, "its keys and values exceed %d MiB", LOOKUP_MAXIMUM >> 20);
        }
    }
    return got < 0 ? err->code : 0;
}

static int load_lookup(struct run *run, struct lookup *lookup, struct err *err)
{
    const char *const paths[] = {lookup->key, lookup->value};
    struct rows_request request = {&run->source, NULL, lookup->record, paths, 2, run->partial};
    struct bytes *bytes;
    struct rows rows;
    int code;

    if (lookup->optional && !tables_has(&run->tables, lookup->table))
        return 0;
    bytes = tables_read(&run->tables, lookup->table, err);
    if (!bytes)
        return err->code;
    request.bytes = bytes;
    code = rows_open(&rows, &request, err);
    if (!code) {
        code = load_rows(run, lookup, &rows, err);
        rows_close(&rows);
    }
    if (!code)
        return tables_done(&run->tables, bytes, err);
    bytes_close(bytes);
    return code;
}

static int load_lookups(struct run *run, struct err *err)
{
    for (size_t i = 0; i < run->plan.lookup_count; i++)
        if (load_lookup(run, &run->plan.lookups[i], err))
            return err->code;
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

static void put_record(
    struct run *run, const struct shape *shape, const struct rows *rows, struct text number)
{
    struct stream_writer *stream = &run->stream;

    stream_put_plain(stream, number.data, number.length);
    for (size_t i = 0; i < run->plan.field_count; i++) {
        struct value *value = shape->values[i];
        struct result result = {{NULL, 0}, NULL};

        if (value)
            mapping_value(&run->plan, value, rows->texts, &result);
        if (!result.text.data)
            stream_put_null(stream);
        else if (result.rule)
            put_marked(stream, &result);
        else if (rows->plain && value->verbatim)
            stream_put_plain(stream, result.text.data, result.text.length);
        else
            stream_put(stream, result.text.data, result.text.length);
    }
    tally_record(&run->tally, true, false);
}

static void put_row(struct run *run, const struct rows *rows)
{
    char room[21];
    struct text number = row_number(rows->number, room);

    if (rows->defect) {
        tally_finding(&run->tally, number, NULL, rows->defect, SEVERITY_RECORD);
        tally_record(&run->tally, false, false);
        return;
    }
    if (run->bookmark.path)
        bookmark_note(&run->bookmark, rows->texts[run->bookmark.position]);
    if (!mapping_holds(&run->plan, &run->plan.where, rows->texts))
        return;
    for (size_t i = 0; i < run->plan.shape_count; i++)
        if (mapping_holds(&run->plan, &run->plan.shapes[i].where, rows->texts))
            put_record(run, &run->plan.shapes[i], rows, number);
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
    int got;

    if (drift_check(&run->source, run->plan.table, rows, bytes_name(bytes), &run->tally, err) ||
        bind_bookmark(run, rows->positions, bytes_name(bytes), err) ||
        mapping_bind(&run->plan, rows->positions, bytes_name(bytes), err))
        return err->code;
    start_stream(run, fd);
    while ((got = rows_next(rows, err)) > 0)
        put_row(run, rows);
    return got < 0 ? err->code : 0;
}

static int read_table(struct run *run, int fd, struct err *err)
{
    struct bytes *bytes = tables_read(&run->tables, run->plan.table, err);
    struct rows_request request = {
        &run->source, bytes, run->plan.record, run->plan.paths, run->plan.path_count, run->partial};
    struct rows rows;
    int code;

    if (!bytes)
        return err->code;
    code = rows_open(&rows, &request, err);
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
        mapping_compile(&run->plan, &run->source, extract->feed,
            run->has_parts ? &run->parts : NULL, extract->as_of, err) ||
        set_limit(run, extract, err))
        return err->code;
    run->partial = extract->partial;
    return tally_open(
        &run->tally, "extract", extract->feed, run->name, extract->rejects, extract->journal, err);
}

static int run_chain(struct run *run, const struct extract *extract, int fd, struct err *err)
{
    if (load_lookups(run, err) || read_table(run, fd, err) ||
        check_hash(run, extract->sha256, err) ||
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
