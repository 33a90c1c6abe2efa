/* psa.c - draws of several strategies, given or made from persons: acceptability, its frontier, expected
 * benefit and loss. */
#include "base/memory.h"
#include "command.h"
#include "method/input.h"
#include "method/number.h"
#include "method/psa.h"

#include <math.h>
#include <stdlib.h>

static bool persons;

static const struct option_spec options[] = {
    {"persons", OPTION_FLAG, &persons, NULL,
        "a row a person, strategy cost effect: draws are bootstrap replicates within each"},
    OPTIONS_BOOTSTRAP,
    OPTION_LAMBDA,
    {"reference", OPTION_TEXT, &settings.reference, "STRATEGY",
        "what eib compares with (default: the cheapest)"},
    OPTIONS_ALL,
};

static void write_lambda(
    struct table_writer *writer, const struct psa *psa, double lambda, size_t reference)
{
    struct psa_strategy *strategies = mem_array(psa->strategies, sizeof *strategies);
    size_t best = psa_at(psa, lambda, reference, strategies);

    for (size_t g = 0; g < psa->strategies; g++) {
        table_number(writer, lambda);
        table_text(writer, psa->names[g]);
        table_number(writer, strategies[g].p_best);
        table_number(writer, g == best ? strategies[g].p_best : NAN);
        table_number(writer, strategies[g].eib);
        table_number(writer, strategies[best].loss);
        table_number(writer, strategies[g].loss);
    }
    free(strategies);
}

static int write_all(const struct psa *psa, const double *lambdas, size_t count, struct err *err)
{
    static const char *const names[] = {
        "lambda", "strategy", "p_best", "ceaf", "eib", "evpi", "expected_loss"};
    size_t reference = psa_reference(psa, settings.reference);
    struct table_writer writer;

    if (psa->draws && reference == psa->strategies)
        return err_set(
            err, EX_DATAERR, "no row of the reference strategy '%s'", settings.reference);
    COMMAND_OUTPUT(&writer, names);
    for (size_t i = 0; i < count && psa->draws; i++)
        write_lambda(&writer, psa, lambdas[i], reference);
    return table_finish(&writer, err);
}

static int of_draws(const double *lambdas, size_t count, struct err *err)
{
    static const struct table_column columns[] = {{"draw", COLUMN_TEXT}, {"strategy", COLUMN_TEXT},
        {"cost", COLUMN_NUMBER}, {"effect", COLUMN_NUMBER}};
    struct gathered rows = {0};
    struct input from = command_input();
    struct psa psa = {0};
    int code = gathered_read(&rows, &from, columns, 4, NULL, err);

    if (code == 0) {
        gathered_sort(&rows);
        code = psa_arrange(&psa, &rows, err);
    }
    if (code == 0)
        code = write_all(&psa, lambdas, count, err);
    psa_release(&psa);
    gathered_release(&rows);
    return code;
}

static int of_persons(const double *lambdas, size_t count, struct err *err)
{
    struct cohorts cohorts = {0};
    struct input from = command_input();
    struct bootstrap bootstrap = command_bootstrap();
    struct psa psa = {0};
    int code = input_persons(&from, "strategy", "effect", &cohorts, err);

    if (code == 0)
        code = psa_resample(&psa, &cohorts, &bootstrap, err);
    if (code == 0)
        code = write_all(&psa, lambdas, count, err);
    psa_release(&psa);
    cohorts_release(&cohorts);
    return code;
}

static int run(int count, char **operands, struct err *err)
{
    size_t lambda_count;
    double *lambdas;
    int code;

    (void)count;
    (void)operands;
    if (command_check(err))
        return err->code;
    if (!settings.lambda)
        return err_set(err, EX_USAGE, "option '--lambda' is missing");
    lambdas = number_list(settings.lambda, "lambda", &lambda_count, err);
    if (!lambdas)
        return err->code;
    code = persons ? of_persons(lambdas, lambda_count, err) : of_draws(lambdas, lambda_count, err);
    free(lambdas);
    return code;
}

const struct stage appraise_psa = {
    .name = "appraise psa",
    .purpose = "Acceptability, its frontier, expected benefit and value of information from draws",
    .operands = "< TABLE",
    .options = options,
    .exits = command_exits,
    .run = run,
};
