/* postcodes.h - a postcode directory: one edition of ONS's published file and of an index of deprivation,
 * as one small file that is made once (postcodes_write.h) and looked up in the night.
 *
 * The file, all numbers with the lowest byte first:
 *
 *   16     magic "ontrack-places/1"
 *   4 x 5  edition (202508), sources, authorities, sectors, postcodes: how many of each
 *   128    for each source: SHA-256 of the published file, and its name, filled up with NUL
 *   9      for each local authority: its code ("E09000001")
 *   8      for each sector ("SW1A 1"), sorted: its number, and how many postcodes stand before its first
 *   8      for each postcode, by sector and sorted within it, from the lowest bit: unit ("AA") 9 bits,
 *          authority 12, decile of deprivation 4 (1: the most deprived; 0: none), month of introduction 12
 *          and of termination 12 (1900-01 is 1; 0: none)
 *   32     SHA-256 of all that stands before
 *
 * A sector has 400 postcodes at most, so that looking one up takes one read of 3,200 bytes and the sectors'
 * table in memory (100 KB); the sectors looked up last are kept. Nothing is opened after postcodes_open(). */
#ifndef ONTRACK_PRIVACY_POSTCODES_H
#define ONTRACK_PRIVACY_POSTCODES_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    AUTHORITY_SIZE = 10, /* with its NUL */
    MONTH_SIZE = 8,      /* "2025-08" and a NUL */
    DECILES = 10,
    POSTCODES_SOURCES_MAXIMUM = 4,
    POSTCODES_NAME_SIZE = 96,
    POSTCODES_HASH_SIZE = 32
};

/* A published file that a directory was made of. */
struct postcodes_source {
    char name[POSTCODES_NAME_SIZE + 1];
    uint8_t hash[POSTCODES_HASH_SIZE];
};

/* What a directory says of itself. */
struct postcodes_about {
    char edition[MONTH_SIZE]; /* "2025-08" */
    unsigned month;           /* the same as month_number() */
    char fingerprint[17];     /* of its content: the first 16 digits of its SHA-256 */
    size_t source_count, authorities, sectors, count;
    struct postcodes_source sources[POSTCODES_SOURCES_MAXIMUM];
};

struct locality {
    char authority[AUTHORITY_SIZE];
    unsigned decile;                 /* 1 to 10; 0: none, as outside England */
    unsigned introduced, terminated; /* as month_number(); 0: not said, and not terminated */
};

/* Months as numbers: 1 is 1900-01. 0 for a month out of range (1900 to 2100). */
unsigned month_number(int year, int month);
/* Writes YYYY-MM and a NUL. */
void month_text(unsigned number, char text[MONTH_SIZE]);

/* Whether the postcode was in use in that month. */
bool locality_lived(const struct locality *place, unsigned month);

struct postcodes;

/* Opens a directory and reads all of it once, against its check sum. NULL with EX_NOINPUT (there is no such
 * file), EX_IOERR, or EX_CONFIG (it is not a directory, cut short or damaged). */
struct postcodes *postcodes_open(const char *path, struct err *err);
const struct postcodes_about *postcodes_about(const struct postcodes *postcodes);
/* Also wipes the sectors that were looked up. */
void postcodes_close(struct postcodes *postcodes);

/* What it says of itself, without reading the rest: 0 or as postcodes_open(). */
int postcodes_describe(const char *path, struct postcodes_about *about, struct err *err);

/* The place of a postcode in the form that identifier_check() gives ("SW1A 1AA"): 1, 0 where the directory
 * does not have it, or -1 with EX_IOERR, EX_CONFIG. */
int postcodes_find(struct postcodes *postcodes, const char *postcode, size_t length,
    struct locality *place, struct err *err);

/* Each postcode with its place, in the order of the file; stops where `take` returns another code than 0,
 * and returns it. */
int postcodes_each(struct postcodes *postcodes,
    int (*take)(void *state, const char *postcode, const struct locality *place, struct err *err),
    void *state, struct err *err);

/* Several editions, by date. */
struct editions {
    size_t count;
    struct postcodes **items; /* the oldest first */
};

/* 0, as postcodes_open(), or EX_CONFIG where two files are of one edition. */
int editions_open(struct editions *editions, char *const *paths, size_t count, struct err *err);
void editions_close(struct editions *editions);
/* The one that holds in a month: the latest that is not younger, else the oldest; of month 0 the latest. */
struct postcodes *editions_at(const struct editions *editions, unsigned month);

#endif
