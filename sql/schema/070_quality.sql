-- VODIM: how good each field is, by provider, as validate counted it (lib/record/quality.h).

create table ops.quality (
    unit           uuid not null,
    load_no        integer not null,
    provider       text,
    field          text not null,
    valid          bigint not null,
    other          bigint not null,
    defaulted      bigint not null,
    invalid        bigint not null,
    missing        bigint not null,
    not_applicable bigint not null,
    foreign key (unit, load_no) references ops.load
);
create unique index quality_key on ops.quality (unit, load_no, field, coalesce(provider, ''));
comment on table ops.quality is 'How good each field of a load was, by provider: all records that validate judged, rejected ones too. valid, other, defaulted, invalid and missing add up to the denominator';
comment on column ops.quality.unit is 'The load unit';
comment on column ops.quality.load_no is 'Its load';
comment on column ops.quality.provider is 'The provider that the records name; null: none, or one that is no provider''s code';
comment on column ops.quality.field is 'The field';
comment on column ops.quality.valid is 'A value, and nothing is wrong with it';
comment on column ops.quality.other is 'A code that says something else';
comment on column ops.quality.defaulted is 'A code that says not known';
comment on column ops.quality.invalid is 'A value that breaks a check of the field, or could not be read';
comment on column ops.quality.missing is 'No value where one is to be expected';
comment on column ops.quality.not_applicable is 'No value, and none is to be expected; no part of the denominator';

create view ops.vodim as
select l.source, l.feed, q.provider, q.field, sum(q.valid) as valid, sum(q.other) as other,
       sum(q.defaulted) as defaulted, sum(q.invalid) as invalid, sum(q.missing) as missing,
       sum(q.valid + q.other + q.defaulted + q.invalid + q.missing) as denominator,
       sum(q.not_applicable) as not_applicable
from ops.quality q
join ops.latest l using (unit, load_no)
group by l.source, l.feed, q.provider, q.field;
comment on view ops.vodim is 'How good each field is in what stands, by feed and provider';
