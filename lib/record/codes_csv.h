/* codes_csv.h - RFC 4180 records of a text in memory, taken apart in place. */
#ifndef ONTRACK_RECORD_CODES_CSV_H
#define ONTRACK_RECORD_CODES_CSV_H

#include <stddef.h>

struct csv_text {
    char *next;  /* the rest of the text, which ends with a NUL */
    size_t line; /* of the record that was read last, from 1 */
    size_t following;
};

enum { CSV_CELLS = 6 };

/* Reads the next record's cells, each NUL-terminated. Returns how many cells it has (those after
 * the sixth are not kept), 0 at the end, -1 where a quote is out of place. */
int csv_record(struct csv_text *csv, char *cells[CSV_CELLS]);

#endif
