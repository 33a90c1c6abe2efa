/* What every main() shares: options, --help, exit codes, and an output that could not be written.
 * Each program runs in a child. */
#include "test.h"

#include "base/log.h"
#include "base/stage.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static bool loud;

static const struct option_spec options[] = {{"loud", OPTION_FLAG, &loud, NULL, "print more"}, {0}};

/* Does what its first operand says. */
static int run(int count, char **operands, struct err *err)
{
    struct rlimit core;

    if (strcmp(operands[0], "say") == 0) {
        printf("%s%d\n", loud ? "LOUD " : "", count);
        return 0;
    }
    if (strcmp(operands[0], "fail") == 0) {
        err_set(err, EX_DATAERR, "no '%s'", "good");
        err_detail(err, "line 3");
        return err_hint(err, "mend it");
    }
    if (strcmp(operands[0], "quiet") == 0)
        return EX_TEMPFAIL;
    /* "prepared": no core dumps, a private umask, descriptors 0 to 2 open. */
    getrlimit(RLIMIT_CORE, &core);
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            return EX_OSERR;
    return core.rlim_max == 0 && umask(0) == 077 ? 0 : EX_SOFTWARE;
}

static const struct stage stage = {.name = "show it",
    .purpose = "Shows what a stage does",
    .operands = "WORD...",
    .minimum = 1,
    .maximum = 2,
    .options = options,
    .exits = "  65  bad\n",
    .run = run};
static const struct stage *const commands[] = {&stage, NULL};
static const struct program program = {.name = "show", .purpose = "Shows", .commands = commands};

struct result {
    int code;
    char *out, *error;
};

/* Runs the words (the program's name among them) with standard output on `out`, or on a file where
 * that is NULL; closes descriptors 0 to 2 instead where it is "". */
static struct result child(bool of_program, const char *out, const char *line)
{
    char *out_path = test_file(""), *error_path = test_file(""), copy[200], *rest = copy,
         *words[10];
    struct result result;
    int status, count = 0;
    pid_t pid;

    snprintf(copy, sizeof copy, "%s", line);
    while (rest && count < 9)
        words[count++] = strsep(&rest, " ");
    words[count] = NULL;
    fflush(NULL);
    pid = fork();
    if (pid == 0) {
        int to = open(out && *out ? out : out_path, O_WRONLY | O_CLOEXEC);
        int error = open(error_path, O_WRONLY | O_CLOEXEC);

        dup2(to, STDOUT_FILENO);
        dup2(error, STDERR_FILENO);
        for (int fd = 0; out && !*out && fd <= 2; fd++)
            close(fd);
        _exit(of_program ? program_main(&program, count, words) : stage_main(&stage, count, words));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    result = (struct result){
        WEXITSTATUS(status), test_content(out_path, NULL), test_content(error_path, NULL)};
    test_file_remove(out_path);
    test_file_remove(error_path);
    return result;
}

static void gives(bool of_program, const char *line, int code, const char *out, const char *error)
{
    struct result result = child(of_program, NULL, line);

    if (result.code != code || !strstr(result.out, out) || !strstr(result.error, error))
        fail_msg("'%s': %d, %s, %s", line, result.code, result.out, result.error);
    free(result.out);
    free(result.error);
}

static void options_and_operands(void **state)
{
    (void)state;
    gives(false, "show say", 0, "1\n", "");
    gives(false, "show --loud say x", 0, "LOUD 2\n", "");
    gives(false, "show", EX_USAGE, "", "show it: error: too few operands");
    gives(false, "show a b c", EX_USAGE, "", "hint: usage: show it [OPTION]... WORD...");
    gives(false, "show --other say", EX_USAGE, "", "unknown option '--other'");
    gives(false, "show --help", 0, "usage: show it [OPTION]... WORD...\nShows what a stage does.",
        "");
    gives(false, "show say --help", 0, "--loud                     print more", "");
    gives(false, "show --help", 0, "exit codes:\n  65  bad\n", "");
    gives(false, "show --version", 0, "show it (ontrack) " ONTRACK_VERSION "\n", "");
    gives(false, "show say -- --help", 0, "2\n", "");
}

static void errors(void **state)
{
    (void)state;
    gives(false, "show fail", EX_DATAERR, "",
        "show it: error: no 'good'\nshow it: detail: line 3\nshow it: hint: mend it\n");
    gives(false, "show quiet", EX_TEMPFAIL, "", "");
}

static void commands_of_a_program(void **state)
{
    (void)state;
    gives(true, "show it say", 0, "1\n", "");
    gives(true, "show it --help", 0, "usage: show it", "");
    gives(true, "show", EX_USAGE, "", "no command given");
    gives(true, "show that", EX_USAGE, "", "unknown command 'that'");
    gives(true, "show --help", 0, "  it           Shows what a stage does\n", "");
    gives(true, "show --version", 0, "show " ONTRACK_VERSION "\n", "");
}

static void cannot_write(void **state)
{
    static const char *const lines[] = {
        "show --help", "show --version", "show say", "show it --help"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct result result = child(strstr(lines[i], "it") != NULL, "/dev/full", lines[i]);

        assert_int_equal(result.code, EX_IOERR);
        assert_non_null(strstr(result.error, "cannot write to standard output"));
        free(result.out);
        free(result.error);
    }
}

static void prepared(void **state)
{
    struct result result = child(false, "", "show say");

    (void)state;
    assert_int_equal(result.code, EX_IOERR);
    free(result.out);
    free(result.error);
    result = child(false, "", "show prepared");
    assert_int_equal(result.code, 0);
    free(result.out);
    free(result.error);
    gives(false, "show prepared", 0, "", "");
}

static void log_lines(void **state)
{
    char *path = test_file(""), *text;
    int saved = dup(STDERR_FILENO), fd = open(path, O_WRONLY | O_CLOEXEC);

    (void)state;
    fflush(stderr);
    dup2(fd, STDERR_FILENO);
    log_name("test");
    log_info("%d rows", 3);
    log_warning("no '%s'", "x");
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(fd);
    text = test_content(path, NULL);
    assert_string_equal(text, "test: 3 rows\ntest: warning: no 'x'\n");
    free(text);
    test_file_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(options_and_operands),
        cmocka_unit_test(errors), cmocka_unit_test(commands_of_a_program),
        cmocka_unit_test(cannot_write), cmocka_unit_test(prepared), cmocka_unit_test(log_lines)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
