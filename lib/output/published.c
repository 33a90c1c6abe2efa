#include "output/published.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const queries[RELATIONS] = {
    [EDITION] = "select * from publish.edition",
    [PROGRAMMES] = "select * from publish.programme order by position",
    [SUMMARY] = "select * from publish.summary order by programme, provider = '*', name, provider",
    [COSTS] =
        "select * from publish.cost_per_outcome order by programme, provider = '*', name, provider",
    [LADDERS] = "select * from publish.ladder order by programme, cost nulls last, name",
    [COMPARISONS] = "select * from publish.comparison order by programme, name, provider",
    [BENEFITS] = "select * from publish.net_benefit order by programme, name, provider, lambda",
    [INDICATORS] = "select * from publish.indicator order by position",
    [RATES] = "select * from publish.rate order by programme, provider = '*', name, provider",
    [MONEY] = "select * from publish.money order by programme, name, provider",
    [ACCEPTABILITY] =
        "select * from publish.acceptability order by programme, name, provider, lambda",
    [QUADRANTS] = "select * from publish.quadrant order by programme, name, provider",
    [DISTANCES] = "select * from publish.distance order by programme, instrument, scale, rater",
    [WORTH] =
        "select * from publish.benefit order by 1, 2, 3 nulls first, 4 nulls first, 5 nulls first",
    [FLOWS] = "select * from publish.benefit_flow order by programme, flow, year",
    [SENSITIVITY] =
        "select * from publish.benefit_sensitivity order by programme, width desc, 2, 3, 4",
    [APPRAISALS] = "select * from publish.appraisal order by programme",
    [ANALYSES] = "select * from publish.analysis order by analysis",
    [REFERENCES] = "select * from publish.reference order by analysis, reference, item",
    [MISSING] = "select * from publish.missing order by analysis, position",
    [QUALITY_NIGHT] = "select * from publish.night",
    [QUALITY_CHANGES] = "select * from publish.night_change order by position",
    [QUALITY_UNAPPLIED] = "select * from publish.unapplied order by state, name, source, feed",
    [QUALITY_NEEDS] = "select * from publish.completeness order by position",
    [QUALITY_PROVIDERS] = "select * from publish.quality_provider order by position",
    [QUALITY_FIELDS] = "select * from publish.quality order by feed, name, provider, field",
    [QUALITY_RULES] = "select * from publish.rule order by position",
    [QUALITY_TIMELINESS] = "select * from publish.timeliness order by position",
    [QUALITY_HISTORY] = "select * from publish.history order by name, provider, month",
    [CONTRACTS] = "select * from publish.contract order by name, provider, position",
    [CONTRACT_INDICATORS] = "select * from publish.contract_indicator order by position",
    [CONTRACT_PERIODS] = "select * from publish.contract_column order by programme, span, period",
    [CONTRACT_VALUES] =
        "select * from publish.contract_cell order by provider, programme, position, span, period",
    [CONTRACT_TARGETS] =
        "select * from publish.contract_light order by provider, programme, period_start, position",
};

static int nothing_yet(struct err *err)
{
    err_set(err, EX_NOINPUT, "nothing has been published yet");
    return err_hint(err, "run the night first: ontrack run");
}

static int refused(
    const PGconn *connection, const PGresult *result, const char *what, struct err *err)
{
    static const char undefined_table[] = "42P01", no_right[] = "42501";
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    if (PQstatus(connection) != CONNECTION_OK || !state)
        return err_set(err, EX_UNAVAILABLE, "lost the database while it was asked to %s", what);
    if (strcmp(state, undefined_table) == 0)
        return nothing_yet(err);
    if (strcmp(state, no_right) == 0) {
        err_set(err, EX_NOPERM, "the database user may not %s", what);
        return err_hint(err, "ask for the role 'ontrack_commissioner': see sql/roles.sql");
    }
    return err_set(err, EX_UNAVAILABLE, "the database refused to %s: SQLSTATE %s", what, state);
}

static int command(PGconn *connection, const char *sql, const char *what, struct err *err)
{
    PGresult *result = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(result);
    int code = 0;

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        code = refused(connection, result, what, err);
    PQclear(result);
    return code;
}

/* A user who is no member of the role reads with his own rights: a commissioner's account may be
 * named otherwise. */
static int take_role(PGconn *connection, struct err *err)
{
    static const char role[] = "set role ontrack_commissioner";
    static const char ask[] =
        "select pg_has_role(oid, 'member') from pg_roles where rolname = 'ontrack_commissioner'";
    PGresult *result = PQexec(connection, ask);
    bool may = PQntuples(result) == 1 && PQgetvalue(result, 0, 0)[0] == 't';

    PQclear(result);
    return may ? command(connection, role, "take a role", err) : 0;
}

static int read_all(struct published *published, PGconn *connection, struct err *err)
{
    for (int i = 0; i < RELATIONS; i++) {
        published->relations[i] = PQexec(connection, queries[i]);
        if (PQresultStatus(published->relations[i]) != PGRES_TUPLES_OK)
            return refused(connection, published->relations[i], "read schema 'publish'", err);
    }
    return 0;
}

int published_read(struct published *published, PGconn *connection, struct err *err)
{
    static const char begin[] = "begin isolation level repeatable read read only";
    int code;

    *published = (struct published){0};
    code = take_role(connection, err);
    if (!code)
        code = command(connection, begin, "open a transaction", err);
    if (!code)
        code = read_all(published, connection, err);
    if (!code)
        code = command(connection, "commit", "end a transaction", err);
    return code || published_rows(published, EDITION) == 1 ? code : nothing_yet(err);
}

void published_release(struct published *published)
{
    for (int i = 0; i < RELATIONS; i++)
        PQclear(published->relations[i]);
    *published = (struct published){0};
}

int published_rows(const struct published *published, enum relation relation)
{
    return PQntuples(published->relations[relation]);
}

const char *published_text(
    const struct published *published, enum relation relation, int row, const char *column)
{
    const PGresult *result = published->relations[relation];
    int at = PQfnumber(result, column);

    return at < 0 || PQgetisnull(result, row, at) ? NULL : PQgetvalue(result, row, at);
}

double published_number(
    const struct published *published, enum relation relation, int row, const char *column)
{
    const char *text = published_text(published, relation, row, column);
    char *end = NULL;
    double value = text ? strtod(text, &end) : NAN;

    return text && end != text && !*end ? value : NAN;
}

bool published_has(const struct published *published, enum relation relation, const char *programme)
{
    for (int row = 0; row < published_rows(published, relation); row++)
        if (published_is(published, relation, row, "programme", programme))
            return true;
    return false;
}

bool published_is(const struct published *published, enum relation relation, int row,
    const char *column, const char *value)
{
    const char *text = published_text(published, relation, row, column);

    return text && strcmp(text, value) == 0;
}
