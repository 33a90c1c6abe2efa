#include "record/codes_csv.h"

#include <string.h>

/* Takes the quoted cell that begins behind `p`, moving its text to where it began. Returns what
 * follows the closing quote, or NULL where there is none. */
static char *unquote(struct csv_text *csv, char *p)
{
    char *to = p;

    for (; *p; p++) {
        if (*p == '"' && *++p != '"') {
            *to = '\0'; /* on the closing quote, or before it */
            return p;
        }
        csv->following += *p == '\n';
        *to++ = *p;
    }
    return NULL;
}

/* Ends the cell at `p` and says whether another one follows it in the record: 1, 0, or -1. */
static int end_cell(struct csv_text *csv, char *p)
{
    char end = *p;

    *p = '\0';
    csv->next = end ? p + 1 : p;
    if (end == ',')
        return 1;
    if (end == '\r' && *csv->next == '\n') {
        csv->next++;
        end = '\n';
    }
    if (end == '\n')
        csv->following++;
    return end == '\n' || end == '\0' ? 0 : -1;
}

int csv_record(struct csv_text *csv, char *cells[CSV_CELLS])
{
    int count = 0, more = 1;

    if (!*csv->next)
        return 0;
    csv->line = csv->following;
    while (more > 0) {
        char *cell = csv->next, *end;

        if (*cell == '"') {
            cell++;
            end = unquote(csv, cell);
        } else {
            end = cell + strcspn(cell, ",\r\n\"");
        }
        if (!end)
            return -1;
        if (count < CSV_CELLS)
            cells[count] = cell;
        count++;
        more = end_cell(csv, end);
    }
    return more < 0 ? -1 : count;
}
