/* rows.h - the records of one table of a delivery, whatever its format: for each, the texts at the
 * paths that were asked for. */
#ifndef ONTRACK_SOURCE_ROWS_H
#define ONTRACK_SOURCE_ROWS_H

#include "source/bytes.h"
#include "source/mapping.h"

struct archive_input;

enum { JSON_DOCUMENT_MAXIMUM = 16 * 1024 * 1024 };

struct rows;

/* What a sheet's reader knows of its rows (sheet.h). */
struct sheet {
    const struct layout *layout;
    size_t key;               /* the header's first column that has a name */
    char initial;             /* the name's first byte */
    uint64_t headers, totals; /* rows that were skipped */
    uint64_t hidden;          /* xlsx: records in rows that are not shown */
    bool hidden_sheet;
};

struct rows_kind {
    int (*next)(struct rows *rows, struct err *err);
    void (*close)(struct rows *rows);
};

struct rows {
    /* the record, valid until the next call */
    const struct text *texts;  /* data NULL where there is none; index: see positions */
    uint64_t number;           /* source_row */
    const char *defect;        /* the rule of a record that cannot be read; else NULL */
    const char *const *broken; /* of each text, the rule that it broke, or NULL; NULL: none did */
    size_t found;              /* of a sheet: cells that it has */
    bool plain;                /* no text has a byte that the stream escapes */
    /* of the table */
    int *positions;      /* of each path asked for, its index in texts, or PATH_ABSENT */
    size_t column_count; /* of a sheet: the header's names, in order */
    char **columns;
    struct sheet sheet;
    size_t title_count;
    struct text *titles; /* of each title asked for, its text; data NULL where there is none */
    /* the reader's own */
    const struct rows_kind *kind;
    void *state;
};

struct rows_request {
    const struct source *source;
    struct bytes *bytes;               /* not owned */
    const struct archive_input *input; /* xlsx: the same in any order; not owned */
    const char *record;                /* xml, json */
    const char *const *paths;
    size_t path_count;
    const struct parts *parts; /* of the delivery's name; NULL: it does not fit */
    const char *const *titles; /* of a sheet: texts that cells above the header begin with */
    size_t title_count;
    bool partial; /* json, ndjson: there may be nothing, not even an empty array */
};

/* 0 or an exit code. */
int rows_open(struct rows *rows, const struct rows_request *request, struct err *err);
/* 1: a record is there. 0: the table has ended well. -1: `err` says why not. */
int rows_next(struct rows *rows, struct err *err);
void rows_close(struct rows *rows);

/* One for each format; rows_open() chooses. */
int csv_rows_open(struct rows *rows, const struct rows_request *request, struct err *err);
int ndjson_rows_open(struct rows *rows, const struct rows_request *request, struct err *err);
int json_rows_open(struct rows *rows, const struct rows_request *request, struct err *err);
int xlsx_rows_open(struct rows *rows, const struct rows_request *request, struct err *err);
int xml_rows_open(struct rows *rows, const struct rows_request *request, struct err *err);

#endif
