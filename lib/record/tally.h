/* tally.h - what a stage did with its records: counts, findings and the journal.
 *
 * Findings go to the rejects stream `source_row field rule severity` (no values; \N for a field
 * where the rule is the record's). `rejected` counts records, `rules` counts findings.
 *
 * Order of closing, which the next stage relies on: tally_close() writes the rejects' `\.` and the
 * journal's last line; only then does the stage write the `\.` of its own stream.
 *
 * Journal line: {"stage":…,"feed":…,"delivery":…,"read":n,"accepted":n,"rejected":n,"warned":n,
 * "rules":{"REF-012":n},"seconds":s}, with more members where a stage has more to say
 * (tally_extra()). */
#ifndef ONTRACK_RECORD_TALLY_H
#define ONTRACK_RECORD_TALLY_H

#include "base/err.h"
#include "record/stream.h"

#include <stdint.h>

enum severity { SEVERITY_WARNING, SEVERITY_RECORD, SEVERITY_GROUP, SEVERITY_FILE };
const char *severity_name(enum severity severity);
bool severity_parse(const char *text, enum severity *severity);

struct tally_rule {
    char *name;
    uint64_t count;
};

struct tally {
    const char *stage, *feed, *delivery; /* not copied; delivery may be NULL */
    int journal;                         /* descriptor, -1 where there is none */
    const char *journal_path;            /* not copied */
    uint64_t read, accepted, rejected, warned;
    struct tally_rule *rules;
    size_t rule_count;
    bool has_rejects;
    struct stream_writer rejects;
    struct buf extra; /* further members, each `,"name":value` */
    double started;
    struct progress *shown; /* where ontrack shows how far extract is; NULL in other stages */
};

/* Opens the rejects file and the journal (to append to it) where a path is given, so that nothing
 * need be opened later. 0 or EX_CANTCREAT. */
int tally_open(struct tally *tally, const char *stage, const char *feed, const char *delivery,
    const char *rejects, const char *journal, struct err *err);

/* One finding. The record itself is counted with tally_record(), once. `field` may be NULL, and so
 * may source_row.data, where the finding is about the delivery as a whole. */
void tally_finding(struct tally *tally, struct text source_row, const char *field, const char *rule,
    enum severity severity);
/* The record is done: accepted or not, with warnings or not. Counts `read` too. */
void tally_record(struct tally *tally, bool accepted, bool warned);

/* One more member of the journal line; the value is JSON already. */
void tally_extra(struct tally *tally, const char *name, const char *json);

/* 0 or EX_IOERR. Writes the journal's line. */
int tally_close(struct tally *tally, struct err *err);
void tally_release(struct tally *tally);

enum { TALLY_BOOKMARK = 40 };

/* The counts of a journal's last line, for the next stage and for ontrack. 0 or an exit code. */
struct tally_counts {
    char stage[32];
    uint64_t read, accepted, rejected, warned;
    uint64_t findings; /* of all rules: the records of its rejects stream */
    double seconds;
    /* As extract has it (source/bookmark.h), or "": the one value of a record that a journal may hold,
     * when something of it was last changed, without saying of which. */
    char bookmark[TALLY_BOOKMARK];
};
int tally_read(const char *journal, struct tally_counts *counts, struct err *err);

#endif
