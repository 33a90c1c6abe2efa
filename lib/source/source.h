/* source.h - sources/NAME.json: what a delivery looks like and how its fields map to feeds.
 *
 *   name, title, version  version and a fingerprint of the file go to the ledger (edition)
 *   description           for people
 *   format                csv | xlsx | ndjson | json | xml
 *   encoding (csv)        utf-8 (default) | utf-16le | utf-16be | windows-1252 | iso-8859-15:
 *                         declared, checked over the whole file. A byte order mark must agree. json
 *                         and ndjson are utf-8 by their standard (RFC 8259); xml and xlsx declare
 *                         their own
 *   sheet (xlsx)          the sheet's name, in whatever case; absent: the only one that is not hidden
 *   dialect (csv, xlsx)   {"delimiter": ",", "quote": "\"", "header_row": 1, "any_case": false}; title
 *                         rows above the header are no records; any_case: a column's name is known
 *                         whatever the case of its (ASCII) letters. Beside "delimiter" and "quote",
 *                         which are csv's:
 *                         "header_row": the header's row; or, better where titles come and go,
 *                         "header": ["Pupil ID", "Surname"]: the header is the first row, within the
 *                         first 100, that has all of these cells
 *                         "totals": ["Total", "Grand total"]: a row whose first cell that is not empty
 *                         says one of these (in any case, with a colon or without) is no record
 *                         The header once more, as after a page break, is none either. What was left
 *                         out so is counted in the journal: "skipped":{"header":3,"totals":1}
 *   null                  texts that mean "no value" beside the empty one: ["NULL", "n/a"]
 *   file                  what the delivery's base name looks like, with {parts}:
 *                         "ILR-{ukprn}-{year}-{date}-{time}-{serial}.xml". A name that does not fit
 *                         is EX_DATAERR only where a field, the slot or the period uses a part
 *   tables                the delivery is a directory or a zip of files of one format:
 *                         {"MHS101": "MHS101*.csv", ...}: glob on the base name; exactly one match
 *                         for each table that the feed asked for needs. Not for xlsx
 *   ratio                 how far a gzip or a zip's member may unpack beyond its first 64 MiB: to this
 *                         many times the bytes read of it (default 200; deflate reaches 1032). More
 *                         is EX_DATAERR: it was made to fill time or disk
 *   optional              those of "tables" that a delivery may lack: their feeds are empty then. In mode
 *                         period that says nothing, as an empty table does: what the month said before
 *                         still stands
 *   slot                  what a later delivery replaces: "{ukprn}/{year}"; default "all"
 *   period                for mode period: a text with parts that gives YYYY-MM: "{month}"
 *   mode                  append | delta (default) | snapshot | period
 *   expected              {"every": day | week | month | quarter | year, "days": 30}: there is a delivery
 *                         for each such period, so many days after its last one at the latest
 *   after                 names of sources whose units must not have failed tonight
 *   drift                 stop | warn (default) | ignore: what to do about columns (csv, xlsx) that no feed
 *                         of this source uses and no "unused" names. A warning goes to the journal
 *                         with the columns' letters (a header's text could be data)
 *   api_key_file          for a URL: file (mode 0600 or less) whose first line is the key, sent as
 *   api_key_header        this header (default "Authorization", there as "Bearer KEY")
 *   define                {NAME: anything, ...}: {"use": NAME}, wherever it stands, is what is defined
 *                         there; an object that has other members too is the definition (an object
 *                         itself) with these members added or in the place of its own. A definition
 *                         may use those before it
 *   http                  how the server of a URL is asked: see source_http.h
 *   duplicates            reject (default): records of one delivery with one key that differ are all
 *                         rejected; last: the last of them counts, and the others are `duplicate` (for a
 *                         source whose records can change while its pages are read, and always where
 *                         that is asked for its changes: "since" of http)
 *   check (xml)           the structure that must hold, else nothing of the delivery is taken:
 *                         {"rule": "ILR_SCHEMA", "elements": {PATH: names, ...}, "header": [...]}
 *     elements            what stands below each path; below one that is not named anything may.
 *                         Names are {"required": ["ULN", ...], "optional": ["Email", ...]} in any
 *                         order and number, or {"sequence": ["ULN", "CampId|CampID?", "Email?",
 *                         "Aim+", "Note*", ...]}: in this order, each once, "?" at most once, "+"
 *                         once or more, "*" any number, "|" one of them (with + or * any mix); a
 *                         name may stand in several places
 *     header              elements that must say the same, white space around them apart:
 *                         [{"rule": "ILR_HEADER", "same": ["/Message/Header/UKPRN", ...],
 *                         "file": "ukprn"}, ...], each where it is there, and the same as that part
 *                         of the delivery's name ("file" is optional; a name that does not fit the
 *                         source's `file` is not compared). They stand outside the records
 *   check (csv)           what must hold, else nothing of the delivery is taken:
 *                         {"rule": "MHSDS_HEADER",
 *                         "same": [{"table": "MHS000", "column": "OrgIDProvider", "says": "{provider}"},
 *                         ...]: in each row the column is that text with parts of the delivery's name,
 *                         with "date": PATTERNS a date in the month YYYY-MM that the text gives, with
 *                         "months": "1900-04" that month's number, counted from the one that is 1; the
 *                         table must have a row; without "table": in each table that has the column;
 *                         "versions": [{"name": "6", "from": "2024-04", "to": "2025-03", "required":
 *                         {TABLE: [COLUMN, ...]}, "absent": {TABLE: [COLUMN, ...]}}, ...]: of the
 *                         version in force in the delivery's period each table that is there has
 *                         these columns, and has not those}
 *   feeds                 {FEED: mapping, ...}; parents stand before their children
 *
 * A mapping:
 *   table                 which of the tables (where there are tables)
 *   record                xml: path of local names, "Message/Learner/LearningDelivery", or several
 *                         with | between; json: dotted path of the array (absent: the document is
 *                         the array); else none
 *   where                 conditions on the source record, all of which must hold, else the row makes
 *                         no record of this feed and is not counted: [{"path": P, "present": true},
 *                         {"path": P, "in": ["1", "2"]}, {"path": P, "not": ["3"]}] ("not" also holds
 *                         for an absent value), {"path": P, "before": VALUE} (both are there and the
 *                         first is less, as bytes: of dates YYYY-MM-DD the earlier); {"value":
 *                         VALUE, ...} judges what VALUE comes to
 *   fields                {FIELD: value, ...}
 *   records               [{"where": ..., "fields": ...}, ...]: several records from one row; the
 *                         feed has the fields of all, NULL where a record does not name one. `fields`
 *                         beside it are those that every record has and does not name itself
 *   count                 rows that come to the same record make one, and this field (which "fields"
 *                         does not have) is how many they were; its source_row is that of the first.
 *                         1,000 records at most
 *   unused                columns (csv, xlsx) that are known and not wanted
 *
 * A value is the first of these, in this order, that gives a text; else NULL:
 *   "path": P             csv, xlsx: the column's header; xml: path relative to the record, "../" goes up,
 *                         "@name" is an attribute, "." the record's own text, "Child[Kind=LDM]/Code"
 *                         takes the first Child whose Kind has that text, "min(Child/Date)" the
 *                         least of all the texts there, as bytes, "/Message/Header/..." is an
 *                         element that stood earlier in the file; json: dotted path, numbers for an
 *                         array's items. A list of paths coalesces; of a sheet's columns at least one must
 *                         exist unless "optional": true
 *   "file": "ukprn"       a part of the delivery's name
 *   "title": "Month:"     csv, xlsx: what stands in a row above the header (100 rows at most are looked at)
 *                         behind this text, in the same cell or, where that ends with it, in the next
 *                         one to the right that is not empty. EX_DATAERR where no cell begins so,
 *                         unless "optional": true, and where two do
 *   "first": [value, ...] of these the first that is not NULL
 *   "join": [value, ...]  with "with": "/" between; NULL where any part is NULL
 *   "constant": "ap"
 * White space around it is dropped; an empty text and those of "null" are NULL, the source's and then
 * this value's own ("null": ["z", "c"]). Then, in this order:
 *   "upper": true         ASCII letters
 *   "digits": true        removes spaces and hyphens
 *   "split": {"at": "/", "part": 2}    the text between two of these (1 is the first part, -1 the last),
 *                         without white space around it; no such part: NULL
 *   "zeros": 10           puts the leading zeros back that a spreadsheet dropped: a text of digits only
 *                         that is shorter than this gets zeros on its left
 *                         A value with "digits" or "zeros" is an identifier: one in scientific notation
 *                         (1.23457E+11) has lost its last digits and is marked "excel-number"
 *   "lookup": {"table": T, "key": P, "value": P}, or for xml {"record": R, "key": P, "value": P}, or a
 *                         list of them, one after the other: the text is looked up in another table
 *                         of the same submission (in memory, 64 MiB at most); not found: NULL; found
 *                         with two different values, or one that is marked: marked
 *                         "lookup-ambiguous". "key" and "value" may be values of the other table's
 *                         row, which may look up themselves. "prefer": {"by": P, "order": ["F01",
 *                         ...]}: of several rows that one counts whose "by" (a path or value; without:
 *                         what "value" comes to) stands first in "order", of several of these the last
 *                         in the table, even if it says nothing. "optional": true: nothing is found
 *                         where the delivery lacks the table or a column
 *   and one of
 *   "date": "DD/MM/YYYY"  or a list; D, DD, M, MM, MMM (Jan), MMMM (January; also Sept), YY, YYYY, hh,
 *                         mm, ss, other characters for themselves, and a last * for anything. YY is
 *                         the year from 79 before to 20 after that of --as-of. "excel" is Excel's
 *                         count of days, 1 (1900-01-01) to 73050 (2099-12-31) without 60, which is no
 *                         day; "excel-1904" that of its other system (1 is 1904-01-02); decimals are a
 *                         time and dropped. Else marked "date-format"
 *   "map": {"M": "1", ...}  translates codes; "else": "99" for the rest (without: marked
 *                         "untranslated"), "empty": "x" for no value
 *   "number": "1,234.50"  strips a leading pound sign and the thousands separator, or the spaces in
 *                         its place ("1.234,50": the other way round). Else marked "number-format"
 *   "boolean": {"true": ["Y"], "false": ["N"]}    else marked "boolean-format"
 * A marked text passes as it was with the name of its rule (record/stream.h); validate rejects it. For
 * each field and rule extract warns once for a table: how many, the first row, what to do (marks.h).
 *
 * xlsx: what a cell gives, before all of this:
 *   text                  shared or its own; the runs of a rich text joined, phonetic ones left out
 *   number                its decimal of 15 significant digits, never 1.23E+11, whatever its format
 *                         shows (85 % is 0.85); from 1e15 on, where Excel has lost digits, it is marked
 *                         "excel-number"
 *   number shown as date  YYYY-MM-DD, with Thh:mm:ss where there is a time; a time alone hh:mm:ss, a
 *                         duration ([h]:mm) h:mm:ss. "date" takes the first two beside its patterns
 *   formula               its result as it was saved
 *   TRUE or FALSE         these words, in whatever language Excel was
 *   error (#N/A, ...)     its text, marked "excel-error", and so a formula that has no result yet. An
 *                         error that is only "no value" can be named in "null"
 * A marked cell is not translated. Where a "where" hangs on one, the record is rejected with the rule.
 * Cells to the right of the header's last are not read. Hidden rows are read, and a warning counts them.
 *
 * A column's name is the header's cell with no blanks around it and each run of blanks and line breaks
 * in it as one blank.
 *
 * source_row: xlsx: the sheet's own row; csv: the row as a spreadsheet shows it (title and blank rows
 * counted, a line break in a cell not); ndjson: the line; json and xml: the ordinal of the record's
 * element, counted on from page to page. Rows of which every cell is empty are skipped; a row with more
 * or fewer cells than the header is a reject `ragged-row`, a line that is not JSON `json-syntax`. */
#ifndef ONTRACK_SOURCE_SOURCE_H
#define ONTRACK_SOURCE_SOURCE_H

#include "base/err.h"
#include "source/source_http.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum source_format { FORMAT_CSV, FORMAT_NDJSON, FORMAT_JSON, FORMAT_XML, FORMAT_XLSX };
enum source_encoding {
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_WINDOWS_1252,
    ENCODING_ISO_8859_15
};
enum source_mode { MODE_APPEND, MODE_DELTA, MODE_SNAPSHOT, MODE_PERIOD };
enum source_drift { SOURCE_DRIFT_STOP, SOURCE_DRIFT_WARN, SOURCE_DRIFT_IGNORE };

struct dialect {
    char delimiter, quote;
    uint64_t header_row;
};

/* Which rows of a sheet are no records. */
struct layout {
    size_t header_count, total_count;
    const char **header, **totals; /* header: cells that tell it; none: it is dialect.header_row */
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
    struct layout layout;
    const char *sheet; /* xlsx; NULL: the only one that is visible */
    unsigned int ratio;
    bool any_case; /* dialect: the names of columns are told apart by their letters alone */
    const char *file, *slot, *period; /* file and period may be NULL */
    enum source_mode mode;
    enum source_drift drift;
    bool keep_last; /* duplicates: last */
    struct source_http http;
    size_t after_count, feed_count, table_count, optional_count, null_count;
    const char **after, **feeds, **optional, **nulls; /* feeds in the file's order */
    struct source_table *tables;
    const char *api_key_file, *api_key_header; /* the file is relative to the source's folder */
    char *owned_path;
    const char *expected_every; /* NULL: none is expected */
    int expected_days;
    void *json; /* owns the other texts (cJSON) */
};

/* Reads and checks all but the mappings, which mapping.h compiles. 0, EX_CONFIG or EX_NOINPUT. */
int source_load(struct source *source, const char *path, struct err *err);
void source_release(struct source *source);

/* Whether its records are the rows of a sheet. */
static inline bool source_is_sheet(const struct source *source)
{
    return source->format == FORMAT_CSV || source->format == FORMAT_XLSX;
}

bool source_has_feed(const struct source *source, const char *feed);
/* Whether a delivery may lack the table (NULL: it has only one). */
bool source_may_lack(const struct source *source, const char *table);
/* Whether a column's name is the one that is looked for. */
bool source_same_column(const struct source *source, const char *left, const char *right);
const char *source_mode_name(enum source_mode mode);
const char *source_encoding_name(enum source_encoding encoding); /* as in "encoding" */

#endif
