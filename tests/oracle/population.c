/* population.c - young people of the generator's providers (fixtures/truth.h), drawn anew for each run, with
 * what a method should find of them:
 *
 *   population STUDY SEED RUNS [PEOPLE]    (PEOPLE at each provider instead of the table's)
 *
 * prints CSV, a row a person: unit,arm,cost,effect,outcome,truth; of a block contract, a row a run:
 * unit,total,n,outcomes,truth. A unit is a provider's code, a dot and the run. `truth` is cost per outcome,
 * or per further outcome where there are two arms, from the parameters alone.
 *
 * A place costs by its weeks, as in the generator's invoices; its mean is the table's price. Those without
 * the help cost a third. Exponential and lognormal costs are not the generator's: they are there to see what
 * skewed costs do. Nothing is cut off at an end of a scale, so that means are exactly the parameters'. */
#include "fixtures/draw.h"
#include "fixtures/truth.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum outcome { POSITIVE, ATTENDANCE, LEAVES, ACHIEVES, POINTS };
enum costs { BY_WEEKS, EXPONENTIAL, LOGNORMAL, BLOCK };
enum against { NOBODY, NO_HELP, FIRST_PROVIDER };

struct study {
    const char *name, *programme;
    enum outcome outcome;
    enum costs costs;
    enum against against;
};

static const struct study studies[] = {
    {"ap", "ap", POSITIVE, BY_WEEKS, NOBODY},
    {"ap-attendance", "ap", ATTENDANCE, BY_WEEKS, NOBODY},
    {"mhst", "mhst", POINTS, BY_WEEKS, NOBODY},
    {"ap-exponential", "ap", POSITIVE, EXPONENTIAL, NOBODY},
    {"ap-lognormal", "ap", POSITIVE, LOGNORMAL, NOBODY},
    {"ap-block", "ap", POSITIVE, BLOCK, NOBODY},
    {"eip-block", "eip", LEAVES, BLOCK, NOBODY},
    {"wbl-block", "wbl", ACHIEVES, BLOCK, NOBODY},
    {"ap-effect", "ap", ATTENDANCE, BY_WEEKS, NO_HELP},
    {"eip-effect", "eip", LEAVES, BY_WEEKS, NO_HELP},
    {"wbl-effect", "wbl", ACHIEVES, BY_WEEKS, NO_HELP},
    {"mhst-effect", "mhst", POINTS, BY_WEEKS, NO_HELP},
    {"ap-between", "ap", POSITIVE, BY_WEEKS, FIRST_PROVIDER},
    {"ap-effect-lognormal", "ap", ATTENDANCE, LOGNORMAL, NO_HELP},
};

static const int AT_MOST = 1000 * 1000; /* an end that no draw reaches */

/* Who of a provider's people is counted. */
static bool counted(struct draw *draw, const struct study *study, const struct provider *provider)
{
    return draw_chance(draw, study->outcome == LEAVES ? provider->before : provider->accepted);
}

static int64_t pence(struct draw *draw, const struct study *study, int price)
{
    double z;

    switch (study->costs) {
    case EXPONENTIAL:
        return llround(-100. * price * log((draw_below(draw, 1 << 30) + .5) / (1 << 30)));
    case LOGNORMAL: /* of a sum of twelve uniform draws, whose mean is known */
        z = draw_around(draw, 0, 100 * 1000, -AT_MOST, AT_MOST) / 1e5;
        return llround(100. * price * exp(z) / pow(2 * sinh(.5), 12));
    default:
        return (int64_t)price * 50 + (int64_t)price * 50 * draw_between(draw, 12, 30) / 21;
    }
}

/* What is to be expected of a person, in thousandths. */
static int expected(const struct study *study, const struct provider *provider, bool helped)
{
    int effect = helped ? provider->effect : 0;

    switch (study->outcome) {
    case POSITIVE:
        return provider->positive;
    case ACHIEVES:
        return provider->before + effect;
    case POINTS:
        return 100 * (provider->deadweight + effect);
    default:
        return provider->deadweight + effect;
    }
}

static int outcome(
    struct draw *draw, const struct study *study, const struct provider *provider, bool helped)
{
    int change = provider->deadweight + (helped ? provider->effect : 0), before;

    switch (study->outcome) {
    case ATTENDANCE:
        before = draw_around(draw, provider->before, provider->spread, 50, 950);
        return draw_around(draw, before + change, 60, -AT_MOST, AT_MOST) - before;
    case POINTS:
        before = draw_around(draw, provider->before, provider->spread, 60, 360);
        return 100 * (before - draw_around(draw, before - change, 55, -AT_MOST, AT_MOST));
    default:
        return draw_chance(draw, expected(study, provider, helped)) ? 1000 : 0;
    }
}

struct run {
    const struct study *study;
    uint64_t seed, number;
    size_t provider;
    int people;
};

static struct draw draw_of(const struct run *run, bool with, int person)
{
    uint64_t index = (run->number * provider_count + run->provider) * 2 + with;

    return draw_named(run->seed, run->study->name, index * 100000 + (uint64_t)person);
}

struct arm {
    const struct provider *provider;
    bool with, helped;
    int price;
};

static void print_arm(const struct run *run, const struct arm *arm, double truth)
{
    for (int person = 0; person < run->people; person++) {
        struct draw draw = draw_of(run, arm->with, person);

        if (counted(&draw, run->study, arm->provider)) {
            int64_t cost = pence(&draw, run->study, arm->price);
            double effect = outcome(&draw, run->study, arm->provider, arm->helped) / 1000.;

            printf("%s.%llu,%s,%lld.%02lld,%g,%g,%.12g\n", providers[run->provider].code,
                (unsigned long long)run->number, arm->with ? "with" : "without",
                (long long)cost / 100, (long long)cost % 100, effect, effect, truth);
        }
    }
}

static void print_run(const struct run *run, const struct provider *first)
{
    const struct study *study = run->study;
    const struct provider *provider = &providers[run->provider];
    struct arm with = {provider, true, true, provider->place_cost};
    struct arm without = {provider, false, false, provider->place_cost / 3};
    double cost = with.price, effect = expected(study, provider, true) / 1000.;

    if (study->against == FIRST_PROVIDER)
        without = (struct arm){first, false, true, first->place_cost};
    if (study->against != NOBODY) {
        cost -= without.price;
        effect -= expected(study, without.provider, without.helped) / 1000.;
        print_arm(run, &without, cost / effect);
    }
    print_arm(run, &with, cost / effect);
}

static void print_block(const struct run *run)
{
    const struct provider *provider = &providers[run->provider];
    double share = expected(run->study, provider, true) / 1000., n = 0, outcomes = 0, total;

    for (int person = 0; person < run->people; person++) {
        struct draw draw = draw_of(run, true, person);

        if (counted(&draw, run->study, provider)) {
            n++;
            outcomes += outcome(&draw, run->study, provider, true) / 1000.;
        }
    }
    total = provider->fixed_cost + n * provider->place_cost;
    if (n > 0)
        printf("%s.%llu,%.0f,%.0f,%.0f,%.12g\n", provider->code, (unsigned long long)run->number,
            total, n, outcomes, total / (n * share));
}

static void print_study(const struct study *study, uint64_t seed, uint64_t runs, int people)
{
    size_t count, first = programme_first(study->programme, &count);
    size_t from = first + (study->against == FIRST_PROVIDER);

    puts(study->costs == BLOCK ? "unit,total,n,outcomes,truth"
                               : "unit,arm,cost,effect,outcome,truth");
    for (size_t provider = from; provider < first + count; provider++)
        for (uint64_t number = 0; number < runs; number++) {
            struct run run = {
                study, seed, number, provider, people ? people : providers[provider].people};

            if (study->costs == BLOCK)
                print_block(&run);
            else
                print_run(&run, &providers[first]);
        }
}

int main(int argc, char **argv)
{
    if (argc >= 4)
        for (size_t i = 0; i < sizeof studies / sizeof *studies; i++)
            if (strcmp(argv[1], studies[i].name) == 0) {
                print_study(&studies[i], strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10),
                    argc > 4 ? (int)strtol(argv[4], NULL, 10) : 0);
                return fflush(stdout) ? 74 : 0;
            }
    fputs("usage: population STUDY SEED RUNS [PEOPLE]\n", stderr);
    return 64;
}
