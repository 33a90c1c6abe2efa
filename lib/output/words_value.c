#include "output/words_value.h"
#include "output/figures.h"
#include "output/words.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static bool ends(const char *label, const char *ending)
{
    size_t length = strlen(label), tail = strlen(ending);

    return length >= tail && strcmp(label + length - tail, ending) == 0;
}

const char *words_label(const char *label)
{
    if (!label)
        return "too few to judge";
    if (ends(label, "_outer"))
        return "different from expected";
    return ends(label, "_inner") ? "worth asking why" : "within the limits";
}

void words_funnel(struct buf *text, const struct funnel_words *funnel)
{
    if (funnel->providers < 2)
        buf_add_text(text, "Too few providers can be judged for a funnel");
    else if (funnel->different)
        buf_addf(text, "%zu of %zu providers %s different from expected (beyond the 99.8%% limits)",
            funnel->different, funnel->providers, funnel->different == 1 ? "is" : "are");
    else
        buf_add_text(
            text, "The data do not separate these providers: none is beyond the 99.8% limits");
    if (funnel->providers >= 2 && funnel->asking)
        buf_addf(text, "; of %zu it is worth asking why (between the 95%% and the 99.8%% limits)",
            funnel->asking);
    if (funnel->providers < 2 || isnan(funnel->phi))
        return;
    if (funnel->phi > 1)
        buf_addf(text,
            ". They vary more than chance alone would have it (over-dispersion %.2f), and the "
            "limits "
            "are drawn wider for it",
            funnel->phi);
    else
        buf_add_text(text, ". They vary no more than chance alone would have it");
}

void words_choice(struct buf *text, const struct choice *choice)
{
    char lambda[FIGURE_TEXT], share[FIGURE_TEXT], count[FIGURE_TEXT];

    if (choice->n < CHOICE_LEAST || isnan(choice->chance) || isnan(choice->n)) {
        buf_addf(text, "At %s for one more outcome no provider can be called the best buy",
            figure_pounds(lambda, choice->lambda));
        return;
    }
    buf_addf(text, "At %s for one more outcome it is %s that %s is the best buy (%s",
        figure_pounds(lambda, choice->lambda), words_probability(choice->chance), choice->name,
        figure_share(share, choice->chance));
    if (choice->replicates > 0)
        buf_addf(text, ", \xc2\xb1%.1f points of simulation error",
            196 * sqrt(choice->chance * (1 - choice->chance) / choice->replicates));
    buf_addf(text, "), based on its %s young people and those of the others",
        figure_count(count, choice->n));
}

const char *words_band(double bcr)
{
    if (bcr < 0)
        return "very poor";
    if (bcr < 1)
        return "poor";
    if (bcr < 1.5)
        return "low";
    if (bcr < 2)
        return "medium";
    return bcr < 4 ? "high" : "very high";
}

static void add_interval(struct buf *text, const struct worth *worth)
{
    char lower[FIGURE_TEXT], upper[FIGURE_TEXT];

    if (isnan(worth->lower) || isnan(worth->upper))
        buf_add_text(
            text, "; no figure of it has a low and a high value, so that no interval can be given");
    else
        buf_addf(text,
            "; benefits less costs lie between %s and %s (95%% of what the uncertain figures "
            "allow)",
            figure_about(lower, worth->lower), figure_about(upper, worth->upper));
    if (!isnan(worth->chance))
        buf_addf(text,
            ", and it is %s that benefits exceed costs (%.0f%%, \xc2\xb1%.1f points of simulation "
            "error)",
            words_probability(worth->chance), 100 * worth->chance, 196 * worth->chance_se);
}

void words_worth(struct buf *text, const struct worth *worth)
{
    char pence[FIGURE_TEXT], count[FIGURE_TEXT];

    if (worth->symbol) {
        buf_addf(text,
            "Suppressed: what %s is estimated to be worth is made from a count that may not be "
            "shown",
            worth->title);
        return;
    }
    if (isnan(worth->bcr)) {
        buf_add_text(text, "No estimated value for each \xc2\xa3"
                           "1 can be given, as there is no public spending to divide by");
        return;
    }
    buf_addf(text,
        "An estimated public value of %s for each \xc2\xa3"
        "1 spent",
        figure_pence(pence, worth->bcr));
    if (!isnan(worth->fiscal))
        buf_addf(text, ", of which %s is public money", figure_pence(pence, worth->fiscal));
    add_interval(text, worth);
    buf_addf(text, ". Based on %s young people", figure_count(count, worth->n));
    words_prices(text, worth->year);
}

void words_evidence(struct buf *text, int evidence)
{
    if (evidence >= 3)
        buf_addf(text,
            "What would have come anyway rests on a comparison of like with like (level %d of 5 on "
            "the "
            "Maryland scale): the value is estimated to be because of the programme",
            evidence);
    else
        buf_addf(text,
            "What would have come anyway is assumed (level %d of 5 on the Maryland scale: nothing "
            "compares "
            "like with like). The value is associated with the programme; it is modelled, not "
            "observed, "
            "and no budget is smaller for it",
            evidence);
}
