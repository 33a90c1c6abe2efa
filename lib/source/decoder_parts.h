/* decoder_parts.h - what the files of the decoder share; decoder.h is for everybody else. */
#ifndef ONTRACK_SOURCE_DECODER_PARTS_H
#define ONTRACK_SOURCE_DECODER_PARTS_H

#include "source/decoder.h"

enum {
    DECODER_RAW = 64 * 1024,
    DECODER_WIDEST = 3, /* bytes of utf-8 for a byte, or for the two of a utf-16 unit */
    DECODER_SAMPLE = 1024
};

/* Reads bytes as they are; of the first ones `least` at once, where the file has them. */
ssize_t decoder_read_raw(
    struct decoder *decoder, char *data, size_t capacity, size_t least, struct err *err);
/* How many bytes of `data` are well-formed utf-8 (a sequence may go on in the next block). */
size_t decoder_check_utf8(struct decoder *decoder, const char *data, size_t length);
/* Writes a code point above 7f as utf-8: how many bytes. */
size_t decoder_put(char *to, unsigned int point);

ssize_t decoder_read_single(struct decoder *decoder, char *data, size_t capacity, struct err *err);
ssize_t decoder_read_wide(struct decoder *decoder, char *data, size_t capacity, struct err *err);

/* The code point of a byte above 7f; 0: none. */
unsigned int decoder_windows_1252(unsigned char c);
unsigned int decoder_iso_8859_15(unsigned char c);

/* Each keeps an error until the bytes before it have been given: the byte `c` at `offset`; */
void decoder_refuse(struct decoder *decoder, unsigned char c, uint64_t offset);
/* what begins at `offset` in utf-16; */
enum decoder_unit { UNIT_NUL, UNIT_HALF_PAIR, UNIT_HALF_CHARACTER };
void decoder_refuse_unit(struct decoder *decoder, enum decoder_unit what, uint64_t offset);
/* the whole, and why: "is declared X, but WHY"; `other` is what it may be instead. */
void decoder_refuse_whole(struct decoder *decoder, const char *other, const char *why);
/* The same for a byte order mark of another encoding, where the file begins with one. */
void decoder_refuse_mark(struct decoder *decoder);

#endif
