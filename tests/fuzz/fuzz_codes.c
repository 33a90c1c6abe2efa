/* Any bytes as the lines of a code list: no crash, and each code that stands in it is found. */
#include "base/memory.h"
#include "record/codes.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/ontrack-fuzz-XXXXXX", *path;

static void clean_up(void)
{
    unlink(path);
    rmdir(folder);
    free(path);
}

static void write_list(const uint8_t *data, size_t size)
{
    static const char header[] = "code,label,valid_from,valid_to,source,verified\n";
    int fd;

    if (!path) {
        if (!mkdtemp(folder))
            abort();
        path = mem_format("%s/list.csv", folder);
        atexit(clean_up);
    }
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, header, sizeof header - 1) != (ssize_t)sizeof header - 1 ||
        write(fd, data, size) != (ssize_t)size)
        abort();
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *const folders[] = {folder};
    const struct code_list *list;
    struct codes codes;
    struct err err = ERR_INIT;

    write_list(data, size);
    codes_init(&codes, folders, 1);
    list = codes_list(&codes, "list", &err);
    if (!list && (!err.code || !err.message[0]))
        abort();
    for (size_t i = 0; list && i < list->count; i++) {
        const struct code *code = &list->codes[i];

        if (!code_known(list, code->text, code->length) ||
            !code_valid(list, code->text, code->length, code->from) ||
            !code_valid(list, code->text, code->length, code->to))
            abort();
    }
    codes_release(&codes);
    return 0;
}
