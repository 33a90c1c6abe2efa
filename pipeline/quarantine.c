/* ontrack quarantine - rejected records, for the data officer's eyes only: `key` makes the pair of keys, `open`
 * prints what was sealed. */
#include "pipeline/commands.h"
#include "pipeline/database.h"
#include "pipeline/ledger.h"
#include "pipeline/sealed.h"
#include "pipeline/subject.h"
#include "base/log.h"
#include "base/memory.h"
#include "privacy/quarantine.h"
#include "privacy/secret.h"
#include "store/connect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *config_path, *key_path;

static const struct option_spec options[] = {
    {"key", OPTION_TEXT, &key_path, "PRIVATEKEY", "the file of the private key that opens it"},
    {"config", OPTION_TEXT, &config_path, "FILE", DATABASE_CONFIG_HELP},
    {0},
};

/* What is wanted of the files that are found. */
struct opening {
    const uint8_t *key;
    const char *row; /* NULL: all */
    bool header;     /* the next line is the columns */
    bool terminal;
    size_t found, files;
    struct err *err;
};

/* A record may hold anything: on a terminal nothing of it may be taken for a command. */
static void print_line(const struct opening *opening, const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)line[i];

        putchar(opening->terminal && c != '\t' && (c < ' ' || c == 127) ? '?' : c);
    }
    putchar('\n');
}

static void take_line(void *state, const char *line, size_t length)
{
    struct opening *opening = state;
    const char *tab = memchr(line, '\t', length);
    size_t number = tab ? (size_t)(tab - line) : length;
    bool wanted = opening->header || !opening->row ||
                  (strlen(opening->row) == number && memcmp(opening->row, line, number) == 0);

    opening->found += wanted && !opening->header;
    opening->header = false;
    if (wanted)
        print_line(opening, line, length);
}

static void open_file(void *state, const char *path)
{
    struct opening *opening = state;

    if (opening->err->code)
        return;
    if (opening->files++)
        putchar('\n');
    opening->header = true;
    quarantine_open(path, opening->key, take_line, opening, opening->err);
}

static int open_units(const struct config *config, PGconn *connection, const char *name,
    struct opening *opening, struct err *err)
{
    PGresult *rows = ledger_ask(connection, "explain_units", 1, &name, err);

    for (int i = 0; rows && i < PQntuples(rows); i++) {
        const char *source = store_value(rows, i, "source"), *feed = store_value(rows, i, "feed");
        const char *slot = store_value(rows, i, "slot");
        bool again = i && strcmp(source, store_value(rows, i - 1, "source")) == 0 &&
                     strcmp(feed, store_value(rows, i - 1, "feed")) == 0 &&
                     strcmp(slot, store_value(rows, i - 1, "slot")) == 0;

        if (!again)
            sealed_each(config, source, feed, slot, open_file, opening);
    }
    PQclear(rows);
    return err->code;
}

static int open_delivery(const char *name, struct opening *opening, struct err *err)
{
    struct config config;
    PGconn *connection;

    if (database_config(&config, config_path, err))
        return err->code;
    connection = store_connect("ontrack", err);
    if (connection && open_units(&config, connection, name, opening, err) == 0 && !opening->files) {
        err_set(err, EX_NOINPUT, "nothing is in quarantine of '%s'", name);
        err_hint(err,
            "only records that extract or validate rejected are, until they age out; name the "
            "delivery as `ontrack explain` does, or the sealed file itself");
    }
    PQfinish(connection);
    config_release(&config);
    return err->code;
}

static int open_subject(const struct subject *subject, const uint8_t *key, struct err *err)
{
    struct opening opening = {
        .key = key, .row = subject->row, .terminal = isatty(STDOUT_FILENO), .err = err};

    if (access(subject->name, R_OK) == 0)
        open_file(&opening, subject->name);
    else
        open_delivery(subject->name, &opening, err);
    if (!err->code && !opening.found)
        err_set(err, EX_NOINPUT, "row '%s' is not among the sealed records", subject->row);
    return err->code;
}

static int run_open(const char *operand, struct err *err)
{
    struct subject subject;
    uint8_t *key;

    if (!key_path) {
        err_set(err, EX_USAGE, "'--key' is missing");
        return err_hint(
            err, "name the file of the private key; it is where the data officer keeps it");
    }
    key = secret_alloc(QUARANTINE_KEY_SIZE, SECRET_LOCKED, err);
    if (!key)
        return err->code;
    subject = subject_read(operand);
    if (quarantine_private(key_path, key, err) == 0)
        open_subject(&subject, key, err);
    free(subject.name);
    secret_free(key, QUARANTINE_KEY_SIZE);
    return err->code;
}

static int run_key(const char *name, struct err *err)
{
    if (quarantine_keys(name, err))
        return err->code;
    printf("'%s.public' goes into the configuration, as 'key' of 'quarantine'; '%s.private' is the "
           "data "
           "officer's alone: keep it off the machine that runs the night, and a copy in a safe "
           "place\n",
        name, name);
    return 0;
}

static int run(int count, char **operands, struct err *err)
{
    (void)count;
    if (strcmp(operands[0], "key") == 0)
        return run_key(operands[1], err);
    if (strcmp(operands[0], "open") == 0)
        return run_open(operands[1], err);
    err_set(err, EX_USAGE, "unknown action '%.60s'", operands[0]);
    return err_hint(err, "usage: ontrack quarantine open DELIVERY[:ROW] --key PRIVATEKEY, or "
                         "ontrack quarantine key NAME");
}

const struct stage command_quarantine = {
    .name = "ontrack quarantine",
    .purpose = "Opens what was sealed of a delivery's rejected records (open DELIVERY[:ROW]), or "
               "makes the "
               "pair of keys for it (key NAME)",
    .operands = "open|key DELIVERY[:ROW]|NAME",
    .minimum = 2,
    .maximum = 2,
    .options = options,
    .exits = "   0  printed; or the keys are there\n"
             "  64  usage\n"
             "  65  a sealed file is not as it was written: nothing of it is shown\n"
             "  66  nothing is in quarantine of it, no such row is, or a file is not there\n"
             "  69  the database server can't be reached\n"
             "  71  no random numbers, or memory for the key can't be locked\n"
             "  73  a key's file can't be created, or is there already\n"
             "  74  reading or writing failed\n"
             "  77  sealed for another key, or others can read the private one\n"
             "  78  the configuration, a key, or the database's schema is not in order\n",
    .run = run,
};
