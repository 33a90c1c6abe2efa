/* sample.h - a delivery that is looked at: through extract and validate as a night would take it, and
 * no further. What passes between them stays in memory. */
#ifndef ONTRACK_PIPELINE_SAMPLE_H
#define ONTRACK_PIPELINE_SAMPLE_H

#include "pipeline/findings.h"
#include "pipeline/preview.h"

#include <cjson/cJSON.h>

struct sample {
    const char *source, *path, *name; /* the source's file, the delivery, and what it is called */
    const char *night;                /* YYYY-MM-DD */
    size_t code_count;
    const char **codes; /* folders, the last one that has a list wins */
    bool allow_test_identifiers;
};

struct sample_result {
    const char *culprit;       /* the stage that failed, or NULL */
    struct err problem;        /* what it said */
    char *warnings;            /* what extract warned of, a line each, or NULL */
    cJSON *extract, *validate; /* their journals' lines, or NULL */
    struct findings findings;
    bool torn; /* the findings are not all there are */
};

/* Reads the first records of a feed, `limit` of them at most, and has them judged. What is wrong with
 * the sample shows in sample_whole(). 0 or EX_OSERR, EX_CONFIG where nothing can be started. */
int sample_first(const struct sample *sample, const char *feed, const char *contract_path,
    size_t limit, struct preview *preview, struct err *err);

/* Reads all of it, in constant memory. */
int sample_whole(const struct sample *sample, const char *feed, const char *contract_path,
    struct sample_result *result, struct err *err);
void sample_result_release(struct sample_result *result);

#endif
