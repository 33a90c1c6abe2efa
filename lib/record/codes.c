#include "record/codes.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/codes_csv.h"
#include "record/dates.h"
#include "record/stream.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LIST_MAXIMUM = 64 * 1024 * 1024 };

static char *const usual[] = {"contracts/codes"};

void codes_init(struct codes *codes, char *const *directories, size_t count)
{
    *codes = (struct codes){
        .directories = count ? directories : usual, .directory_count = count ? count : 1};
}

static void list_release(struct code_list *list)
{
    free(list->name);
    free(list->text);
    free(list->codes);
    free(list->slots);
    free(list);
}

void codes_release(struct codes *codes)
{
    for (size_t i = 0; i < codes->count; i++)
        list_release(codes->lists[i]);
    free(codes->lists);
    *codes = (struct codes){0};
}

static uint32_t *slot_of(const struct code_list *list, const char *text, size_t length)
{
    return &list->slots[fingerprint(text, length) & (list->slot_count - 1)];
}

/* Codes stand in short chains, a slot for every one to two of them. */
static void build_slots(struct code_list *list)
{
    list->slot_count = 1;
    while (list->slot_count < list->count)
        list->slot_count *= 2;
    list->slots = mem_array(list->slot_count, sizeof *list->slots);
    for (size_t i = 0; i < list->count; i++) {
        struct code *code = &list->codes[i];
        uint32_t *slot = slot_of(list, code->text, code->length);

        code->next = *slot;
        *slot = (uint32_t)i + 1;
    }
}

static int bad(const char *path, size_t line, const char *why, struct err *err)
{
    err_set(err, EX_CONFIG, "code list '%s': %s", path, why);
    return err_detail(err, "at line %zu", line);
}

static bool read_day(const char *text, int32_t open, int32_t *day)
{
    *day = open;
    return !*text || date_parse(text, strlen(text), day);
}

static int add_code(struct code_list *list, char *const cells[CSV_CELLS], const char *path,
    size_t line, struct err *err)
{
    struct code code = {.text = cells[0], .length = (uint32_t)strlen(cells[0])};
    const char *verified = cells[5];

    if (code.length == 0)
        return bad(path, line, "'code' is empty", err);
    if (!read_day(cells[2], INT32_MIN, &code.from) || !read_day(cells[3], INT32_MAX, &code.to))
        return bad(path, line, "'valid_from' and 'valid_to' must be YYYY-MM-DD or empty", err);
    if (code.from > code.to)
        return bad(path, line, "'valid_from' is after 'valid_to'", err);
    if (strcmp(verified, "t") != 0 && strcmp(verified, "f") != 0)
        return bad(path, line, "'verified' must be t or f", err);
    if ((list->count & (list->count - 1)) == 0) /* full: doubles at each power of two */
        list->codes = mem_grow(list->codes, list->count ? list->count * 2 : 1, sizeof code);
    list->codes[list->count++] = code;
    return 0;
}

static int read_header(struct csv_text *csv, const char *path, struct err *err)
{
    static const char *const names[CSV_CELLS] = {
        "code", "label", "valid_from", "valid_to", "source", "verified"};
    char *cells[CSV_CELLS];
    bool same = csv_record(csv, cells) == CSV_CELLS;

    for (int i = 0; same && i < CSV_CELLS; i++)
        same = strcmp(cells[i], names[i]) == 0;
    return same ? 0
                : bad(path, 1, "its header must be code,label,valid_from,valid_to,source,verified",
                      err);
}

static int parse(struct code_list *list, const char *path, size_t length, struct err *err)
{
    struct csv_text csv = {.next = list->text, .following = 1};
    char *cells[CSV_CELLS];
    int count, code;

    if (!utf8_valid(list->text, length))
        return bad(path, 1, "it is not UTF-8 text", err);
    code = read_header(&csv, path, err);
    while (!code && (count = csv_record(&csv, cells)) != 0) {
        if (count < 0)
            code = bad(path, csv.line, "a quote is out of place", err);
        else if (count != CSV_CELLS)
            code = bad(path, csv.line, "a record must have six cells", err);
        else
            code = add_code(list, cells, path, csv.line, err);
    }
    return code;
}

static struct code_list *load(const char *name, const char *path, struct err *err)
{
    struct code_list *list = mem_alloc(sizeof *list);
    size_t length;

    list->name = mem_text(name);
    list->text = file_read(path, LIST_MAXIMUM, &length, err);
    if (list->text)
        list->print = fingerprint(list->text, length); /* before it is taken to pieces */
    if (!list->text || parse(list, path, length, err)) {
        list_release(list);
        return NULL;
    }
    build_slots(list);
    return list;
}

static struct code_list *find_and_load(const struct codes *codes, const char *name, struct err *err)
{
    for (size_t i = codes->directory_count; i > 0; i--) {
        char *path = mem_format("%s/%s.csv", codes->directories[i - 1], name);
        bool there = access(path, F_OK) == 0;
        struct code_list *list = there ? load(name, path, err) : NULL;

        free(path);
        if (there)
            return list;
    }
    err_set(err, EX_NOINPUT, "there is no code list '%s'", name);
    err_hint(err, "'%s.csv' must stand in one of the directories of --codes", name);
    return NULL;
}

const struct code_list *codes_list(struct codes *codes, const char *name, struct err *err)
{
    struct code_list *list;

    for (size_t i = 0; i < codes->count; i++)
        if (strcmp(codes->lists[i]->name, name) == 0)
            return codes->lists[i];
    list = find_and_load(codes, name, err);
    if (!list)
        return NULL;
    codes->lists = mem_grow(codes->lists, codes->count + 1, sizeof *codes->lists);
    codes->lists[codes->count++] = list;
    return list;
}

bool code_known(const struct code_list *list, const char *text, size_t length)
{
    for (uint32_t at = *slot_of(list, text, length); at; at = list->codes[at - 1].next) {
        const struct code *code = &list->codes[at - 1];

        if (code->length == length && memcmp(code->text, text, length) == 0)
            return true;
    }
    return false;
}

bool code_valid(const struct code_list *list, const char *text, size_t length, int32_t day)
{
    for (uint32_t at = *slot_of(list, text, length); at; at = list->codes[at - 1].next) {
        const struct code *code = &list->codes[at - 1];

        if (code->length == length && day >= code->from && day <= code->to &&
            memcmp(code->text, text, length) == 0)
            return true;
    }
    return false;
}
