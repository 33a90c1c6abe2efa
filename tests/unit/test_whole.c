#include "source/whole.h"
#include "base/json.h"
#include "test.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

/* FIPS 180-4: SHA-256 of "abc". */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static const int64_t second = 1000 * 1000 * 1000;
static char folder[] = "/tmp/test_whole.XXXXXX";
static int at; /* its descriptor */

static int start(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return at < 0 ? -1 : 0;
}

static int end(void **state)
{
    static const char *const names[] = {"t/a.csv", "t/b.csv", "t/b.csv.part", "t/s.sha256", "a.csv",
        "a.csv.done", "s.sha256", "t.done"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlinkat(at, names[i], 0);
    unlinkat(at, "t", AT_REMOVEDIR);
    return rmdir(folder);
}

static void put(const char *name, const char *text)
{
    int fd = openat(at, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static int64_t clock_now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t)time.tv_sec * second + time.tv_nsec;
}

static void set_modified(const char *name, int64_t seconds_from_now)
{
    const struct timespec times[2] = {
        {.tv_nsec = UTIME_OMIT}, {.tv_sec = clock_now() / second + seconds_from_now}};

    assert_int_equal(utimensat(at, name, times, 0), 0);
}

struct setting {
    cJSON *json;
    struct whole whole;
};

static int load(struct setting *setting, const char *text, struct err *err)
{
    setting->json = json_parse(text, "ontrack.json", err);
    assert_non_null(setting->json);
    return whole_load(&setting->whole, setting->json, "ontrack.json", err);
}

static void unload(struct setting *setting)
{
    whole_release(&setting->whole);
    cJSON_Delete(setting->json);
}

/* What comes of it `later` seconds from now: 0 taken, with its hash; else a code. */
static int take(struct setting *setting, const char *name, int later, char hex[DELIVERY_HASH_SIZE])
{
    char *path = mem_format("%s/%s", folder, name);
    struct err err = ERR_INIT;
    struct whole_look look;

    listing_release(&setting->whole.listing); /* another night */
    if (whole_ready(&setting->whole, path, clock_now() + later * second, &look, &err) == 0)
        whole_hash(&setting->whole, path, &look, hex, &err);
    assert_int_equal(!err.code, !err.message[0]);
    free(path);
    return err.code;
}

static int taken(const char *json, const char *name, int later)
{
    char hex[DELIVERY_HASH_SIZE];
    struct setting setting;
    struct err err = ERR_INIT;
    int code;

    assert_int_equal(load(&setting, json, &err), 0);
    code = take(&setting, name, later, hex);
    unload(&setting);
    return code;
}

static void test_settings(void **state)
{
    static const char *const wrong[] = {"[]", "{}", "{\"by\": 1}", "{\"by\": \"size\"}",
        "{\"by\": \"stable\", \"seconds\": 0}", "{\"by\": \"stable\", \"seconds\": 1e9}",
        "{\"by\": \"stable\", \"seconds\": \"60\"}", "{\"by\": \"stable\", \"suffix\": \".done\"}",
        "{\"by\": \"marker\", \"suffix\": \"\"}", "{\"by\": \"marker\", \"suffix\": \"/x\"}",
        "{\"by\": \"listed\", \"file\": \"sums/*\"}", "{\"by\": \"listed\", \"seconds\": 60}"};
    struct setting setting;
    struct err err = ERR_INIT;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        err = (struct err)ERR_INIT;
        assert_int_equal(load(&setting, wrong[i], &err), EX_CONFIG);
        unload(&setting);
    }
    err = (struct err)ERR_INIT;
    assert_int_equal(load(&setting, "{\"by\": \"stable\"}", &err), 0);
    assert_true(setting.whole.seconds == 60);
    unload(&setting);
    assert_int_equal(load(&setting, "{\"by\": \"marker\"}", &err), 0);
    assert_string_equal(setting.whole.suffix, ".done");
    unload(&setting);
    assert_int_equal(whole_load(&setting.whole, NULL, "ontrack.json", &err), 0);
    assert_int_equal(setting.whole.by, WHOLE_AS_IT_STANDS);
}

static void test_names_that_are_no_deliveries(void **state)
{
    const struct whole stable = {.by = WHOLE_STABLE}, none = {.by = WHOLE_AS_IT_STANDS};
    const struct whole marked = {.by = WHOLE_MARKED, .suffix = ".done"};
    const struct whole listed = {.by = WHOLE_LISTED, .file = "*.sha256"};
    static const char *const temporary[] = {".a.csv.x8Kq", "~$a.xlsx", "a.csv.part", "A.CSV.PART",
        "a.csv.filepart", "a.csv.tmp", "a.csv.partial", "a.csv.crdownload"};

    (void)state;
    for (size_t i = 0; i < sizeof temporary / sizeof *temporary; i++) {
        assert_true(whole_ignores(&stable, temporary[i]));
        assert_true(whole_ignores(&marked, temporary[i]));
        assert_true(whole_ignores(&listed, temporary[i]));
        assert_false(whole_ignores(&none, temporary[i]));
    }
    assert_false(whole_ignores(&stable, "part.csv"));
    assert_false(whole_ignores(&stable, "a.csv.done"));
    assert_true(whole_ignores(&marked, "a.csv.done"));
    assert_false(whole_ignores(&marked, "done.csv"));
    assert_true(whole_ignores(&listed, "a.csv.sha256"));
    assert_false(whole_ignores(&listed, "a.csv"));
}

static void test_stable(void **state)
{
    const char *stable = "{\"by\": \"stable\", \"seconds\": 60}";

    (void)state;
    put("a.csv", "abc");
    assert_int_equal(taken(stable, "a.csv", 0), EX_TEMPFAIL);
    assert_int_equal(taken(stable, "a.csv", 58), EX_TEMPFAIL);
    assert_int_equal(taken(stable, "a.csv", 62), 0);
    /* a copy that keeps the sender's time has still only just come */
    set_modified("a.csv", -1000000);
    assert_int_equal(taken(stable, "a.csv", 0), EX_TEMPFAIL);
    assert_int_equal(taken(stable, "a.csv", 62), 0);
    /* and so has one from a sender whose clock is ahead; it does not wait for that clock */
    set_modified("a.csv", 1000000);
    assert_int_equal(taken(stable, "a.csv", 0), EX_TEMPFAIL);
    assert_int_equal(taken(stable, "a.csv", 62), 0);
    /* a file server whose clock is ahead */
    set_modified("a.csv", 0);
    assert_int_equal(taken(stable, "a.csv", -3600), EX_TEMPFAIL);
    assert_int_equal(taken(stable, "none.csv", 62), EX_NOINPUT);
}

static void test_changed_while_it_is_read(void **state)
{
    char *path = mem_format("%s/a.csv", folder), hex[DELIVERY_HASH_SIZE];
    struct setting setting;
    struct whole_look look;
    struct err err = ERR_INIT;

    (void)state;
    put("a.csv", "abc");
    assert_int_equal(load(&setting, "{\"by\": \"stable\"}", &err), 0);
    assert_int_equal(whole_ready(&setting.whole, path, clock_now() + 100 * second, &look, &err), 0);
    put("a.csv", "abcd");
    assert_int_equal(whole_hash(&setting.whole, path, &look, hex, &err), EX_TEMPFAIL);
    unload(&setting);
    free(path);
}

static void test_stable_folder(void **state)
{
    const char *stable = "{\"by\": \"stable\", \"seconds\": 60}";

    (void)state;
    assert_int_equal(mkdirat(at, "t", 0700), 0);
    put("t/a.csv", "abc");
    assert_int_equal(taken(stable, "t", 0), EX_TEMPFAIL);
    assert_int_equal(taken(stable, "t", 62), 0);
    put("t/b.csv.part", "abc");
    assert_int_equal(taken(stable, "t", 62), EX_TEMPFAIL);
    assert_int_equal(unlinkat(at, "t/b.csv.part", 0), 0);
    assert_int_equal(taken(stable, "t", 62), 0);
}

static void test_marked(void **state)
{
    const char *marked = "{\"by\": \"marker\", \"suffix\": \".done\"}";

    (void)state;
    put("a.csv", "abc");
    assert_int_equal(taken(marked, "a.csv", 0), EX_TEMPFAIL);
    put("a.csv.done", "");
    assert_int_equal(taken(marked, "a.csv", 0), 0);
    /* the next delivery of that name is being written over it, and the marker is the old one's */
    set_modified("a.csv.done", -10);
    usleep(20000);
    put("a.csv", "ab");
    assert_int_equal(taken(marked, "a.csv", 0), EX_TEMPFAIL);
    put("a.csv.done", "");
    assert_int_equal(taken(marked, "a.csv", 0), 0);
    assert_int_equal(taken(marked, "t", 0), EX_TEMPFAIL);
    put("t.done", "");
    assert_int_equal(taken(marked, "t", 0), 0);
    assert_int_equal(taken(marked, "t/", 0), 0);
}

static void test_listed(void **state)
{
    const char *listed = "{\"by\": \"listed\", \"file\": \"*.sha256\"}";
    char hex[DELIVERY_HASH_SIZE];
    struct setting setting;
    struct err err = ERR_INIT;

    (void)state;
    put("a.csv", "abc");
    assert_int_equal(taken(listed, "a.csv", 0), EX_TEMPFAIL);
    put("s.sha256", ABC "  b.csv\n");
    assert_int_equal(taken(listed, "a.csv", 0), EX_TEMPFAIL);
    put("s.sha256", "SHA256 (a.csv) = " ABC "\n");
    assert_int_equal(load(&setting, listed, &err), 0);
    assert_int_equal(take(&setting, "a.csv", 0, hex), 0);
    assert_string_equal(hex, ABC);
    unload(&setting);
    put("a.csv", "ab");
    assert_int_equal(taken(listed, "a.csv", 0), EX_DATAERR);
}

static void test_listed_folder(void **state)
{
    const char *listed = "{\"by\": \"listed\"}";
    char hex[DELIVERY_HASH_SIZE], expected[DELIVERY_HASH_SIZE];
    char *path = mem_format("%s/t", folder);
    struct setting setting;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(taken(listed, "t", 0), EX_TEMPFAIL);
    put("t/s.sha256", ABC "  a.csv\n" ABC "  b.csv\n");
    assert_int_equal(taken(listed, "t", 0), EX_TEMPFAIL); /* b.csv is to come */
    put("t/b.csv", "ab");
    assert_int_equal(taken(listed, "t", 0), EX_DATAERR);
    put("t/b.csv", "abc");
    assert_int_equal(load(&setting, listed, &err), 0);
    assert_int_equal(take(&setting, "t", 0, hex), 0);
    assert_int_equal(delivery_hash(path, expected, &err), 0);
    assert_string_equal(hex, expected);
    unload(&setting);
    put("t/s.sha256", ABC "  a.csv\n");
    assert_int_equal(taken(listed, "t", 0), EX_TEMPFAIL); /* b.csv is not listed */
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_settings),
        cmocka_unit_test(test_names_that_are_no_deliveries), cmocka_unit_test(test_stable),
        cmocka_unit_test(test_changed_while_it_is_read), cmocka_unit_test(test_stable_folder),
        cmocka_unit_test(test_marked), cmocka_unit_test(test_listed),
        cmocka_unit_test(test_listed_folder)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, start, end);
}
