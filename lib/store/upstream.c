#include "store/upstream.h"
#include "base/memory.h"
#include "store/binary.h"
#include "store/connect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int lost(const struct tally_counts *stage, const char *next, uint64_t passed, uint64_t read,
    struct err *err)
{
    err_set(err, EX_DATAERR, "records were lost or made between '%s' and '%s'", stage->stage, next);
    err_detail(err, "'%s' passed %llu on, '%s' read %llu", stage->stage, (unsigned long long)passed,
        next, (unsigned long long)read);
    return err_hint(err, "nothing was loaded; run it again, and report it if it comes back");
}

static int check(const struct upstream *upstream, uint64_t records, struct err *err)
{
    for (size_t i = 0; i < upstream->count; i++) {
        const struct tally_counts *stage = &upstream->stages[i], *next = stage + 1;
        bool last = i + 1 == upstream->count;
        uint64_t read = last ? records : next->read;

        if (stage->read != stage->accepted + stage->rejected) {
            err_set(err, EX_DATAERR, "the counts of '%s' do not add up", stage->stage);
            return err_detail(err, "read %llu, accepted %llu, rejected %llu",
                (unsigned long long)stage->read, (unsigned long long)stage->accepted,
                (unsigned long long)stage->rejected);
        }
        if (stage->accepted != read)
            return lost(stage, last ? "load" : next->stage, stage->accepted, read, err);
    }
    return 0;
}

int upstream_read(struct upstream *upstream, const struct option_list *journals, uint64_t records,
    struct err *err)
{
    *upstream = (struct upstream){0};
    upstream->stages = mem_array(journals->count, sizeof *upstream->stages);
    for (; upstream->count < journals->count; upstream->count++)
        if (tally_read(journals->items[upstream->count], &upstream->stages[upstream->count], err))
            return err->code;
    return check(upstream, records, err);
}

static void put_count(struct copy *copy, uint64_t count)
{
    copy_int32(copy, sizeof(int64_t));
    copy_int64(copy, (int64_t)count);
}

static int store_counts(const struct upstream *upstream, PGconn *connection, struct err *err)
{
    struct copy copy;

    if (copy_begin(&copy, connection, "copy pg_temp.upstream from stdin (format binary)", 7, err))
        return err->code;
    for (size_t i = 0; i < upstream->count; i++) {
        const struct tally_counts *stage = &upstream->stages[i];

        copy_row(&copy);
        copy_int32(&copy, sizeof(int32_t));
        copy_int32(&copy, (int32_t)i + 1);
        copy_text(&copy, stage->stage, strlen(stage->stage));
        put_count(&copy, stage->read);
        put_count(&copy, stage->accepted);
        put_count(&copy, stage->rejected);
        put_count(&copy, stage->warned);
        if (stage->bookmark[0])
            copy_text(&copy, stage->bookmark, strlen(stage->bookmark));
        else
            copy_null(&copy);
    }
    return copy_finish(&copy, err);
}

/* A stream on disk and the table that takes it, with the types of its columns. */
struct side {
    const char *copy;
    const char *what; /* for messages */
    size_t count;
    struct {
        const char *name;
        enum binary_type type;
    } columns[8];
};

static const struct side rejects_side = {"copy pg_temp.upstream_finding from stdin (format binary)",
    "rejects", 4,
    {{STREAM_ROW_COLUMN, BINARY_BIGINT}, {"field", BINARY_TEXT}, {"rule", BINARY_TEXT},
        {"severity", BINARY_TEXT}}};

static const struct side quality_side = {"copy pg_temp.upstream_quality from stdin (format binary)",
    "quality", 8,
    {{"provider", BINARY_TEXT}, {"field", BINARY_TEXT}, {"valid", BINARY_BIGINT},
        {"other", BINARY_BIGINT}, {"default", BINARY_BIGINT}, {"invalid", BINARY_BIGINT},
        {"missing", BINARY_BIGINT}, {"not_applicable", BINARY_BIGINT}}};

/* Each record, behind the stage's name where there is one. */
static int put_records(const struct side *side, struct copy *copy, struct stream_reader *reader,
    const char *stage, struct err *err)
{
    int cells[sizeof side->columns / sizeof *side->columns], got;

    for (size_t i = 0; i < side->count; i++) {
        cells[i] = stream_column(reader, side->columns[i].name);
        if (cells[i] < 0)
            return err_set(err, EX_DATAERR, "%s file '%s' has no column '%s'", side->what,
                reader->name, side->columns[i].name);
    }
    while ((got = stream_next(reader, err)) > 0) {
        bool valid = true;

        copy_row(copy);
        if (stage)
            copy_text(copy, stage, strlen(stage));
        for (size_t i = 0; i < side->count; i++)
            valid = valid && binary_put(copy, side->columns[i].type, &reader->cells[cells[i]]);
        if (!valid)
            return err_set(
                err, EX_DATAERR, "%s file '%s' holds what is no number", side->what, reader->name);
    }
    return got < 0 ? err->code : 0;
}

/* The journal counts findings too: a file of another run, or of another stage, would not fit. */
static int check_findings(
    const struct tally_counts *stage, uint64_t findings, const char *path, struct err *err)
{
    if (findings == stage->findings)
        return 0;
    err_set(err, EX_DATAERR, "rejects file '%s' is not that of the journal of '%s'", path,
        stage->stage);
    return err_detail(err, "it has %llu findings, the journal %llu", (unsigned long long)findings,
        (unsigned long long)stage->findings);
}

/* Copies the stream at `path`; of a rejects file, `stage` is the journal that counts its records. */
static int store_side(const struct side *side, PGconn *connection, const char *path,
    const struct tally_counts *stage, struct err *err)
{
    struct stream_reader reader = {.fd = -1};
    struct copy copy;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int code = fd < 0 ? err_errno(err, EX_NOINPUT, "cannot read '%s'", path)
                      : stream_open(&reader, fd, path, err);

    if (!code)
        code = copy_begin(&copy, connection, side->copy, side->count + (stage != NULL), err);
    if (!code) {
        code = put_records(side, &copy, &reader, stage ? stage->stage : NULL, err);
        if (!code && stage)
            code = check_findings(stage, copy.rows, path, err);
        if (code)
            copy_abandon(&copy);
        else
            code = copy_finish(&copy, err);
    }
    stream_close(&reader);
    if (fd >= 0)
        close(fd);
    return code;
}

int upstream_store(const struct upstream *upstream, PGconn *connection,
    const struct option_list *rejects, struct err *err)
{
    if (store_run(connection, "select ops.begin_upstream()", "make a temporary table", err) ||
        store_counts(upstream, connection, err))
        return err->code;
    for (size_t i = 0; i < rejects->count; i++)
        if (store_side(&rejects_side, connection, rejects->items[i], &upstream->stages[i], err))
            return err->code;
    return 0;
}

int upstream_quality(const char *path, PGconn *connection, struct err *err)
{
    return path ? store_side(&quality_side, connection, path, NULL, err) : 0;
}

void upstream_release(struct upstream *upstream)
{
    free(upstream->stages);
    *upstream = (struct upstream){0};
}
