/* change_persons.c - a row a person: reliable change, and the group's effect size. */
#include "base/memory.h"
#include "change.h"
#include "command.h"
#include "method/distributions.h"
#include "method/effect.h"
#include "method/reliable_change.h"

#include <math.h>
#include <stdlib.h>

enum { UNIT, PERSON };
enum { PRE, POST };
static const struct table_column columns[] = {{"unit", COLUMN_TEXT | COLUMN_OPTIONAL},
    {"person", COLUMN_TEXT}, {"pre", COLUMN_NUMBER | COLUMN_NULLABLE},
    {"post", COLUMN_NUMBER | COLUMN_NULLABLE}};

/* The scores of those among some rows who have both. */
static struct scores paired_scores(const struct row *rows, size_t count)
{
    double *pre = mem_array(count + 1, sizeof *pre), *post = mem_array(count + 1, sizeof *post);
    struct scores scores;
    size_t paired = 0;

    for (size_t i = 0; i < count; i++)
        if (!isnan(rows[i].number[PRE]) && !isnan(rows[i].number[POST])) {
            pre[paired] = rows[i].number[PRE];
            post[paired++] = rows[i].number[POST];
        }
    scores = scores_of(pre, post, paired);
    free(pre);
    free(post);
    return scores;
}

/* What all persons are judged by, whatever unit they are of. */
struct judgement {
    struct change_rule rule;
    double error; /* of a difference; NAN by threshold */
};

static struct judgement judgement_of(const struct gathered *rows)
{
    const struct change_options *o = &change_options;
    struct scores all = paired_scores(rows->items, rows->count);
    double error = change_error(isnan(o->sd) ? all.sd_pre : o->sd, o->reliability);
    bool by_threshold = !isnan(o->threshold);
    double points = error > 0 ? critical_z(settings.level) * error : NAN;

    return (struct judgement){
        .rule =
            {
                .direction = o->lower_is_better ? -1 : 1,
                .points = by_threshold ? o->threshold : points,
                .strict = !by_threshold,
                .cutoff = isnan(o->functional_mean) ? o->cutoff
                                                    : change_cutoff(all.mean_pre, all.sd_pre,
                                                          o->functional_mean, o->functional_sd),
            },
        .error = error,
    };
}

static enum change_status status_of(const struct judgement *judgement, const struct row *row)
{
    if (isnan(judgement->rule.points))
        return CHANGE_UNKNOWN;
    return change_status(&judgement->rule, row->number[PRE], row->number[POST]);
}

static void write_person(
    struct table_writer *writer, const struct judgement *judgement, const struct row *row)
{
    double change = row->number[POST] - row->number[PRE];

    table_text(writer, row->text[UNIT]);
    table_text(writer, row->text[PERSON]);
    table_number(writer, row->number[PRE]);
    table_number(writer, row->number[POST]);
    table_number(writer, change);
    table_number(writer, change / judgement->error);
    table_text(writer, change_status_name(status_of(judgement, row)));
}

static void put(struct table_writer *writer, const char *unit, const char *measure, double value)
{
    table_text(writer, unit);
    table_text(writer, measure);
    table_number(writer, value);
}

static void put_scores(
    struct table_writer *writer, const char *unit, double persons, const struct scores *scores)
{
    put(writer, unit, "n", persons);
    put(writer, unit, "paired", scores->n);
    put(writer, unit, "paired_share", scores->n / persons);
    put(writer, unit, "mean_pre", scores->mean_pre);
    put(writer, unit, "sd_pre", scores->sd_pre);
    put(writer, unit, "mean_post", scores->mean_post);
    put(writer, unit, "sd_post", scores->sd_post);
    put(writer, unit, "mean_change", scores->mean_change);
    put(writer, unit, "sd_change", scores->sd_change);
    put(writer, unit, "correlation", scores->correlation);
}

static void put_effects(struct table_writer *writer, const char *unit, const struct scores *scores)
{
    struct effect raw = effect_raw(
        scores->n, scores->mean_pre, scores->mean_post, scores->sd_pre, scores->correlation);
    struct effect change = effect_change(scores->n, scores->mean_change, scores->sd_change);
    struct interval limits = effect_limits(raw, settings.level);

    put(writer, unit, "smcr", raw.d);
    put(writer, unit, "smcr_variance", raw.variance);
    put(writer, unit, "smcr_lower", limits.lower);
    put(writer, unit, "smcr_upper", limits.upper);
    limits = effect_limits(change, settings.level);
    put(writer, unit, "smcc", change.d);
    put(writer, unit, "smcc_variance", change.variance);
    put(writer, unit, "smcc_lower", limits.lower);
    put(writer, unit, "smcc_upper", limits.upper);
}

/* Those without a last score may all have improved, or none: the share lies between. */
static void put_statuses(struct table_writer *writer, const struct judgement *judgement,
    const struct row *rows, size_t count)
{
    size_t of[CHANGE_STATUSES] = {0};
    double n = (double)count, better;

    for (size_t i = 0; i < count; i++)
        of[status_of(judgement, &rows[i])]++;
    better = (double)(of[CHANGE_IMPROVED] + of[CHANGE_RECOVERED]);
    put(writer, rows->text[UNIT], "error", judgement->error);
    put(writer, rows->text[UNIT], "points", judgement->rule.points);
    put(writer, rows->text[UNIT], "cutoff", judgement->rule.cutoff);
    for (int i = CHANGE_UNCHANGED; i < CHANGE_STATUSES; i++)
        put(writer, rows->text[UNIT], change_status_name((enum change_status)i), (double)of[i]);
    put(writer, rows->text[UNIT], "better_lowest", better / n);
    put(writer, rows->text[UNIT], "better_highest", (better + (double)of[CHANGE_UNKNOWN]) / n);
}

static void write_summary(
    struct table_writer *writer, const struct judgement *judgement, const struct gathered *rows)
{
    for (size_t i = 0, next; i < rows->count; i = next) {
        const struct row *unit = &rows->items[i];
        struct scores scores;

        next = gathered_group(rows, i, 1);
        scores = paired_scores(unit, next - i);
        put_scores(writer, unit->text[UNIT], (double)(next - i), &scores);
        if (!isnan(change_options.reliability) || !isnan(change_options.threshold))
            put_statuses(writer, judgement, unit, next - i);
        put_effects(writer, unit->text[UNIT], &scores);
    }
}

static int write_all(const struct gathered *rows, struct err *err)
{
    static const char *const summary[] = {"unit", "measure", "value"};
    static const char *const names[] = {"unit", "person", "pre", "post", "change", "rci", "status"};
    struct judgement judgement = judgement_of(rows);
    struct table_writer writer;

    if (change_options.summary) {
        COMMAND_OUTPUT(&writer, summary);
        write_summary(&writer, &judgement, rows);
    } else {
        COMMAND_OUTPUT(&writer, names);
        for (size_t i = 0; i < rows->count; i++)
            write_person(&writer, &judgement, &rows->items[i]);
    }
    return table_finish(&writer, err);
}

const struct change_form change_persons = {
    columns, sizeof columns / sizeof *columns, NULL, 2, "'unit' and 'person'", write_all};
