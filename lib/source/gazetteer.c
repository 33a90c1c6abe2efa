#include "source/gazetteer.h"
#include "base/memory.h"
#include "source/csv_reader.h"
#include "source/tables.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum role {
    ROLE_POSTCODE,
    ROLE_INTRODUCED,
    ROLE_TERMINATED,
    ROLE_AUTHORITY,
    ROLE_LSOA11,
    ROLE_LSOA21,
    ROLE_RANK,
    ROLE_IMD_LSOA11,
    ROLE_IMD_LSOA21,
    ROLE_IMD_DECILE,
    ROLES,
    OF_INDEX = ROLE_IMD_LSOA11 /* those before it are of the postcodes' file */
};

/* The headers by which a column is known; the first that is there counts. */
static const struct {
    const char *name, *patterns[6];
} roles[ROLES] = {
    [ROLE_POSTCODE] = {"postcode", {"pcds", "pcd8", "pcd2", "pcd7", "pcd"}},
    [ROLE_INTRODUCED] = {"introduced", {"dointr"}},
    [ROLE_TERMINATED] = {"terminated", {"doterm"}},
    [ROLE_AUTHORITY] = {"authority", {"oslaua", "laua", "lad[0-9][0-9]cd"}},
    [ROLE_LSOA11] = {"lsoa11", {"lsoa11", "lsoa11cd"}},
    [ROLE_LSOA21] = {"lsoa21", {"lsoa21", "lsoa21cd"}},
    [ROLE_RANK] = {"rank", {"imd", "imd[0-9][0-9]ind"}},
    [ROLE_IMD_LSOA11] = {"imd-lsoa11", {"LSOA code (2011)", "lsoa11cd", "lsoa11"}},
    [ROLE_IMD_LSOA21] = {"imd-lsoa21", {"LSOA code (2021)", "lsoa21cd", "lsoa21"}},
    [ROLE_IMD_DECILE] = {"imd-decile",
        {"*Index of Multiple Deprivation*Decile*", "IMD*Decile*", "IMDDec*"}},
};

/* A file that is being read: its header, and where each role's column stands (-1: nowhere). */
struct sheet {
    struct tables tables;
    struct source source; /* what tables.h wants to be told */
    struct bytes *bytes;
    struct csv_reader csv;
    char **headers;
    size_t columns;
    int at[ROLES];
};

static struct text trimmed(struct text text)
{
    while (text.length && (unsigned char)text.data[0] <= ' ') {
        text.data++;
        text.length--;
    }
    while (text.length && (unsigned char)text.data[text.length - 1] <= ' ')
        text.length--;
    return text;
}

static int count_headers(const struct sheet *sheet, const char *pattern, int flags, int *at)
{
    int matches = 0;

    for (size_t i = 0; i < sheet->columns; i++)
        if (flags < 0 ? strcasecmp(pattern, sheet->headers[i]) == 0
                      : fnmatch(pattern, sheet->headers[i], flags) == 0) {
            matches++;
            *at = (int)i;
        }
    return matches;
}

static int ambiguous(
    const struct sheet *sheet, enum role role, int matches, const char *asked, struct err *err)
{
    err_set(err, EX_DATAERR, "'%s' has %s column for '%s'", bytes_name(sheet->bytes),
        matches ? "more than one" : "no", roles[role].name);
    if (asked)
        err_detail(err, "it is to be called '%.100s'", asked);
    return err_hint(err, "say which it is: --column '%s=HEADER'", roles[role].name);
}

/* What the user calls the column; NULL where nothing is said. */
static const char *asked_for(const struct gazetteer *gazetteer, enum role role)
{
    size_t length = strlen(roles[role].name);

    for (size_t i = 0; gazetteer->columns && i < gazetteer->columns->count; i++) {
        const char *item = gazetteer->columns->items[i];

        if (strncmp(item, roles[role].name, length) == 0 && item[length] == '=')
            return item + length + 1;
    }
    return NULL;
}

static int find_column(
    struct sheet *sheet, const struct gazetteer *gazetteer, enum role role, struct err *err)
{
    const char *asked = asked_for(gazetteer, role);
    int matches = 0;

    sheet->at[role] = -1;
    if (asked) {
        matches = count_headers(sheet, asked, -1, &sheet->at[role]);
        return matches == 1 ? 0 : ambiguous(sheet, role, matches, asked, err);
    }
    for (const char *const *pattern = roles[role].patterns; *pattern && !matches; pattern++)
        matches = count_headers(sheet, *pattern, FNM_CASEFOLD, &sheet->at[role]);
    return matches > 1 ? ambiguous(sheet, role, matches, NULL, err) : 0;
}

static int need(const struct sheet *sheet, enum role role, struct err *err)
{
    return sheet->at[role] >= 0 ? 0 : ambiguous(sheet, role, 0, NULL, err);
}

/* A misspelt role would be ignored in silence. */
static int check_columns(const struct gazetteer *gazetteer, struct err *err)
{
    for (size_t i = 0; gazetteer->columns && i < gazetteer->columns->count; i++) {
        const char *item = gazetteer->columns->items[i];
        size_t length = strcspn(item, "=");
        bool known = false;

        for (enum role role = 0; role < ROLES; role++)
            known |=
                strlen(roles[role].name) == length && strncmp(roles[role].name, item, length) == 0;
        if (known && item[length] == '=' && item[length + 1])
            continue;
        err_set(err, EX_USAGE, "'--column' must be ROLE=HEADER");
        return err_hint(err, "roles are postcode, introduced, terminated, authority, lsoa11, "
                             "lsoa21, rank, imd-lsoa11, imd-lsoa21, imd-decile");
    }
    return 0;
}

/* Whether the path is a directory or a zip: then one of the tables in it is meant. What is not a file can't be
 * looked at without taking its first bytes. */
static bool has_tables(const char *path)
{
    char magic[4] = "";
    struct stat status;
    int fd;

    if (stat(path, &status) != 0)
        return false;
    if (!S_ISREG(status.st_mode))
        return S_ISDIR(status.st_mode);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    if (read(fd, magic, sizeof magic) != sizeof magic)
        magic[0] = '\0';
    close(fd);
    return memcmp(magic, "PK\3\4", sizeof magic) == 0;
}

/* Opens the file's table: of several the one of the whole United Kingdom, for ONS's zip also holds one for
 * each postcode area. */
static int open_table(struct sheet *sheet, const char *path, struct err *err)
{
    static struct source_table any = {"*", "*"};
    const char *table = NULL;

    sheet->source = (struct source){.name = "postcodes", .tables = &any};
    sheet->source.table_count = has_tables(path);
    if (tables_open(&sheet->tables, &sheet->source, path, path, NULL, true, err))
        return err->code;
    if (sheet->source.table_count)
        table = tables_has(&sheet->tables, "*_UK.csv") ? "*_UK.csv" : "*.csv";
    sheet->bytes = tables_read(&sheet->tables, table, err);
    return sheet->bytes ? 0 : err->code;
}

static int read_headers(struct sheet *sheet, struct err *err)
{
    int got = csv_reader_next(&sheet->csv, err);

    if (got < 0)
        return err->code;
    if (got == 0)
        return err_set(err, EX_DATAERR, "'%s' is empty", bytes_name(sheet->bytes));
    if (sheet->csv.count > CSV_COLUMNS_MAXIMUM)
        return err_set(err, EX_DATAERR, "'%s' has more than %d columns", bytes_name(sheet->bytes),
            CSV_COLUMNS_MAXIMUM);
    sheet->headers = mem_array(sheet->csv.count, sizeof *sheet->headers);
    for (; sheet->columns < sheet->csv.count; sheet->columns++) {
        struct text header = trimmed(sheet->csv.cells[sheet->columns]);

        sheet->headers[sheet->columns] = mem_text_n(header.data, header.length);
    }
    return 0;
}

static int sheet_open(struct sheet *sheet, const struct gazetteer *gazetteer, const char *path,
    enum role first, enum role end, struct err *err)
{
    static const struct dialect dialect = {',', '"', 1};

    *sheet = (struct sheet){.tables = {.fd = -1}};
    if (check_columns(gazetteer, err) || open_table(sheet, path, err))
        return err->code;
    csv_reader_open(&sheet->csv, sheet->bytes, gazetteer->encoding, &dialect);
    if (read_headers(sheet, err))
        return err->code;
    for (enum role role = first; role < end && !err->code; role++)
        find_column(sheet, gazetteer, role, err);
    return err->code;
}

/* 1: the next row that is not blank. 0: there is no other. -1: error. */
static int sheet_next(struct sheet *sheet, struct err *err)
{
    int got;

    do
        got = csv_reader_next(&sheet->csv, err);
    while (got > 0 && csv_reader_blank(&sheet->csv));
    if (got <= 0 || sheet->csv.count == sheet->columns)
        return got;
    err_set(err, EX_DATAERR, "a row of '%s' has %zu cells, and the header %zu",
        bytes_name(sheet->bytes), sheet->csv.count, sheet->columns);
    err_detail(err, "in row %llu", (unsigned long long)sheet->csv.row);
    return -1;
}

static void copy_name(char to[GAZETTEER_NAME_SIZE], const char *path)
{
    const char *slash = strrchr(path, '/');

    snprintf(to, GAZETTEER_NAME_SIZE, "%s", slash ? slash + 1 : path);
}

/* Reads what is left, and tells what was read. */
static int sheet_finish(struct sheet *sheet, struct gazetteer_file *file, struct err *err)
{
    struct bytes *bytes = sheet->bytes;

    copy_name(file->name, sheet->tables.name);
    copy_name(file->table, bytes_name(bytes));
    sheet->bytes = NULL;
    if (tables_done(&sheet->tables, bytes, err))
        return err->code;
    return tables_hash(&sheet->tables, file->hash, err);
}

static void sheet_close(struct sheet *sheet)
{
    if (sheet->csv.cells)
        csv_reader_close(&sheet->csv);
    bytes_close(sheet->bytes);
    tables_close(&sheet->tables);
    for (size_t i = 0; i < sheet->columns; i++)
        free(sheet->headers[i]);
    free(sheet->headers);
}

/* The role's cell; empty where there is no such column. */
static struct text cell_of(const struct sheet *sheet, enum role role)
{
    return sheet->at[role] < 0 ? (struct text){"", 0} : trimmed(sheet->csv.cells[sheet->at[role]]);
}

static int wrong_cell(
    const struct sheet *sheet, enum role role, const char *expected, struct err *err)
{
    err_set(err, EX_DATAERR, "a cell of '%s' is not %s", bytes_name(sheet->bytes), expected);
    return err_detail(err, "in row %llu, column '%.100s'", (unsigned long long)sheet->csv.row,
        sheet->headers[sheet->at[role]]);
}

/* A whole number of up to nine digits, or nothing. */
static bool number(struct text text, unsigned *value)
{
    *value = 0;
    if (text.length > 9)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        *value = *value * 10 + (unsigned)(text.data[i] - '0');
    }
    return true;
}

static int read_month(const struct sheet *sheet, enum role role, unsigned *value, struct err *err)
{
    struct text cell = cell_of(sheet, role);
    bool good = number(cell, value);

    if (good && cell.length)
        good = cell.length == 6 && *value >= 190001 && *value <= 210012 && *value % 100 >= 1 &&
               *value % 100 <= 12;
    return good ? 0 : wrong_cell(sheet, role, "a month (YYYYMM)", err);
}

static int read_row(const struct sheet *sheet, enum role lsoa, bool ranked,
    struct gazetteer_row *row, struct err *err)
{
    *row = (struct gazetteer_row){.row = sheet->csv.row,
        .postcode = cell_of(sheet, ROLE_POSTCODE),
        .authority = cell_of(sheet, ROLE_AUTHORITY),
        .lsoa = lsoa == ROLES ? (struct text){"", 0} : cell_of(sheet, lsoa)};
    if (read_month(sheet, ROLE_INTRODUCED, &row->introduced, err) ||
        read_month(sheet, ROLE_TERMINATED, &row->terminated, err))
        return err->code;
    if (ranked && !number(cell_of(sheet, ROLE_RANK), &row->rank))
        return wrong_cell(sheet, ROLE_RANK, "a rank", err);
    return 0;
}

static int need_columns(const struct sheet *sheet, enum role lsoa, bool ranked, struct err *err)
{
    static const enum role always[] = {
        ROLE_POSTCODE, ROLE_INTRODUCED, ROLE_TERMINATED, ROLE_AUTHORITY};

    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (need(sheet, always[i], err))
            return err->code;
    if (lsoa != ROLES && need(sheet, lsoa, err))
        return err->code;
    return ranked ? need(sheet, ROLE_RANK, err) : 0;
}

int gazetteer_postcodes(const struct gazetteer *gazetteer, const char *path, enum lsoa lsoa,
    bool ranked, int (*take)(void *state, const struct gazetteer_row *row, struct err *err),
    void *state, struct gazetteer_file *file, struct err *err)
{
    enum role area = lsoa == LSOA_2011 ? ROLE_LSOA11 : lsoa == LSOA_2021 ? ROLE_LSOA21 : ROLES;
    struct gazetteer_row row;
    struct sheet sheet;
    int got = -1;

    if (sheet_open(&sheet, gazetteer, path, ROLE_POSTCODE, OF_INDEX, err) == 0 &&
        need_columns(&sheet, area, ranked, err) == 0)
        while ((got = sheet_next(&sheet, err)) > 0)
            if (read_row(&sheet, area, ranked, &row, err) || take(state, &row, err))
                break;
    if (got == 0)
        sheet_finish(&sheet, file, err);
    sheet_close(&sheet);
    return err->code;
}

/* The six digits of E01……; false for the area of another country. */
static bool lsoa_number(struct text lsoa, unsigned *value)
{
    return lsoa.length == 9 && memcmp(lsoa.data, "E01", 3) == 0 &&
           number((struct text){lsoa.data + 3, 6}, value);
}

static int add_area(struct sheet *sheet, struct deprivation *deprivation, struct err *err)
{
    enum role area = deprivation->lsoa == LSOA_2011 ? ROLE_IMD_LSOA11 : ROLE_IMD_LSOA21;
    unsigned at, decile;

    if (!lsoa_number(cell_of(sheet, area), &at))
        return wrong_cell(sheet, area, "the code of an English area (E01......)", err);
    if (!number(cell_of(sheet, ROLE_IMD_DECILE), &decile) || decile < 1 || decile > 10)
        return wrong_cell(sheet, ROLE_IMD_DECILE, "a decile (1 to 10)", err);
    if (deprivation->deciles[at])
        return wrong_cell(sheet, area, "an area that has not come before", err);
    deprivation->deciles[at] = (uint8_t)decile;
    deprivation->count++;
    return 0;
}

static int find_census(const struct sheet *sheet, struct deprivation *deprivation, struct err *err)
{
    bool older = sheet->at[ROLE_IMD_LSOA11] >= 0, newer = sheet->at[ROLE_IMD_LSOA21] >= 0;

    if (older == newer) {
        err_set(err, EX_DATAERR, "'%s' has %s column of areas", bytes_name(sheet->bytes),
            older ? "more than one" : "no");
        return err_hint(err, "say which it is, by the census that the areas are of: --column "
                             "'imd-lsoa11=HEADER' or 'imd-lsoa21=HEADER'");
    }
    deprivation->lsoa = older ? LSOA_2011 : LSOA_2021;
    return need(sheet, ROLE_IMD_DECILE, err);
}

int gazetteer_deprivation(const struct gazetteer *gazetteer, const char *path,
    struct deprivation *deprivation, struct gazetteer_file *file, struct err *err)
{
    struct sheet sheet;
    int got = -1;

    *deprivation = (struct deprivation){.deciles = mem_array(LSOA_NUMBERS, 1)};
    if (sheet_open(&sheet, gazetteer, path, OF_INDEX, ROLES, err) == 0 &&
        find_census(&sheet, deprivation, err) == 0)
        while ((got = sheet_next(&sheet, err)) > 0)
            if (add_area(&sheet, deprivation, err))
                break;
    if (got == 0)
        sheet_finish(&sheet, file, err);
    sheet_close(&sheet);
    return err->code;
}

unsigned deprivation_decile(const struct deprivation *deprivation, struct text lsoa)
{
    unsigned at;

    return lsoa_number(lsoa, &at) ? deprivation->deciles[at] : 0;
}

void deprivation_release(struct deprivation *deprivation)
{
    free(deprivation->deciles);
    *deprivation = (struct deprivation){0};
}

/* 202508 where the text begins with "_AUG_2025"; else 0. */
static unsigned month_at(const char *text)
{
    static const char months[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    unsigned year;

    if (strlen(text) < 9 || text[4] != '_' || strspn(text + 5, "0123456789") != 4 ||
        !number((struct text){text + 5, 4}, &year) || year < 1900 || year > 2100)
        return 0;
    for (unsigned month = 1; month <= 12; month++)
        if (strncasecmp(text + 1, months + 3 * (month - 1), 3) == 0)
            return year * 100 + month;
    return 0;
}

unsigned gazetteer_edition(const char *name)
{
    unsigned edition = 0;

    for (const char *at = strchr(name, '_'); at && !edition; at = strchr(at + 1, '_'))
        edition = month_at(at);
    return edition;
}
