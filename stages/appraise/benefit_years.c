/* benefit_years.c - the flows of each year. */
#include "benefit.h"
#include "command.h"

int benefit_flows(const struct appraisal *appraisal, struct err *err)
{
    static const char *const names[] = {
        "flow", "year", "period", "factor", "value", "present", "cumulative"};
    struct sum cumulative[FLOWS] = {SUM_INIT};
    double flows[FLOWS];
    struct table_writer writer;

    COMMAND_OUTPUT(&writer, names);
    for (size_t t = 0; t <= appraisal->horizon; t++) {
        appraisal_flows(appraisal, t, flows);
        for (int i = 0; i < FLOWS; i++) {
            double present = flows[i] * appraisal->factors[t];

            sum_add(&cumulative[i], present);
            table_text(&writer, flow_names[i]);
            table_number(&writer, appraisal->first_year + (double)t);
            table_number(&writer, (double)t);
            table_number(&writer, appraisal->factors[t]);
            table_number(&writer, flows[i]);
            table_number(&writer, present);
            table_number(&writer, sum_total(&cumulative[i]));
        }
    }
    return table_finish(&writer, err);
}
