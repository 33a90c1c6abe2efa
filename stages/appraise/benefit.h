/* benefit.h - what `appraise benefit` writes. Each fills a table on standard output and returns 0 or an
 * exit code. */
#ifndef ONTRACK_STAGES_APPRAISE_BENEFIT_H
#define ONTRACK_STAGES_APPRAISE_BENEFIT_H

#include "base/err.h"
#include "method/appraisal.h"
#include "method/simulation.h"
#include "method/uncertain.h"

/* `simulation` NULL where nothing was drawn. */
int benefit_measures(
    const struct appraisal *appraisal, const struct simulation *simulation, struct err *err);
int benefit_flows(const struct appraisal *appraisal, struct err *err);
int benefit_sensitivity(
    const struct appraisal *appraisal, const struct uncertainties *all, struct err *err);

#endif
