-- What a night came to in numbers, and how good the data were month by month.

alter table ops.run
    add column held integer,
    add column failed integer,
    add column not_attempted integer,
    add column waiting integer;
comment on column ops.run.held is 'Units that were held; null: before this was recorded';
comment on column ops.run.failed is 'Units that failed';
comment on column ops.run.not_attempted is 'Units that hang on one that failed';
comment on column ops.run.waiting is 'Deliveries that were not whole yet';

-- One row a month, provider and feed, written by each night of the month: the last one's stands. Of older
-- months there are twelve, so that the table holds 13 rows for each feed of a provider, however long it runs.
create table ops.quality_month (
    month          date not null check (extract(day from month) = 1),
    provider       text,
    feed           text not null,
    night          date not null,
    valid          bigint not null,
    other          bigint not null,
    defaulted      bigint not null,
    invalid        bigint not null,
    missing        bigint not null,
    not_applicable bigint not null,
    error          bigint not null,
    hidden         boolean not null default true,
    unique nulls not distinct (month, provider, feed)
);
comment on table ops.quality_month is 'How good the fields of a feed were in what stood at the end of each of the last 13 months: ops.field_quality, summed over fields and sources';
comment on column ops.quality_month.month is 'First day of the month';
comment on column ops.quality_month.provider is 'The provider; null: none, or more than one';
comment on column ops.quality_month.feed is 'The feed';
comment on column ops.quality_month.night is 'The night of the month that it is of: the latest so far';
comment on column ops.quality_month.valid is 'Values that nothing is wrong with';
comment on column ops.quality_month.other is 'Codes that say something else';
comment on column ops.quality_month.defaulted is 'Codes that say not known';
comment on column ops.quality_month.invalid is 'Values that break a check of the field, or could not be read';
comment on column ops.quality_month.missing is 'No value where one is to be expected';
comment on column ops.quality_month.not_applicable is 'No value, and none is to be expected';
comment on column ops.quality_month.error is 'Values of records that could not be read, so that nothing was judged';
comment on column ops.quality_month.hidden is 'The night did not publish the provider''s pass rate: nor does a later one';

create table ops.completeness_month (
    month             date not null check (extract(day from month) = 1),
    programme         text not null,
    provider          text not null,
    night             date not null,
    starts            bigint not null,
    with_baseline     bigint not null,
    with_cost         bigint not null,
    cohort            bigint not null,
    with_endpoint     bigint not null,
    complete          bigint not null,
    spend             numeric,
    spend_complete    numeric,
    hidden            boolean not null default true,
    primary key (month, programme, provider)
);
comment on table ops.completeness_month is 'What value for money needs, as it stood at the end of each of the last 13 months: mart.completeness';
comment on column ops.completeness_month.month is 'First day of the month';
comment on column ops.completeness_month.programme is 'Programme';
comment on column ops.completeness_month.provider is 'Provider';
comment on column ops.completeness_month.night is 'The night of the month that it is of: the latest so far';
comment on column ops.completeness_month.starts is 'Young people whose help began';
comment on column ops.completeness_month.with_baseline is 'Those with a baseline';
comment on column ops.completeness_month.with_cost is 'Those with a cost';
comment on column ops.completeness_month.cohort is 'Those whose outcome can be asked for (mart.journey.counted)';
comment on column ops.completeness_month.with_endpoint is 'Those of the cohort with an endpoint';
comment on column ops.completeness_month.complete is 'Those of the cohort with a baseline, an endpoint and a cost';
comment on column ops.completeness_month.spend is 'Spend, pounds; null: not collected';
comment on column ops.completeness_month.spend_complete is 'Spend on those who are complete, pounds';
comment on column ops.completeness_month.hidden is 'The night did not publish how many are complete: nor does a later one';

create table ops.expected (
    source text primary key,
    every  text not null check (every in ('day', 'week', 'month', 'quarter', 'year')),
    days   integer not null check (days between 0 and 366)
);
comment on table ops.expected is 'When each source is expected to deliver: "expected" of sources/NAME.json';
comment on column ops.expected.source is 'Name of the source';
comment on column ops.expected.every is 'One delivery a day, week, month, quarter or year';
comment on column ops.expected.days is 'Days after the end of the period by which it is to be there';

comment on column ops.run.verdict is 'What the last run of the night came to, as soon as its loads have ended; null before that';
comment on column ops.run.ended_at is 'When it ended; null while it goes on, or after it was killed';
