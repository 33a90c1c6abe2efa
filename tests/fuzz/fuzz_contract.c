/* Any bytes as a contract: it is read or refused with a message, and what was read is freed. */
#include "base/memory.h"
#include "record/contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    char *path = mem_format("/proc/self/fd/%d", fd);
    struct contract contract;
    struct err err = ERR_INIT;

    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    if (contract_load(&contract, path, &err) == 0)
        contract_release(&contract);
    else if (!err.code || !err.message[0])
        abort();
    free(path);
    close(fd);
    return 0;
}
