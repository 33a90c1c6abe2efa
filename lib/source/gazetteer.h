/* gazetteer.h - the published files that tell where a postcode lies: ONS's postcode directory (ONSPD) or
 * lookup (NSPL), and an English index of deprivation; as CSV, plain, packed with gzip, or in the zip as it is
 * published.
 *
 * Columns are found by their headers, whatever their order and letters' case:
 *
 *   postcode     pcds, pcd8, pcd2, pcd7, pcd
 *   introduced   dointr: YYYYMM, may be empty
 *   terminated   doterm: YYYYMM, empty while the postcode is in use
 *   authority    oslaua, laua, ladNNcd: empty where a postcode lies nowhere
 *   lsoa11       lsoa11, lsoa11cd
 *   lsoa21       lsoa21, lsoa21cd
 *   rank         imd, imdNNind
 *   imd-lsoa11   "LSOA code (2011)", lsoa11cd: of the index
 *   imd-lsoa21   "LSOA code (2021)", lsoa21cd
 *   imd-decile   "Index of Multiple Deprivation (IMD) Decile …", "IMD Decile", IMDDec0
 *
 * A header that is not among them is named by the user, as "authority=lad30cd". What is not as it should be is
 * EX_DATAERR with the row and the column: these are not records that could be left out one by one. */
#ifndef ONTRACK_SOURCE_GAZETTEER_H
#define ONTRACK_SOURCE_GAZETTEER_H

#include "base/options.h"
#include "record/stream.h"
#include "source/sha256.h"
#include "source/source.h"

enum { GAZETTEER_NAME_SIZE = 256, LSOA_NUMBERS = 1000 * 1000 };

/* How the files are to be read. */
struct gazetteer {
    enum source_encoding encoding;
    const struct option_list *columns; /* ROLE=HEADER */
};

/* What was read, for the directory's header. */
struct gazetteer_file {
    char name[GAZETTEER_NAME_SIZE];  /* the file's base name */
    char table[GAZETTEER_NAME_SIZE]; /* the same of the CSV, which may be in a zip */
    char hash[SHA256_HEX_SIZE];      /* SHA-256 of the file's bytes */
};

enum lsoa { LSOA_NONE, LSOA_2011, LSOA_2021 }; /* the census that the areas are of */

struct gazetteer_row {
    uint64_t row; /* as a spreadsheet shows it */
    struct text postcode, authority, lsoa;
    unsigned introduced, terminated; /* 202508; 0: empty */
    unsigned rank;                   /* 0: empty */
};

/* Gives each postcode to `take`, which returns 0 or an exit code. `lsoa` says which area's code is wanted, if
 * any, and `ranked` whether the ranks are. 0 or an exit code. */
int gazetteer_postcodes(const struct gazetteer *gazetteer, const char *path, enum lsoa lsoa,
    bool ranked, int (*take)(void *state, const struct gazetteer_row *row, struct err *err),
    void *state, struct gazetteer_file *file, struct err *err);

/* Deciles of deprivation by area: England's, whose codes are E01 and six digits. */
struct deprivation {
    enum lsoa lsoa;
    size_t count;
    uint8_t *deciles; /* by the six digits; 0: no such area */
};

int gazetteer_deprivation(const struct gazetteer *gazetteer, const char *path,
    struct deprivation *deprivation, struct gazetteer_file *file, struct err *err);
/* 1 to 10, or 0 where the index does not have the area. */
unsigned deprivation_decile(const struct deprivation *deprivation, struct text lsoa);
void deprivation_release(struct deprivation *deprivation);

/* 202508 of a name such as "ONSPD_AUG_2025_UK.csv"; 0 where it says no month. */
unsigned gazetteer_edition(const char *name);

#endif
