/* report.h - the report of what is published, made by `report` after the analysis. */
#ifndef ONTRACK_PIPELINE_REPORT_H
#define ONTRACK_PIPELINE_REPORT_H

#include "pipeline/folders.h"

#include <stdbool.h>

/* Makes the report in var/report, unless the one there was made from `basis`; sets *changed where
 * it did. 0 or an exit code. */
int report_refresh(
    const struct folders *folders, const char *basis, bool *changed, struct err *err);

/* Makes it, whatever it was made from. */
int report_renew(const struct folders *folders, const char *basis, struct err *err);

#endif
