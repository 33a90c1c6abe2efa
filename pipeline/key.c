/* ontrack key - makes the key behind the pseudonyms. */
#include "pipeline/commands.h"
#include "pipeline/folders.h"
#include "privacy/key.h"

#include <stdio.h>
#include <string.h>

static const char *keys = "var/keys", *domain = "ontrack";

static const struct option_spec options[] = {
    {"keys", OPTION_TEXT, &keys, "DIR",
        "the directory for the key file, made where it is missing (default: var/keys)"},
    {"domain", OPTION_TEXT, &domain, "NAME",
        "what the key is for; pseudonyms of two domains never join (default: ontrack)"},
    {0},
};

static int run(int count, char **operands, struct err *err)
{
    char id[KEY_ID_LENGTH + 1];

    (void)count;
    if (strcmp(operands[0], "new") != 0) {
        err_set(err, EX_USAGE, "unknown action '%.60s'", operands[0]);
        return err_hint(err, "usage: ontrack key new [--keys DIR] [--domain NAME]");
    }
    /* With those above it: the folders of an administrator are seldom there yet. */
    if (key_domain_valid(domain) && folder_make(keys, err))
        return err->code;
    if (key_create(keys, domain, id, err) != 0)
        return err->code;
    printf("key '%s' of domain '%s' is in '%s': keep a copy of its file in a safe place, for "
           "without it nothing new can be joined to what is stored\n",
        id, domain, keys);
    return 0;
}

const struct stage command_key = {
    .name = "ontrack key",
    .purpose = "Makes the secret key of a domain, which is all that protects its pseudonyms",
    .operands = "new",
    .minimum = 1,
    .maximum = 1,
    .options = options,
    .exits = "   0  a new key is there\n"
             "  64  usage\n"
             "  71  no random numbers, or memory for the key can't be locked\n"
             "  73  the file can't be created, or the domain has an active key already\n"
             "  74  writing it failed\n"
             "  77  the directory or a key file in it is open to others\n"
             "  78  a key file in the directory is damaged\n",
    .run = run,
};
