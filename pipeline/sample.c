#include "pipeline/sample.h"
#include "pipeline/blame.h"
#include "pipeline/spawn.h"
#include "base/json.h"
#include "base/memory.h"
#include "record/tally.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { TRACE_MAXIMUM = 16 * 1024 * 1024, PLACE_SIZE = 40 };

/* Descriptors of one run of the two stages; -1 where there is none. */
struct ends {
    int log;         /* what they say, in memory */
    int journals[2]; /* of extract and validate, in memory */
    int records[2];  /* between them: a pipe's two ends, or a file in memory and -1 */
    int rejects[2];  /* of validate: the same */
};

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static int memory_file(int *fd, struct err *err)
{
    *fd = memfd_create("ontrack-sample", MFD_CLOEXEC);
    return *fd < 0 ? err_errno(err, EX_OSERR, "cannot make a file in memory") : 0;
}

static int pair(int ends[2], bool memory, struct err *err)
{
    if (memory)
        return memory_file(&ends[0], err);
    return pipe2(ends, O_CLOEXEC) != 0 ? err_errno(err, EX_OSERR, "cannot make a pipe") : 0;
}

static int ends_open(struct ends *ends, bool memory, struct err *err)
{
    *ends = (struct ends){-1, {-1, -1}, {-1, -1}, {-1, -1}};
    if (memory_file(&ends->log, err) || memory_file(&ends->journals[0], err) ||
        memory_file(&ends->journals[1], err) || pair(ends->records, memory, err))
        return err->code;
    return pair(ends->rejects, memory, err);
}

static void ends_close(struct ends *ends)
{
    shut(&ends->log);
    for (int i = 0; i < 2; i++) {
        shut(&ends->journals[i]);
        shut(&ends->records[i]);
        shut(&ends->rejects[i]);
    }
}

/* The name of a descriptor, for a program that has it too. */
static const char *place(int fd, char name[PLACE_SIZE])
{
    snprintf(name, PLACE_SIZE, "/proc/self/fd/%d", fd);
    return name;
}

static pid_t start_extract(const struct sample *sample, const char *feed, int output,
    const struct ends *ends, struct err *err)
{
    struct arguments arguments = {0};
    struct spawn spawn = {.program = "extract",
        .arguments = &arguments,
        .input = -1,
        .output = output,
        .errors = ends->log,
        .keep = {ends->journals[0]}};
    char name[PLACE_SIZE];
    pid_t pid;

    arguments_option(&arguments, "--journal", place(ends->journals[0], name));
    arguments_option(&arguments, "--as-of", sample->night);
    arguments_option(&arguments, "--name", sample->name);
    arguments_add(&arguments, "--");
    arguments_add(&arguments, sample->source);
    arguments_add(&arguments, feed);
    arguments_add(&arguments, sample->path);
    pid = spawn_start(&spawn, err);
    arguments_release(&arguments);
    return pid;
}

static pid_t start_validate(const struct sample *sample, const char *contract_path, int rejects,
    const struct ends *ends, struct err *err)
{
    struct arguments arguments = {0};
    struct spawn spawn = {.program = "validate",
        .arguments = &arguments,
        .input = ends->records[0],
        .output = -1,
        .errors = ends->log,
        .keep = {ends->journals[1], rejects}};
    char name[PLACE_SIZE];
    pid_t pid;

    arguments_option(&arguments, "--journal", place(ends->journals[1], name));
    arguments_option(&arguments, "--rejects", place(rejects, name));
    for (size_t i = 0; i < sample->code_count; i++)
        arguments_option(&arguments, "--codes", sample->codes[i]);
    arguments_option(&arguments, "--as-of", sample->night);
    arguments_option(&arguments, "--delivery", sample->name);
    if (sample->allow_test_identifiers)
        arguments_add(&arguments, "--allow-test-identifiers");
    arguments_add(&arguments, "--");
    arguments_add(&arguments, contract_path);
    pid = spawn_start(&spawn, err);
    arguments_release(&arguments);
    return pid;
}

/* What validate is to judge the first records by: the columns that its contract names. */
struct selection {
    size_t count;
    const char **names;
    int *columns; /* in extract's stream; -1: none, NULL stands there */
};

/* A mapping that is only half written can be looked at too: what it does not fill yet is NULL, and
 * what the contract does not have is left out. */
static void select_columns(struct selection *selection, const struct stream_reader *reader,
    const struct contract *contract)
{
    selection->names = mem_array(contract->field_count + 1, sizeof *selection->names);
    selection->columns = mem_array(contract->field_count + 1, sizeof *selection->columns);
    selection->names[selection->count++] = STREAM_ROW_COLUMN;
    for (size_t i = 0; i < contract->field_count; i++) {
        const struct field *field = &contract->fields[i];
        int column = stream_column(reader, field->name);

        if (column < 0 && !field->required && contract->drift_missing != DRIFT_STOP)
            continue;
        selection->columns[selection->count] = column;
        selection->names[selection->count++] = field->name;
    }
}

static void put_record(const struct selection *selection, const struct stream_reader *reader,
    struct stream_writer *writer)
{
    for (size_t i = 0; i < selection->count; i++)
        if (selection->columns[i] < 0)
            stream_put_null(writer);
        else
            stream_put_cell(writer, &reader->cells[selection->columns[i]]);
}

/* Takes the first records into the preview, and writes them as a stream of their own. */
static int copy_records(
    struct stream_reader *reader, int to, size_t limit, struct preview *preview, struct err *err)
{
    struct selection selection = {.count = 0};
    struct err ignored = ERR_INIT;
    struct stream_writer writer;

    preview_header(preview, reader);
    select_columns(&selection, reader, preview->contract);
    stream_create(&writer, fcntl(to, F_DUPFD_CLOEXEC, 3), "the first records", selection.count,
        selection.names);
    while (preview->count < limit && stream_next(reader, &ignored) > 0) {
        preview_add(preview, reader);
        put_record(&selection, reader, &writer);
    }
    free(selection.names);
    free(selection.columns);
    return stream_finish(&writer, err);
}

static int read_first(const struct sample *sample, const char *feed, size_t limit,
    const struct ends *ends, struct preview *preview, struct err *err)
{
    struct stream_reader reader;
    struct err ignored = ERR_INIT;
    int output[2];
    pid_t pid;

    if (pair(output, false, err))
        return err->code;
    pid = start_extract(sample, feed, output[1], ends, err);
    close(output[1]);
    if (pid > 0) {
        if (stream_open(&reader, output[0], "extract", &ignored) == 0)
            copy_records(&reader, ends->records[0], limit, preview, err);
        stream_close(&reader);
        kill(pid, SIGKILL); /* it may have much more to say */
        spawn_wait(pid);
    }
    close(output[0]);
    return err->code;
}

/* The last line of a journal. */
static cJSON *journal_of(int fd)
{
    struct err ignored = ERR_INIT;
    char name[PLACE_SIZE];
    char *text = file_read(place(fd, name), TRACE_MAXIMUM, NULL, &ignored);
    cJSON *line = text && *text ? cJSON_Parse(text) : NULL;

    free(text);
    return line;
}

static bool has_judged(int journal, size_t count)
{
    struct err ignored = ERR_INIT;
    struct tally_counts counts;
    char name[PLACE_SIZE];

    return tally_read(place(journal, name), &counts, &ignored) == 0 && counts.read == count;
}

static int judge_first(const struct sample *sample, const char *contract_path,
    const struct ends *ends, struct preview *preview, struct err *err)
{
    struct err ignored = ERR_INIT;
    pid_t pid;

    if (lseek(ends->records[0], 0, SEEK_SET) != 0)
        return err_errno(err, EX_OSERR, "cannot read a file in memory");
    pid = start_validate(sample, contract_path, ends->rejects[0], ends, err);
    if (pid < 0)
        return err->code;
    spawn_wait(pid);
    preview->judged = has_judged(ends->journals[1], preview->count) &&
                      findings_each(ends->rejects[0], preview_finding, preview, &ignored) == 0;
    return 0;
}

int sample_first(const struct sample *sample, const char *feed, const char *contract_path,
    size_t limit, struct preview *preview, struct err *err)
{
    struct ends ends;

    if (ends_open(&ends, true, err) == 0 &&
        read_first(sample, feed, limit, &ends, preview, err) == 0 && preview->count)
        judge_first(sample, contract_path, &ends, preview, err);
    ends_close(&ends);
    return err->code;
}

static pid_t start_both(const struct sample *sample, const char *feed, const char *contract_path,
    struct ends *ends, struct process processes[2], struct err *err)
{
    processes[0] = (struct process){.name = "extract", .ended = true};
    processes[1] = (struct process){.name = "validate", .ended = true};
    processes[0].pid = start_extract(sample, feed, ends->records[1], ends, err);
    shut(&ends->records[1]);
    if (processes[0].pid > 0)
        processes[1].pid = start_validate(sample, contract_path, ends->rejects[1], ends, err);
    shut(&ends->records[0]);
    shut(&ends->rejects[1]);
    return processes[1].pid;
}

/* The lines that begin with "extract: warning: ". */
static char *warnings_in(const char *log)
{
    static const char start[] = "extract: warning: ";
    struct err ignored = ERR_INIT;
    char *text = file_read(log, TRACE_MAXIMUM, NULL, &ignored);
    struct buf found = BUF_INIT(TRACE_MAXIMUM);
    char *result;

    for (const char *line = text; line && *line;) {
        size_t length = strcspn(line, "\n"), skip = sizeof start - 1;

        if (strncmp(line, start, skip) == 0)
            buf_addf(&found, "%.*s\n", (int)(length - skip), line + skip);
        line += length + (line[length] != '\0');
    }
    result = found.length ? mem_text(buf_text(&found)) : NULL;
    buf_release(&found);
    free(text);
    return result;
}

static void conclude(
    const struct ends *ends, struct process processes[2], struct sample_result *result)
{
    const struct process *culprit;
    char log[PLACE_SIZE];

    for (int i = 0; i < 2; i++)
        processes[i].code = spawn_wait(processes[i].pid);
    culprit = blame(processes, 2, place(ends->log, log), &result->problem);
    result->culprit = culprit ? culprit->name : NULL;
    result->warnings = warnings_in(log);
    result->extract = journal_of(ends->journals[0]);
    result->validate = journal_of(ends->journals[1]);
}

int sample_whole(const struct sample *sample, const char *feed, const char *contract_path,
    struct sample_result *result, struct err *err)
{
    struct process processes[2] = {{.pid = -1}, {.pid = -1}};
    struct err ignored = ERR_INIT;
    struct ends ends;

    *result = (struct sample_result){.problem = ERR_INIT};
    if (ends_open(&ends, false, err) == 0) {
        if (start_both(sample, feed, contract_path, &ends, processes, err) > 0) {
            result->torn =
                findings_each(ends.rejects[0], findings_count, &result->findings, &ignored) != 0;
            conclude(&ends, processes, result);
        } else if (processes[0].pid > 0) {
            spawn_wait(processes[0].pid);
        }
    }
    ends_close(&ends);
    return err->code;
}

void sample_result_release(struct sample_result *result)
{
    cJSON_Delete(result->extract);
    cJSON_Delete(result->validate);
    findings_release(&result->findings);
    free(result->warnings);
    *result = (struct sample_result){.culprit = NULL};
}
