/* ddl.h - the tables that a contract makes. Everything that names a feed's columns in the database
 * comes from here. */
#ifndef ONTRACK_STORE_DDL_H
#define ONTRACK_STORE_DDL_H

#include "base/buf.h"
#include "record/contract.h"

#include <stdbool.h>
#include <stddef.h>

enum ddl_kind {
    DDL_CORE,          /* core.FEED: current rows */
    DDL_CORE_HISTORY,  /* core.FEED_history: the versions they replaced */
    DDL_WAITING,       /* core.FEED_waiting: records whose parent has not come, as delivered */
    DDL_VAULT,         /* vault.FEED: NHS, UPN and ULN pseudonyms, beside the key */
    DDL_VAULT_HISTORY, /* vault.FEED_history */
    DDL_STAGING,       /* staging_FEED: what anonymise prints, for psql's \copy */
    DDL_INCOMING,      /* pg_temp.incoming: what load takes, under the names of core */
    DDL_KINDS
};

struct ddl_column {
    const char *name, *type;
    bool required;
    const char *title, *description, *standard; /* each may be NULL */
};

struct ddl_table {
    const char *schema; /* NULL: the first of the search path */
    char name[64];
    const char *title, *description, *about; /* about: what this kind of table is */
    size_t column_count, key_count;          /* the key's columns stand first */
    struct ddl_column *columns;
    enum ddl_kind kind;
    bool temporary;
};

/* Whether the feed has such a table; if so, it is described and to be released. */
bool ddl_table(struct ddl_table *table, const struct contract *contract, enum ddl_kind kind);
void ddl_release(struct ddl_table *table);

/* What must hold of a contract so that load can work on its tables: the primary key begins with
 * `provider`. 0 or EX_CONFIG. */
int ddl_check(const struct contract *contract, struct err *err);

/* The name in core of a field of the key, or of one that the stream carries. */
const char *ddl_column_name(const struct contract *contract, int field);

/* Add the statements to `sql`. false where its maximum would be passed. */
bool ddl_create(struct buf *sql, const struct ddl_table *table);
bool ddl_comment(struct buf *sql, const struct ddl_table *table);
bool ddl_add_column(
    struct buf *sql, const struct ddl_table *table, const struct ddl_column *column);

/* "name", quoted as an SQL identifier, and 'text' as a literal (NULL: null). */
bool ddl_identifier(struct buf *sql, const char *name);
bool ddl_literal(struct buf *sql, const char *text);

#endif
