/* decoder.h - turning a delivery's bytes into checked UTF-8: the encoding is declared, never guessed,
 * and every byte is held against it.
 *
 * A byte order mark that agrees with the declaration is dropped; one of another encoding is an error,
 * and so is a byte that does not fit: in utf-8 an ill-formed sequence, in utf-16 half of a surrogate
 * pair or of a character, in windows-1252 its five undefined bytes, in iso-8859-15 the controls 80 to
 * 9f; in all of them a NUL. Wholly another encoding is also: a file declared as one of a byte a
 * character of which every accent is a utf-8 sequence, and one declared utf-16 without a mark that has
 * no ASCII character in its first kilobyte (in a table: no line break, delimiter or digit). */
#ifndef ONTRACK_SOURCE_DECODER_H
#define ONTRACK_SOURCE_DECODER_H

#include "source/bytes.h"
#include "source/source.h"

struct decoder {
    struct bytes *bytes; /* not owned */
    enum source_encoding encoding;
    uint64_t offset; /* of the next byte, in the (unpacked) file */
    char first[4];   /* its first bytes, to tell what it may be instead */
    size_t first_count;
    unsigned char low, high, left; /* utf-8: bounds of the next byte and how many are due */
    unsigned char lead;            /* the first byte of the sequence, and where it stands */
    uint64_t lead_offset;
    bool accents, foreign; /* a byte a character: some above 7f; some that utf-8 could not have */
    size_t held;           /* utf-16: bytes at the front of `raw` that wait for their other half */
    bool failed;           /* an error waits until the good bytes before it are read */
    struct err err;
    char *raw;
};

enum { DECODER_CAPACITY = 4096 }; /* the least room that decoder_read() must be given */

void decoder_open(struct decoder *decoder, struct bytes *bytes, enum source_encoding encoding);
/* As bytes_read(). A byte that does not fit the encoding is EX_DATAERR with its offset and what the
 * file may be instead, reported only when all that stands before it has been given: the caller knows
 * the line and adds it with decoder_line(). */
ssize_t decoder_read(struct decoder *decoder, char *data, size_t capacity, struct err *err);
/* Says in `err`'s detail on which line decoder_read() failed. */
void decoder_line(struct err *err, uint64_t line);
void decoder_close(struct decoder *decoder);

#endif
