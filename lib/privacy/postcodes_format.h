/* postcodes_format.h - the bytes of a postcode directory, for those who write and read it (postcodes.h). */
#ifndef ONTRACK_PRIVACY_POSTCODES_FORMAT_H
#define ONTRACK_PRIVACY_POSTCODES_FORMAT_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PLACES_MAGIC "ontrack-places/1"

enum {
    PLACES_MAGIC_SIZE = 16,
    PLACES_HEADER_SIZE = PLACES_MAGIC_SIZE + 5 * 4,
    PLACES_SOURCE_SIZE = 128,
    PLACES_AUTHORITY_SIZE = 9,
    PLACES_SECTOR_SIZE = 8,
    PLACES_POSTCODE_SIZE = 8,
    PLACES_UNITS = 400, /* in a sector: 20 letters, twice */
    PLACES_AUTHORITIES_MAXIMUM = 4096,
    PLACES_SECTORS_MAXIMUM = 65536,
    PLACES_POSTCODES_MAXIMUM = 8 * 1024 * 1024,
    POSTCODE_SIZE = 9 /* "SW1A 1AA" and a NUL */
};

static inline uint32_t get_32(const uint8_t *data)
{
    uint32_t number;

    memcpy(&number, data, sizeof number);
    return le32toh(number);
}

static inline uint64_t get_64(const uint8_t *data)
{
    uint64_t number;

    memcpy(&number, data, sizeof number);
    return le64toh(number);
}

static inline void put_32(uint8_t *data, uint32_t number)
{
    number = htole32(number);
    memcpy(data, &number, sizeof number);
}

static inline void put_64(uint8_t *data, uint64_t number)
{
    number = htole64(number);
    memcpy(data, &number, sizeof number);
}

/* A postcode as two numbers: its sector, by which the file is sorted, and the unit in it. */
struct postcode_key {
    uint32_t sector;
    uint32_t unit;
};

/* False where the text is not a postcode in its normal form, "SW1A 1AA". GIR 0AA is one. */
bool postcode_key(const char *postcode, size_t length, struct postcode_key *key);
/* The other way round; false where no postcode has such numbers. */
bool postcode_text(const struct postcode_key *key, char postcode[POSTCODE_SIZE]);

#endif
