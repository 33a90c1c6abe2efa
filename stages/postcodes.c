/* postcodes - makes a postcode directory of the published files, for anonymise to look places up in. It has
 * neither the database nor the key, and sees no record. */
#include "base/memory.h"
#include "base/stage.h"
#include "privacy/postcodes_write.h"
#include "record/stream.h"
#include "source/gazetteer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *onspd, *imd, *edition, *output, *encoding = "utf-8";
static bool ranks;
static struct option_list columns;

static const struct option_spec build_options[] = {
    {"onspd", OPTION_TEXT, &onspd, "FILE",
        "ONS's postcode directory or lookup (NSPL): CSV, gzip, or the zip (required)"},
    {"imd", OPTION_TEXT, &imd, "FILE",
        "an English index of deprivation by area, as CSV: gives the deciles"},
    {"ranks", OPTION_FLAG, &ranks, NULL, "or take the deciles from the postcode file's own ranks"},
    {"edition", OPTION_TEXT, &edition, "YYYY-MM",
        "the month that it describes (default: that of the file's name)"},
    {"column", OPTION_LIST, &columns, "ROLE=HEADER",
        "what a column is called, where its header is not the usual one; repeatable"},
    {"encoding", OPTION_TEXT, &encoding, "NAME", "utf-8 (default) or windows-1252"},
    {"output", OPTION_TEXT, &output, "FILE", "the directory to write (required)"},
    {0},
};

static const struct option_spec no_options[] = {{0}};

/* What goes from the published file into the directory. */
struct build {
    struct gazetteer gazetteer;
    struct deprivation deprivation;
    struct postcodes_writer writer;
    struct gazetteer_file files[2];
    size_t file_count;
    size_t nowhere; /* postcodes without a local authority */
    unsigned month, areas;
};

/* Months as the directory counts them; those of gazetteer.h are good ones. */
static unsigned month_of(unsigned yyyymm)
{
    return month_number((int)(yyyymm / 100), (int)(yyyymm % 100));
}

static int take(void *state, const struct gazetteer_row *row, struct err *err)
{
    struct build *build = state;
    struct postcodes_entry entry = {.row = row->row,
        .postcode = row->postcode.data,
        .postcode_length = row->postcode.length,
        .rank = row->rank};

    if (!row->authority.length) {
        build->nowhere++;
        return 0;
    }
    if (row->authority.length < AUTHORITY_SIZE)
        memcpy(entry.place.authority, row->authority.data, row->authority.length);
    entry.place.introduced = month_of(row->introduced);
    entry.place.terminated = month_of(row->terminated);
    if (imd)
        entry.place.decile = deprivation_decile(&build->deprivation, row->lsoa);
    return postcodes_add(&build->writer, &entry, err);
}

static int read_edition(const char *text, unsigned *month)
{
    if (strlen(text) == 7 && text[4] == '-' && strspn(text, "0123456789") == 4 &&
        strspn(text + 5, "0123456789") == 2)
        *month = month_number((int)strtol(text, NULL, 10), (int)strtol(text + 5, NULL, 10));
    return *month ? 0 : EX_USAGE;
}

static int find_edition(struct build *build, struct err *err)
{
    const struct gazetteer_file *file = &build->files[build->file_count - 1];
    unsigned named = gazetteer_edition(file->table);

    if (edition)
        return 0;
    build->month = month_of(named ? named : gazetteer_edition(file->name));
    if (build->month)
        return 0;
    err_set(err, EX_USAGE, "'%s' does not say which month it is of", file->table);
    return err_hint(err, "say it: --edition 2025-08");
}

static int read_files(struct build *build, struct err *err)
{
    if (imd) {
        if (gazetteer_deprivation(&build->gazetteer, imd, &build->deprivation,
                &build->files[build->file_count++], err))
            return err->code;
    }
    if (gazetteer_postcodes(&build->gazetteer, onspd, build->deprivation.lsoa, ranks, take, build,
            &build->files[build->file_count++], err) ||
        find_edition(build, err))
        return err->code;
    return ranks ? postcodes_rank(&build->writer, &build->areas, err) : 0;
}

static void fill_sources(const struct build *build, struct postcodes_source *sources)
{
    for (size_t i = 0; i < build->file_count; i++) {
        const struct gazetteer_file *file = &build->files[i];

        snprintf(sources[i].name, sizeof sources[i].name, "%.*s", POSTCODES_NAME_SIZE, file->name);
        for (size_t j = 0; j < POSTCODES_HASH_SIZE; j++) {
            char digits[3] = {file->hash[2 * j], file->hash[2 * j + 1], '\0'};

            sources[i].hash[j] = (uint8_t)strtoul(digits, NULL, 16);
        }
    }
}

static void say(const struct build *build, const struct postcodes_counts *counts)
{
    char month[MONTH_SIZE];

    month_text(build->month, month);
    printf("edition %s: %zu postcodes, %zu of them in use, of %zu local authorities\n", month,
        counts->postcodes, counts->live, counts->authorities);
    if (build->nowhere)
        printf("%zu postcodes without a local authority are left out\n", build->nowhere);
    if (build->areas)
        printf("ranks are those of an index of %u areas\n", build->areas);
    if (imd || ranks)
        printf("%zu of %zu English postcodes have no decile of deprivation\n",
            counts->without_decile, counts->english);
}

/* Areas of two censuses have most codes in common. */
static int check_deciles(const struct postcodes_counts *counts, struct err *err)
{
    if (!(imd || ranks) || counts->without_decile * 20 <= counts->english)
        return 0;
    err_set(err, EX_DATAERR, "%zu of %zu English postcodes have no decile of deprivation",
        counts->without_decile, counts->english);
    return err_hint(err, "take an index and a postcode file with areas of the same census");
}

static int write_all(struct build *build, struct err *err)
{
    struct postcodes_source sources[2] = {0};
    struct postcodes_counts counts;

    fill_sources(build, sources);
    postcodes_count(&build->writer, &counts);
    if (check_deciles(&counts, err) ||
        postcodes_write(&build->writer, output, build->month, sources, build->file_count, err))
        return err->code;
    say(build, &counts);
    return 0;
}

static int check_usage(struct build *build, struct err *err)
{
    if (!onspd || !output)
        return err_set(err, EX_USAGE, "option '--%s' is missing", onspd ? "output" : "onspd");
    if (imd && ranks)
        return err_set(err, EX_USAGE, "give one of '--imd' and '--ranks'");
    if (edition && read_edition(edition, &build->month)) {
        err_set(err, EX_USAGE, "'--edition' is not a month");
        return err_hint(err, "write it as YYYY-MM, between 1900 and 2100");
    }
    if (strcmp(encoding, "windows-1252") == 0)
        build->gazetteer.encoding = ENCODING_WINDOWS_1252;
    else if (strcmp(encoding, "utf-8") != 0)
        return err_set(err, EX_USAGE, "'--encoding' must be 'utf-8' or 'windows-1252'");
    return 0;
}

static int run_build(int count, char **operands, struct err *err)
{
    struct build build = {.gazetteer = {.columns = &columns}};

    (void)count;
    (void)operands;
    postcodes_writer_init(&build.writer);
    if (check_usage(&build, err) == 0 && read_files(&build, err) == 0)
        write_all(&build, err);
    postcodes_writer_release(&build.writer);
    deprivation_release(&build.deprivation);
    option_list_release(&columns);
    return err->code;
}

static int run_show(int count, char **operands, struct err *err)
{
    struct postcodes *postcodes = postcodes_open(operands[0], err);
    const struct postcodes_about *about;

    (void)count;
    if (!postcodes)
        return err->code;
    about = postcodes_about(postcodes);
    printf("edition %s: %zu postcodes in %zu sectors, of %zu local authorities\n", about->edition,
        about->count, about->sectors, about->authorities);
    for (size_t i = 0; i < about->source_count; i++) {
        for (size_t j = 0; j < POSTCODES_HASH_SIZE; j++)
            printf("%02x", about->sources[i].hash[j]);
        printf("  %s\n", about->sources[i].name);
    }
    postcodes_close(postcodes);
    return 0;
}

static void month_cell(char text[MONTH_SIZE], unsigned month)
{
    if (month)
        month_text(month, text);
    else
        snprintf(text, MONTH_SIZE, "\\N");
}

static int print_place(
    void *state, const char *postcode, const struct locality *place, struct err *err)
{
    char introduced[MONTH_SIZE], terminated[MONTH_SIZE];
    char decile[12] = "\\N";

    (void)err;
    (void)state;
    month_cell(introduced, place->introduced);
    month_cell(terminated, place->terminated);
    if (place->decile)
        snprintf(decile, sizeof decile, "%u", place->decile);
    printf("%s\t%s\t%s\t%s\t%s\n", postcode, place->authority, decile, introduced, terminated);
    return 0;
}

/* As other programs print a table: a header, and at the end what says that this is all. */
static int run_print(int count, char **operands, struct err *err)
{
    struct postcodes *postcodes = postcodes_open(operands[0], err);

    (void)count;
    if (!postcodes)
        return err->code;
    printf("postcode\tlocal_authority\timd_decile\tintroduced\tterminated\n");
    if (postcodes_each(postcodes, print_place, NULL, err) == 0)
        printf("\\.\n");
    postcodes_close(postcodes);
    return err->code;
}

static const char read_exits[] = "   0  done\n"
                                 "  64  usage\n"
                                 "  66  no such file\n"
                                 "  74  reading or writing failed\n"
                                 "  78  it is no whole postcode directory\n";

static const struct stage build = {
    .name = "postcodes build",
    .purpose = "Makes a directory of the published files",
    .operands = "",
    .options = build_options,
    .exits = "   0  the directory is there\n"
             "  64  usage\n"
             "  65  a published file is not what it should be\n"
             "  66  no such file\n"
             "  73  the directory can't be created\n"
             "  74  reading or writing failed\n",
    .run = run_build,
};
static const struct stage show = {
    .name = "postcodes show",
    .purpose = "Checks a directory and says what it was made of",
    .operands = "FILE",
    .minimum = 1,
    .maximum = 1,
    .options = no_options,
    .exits = read_exits,
    .run = run_show,
};
static const struct stage print = {
    .name = "postcodes print",
    .purpose = "Prints all places of a directory as a table",
    .operands = "FILE",
    .minimum = 1,
    .maximum = 1,
    .options = no_options,
    .exits = read_exits,
    .run = run_print,
};

static const struct stage *const commands[] = {&build, &show, &print, NULL};

static const struct program postcodes = {
    .name = "postcodes",
    .purpose = "Makes the directories that tell anonymise in which local authority a postcode lies",
    .commands = commands,
};

int main(int argc, char **argv)
{
    return program_main(&postcodes, argc, argv);
}
