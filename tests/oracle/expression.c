/* expression - random rules and rows, judged by expression_evaluate() and written for PostgreSQL to
 * judge too.
 *
 *   expression SEED COUNT CONTRACT CODES DIRECTORY
 *
 * writes to DIRECTORY rows.copy (the rows, for COPY), rules.sql (for psql: number, row, result) and
 * expected (what psql should print). A rule that does not compile is drawn again: parentheses are
 * left out at random, so that precedence is tested as well. */
#include "base/buf.h"
#include "base/memory.h"
#include "record/dates.h"
#include "record/expression.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 60, ROWS_EACH = 4, DEPTH = 4, TEXT_MAXIMUM = 60000 };

static uint64_t state;

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(uint64_t below)
{
    uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % below;
}

#define PICK(list) (list)[draw(sizeof(list) / sizeof *(list))]

static const char *const numbers[] = {"0", "0.0", "1", "-1", "2", "2.50", "0.1", "0.3", "-0.00",
    "7", "12", "100", "0.333333333333", "-2.5", "1000000",
    "999999999999999999.99999999999999999999", "-999999999999999999.00000000000000000001",
    "123456789012345678.5", "0.00000000000000000001"};
static const char *const integers[] = {
    "0", "1", "-1", "2", "3", "7", "12", "100", "2147483647", "-2147483648"};
static const char *const dates[] = {"2000-02-29", "2004-02-29", "2023-02-28", "2023-03-01",
    "2024-02-29", "2024-03-01", "2024-08-31", "2024-09-01", "1900-01-01", "2100-12-31",
    "2010-12-31", "2011-01-01"};
static const char *const instants[] = {"2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z",
    "2024-02-29 23:30:00.000001Z", "2024-02-29T23:30Z", "1999-12-31T23:59:59-05:30"};
static const char *const letters[] = {"a", "b", "1", "-", "gr\xc3\xbc", "B", "%", "_", " ", "\n"};
static const char *const codes_used[] = {"old", "new", "both", "gone"};

static void add_random_text(struct buf *buf)
{
    for (uint64_t left = draw(6); left; left--)
        buf_add_text(buf, PICK(letters));
}

static void add_quoted(struct buf *buf, const char *text)
{
    buf_add_char(buf, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buf_add_char(buf, '\'');
        buf_add_char(buf, *text);
    }
    buf_add_char(buf, '\'');
}

static void add_text_literal(struct buf *buf)
{
    struct buf text = BUF_INIT(100);

    if (draw(4) == 0) {
        add_quoted(buf, PICK(codes_used));
        return;
    }
    add_random_text(&text);
    if (draw(10) == 0)
        buf_add_text(&text, "it's");
    add_quoted(buf, buf_text(&text));
    buf_release(&text);
}

static void add_pattern(struct buf *buf, int depth)
{
    static const char *const atoms[] = {"a", "b", "1", ".", "\\d", "[ab]", "[^a]", "[a-c1]", "\\-",
        "[\\-\\d]", "\xc3\xbc", "[^\xc3\xbc]", "[a\xc3\xbc-]", "\\.", "gr"};
    static const char *const counts[] = {
        "", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "{0}", "{2,3}"};

    for (uint64_t pieces = 1 + draw(3); pieces; pieces--) {
        if (depth > 0 && draw(3) == 0) {
            buf_add_text(buf, draw(2) ? "(" : "(?:");
            add_pattern(buf, depth - 1);
            buf_add_text(buf, ")");
        } else {
            buf_add_text(buf, PICK(atoms));
        }
        buf_add_text(buf, PICK(counts));
    }
    if (depth > 0 && draw(3) == 0) {
        buf_add_text(buf, "|");
        add_pattern(buf, depth - 1);
    }
}

static void add_open(struct buf *buf)
{
    if (draw(3))
        buf_add_char(buf, '(');
    else
        buf_add_text(buf, " ");
}

/* Closes what add_open() opened at `from`. */
static void add_close(struct buf *buf, size_t from)
{
    if (buf->data[from] == '(')
        buf_add_char(buf, ')');
}

static void add_date(struct buf *buf)
{
    switch (draw(5)) {
    case 0:
        buf_addf(buf, "date '%s'", PICK(dates));
        break;
    case 1:
        buf_add_text(buf, "as_of");
        break;
    default:
        buf_add_text(buf, draw(2) ? "d" : "e");
    }
}

static void add_number(struct buf *buf, int depth)
{
    static const char *const fields[] = {"i", "j", "x", "y"}, *const signs[] = {"+", "-", "*"};
    size_t from = buf->length;

    if (depth <= 0 || draw(3) == 0) {
        /* A literal stands with a point, so that PostgreSQL reads a numeric and no integer, whose
         * range a sum could leave. */
        if (draw(3))
            buf_add_text(buf, PICK(fields));
        else
            buf_addf(buf, "%u.%u", (unsigned)draw(100), (unsigned)draw(100));
        return;
    }
    switch (draw(6)) {
    case 0:
        buf_add_text(buf, "ratio(");
        add_number(buf, depth - 1);
        buf_add_text(buf, ", ");
        add_number(buf, depth - 1);
        buf_add_text(buf, ")");
        break;
    case 1:
        buf_add_text(buf, draw(2) ? "age_on(" : "days_between(");
        add_date(buf);
        buf_add_text(buf, ", ");
        add_date(buf);
        buf_add_text(buf, ")");
        break;
    case 2:
        buf_add_text(buf, "- ");
        add_number(buf, depth - 1);
        break;
    default:
        add_open(buf);
        add_number(buf, depth - 1);
        buf_addf(buf, " %s ", PICK(signs));
        add_number(buf, depth - 1);
        add_close(buf, from);
    }
}

static void add_text(struct buf *buf)
{
    if (draw(3))
        buf_add_text(buf, draw(2) ? "a" : "b");
    else
        add_text_literal(buf);
}

static void add_condition(struct buf *buf, int depth);

static void add_text_condition(struct buf *buf)
{
    struct buf pattern = BUF_INIT(TEXT_MAXIMUM);

    switch (draw(5)) {
    case 0:
        add_text(buf);
        buf_add_text(buf, draw(2) ? " like " : " not like ");
        add_text_literal(buf);
        break;
    case 1:
        add_pattern(&pattern, 2);
        buf_add_text(buf, "matches(");
        add_text(buf);
        buf_add_text(buf, ", ");
        add_quoted(buf, buf_text(&pattern));
        buf_add_text(buf, ")");
        break;
    case 2:
        add_text(buf);
        buf_add_text(buf, draw(2) ? " in (" : " not in (");
        add_text_literal(buf);
        buf_add_text(buf, ", ");
        add_text_literal(buf);
        buf_add_text(buf, ")");
        break;
    case 3:
        buf_add_text(buf, "code_valid('list', ");
        add_text(buf);
        buf_add_text(buf, ", ");
        add_date(buf);
        buf_add_text(buf, ")");
        break;
    default:
        add_text(buf);
        buf_add_text(buf, draw(2) ? " = " : " <> ");
        add_text(buf);
    }
    buf_release(&pattern);
}

static void add_number_condition(struct buf *buf, int depth)
{
    static const char *const signs[] = {" = ", " <> ", " < ", " <= ", " > ", " >= "};

    add_number(buf, depth);
    switch (draw(4)) {
    case 0:
        buf_add_text(buf, draw(2) ? " between " : " not between ");
        add_number(buf, depth - 1);
        buf_add_text(buf, " and ");
        add_number(buf, depth - 1);
        break;
    case 1:
        buf_addf(buf, "%s(%u, -%u.5, 2.50)", draw(2) ? " in " : " not in ", (unsigned)draw(4),
            (unsigned)draw(4));
        break;
    default:
        buf_add_text(buf, PICK(signs));
        add_number(buf, depth);
    }
}

static void add_date_condition(struct buf *buf)
{
    static const char *const signs[] = {" = ", " <> ", " < ", " <= ", " > ", " >= "};

    if (draw(5) == 0) {
        buf_addf(buf, "%s%s%s", draw(2) ? "m" : "n", PICK(signs), draw(2) ? "m" : "n");
        return;
    }
    add_date(buf);
    if (draw(5) == 0) {
        buf_add_text(buf, draw(2) ? " between " : " not between ");
        add_date(buf);
        buf_add_text(buf, " and ");
    } else {
        buf_add_text(buf, PICK(signs));
    }
    add_date(buf);
}

static void add_condition(struct buf *buf, int depth)
{
    static const char *const fields[] = {"a", "b", "i", "x", "d", "t", "m"};
    size_t from = buf->length;

    add_open(buf);
    switch (draw(depth > 0 ? 9 : 5)) {
    case 0:
        add_text_condition(buf);
        break;
    case 1:
        add_number_condition(buf, depth > 2 ? 2 : depth);
        break;
    case 2:
        add_date_condition(buf);
        break;
    case 3:
        buf_addf(buf, "%s is %snull", PICK(fields), draw(2) ? "not " : "");
        break;
    case 4:
        buf_add_text(buf, draw(2) ? "t" : draw(4) ? "f" : "true");
        break;
    case 5:
        buf_add_text(buf, "not ");
        add_condition(buf, depth - 1);
        break;
    case 6:
        add_condition(buf, depth - 1);
        buf_add_text(buf, draw(2) ? " is null" : draw(2) ? " = t" : " is not null");
        break;
    default:
        add_condition(buf, depth - 1);
        buf_add_text(buf, draw(2) ? " and " : " or ");
        add_condition(buf, depth - 1);
    }
    add_close(buf, from);
}

struct row {
    char *texts[20];
    struct field_value values[20];
};

static char *draw_value(enum field_type type)
{
    struct buf text = BUF_INIT(100);
    char *copy;

    switch (type) {
    case TYPE_STRING:
        if (draw(3) == 0)
            return mem_text(PICK(codes_used));
        add_random_text(&text);
        copy = mem_text(buf_text(&text));
        buf_release(&text);
        return copy;
    case TYPE_INTEGER:
        return mem_text(PICK(integers));
    case TYPE_NUMBER:
        return mem_text(PICK(numbers));
    case TYPE_DATE:
        return mem_text(PICK(dates));
    case TYPE_BOOLEAN:
        return mem_text(draw(2) ? "t" : "f");
    case TYPE_DATETIME:
        return mem_text(PICK(instants));
    }
    return NULL;
}

static void draw_row(struct row *row, const struct contract *contract)
{
    for (size_t i = 0; i < contract->field_count; i++) {
        enum field_type type = contract->fields[i].type;

        row->texts[i] = draw(5) ? draw_value(type) : NULL;
        row->values[i] = (struct field_value){.null = !row->texts[i]};
        if (!row->texts[i])
            continue;
        row->values[i].text = (struct text){row->texts[i], strlen(row->texts[i])};
        if (type == TYPE_DATE)
            date_parse(row->texts[i], strlen(row->texts[i]), &row->values[i].day);
    }
}

static void write_row(FILE *file, size_t number, const struct row *row, size_t fields)
{
    fprintf(file, "%zu", number);
    for (size_t i = 0; i < fields; i++) {
        fputc('\t', file);
        if (!row->texts[i])
            fputs("\\N", file);
        for (const char *c = row->texts[i]; c && *c; c++) {
            if (*c == '\n')
                fputs("\\n", file);
            else
                fputc(*c, file);
        }
    }
    fputc('\n', file);
}

static FILE *open_in(const char *directory, const char *name)
{
    char *path = mem_format("%s/%s", directory, name);
    FILE *file = fopen(path, "we");

    free(path);
    if (!file)
        exit(EX_CANTCREAT);
    return file;
}

/* A rule that compiles, with its text. */
static struct expression *draw_rule(
    struct buf *text, const struct contract *contract, struct codes *codes)
{
    for (;;) {
        struct err err = ERR_INIT;
        struct expression *rule;

        buf_reset(text);
        add_condition(text, DEPTH);
        rule = expression_compile(buf_text(text), contract, codes, &err);
        if (rule)
            return rule;
    }
}

static void ask(const char *directory, uint64_t count, const struct contract *contract,
    struct codes *codes, const struct row *rows)
{
    FILE *rules = open_in(directory, "rules.sql"), *expected = open_in(directory, "expected");
    struct buf text = BUF_INIT(TEXT_MAXIMUM);
    int32_t as_of = 0;

    date_parse("2024-02-29", 10, &as_of);
    for (uint64_t n = 1; n <= count; n++) {
        struct expression *rule = draw_rule(&text, contract, codes);
        size_t first = (size_t)draw(ROWS - ROWS_EACH);

        fprintf(rules, "select %llu, row, %s\nfrom r where row between %zu and %zu order by row;\n",
            (unsigned long long)n, buf_text(&text), first, first + ROWS_EACH - 1);
        for (size_t row = first; row < first + ROWS_EACH; row++) {
            static const char *const names[] = {"f", "t", ""};

            fprintf(expected, "%llu\t%zu\t%s\n", (unsigned long long)n, row,
                names[expression_evaluate(rule, rows[row].values, as_of)]);
        }
        expression_free(rule);
    }
    buf_release(&text);
    if (fclose(rules) || fclose(expected))
        exit(EX_IOERR);
}

int main(int argc, char **argv)
{
    static struct row rows[ROWS];
    struct contract contract;
    struct codes codes;
    struct err err = ERR_INIT;
    FILE *file;

    if (argc != 6)
        return EX_USAGE;
    state = strtoull(argv[1], NULL, 10);
    if (contract_load(&contract, argv[3], &err)) {
        fprintf(stderr, "%s (%s)\n", err.message, err.detail);
        return err.code;
    }
    codes_init(&codes, &argv[4], 1);
    file = open_in(argv[5], "rows.copy");
    for (size_t i = 0; i < ROWS; i++) {
        draw_row(&rows[i], &contract);
        write_row(file, i, &rows[i], contract.field_count);
    }
    if (fclose(file))
        return EX_IOERR;
    ask(argv[5], strtoull(argv[2], NULL, 10), &contract, &codes, rows);
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < contract.field_count; j++)
            free(rows[i].texts[j]);
    codes_release(&codes);
    contract_release(&contract);
    return 0;
}
