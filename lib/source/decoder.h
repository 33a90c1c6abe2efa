/* decoder.h - turning a delivery's bytes into checked UTF-8: the encoding is declared, never guessed,
 * and every byte is held against it. A byte order mark is dropped. */
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
    bool accents, foreign; /* windows-1252: bytes above 7f; some that utf-8 could not have */
    bool failed;           /* an error waits until the good bytes before it are read */
    struct err err;
    char *raw;
};

enum { DECODER_CAPACITY = 4096 }; /* the least room that decoder_read() must be given */

void decoder_open(struct decoder *decoder, struct bytes *bytes, enum source_encoding encoding);
/* As bytes_read(). A byte that does not fit the encoding and a NUL are EX_DATAERR, reported only when
 * all that stands before them has been given: the caller knows the line and adds it with
 * decoder_line(). */
ssize_t decoder_read(struct decoder *decoder, char *data, size_t capacity, struct err *err);
/* Says in `err`'s detail on which line decoder_read() failed. */
void decoder_line(struct err *err, uint64_t line);
void decoder_close(struct decoder *decoder);

#endif
