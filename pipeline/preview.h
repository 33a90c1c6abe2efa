/* preview.h - the first records of a sample as a person may see them: what is not kept as it is, is
 * masked, and so is what may be something else than it should be.
 *
 * A value is shown only where its field's contract keeps it, something bounds what it can be (its
 * type, a code list, a pattern, a list or a check), `validate` has judged its record and found nothing
 * wrong with it, it does not look like a person's number (NHS, UPN, ULN), and no field that is not
 * kept holds the same in one of the first records, be it of another feed: then the mapping may have
 * taken the wrong column. */
#ifndef ONTRACK_PIPELINE_PREVIEW_H
#define ONTRACK_PIPELINE_PREVIEW_H

#include "pipeline/findings.h"
#include "record/contract.h"
#include "record/stream.h"
#include "source/source.h"

#include <stdint.h>

enum { PREVIEW_MAXIMUM = 50 }; /* records */

/* What stood in fields that are not kept, as fingerprints; one for all feeds of a sample. */
struct masked {
    size_t count;
    uint64_t *prints;
};
bool masked_has(const struct masked *masked, uint64_t print);
void masked_release(struct masked *masked);

struct preview_cell {
    char *text; /* the value, where it may be shown; else NULL */
    bool empty;
    uint64_t print;                 /* of the value */
    const char *why;                /* masked for another reason than its treatment; or NULL */
    char rule[RULE_ID_MAXIMUM + 1]; /* that it broke, or "" */
    enum severity severity;
};

struct preview_record {
    char row[ROW_SIZE];
    struct preview_cell *cells;
};

struct preview {
    const struct contract *contract; /* given by the caller, */
    struct masked *masked;           /* and filled */
    bool judged;                     /* set by the caller where validate has judged the records */
    size_t column_count;             /* without source_row */
    char **names;
    size_t count;
    struct preview_record *records;
    size_t finding_count;
    struct finding *findings;
};

/* Takes the names of the columns, then each record. Of what is not to be shown nothing is kept. */
void preview_header(struct preview *preview, const struct stream_reader *reader);
void preview_add(struct preview *preview, const struct stream_reader *reader);
/* For findings_each(): `state` is the preview. What is found of fields that it has not is left out. */
void preview_finding(void *state, const struct finding *finding);
void preview_release(struct preview *preview);

/* preview_print.c: a table with a line for each field, and the findings below it. */
void preview_print(const struct preview *preview, const struct source *source, const char *feed);

#endif
