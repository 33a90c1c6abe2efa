#include "tests/unit/test.h"

#include "source/gazetteer.h"

/* What was read, as one line a row. */
static int note(void *state, const struct gazetteer_row *row, struct err *err)
{
    (void)err;
    assert_true(buf_addf(state, "%llu %.*s|%.*s|%.*s|%u|%u|%u;", (unsigned long long)row->row,
        (int)row->postcode.length, row->postcode.data, (int)row->authority.length,
        row->authority.data, (int)row->lsoa.length, row->lsoa.data, row->introduced,
        row->terminated, row->rank));
    return 0;
}

struct reading {
    struct gazetteer gazetteer;
    enum lsoa lsoa;
    bool ranked;
};

static int read_text(const struct reading *reading, const char *text, struct buf *rows,
    struct gazetteer_file *file, struct err *err)
{
    char *path = test_file(text);
    int code;

    buf_reset(rows);
    code = gazetteer_postcodes(
        &reading->gazetteer, path, reading->lsoa, reading->ranked, note, rows, file, err);
    test_file_remove(path);
    return code;
}

static void reads(const struct reading *reading, const char *text, const char *expected)
{
    struct buf rows = BUF_INIT(4096);
    struct gazetteer_file file;
    struct err err = ERR_INIT;

    assert_int_equal(read_text(reading, text, &rows, &file, &err), 0);
    assert_string_equal(buf_text(&rows), expected);
    assert_int_equal(strlen(file.hash), 64);
    assert_string_equal(file.name, file.table);
    buf_release(&rows);
}

static void refuses(
    const struct reading *reading, const char *text, const char *message, const char *detail)
{
    struct buf rows = BUF_INIT(4096);
    struct gazetteer_file file;
    struct err err = ERR_INIT;

    assert_int_equal(read_text(reading, text, &rows, &file, &err), EX_DATAERR);
    if (!strstr(err.message, message) || !strstr(err.detail, detail))
        print_error("%s\n%s\n", err.message, err.detail);
    assert_non_null(strstr(err.message, message));
    assert_non_null(strstr(err.detail, detail));
    buf_release(&rows);
}

/* The headers of ONSPD in 2023, of NSPL, and of both since 2025; any order, any case, quoted or not. */
static void test_headers_of_each_year(void **state)
{
    const struct reading older = {.lsoa = LSOA_2011, .ranked = true};
    const struct reading newer = {.lsoa = LSOA_2021, .ranked = true};

    (void)state;
    reads(&older,
        "'pcd','pcd2','pcds','dointr','doterm','oscty','oslaua','lsoa11','lsoa21','imd'\r\n"
        "'QX1 1AA','QX1  1AA','QX1 "
        "1AA','198001','202506','E99','E09000001','E01000001','E01000009',"
        "'17'\r\n\r\n'QX1 1AB','QX1  1AB','QX1 1AB','198001','','','','','',''\r\n",
        "2 QX1 1AA|E09000001|E01000001|198001|202506|17;4 QX1 1AB|||198001|0|0;");
    reads(&newer, "imd,LSOA21,laua,doterm,dointr,pcd\n3, E01000002 ,W06000001,,200012,QX11AA",
        "2 QX11AA|W06000001|E01000002|200012|0|3;");
    reads(&newer,
        "PCD7,PCD8,PCDS,DOINTR,DOTERM,LAD25CD,LSOA11CD,LSOA21CD,IMD20IND\n"
        "QX1 1AA,QX1  1AA,QX1 1AA,199912,,E09000001,E01000001,E01000002,9\n",
        "2 QX1 1AA|E09000001|E01000002|199912|0|9;");
}

static void test_marks_and_encodings(void **state)
{
    const struct reading utf8 = {.lsoa = LSOA_NONE};
    const struct reading windows = {.gazetteer = {.encoding = ENCODING_WINDOWS_1252}};
    static const char header[] = "pcds,dointr,doterm,laua,name\n";
    char *text;

    (void)state;
    text = mem_format("\xef\xbb\xbf%sQX1 1AA,198001,,E09000001,Caf\xc3\xa9\n", header);
    reads(&utf8, text, "2 QX1 1AA|E09000001||198001|0|0;");
    free(text);
    text = mem_format("%sQX1 1AA,198001,,E09000001,Caf\xe9\n", header);
    reads(&windows, text, "2 QX1 1AA|E09000001||198001|0|0;");
    refuses(&utf8, text, "utf-8", "");
    free(text);
}

static void test_columns_by_their_user(void **state)
{
    char *named[] = {(char *)"authority=Council", (char *)"postcode=pcd"};
    const struct option_list columns = {named, 2};
    const struct reading asked = {.gazetteer = {.columns = &columns}};

    (void)state;
    reads(&asked, "pcds,pcd,dointr,doterm,laua,COUNCIL\nQX1 1AA,QX1 1AB,,,E1,E2\n",
        "2 QX1 1AB|E2||0|0|0;");
    refuses(&asked, "pcds,pcd,dointr,doterm,laua\nQX1 1AA,QX1 1AB,,,E1\n",
        "no column for 'authority'", "'Council'");
    refuses(&asked, "pcd,dointr,doterm,council,Council\nQX1 1AB,,,E1,E2\n",
        "more than one column for 'authority'", "'Council'");
}

static void test_misspelt_roles(void **state)
{
    static char *const wrong[] = {(char *)"authorities=x", (char *)"authority",
        (char *)"authority=", (char *)"=x", (char *)""};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *items[] = {wrong[i]};
        const struct option_list columns = {items, 1};
        const struct reading asked = {.gazetteer = {.columns = &columns}};
        struct buf rows = BUF_INIT(64);
        struct gazetteer_file file;
        struct err err = ERR_INIT;

        assert_int_equal(read_text(&asked, "pcd\n", &rows, &file, &err), EX_USAGE);
        buf_release(&rows);
    }
}

static void test_what_is_not_as_it_should_be(void **state)
{
    static const char header[] = "pcds,dointr,doterm,laua,imd,lsoa11\n";
    const struct reading plain = {.lsoa = LSOA_2011, .ranked = true};
    static const struct {
        const char *row, *message, *detail;
    } wrong[] = {
        {"QX1 1AA,1980,,E1,,", "not a month", "row 2, column 'dointr'"},
        {"QX1 1AA,198013,,E1,,", "not a month", "row 2, column 'dointr'"},
        {"QX1 1AA,198000,,E1,,", "not a month", "row 2, column 'dointr'"},
        {"QX1 1AA,198001,199x01,E1,,", "not a month", "row 2, column 'doterm'"},
        {"QX1 1AA,198001,210101,E1,,", "not a month", "row 2, column 'doterm'"},
        {"QX1 1AA,198001,,E1,17.5,", "not a rank", "row 2, column 'imd'"},
        {"QX1 1AA,198001,,E1,1234567890,", "not a rank", "row 2, column 'imd'"},
        {"QX1 1AA,198001,,E1,1", "has 5 cells, and the header 6", "row 2"},
        {"QX1 1AA,198001,,E1,1,,", "has 7 cells, and the header 6", "row 2"},
        {"QX1 1AA,198001,,\"E1,1,", "never closed, opened on line 2", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *text = mem_format("%s%s\n", header, wrong[i].row);

        refuses(&plain, text, wrong[i].message, wrong[i].detail);
        free(text);
    }
    refuses(&plain, "", "is empty", "");
    refuses(&plain, "pcds,dointr,doterm,laua,imd\n", "no column for 'lsoa11'", "");
    refuses(&plain, "pcds,dointr,doterm,laua,lsoa11\n", "no column for 'rank'", "");
    refuses(&plain, "pcds,dointr,laua,lsoa11,imd\n", "no column for 'terminated'", "");
    refuses(&plain, "pcds,dointr,doterm,lad24cd,lad25cd,lsoa11,imd\n",
        "more than one column for 'authority'", "");
}

static int index_of(const char *text, struct deprivation *deprivation, struct err *err)
{
    const struct gazetteer gazetteer = {.encoding = ENCODING_UTF8};
    char *path = test_file(text);
    struct gazetteer_file file;
    int code = gazetteer_deprivation(&gazetteer, path, deprivation, &file, err);

    test_file_remove(path);
    return code;
}

static unsigned decile(const struct deprivation *deprivation, const char *lsoa)
{
    return deprivation_decile(deprivation, (struct text){lsoa, strlen(lsoa)});
}

static void test_index_of_deprivation(void **state)
{
    static const char *const texts[] = {
        "LSOA code (2011),'LSOA name (2011)','Index of Multiple Deprivation (IMD) Rank (where 1 is "
        "most deprived)','Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% "
        "of "
        "LSOAs)','Income Decile (where 1 is most deprived 10% of LSOAs)'\n"
        "E01000001,'City, 1',29199,9,10\nE01035762,'x',1,10,1\n",
        "lsoa11cd,IMD Decile\nE01000001,9\nE01035762,10\n",
        "LSOA11CD,IMDScore,IMDRank0,IMDDec0\nE01000001,1.5,2,9\nE01035762,1.5,2,10\n"};
    struct deprivation deprivation;
    struct err err = ERR_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(index_of(texts[i], &deprivation, &err), 0);
        assert_int_equal(deprivation.lsoa, LSOA_2011);
        assert_int_equal(deprivation.count, 2);
        assert_int_equal(decile(&deprivation, "E01000001"), 9);
        assert_int_equal(decile(&deprivation, "E01035762"), 10);
        assert_int_equal(decile(&deprivation, "E01000002"), 0);
        assert_int_equal(decile(&deprivation, "W01000001"), 0);
        assert_int_equal(decile(&deprivation, "E02000001"), 0);
        assert_int_equal(decile(&deprivation, "E0100000"), 0);
        assert_int_equal(decile(&deprivation, "E01-00001"), 0);
        assert_int_equal(decile(&deprivation, ""), 0);
        deprivation_release(&deprivation);
    }
    assert_int_equal(index_of("LSOA code (2021),Index of Multiple Deprivation (IMD) Decile\n"
                              "E01000001,1\n",
                         &deprivation, &err),
        0);
    assert_int_equal(deprivation.lsoa, LSOA_2021);
    deprivation_release(&deprivation);
}

static void test_wrong_index(void **state)
{
    static const struct {
        const char *text, *message;
    } wrong[] = {
        {"lsoa11cd,IMD Decile\nE01000001,11\n", "not a decile"},
        {"lsoa11cd,IMD Decile\nE01000001,0\n", "not a decile"},
        {"lsoa11cd,IMD Decile\nE01000001,\n", "not a decile"},
        {"lsoa11cd,IMD Decile\nW01000001,1\n", "not the code of an English area"},
        {"lsoa11cd,IMD Decile\nE01000001,1\nE01000001,1\n", "an area that has not come before"},
        {"lsoa11cd,lsoa21cd,IMD Decile\nE01000001,E01000001,1\n", "more than one column of areas"},
        {"area,IMD Decile\nE01000001,1\n", "no column of areas"},
        {"lsoa11cd,IMD Rank\nE01000001,1\n", "no column for 'imd-decile'"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct deprivation deprivation;
        struct err err = ERR_INIT;

        assert_int_equal(index_of(wrong[i].text, &deprivation, &err), EX_DATAERR);
        assert_non_null(strstr(err.message, wrong[i].message));
        deprivation_release(&deprivation);
    }
}

static void test_editions_by_name(void **state)
{
    (void)state;
    assert_int_equal(gazetteer_edition("ONSPD_AUG_2025_UK.csv"), 202508);
    assert_int_equal(gazetteer_edition("NSPL21_FEB_2024_UK.csv"), 202402);
    assert_int_equal(gazetteer_edition("nspl_nov_2023.zip"), 202311);
    assert_int_equal(gazetteer_edition("ONSPD_2025_08.csv"), 0);
    assert_int_equal(gazetteer_edition("ONSPD_ABC_2025_UK.csv"), 0);
    assert_int_equal(gazetteer_edition("ONSPD_AUG_20255.csv"), 0);
    assert_int_equal(gazetteer_edition("ONSPD_AUG_1066_UK.csv"), 0);
    assert_int_equal(gazetteer_edition("_AUG_202"), 0);
    assert_int_equal(gazetteer_edition("_"), 0);
    assert_int_equal(gazetteer_edition(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headers_of_each_year),
        cmocka_unit_test(test_marks_and_encodings),
        cmocka_unit_test(test_columns_by_their_user),
        cmocka_unit_test(test_misspelt_roles),
        cmocka_unit_test(test_what_is_not_as_it_should_be),
        cmocka_unit_test(test_index_of_deprivation),
        cmocka_unit_test(test_wrong_index),
        cmocka_unit_test(test_editions_by_name),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
