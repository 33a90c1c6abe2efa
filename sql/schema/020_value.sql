-- Reference figures that the marts reckon with. A figure is a dated row with its source, never a
-- constant in a formula: another edition is another row (sql/functions/210_reference.sql).

create table ref.parameter (
    name       text not null,
    value      numeric not null,
    valid_from date not null,
    valid_to   date,
    source     text not null,
    primary key (name, valid_from)
);
comment on table ref.parameter is 'Single figures of appraisal, by the dates they hold for';
comment on column ref.parameter.name is 'discount_rate: real social rate of time preference a year, years 0 to 30; disclosure_threshold: least count that may be shown';
comment on column ref.parameter.value is 'The figure';
comment on column ref.parameter.valid_from is 'First day that it holds';
comment on column ref.parameter.valid_to is 'Last day; null: open';
comment on column ref.parameter.source is 'Where it is published';

create table ref.deflator (
    price_year integer primary key,
    value      numeric not null check (value > 0),
    source     text not null
);
comment on table ref.deflator is
    'GDP deflator by financial year (the year in which it begins). Without a row for both years an amount is not moved between them';
comment on column ref.deflator.price_year is 'Financial year, by the year in which it begins';
comment on column ref.deflator.value is 'Index: only ratios of two rows are used';
comment on column ref.deflator.source is 'Edition that it was taken from';

create table ref.scale (
    instrument text not null,
    scale      text not null,
    direction  smallint not null check (direction in (-1, 1)),
    threshold  numeric,
    source     text not null,
    primary key (instrument, scale)
);
comment on table ref.scale is 'Scales of assessment: which way is better, and how much change is reliable';
comment on column ref.scale.instrument is 'Instrument (code list instrument)';
comment on column ref.scale.scale is 'Scale of it; * for every scale without a row of its own';
comment on column ref.scale.direction is '1: a higher score is better; -1: a lower one';
comment on column ref.scale.threshold is 'Least change that counts as reliable; null: none is published, any change counts';
comment on column ref.scale.source is 'Where it is published';

-- One person_id for what several providers know of a young person: see vault.link().

create table vault.person_cluster (
    provider   text not null,
    person_key uuid not null,
    person_id  uuid not null,
    members    integer not null default 1,
    primary key (provider, person_key)
);
comment on table vault.person_cluster is 'Which records of core.person are one person';
comment on column vault.person_cluster.provider is 'Provider';
comment on column vault.person_cluster.person_key is 'The provider''s own person: linking never changes it';
comment on column vault.person_cluster.person_id is 'The least member''s own id: the same however the rows come';
comment on column vault.person_cluster.members is 'Records in the cluster';

create table vault.person_conflict (
    provider   text not null,
    person_key uuid not null,
    kinds      text[] not null,
    primary key (provider, person_key)
);
comment on table vault.person_conflict is 'Records that would have been linked, in clusters where a kind of identifier has two values';
comment on column vault.person_conflict.provider is 'Provider';
comment on column vault.person_conflict.person_key is 'The provider''s own person';
comment on column vault.person_conflict.kinds is 'Kinds of identifier with two values or more in the cluster';
