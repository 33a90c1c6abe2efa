/* folders.h - where a night leaves its traces, below `var`. None of them carries a value.
 *
 *   journal/NIGHT/UNIT/STAGE.jsonl   what each stage did
 *   journal/NIGHT/night.jsonl        what each run came to
 *   log/NIGHT/UNIT.log               what the stages said
 *   rejects/                         while a chain runs: its findings on their way to ops.reject
 *   spool/                           while a run goes on: remote deliveries, encrypted
 *   report/
 *   feedback/PROVIDER.csv            what each provider should correct
 *   run.lock                         held by the run that goes on */
#ifndef ONTRACK_PIPELINE_FOLDERS_H
#define ONTRACK_PIPELINE_FOLDERS_H

#include "base/err.h"

struct folders {
    char *var, *journal, *log, *rejects, *report, *feedback; /* of tonight; absolute */
    int lock;
};

/* Makes them and takes the lock. 0, EX_CANTCREAT, or EX_TEMPFAIL where another run has it. */
int folders_open(struct folders *folders, const char *var, const char *night, struct err *err);
void folders_close(struct folders *folders);
/* Closes them, and deletes `var` with all that is in it. */
void folders_remove(struct folders *folders);

/* Adds the verdict of a run to the night's journal. 0, EX_CANTCREAT or EX_IOERR. */
int folders_record(const struct folders *folders, const char *verdict, const char *summary,
    int code, struct err *err);

/* Makes a folder and those above it, mode 0700. 0 or EX_CANTCREAT. */
int folder_make(const char *path, struct err *err);
/* Deletes the files in a folder, not the folder; a missing one is as good. */
void folder_empty(const char *path);

#endif
