/* codes.h - code lists: LIST.csv in one of the directories of --codes.
 *
 * The file is RFC 4180 CSV in UTF-8 with the header
 *     code,label,valid_from,valid_to,source,verified
 * and a row for each code and time of validity: dates are inclusive and empty where open; a code
 * may stand several times with different validity; verified is t or f. */
#ifndef ONTRACK_RECORD_CODES_H
#define ONTRACK_RECORD_CODES_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct contract;

struct code {
    const char *text;
    uint32_t length;
    uint32_t next;    /* 1 + index of the next entry of the same slot, 0: none */
    int32_t from, to; /* days (record/dates.h), inclusive */
};

struct code_list {
    char *name;
    char *text;     /* the file; the codes point into it */
    uint64_t print; /* fingerprint() of the file */
    struct code *codes;
    size_t count;
    uint32_t *slots; /* 1 + index of a code, 0: empty; a power of two of them */
    size_t slot_count;
};

struct codes {
    char *const *directories; /* not copied */
    size_t directory_count;
    struct code_list **lists; /* those that were asked for */
    size_t count;
};

/* Remembers where to look; where no directory is given, contracts/codes. */
void codes_init(struct codes *codes, char *const *directories, size_t count);
void codes_release(struct codes *codes);

/* The list, read on first use from the last directory that has it (a deployment's own directory
 * stands behind the common one). NULL with EX_CONFIG or EX_NOINPUT in `err`; EX_CONFIG names file
 * and line. */
const struct code_list *codes_list(struct codes *codes, const char *name, struct err *err);

/* Reads every list that the contract's fields and rules look into, and makes one fingerprint of all their
 * files: it is another one as soon as any of them is; 0 where there is none. 0, or EX_CONFIG, EX_NOINPUT. */
int codes_of_contract(
    struct codes *codes, const struct contract *contract, uint64_t *print, struct err *err);

/* Whether the list has the code at all, and whether it was valid on a day. */
bool code_known(const struct code_list *list, const char *text, size_t length);
bool code_valid(const struct code_list *list, const char *text, size_t length, int32_t day);

#endif
