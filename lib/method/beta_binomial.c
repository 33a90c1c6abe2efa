#include "method/beta_binomial.h"
#include "base/memory.h"
#include "method/root.h"
#include "method/sum.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Beyond it the units are all or nothing, and the likelihood has no maximum. */
static const double THETA_MAXIMUM = 1e6;

/* How many units have more than r events, others and persons. */
struct tails {
    size_t count;
    uint32_t *events, *others, *persons;
    double pooled;      /* the best mean for theta = 0 */
    double theta, mean; /* where the functions below are looked at */
};

static void tails_of(struct tails *tails, const struct binomial *units, size_t count)
{
    size_t most = 0;

    for (size_t i = 0; i < count; i++)
        if (units[i].n > (double)most)
            most = (size_t)units[i].n;
    tails->count = most;
    tails->events = mem_array(most + 1, sizeof *tails->events);
    tails->others = mem_array(most + 1, sizeof *tails->others);
    tails->persons = mem_array(most + 1, sizeof *tails->persons);
    for (size_t i = 0; i < count; i++) {
        tails->events[(size_t)units[i].x]++;
        tails->others[(size_t)(units[i].n - units[i].x)]++;
        tails->persons[(size_t)units[i].n]++;
    }
    /* From "exactly r" to "r or more", then one place down to "more than r". */
    for (size_t r = most; r-- > 0;) {
        tails->events[r] += tails->events[r + 1];
        tails->others[r] += tails->others[r + 1];
        tails->persons[r] += tails->persons[r + 1];
    }
    for (size_t r = 0; r < most; r++) {
        tails->events[r] = tails->events[r + 1];
        tails->others[r] = tails->others[r + 1];
        tails->persons[r] = tails->persons[r + 1];
    }
}

static void tails_release(struct tails *tails)
{
    free(tails->events);
    free(tails->others);
    free(tails->persons);
}

/* mu (1 - mu) times the slope in mu, which has no pole at 0 and 1; theta > 0. */
static double mean_slope(double mean, void *state)
{
    const struct tails *t = state;
    struct sum sum = SUM_INIT;

    sum_add(&sum, (1 - mean) * t->events[0] - mean * t->others[0]);
    for (size_t r = 1; r < t->count; r++) {
        double step = (double)r * t->theta;

        sum_add(&sum, mean * (1 - mean) * t->events[r] / (mean + step));
        sum_add(&sum, -mean * (1 - mean) * t->others[r] / (1 - mean + step));
    }
    return sum_total(&sum);
}

/* The slope in theta, with the best mean for this theta. */
static double theta_slope(double theta, void *state)
{
    struct tails *t = state;
    struct sum sum = SUM_INIT;

    t->theta = theta;
    t->mean = theta > 0 ? root_between(mean_slope, t, 0, 1) : t->pooled;
    for (size_t r = 1; r < t->count; r++) {
        double step = (double)r * theta;

        sum_add(&sum, (double)r * t->events[r] / (t->mean + step));
        sum_add(&sum, (double)r * t->others[r] / (1 - t->mean + step));
        sum_add(&sum, -(double)r * t->persons[r] / (1 + step));
    }
    return sum_total(&sum);
}

static double log_likelihood(const struct tails *t)
{
    struct sum sum = SUM_INIT;

    for (size_t r = 0; r < t->count; r++) {
        double step = (double)r * t->theta;

        sum_add(&sum, t->events[r] * log(t->mean + step));
        sum_add(&sum, t->others[r] * log(1 - t->mean + step));
        sum_add(&sum, -(double)t->persons[r] * log1p(step));
    }
    return sum_total(&sum);
}

static void fit(struct beta_prior *prior, struct tails *tails)
{
    double lower = 0, upper = 1.0 / 1024;

    tails->pooled = prior->pooled;
    if (theta_slope(0, tails) <= 0) {
        prior->fit = BETA_POOLED;
        prior->mean = prior->pooled;
        return;
    }
    while (theta_slope(upper, tails) > 0) {
        lower = upper;
        upper *= 2;
        if (upper > THETA_MAXIMUM)
            return;
    }
    theta_slope(root_between(theta_slope, tails, lower, upper), tails);
    prior->fit = BETA_FITTED;
    prior->mean = tails->mean;
    prior->alpha = tails->mean / tails->theta;
    prior->beta = (1 - tails->mean) / tails->theta;
    prior->log_likelihood = log_likelihood(tails);
}

struct beta_prior beta_binomial_fit(const struct binomial *units, size_t count)
{
    struct beta_prior prior = {BETA_NONE, NAN, NAN, NAN, NAN, NAN};
    struct tails tails = {0};
    double x = 0, n = 0;

    /* Whole numbers far below 2^53: these sums are exact. */
    for (size_t i = 0; i < count; i++) {
        x += units[i].x;
        n += units[i].n;
    }
    if (!(n > 0))
        return prior;
    prior.pooled = x / n;
    if (x == 0 || x == n) {
        prior.fit = BETA_POOLED;
        prior.mean = prior.pooled;
        return prior;
    }
    tails_of(&tails, units, count);
    fit(&prior, &tails);
    tails_release(&tails);
    return prior;
}
