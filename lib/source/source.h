/* source.h - sources/NAME.json: what a delivery looks like and how its fields map to feeds.
 *
 *   name, title, version    version and a fingerprint of the file go to the ledger (edition)
 *   format                  csv | ndjson | json | xml
 *   encoding                utf-8 (default) | windows-1252: declared, checked over the whole file
 *   dialect (csv)           {"delimiter": ",", "quote": "\"", "header_row": 1}  title rows above
 * the header are skipped; rows are counted as a spreadsheet counts them file what the file's (or
 * directory's) base name looks like, with {parts}: "ILR-{ukprn}-{year}-{date}-{time}-{serial}.xml";
 * a part is one or more characters up to the next literal one. A name that does not fit is
 *                           EX_DATAERR only where a field, the slot or the period uses a part
 *   tables                  the delivery is a directory or a zip of files of one format:
 *                           {"MHS101": "MHS101*.csv", …} (glob on the base name; exactly one match,
 *                           or none where no feed that is asked for needs it)
 *   slot                    what a later delivery replaces: "{ukprn}/{year}"; default "all"
 *   period                  for mode period: a text with parts that gives YYYY-MM ("{month}")
 *   mode                    append | delta | snapshot | period
 *   after                   names of sources whose units must not have failed tonight
 *   check (xml)             {"ILR_SCHEMA": {"Message/Learner": ["LearnRefNumber", "ULN", …]}}:
 * elements that must be there, and `known`: names allowed below a path feeds {FEED: mapping, …};
 * parents stand before their children
 *
 * A mapping:
 *   table                   which of the tables (where there are tables)
 *   record                  xml: path of local names, "Message/Learner/LearningDelivery";
 *                           json: path of the array; csv, ndjson: none
 *   where                   condition(s) on the source record, all of which must hold, else the row
 *                           makes no record of this feed: [{"path": P, "present": true},
 *                           {"path": P, "in": ["1","2"]}, {"path": P, "not": ["3"]}]
 *   fields                  {FIELD: value, …}, or
 *   records                 [{"where": …, "fields": …}, …]: several records from one row
 *
 * A value is the first of these that gives a text that is not empty; else NULL:
 *   {"path": P}             csv: the column's header; xml: path relative to the record, "../" goes
 * up,
 *                           "@name" an attribute, "/Message/Header/…" an element that stood earlier
 * in the file; json: dotted path. A list of paths coalesces.
 *   {"constant": "ap"}      {"file": "ukprn"} a part of the file's name
 *   {"join": [value, …], "with": "/"}    NULL where any part is NULL
 * and may add
 *   "date": "DD/MM/YYYY"    or a list; D, DD, M, MM, MMM (Jan), YY, YYYY, hh, mm, ss and literals
 *   "map": {"M": "1", …}    translates codes; "else": "99" for the rest, absent: the value is
 * marked with rule "untranslated"; "empty": "x" for no value "number": "1,234.50"    strips
 * thousands commas, spaces and a leading £ "boolean": {"true": ["Y"], "false": ["N"]} "upper":
 * true, "digits": true (removes spaces and hyphens) "lookup": {"table": T, "key": P, "value": P}
 * the text is looked up in another table of the same submission (bounded, in memory); for xml
 * {"record": R, "key": P, "value": P} A text that the date, number or boolean can't be made of
 * passes marked (record/stream.h) with rule "date-format", "number-format" or "boolean-format".
 *
 * White space around a value is dropped; an empty text and the texts in "null" (a list at the top
 * level, such as ["NULL", "n/a"]) are NULL. */
#ifndef ONTRACK_SOURCE_SOURCE_H
#define ONTRACK_SOURCE_SOURCE_H

#endif
