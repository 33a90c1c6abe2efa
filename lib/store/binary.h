/* binary.h - a cell of the stream as a column of binary COPY.
 *
 * The stream is text, and stays so between stages; binary costs the server half (performance.md of
 * the design: 2.0 against 3.3 microseconds a row), so load translates. What cannot be translated is
 * no value of its type: the stages before load have not done their work. */
#ifndef ONTRACK_STORE_BINARY_H
#define ONTRACK_STORE_BINARY_H

#include "record/stream.h"
#include "store/copy.h"

#include <stdbool.h>

enum binary_type {
    BINARY_TEXT,
    BINARY_UUID,
    BINARY_DATE,
    BINARY_SMALLINT,
    BINARY_INTEGER,
    BINARY_BIGINT,
    BINARY_NUMERIC,
    BINARY_BOOLEAN,
    BINARY_TIMESTAMPTZ
};

/* By its name, as in a contract's columns. */
bool binary_type_find(const char *name, enum binary_type *type);
/* The name of the type that the server knows by `oid` (PQftype()); "another" for all others. */
const char *binary_type_name(unsigned oid);

/* Writes one column. false: not a value of the type; the COPY must then be abandoned. */
bool binary_put(struct copy *copy, enum binary_type type, const struct cell *cell);

#endif
