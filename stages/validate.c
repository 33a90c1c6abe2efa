/* validate - judges a feed's records against its contract and passes on the good ones. */
#include "base/log.h"
#include "base/memory.h"
#include "base/stage.h"
#include "privacy/quarantine.h"
#include "record/contract_version.h"
#include "record/dates.h"
#include "record/quality.h"
#include "record/validate.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct option_list code_directories;
static const char *as_of, *version, *delivery, *rejects, *journal, *quality_path;
static const char *quarantine_path, *seal;
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
    {"quarantine", OPTION_TEXT, &quarantine_path, "FILE",
        "seal the rejected records there, as they came; needs --seal"},
    {"seal", OPTION_TEXT, &seal, "PUBLICKEY",
        "the data officer's public key: only the private one opens what is sealed"},
    {0}};

/* What is written beside the stream; either may be NULL. */
struct beside {
    struct quality *quality;
    struct quarantine *quarantine;
};

/* Passes on what is accepted; stops where nobody takes it any more. 0 at the stream's end. */
static int pass_on(struct validator *validator, struct beside *beside, struct stream_reader *reader,
    struct stream_writer *writer, struct err *err)
{
    int got, accepted;

    while ((got = stream_next(reader, err)) > 0) {
        accepted = validator_judge(validator, reader, err);
        if (accepted < 0 ||
            (beside->quality && quality_count(beside->quality, validator, reader, err)))
            return err->code;
        if (!accepted && beside->quarantine)
            quarantine_put(beside->quarantine, reader->line, reader->line_length);
        if (accepted)
            validator_pass(validator, reader, writer);
        else if (traces)
            validator_trace(validator, reader, writer);
        if (writer->out.failed)
            return out_flush(&writer->out, err);
    }
    return got < 0 ? err->code : 0;
}

/* Of a delivery that is refused as a whole nothing is kept. */
static int finish_beside(const struct validator *validator, struct beside *beside, struct err *err)
{
    struct quarantine *quarantine = beside->quarantine;

    if (beside->quality && quality_write(beside->quality, err))
        return err->code;
    if (!quarantine || validator->file_breaches)
        return 0;
    beside->quarantine = NULL;
    return quarantine_finish(quarantine, err);
}

static int judge_all(struct validator *validator, struct beside *beside,
    struct stream_reader *reader, struct err *err)
{
    struct stream_writer writer;
    struct err ignored = ERR_INIT;
    int code;

    stream_create(&writer, STDOUT_FILENO, "standard output", reader->columns,
        (const char *const *)reader->names);
    code = pass_on(validator, beside, reader, &writer, err);
    if (!code)
        code = finish_beside(validator, beside, err);
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

static int open_quarantine(
    const struct stream_reader *reader, struct beside *beside, struct err *err)
{
    struct buf columns = BUF_INIT(STREAM_RECORD_MAXIMUM);

    beside->quarantine = quarantine_create(quarantine_path, seal, err);
    for (size_t i = 0; beside->quarantine && i < reader->columns; i++)
        buf_addf(&columns, "%s%s", i ? "\t" : "", reader->names[i]);
    if (beside->quarantine)
        quarantine_put(beside->quarantine, columns.data, columns.length);
    buf_release(&columns);
    return err->code;
}

static int validate(struct validator *validator, struct stream_reader *reader, struct err *err)
{
    struct err ignored = ERR_INIT;
    struct beside beside = {NULL, NULL};
    int code = validator_init(validator, reader, err);

    if (!code && quality_path) {
        beside.quality = quality_open(quality_path, validator, err);
        code = beside.quality ? 0 : err->code;
    }
    if (!code && quarantine_path)
        code = open_quarantine(reader, &beside, err);
    if (!code)
        code = judge_all(validator, &beside, reader, err);
    else if (validator->file_breaches) /* the rejects say which columns */
        tally_close(validator->tally, &ignored);
    quality_close(beside.quality);
    quarantine_abandon(beside.quarantine);
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
    if (!quarantine_path != !seal)
        return err_set(err, EX_USAGE, "'--quarantine' and '--seal' go together");
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
                 "  66  contract, code list or public key not there\n"
                 "  71  no random numbers to seal with\n"
                 "  73  rejects, journal or quarantine cannot be created\n"
                 "  74  cannot read or write\n"
                 "  78  contract, code list or public key wrong\n",
        .run = run};

    return stage_main(&stage, argc, argv);
}
