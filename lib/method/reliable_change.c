#include "method/reliable_change.h"

#include <math.h>

const char *change_status_name(enum change_status status)
{
    static const char *const names[] = {NULL, "unchanged", "deteriorated", "improved", "recovered"};

    return names[status];
}

double change_error(double sd, double reliability)
{
    return sd * sqrt(2 * (1 - reliability));
}

double change_cutoff(double mean, double sd, double functional_mean, double functional_sd)
{
    return (sd * functional_mean + functional_sd * mean) / (sd + functional_sd);
}

/* Scores and thresholds are decimals: 26.7 less 20.1 is 6.6, though not in binary. */
static const double ROUNDING = 1e-12;

static bool reliable(const struct change_rule *rule, double gain, double scale)
{
    if (!(gain > 0))
        return false;
    return rule->strict ? gain > rule->points : gain >= rule->points - ROUNDING * scale;
}

static bool crossed(const struct change_rule *rule, double pre, double post)
{
    return rule->direction * (pre - rule->cutoff) <= 0 &&
           rule->direction * (post - rule->cutoff) > 0;
}

enum change_status change_status(const struct change_rule *rule, double pre, double post)
{
    double gain = rule->direction * (post - pre), scale = fabs(pre) + fabs(post) + rule->points;

    if (isnan(gain))
        return CHANGE_UNKNOWN;
    if (reliable(rule, -gain, scale))
        return CHANGE_DETERIORATED;
    if (!reliable(rule, gain, scale))
        return CHANGE_UNCHANGED;
    return crossed(rule, pre, post) ? CHANGE_RECOVERED : CHANGE_IMPROVED;
}

void verdict_add(struct verdict *verdict, enum change_status status)
{
    verdict->tools++;
    verdict->paired += status != CHANGE_UNKNOWN;
    verdict->improved += status == CHANGE_IMPROVED || status == CHANGE_RECOVERED;
    verdict->unchanged += status == CHANGE_UNCHANGED;
    verdict->deteriorated += status == CHANGE_DETERIORATED;
}

enum change_status verdict_status(const struct verdict *verdict)
{
    if (verdict->deteriorated)
        return CHANGE_DETERIORATED;
    if (verdict->improved)
        return CHANGE_IMPROVED;
    return verdict->paired ? CHANGE_UNCHANGED : CHANGE_UNKNOWN;
}
