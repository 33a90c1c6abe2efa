/* tables.h - a delivery opened: one file, or a directory or zip of tables; plain or in an encrypted
 * spool. Each table can be read several times. */
#ifndef ONTRACK_SOURCE_TABLES_H
#define ONTRACK_SOURCE_TABLES_H

#include "source/bytes.h"
#include "source/delivery.h"
#include "source/source.h"
#include "source/spool.h"

#include <stdbool.h>

struct archive;
struct archive_input;

enum tables_kind { TABLES_FILE, TABLES_FOLDER, TABLES_ARCHIVE };

struct tables {
    const struct source *source; /* not owned */
    enum tables_kind kind;
    char *location, *name;   /* name: for messages */
    struct spool *spool;     /* where the delivery is one */
    int fd;                  /* of a zip or workbook that is not in a spool; else -1 */
    struct archive *archive; /* of TABLES_ARCHIVE */
    bool digest;
    size_t known_count; /* what has been read, with its hash */
    struct known_hash *known;
    char hash[DELIVERY_HASH_SIZE]; /* of a zip, which is hashed before it is read */
};

/* `spool` may be NULL; it is taken over, and `name` is then what messages call it. With `digest` the hash of what is read is kept for
 * tables_hash(). 0, EX_NOINPUT, EX_IOERR, or EX_DATAERR where the delivery is not what the source
 * says (one file, or several tables). */
int tables_open(struct tables *tables, const struct source *source, const char *location,
    const char *name, struct spool *spool, bool digest, struct err *err);
/* Whether one file (or several) has a name that fits the table. */
bool tables_has(struct tables *tables, const char *table);
/* Opens a table (NULL: the delivery's only one), unpacked. NULL with EX_DATAERR where no file or more
 * than one has a name that fits. */
struct bytes *tables_read(struct tables *tables, const char *table, struct err *err);
/* The delivery's bytes in any order, for the reader of a workbook (which is a zip, and yet one file).
 * 0, EX_NOINPUT, EX_IOERR. */
int tables_input(struct tables *tables, struct archive_input *input, struct err *err);
/* Closes what tables_read() opened, having read it to its end. 0 or an exit code: EX_DATAERR where it
 * is not the same as when it was read before. */
int tables_done(struct tables *tables, struct bytes *bytes, struct err *err);
/* The delivery's hash, as delivery_hash() computes it, of what was read and, in a directory, also of
 * the files that were not. */
int tables_hash(struct tables *tables, char hex[DELIVERY_HASH_SIZE], struct err *err);
void tables_close(struct tables *tables);

#endif
