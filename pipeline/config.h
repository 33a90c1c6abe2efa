/* config.h - what a run is told: the configuration file.
 *
 *   {"name": "demo", "as_of": "2025-08-31",
 *    "var": "var", "keys": "var/keys", "domain": "ontrack", "allow_test_identifiers": true,
 *    "codes": ["codes"], "figures": "figures", "postcodes": ["places.2025-08"], "reject_share": 0.2,
 *    "database": {"host": "…", "dbname": "…", "passfile": "…"},
 *    "deliveries": [{"source": "sources/ilr.json", "location": "incoming/ILR-*.xml",
 *                    "whole": {"by": "stable", "seconds": 60}}]}
 *
 * Only `deliveries` is required. A setting that is not listed here is an error. Relative paths are
 * relative to the file's own folder, those of `var` and `keys` to the current one. `as_of` pins
 * tonight's date and is left out but for a demonstration. `database` takes libpq's connection
 * keywords other than the password, which belongs in a passfile.
 *
 * `whole` says when what stands at a delivery's location is whole (source/whole.h). What is not waits
 * for another night: it is named and counted, nothing of it is read, and it is no failure; what
 * hangs on its source is loaded as if it had not been delivered. Not for a URL. */
#ifndef ONTRACK_PIPELINE_CONFIG_H
#define ONTRACK_PIPELINE_CONFIG_H

#include "base/err.h"
#include "source/whole.h"

#include <stdbool.h>
#include <stddef.h>

#define CONFIG_DEFAULT "ontrack.json"
#define CONFIG_HELP "the configuration file (default ontrack.json)"
#define AS_OF_HELP "tonight's date, YYYY-MM-DD (default: as_of of the configuration, else today)"

enum { CONFIG_LIST_MAXIMUM = 16 }; /* folders of code lists; postcode directories */

struct config_delivery {
    char *source;   /* absolute path of the source's JSON */
    char *location; /* absolute path or pattern, or a URL */
    struct whole whole;
};

/* A postcode directory. */
struct config_postcodes {
    char *path;     /* absolute */
    unsigned month; /* of its edition, as month_number() */
};

struct config {
    const char *path;
    const char *name, *domain;
    char night[11]; /* tonight's date */
    bool allow_test_identifiers;
    double reject_share;
    char *var, *keys; /* absolute */
    size_t code_count;
    char **codes;  /* absolute folders: the tree's own first */
    char *figures; /* absolute folder of figures of appraisal; NULL where none is named */
    size_t postcode_count;
    struct config_postcodes *postcodes;
    char *postcodes_edition; /* " 2025-08+0123456789abcdef" of each; "" where there is none */
    size_t delivery_count;
    struct config_delivery *deliveries;
    void *json; /* owns the texts above */
};

/* Reads and checks the file, and puts its `database` into libpq's environment variables, for this
 * program and for those that chain.h gives them to. `path` and `as_of` may be NULL.
 * 0 or EX_CONFIG, EX_NOINPUT. */
int config_load(struct config *config, const char *path, const char *as_of, struct err *err);
void config_release(struct config *config);

bool is_url(const char *location);

#endif
