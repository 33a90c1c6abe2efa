/* postcodes_write.h - making a postcode directory (postcodes.h): postcodes are added in any order, kept in
 * memory (20 bytes each, 8 million at most), and written in order. */
#ifndef ONTRACK_PRIVACY_POSTCODES_WRITE_H
#define ONTRACK_PRIVACY_POSTCODES_WRITE_H

#include "privacy/postcodes.h"

struct entry;

struct postcodes_writer {
    size_t count, capacity;
    struct entry *entries;
    size_t authority_count;
    char (*authorities)[AUTHORITY_SIZE]; /* in the order in which they came */
    size_t last;                         /* the one that was found last: neighbours have the same */
};

/* A postcode as it is published. */
struct postcodes_entry {
    uint64_t row; /* of the published file, for messages */
    const char *postcode;
    size_t postcode_length; /* spaces in it do not count: "AB1 0AA", "AB1  0AA", "AB10 1AA" */
    struct locality place;
    unsigned rank; /* of deprivation, for postcodes_rank(); 0: none */
};

void postcodes_writer_init(struct postcodes_writer *writer);
void postcodes_writer_release(struct postcodes_writer *writer);

/* 0, or EX_DATAERR: not a postcode, not the code of a local authority (a letter and eight digits), more than
 * a directory can have. */
int postcodes_add(
    struct postcodes_writer *writer, const struct postcodes_entry *entry, struct err *err);

/* Deciles from the ranks of England's postcodes, each area having its rank (1: the most deprived). How many
 * areas there are is known from the highest rank, which must be that of one of England's indices: 32,482 (2004
 * to 2010), 32,844 (2015 and 2019), 33,755 (2025). 0 with *areas, or EX_DATAERR. */
int postcodes_rank(struct postcodes_writer *writer, unsigned *areas, struct err *err);

struct postcodes_counts {
    size_t postcodes, live, authorities, english,
        without_decile; /* the last: of the English ones */
};
void postcodes_count(const struct postcodes_writer *writer, struct postcodes_counts *counts);

/* Writes the directory: to a file beside it first, so that a reader sees the old one or the new one. 0;
 * EX_DATAERR where a postcode stands twice or there is none; EX_CANTCREAT, EX_IOERR. */
int postcodes_write(struct postcodes_writer *writer, const char *path, unsigned edition,
    const struct postcodes_source *sources, size_t source_count, struct err *err);

#endif
