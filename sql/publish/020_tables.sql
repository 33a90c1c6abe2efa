-- What the commissioner reads: tables that hold nothing which may not be shown. Symbols, as the
-- Department for Education has them: c confidential (suppressed), x not collected, z not applicable.

create table if not exists publish.edition (
    as_of         date not null,
    threshold     integer not null,
    notice        text not null,
    discount_rate numeric not null
);
comment on table publish.edition is 'What this edition is: one row';
comment on column publish.edition.as_of is 'Night that the figures are of';
comment on column publish.edition.threshold is 'Least count that is shown';
comment on column publish.edition.notice is 'Heads every page and file';
comment on column publish.edition.discount_rate is 'Yearly rate that capital is charged at';

create table if not exists publish.programme (
    programme          text primary key,
    position           smallint not null,
    title              text not null,
    outcome            text not null,
    outcome_definition text not null,
    base_year          integer
);
comment on table publish.programme is 'Programmes that have figures';
comment on column publish.programme.programme is 'Code';
comment on column publish.programme.position is 'Order';
comment on column publish.programme.title is 'Title';
comment on column publish.programme.outcome is 'What those with the outcome did, to stand after "young people"';
comment on column publish.programme.outcome_definition is 'What counts as the outcome';
comment on column publish.programme.base_year is 'Financial year of the prices, by the year in which it begins; null: no costs';

create table if not exists publish.provider (
    programme text not null,
    provider  text not null,
    name      text not null,
    area      text,
    primary key (programme, provider)
);
comment on table publish.provider is 'Providers that have figures';
comment on column publish.provider.programme is 'Programme';
comment on column publish.provider.provider is 'Code; *: the whole programme';
comment on column publish.provider.name is 'Name as it is to be printed';
comment on column publish.provider.area is 'Area served';

create table if not exists publish.indicator (
    indicator   text primary key,
    position    smallint not null,
    label       text not null,
    unit        text not null,
    numerator   text not null,
    denominator text,
    source      text not null,
    exclusions  text not null
);
comment on table publish.indicator is 'What each indicator means';
comment on column publish.indicator.indicator is 'Code';
comment on column publish.indicator.position is 'Order';
comment on column publish.indicator.label is 'As it is to be printed';
comment on column publish.indicator.unit is 'persons, share (0 to 1), points (difference of two shares) or pounds';
comment on column publish.indicator.numerator is 'What is counted or summed';
comment on column publish.indicator.denominator is 'What it is divided by';
comment on column publish.indicator.source is 'Feeds that it comes from';
comment on column publish.indicator.exclusions is 'Who or what is left out';

create table if not exists publish.measure (
    programme text not null,
    provider  text not null,
    indicator text not null,
    value     numeric,
    symbol    text check (symbol in ('c', 'x', 'z')),
    primary key (programme, provider, indicator),
    check ((value is null) <> (symbol is null))
);
comment on table publish.measure is 'Indicators by programme and provider';
comment on column publish.measure.programme is 'Programme';
comment on column publish.measure.provider is 'Provider; *: the whole programme';
comment on column publish.measure.indicator is 'Indicator';
comment on column publish.measure.value is 'Value';
comment on column publish.measure.symbol is 'Why there is no value: c confidential, x not collected, z not applicable';

create table if not exists publish.cost_per_outcome (
    programme  text not null,
    provider   text not null,
    name       text not null,
    n          bigint,
    outcomes   bigint,
    cost       numeric,
    ratio      numeric,
    lower      numeric,
    upper      numeric,
    set_type   text,
    boot_lower numeric,
    boot_upper numeric,
    symbol     text check (symbol in ('c', 'x')),
    primary key (programme, provider),
    check ((n is null) <> (symbol is null))
);
comment on table publish.cost_per_outcome is 'Cost per outcome with its 95% confidence set';
comment on column publish.cost_per_outcome.programme is 'Programme';
comment on column publish.cost_per_outcome.provider is 'Provider; *: the whole programme';
comment on column publish.cost_per_outcome.name is 'As it is to be printed';
comment on column publish.cost_per_outcome.n is 'Young people counted';
comment on column publish.cost_per_outcome.outcomes is 'Those with the outcome';
comment on column publish.cost_per_outcome.cost is 'Cost of those counted, pounds';
comment on column publish.cost_per_outcome.ratio is 'Cost per outcome, pounds';
comment on column publish.cost_per_outcome.lower is 'Lower end of the set (Fieller)';
comment on column publish.cost_per_outcome.upper is 'Upper end; null in an interval: no upper limit';
comment on column publish.cost_per_outcome.set_type is 'interval; complement: up to lower and from upper on; line: any value; none';
comment on column publish.cost_per_outcome.boot_lower is 'Lower limit by bootstrap, as a check';
comment on column publish.cost_per_outcome.boot_upper is 'Upper limit by bootstrap';
comment on column publish.cost_per_outcome.symbol is 'c confidential, x not collected';

create table if not exists publish.ladder (
    programme  text not null,
    strategy   text not null,
    name       text not null,
    cost       numeric,
    effect     numeric,
    inc_cost   numeric,
    inc_effect numeric,
    icer       numeric,
    status     text,
    symbol     text check (symbol = 'c'),
    primary key (programme, strategy)
);
comment on table publish.ladder is 'Cost-effectiveness ladders of a programme''s providers, and (programme *) of the programmes';
comment on column publish.ladder.programme is 'Programme; *: between programmes, on education, employment or training';
comment on column publish.ladder.strategy is 'Provider, or programme';
comment on column publish.ladder.name is 'As it is to be printed';
comment on column publish.ladder.cost is 'Mean cost of a young person, pounds';
comment on column publish.ladder.effect is 'Share with the outcome';
comment on column publish.ladder.inc_cost is 'Cost above that of the step before';
comment on column publish.ladder.inc_effect is 'Effect above that of the step before';
comment on column publish.ladder.icer is 'Pounds for one more outcome';
comment on column publish.ladder.status is 'ND on the frontier; ED a mix of two others is better; D another costs no more and does at least as much';
comment on column publish.ladder.symbol is 'c: confidential. The steps are hidden too, as they would give away what stands before them';

create table if not exists publish.comparison (
    programme      text not null,
    provider       text not null,
    name           text not null,
    reference      text not null,
    n              bigint,
    n_reference    bigint,
    delta_cost     numeric,
    cost_lower     numeric,
    cost_upper     numeric,
    delta_effect   numeric,
    effect_lower   numeric,
    effect_upper   numeric,
    quadrant       text,
    icer           numeric,
    lower          numeric,
    upper          numeric,
    set_type       text,
    replicates     bigint,
    symbol         text check (symbol = 'c'),
    primary key (programme, provider)
);
comment on table publish.comparison is 'Each provider against the one with the largest cohort';
comment on column publish.comparison.programme is 'Programme';
comment on column publish.comparison.provider is 'Provider';
comment on column publish.comparison.name is 'As it is to be printed';
comment on column publish.comparison.reference is 'Name of the provider that it is compared with';
comment on column publish.comparison.n is 'Young people of the provider';
comment on column publish.comparison.n_reference is 'Young people of the reference';
comment on column publish.comparison.delta_cost is 'Difference of mean cost, pounds';
comment on column publish.comparison.cost_lower is 'Its lower 95% limit';
comment on column publish.comparison.cost_upper is 'Its upper 95% limit';
comment on column publish.comparison.delta_effect is 'Difference of the share with the outcome';
comment on column publish.comparison.effect_lower is 'Its lower 95% limit';
comment on column publish.comparison.effect_upper is 'Its upper 95% limit';
comment on column publish.comparison.quadrant is 'ne dearer and better, se better and no dearer, sw cheaper and no better, nw dearer and no better';
comment on column publish.comparison.icer is 'Pounds for one more outcome; only in quadrants ne and sw has it a meaning';
comment on column publish.comparison.lower is 'Lower end of its 95% set (Fieller)';
comment on column publish.comparison.upper is 'Upper end';
comment on column publish.comparison.set_type is 'interval, complement, line or none';
comment on column publish.comparison.replicates is 'Of the bootstrap that chances are shares of';
comment on column publish.comparison.symbol is 'c confidential';

create table if not exists publish.net_benefit (
    programme   text not null,
    provider    text not null,
    name        text not null,
    lambda      numeric not null,
    value       numeric not null,
    lower       numeric,
    upper       numeric,
    probability numeric,
    primary key (programme, provider, lambda)
);
comment on table publish.net_benefit is 'Net monetary benefit of a provider over the reference, by what an outcome is valued at';
comment on column publish.net_benefit.programme is 'Programme';
comment on column publish.net_benefit.provider is 'Provider';
comment on column publish.net_benefit.name is 'As it is to be printed';
comment on column publish.net_benefit.lambda is 'Pounds that one more outcome is valued at';
comment on column publish.net_benefit.value is 'Net benefit for each young person, pounds';
comment on column publish.net_benefit.lower is 'Its lower 95% limit';
comment on column publish.net_benefit.upper is 'Its upper 95% limit';
comment on column publish.net_benefit.probability is 'Share of bootstrap replicates in which it is positive';

-- The same as a row for each provider. The cells are text: a number, or its symbol.
create or replace view publish.summary as
select p.programme, p.provider, p.name, p.area,
       max(cell.value) filter (where cell.indicator = 'referrals') as referrals,
       max(cell.value) filter (where cell.indicator = 'accepted') as accepted,
       max(cell.value) filter (where cell.indicator = 'starts') as starts,
       max(cell.value) filter (where cell.indicator = 'cohort') as cohort,
       max(cell.value) filter (where cell.indicator = 'completers') as completers,
       max(cell.value) filter (where cell.indicator = 'known') as known,
       max(cell.value) filter (where cell.indicator = 'outcomes') as outcomes,
       max(cell.value) filter (where cell.indicator = 'outcome_rate') as outcome_rate,
       max(cell.value) filter (where cell.indicator = 'completion_rate') as completion_rate,
       max(cell.value) filter (where cell.indicator = 'paired') as paired,
       max(cell.value) filter (where cell.indicator = 'attendance_before') as attendance_before,
       max(cell.value) filter (where cell.indicator = 'attendance_after') as attendance_after,
       max(cell.value) filter (where cell.indicator = 'attendance_change') as attendance_change,
       max(cell.value) filter (where cell.indicator = 'spend') as spend,
       max(cell.value) filter (where cell.indicator = 'cost_per_start') as cost_per_start,
       max(cell.value) filter (where cell.indicator = 'cost_per_completer') as cost_per_completer,
       max(cell.value) filter (where cell.indicator = 'cost_per_outcome') as cost_per_outcome
from publish.provider p
join (
    select programme, provider, indicator, coalesce(value::text, symbol) as value from publish.measure
) cell using (programme, provider)
group by p.programme, p.provider, p.name, p.area;
comment on view publish.summary is 'publish.measure, a row for each provider; provider *: the whole programme';
