/* Any bytes as a postcode directory, their check sum made right so that what lies behind it is reached: no
 * crash, and no place that makes no sense. */
#include "privacy/postcodes.h"

#include <fcntl.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int look_up(void *state, const char *postcode, const struct locality *place, struct err *err)
{
    struct locality found;

    /* Where a sector is not in order the search may go past it. */
    if (postcodes_find(state, postcode, strlen(postcode), &found, err) < 0)
        return err->code;
    if (place->decile > DECILES || strlen(place->authority) != AUTHORITY_SIZE - 1)
        abort();
    return 0;
}

static void write_all(int fd, const void *data, size_t size)
{
    if (write(fd, data, size) != (ssize_t)size)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t hash[SHA256_DIGEST_LENGTH];
    struct postcodes *postcodes;
    struct locality place;
    struct err err = ERR_INIT;
    char path[64];
    int fd = memfd_create("postcodes", MFD_CLOEXEC);

    if (fd < 0)
        abort();
    SHA256(data, size, hash);
    write_all(fd, data, size);
    write_all(fd, hash, sizeof hash);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    postcodes = postcodes_open(path, &err);
    if (!postcodes && !err.code)
        abort();
    if (postcodes) {
        postcodes_find(postcodes, "QA0 0AB", 7, &place, &err);
        err = (struct err)ERR_INIT;
        if (postcodes_each(postcodes, look_up, postcodes, &err) && err.code != EX_CONFIG)
            abort();
    }
    postcodes_close(postcodes);
    close(fd);
    return 0;
}
