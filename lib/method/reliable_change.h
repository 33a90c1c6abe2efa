/* reliable_change.h - whether a person's change between two scores is more than the measure's own
 * error.
 *
 * By reliability (N. S. Jacobson and P. Truax, J. Consulting and Clinical Psychology 59 (1991)
 * 12-19): RCI = (post - pre) / s_diff, s_diff = sd sqrt(2 (1 - r)), reliable where it is strictly
 * beyond the critical z. Their cut-off c = (sd_c m_f + sd_f m_c) / (sd_c + sd_f) lies between a
 * clinical and a functional population; who improved and crossed it has recovered.
 *
 * By threshold, as in NHS England's outcome metric for children and young people (Mental Health
 * Monthly Statistics, published method): a change of the threshold or more is reliable (>=); without
 * a threshold any change is. A rater's verdict on a referral: deteriorated where any tool did, else
 * improved where any did, else unchanged where any has two scores. */
#ifndef ONTRACK_METHOD_RELIABLE_CHANGE_H
#define ONTRACK_METHOD_RELIABLE_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

enum change_status {
    CHANGE_UNKNOWN, /* a score is missing */
    CHANGE_UNCHANGED,
    CHANGE_DETERIORATED,
    CHANGE_IMPROVED,
    CHANGE_RECOVERED,
    CHANGE_STATUSES
};
/* NULL for CHANGE_UNKNOWN. */
const char *change_status_name(enum change_status status);

struct change_rule {
    double direction; /* 1: a higher score is better; -1: a lower one */
    double points;    /* how much change is reliable */
    bool strict;      /* more than that, else that or more; never none at all */
    double cutoff;    /* NAN: nobody can recover */
};

double change_error(double sd, double reliability);
double change_cutoff(double mean, double sd, double functional_mean, double functional_sd);

/* NAN scores are missing. */
enum change_status change_status(const struct change_rule *rule, double pre, double post);

struct verdict {
    size_t tools, paired, improved, unchanged, deteriorated;
};
void verdict_add(struct verdict *verdict, enum change_status status);
enum change_status verdict_status(const struct verdict *verdict);

#endif
