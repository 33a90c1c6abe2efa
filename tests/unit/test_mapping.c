/* The mapping language, one value at a time, on a record of the columns A, B and C. */
#include "test.h"

#include "record/dates.h"
#include "source/mapping.h"

static const char frame[] = "{'name':'s','version':'1','format':'csv','null':['n/a','NULL'],"
                            "'file':'{provider}-{month}.csv','feeds':{'f':%s}}";

struct made {
    char *path;
    struct source source;
    struct parts parts;
    struct plan plan;
    struct err err;
};

/* Compiles a mapping: its code. To be undone with unmake(). */
static int make(struct made *made, const char *mapping)
{
    char *json = mem_format(frame, mapping);
    int32_t as_of;

    *made = (struct made){.path = test_file(json)};
    free(json);
    assert_true(date_parse("2026-03-31", 10, &as_of));
    assert_int_equal(source_load(&made->source, made->path, &made->err), 0);
    assert_int_equal(parts_match(&made->parts, made->source.file, "R1-2024-05.csv", &made->err), 0);
    return mapping_compile(&made->plan, &made->source, "f", &made->parts, as_of, &made->err);
}

static void unmake(struct made *made)
{
    mapping_release(&made->plan);
    parts_release(&made->parts);
    source_release(&made->source);
    test_file_remove(made->path);
}

/* Puts the plan's paths A, B, C at the positions 0, 1, 2; any other is absent. */
static int bind(struct made *made)
{
    int positions[8];

    for (size_t i = 0; i < made->plan.path_count; i++) {
        const char *path = made->plan.paths[i];

        positions[i] = path[0] >= 'A' && path[0] <= 'C' && !path[1] ? path[0] - 'A' : PATH_ABSENT;
    }
    return mapping_bind(&made->plan, positions, "file", &made->err);
}

static void fill(struct text texts[3], const char *a, const char *b, const char *c)
{
    const char *const from[] = {a, b, c};

    for (int i = 0; i < 3; i++)
        texts[i] = (struct text){from[i], from[i] ? strlen(from[i]) : 0};
}

/* What the value comes to on a record: NULL, the text, or "rule: text". */
static void gives(const char *value, const char *a, const char *b, const char *expected)
{
    char *mapping = mem_format("{'fields':{'x':%s}}", value);
    struct made made;
    struct text texts[3];

    fill(texts, a, b, "c");
    assert_int_equal(make(&made, mapping), 0);
    assert_int_equal(bind(&made), 0);
    for (int times = 0; times < 2; times++) { /* a second record finds no trace of the first */
        struct result result;
        char got[200] = "NULL";

        mapping_value(&made.plan, made.plan.shapes[0].values[0], texts, &result);
        if (result.text.data)
            snprintf(got, sizeof got, "%s%s%.*s", result.rule ? result.rule : "",
                result.rule ? ": " : "", (int)result.text.length, result.text.data);
        assert_string_equal(got, expected);
    }
    unmake(&made);
    free(mapping);
}

static void test_where_a_text_comes_from(void **state)
{
    (void)state;
    gives("{'path':'A'}", "x", NULL, "x");
    gives("{'path':'A'}", " \t x y\xc2\xa0 ", NULL, "x y");
    gives("{'path':'A'}", "  ", NULL, "NULL");
    gives("{'path':'A'}", NULL, NULL, "NULL");
    gives("{'path':'A'}", "n/a", NULL, "NULL");
    gives("{'path':'A'}", " NULL ", NULL, "NULL");
    gives("{'path':'A'}", "null", NULL, "null");
    gives("{'path':['A','B']}", "", "y", "y");
    gives("{'path':['A','B']}", "x", "y", "x");
    gives("{'path':['Z','B']}", "x", "y", "y");
    gives("{'path':'Z','optional':true}", "x", "y", "NULL");
    gives("{'path':'Z','optional':true,'constant':'k'}", "x", "y", "k");
    gives("{'constant':'n/a'}", NULL, NULL, "n/a");
    gives("{'file':'provider'}", NULL, NULL, "R1");
    gives("{'path':'A','file':'month'}", "", NULL, "2024-05");
    gives("{'join':[{'path':'A'},{'path':'B'}],'with':'/'}", "x", "y", "x/y");
    gives("{'join':[{'path':'A'},{'path':'B'}]}", "x", "", "NULL");
    gives("{'join':[{'path':'A','upper':true},{'constant':'-'},{'path':'A'}]}", "x", NULL, "X-x");
    gives("{'join':[{'path':'A','date':'D/M/YYYY'},{'path':'B'}]}", "x", "y", "date-format: xy");
    gives(
        "{'first':[{'path':'A','map':{'1':'one'},'else':'many'},{'path':'B'}]}", "2", "y", "many");
    gives("{'first':[{'path':'A','map':{'1':'one'}},{'path':'B'}]}", "", "y", "y");
    gives("{'first':[{'path':'A','map':{'1':'one'},'else':''},{'path':'B'}]}", "2", "y", "y");
    gives("{'path':'A','null':['z','c']}", " z ", NULL, "NULL");
    gives("{'path':'A','null':['z','c']}", "zc", NULL, "zc");
    gives("{'path':['A','B'],'null':['z']}", "z", "y", "NULL");
    gives("{'path':'A','null':['x'],'map':{'y':'1'},'empty':'0'}", "x", NULL, "0");
    gives("{'join':[{'path':'A','null':['z']},{'path':'B'}]}", "z", "y", "NULL");
}

static void test_what_is_made_of_it(void **state)
{
    (void)state;
    gives("{'path':'A','upper':true}", "aZ\xc3\xa9-1", NULL, "AZ\xc3\xa9-1");
    gives("{'path':'A','digits':true}", "999 000-1234", NULL, "9990001234");
    gives("{'path':'A','digits':true}", "- -", NULL, "NULL");
    gives("{'path':'A','date':'DD/MM/YYYY'}", "01/02/2024", NULL, "2024-02-01");
    gives("{'path':'A','date':['DD/MM/YYYY','YYYY-MM-DD']}", "2024-02-01", NULL, "2024-02-01");
    gives("{'path':'A','date':'DD/MM/YYYY'}", "2024", NULL, "date-format: 2024");
    gives("{'path':'A','date':'D/M/YY'}", "1/2/47", NULL, "1947-02-01");
    gives("{'path':'A','date':'D/M/YY'}", "1/2/46", NULL, "2046-02-01");
    gives("{'path':'A','date':['D/M/YYYY','excel']}", "45352", NULL, "2024-03-01");
    gives("{'path':'A','date':['D/M/YYYY','excel']}", "1/3/2024", NULL, "2024-03-01");
    gives("{'path':'A','date':['D/M/YYYY','excel']}", "60", NULL, "date-format: 60");
    gives("{'path':'A','date':'D MMMM YYYY'}", "1 March 2024", NULL, "2024-03-01");
    gives("{'path':'A','map':{'M':'1'}}", "M", NULL, "1");
    gives("{'path':'A','map':{'M':'1'}}", "m", NULL, "untranslated: m");
    gives("{'path':'A','map':{'M':'1'},'upper':true}", "m", NULL, "1");
    gives("{'path':'A','map':{'M':'1'},'else':'9'}", "m", NULL, "9");
    gives("{'path':'A','map':{'M':'1'},'else':'9'}", "", NULL, "NULL");
    gives("{'path':'A','map':{'M':'1'},'empty':'0'}", "", NULL, "0");
    gives("{'path':'A','map':{'M':''},'empty':'0'}", "M", NULL, "NULL");
    gives("{'path':'A','number':'1,234.50'}",
        "\xc2\xa3"
        "1,234.50",
        NULL, "1234.50");
    gives("{'path':'A','number':'1,234.50'}", "about 12", NULL, "number-format: about 12");
    gives("{'path':'A','number':'1,234.50','upper':true}", "about 12", NULL,
        "number-format: ABOUT 12");
    gives("{'path':'A','boolean':{'true':['Y','1'],'false':['N']}}", "1", NULL, "t");
    gives("{'path':'A','boolean':{'true':['Y','1'],'false':['N']}}", "N", NULL, "f");
    gives("{'path':'A','boolean':{'true':['Y'],'false':['N']}}", "y", NULL, "boolean-format: y");
    gives("{'path':'A','boolean':{'true':['Y'],'false':['N']}}", "", NULL, "NULL");
}

static void test_identifiers(void **state)
{
    static const char second[] = "{'path':'A','split':{'at':'/','part':2}}";
    static const char last[] = "{'path':'A','split':{'at':'/','part':-1}}";

    (void)state;
    gives(second, "a/b/c", NULL, "b");
    gives(second, "a/ b /c", NULL, "b");
    gives(second, "a/b", NULL, "b");
    gives(second, "a//c", NULL, "NULL");
    gives(second, "a/n/a/c", NULL, "n");
    gives(second, "a", NULL, "NULL");
    gives(second, "a/", NULL, "NULL");
    gives(last, "a", NULL, "a");
    gives(last, "a/b", NULL, "b");
    gives(last, "a/b/", NULL, "NULL");
    gives("{'path':'A','split':{'at':'/','part':1}}", "a/b", NULL, "a");
    gives("{'path':'A','split':{'at':'/','part':-2}}", "a/b/c", NULL, "b");
    gives("{'path':'A','split':{'at':'/','part':-3}}", "a/b", NULL, "NULL");
    gives("{'path':'A','split':{'at':' - ','part':2}}", "a - b-c - d", NULL, "b-c");
    gives("{'path':'A','split':{'at':'/','part':2},'upper':true}", "a/b", NULL, "B");
    gives("{'path':'A','split':{'at':'/','part':2},'map':{'1':'one'},'empty':'none'}", "a", NULL,
        "none");
    gives("{'path':'A','zeros':10}", "90000001", NULL, "0090000001");
    gives("{'path':'A','zeros':10}", "0090000001", NULL, "0090000001");
    gives("{'path':'A','zeros':10}", "12345678901", NULL, "12345678901");
    gives("{'path':'A','zeros':3}", "a1", NULL, "a1");
    gives("{'path':'A','zeros':3}", "-1", NULL, "-1");
    gives("{'path':'A','zeros':3}", "", NULL, "NULL");
    gives("{'path':'A','zeros':3,'digits':true}", "1-2", NULL, "012");
    gives("{'path':'A','zeros':5,'split':{'at':'/','part':2}}", "R1/42", NULL, "00042");
    gives("{'path':'A','zeros':2,'map':{'07':'seven'}}", "7", NULL, "seven");
    gives(
        "{'join':[{'path':'A','zeros':3},{'path':'B','zeros':3}],'with':'/'}", "1", "2", "001/002");
}

/* The digits that a spreadsheet has dropped are not made up. */
static void test_scientific_notation(void **state)
{
    static const char *const lost[] = {"1.23457E+11", "1.23457E11", "1,23457E+11", "1E+11",
        "9.99e+9", "1.2E+011", "1.E+11", "12.5E+11"};
    static const char *const kept[] = {"1E11", "1.E11", ".5E+11", "1.5E-11", "1.5E+", "1.5E",
        "E+11", "+11", "1.5E+11x", "1.5E+1111", "1.5", "123456789012", "1234567890120000",
        "A1.5E+11"};

    (void)state;
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        char *marked = mem_format("excel-number: %s", lost[i]);

        gives("{'path':'A','digits':true}", lost[i], NULL, marked);
        gives("{'path':'A','zeros':10}", lost[i], NULL, marked);
        gives("{'path':'A'}", lost[i], NULL, lost[i]);
        gives("{'path':'A','upper':true}", "1.5e+11", NULL, "1.5E+11");
        free(marked);
    }
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        gives("{'path':'A','zeros':2}", kept[i], NULL, kept[i]);
    gives("{'path':'A','zeros':3,'split':{'at':'/','part':2}}", "R1/1.5E+11", NULL,
        "excel-number: 1.5E+11");
    gives("{'path':'A','zeros':3,'map':{'1':'x'}}", "1.5E+11", NULL, "excel-number: 1.5E+11");
    gives(
        "{'join':[{'path':'A','zeros':3},{'path':'B'}]}", "1.5E+11", "b", "excel-number: 1.5E+11b");
}

static void test_lookups(void **state)
{
    struct made made;
    struct text texts[3];
    struct result result;

    (void)state;
    assert_int_equal(make(&made, "{'fields':{'x':{'path':'A','lookup':[{'key':'K','value':'V'},"
                                 "{'key':'K2','value':'V2'}]},'y':{'path':'B','lookup':"
                                 "{'key':'K','value':'V'}}}}"),
        0);
    assert_int_equal(made.plan.lookup_count, 2); /* shared by the two fields */
    assert_int_equal(bind(&made), 0);
    dictionary_add(&made.plan.lookups[0].dictionary, (struct text){"a", 1}, (struct text){"b", 1});
    dictionary_add(&made.plan.lookups[1].dictionary, (struct text){"b", 1}, (struct text){"c", 1});
    dictionary_add(&made.plan.lookups[0].dictionary, (struct text){"t", 1}, (struct text){"1", 1});
    dictionary_add(&made.plan.lookups[0].dictionary, (struct text){"t", 1}, (struct text){"2", 1});
    fill(texts, "a", "t", NULL);
    mapping_value(&made.plan, made.plan.shapes[0].values[0], texts, &result);
    assert_memory_equal(result.text.data, "c", 1);
    mapping_value(&made.plan, made.plan.shapes[0].values[1], texts, &result);
    assert_string_equal(result.rule, "lookup-ambiguous");
    assert_memory_equal(result.text.data, "t", 1);
    fill(texts, "none", "a", NULL);
    mapping_value(&made.plan, made.plan.shapes[0].values[0], texts, &result);
    assert_null(result.text.data);
    unmake(&made);
}

static void holds(const char *where, const char *a, const char *b, bool expected)
{
    char *mapping = mem_format("{'where':%s,'fields':{'x':{'path':'A'}}}", where);
    struct made made;
    struct text texts[3];

    fill(texts, a, b, NULL);
    assert_int_equal(make(&made, mapping), 0);
    assert_int_equal(bind(&made), 0);
    assert_int_equal(mapping_holds(&made.plan, &made.plan.where, texts), expected);
    unmake(&made);
    free(mapping);
}

static void test_conditions(void **state)
{
    (void)state;
    holds("[]", "", "", true);
    holds("[{'path':'A','present':true}]", "x", "", true);
    holds("[{'path':'A','present':true}]", " n/a ", "", false);
    holds("[{'path':'A','present':false}]", "", "", true);
    holds("[{'path':'A','in':['1','2']}]", " 2", "", true);
    holds("[{'path':'A','in':['1','2']}]", "3", "", false);
    holds("[{'path':'A','in':['1','2']}]", "", "", false);
    holds("[{'path':'A','not':['1','2']}]", "2", "", false);
    holds("[{'path':'A','not':['1','2']}]", "", "", true);
    holds("[{'path':'A','present':true},{'path':'B','in':['y']}]", "x", "n", false);
    holds("[{'path':'A','before':{'path':'B'}}]", "2014-06-07", "2014-06-09", true);
    holds("[{'path':'A','before':{'path':'B'}}]", "2014-06-09", "2014-06-09", false);
    holds("[{'path':'A','before':{'path':'B'}}]", "2014-06-10", "2014-06-09", false);
    holds("[{'path':'A','before':{'path':'B'}}]", "2014", "2014-06-09", true);
    holds("[{'path':'A','before':{'path':'B'}}]", "2014-06-09", "2014", false);
    holds("[{'path':'A','before':{'path':'B'}}]", "", "2014-06-09", false);
    holds("[{'path':'A','before':{'path':'B'}}]", "2014-06-09", "", false);
    holds("[{'value':{'path':'A','map':{'1':'ours'},'else':'other'},'not':['other']}]", "1", "",
        true);
    holds("[{'value':{'path':'A','map':{'1':'ours'},'else':'other'},'not':['other']}]", "2", "",
        false);
}

static void test_several_records_from_one_row(void **state)
{
    struct made made;

    (void)state;
    assert_int_equal(
        make(&made, "{'records':[{'where':[{'path':'A','present':true}],"
                    "'fields':{'k':{'constant':'a'},'v':{'path':'A'}}},"
                    "{'fields':{'v':{'path':'B'},'w':{'path':'C'},'k':{'constant':'b'}}}]}"),
        0);
    assert_int_equal(made.plan.shape_count, 2);
    assert_int_equal(made.plan.field_count, 3);
    assert_string_equal(made.plan.fields[0], "k");
    assert_string_equal(made.plan.fields[1], "v");
    assert_string_equal(made.plan.fields[2], "w");
    assert_null(made.plan.shapes[0].values[2]);
    assert_non_null(made.plan.shapes[1].values[0]);
    unmake(&made);
}

static const char *value_of(struct made *made, size_t shape, size_t field, const struct text *texts)
{
    static char room[64];
    struct value *value = made->plan.shapes[shape].values[field];
    struct result result = {{NULL, 0}, NULL};

    if (value)
        mapping_value(&made->plan, value, texts, &result);
    if (!result.text.data)
        return "NULL";
    snprintf(room, sizeof room, "%.*s", (int)result.text.length, result.text.data);
    return room;
}

static void test_what_records_have_in_common(void **state)
{
    struct text texts[3];
    struct made made;

    (void)state;
    assert_int_equal(make(&made, "{'fields':{'k':{'path':'A'},'v':{'path':'B'}},"
                                 "'records':[{'fields':{'w':{'path':'C'}}},"
                                 "{'fields':{'v':{'constant':'own'}}}]}"),
        0);
    assert_int_equal(bind(&made), 0);
    fill(texts, "a", "b", "c");
    assert_int_equal(made.plan.shape_count, 2);
    assert_int_equal(made.plan.field_count, 3);
    assert_string_equal(value_of(&made, 0, 0, texts), "a");
    assert_string_equal(value_of(&made, 0, 1, texts), "b");
    assert_string_equal(value_of(&made, 0, 2, texts), "c");
    assert_string_equal(value_of(&made, 1, 0, texts), "a");
    assert_string_equal(value_of(&made, 1, 1, texts), "own");
    assert_string_equal(value_of(&made, 1, 2, texts), "NULL");
    unmake(&made);
}

/* Puts rows of the columns A, B and C into a lookup; then a value finds a key in it. */
static void finds(const char *lookup, const char *const rows[][3], size_t count, const char *key,
    const char *expected)
{
    char *mapping = mem_format("{'fields':{'x':{'path':'A','lookup':%s}}}", lookup);
    struct made made;
    struct text texts[3];
    struct result result;
    char got[200] = "NULL";
    static const int positions[] = {0, 1, 2, 3};
    struct plan *plan;

    assert_int_equal(make(&made, mapping), 0);
    plan = made.plan.lookups[0].rows;
    assert_int_equal(mapping_bind(plan, positions, "other", &made.err), 0);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < plan->path_count; j++) {
            const char *text = rows[i][plan->paths[j][0] - 'A'];

            texts[j] = (struct text){text, text ? strlen(text) : 0};
        }
        assert_true(mapping_look_into(&made.plan.lookups[0], texts));
    }
    mapping_lookup_read(&made.plan.lookups[0]);
    assert_int_equal(bind(&made), 0);
    fill(texts, key, NULL, NULL);
    mapping_value(&made.plan, made.plan.shapes[0].values[0], texts, &result);
    if (result.text.data)
        snprintf(got, sizeof got, "%s%.*s", result.rule ? result.rule : "",
            result.rule ? 0 : (int)result.text.length, result.text.data);
    assert_string_equal(got, expected);
    unmake(&made);
    free(mapping);
}

static void test_values_of_the_other_row(void **state)
{
    static const char *const rows[][3] = {
        {"p 1", "2024-05-06", "x"}, {"p2", "soon", "y"}, {"", "2024-05-07", "z"}};
    static const char lookup[] = "{'key':{'path':'A','digits':true,'upper':true},"
                                 "'value':{'path':'B','date':'YYYY-MM-DD'}}";

    (void)state;
    finds(lookup, rows, 3, "P1", "2024-05-06");
    finds(lookup, rows, 3, "P2", "lookup-ambiguous");
    finds(lookup, rows, 3, "P3", "NULL");
    finds("{'key':{'join':[{'path':'A'},{'path':'C'}],'with':'/'},'value':'B'}", rows, 3, "p2/y",
        "soon");
}

/* Several rows of a key: A, its kind in B, what is wanted in C. */
static void test_the_preferred_row(void **state)
{
    static const char *const rows[][3] = {{"r", "A06", "1"}, {"r", "F01", "2"}, {"r", "F01", ""},
        {"s", "A06", "3"}, {"s", "A08", "4"}, {"t", "F01", ""}, {"t", "D06", "5"}, {"u", NULL, "6"},
        {"u", "D06", "7"}, {"v", "F01", "8"}, {"v", "F01", "9"}};
    static const char by[] = "{'key':'A','value':'C','prefer':{'by':'B','order':['F01','D06']}}";

    (void)state;
    finds("{'key':'A','value':'C'}", rows, 11, "r", "lookup-ambiguous");
    finds("{'key':'A','value':'B','prefer':{'order':['F01','D06']}}", rows, 11, "r", "F01");
    finds(by, rows, 11, "r", "NULL"); /* the last of the best says nothing */
    finds(by, rows, 2, "r", "2");
    finds(by, rows, 11, "s", "4");
    finds(by, rows, 11, "t", "NULL");
    finds(by, rows, 11, "u", "7");
    finds(by, rows, 11, "v", "9");
    finds("{'key':'A','value':'B','prefer':{'order':[]}}", rows, 11, "s", "A08");
}

/* A mapping that is wrong: the message names what, the detail file, feed and field. */
static void wrong(const char *mapping, int code, const char *message)
{
    struct made made;

    assert_int_equal(make(&made, mapping), code);
    if (!strstr(made.err.message, message))
        fail_msg("'%s' is not in '%s'", message, made.err.message);
    if (code == EX_CONFIG)
        assert_non_null(strstr(made.err.detail, made.path));
    unmake(&made);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    wrong("{}", EX_CONFIG, "'fields'");
    wrong("{'fields':{}}", EX_CONFIG, "'fields'");
    wrong("{'fields':{'x':{'path':'A'}},'colour':1}", EX_CONFIG, "unknown setting 'colour'");
    wrong("{'fields':{'x':'A'}}", EX_CONFIG, "a value must be an object");
    wrong("{'fields':{'x':{}}}", EX_CONFIG, "a value needs one of");
    wrong("{'fields':{'x':{'path':1}}}", EX_CONFIG, "'path' must be");
    wrong("{'fields':{'x':{'pfad':'A'}}}", EX_CONFIG, "unknown setting 'pfad'");
    wrong("{'fields':{'x':{'file':'colour'}}}", EX_CONFIG, "'file' names 'colour'");
    wrong("{'fields':{'x':{'path':'A','date':'DD/MM'}}}", EX_CONFIG, "'date' must be");
    wrong("{'fields':{'x':{'path':'A','date':'D/M/YY','map':{}}}}", EX_CONFIG, "has one of");
    wrong("{'fields':{'x':{'path':'A','else':'9'}}}", EX_CONFIG, "need a 'map'");
    wrong("{'fields':{'x':{'path':'A','map':{'1':2}}}}", EX_CONFIG, "'map' must be");
    wrong("{'fields':{'x':{'path':'A','number':'1 234'}}}", EX_CONFIG, "'number' must be");
    wrong("{'fields':{'x':{'path':'A','split':'/'}}}", EX_CONFIG, "'split' must be");
    wrong("{'fields':{'x':{'path':'A','split':{'part':1}}}}", EX_CONFIG, "'at' is missing");
    wrong("{'fields':{'x':{'path':'A','split':{'at':'','part':1}}}}", EX_CONFIG, "'split' needs");
    wrong("{'fields':{'x':{'path':'A','split':{'at':'/'}}}}", EX_CONFIG, "'split' needs");
    wrong(
        "{'fields':{'x':{'path':'A','split':{'at':'/','part':1.5}}}}", EX_CONFIG, "'split' needs");
    wrong("{'fields':{'x':{'path':'A','split':{'at':'/','part':1,'of':2}}}}", EX_CONFIG,
        "unknown setting 'of'");
    wrong("{'fields':{'x':{'path':'A','zeros':0}}}", EX_CONFIG, "'zeros' must be");
    wrong("{'fields':{'x':{'path':'A','zeros':65}}}", EX_CONFIG, "'zeros' must be");
    wrong("{'fields':{'x':{'path':'A','date':'excel-1900'}}}", EX_CONFIG, "'date' must be");
    wrong("{'fields':{'x':{'path':'A','boolean':{'true':'Y'}}}}", EX_CONFIG, "'boolean' must");
    wrong("{'fields':{'x':{'join':{}}}}", EX_CONFIG, "'join' and 'first'");
    wrong("{'fields':{'x':{'path':'A','lookup':{'table':'T','key':'K','value':'V'}}}}", EX_CONFIG,
        "'tables'");
    wrong("{'fields':{'x':{'path':'A','lookup':{'key':'K'}}}}", EX_CONFIG,
        "needs a 'key' and a 'value'");
    wrong("{'fields':{'x':{'path':'A','lookup':{'key':'K','value':{}}}}}", EX_CONFIG,
        "a value needs one of");
    wrong("{'fields':{'x':{'path':'A','lookup':{'key':'K','value':'V','prefer':{}}}}}", EX_CONFIG,
        "'order' of 'prefer'");
    wrong("{'fields':{'x':{'path':'A','lookup':{'key':'K','value':'V','prefer':['F01']}}}}",
        EX_CONFIG, "'prefer' must be");
    wrong("{'fields':{'x':{'path':'A'}},'count':'x'}", EX_CONFIG, "'count' names a field");
    wrong("{'table':'T','fields':{'x':{'path':'A'}}}", EX_CONFIG, "'table' names 'T'");
    wrong("{'record':'R','fields':{'x':{'path':'A'}}}", EX_CONFIG, "'record' is for");
    wrong("{'where':[{'path':'A'}],'fields':{'x':{'path':'A'}}}", EX_CONFIG, "needs one of");
    wrong("{'where':[{'path':'A','in':'1'}],'fields':{'x':{'path':'A'}}}", EX_CONFIG,
        "'in' of a condition");
    wrong("{'where':[{'path':'A','before':'2024'}],'fields':{'x':{'path':'A'}}}", EX_CONFIG,
        "a value must be an object");
    wrong("{'where':[{'path':'A','before':{'path':'B'},'in':[]}],'fields':{'x':{'path':'A'}}}",
        EX_CONFIG, "needs one of");
    wrong("{'fields':{'x':{'path':'A','null':'z'}}}", EX_CONFIG, "'null' must be a list");
    wrong("{'records':[{'fields':{}}],'fields':{'x':{'path':'A'}}}", EX_CONFIG, "'fields'");
    wrong("{'records':[],'fields':{'x':{'path':'A'}}}", EX_CONFIG, "'records' must be");
    wrong("{'records':[{'fields':{'x':{'path':'A'}},'table':'T'}]}", EX_CONFIG,
        "unknown setting 'table'");
}

static void test_a_missing_column_is_named(void **state)
{
    struct made made;

    (void)state;
    assert_int_equal(make(&made, "{'fields':{'x':{'path':['Ref','Reference']}}}"), 0);
    assert_int_equal(bind(&made), EX_DATAERR);
    assert_string_equal(made.err.message, "'file' has no column 'Ref'");
    unmake(&made);
    assert_int_equal(
        make(&made, "{'where':[{'path':'Gone','present':true}],'fields':{'x':{'path':'A'}}}"), 0);
    assert_int_equal(bind(&made), EX_DATAERR);
    assert_string_equal(made.err.message, "'file' has no column 'Gone'");
    unmake(&made);
}

/* Without --as-of there is no year of two digits; without a name that fits, no part of it. */
static void test_what_the_caller_owes(void **state)
{
    char *json = mem_format(frame, "{'fields':{'x':{'path':'A','date':'D/M/YY'}}}");
    char *named = mem_format(frame, "{'fields':{'x':{'file':'month'}}}");
    char *path = test_file(json), *other = test_file(named);
    struct err err = ERR_INIT;
    struct source source;
    struct plan plan;

    (void)state;
    assert_int_equal(source_load(&source, path, &err), 0);
    assert_int_equal(mapping_compile(&plan, &source, "f", NULL, INT32_MIN, &err), EX_USAGE);
    assert_int_equal(mapping_compile(&plan, &source, "g", NULL, INT32_MIN, &err), EX_USAGE);
    source_release(&source);
    assert_int_equal(source_load(&source, other, &err), 0);
    assert_int_equal(mapping_compile(&plan, &source, "f", NULL, INT32_MIN, &err), EX_DATAERR);
    source_release(&source);
    test_file_remove(path);
    test_file_remove(other);
    free(json);
    free(named);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where_a_text_comes_from),
        cmocka_unit_test(test_what_is_made_of_it),
        cmocka_unit_test(test_identifiers),
        cmocka_unit_test(test_scientific_notation),
        cmocka_unit_test(test_lookups),
        cmocka_unit_test(test_values_of_the_other_row),
        cmocka_unit_test(test_the_preferred_row),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_several_records_from_one_row),
        cmocka_unit_test(test_what_records_have_in_common),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_a_missing_column_is_named),
        cmocka_unit_test(test_what_the_caller_owes),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
