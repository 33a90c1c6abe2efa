#include "command.h"
#include "method/parallel.h"

#include <fcntl.h>
#include <unistd.h>

enum { REPLICATES_MAXIMUM = 10 * 1000 * 1000 };

struct settings settings = {
    .seed = 1, .replicates = 10000, .threads = 1, .level = .95, .analysis = ""};

const char command_exits[] = "   0  every row was read and the result is whole\n"
                             "  64  usage\n"
                             "  65  the table is torn, lacks a column or holds a bad cell\n"
                             "  74  standard input or output failed\n";

int command_between(double value, const char *option, struct err *err)
{
    if (value > 0 && value < 1)
        return 0;
    return err_set(err, EX_USAGE, "option '--%s' wants a number between 0 and 1", option);
}

int command_check(struct err *err)
{
    if (settings.replicates > REPLICATES_MAXIMUM)
        return err_set(err, EX_USAGE, "option '--replicates' is at most %d", REPLICATES_MAXIMUM);
    if (settings.threads < 1 || settings.threads > THREADS_MAXIMUM)
        return err_set(err, EX_USAGE, "option '--threads' is from 1 to %d", THREADS_MAXIMUM);
    return command_between(settings.level, "level", err);
}

struct bootstrap command_bootstrap(void)
{
    return (struct bootstrap){
        .analysis = settings.analysis,
        .seed = (uint64_t)settings.seed,
        .replicates = (uint64_t)settings.replicates,
        .level = settings.level,
        .threads = (size_t)settings.threads,
    };
}

struct input command_input(void)
{
    return (struct input){STDIN_FILENO, "standard input", settings.csv};
}

int command_file(struct input *input, const char *path, struct err *err)
{
    *input = (struct input){open(path, O_RDONLY | O_CLOEXEC), path, settings.csv};
    return input->fd < 0 ? err_errno(err, EX_NOINPUT, "cannot open '%s'", path) : 0;
}

void command_output(struct table_writer *writer, size_t columns, const char *const *names)
{
    table_create(writer, STDOUT_FILENO, "standard output", settings.csv,
        settings.named ? settings.analysis : NULL, columns, names);
}
