/* The statements that make the tables of ddl.c. */
#include "store/ddl.h"

#include <string.h>

static bool quoted(struct buf *sql, char quote, const char *text)
{
    bool ok = buf_add_char(sql, quote);

    for (; *text && ok; text++)
        ok = (*text != quote || buf_add_char(sql, quote)) && buf_add_char(sql, *text);
    return ok && buf_add_char(sql, quote);
}

bool ddl_identifier(struct buf *sql, const char *name)
{
    return quoted(sql, '"', name);
}

bool ddl_literal(struct buf *sql, const char *text)
{
    return text ? quoted(sql, '\'', text) : buf_add_text(sql, "null");
}

static bool add_name(struct buf *sql, const struct ddl_table *table)
{
    if (table->schema && !(buf_add_text(sql, table->schema) && buf_add_char(sql, '.')))
        return false;
    return ddl_identifier(sql, table->name);
}

static bool add_key(struct buf *sql, const struct ddl_table *table)
{
    bool ok = true;

    for (size_t i = 0; i < table->key_count && ok; i++)
        ok = buf_add_text(sql, i ? ", " : "") && ddl_identifier(sql, table->columns[i].name);
    return ok;
}

static bool add_index(
    struct buf *sql, const struct ddl_table *table, const char *suffix, bool unique)
{
    char name[96];

    buf_addf(sql, "create %sindex ", unique ? "unique " : "");
    snprintf(name, sizeof name, "%.55s_%s", table->name, suffix);
    return ddl_identifier(sql, name) && buf_add_text(sql, " on ") && add_name(sql, table) &&
           buf_add_text(sql, " (");
}

/* How each kind is found: rows by their key; history by key, and the months' statements that still
 * stand by the unit that made them; waiting records by key and month. */
static bool add_indexes(struct buf *sql, const struct ddl_table *table)
{
    if (table->kind == DDL_WAITING)
        return add_index(sql, table, "once", true) && add_key(sql, table) &&
               buf_add_text(sql, ", period) nulls not distinct;\n");
    if (table->kind != DDL_CORE_HISTORY && table->kind != DDL_VAULT_HISTORY)
        return true;
    return add_index(sql, table, "key", false) && add_key(sql, table) &&
           buf_add_text(sql, ");\n") && add_index(sql, table, "standing", false) &&
           buf_add_text(sql, "unit, period)\n    where reason in ('newer-period', "
                             "'older-period');\n");
}

bool ddl_create(struct buf *sql, const struct ddl_table *table)
{
    bool ok = buf_add_text(sql, table->temporary ? "create temp table " : "create table ") &&
              add_name(sql, table) && buf_add_text(sql, " (");

    for (size_t i = 0; i < table->column_count && ok; i++)
        ok = buf_add_text(sql, i ? ",\n    " : "\n    ") &&
             ddl_identifier(sql, table->columns[i].name) &&
             buf_addf(sql, " %s%s", table->columns[i].type,
                 table->columns[i].required && !table->temporary ? " not null" : "");
    if (ok && (table->kind == DDL_CORE || table->kind == DDL_VAULT))
        ok = buf_add_text(sql, ",\n    primary key (") && add_key(sql, table) &&
             buf_add_char(sql, ')');
    ok = ok && buf_add_text(sql, table->temporary ? "\n) on commit drop;\n" : "\n);\n");
    return ok && add_indexes(sql, table);
}

static bool add_comment(struct buf *sql, const char *first, const char *second, const char *third)
{
    struct buf text = BUF_INIT(64 * 1024);
    bool ok = true;

    if (first)
        ok = buf_add_text(&text, first);
    if (second && ok)
        ok = buf_addf(&text, "%s%s", text.length ? ": " : "", second);
    if (third && ok)
        ok = buf_addf(&text, "%s[%s]", text.length ? " " : "", third);
    ok = ok && ddl_literal(sql, buf_text(&text)) && buf_add_text(sql, ";\n");
    buf_release(&text);
    return ok;
}

bool ddl_comment(struct buf *sql, const struct ddl_table *table)
{
    bool ok = buf_add_text(sql, "comment on table ") && add_name(sql, table) &&
              buf_add_text(sql, " is ") &&
              add_comment(sql, table->title, table->description, table->about);

    for (size_t i = 0; i < table->column_count && ok; i++)
        ok = buf_add_text(sql, "comment on column ") && add_name(sql, table) &&
             buf_add_char(sql, '.') && ddl_identifier(sql, table->columns[i].name) &&
             buf_add_text(sql, " is ") &&
             add_comment(sql, table->columns[i].title, table->columns[i].description,
                 table->columns[i].standard);
    return ok;
}

bool ddl_add_column(struct buf *sql, const struct ddl_table *table, const struct ddl_column *column)
{
    return buf_add_text(sql, "alter table ") && add_name(sql, table) &&
           buf_add_text(sql, " add column ") && ddl_identifier(sql, column->name) &&
           buf_addf(sql, " %s;\n", column->type);
}
