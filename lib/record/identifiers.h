/* identifiers.h - the national identifiers: what they look like, their check digits, and the values
 * that stand for nobody.
 *
 *   nhs       NHS Data Dictionary, NHS NUMBER: 10 digits, modulus 11, weights 10 to 2
 *   upn       DfE, Unique Pupil Numbers guide: a letter and 12 digits, modulus 23; a temporary one
 *             ends in a letter instead of the last digit
 *   uln       ESFA, ILR specification (DD01): 10 digits, modulus 11
 *   urn       DfE, GIAS: 6 digits from 100000
 *   ukprn     UKRLP: 8 digits from 10000000
 *   postcode  the pattern of the ILR specification, and GIR 0AA; a space divides its halves
 *
 * Before a check, spaces, hyphens, dots and no-break spaces are taken out, full-width forms become
 * ASCII and letters become capitals, so that all ways to write one identifier give one text. A
 * postcode keeps the one space between its halves. */
#ifndef ONTRACK_RECORD_IDENTIFIERS_H
#define ONTRACK_RECORD_IDENTIFIERS_H

#include <stdbool.h>
#include <stddef.h>

/* The kinds of identifier that a pseudonym can be made of, and those that can only be checked. */
enum identifier {
    IDENTIFIER_NONE,
    IDENTIFIER_NHS,
    IDENTIFIER_UPN,
    IDENTIFIER_ULN,
    IDENTIFIER_LOCAL,
    IDENTIFIER_RECORD,
    IDENTIFIER_URN,
    IDENTIFIER_UKPRN,
    IDENTIFIER_POSTCODE
};

const char *identifier_name(enum identifier identifier); /* "nhs", "record", … */

enum verdict {
    VERDICT_VALID,
    VERDICT_INVALID,
    VERDICT_SENTINEL,  /* passes its arithmetic, or is agreed on, but is no person and no place:
                          9999999999, palindromes, UPN of zeros; ZZ99 (no fixed abode, unknown) */
    VERDICT_TEST_RANGE /* an NHS number that begins with 999: valid only in tests */
};

enum { IDENTIFIER_LENGTH_MAXIMUM = 16 };

struct normal {
    char data[IDENTIFIER_LENGTH_MAXIMUM];
    size_t length;
};

/* Judges `data`, which is UTF-8 text without escapes. Unless the verdict is invalid, `normal` is
 * the identifier in the one form that is to be hashed or looked up. Not for local and record
 * identifiers, which have no form: those are invalid. */
enum verdict identifier_check(
    enum identifier kind, const char *data, size_t length, struct normal *normal);

#endif
