/* shrink.c - units' values drawn towards their mean. */
#include "base/memory.h"
#include "command.h"
#include "method/distributions.h"
#include "method/gather.h"
#include "method/number.h"
#include "method/shrink.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct {
    bool summary;
    const char *estimator;
} set = {.estimator = "dl"};

static const struct option_spec options[] = {
    {"estimator", OPTION_TEXT, &set.estimator, "dl|pm|eb|reml|fe|js",
        "of the variation between estimates (default dl)"},
    {"summary", OPTION_FLAG, &set.summary, NULL, "the fit instead of the units: measure value"},
    OPTION_LEVEL,
    OPTIONS_ALL,
};

enum { EVENTS, PERSONS, ESTIMATE, ERROR };
static const struct table_column columns[] = {{"unit", COLUMN_TEXT},
    {"events", COLUMN_NUMBER | COLUMN_OPTIONAL}, {"n", COLUMN_NUMBER | COLUMN_OPTIONAL},
    {"estimate", COLUMN_NUMBER | COLUMN_OPTIONAL}, {"se", COLUMN_NUMBER | COLUMN_OPTIONAL}};

/* The rows in order, as shares or as estimates. */
struct units {
    struct gathered rows;
    bool shares;
    size_t used; /* units that say something: all, or those with persons */
    struct binomial *binomials, pool;
    double *y, *v;
};

static int check_share(const struct row *row, struct err *err)
{
    double x = row->number[EVENTS], n = row->number[PERSONS];

    if (isnan(x) || isnan(n))
        return row_error(row, "'events' or 'n' is missing", err);
    if (!number_is_count(x) || !number_is_count(n))
        return row_error(row, "'events' and 'n' must be counts", err);
    if (x > n)
        return row_error(row, "more 'events' than 'n'", err);
    if (n > BINOMIAL_N_MAXIMUM)
        return err_set(err, EX_DATAERR, "row %llu: 'n' is more than %d",
            (unsigned long long)row->at, BINOMIAL_N_MAXIMUM);
    return 0;
}

static int check_estimate(const struct row *row, struct err *err)
{
    if (isnan(row->number[ESTIMATE]) || isnan(row->number[ERROR]))
        return row_error(row, "'estimate' or 'se' is missing", err);
    if (!(row->number[ERROR] > 0))
        return row_error(row, "'se' is not above zero", err);
    return 0;
}

static int read_units(struct units *units, struct err *err)
{
    struct input from = command_input();

    if (gathered_read(&units->rows, &from, columns, 5, NULL, err))
        return err->code;
    units->shares = units->rows.present[1 + EVENTS];
    if (units->shares == units->rows.present[1 + ESTIMATE]) {
        err_set(err, EX_DATAERR, "'%s' has %s 'events' and 'estimate'", from.name,
            units->shares ? "both" : "neither");
        return err_hint(err, "either 'events' and 'n', or 'estimate' and 'se'");
    }
    for (size_t i = 0; i < units->rows.count; i++)
        if (units->shares ? check_share(&units->rows.items[i], err)
                          : check_estimate(&units->rows.items[i], err))
            return err->code;
    gathered_sort(&units->rows);
    return gathered_unique(&units->rows, 1, "'unit'", err);
}

static void arrange(struct units *units)
{
    size_t count = units->rows.count;

    units->binomials = mem_array(count + 1, sizeof *units->binomials);
    units->y = mem_array(count + 1, sizeof *units->y);
    units->v = mem_array(count + 1, sizeof *units->v);
    for (size_t i = 0; i < count; i++) {
        const double *number = units->rows.items[i].number;

        units->binomials[i] = (struct binomial){number[EVENTS], number[PERSONS]};
        units->y[i] = number[ESTIMATE];
        units->v[i] = number[ERROR] * number[ERROR];
        units->pool.x += number[EVENTS];
        units->pool.n += number[PERSONS];
        units->used += !units->shares || number[PERSONS] > 0;
    }
}

static void units_release(struct units *units)
{
    gathered_release(&units->rows);
    free(units->binomials);
    free(units->y);
    free(units->v);
}

static void write_pair(struct table_writer *writer, struct interval limits)
{
    table_number(writer, limits.lower);
    table_number(writer, limits.upper);
}

static void write_shrunken(struct table_writer *writer, const struct shrunken *shrunken)
{
    table_number(writer, shrunken->value);
    table_number(writer, shrunken->se);
    write_pair(writer, shrunken->limits);
    table_number(writer, shrunken->weight);
    table_number(writer, shrunken->above);
}

static void write_value(struct table_writer *writer, const char *measure, double value)
{
    table_text(writer, measure);
    table_number(writer, value);
}

static void open_output(struct table_writer *writer)
{
    static const char *const summary[] = {"measure", "value"};
    static const char *const names[] = {"unit", "events", "n", "value", "se", "lower", "upper",
        "shrunken", "shrunken_se", "shrunken_lower", "shrunken_upper", "weight", "above"};

    if (set.summary)
        COMMAND_OUTPUT(writer, summary);
    else
        COMMAND_OUTPUT(writer, names);
}

static void summarise_shares(
    struct table_writer *writer, const struct units *units, const struct beta_prior *prior)
{
    write_value(writer, "units", (double)units->used);
    write_value(writer, "pooled", prior->pooled);
    write_value(writer, "mean", prior->mean);
    write_value(writer, "alpha", prior->alpha);
    write_value(writer, "beta", prior->beta);
    write_value(writer, "log_likelihood", prior->log_likelihood);
}

static void write_shares(struct table_writer *writer, const struct units *units)
{
    struct beta_prior prior = beta_binomial_fit(units->binomials, units->rows.count);
    bool enough = units->used >= SHRINK_UNITS;

    if (!enough)
        prior = (struct beta_prior){BETA_NONE, prior.pooled, NAN, NAN, NAN, NAN};
    if (set.summary) {
        summarise_shares(writer, units, &prior);
        return;
    }
    for (size_t i = 0; i < units->rows.count; i++) {
        const struct binomial *unit = &units->binomials[i];
        struct interval none = {NAN, NAN};
        struct shrunken shrunken = shrink_share(unit, &prior, &units->pool, settings.level);

        table_text(writer, units->rows.items[i].text[0]);
        table_number(writer, unit->x);
        table_number(writer, unit->n);
        table_number(writer, unit->x / unit->n);
        table_number(writer, NAN);
        write_pair(writer, unit->n > 0 ? interval_wilson(unit->x, unit->n, settings.level) : none);
        write_shrunken(writer, &shrunken);
    }
}

static void summarise_estimates(
    struct table_writer *writer, const struct units *units, const struct pooled *pooled)
{
    double reach = critical_z(settings.level) * pooled->se;

    write_value(writer, "units", (double)units->used);
    write_value(writer, "mean", pooled->mu);
    write_value(writer, "mean_se", pooled->se);
    write_value(writer, "mean_lower", pooled->mu - reach);
    write_value(writer, "mean_upper", pooled->mu + reach);
    write_value(writer, "tau2", pooled->tau2);
    write_value(writer, "q", pooled->q);
    write_value(writer, "i2", pooled->i2);
}

static void write_estimate(struct table_writer *writer, const struct units *units, size_t i,
    const struct shrunken *shrunken)
{
    double se = units->rows.items[i].number[ERROR], reach = critical_z(settings.level) * se;

    table_text(writer, units->rows.items[i].text[0]);
    table_number(writer, NAN);
    table_number(writer, NAN);
    table_number(writer, units->y[i]);
    table_number(writer, se);
    write_pair(writer, (struct interval){units->y[i] - reach, units->y[i] + reach});
    write_shrunken(writer, shrunken);
}

static void write_estimates(
    struct table_writer *writer, const struct units *units, enum tau2_estimator estimator)
{
    bool enough = units->used >= SHRINK_UNITS || (estimator == TAU2_FE && units->used);
    struct pooled pooled = {NAN, NAN, NAN, NAN, NAN};

    if (enough)
        pooled = pool_estimates(units->y, units->v, units->rows.count, estimator);
    if (set.summary) {
        summarise_estimates(writer, units, &pooled);
        return;
    }
    for (size_t i = 0; i < units->rows.count; i++) {
        struct shrunken shrunken =
            shrink_estimate(units->y[i], units->v[i], &pooled, settings.level);

        write_estimate(writer, units, i, &shrunken);
    }
}

static void write_james_stein(struct table_writer *writer, const struct units *units)
{
    bool enough = units->used >= SHRINK_UNITS;
    struct james_stein fit = {NAN, NAN};

    if (enough)
        fit = james_stein_fit(units->y, units->rows.count, units->v[0]);
    if (set.summary) {
        write_value(writer, "units", (double)units->used);
        write_value(writer, "mean", fit.mean);
        write_value(writer, "weight", fit.weight);
        return;
    }
    for (size_t i = 0; i < units->rows.count; i++) {
        struct shrunken shrunken = shrink_james_stein(units->y[i], &fit);

        write_estimate(writer, units, i, &shrunken);
    }
}

enum { JAMES_STEIN = TAU2_FE + 1, ESTIMATORS };

static int estimator_of(const char *name)
{
    static const char *const names[] = {"dl", "pm", "eb", "reml", "fe", "js"};
    int i = 0;

    while (i < ESTIMATORS && strcmp(names[i], name) != 0)
        i++;
    return i;
}

static int check_units(const struct units *units, int estimator, struct err *err)
{
    if (estimator != JAMES_STEIN)
        return 0;
    if (units->shares)
        return err_set(err, EX_USAGE, "option '--estimator js' wants 'estimate' and 'se'");
    for (size_t i = 1; i < units->rows.count; i++)
        if (units->v[i] != units->v[0])
            return row_error(&units->rows.items[i],
                "'se' is not that of the other rows, as --estimator js needs it", err);
    return 0;
}

static int run(int count, char **operands, struct err *err)
{
    struct units units = {0};
    struct table_writer writer;
    int estimator = estimator_of(set.estimator), code;

    (void)count;
    (void)operands;
    if (estimator == ESTIMATORS)
        return err_set(err, EX_USAGE, "option '--estimator' wants dl, pm, eb, reml, fe or js");
    if (command_check(err))
        return err->code;
    code = read_units(&units, err);
    if (code == 0) {
        arrange(&units);
        code = check_units(&units, estimator, err);
    }
    if (code == 0) {
        open_output(&writer);
        if (units.shares)
            write_shares(&writer, &units);
        else if (estimator == JAMES_STEIN)
            write_james_stein(&writer, &units);
        else
            write_estimates(&writer, &units, (enum tau2_estimator)estimator);
        code = table_finish(&writer, err);
    }
    units_release(&units);
    return code;
}

const struct stage appraise_shrink = {
    .name = "appraise shrink",
    .purpose = "Units' values drawn towards their mean, and the probability of being above it",
    .operands = "< TABLE",
    .options = options,
    .exits = command_exits,
    .run = run,
};
