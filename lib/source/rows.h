/* rows.h - the records of one table of a delivery, whatever its format: for each, the texts at the
 * paths that were asked for. */
#ifndef ONTRACK_SOURCE_ROWS_H
#define ONTRACK_SOURCE_ROWS_H

#include "source/bytes.h"
#include "source/mapping.h"

enum { JSON_DOCUMENT_MAXIMUM = 16 * 1024 * 1024 };

struct rows;

struct rows_kind {
    int (*next)(struct rows *rows, struct err *err);
    void (*close)(struct rows *rows);
};

struct rows {
    /* the record, valid until the next call */
    const struct text *texts; /* data NULL where there is none; index: see positions */
    uint64_t number;          /* source_row */
    const char *defect;       /* the rule of a record that cannot be read; else NULL */
    bool plain;               /* no text has a byte that the stream escapes */
    /* of the table */
    int *positions;      /* of each path asked for, its index in texts, or PATH_ABSENT */
    size_t column_count; /* csv: the header's names, in order */
    char **columns;
    /* the reader's own */
    const struct rows_kind *kind;
    void *state;
};

struct rows_request {
    const struct source *source;
    struct bytes *bytes; /* not owned */
    const char *record;  /* xml, json */
    const char *const *paths;
    size_t path_count;
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
int xml_rows_open(struct rows *rows, const struct rows_request *request, struct err *err);

#endif
