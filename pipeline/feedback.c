#include "pipeline/feedback.h"
#include "pipeline/folders.h"
#include "pipeline/ledger.h"
#include "pipeline/origin.h"
#include "base/memory.h"
#include "base/out.h"
#include "store/connect.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS_MAXIMUM = 1000 };

struct feedback {
    const struct night *night;
    const char *folder;
    struct out out;
    char *addressee, *path, *fresh; /* of the file that is open; NULL: none */
    struct buf columns;
};

/* A cell. Spreadsheets take a text that begins so for a formula; an apostrophe says that it is none. */
static void put(struct out *out, const char *text, char then)
{
    out_bytes(out, "\"", 1);
    if (text && *text && strchr("=+-@", *text))
        out_bytes(out, "'", 1);
    for (; text && *text; text++) {
        if (*text == '"')
            out_bytes(out, "\"", 1);
        out_bytes(out, text, 1);
    }
    out_bytes(out, "\"", 1);
    out_bytes(out, &then, 1);
}

static const struct source *find_source(const struct night *night, const char *name)
{
    for (size_t i = 0; i < night->source_count; i++)
        if (strcmp(night->sources[i]->name, name) == 0)
            return night->sources[i];
    return NULL;
}

static const struct contract *find_contract(const struct night *night, const char *feed)
{
    for (size_t i = 0; i < night->feed_count; i++)
        if (strcmp(night->feeds[i]->contract.name, feed) == 0)
            return &night->feeds[i]->contract;
    return NULL;
}

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Whether a rule's expression names the field. */
static bool names(const char *expression, const char *field)
{
    size_t length = strlen(field);

    for (const char *at = expression; (at = strstr(at, field)) != NULL; at += length)
        if ((at == expression || !in_name(at[-1])) && !in_name(at[length]))
            return true;
    return false;
}

/* The columns of all the fields that a rule of the record is about. */
static void add_rule(struct buf *columns, const struct source *source,
    const struct contract *contract, const char *rule)
{
    for (size_t i = 0; i < contract->rule_count; i++)
        for (size_t j = 0; strcmp(contract->rules[i].id, rule) == 0 && j < contract->field_count;
             j++)
            if (names(contract->rules[i].expression, contract->fields[j].name))
                origin_columns(source, contract->name, contract->fields[j].name, columns);
}

/* What the provider calls it: the columns that the source's mapping takes the field from. */
static const char *columns_of(struct feedback *feedback, const PGresult *row)
{
    const char *feed = store_value(row, 0, "feed"), *field = store_value(row, 0, "field");
    const struct source *source = find_source(feedback->night, store_value(row, 0, "source"));
    const struct contract *contract = find_contract(feedback->night, feed);

    buf_reset(&feedback->columns);
    if (source && field)
        origin_columns(source, feed, field, &feedback->columns);
    else if (source && contract)
        add_rule(&feedback->columns, source, contract, store_value(row, 0, "rule"));
    return buf_text(&feedback->columns);
}

static int close_file(struct feedback *feedback, struct err *err)
{
    if (!feedback->addressee)
        return 0;
    if (out_close(&feedback->out, err) == 0 && !err->code &&
        rename(feedback->fresh, feedback->path) != 0)
        err_errno(err, EX_CANTCREAT, "cannot make '%s'", feedback->path);
    if (err->code)
        unlink(feedback->fresh); /* half a list would pass for all of it */
    free(feedback->addressee);
    free(feedback->path);
    free(feedback->fresh);
    feedback->addressee = NULL;
    return err->code;
}

static int open_file(struct feedback *feedback, const char *addressee, struct err *err)
{
    static const char *const headings[] = {"delivery", "row", "column", "record of", "field",
        "what became of it", "what is wrong", "what to do"};
    char *name = mem_text(addressee);

    for (char *c = name; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '-' && *c != '_')
            *c = '_';
    feedback->addressee = mem_text(addressee);
    feedback->path = mem_format("%s/%s.csv", feedback->folder, name);
    feedback->fresh = mem_format("%s/.%s.new", feedback->folder, name);
    free(name);
    if (out_create(&feedback->out, feedback->fresh, err)) {
        free(feedback->addressee);
        feedback->addressee = NULL;
        free(feedback->path);
        free(feedback->fresh);
        return err->code;
    }
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        put(&feedback->out, headings[i], i + 1 < sizeof headings / sizeof *headings ? ',' : '\n');
    return 0;
}

static int put_row(struct feedback *feedback, const PGresult *row, struct err *err)
{
    const char *addressee = store_value(row, 0, "addressee");
    struct out *out = &feedback->out;

    if (!feedback->addressee || strcmp(feedback->addressee, addressee) != 0)
        if (close_file(feedback, err) || open_file(feedback, addressee, err))
            return err->code;
    put(out, store_value(row, 0, "delivery"), ',');
    put(out, store_value(row, 0, "source_row"), ',');
    put(out, columns_of(feedback, row), ',');
    put(out, store_value(row, 0, "feed"), ',');
    put(out, store_value(row, 0, "field"), ',');
    put(out, store_value(row, 0, "taken"), ',');
    put(out, store_value(row, 0, "message"), ',');
    put(out, store_value(row, 0, "guidance"), '\n');
    return 0;
}

static int put_all(struct feedback *feedback, PGconn *connection, const char *sql, struct err *err)
{
    PGresult *row;

    if (PQsendQuery(connection, sql) != 1 || PQsetSingleRowMode(connection) != 1)
        return store_refused(connection, NULL, "list what is to be corrected", err);
    while ((row = PQgetResult(connection)) != NULL) {
        if (PQresultStatus(row) == PGRES_SINGLE_TUPLE && !err->code)
            put_row(feedback, row, err);
        else if (PQresultStatus(row) != PGRES_SINGLE_TUPLE &&
                 PQresultStatus(row) != PGRES_TUPLES_OK && !err->code)
            store_refused(connection, row, "list what is to be corrected", err);
        PQclear(row);
    }
    close_file(feedback, err);
    return err->code;
}

int feedback_write(
    PGconn *connection, const struct night *night, const char *folder, struct err *err)
{
    struct feedback feedback = {
        .night = night, .folder = folder, .columns = BUF_INIT(COLUMNS_MAXIMUM)};
    char *sql = ledger_statement("feedback", err);

    if (sql && folder_make(folder, err) == 0) {
        folder_empty(folder);
        put_all(&feedback, connection, sql, err);
    }
    buf_release(&feedback.columns);
    free(sql);
    return err->code;
}
