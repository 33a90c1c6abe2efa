/* ontrack doctor - is this machine and this set-up right? One line for each thing that is looked
 * at, and what to do where it isn't. */
#include "pipeline/commands.h"
#include "pipeline/config.h"
#include "pipeline/folders.h"
#include "pipeline/ledger.h"
#include "pipeline/postcodes.h"
#include "base/memory.h"
#include "base/tree.h"
#include "privacy/key.h"
#include "privacy/quarantine.h"
#include "privacy/postcodes.h"
#include "record/contract.h"
#include "source/source.h"
#include "store/connect.h"

#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { ROOM_MINIMUM_MB = 512 };

static const char *config_path, *as_of;

static const struct option_spec options[] = {
    {"config", OPTION_TEXT, &config_path, "FILE", CONFIG_HELP},
    {"as-of", OPTION_TEXT, &as_of, "DATE", AS_OF_HELP},
    {0},
};

/* Prints one line, and what to do below it; counts what is wrong and clears the error. */
struct findings {
    int wrong;
    struct config config;
    bool configured;
};

static void __attribute__((format(printf, 3, 4)))
say(struct findings *findings, struct err *err, const char *format, ...)
{
    va_list arguments;

    printf("%-6s", err->code ? "wrong" : "ok");
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    if (err->code) {
        findings->wrong++;
        printf("      %s\n", err->message);
        if (err->detail[0])
            printf("      %s\n", err->detail);
        if (err->hint[0])
            printf("      hint: %s\n", err->hint);
    }
    *err = (struct err)ERR_INIT;
}

static void check_programs(struct findings *findings)
{
    static const char *const names[] = {
        "extract", "validate", "anonymise", "load", "appraise", "report", "postcodes", NULL};
    struct err err = ERR_INIT;

    for (const char *const *name = names; *name; name++) {
        char *path = tree_program(*name, &err);

        if (path && access(path, X_OK) != 0) {
            err_errno(&err, EX_CONFIG, "cannot start '%s'", path);
            err_hint(&err, "build it: make");
        }
        say(findings, &err, "program '%s'", *name);
        free(path);
    }
}

static void check_sources(struct findings *findings)
{
    for (size_t i = 0; i < findings->config.delivery_count; i++) {
        const char *path = findings->config.deliveries[i].source;
        struct source source = {0};
        struct err err = ERR_INIT;

        source_load(&source, path, &err);
        say(findings, &err, "source '%s'", path);
        source_release(&source);
    }
}

static void check_locations(struct findings *findings)
{
    for (size_t i = 0; i < findings->config.delivery_count; i++) {
        const char *location = findings->config.deliveries[i].location;
        const struct whole *whole = &findings->config.deliveries[i].whole;
        struct err err = ERR_INIT;
        size_t count = 0;
        glob_t found = {0};

        if (is_url(location))
            continue;
        if (glob(location, GLOB_NOSORT, NULL, &found) != 0)
            err_set(&err, EX_NOINPUT, "nothing is there, or it can't be read");
        for (size_t j = 0; j < found.gl_pathc; j++) {
            char *name = delivery_name(found.gl_pathv[j]);

            count += !whole_ignores(whole, name);
            free(name);
            if (access(found.gl_pathv[j], R_OK) != 0)
                err_errno(&err, EX_NOINPUT, "cannot read '%s'", found.gl_pathv[j]);
        }
        say(findings, &err, "deliveries at '%s': %zu", location, count);
        globfree(&found);
    }
}

static void check_quarantine(struct findings *findings)
{
    const struct config_quarantine *quarantine = &findings->config.quarantine;
    uint8_t key[QUARANTINE_KEY_SIZE];
    struct err err = ERR_INIT;

    if (!quarantine->key)
        return;
    quarantine_public(quarantine->key, key, &err);
    say(findings, &err, "quarantine in '%s', sealed to '%s', for %.0f nights", quarantine->folder,
        quarantine->key, quarantine->days);
}

static void check_postcodes(struct findings *findings)
{
    const struct config *config = &findings->config;

    for (size_t i = 0; i < config->postcode_count; i++) {
        struct err err = ERR_INIT;
        struct postcodes *postcodes = postcodes_open(config->postcodes[i].path, &err);

        if (postcodes)
            say(findings, &err, "postcode directory '%s': edition %s, %zu postcodes",
                config->postcodes[i].path, postcodes_about(postcodes)->edition,
                postcodes_about(postcodes)->count);
        else
            say(findings, &err, "postcode directory '%s'", config->postcodes[i].path);
        postcodes_close(postcodes);
    }
    if (config->postcode_count && postcodes_age(config) > POSTCODES_MONTHS_MAXIMUM)
        printf(
            "old   the latest postcode directory is %d months old\n"
            "      hint: make one of a new edition: postcodes build; until then new homes count as "
            "unknown\n",
            postcodes_age(config));
}

static void check_key(struct findings *findings, PGconn *connection)
{
    const struct config *config = &findings->config;
    char id[KEY_ID_LENGTH + 1] = "";
    struct err err = ERR_INIT;

    if (connection)
        ledger_key(connection, config, id, &err);
    else
        key_active(config->keys, config->domain, id, &err);
    say(findings, &err, "key of domain '%s' in '%s'%s%s", config->domain, config->keys,
        id[0] ? ": " : "", id);
}

static void check_room(struct findings *findings)
{
    const char *var = findings->config.var;
    struct err err = ERR_INIT;
    struct statvfs status;
    unsigned long long room = 0;

    if (folder_make(var, &err) == 0 && access(var, W_OK) != 0)
        err_errno(&err, EX_CANTCREAT, "cannot write in '%s'", var);
    if (!err.code && statvfs(var, &status) == 0) {
        room = (unsigned long long)status.f_bavail * status.f_frsize / (1024 * 1024);
        if (room < ROOM_MINIMUM_MB)
            err_set(&err, EX_CONFIG, "there are less than %d MB left", ROOM_MINIMUM_MB);
    }
    say(findings, &err, "room for logs, journals and the report in '%s': %llu MB", var, room);
}

static int check_locale(const PGresult *rows, struct err *err)
{
    const char *collation = store_value(rows, 0, "datcollate");

    if (strcmp(collation, "C.UTF-8") == 0 || strcmp(collation, "C.utf8") == 0 ||
        strcmp(collation, "C") == 0)
        return 0;
    err_set(err, EX_CONFIG, "the database sorts by '%s'", collation);
    return err_hint(err, "make another: createdb --encoding UTF8 --locale C.UTF-8 --template "
                         "template0 NAME");
}

/* Each feed's tables, against its contract as it is now. */
static void check_feed(struct findings *findings, PGconn *connection, const char *path)
{
    struct contract contract;
    struct err err = ERR_INIT;
    PGresult *rows = NULL;

    if (contract_load(&contract, path, &err)) {
        say(findings, &err, "contract '%s'", path);
        return;
    }
    if (connection)
        rows = ledger_ask(connection, "doctor_feed", 1, &contract.name, &err);
    if (rows &&
        (!PQntuples(rows) || strcmp(store_value(rows, 0, "edition"), contract.edition) != 0)) {
        err_set(
            &err, EX_CONFIG, "the tables of '%s' were not made by this contract", contract.name);
        err_hint(&err, "bring the database up to date: ontrack schema --apply");
    }
    say(findings, &err, "contract '%s'%s", contract.name, connection ? " and its tables" : "");
    PQclear(rows);
    contract_release(&contract);
}

static void check_feeds(struct findings *findings, PGconn *connection)
{
    struct err err = ERR_INIT;
    char *pattern = tree_path("contracts/*.json", &err);
    glob_t found = {0};

    if (!pattern || glob(pattern, 0, NULL, &found) != 0)
        say(findings, &err, "contracts");
    for (size_t i = 0; i < found.gl_pathc; i++)
        check_feed(findings, connection, found.gl_pathv[i]);
    globfree(&found);
    free(pattern);
}

static PGconn *check_server(struct findings *findings)
{
    struct err err = ERR_INIT;
    PGconn *connection = store_connect("ontrack doctor", &err);
    PGresult *rows = NULL;

    say(findings, &err, "database server");
    if (!connection)
        return NULL;
    rows = ledger_ask(connection, "doctor_server", 0, NULL, &err);
    if (rows)
        check_locale(rows, &err);
    say(findings, &err, "database '%s': %s, checksums %s", PQdb(connection),
        rows ? store_value(rows, 0, "datcollate") : "",
        rows ? store_value(rows, 0, "checksums") : "");
    PQclear(rows);
    return connection;
}

static int run(int count, char **operands, struct err *err)
{
    struct findings findings = {0};
    PGconn *connection;

    (void)count;
    (void)operands;
    findings.configured = config_load(&findings.config, config_path, as_of, err) == 0;
    say(&findings, err, "configuration '%s'", findings.config.path);
    check_programs(&findings);
    if (findings.configured) {
        check_sources(&findings);
        check_locations(&findings);
        check_postcodes(&findings);
        check_quarantine(&findings);
        check_room(&findings);
    }
    connection = check_server(&findings);
    if (findings.configured)
        check_key(&findings, connection);
    check_feeds(&findings, connection);
    PQfinish(connection);
    config_release(&findings.config);
    if (findings.wrong)
        printf("%d thing%s to mend\n", findings.wrong, findings.wrong == 1 ? "" : "s");
    else
        printf("all is well\n");
    return findings.wrong ? EX_CONFIG : 0;
}

const struct stage command_doctor = {
    .name = "ontrack doctor",
    .purpose = "Looks whether this machine and this set-up are right, and says what to do where "
               "they aren't",
    .operands = "",
    .options = options,
    .exits = "   0  all is well\n"
             "  78  something is to be mended: the lines that begin with 'wrong' say what\n",
    .run = run,
};
