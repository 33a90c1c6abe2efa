-- The published copies of the quality report. Cells that may be hidden are text: a number, or its symbol: c
-- confidential (suppressed), x not collected, z not applicable. Providers have their names: they are nobody.

-- A view, so that it says what the ledger says, whatever comes after this.
create or replace view publish.night as
select r.night, r.verdict, case r.verdict when 'clean' then 0 else 65 end as exit_code,
       b.night as before, b.verdict as before_verdict
from publish.edition e
join ops.run r on r.night = e.as_of
left join lateral (select night, verdict from ops.run where night < r.night order by night desc limit 1) b on true
where r.verdict is not null;
comment on view publish.night is 'How the night went: one row';
comment on column publish.night.night is 'The night';
comment on column publish.night.verdict is 'clean, held or failed: as ontrack run said';
comment on column publish.night.exit_code is 'The exit code that goes with it';
comment on column publish.night.before is 'The night before; null: it is the first';
comment on column publish.night.before_verdict is 'Its verdict';

create table if not exists publish.night_change (
    position     smallint primary key,
    item         text not null,
    label        text not null,
    unit         text not null,
    tonight      text not null,
    night_before text not null,
    change       text not null
);
comment on table publish.night_change is 'What changed since the night before';
comment on column publish.night_change.position is 'Order';
comment on column publish.night_change.item is 'Which figure';
comment on column publish.night_change.label is 'As it is to be printed';
comment on column publish.night_change.unit is 'deliveries (units of them) or records';
comment on column publish.night_change.tonight is 'The figure, or its symbol';
comment on column publish.night_change.night_before is 'That of the night before, or its symbol';
comment on column publish.night_change.change is 'The difference, or its symbol';

create table if not exists publish.unapplied (
    source     text not null,
    feed       text not null,
    provider   text,
    name       text not null,
    state      text not null check (state in ('held', 'failed')),
    reason     text not null,
    deliveries bigint not null
);
comment on table publish.unapplied is 'Deliveries that are held, or that the night could not apply';
comment on column publish.unapplied.source is 'Source';
comment on column publish.unapplied.feed is 'Feed';
comment on column publish.unapplied.provider is 'Provider; null: of several, or not known';
comment on column publish.unapplied.name is 'As it is to be printed';
comment on column publish.unapplied.state is 'held or failed';
comment on column publish.unapplied.reason is 'The gates that hold it; of a failure, where its reason is told';
comment on column publish.unapplied.deliveries is 'How many units';

create table if not exists publish.quality_provider (
    position       integer not null,
    provider       text,
    name           text not null,
    pass_rate      text not null,
    month_before   text not null,
    valid          text not null,
    other          text not null,
    defaulted      text not null,
    invalid        text not null,
    missing        text not null,
    denominator    text not null,
    not_applicable text not null,
    error          text not null,
    held           bigint not null,
    failed         bigint not null
);
comment on table publish.quality_provider is 'How good the fields of each provider are, over all feeds';
comment on column publish.quality_provider.position is 'Order: the lowest pass rate first';
comment on column publish.quality_provider.provider is 'Provider; null: none, or not known which';
comment on column publish.quality_provider.name is 'As it is to be printed';
comment on column publish.quality_provider.pass_rate is 'valid / (denominator + error), or its symbol';
comment on column publish.quality_provider.month_before is 'That of the month before, or its symbol';
comment on column publish.quality_provider.valid is 'Values that nothing is wrong with, or its symbol';
comment on column publish.quality_provider.other is 'Codes that say something else, or its symbol';
comment on column publish.quality_provider.defaulted is 'Codes that say not known, or its symbol';
comment on column publish.quality_provider.invalid is 'Values that break a check or could not be read, or its symbol';
comment on column publish.quality_provider.missing is 'No value where one is to be expected, or its symbol';
comment on column publish.quality_provider.denominator is 'The five together, or its symbol';
comment on column publish.quality_provider.not_applicable is 'No value, and none is to be expected, or its symbol';
comment on column publish.quality_provider.error is 'Values of records that could not be read, or its symbol';
comment on column publish.quality_provider.held is 'Deliveries held';
comment on column publish.quality_provider.failed is 'Deliveries that failed';

create table if not exists publish.quality (
    feed           text not null,
    provider       text,
    name           text not null,
    field          text not null,
    pass_rate      text not null,
    valid          text not null,
    other          text not null,
    defaulted      text not null,
    invalid        text not null,
    missing        text not null,
    denominator    text not null,
    not_applicable text not null,
    error          text not null,
    unique nulls not distinct (feed, provider, field)
);
comment on table publish.quality is 'VODIM by provider and field';
comment on column publish.quality.feed is 'Feed';
comment on column publish.quality.provider is 'Provider; null: none, or not known which';
comment on column publish.quality.name is 'As it is to be printed';
comment on column publish.quality.field is 'Field';
comment on column publish.quality.pass_rate is 'valid / (denominator + error), or its symbol';
comment on column publish.quality.valid is 'A value, and nothing is wrong with it: how many, or its symbol';
comment on column publish.quality.other is 'A code that says something else: how many, or its symbol';
comment on column publish.quality.defaulted is 'A code that says not known: how many, or its symbol';
comment on column publish.quality.invalid is 'A value that breaks a check or could not be read: how many, or its symbol';
comment on column publish.quality.missing is 'No value where one is to be expected: how many, or its symbol';
comment on column publish.quality.denominator is 'The five together, or its symbol';
comment on column publish.quality.not_applicable is 'No value, and none is to be expected: how many, or its symbol';
comment on column publish.quality.error is 'Records that could not be read: how many, or its symbol';

create table if not exists publish.rule (
    position  integer primary key,
    feed      text not null,
    rule      text not null,
    field     text,
    taken     text not null,
    message   text not null,
    guidance  text,
    records   text not null,
    providers text not null
);
comment on table publish.rule is 'Rules that are broken in what stands, the most frequent first';
comment on column publish.rule.position is 'Order';
comment on column publish.rule.feed is 'Feed';
comment on column publish.rule.rule is 'Rule';
comment on column publish.rule.field is 'Field; null: the rule is the record''s';
comment on column publish.rule.taken is 'Whether the records were taken';
comment on column publish.rule.message is 'What is wrong';
comment on column publish.rule.guidance is 'What to do about it';
comment on column publish.rule.records is 'In how many records, or its symbol';
comment on column publish.rule.providers is 'In how many providers'' own deliveries, and in how many sources'' that are shared by several';

create table if not exists publish.completeness (
    position      integer not null,
    title         text not null,
    programme     text not null,
    provider      text not null,
    name          text not null,
    referrals     text not null,
    referrals_with_baseline text not null,
    starts        text not null,
    with_baseline text not null,
    with_cost     text not null,
    cohort        text not null,
    with_endpoint text not null,
    complete      text not null,
    not_due       text not null,
    spend         text not null,
    spend_complete text not null,
    coverage      text not null,
    primary key (programme, provider)
);
comment on table publish.completeness is 'How much of what value for money needs is there';
comment on column publish.completeness.position is 'Order: each programme, then its providers';
comment on column publish.completeness.title is 'Title of the programme';
comment on column publish.completeness.programme is 'Programme';
comment on column publish.completeness.provider is 'Provider; *: the whole programme';
comment on column publish.completeness.name is 'As it is to be printed';
comment on column publish.completeness.referrals is 'Young people referred, or its symbol';
comment on column publish.completeness.referrals_with_baseline is 'Those with a baseline, or its symbol';
comment on column publish.completeness.starts is 'Young people whose help began, or its symbol';
comment on column publish.completeness.with_baseline is 'Those with a baseline, or its symbol';
comment on column publish.completeness.with_cost is 'Those with a cost, or its symbol';
comment on column publish.completeness.cohort is 'Those whose outcome can be asked for, or its symbol';
comment on column publish.completeness.with_endpoint is 'Those of the cohort with an endpoint, or its symbol';
comment on column publish.completeness.complete is 'Those of the cohort with a baseline, an endpoint and a cost, or its symbol';
comment on column publish.completeness.not_due is 'Starters of whom no endpoint is asked yet, or its symbol';
comment on column publish.completeness.spend is 'Spend, pounds, or its symbol';
comment on column publish.completeness.spend_complete is 'Spend on those who are complete, pounds, or its symbol';
comment on column publish.completeness.coverage is 'spend_complete / spend, or its symbol';

create table if not exists publish.timeliness (
    position  integer not null,
    source    text not null,
    provider  text not null,
    name      text not null,
    period    text not null,
    night     date,
    due_on    text not null,
    days_late text not null,
    event_age text not null,
    primary key (source, provider)
);
comment on table publish.timeliness is 'How recent the data of each source and provider are';
comment on column publish.timeliness.position is 'Order: those most behind first';
comment on column publish.timeliness.source is 'Source';
comment on column publish.timeliness.provider is 'Provider';
comment on column publish.timeliness.name is 'As it is to be printed';
comment on column publish.timeliness.period is 'The latest period delivered; z: deliveries name none';
comment on column publish.timeliness.night is 'The latest night that took something new';
comment on column publish.timeliness.due_on is 'Day by which the next delivery is expected; z: none is';
comment on column publish.timeliness.days_late is 'Days since then: 0 where it is not yet due; z: none is expected';
comment on column publish.timeliness.event_age is 'Whole weeks from the newest event to tonight, a single day being somebody''s; z: the source tells of none; c: it tells of too few';

create table if not exists publish.history (
    month     date not null,
    provider  text not null,
    name      text not null,
    pass_rate text not null,
    complete  text not null,
    coverage  text not null,
    primary key (month, provider)
);
comment on table publish.history is 'The last 13 months of each provider';
comment on column publish.history.month is 'First day of the month';
comment on column publish.history.provider is 'Provider';
comment on column publish.history.name is 'As it is to be printed';
comment on column publish.history.pass_rate is 'valid / (valid + other + defaulted + invalid + missing + error) over all fields, or its symbol';
comment on column publish.history.complete is 'Share of the cohort with a baseline, an endpoint and a cost, over the provider''s programmes, or its symbol';
comment on column publish.history.coverage is 'Share of spend that good data cover, or its symbol';
