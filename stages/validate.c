/* validate - judges a feed's records against its contract and passes on the good ones. */
#include "base/log.h"
#include "base/memory.h"
#include "base/stage.h"
#include "record/contract_version.h"
#include "record/dates.h"
#include "record/quality.h"
#include "record/validate.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct option_list code_directories;
static const char *as_of, *version, *delivery, *rejects, *journal, *quality_path;
static bool allow_test_identifiers, traces;

static const struct option_spec options[] = {
    {"codes", OPTION_LIST, &code_directories, "DIR",
        "directory of code lists; repeatable, the last one that has a list wins "
        "(default contracts/codes)"},
    {"as-of", OPTION_TEXT, &as_of, "DATE", "tonight's date, YYYY-MM-DD (default today)"},
    {"contract-version", OPTION_TEXT, &version, "VERSION",
        "judge by this version of the contract, kept beside it in versions/"},
    {"allow-test-identifiers", OPTION_FLAG, &allow_test_identifiers, NULL,
        "accept NHS numbers of the test range 999"},
    {"traces", OPTION_FLAG, &traces, NULL,
        "leave a trace of each rejected record (its key alone), for load to keep the row it had"},
    {"delivery", OPTION_TEXT, &delivery, "NAME", "the delivery's name, for the journal"},
    {"rejects", OPTION_TEXT, &rejects, "FILE", "write findings there: row, field, rule, severity"},
    {"journal", OPTION_TEXT, &journal, "FILE", "append the counts there, as a line of JSON"},
    {"quality", OPTION_TEXT, &quality_path, "FILE",
        "write there how good each field is, by provider: counts, no values"},
    {0}};

/* Passes on what is accepted; stops where nobody takes it any more. 0 at the stream's end. */
static int pass_on(struct validator *validator, struct quality *quality,
    struct stream_reader *reader, struct stream_writer *writer, struct err *err)
{
    int got, accepted;

    while ((got = stream_next(reader, err)) > 0) {
        accepted = validator_judge(validator, reader, err);
        if (accepted < 0 || (quality && quality_count(quality, validator, reader, err)))
            return err->code;
        if (accepted)
            validator_pass(validator, reader, writer);
        else if (traces)
            validator_trace(validator, reader, writer);
        if (writer->out.failed)
            return out_flush(&writer->out, err);
    }
    return got < 0 ? err->code : 0;
}

static int judge_all(struct validator *validator, struct quality *quality,
    struct stream_reader *reader, struct err *err)
{
    struct stream_writer writer;
    struct err ignored = ERR_INIT;
    int code;

    stream_create(&writer, STDOUT_FILENO, "standard output", reader->columns,
        (const char *const *)reader->names);
    code = pass_on(validator, quality, reader, &writer, err);
    if (!code && quality)
        code = quality_write(quality, err);
    if (!code)
        code = tally_close(validator->tally, err);
    if (!code && validator->file_breaches) {
        code = err_set(err, EX_DATAERR, "the delivery is refused: %llu finding%s of severity file",
            (unsigned long long)validator->file_breaches, validator->file_breaches > 1 ? "s" : "");
        err_hint(err, "the rejects and the journal name rows and rules");
    }
    if (!code)
        return stream_finish(&writer, err);
    stream_abandon(&writer, &ignored);
    return code;
}

static int validate(struct validator *validator, struct stream_reader *reader, struct err *err)
{
    struct err ignored = ERR_INIT;
    struct quality *quality = NULL;
    int code = validator_init(validator, reader, err);

    if (!code && quality_path) {
        quality = quality_open(quality_path, validator, err);
        code = quality ? 0 : err->code;
    }
    if (!code)
        code = judge_all(validator, quality, reader, err);
    else if (validator->file_breaches) /* the rejects say which columns */
        tally_close(validator->tally, &ignored);
    quality_close(quality);
    validator_release(validator);
    return code;
}

static int open_and_validate(struct contract *contract, int32_t day, struct err *err)
{
    struct stream_reader reader;
    struct codes codes;
    struct tally tally;
    struct validator validator = {.contract = contract,
        .tally = &tally,
        .codes = &codes,
        .as_of = day,
        .allow_test_identifiers = allow_test_identifiers};
    int code = tally_open(&tally, "validate", contract->name, delivery, rejects, journal, err);

    if (code)
        return code;
    codes_init(&codes, code_directories.items, code_directories.count);
    code = stream_open(&reader, STDIN_FILENO, "standard input", err);
    if (!code)
        code = validate(&validator, &reader, err);
    stream_close(&reader);
    codes_release(&codes);
    tally_release(&tally);
    return code;
}

/* The contract, or what it was at the version that is asked for. */
static int load_contract(struct contract *contract, const char *path, struct err *err)
{
    const char *slash = strrchr(path, '/');
    char *folder, *kept;
    int code = contract_load(contract, path, err);

    if (code || !version)
        return code;
    folder = slash ? mem_text_n(path, (size_t)(slash - path)) : mem_text(".");
    kept = contract_at(folder, contract->name, version, err);
    contract_release(contract);
    code = kept ? contract_load(contract, kept, err) : err->code;
    free(kept);
    free(folder);
    return code;
}

static int run(int count, char **operands, struct err *err)
{
    struct contract contract;
    int32_t day = date_today();
    int code;

    (void)count;
    if (as_of && !date_parse(as_of, strlen(as_of), &day)) {
        err_set(err, EX_USAGE, "option '--as-of' wants a date");
        return err_hint(err, "write it as YYYY-MM-DD");
    }
    code = load_contract(&contract, operands[0], err);
    if (!code)
        code = open_and_validate(&contract, day, err);
    contract_release(&contract);
    option_list_release(&code_directories);
    return code;
}

int main(int argc, char **argv)
{
    static const struct stage stage = {.name = "validate",
        .purpose = "Judges the records on standard input against a contract and writes the good "
                   "ones to standard output as they are",
        .operands = "CONTRACT",
        .minimum = 1,
        .maximum = 1,
        .options = options,
        .exits = "  0   all judged, rejects or not\n"
                 "  64  wrong usage\n"
                 "  65  torn or malformed stream, drift, or a finding of severity file\n"
                 "  66  contract or code list not there\n"
                 "  73  rejects or journal cannot be created\n"
                 "  74  cannot read or write\n"
                 "  78  contract or code list wrong\n",
        .run = run};

    return stage_main(&stage, argc, argv);
}
