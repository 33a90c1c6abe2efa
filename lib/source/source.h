/* source.h - sources/NAME.json: what a delivery looks like and how its fields map to feeds.
 *
 *   name, title, version  version and a fingerprint of the file go to the ledger (edition)
 *   description           for people
 *   format                csv | ndjson | json | xml
 *   encoding              utf-8 (default) | windows-1252: declared, checked over the whole file; not
 *                         for xml, which declares its own
 *   dialect (csv)         {"delimiter": ",", "quote": "\"", "header_row": 1}; title rows above the
 *                         header are skipped
 *   null                  texts that mean "no value" beside the empty one: ["NULL", "n/a"]
 *   file                  what the delivery's base name looks like, with {parts}:
 *                         "ILR-{ukprn}-{year}-{date}-{time}-{serial}.xml". A name that does not fit
 *                         is EX_DATAERR only where a field, the slot or the period uses a part
 *   tables                the delivery is a directory or a zip of files of one format:
 *                         {"MHS101": "MHS101*.csv", ...}: glob on the base name; exactly one match
 *                         for each table that the feed asked for needs
 *   slot                  what a later delivery replaces: "{ukprn}/{year}"; default "all"
 *   period                for mode period: a text with parts that gives YYYY-MM: "{month}"
 *   mode                  append | delta (default) | snapshot | period
 *   after                 names of sources whose units must not have failed tonight
 *   drift                 stop | warn (default) | ignore: what to do about columns (csv) that no feed
 *                         of this source uses and no "unused" names. A warning goes to the journal
 *                         with the columns' letters (a header's text could be data)
 *   api_key_file          for a URL: file (mode 0600 or less) whose first line is the key, sent as
 *   api_key_header        this header (default "Authorization", there as "Bearer KEY")
 *   http                  how the server of a URL is asked: see source_http.h
 *   duplicates            reject (default): records of one delivery with one key that differ are all
 *                         rejected; last: the last of them counts, and the others are `duplicate` (for a
 *                         source whose records can change while its pages are read, and always where
 *                         that is asked for its changes: "since" of http)
 *   check (xml)           the structure that must hold, else nothing of the delivery is taken:
 *                         {"rule": "ILR_SCHEMA", "elements": {"Message/Learner":
 *                         {"required": ["ULN", ...], "optional": ["Email", ...]}, ...}};
 *                         below a path that is not named anything may stand
 *   feeds                 {FEED: mapping, ...}; parents stand before their children
 *
 * A mapping:
 *   table                 which of the tables (where there are tables)
 *   record                xml: path of local names, "Message/Learner/LearningDelivery"; json: dotted
 *                         path of the array (absent: the document is the array); else none
 *   where                 conditions on the source record, all of which must hold, else the row makes
 *                         no record of this feed and is not counted: [{"path": P, "present": true},
 *                         {"path": P, "in": ["1", "2"]}, {"path": P, "not": ["3"]}] ("not" also holds
 *                         for an absent value); {"value": VALUE, ...} judges what VALUE comes to
 *   fields                {FIELD: value, ...}, or
 *   records               [{"where": ..., "fields": ...}, ...]: several records from one row; the
 *                         feed has the fields of all, NULL where a record does not name one
 *   unused                columns (csv) that are known and not wanted
 *
 * A value is the first of these, in this order, that gives a text; else NULL:
 *   "path": P             csv: the column's header; xml: path relative to the record, "../" goes up,
 *                         "@name" is an attribute, "." the record's own text, "Child[Kind=LDM]/Code"
 *                         takes the first Child whose Kind has that text, "/Message/Header/..." is an
 *                         element that stood earlier in the file; json: dotted path, numbers for an
 *                         array's items. A list of paths coalesces; of csv columns at least one must
 *                         exist unless "optional": true
 *   "file": "ukprn"       a part of the delivery's name
 *   "first": [value, ...] of these the first that is not NULL
 *   "join": [value, ...]  with "with": "/" between; NULL where any part is NULL
 *   "constant": "ap"
 * White space around it is dropped; an empty text and those of "null" are NULL. Then, in this order:
 *   "upper": true         ASCII letters
 *   "digits": true        removes spaces and hyphens
 *   "lookup": {"table": T, "key": P, "value": P}, or for xml {"record": R, "key": P, "value": P}, or a
 *                         list of them, one after the other: the text is looked up in another table
 *                         of the same submission (in memory, 64 MiB at most); not found: NULL; found
 *                         with two different values: marked "lookup-ambiguous". "optional": true:
 *                         nothing is found where the delivery lacks the table or a column
 *   and one of
 *   "date": "DD/MM/YYYY"  or a list; D, DD, M, MM, MMM (Jan), YY, YYYY, hh, mm, ss, other characters
 *                         for themselves, and a last * for anything. YY is the year from 79 before to
 *                         20 after that of --as-of. Else marked "date-format"
 *   "map": {"M": "1", ...}  translates codes; "else": "99" for the rest (without: marked
 *                         "untranslated"), "empty": "x" for no value
 *   "number": "1,234.50"  strips a leading pound sign, spaces and the thousands separator
 *                         ("1.234,50": the other way round). Else marked "number-format"
 *   "boolean": {"true": ["Y"], "false": ["N"]}    else marked "boolean-format"
 * A marked text passes as it was with the name of its rule (record/stream.h); validate rejects it.
 *
 * source_row: csv: the row as a spreadsheet shows it (title and blank rows counted, a line break in a
 * cell not); ndjson: the line; json and xml: the ordinal of the record's element, counted on from page
 * to page. Rows of which every
 * cell is empty are skipped; a row with more or fewer cells than the header is a reject `ragged-row`,
 * a line that is not JSON `json-syntax`. */
#ifndef ONTRACK_SOURCE_SOURCE_H
#define ONTRACK_SOURCE_SOURCE_H

#include "base/err.h"
#include "source/source_http.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum source_format { FORMAT_CSV, FORMAT_NDJSON, FORMAT_JSON, FORMAT_XML };
enum source_encoding { ENCODING_UTF8, ENCODING_WINDOWS_1252 };
enum source_mode { MODE_APPEND, MODE_DELTA, MODE_SNAPSHOT, MODE_PERIOD };
enum source_drift { SOURCE_DRIFT_STOP, SOURCE_DRIFT_WARN, SOURCE_DRIFT_IGNORE };

struct dialect {
    char delimiter, quote;
    uint64_t header_row;
};

struct source_table {
    const char *name, *glob;
};

struct source {
    const char *path, *name, *title, *version;
    char edition[64]; /* version + fingerprint of the file: "1.0.0+0123456789abcdef" */
    enum source_format format;
    enum source_encoding encoding;
    struct dialect dialect;
    const char *file, *slot, *period; /* file and period may be NULL */
    enum source_mode mode;
    enum source_drift drift;
    bool keep_last; /* duplicates: last */
    struct source_http http;
    size_t after_count, feed_count, table_count, null_count;
    const char **after, **feeds, **nulls; /* feeds in the file's order */
    struct source_table *tables;
    const char *api_key_file, *api_key_header; /* the file is relative to the source's folder */
    char *owned_path;
    void *json; /* owns the other texts (cJSON) */
};

/* Reads and checks all but the mappings, which mapping.h compiles. 0, EX_CONFIG or EX_NOINPUT. */
int source_load(struct source *source, const char *path, struct err *err);
void source_release(struct source *source);

bool source_has_feed(const struct source *source, const char *feed);
const char *source_mode_name(enum source_mode mode);

#endif
