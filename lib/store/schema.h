/* schema.h - brings a database to what this version of the program works with. Forward only: what
 * is there is never dropped, renamed or changed in type. */
#ifndef ONTRACK_STORE_SCHEMA_H
#define ONTRACK_STORE_SCHEMA_H

#include "record/contract.h"

#include <libpq-fe.h>

struct schema_paths {
    char *sql, *contracts; /* folders */
    char *common;          /* contracts/rules/every_feed.json: what the rules of every feed mean */
    size_t code_count;
    const char *const *codes; /* folders of code lists; a later one's list replaces an earlier's */
    const char *figures;      /* folder of figures of appraisal; NULL: ref keeps those it has */
};

/* Applies, under a lock, what is not there yet: sql/schema (each file once, in a transaction of its
 * own), sql/functions, sql/gates, the contracts' tables, the code lists, the figures, the rules' texts, roles. 0 or an exit code;
 * running it again changes nothing. */
int schema_apply(PGconn *connection, const struct schema_paths *paths, struct err *err);

/* The contracts of a folder, in the order of their names. */
struct contract_list {
    size_t count;
    struct contract *contracts;
};
int contract_list_load(struct contract_list *list, const char *folder, struct err *err);
void contract_list_release(struct contract_list *list);

/* The parts of schema_apply(). */
int schema_migrate(PGconn *connection, const char *sql, struct err *err);
int schema_run_folder(PGconn *connection, const char *folder, struct err *err);
int schema_roles(PGconn *connection, const char *sql, struct err *err);
int schema_feed(PGconn *connection, const struct contract *contract, struct err *err);
int schema_relations(PGconn *connection, const struct contract_list *list, struct err *err);
int schema_codes(PGconn *connection, const struct schema_paths *paths, struct err *err);
/* The CSVs of the folder are all the figures there are afterwards. EX_CONFIG names file and line. */
int schema_figures(PGconn *connection, const char *folder, struct err *err);
int schema_rules(
    PGconn *connection, const struct contract_list *list, const char *common, struct err *err);

/* The paths of a folder's files with this ending, in the order of their names. */
struct path_list {
    size_t count;
    char **paths;
};
int path_list_read(struct path_list *list, const char *folder, const char *ending, struct err *err);
void path_list_release(struct path_list *list);
/* The file's name, without folders. */
const char *path_name(const char *path);

#endif
