-- The contract reports: a provider's figures by month, term and academic year, and against its targets.

create table if not exists publish.contract (
    programme   text not null,
    provider    text not null,
    name        text not null,
    title       text not null,
    position    smallint not null,
    month       date not null,
    month_label text not null,
    primary key (provider, programme)
);
comment on table publish.contract is 'Contract reports: a provider and programme each';
comment on column publish.contract.programme is 'Programme';
comment on column publish.contract.provider is 'Provider';
comment on column publish.contract.name is 'Provider''s name as it is to be printed';
comment on column publish.contract.title is 'Programme''s title';
comment on column publish.contract.position is 'Order of the programme';
comment on column publish.contract.month is 'First day of the month that is reported: the latest that is over';
comment on column publish.contract.month_label is 'Its name';

create table if not exists publish.contract_indicator (
    indicator   text primary key,
    position    integer not null,
    label       text not null,
    kind        text not null,
    unit        text not null,
    better      text,
    definition  text not null,
    numerator   text not null,
    denominator text,
    source      text not null,
    exclusions  text not null
);
comment on table publish.contract_indicator is 'What the indicators of contract reports mean';
comment on column publish.contract_indicator.indicator is 'Code';
comment on column publish.contract_indicator.position is 'Order';
comment on column publish.contract_indicator.label is 'As it is to be printed';
comment on column publish.contract_indicator.kind is 'count, share, ratio, mean, median, p90 or effect';
comment on column publish.contract_indicator.unit is 'What it is in';
comment on column publish.contract_indicator.better is 'higher or lower; null: neither is better in itself';
comment on column publish.contract_indicator.definition is 'What it says';
comment on column publish.contract_indicator.numerator is 'What is counted or summed';
comment on column publish.contract_indicator.denominator is 'What it is divided by';
comment on column publish.contract_indicator.source is 'Feeds and fields that it comes from';
comment on column publish.contract_indicator.exclusions is 'Who or what is left out';

create table if not exists publish.contract_period (
    programme   text not null,
    period_kind text not null check (period_kind in ('all', 'year', 'term', 'month')),
    period      date,
    label       text not null,
    unique nulls not distinct (programme, period_kind, period)
);
comment on table publish.contract_period is 'Periods of contract reports';
comment on column publish.contract_period.programme is 'Programme';
comment on column publish.contract_period.period_kind is 'all (up to tonight), year (academic), term or month';
comment on column publish.contract_period.period is 'First day; null: all';
comment on column publish.contract_period.label is 'As it is to be printed';

create table if not exists publish.contract_value (
    programme   text not null,
    provider    text not null,
    indicator   text not null,
    period_kind text not null check (period_kind in ('all', 'year', 'term', 'month')),
    period      date,
    label       text not null,
    n           bigint,
    value       numeric,
    lower       numeric,
    upper       numeric,
    symbol      text check (symbol in ('c', 'x', 'z')),
    unique nulls not distinct (provider, programme, indicator, period_kind, period),
    check ((value is null) <> (symbol is null))
);
comment on table publish.contract_value is 'Indicators of a provider by period';
comment on column publish.contract_value.programme is 'Programme';
comment on column publish.contract_value.provider is 'Provider';
comment on column publish.contract_value.indicator is 'Indicator';
comment on column publish.contract_value.period_kind is 'all (up to tonight), year (academic), term or month';
comment on column publish.contract_value.period is 'First day of the period; null: all';
comment on column publish.contract_value.label is 'Its name';
comment on column publish.contract_value.n is 'What the value stands on: its denominator; null for counts';
comment on column publish.contract_value.value is 'Value';
comment on column publish.contract_value.lower is 'Lower 95% limit';
comment on column publish.contract_value.upper is 'Upper 95% limit';
comment on column publish.contract_value.symbol is 'Why there is no value: c confidential, x not collected, z not applicable';

create table if not exists publish.contract_target (
    programme    text not null,
    provider     text not null,
    indicator    text not null,
    period_start date not null,
    period_end   date not null,
    target       numeric not null,
    amber        numeric,
    value        numeric,
    light        text check (light in ('green', 'amber', 'red')),
    symbol       text check (symbol in ('c', 'x', 'z')),
    primary key (provider, programme, indicator, period_start),
    check ((value is null) <> (symbol is null)),
    check ((light is null) = (value is null))
);
comment on table publish.contract_target is 'Targets in contracts and what came of them by tonight';
comment on column publish.contract_target.programme is 'Programme';
comment on column publish.contract_target.provider is 'Provider';
comment on column publish.contract_target.indicator is 'Indicator';
comment on column publish.contract_target.period_start is 'First day of the period';
comment on column publish.contract_target.period_end is 'Last day of the period';
comment on column publish.contract_target.target is 'Value to be reached';
comment on column publish.contract_target.amber is 'Value from which it is amber; null: there is no amber';
comment on column publish.contract_target.value is 'Value so far';
comment on column publish.contract_target.light is 'green: target reached; amber: nearly; red: not';
comment on column publish.contract_target.symbol is 'Why there is no value: c confidential, x not collected, z not applicable';

-- The same as they are to be read.
create or replace view publish.contract_column as
select programme, period_kind, period, label,
       array_position(array['month', 'term', 'year', 'all'], period_kind) as span
from publish.contract_period;
comment on view publish.contract_column is 'publish.contract_period with the order of the kinds: span';

create or replace view publish.contract_cell as
select v.programme, v.provider, v.indicator, i.label as title, i.kind, i.unit, v.period_kind, v.period, v.label, v.n,
       v.value, v.lower, v.upper, v.symbol, i.position,
       array_position(array['month', 'term', 'year', 'all'], v.period_kind) as span
from publish.contract_value v
join publish.contract_indicator i using (indicator);
comment on view publish.contract_cell is 'publish.contract_value with what the indicators are called, and the order of indicators (position) and periods (span, period)';

create or replace view publish.contract_light as
select t.programme, t.provider, t.indicator, i.label as title, i.kind, i.unit, i.better, t.period_start, t.period_end,
       t.target, t.amber, t.value, t.light, t.symbol,
       to_char(t.period_start, 'FMDD Mon YYYY') || ' to ' || to_char(t.period_end, 'FMDD Mon YYYY') as label, i.position
from publish.contract_target t
join publish.contract_indicator i using (indicator);
comment on view publish.contract_light is 'publish.contract_target with what the indicators are called, and their order';
