#include "source/source.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/gates.h"
#include "source/define.h"
#include "source/drift_policy.h"
#include "source/ratio.h"
#include "source/source_gates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SOURCE_MAXIMUM = 8 * 1024 * 1024, DAYS_MAXIMUM = 366 /* of `expected` */ };

static const char *const formats[] = {"csv", "ndjson", "json", "xml", "xlsx", NULL};
static const char *const encodings[] = {
    "utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-15", NULL};
static const char *const modes[] = {"append", "delta", "snapshot", "period", NULL};
static const char *const duplicates[] = {"reject", "last", NULL};

const char *source_mode_name(enum source_mode mode)
{
    return modes[mode];
}

const char *source_encoding_name(enum source_encoding encoding)
{
    return encodings[encoding];
}

bool source_has_feed(const struct source *source, const char *feed)
{
    for (size_t i = 0; i < source->feed_count; i++)
        if (strcmp(source->feeds[i], feed) == 0)
            return true;
    return false;
}

/* A member that is one of a few words: its index, or -1. */
static int word(const struct source *source, const char *member, const char *fallback,
    const char *const *words, struct err *err)
{
    const char *text;

    if (json_text(source->json, member, fallback, &text, source->path, err) < 0)
        return -1;
    for (int i = 0; text && words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    err_set(
        err, EX_CONFIG, "'%s' is %s", member, text ? "none of the values it may have" : "missing");
    err_detail(err, "in '%s'", source->path);
    return -1;
}

/* A list of texts; its strings stay the JSON's. */
static int text_list(const struct source *source, const cJSON *object, const char *member,
    const char ***list, size_t *count, struct err *err)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(object, member);
    const cJSON *item;
    size_t n = 0;

    *list = mem_array((size_t)cJSON_GetArraySize(array), sizeof **list);
    cJSON_ArrayForEach(item, array)
    {
        if (cJSON_IsString(item))
            (*list)[n++] = item->valuestring;
    }
    *count = n;
    if (!array || (cJSON_IsArray(array) && n == (size_t)cJSON_GetArraySize(array)))
        return 0;
    err_set(err, EX_CONFIG, "'%s' must be a list of texts", member);
    err_detail(err, "in '%s'", source->path);
    return -1;
}

static int one_character(const cJSON *dialect, const char *member, const char *fallback, char *c,
    const char *path, struct err *err)
{
    const char *text;

    if (json_text(dialect, member, fallback, &text, path, err) < 0)
        return -1;
    *c = text[0];
    if (text[0] && !text[1] &&
        ((text[0] > ' ' && text[0] < 0x7f) || text[0] == '\t' || text[0] == ' ') && text[0] != '\\')
        return 0;
    err_set(err, EX_CONFIG, "'%s' must be one printable ASCII character or a tab, and no backslash",
        member);
    err_detail(err, "in 'dialect' of '%s'", path);
    return -1;
}

static int wrong_layout(const struct source *source, const char *what, struct err *err)
{
    err_set(err, EX_CONFIG, "%s", what);
    err_detail(err, "in 'dialect' of '%s'", source->path);
    return -1;
}

/* The header by its cells, and what begins a row of totals. */
static int load_layout(struct source *source, const cJSON *dialect, struct err *err)
{
    struct layout *layout = &source->layout;

    if (text_list(source, dialect, "header", &layout->header, &layout->header_count, err) < 0 ||
        text_list(source, dialect, "totals", &layout->totals, &layout->total_count, err) < 0)
        return -1;
    if (cJSON_HasObjectItem(dialect, "header") && !layout->header_count)
        return wrong_layout(source, "'header' must name one cell or more", err);
    if (layout->header_count && cJSON_HasObjectItem(dialect, "header_row"))
        return wrong_layout(source, "'header' and 'header_row' exclude one another", err);
    for (size_t i = 0; i < layout->header_count; i++)
        if (!layout->header[i][0])
            return wrong_layout(source, "'header' must not name an empty cell", err);
    for (size_t i = 0; i < layout->total_count; i++)
        if (!layout->totals[i][0])
            return wrong_layout(source, "'totals' must not name an empty cell", err);
    return 0;
}

static int load_dialect(struct source *source, struct err *err)
{
    static const char *const known[] = {
        "delimiter", "quote", "header_row", "header", "totals", "any_case", NULL};
    const cJSON *dialect = cJSON_GetObjectItemCaseSensitive(source->json, "dialect");
    struct dialect *to = &source->dialect;
    double row;

    if (dialect && !source_is_sheet(source)) {
        err_set(err, EX_CONFIG, "'dialect' is for formats csv and xlsx only");
        err_detail(err, "in '%s'", source->path);
        return -1;
    }
    if (source->format == FORMAT_XLSX &&
        (cJSON_HasObjectItem(dialect, "delimiter") || cJSON_HasObjectItem(dialect, "quote")))
        return wrong_layout(source, "'delimiter' and 'quote' are for format csv only", err);
    if (json_known(dialect, known, source->path, err) < 0 ||
        one_character(dialect, "delimiter", ",", &to->delimiter, source->path, err) < 0 ||
        one_character(dialect, "quote", "\"", &to->quote, source->path, err) < 0 ||
        json_number(dialect, "header_row", 1, &row, source->path, err) < 0 ||
        json_flag(dialect, "any_case", false, &source->any_case, source->path, err) < 0)
        return -1;
    if (row < 1 || row > 1000 || to->delimiter == to->quote) {
        err_set(err, EX_CONFIG,
            "'dialect' needs a header_row of 1 to 1000 and a quote that is not "
            "the delimiter");
        err_detail(err, "in '%s'", source->path);
        return -1;
    }
    to->header_row = (uint64_t)row;
    return load_layout(source, dialect, err);
}

static int load_feeds(struct source *source, struct err *err)
{
    const cJSON *feeds = cJSON_GetObjectItemCaseSensitive(source->json, "feeds");
    const cJSON *feed;

    if (!cJSON_IsObject(feeds) || !feeds->child) {
        err_set(err, EX_CONFIG, "'feeds' must be an object of mappings, one at least");
        err_detail(err, "in '%s'", source->path);
        return -1;
    }
    source->feeds = mem_array((size_t)cJSON_GetArraySize(feeds), sizeof *source->feeds);
    cJSON_ArrayForEach(feed, feeds) source->feeds[source->feed_count++] = feed->string;
    return 0;
}

static int load_tables(struct source *source, struct err *err)
{
    const cJSON *tables = cJSON_GetObjectItemCaseSensitive(source->json, "tables");
    const cJSON *table;

    source->tables = mem_array((size_t)cJSON_GetArraySize(tables), sizeof *source->tables);
    cJSON_ArrayForEach(table, tables)
    {
        if (cJSON_IsString(table))
            source->tables[source->table_count++] =
                (struct source_table){table->string, table->valuestring};
    }
    if (!tables ||
        (cJSON_IsObject(tables) && source->table_count == (size_t)cJSON_GetArraySize(tables)))
        return 0;
    err_set(err, EX_CONFIG, "'tables' must be an object of file name patterns");
    err_detail(err, "in '%s'", source->path);
    return -1;
}

/* Where the format's own standard says what the encoding is. */
static int check_encoding(const struct source *source, struct err *err)
{
    bool is_json = source->format == FORMAT_JSON || source->format == FORMAT_NDJSON;

    if ((source->format == FORMAT_XML || source->format == FORMAT_XLSX) &&
        cJSON_HasObjectItem(source->json, "encoding"))
        err_set(err, EX_CONFIG, "'encoding' is not for format %s, which declares its own",
            formats[source->format]);
    else if (is_json && source->encoding != ENCODING_UTF8)
        err_set(
            err, EX_CONFIG, "'encoding' can only be utf-8 in format %s", formats[source->format]);
    else
        return 0;
    err_detail(err, "in '%s'", source->path);
    if (is_json)
        err_hint(err, "JSON has no other by its standard (RFC 8259): ask for the file in utf-8");
    return -1;
}

static int load_ratio(struct source *source, struct err *err)
{
    double ratio;

    if (json_number(source->json, "ratio", RATIO_DEFAULT, &ratio, source->path, err) < 0)
        return -1;
    if (ratio >= 1 && ratio <= RATIO_MAXIMUM) {
        source->ratio = (unsigned int)ratio;
        return 0;
    }
    err_set(err, EX_CONFIG, "'ratio' must be a number from 1 to %d", RATIO_MAXIMUM);
    err_detail(err, "in '%s'", source->path);
    return -1;
}

static bool is_rhythm(const char *every)
{
    for (const char *const *rhythm = gates_rhythms; *rhythm; rhythm++)
        if (strcmp(*rhythm, every) == 0)
            return true;
    return false;
}

/* When deliveries are expected. */
static int load_expected(struct source *source, struct err *err)
{
    static const char *const known[] = {"every", "days", NULL};
    const cJSON *json = cJSON_GetObjectItemCaseSensitive(source->json, "expected");
    double days = -1;

    if (!json)
        return 0;
    if (cJSON_IsObject(json) &&
        (json_known(json, known, source->path, err) < 0 ||
            json_required(json, "every", &source->expected_every, source->path, err) < 0 ||
            json_number(json, "days", 0, &days, source->path, err) < 0))
        return -1;
    if (source->expected_every && is_rhythm(source->expected_every) && days >= 0 &&
        days <= DAYS_MAXIMUM && days == (int)days) {
        source->expected_days = (int)days;
        return 0;
    }
    err_set(err, EX_CONFIG,
        "'expected' must have 'every' (day, week, month, quarter or year) and may "
        "have 'days' (0 to %d)",
        DAYS_MAXIMUM);
    err_detail(err, "in '%s'", source->path);
    err_hint(err, "such as {\"every\": \"month\", \"days\": 10}");
    return -1;
}

/* The tables that a delivery may lack. */
static int load_optional(struct source *source, struct err *err)
{
    if (text_list(
            source, source->json, "optional", &source->optional, &source->optional_count, err) < 0)
        return -1;
    for (size_t i = 0; i < source->optional_count; i++) {
        size_t at = 0;

        while (
            at < source->table_count && strcmp(source->tables[at].name, source->optional[i]) != 0)
            at++;
        if (at < source->table_count)
            continue;
        err_set(err, EX_CONFIG, "'optional' names '%.60s', which is not among 'tables'",
            source->optional[i]);
        err_detail(err, "in '%s'", source->path);
        return -1;
    }
    return 0;
}

static int load_words(struct source *source, struct err *err)
{
    int format = word(source, "format", NULL, formats, err), encoding, mode, twins;

    if (format < 0 || (encoding = word(source, "encoding", "utf-8", encodings, err)) < 0 ||
        (twins = word(source, "duplicates", "reject", duplicates, err)) < 0 ||
        (mode = word(source, "mode", "delta", modes, err)) < 0)
        return -1;
    source->format = (enum source_format)format;
    source->encoding = (enum source_encoding)encoding;
    source->mode = (enum source_mode)mode;
    source->keep_last = twins == 1;
    return check_encoding(source, err);
}

/* A workbook is one file, and one sheet of it one source. */
static int load_sheet(struct source *source, struct err *err)
{
    bool workbook = source->format == FORMAT_XLSX;

    if (json_text(source->json, "sheet", NULL, &source->sheet, source->path, err) < 0)
        return -1;
    if (workbook && !source->table_count)
        return 0;
    if (!workbook && !source->sheet)
        return 0;
    if (workbook) {
        err_set(err, EX_CONFIG, "'tables' is not for format xlsx");
        err_hint(err, "write a source for each workbook, and for each 'sheet' of it");
    } else {
        err_set(err, EX_CONFIG, "'sheet' is for format xlsx only");
    }
    err_detail(err, "in '%s'", source->path);
    return -1;
}

static int load_texts(struct source *source, struct err *err)
{
    const cJSON *json = source->json;
    const char *path = source->path;

    if (json_required(json, "name", &source->name, path, err) < 0 ||
        json_required(json, "version", &source->version, path, err) < 0 ||
        json_text(json, "title", source->name, &source->title, path, err) < 0 ||
        json_text(json, "file", NULL, &source->file, path, err) < 0 ||
        json_text(json, "slot", "all", &source->slot, path, err) < 0 ||
        json_text(json, "period", NULL, &source->period, path, err) < 0 ||
        json_text(json, "api_key_file", NULL, &source->api_key_file, path, err) < 0 ||
        json_text(json, "api_key_header", "Authorization", &source->api_key_header, path, err) < 0)
        return -1;
    if ((source->mode == MODE_PERIOD) != (source->period != NULL)) {
        err_set(err, EX_CONFIG, "'period' and mode 'period' need one another");
        err_detail(err, "in '%s'", path);
        return -1;
    }
    return 0;
}

static int load_members(struct source *source, struct err *err)
{
    static const char *const known[] = {"name", "title", "version", "description", "format",
        "encoding", "dialect", "sheet", "null", "file", "tables", "optional", "ratio", "slot",
        "period", "mode", "after", "drift", "gates", "expected", "api_key_file", "api_key_header",
        "http", "duplicates", "define", "check", "feeds", NULL};

    if (json_known(source->json, known, source->path, err) < 0 || load_words(source, err) < 0 ||
        load_texts(source, err) < 0 || load_dialect(source, err) < 0 ||
        text_list(source, source->json, "after", &source->after, &source->after_count, err) < 0 ||
        text_list(source, source->json, "null", &source->nulls, &source->null_count, err) < 0 ||
        load_tables(source, err) < 0 || load_optional(source, err) < 0 ||
        load_ratio(source, err) < 0 || load_sheet(source, err) < 0 || load_feeds(source, err) < 0 ||
        source_http_load(source, err) < 0 || load_expected(source, err) < 0 ||
        source_gates_load(source, err) || drift_policy_load(source, err))
        return err->code;
    return 0;
}

int source_load(struct source *source, const char *path, struct err *err)
{
    char *text;
    size_t length;
    uint64_t print;
    int code;

    *source = (struct source){.owned_path = mem_text(path)};
    source->path = source->owned_path;
    text = file_read(path, SOURCE_MAXIMUM, &length, err);
    print = text ? fingerprint(text, length) : 0;
    free(text);
    source->json = text ? json_load(path, err) : NULL;
    code = source->json ? define_expand(source->json, path, err) : err->code;
    if (!code)
        code = load_members(source, err);
    if (code) {
        source_release(source);
        return code;
    }
    snprintf(source->edition, sizeof source->edition, "%.40s+%016llx", source->version,
        (unsigned long long)print);
    return 0;
}

void source_release(struct source *source)
{
    cJSON_Delete(source->json);
    free(source->after);
    free(source->feeds);
    free(source->nulls);
    free(source->optional);
    free(source->layout.header);
    free(source->layout.totals);
    free(source->tables);
    free(source->owned_path);
    *source = (struct source){0};
}

bool source_may_lack(const struct source *source, const char *table)
{
    for (size_t i = 0; table && i < source->optional_count; i++)
        if (strcmp(source->optional[i], table) == 0)
            return true;
    return false;
}

bool source_same_column(const struct source *source, const char *left, const char *right)
{
    return source->any_case ? strcasecmp(left, right) == 0 : strcmp(left, right) == 0;
}
