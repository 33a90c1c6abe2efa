/* change.h - what the forms of `appraise change` share. */
#ifndef ONTRACK_STAGES_APPRAISE_CHANGE_H
#define ONTRACK_STAGES_APPRAISE_CHANGE_H

#include "base/err.h"
#include "method/gather.h"

#include <stdbool.h>

/* NAN: not given. */
struct change_options {
    bool summary, tools, moments, lower_is_better;
    double reliability, sd, threshold, cutoff, functional_mean, functional_sd;
};
extern struct change_options change_options;

/* What is read, checked, and may not stand twice; `write` has the rows in order. */
struct change_form {
    const struct table_column *columns;
    size_t count;
    int (*check)(const struct row *row, struct err *err);
    size_t texts; /* that tell rows apart, called `unique` in messages */
    const char *unique;
    int (*write)(const struct gathered *rows, struct err *err);
};
extern const struct change_form change_persons; /* a row a person */
extern const struct change_form change_tools;   /* a row a tool: NHS England's rule */
extern const struct change_form change_moments; /* a row a group: published means */

#endif
