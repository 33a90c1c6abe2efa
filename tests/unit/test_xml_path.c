/* Paths and the structure check, on small documents read by libxml2. */
#include "test.h"

#include "source/xml_check.h"
#include "source/xml_path.h"

static const char document[] =
    "<m:Message xmlns:m='urn:one' xmlns='urn:two' version='7'>\n"
    "<Header><Year>1819</Year></Header>\n"
    "<Learner id='L1' m:kind='k'><Ref>A&amp;1</Ref>\n"
    "<Empty/><Mixed>one<![CDATA[<two>]]><!-- no --><Sub>x</Sub>three</Mixed>\n"
    "<Fam><Type>SOF</Type><Code>105</Code></Fam>\n"
    "<Fam><Type>LDM</Type><Code>034</Code></Fam>\n"
    "<Fam><Type>LDM</Type><Code>035</Code></Fam>\n"
    "<Delivery n='1'><Aim>Z1</Aim></Delivery><Delivery n='2'><Aim>Z2</Aim></Delivery>\n"
    "<Ref>B2</Ref></Learner>\n"
    "</m:Message>\n";

static xmlTextReaderPtr reader;
static xmlNodePtr learner, second;

static int open_document(void **state)
{
    (void)state;
    reader = xmlReaderForMemory(document, (int)strlen(document), NULL, NULL, XML_PARSE_NONET);
    assert_non_null(reader);
    while (xmlTextReaderRead(reader) == 1)
        if (strcmp((const char *)xmlTextReaderConstName(reader), "Learner") == 0)
            break;
    learner = xmlTextReaderExpand(reader);
    assert_non_null(learner);
    second = xml_child(learner, NULL, xmlTextReaderConstString(reader, BAD_CAST "Delivery"));
    second = xml_child(learner, second, xmlTextReaderConstString(reader, BAD_CAST "Delivery"));
    assert_non_null(second);
    return 0;
}

static int close_document(void **state)
{
    (void)state;
    xmlFreeTextReader(reader);
    return 0;
}

static void gives(xmlNodePtr from, const char *path, const char *expected)
{
    struct err err = ERR_INIT;
    struct xml_path compiled;
    struct text text;
    char got[100] = "NULL";

    assert_int_equal(xml_path_compile(&compiled, path, false, reader, &err), 0);
    text = xml_path_text(&compiled, from);
    if (text.data)
        snprintf(got, sizeof got, "%.*s", (int)text.length, text.data);
    assert_string_equal(got, expected);
    xml_path_release(&compiled);
}

static void test_paths(void **state)
{
    (void)state;
    gives(learner, "Ref", "A&1");
    gives(learner, "@id", "L1");
    gives(learner, "@kind", "k");
    gives(learner, "@none", "NULL");
    gives(learner, "None", "NULL");
    gives(learner, "None/Deeper", "NULL");
    gives(learner, "Empty", "NULL");
    gives(learner, "Mixed", "one<two>three");
    gives(learner, "Mixed/Sub", "x");
    gives(learner, "Fam/Code", "105");
    gives(learner, "Fam[Type=LDM]/Code", "034");
    gives(learner, "Fam[Type=XXX]/Code", "NULL");
    gives(learner, "Delivery/@n", "1");
    gives(second, "@n", "2");
    gives(second, "Aim", "Z2");
    gives(second, "../Ref", "A&1");
    gives(second, "../@id", "L1");
    gives(second, "../Fam[Type=SOF]/Code", "105");
    gives(second, "../../@version", "7");
    gives(learner, "min(Fam/Code)", "034");
    gives(learner, "min(Fam[Type=LDM]/Code)", "034");
    gives(learner, "min(Fam[Type=SOF]/Code)", "105");
    gives(learner, "min(Fam/None)", "NULL");
    gives(learner, "min(Mixed)", "one<two>three");
    gives(learner, "min(Ref)", "A&1");
    gives(learner, "min(Delivery/@n)", "1");
    gives(second, "min(../Delivery/Aim)", "Z1");
}

static void test_own_text(void **state)
{
    struct err err = ERR_INIT;
    struct xml_path path;
    xmlNodePtr aim = second->children;
    struct text text;

    (void)state;
    assert_int_equal(xml_path_compile(&path, ".", false, reader, &err), 0);
    text = xml_path_text(&path, aim);
    assert_int_equal(text.length, 2);
    assert_memory_equal(text.data, "Z2", 2);
    xml_path_release(&path);
}

static void test_paths_that_are_none(void **state)
{
    static const char *const wrong[] = {"", "/", "a/", "a//b", "@", "a/@b/c", "a[b]", "a[b=]",
        "a[=b]", "a[b=c", "a/.", "a/../b", "[a=b]", "a=b", "min()", "min(/a/b)", "min(a//b)",
        "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct err err = ERR_INIT;
        struct xml_path path;

        assert_int_equal(xml_path_compile(&path, wrong[i], false, reader, &err), EX_CONFIG);
        xml_path_release(&path);
    }
}

/* Runs a document through the check: 0 or its code. */
static int check(const char *rules, const char *text, struct err *err)
{
    char *json = mem_format(
        "{'name':'s','version':'1','format':'xml','check':{'rule':'SCHEMA','elements':%s},"
        "'feeds':{'f':{}}}",
        rules);
    char *path = test_file(json);
    xmlTextReaderPtr small = xmlReaderForMemory(text, (int)strlen(text), NULL, NULL, 0);
    struct xml_check *checker;
    struct source source;
    int code;

    assert_int_equal(source_load(&source, path, err), 0);
    checker = xml_check_new(&source, small, err);
    code = err->code;
    if (checker) {
        xmlNodePtr root;

        assert_int_equal(xmlTextReaderRead(small), 1);
        root = xmlTextReaderExpand(small);
        code = xml_check_begin(checker, root, 1, "file", err);
        if (!code)
            code = xml_check_tree(checker, root, 1, "file", err);
    }
    xml_check_release(checker);
    xmlFreeTextReader(small);
    source_release(&source);
    test_file_remove(path);
    free(json);
    return code;
}

static const char rules[] =
    "{'M':{'required':['H'],'optional':['L']},'M/L':{'required':['Ref','Sex'],'optional':['Any']}}";

static void test_structure_that_holds(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(check(rules, "<M><H/></M>", &err), 0);
    assert_int_equal(check(rules,
                         "<M><L><Sex/><Ref/><Any><What><Ever/></What></Any></L>"
                         "<L><Ref/><Sex/><Sex/></L><H><X/></H></M>",
                         &err),
        0);
    assert_int_equal(check(rules, "<Other><X/></Other>", &err), 0);
}

static void breaks_rules(
    const char *held, const char *text, const char *message, const char *detail)
{
    struct err err = ERR_INIT;

    assert_int_equal(check(held, text, &err), EX_DATAERR);
    assert_string_equal(err.message, message);
    assert_string_equal(err.detail, detail);
}

static void breaks(const char *text, const char *message, const char *detail)
{
    breaks_rules(rules, text, message, detail);
}

static void test_structure_that_breaks(void **state)
{
    (void)state;
    breaks("<M>\n<H/><X/></M>", "'file' breaks SCHEMA: unknown element 'X' below 'M'", "on line 2");
    breaks("<M>\n<H/>\n<L><Ref/></L></M>", "'file' breaks SCHEMA: 'M/L' has no element 'Sex'",
        "in the one that begins on line 3");
    breaks("<M><L><Ref/><Sex/></L></M>", "'file' breaks SCHEMA: 'M' has no element 'H'",
        "in the one that begins on line 1");
    breaks("<M><H/><L/></M>", "'file' breaks SCHEMA: 'M/L' has no element 'Ref'",
        "in the one that begins on line 1");
}

static const char ordered[] =
    "{'M':{'sequence':['H','L*']},"
    "'M/L':{'sequence':['Ref','Camp|CAMP?','P?','Sex','Mail?','P|C*','Aim+']}}";

static void test_sequence_that_holds(void **state)
{
    static const char *const texts[] = {"<M><H/></M>", "<M><H/><L><Ref/><Sex/><Aim/></L></M>",
        "<M><H/><L><Ref/><Camp/><P/><Sex/><Mail/><C/><P/><C/><Aim/><Aim/></L></M>",
        "<M><H/><L><Ref/><CAMP/><Sex/><P/><P/><Aim/></L><L><Ref/><Sex/><Aim/></L></M>"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct err err = ERR_INIT;

        assert_int_equal(check(ordered, texts[i], &err), 0);
    }
}

static void test_sequence_that_breaks(void **state)
{
    (void)state;
    breaks_rules(ordered, "<M><H/>\n<L><Ref/>\n<Ref/><Sex/><Aim/></L></M>",
        "'file' breaks SCHEMA: a second element 'Ref' below 'M/L'", "on line 3");
    breaks_rules(ordered, "<M><H/>\n<L><Sex/><Ref/><Aim/></L></M>",
        "'file' breaks SCHEMA: element 'Ref' below 'M/L' is out of its place, after 'Sex'",
        "on line 2");
    breaks_rules(ordered, "<M><L><Ref/><Sex/><Aim/></L><H/></M>",
        "'file' breaks SCHEMA: element 'H' below 'M' is out of its place, after 'L'", "on line 1");
    breaks_rules(ordered, "<M><H/><L><Ref/><Camp/><CAMP/><Sex/><Aim/></L></M>",
        "'file' breaks SCHEMA: element 'CAMP' below 'M/L' is out of its place, after 'Camp'",
        "on line 1");
    breaks_rules(ordered, "<M><H/><L><Ref/><Sex/><Aim/><C/></L></M>",
        "'file' breaks SCHEMA: element 'C' below 'M/L' is out of its place, after 'Aim'",
        "on line 1");
    breaks_rules(ordered, "<M><H/><L><Ref/><Sex/></L></M>",
        "'file' breaks SCHEMA: 'M/L' has no element 'Aim'", "in the one that begins on line 1");
    breaks_rules(ordered, "<M><H/><L><Ref/><Sex/><Aim/><X/></L></M>",
        "'file' breaks SCHEMA: unknown element 'X' below 'M/L'", "on line 1");
}

static void test_checks_that_are_none(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(check("{'M':{'required':'H'}}", "<M/>", &err), EX_CONFIG);
    assert_int_equal(check("{'M':{'needed':['H']}}", "<M/>", &err), EX_CONFIG);
    assert_int_equal(check("[]", "<M/>", &err), EX_CONFIG);
    assert_int_equal(check("{'M':{'sequence':'H'}}", "<M/>", &err), EX_CONFIG);
    assert_int_equal(check("{'M':{'sequence':['']}}", "<M/>", &err), EX_CONFIG);
    assert_int_equal(check("{'M':{'sequence':['H|?']}}", "<M/>", &err), EX_CONFIG);
    assert_int_equal(check("{'M':{'sequence':['H*|L']}}", "<M/>", &err), EX_CONFIG);
    assert_int_equal(check("{'M':{'sequence':['H'],'optional':['L']}}", "<M/>", &err), EX_CONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_paths, open_document, close_document),
        cmocka_unit_test_setup_teardown(test_own_text, open_document, close_document),
        cmocka_unit_test_setup_teardown(test_paths_that_are_none, open_document, close_document),
        cmocka_unit_test(test_structure_that_holds),
        cmocka_unit_test(test_structure_that_breaks),
        cmocka_unit_test(test_sequence_that_holds),
        cmocka_unit_test(test_sequence_that_breaks),
        cmocka_unit_test(test_checks_that_are_none),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
