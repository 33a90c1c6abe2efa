/* change.h - what the forms of `appraise change` share. */
#ifndef ONTRACK_STAGES_APPRAISE_CHANGE_H
#define ONTRACK_STAGES_APPRAISE_CHANGE_H

#include "base/err.h"
#include "method/effect.h"
#include "method/table.h"

#include <stdbool.h>

/* NAN: not given. */
struct change_options {
    bool summary, tools, moments, lower_is_better;
    double reliability, sd, threshold, cutoff, functional_mean, functional_sd;
};
extern struct change_options change_options;

int change_persons(struct err *err); /* a row a person */
int change_tools(struct err *err);   /* a row a tool: NHS England's rule */
int change_moments(struct err *err); /* a row a group: published means */

#endif
