#include "source/book.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAGIC = 8 };

static const char save_it[] =
    "open it in the program that made it and save it as 'Excel workbook (.xlsx)'";

static int no_workbook(const struct book *book, const char *what, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' is %s", book->name, what);
    return err_hint(err, "%s", save_it);
}

/* Tells by its first bytes what is no zip. */
static int check_magic(const struct book *book, const struct archive_input *input, struct err *err)
{
    static const char old[MAGIC] = {'\xd0', '\xcf', '\x11', '\xe0', '\xa1', '\xb1', '\x1a', '\xe1'};
    char magic[MAGIC] = {0};
    ssize_t got = input->read_at(input->state, magic, MAGIC, 0, err);

    if (got < 0)
        return err->code;
    if (got == 0)
        return err_set(err, EX_DATAERR, "'%s' is empty", book->name);
    if (memcmp(magic, old, MAGIC) == 0) {
        err_set(err, EX_DATAERR, "'%s' is locked with a password, or in the old .xls format",
            book->name);
        return err_hint(err, "save it as 'Excel workbook (.xlsx)', without a password");
    }
    if (memcmp(magic, "PK\3\4", 4) != 0)
        return no_workbook(book, "no .xlsx workbook", err);
    return 0;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);

    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool is_true(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0 || strcmp(text, "on") == 0);
}

/* The path in the archive of a relationship's target, which is relative to the folder of the part
 * that names it. To be freed. */
static char *resolve(const char *part, const char *target)
{
    const char *slash = strrchr(part, '/');
    char *path;

    if (*target == '/')
        return mem_text(target + 1);
    path = mem_format("%.*s%s", slash ? (int)(slash - part) + 1 : 0, part, target);
    for (char *up; (up = strstr(path, "../")) != NULL;) {
        char *from = up > path ? up - 1 : up; /* the slash before it */

        while (from > path && from[-1] != '/')
            from--;
        memmove(from, up + 3, strlen(up + 3) + 1);
    }
    return path;
}

/* What is asked of a part's relationships. */
struct relations {
    const char *part; /* whose they are */
    const char *id;   /* of which the target is wanted, or NULL: the one of the type */
    const char *type;
    char *wanted;             /* path of that target, to be freed */
    char **strings, **styles; /* where they are wanted too */
};

static void keep(char **kept, const struct relations *relations, const char *target)
{
    if (!*kept)
        *kept = resolve(relations->part, target);
}

static void take_relation(struct relations *relations, const struct part *part)
{
    const char *type = part_attribute(part, "Type"), *target = part_attribute(part, "Target");
    const char *id = part_attribute(part, "Id");

    if (!type || !target)
        return;
    if (ends_with(type, relations->type) &&
        (!relations->id || (id && strcmp(id, relations->id) == 0)))
        keep(&relations->wanted, relations, target);
    if (relations->strings && ends_with(type, "/sharedStrings"))
        keep(relations->strings, relations, target);
    if (relations->styles && ends_with(type, "/styles"))
        keep(relations->styles, relations, target);
}

static int read_relations(const struct book *book, struct relations *relations, struct err *err)
{
    const char *slash = strrchr(relations->part, '/');
    int folder = slash ? (int)(slash - relations->part) + 1 : 0;
    char *path = mem_format("%.*s_rels/%s.rels", folder, relations->part, relations->part + folder);
    struct part *part = part_open(book->archive, path, book->name, err);
    int event = -1;

    free(path);
    while (part && (event = part_next(part, err)) > PART_END)
        if (event == PART_OPEN && part_is(part, "Relationship"))
            take_relation(relations, part);
    part_close(part);
    return event < 0 ? err->code : 0;
}

/* The part that describes the workbook, to be freed; NULL where the zip is something else. */
static char *find_main(const struct book *book, struct err *err)
{
    struct relations relations = {.part = "", .type = "/officeDocument"};

    if (archive_has(book->archive, "_rels/.rels"))
        read_relations(book, &relations, err);
    if (!err->code && !relations.wanted)
        no_workbook(book, "no .xlsx workbook, but another kind of zip", err);
    else if (!err->code && ends_with(relations.wanted, ".bin"))
        no_workbook(book, "a binary workbook (.xlsb)", err);
    if (!err->code)
        return relations.wanted;
    free(relations.wanted);
    return NULL;
}

static bool is_named(const char *name, const char *wanted)
{
    size_t length = strlen(name);

    while (length && (*name == ' ' || name[length - 1] == ' ')) {
        name += *name == ' ';
        length--;
    }
    return length == strlen(wanted) && strncasecmp(name, wanted, length) == 0;
}

struct choice {
    const char *wanted;
    size_t count, fitting;
};

static void take_sheet(struct book *book, struct choice *choice, const struct part *part)
{
    const char *name = part_attribute(part, "name"), *relation = part_attribute(part, "id");
    const char *state = part_attribute(part, "state");
    bool hidden = state && strcmp(state, "visible") != 0;

    choice->count++;
    if (!name || !relation || (choice->wanted ? !is_named(name, choice->wanted) : hidden))
        return;
    choice->fitting++;
    book->sheet = choice->count;
    book->hidden = hidden;
    free(book->relation);
    book->relation = mem_text(relation);
}

/* What a sheet is called may be data (a pupil's name): only the name that the source gives is told. */
static int check_choice(const struct book *book, const struct choice *choice, struct err *err)
{
    if (choice->fitting == 1)
        return 0;
    if (choice->wanted) {
        err_set(err, EX_DATAERR, "the workbook '%s' has %s sheet '%.100s'", book->name,
            choice->fitting ? "more than one" : "no", choice->wanted);
        return err_hint(err, "give the sheet its name back, or change 'sheet' in the source");
    }
    err_set(err, EX_DATAERR, "the workbook '%s' has %zu visible sheets of %zu, not one", book->name,
        choice->fitting, choice->count);
    return err_hint(err, "say by 'sheet' in the source which of them is meant");
}

static int read_main(struct book *book, const char *path, const char *sheet, struct err *err)
{
    struct part *part = part_open(book->archive, path, book->name, err);
    struct choice choice = {.wanted = sheet};
    int event = -1;

    while (part && (event = part_next(part, err)) > PART_END) {
        if (event != PART_OPEN)
            continue;
        if (part_is(part, "workbookPr"))
            book->from_1904 = is_true(part_attribute(part, "date1904"));
        else if (part_is(part, "sheet"))
            take_sheet(book, &choice, part);
    }
    part_close(part);
    return event < 0 ? err->code : check_choice(book, &choice, err);
}

static int find_parts(struct book *book, const char *main, struct err *err)
{
    struct relations relations = {.part = main,
        .id = book->relation,
        .type = "/worksheet",
        .strings = &book->strings_path,
        .styles = &book->styles_path};

    read_relations(book, &relations, err);
    book->sheet_path = relations.wanted;
    if (err->code || book->sheet_path)
        return err->code;
    err_set(
        err, EX_DATAERR, "sheet %zu of the workbook '%s' has no cells", book->sheet, book->name);
    return err_hint(err, "it may be a chart: say by 'sheet' in the source which sheet is meant");
}

static int open_parts(struct book *book, const char *sheet, struct err *err)
{
    char *main = find_main(book, err);

    if (main && read_main(book, main, sheet, err) == 0 && find_parts(book, main, err) == 0 &&
        (!book->styles_path || book_read_styles(book, err) == 0) && book->strings_path)
        strings_read(&book->strings, book->archive, book->strings_path, book->name, err);
    free(main);
    return err->code;
}

int book_open(
    struct book *book, const struct archive_input *input, const char *sheet, struct err *err)
{
    *book = (struct book){.name = input->name};
    strings_init(&book->strings);
    if (check_magic(book, input, err))
        return err->code;
    book->archive = archive_open(input, err);
    return book->archive ? open_parts(book, sheet, err) : err->code;
}

void book_close(struct book *book)
{
    archive_close(book->archive);
    strings_release(&book->strings);
    free(book->relation);
    free(book->sheet_path);
    free(book->strings_path);
    free(book->styles_path);
    free(book->styles);
}
