-- How good the data are, from a handful of rows that a person can check by eye.
begin;
select no_plan();
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';

insert into core.provider (provider, name, programme) values
    ('P1', 'Pine School', 'ap'), ('P2', 'Plum School', 'ap'), ('P3', 'Pear School', 'ap');
insert into ref.code (list, code) values ('provider', 'P2');
insert into ops.run (night, verdict, ended_at, held, failed, not_attempted, waiting) values
    ('2025-10-30', 'clean', now(), 0, 0, 0, 0), ('2025-10-31', 'failed', now(), 1, 1, 0, 0);

-- load(SOURCE, FEED, SLOT, LOAD, NIGHT, UNREAD, INSERTED, UPDATED, REJECTED)
create function pg_temp.load(source text, feed text, slot text, load_no integer, night date, unread bigint,
    inserted bigint, updated bigint, rejected bigint, period date default null) returns void
language plpgsql as $$
declare
    u uuid := ops.unit_key(source, feed, slot);
begin
    perform ops.enter_unit(source, feed, slot);
    insert into ops.load (unit, load_no, night, mode, period, content_hash, contract_edition, read, inserted, updated,
        unchanged, duplicate, rejected, retired, restored, adopted)
    values (u, load_no, night, case when period is null then 'snapshot' else 'period' end, period, 'h' || load_no, 'e',
        inserted + updated + rejected, inserted, updated, 0, 0, rejected, 3, 0, 0);
    insert into ops.load_stage values
        (u, load_no, 1, 'extract', inserted + updated + rejected + unread, inserted + updated + rejected, unread, 0),
        (u, load_no, 2, 'validate', inserted + updated + rejected, inserted + updated + rejected, 0, 0);
end
$$;
-- quality(SOURCE, FEED, SLOT, LOAD, PROVIDER, FIELD, V, O, D, I, M, NOT APPLICABLE)
create function pg_temp.quality(source text, feed text, slot text, load_no integer, provider text, field text,
    v bigint, o bigint, d bigint, i bigint, m bigint, na bigint) returns void
language sql as $$
    insert into ops.quality values (ops.unit_key(source, feed, slot), load_no, provider, field, v, o, d, i, m, na)
$$;

-- P1 and P2 are alike but for what does not apply; P3 but for records that could not be read. The first load of P1 is
-- of a night before, and stands no more.
select pg_temp.load('s', 'referral', 'P1/a', 1, '2025-10-30', 0, 5, 0, 0);
select pg_temp.quality('s', 'referral', 'P1/a', 1, 'P1', 'why', 5, 0, 0, 0, 0, 0);
select pg_temp.load('s', 'referral', 'P1/a', 2, '2025-10-31', 0, 100, 18, 2);
select pg_temp.quality('s', 'referral', 'P1/a', 2, 'P1', 'why', 8, 1, 1, 2, 8, 100);
select pg_temp.load('s', 'referral', 'P2/a', 1, '2025-10-30', 0, 20, 0, 0);
select pg_temp.quality('s', 'referral', 'P2/a', 1, 'P2', 'why', 8, 1, 1, 2, 8, 0);
select pg_temp.quality('s', 'referral', 'P2/a', 1, 'P2', 'none', 0, 0, 0, 0, 0, 20);
select pg_temp.load('s', 'referral', 'P3/a', 1, '2025-10-31', 20, 20, 0, 0);
select pg_temp.quality('s', 'referral', 'P3/a', 1, 'P3', 'why', 8, 1, 1, 2, 8, 0);
-- A delivery of two providers, two records of which could not be read; one of which none could be.
select pg_temp.load('shared', 'contact', 'all', 1, '2025-10-31', 2, 40, 0, 0);
select pg_temp.quality('shared', 'contact', 'all', 1, 'P1', 'day', 20, 0, 0, 0, 0, 0);
select pg_temp.quality('shared', 'contact', 'all', 1, 'P2', 'day', 20, 0, 0, 0, 0, 0);
select pg_temp.load('torn', 'contact', 'all', 1, '2025-10-31', 4, 0, 0, 0);

create function pg_temp.rate(provider text, field text) returns text
language sql return (select format('%s of %s and %s; %s not applicable', coalesce(pass_rate::text, 'none'), denominator,
                                   error, not_applicable)
                     from ops.field_quality q
                     where q.provider is not distinct from rate.provider and q.field = rate.field);
select is(pg_temp.rate('P1', 'why'), '0.4000 of 20 and 0; 100 not applicable', '8 of 20: what does not apply is on neither side');
select is(pg_temp.rate('P2', 'why'), '0.4000 of 20 and 0; 0 not applicable', 'so that without it the rate is the same');
select is(pg_temp.rate('P3', 'why'), '0.2000 of 20 and 20; 0 not applicable', '8 of 20 and 20 that could not be read: never higher');
select is(pg_temp.rate('P2', 'none'), 'none of 0 and 0; 20 not applicable', 'where nothing applies there is no rate, and not 100%');
select is(pg_temp.rate(null, 'day'), '0.0000 of 0 and 2; 0 not applicable', 'what could not be read of two providers is neither''s');
select is(pg_temp.rate('P1', 'day'), '1.0000 of 20 and 0; 0 not applicable', 'and is not counted with theirs');
select is(pg_temp.rate(null, '*'), '0.0000 of 0 and 4; 0 not applicable', 'a delivery that could not be read at all is not forgotten');
select results_eq($$ select valid, other, defaulted, invalid, missing, denominator, not_applicable, error, pass_rate
                     from ops.provider_quality where provider = 'P1' $$,
    $$ values (28::numeric, 1::numeric, 1::numeric, 2::numeric, 8::numeric, 40::numeric, 100::numeric, 0::numeric, 0.7000) $$,
    'a provider''s fields together: 28 of 40');

-- What is not applied, and whose it is.
insert into ops.hold (unit, content_hash, gate, observed, threshold, read, rejected) values
    (ops.unit_key('s', 'referral', 'P1/a'), 'h3', 'reject-share', 0.5, 0.2, 10, 5),
    (ops.unit_key('s', 'referral', 'P1/a'), 'h3', 'gone-share', 0.9, 0.5, 10, 5);
insert into ops.failure (night, source, feed, slot, problem) values
    ('2025-10-31', 's', 'referral', 'P2/b', 'torn'), ('2025-10-30', 's', 'referral', 'P2/c', 'of the night before');
select results_eq($$ select state, slot, reason, provider from ops.unapplied order by 1 $$,
    $$ values ('failed', 'P2/b', 'torn', 'P2'), ('held', 'P1/a', 'gone-share, reject-share', 'P1') $$,
    'held once, whatever the gates; failed tonight; by the slot where nothing was ever applied');
select results_eq($$ select provider, held, failed from ops.provider_quality where held + failed > 0 order by 1 $$,
    $$ values ('P1', 1::bigint, 0::bigint), ('P2', 0, 1) $$, 'by provider');

-- Rules: three records of P1 and one of a shared delivery; what is settled, and anonymise's echo, are no findings.
delete from ref.rule;
insert into ref.rule (feed, rule, field, message, guidance) values
    ('referral', 'R-1', null, 'is wrong', 'mend it'), ('*', 'date-format', null, 'no date', 'write one');
insert into ops.reject (unit, load_no, source_row, stage, field, rule, severity, settled) values
    (ops.unit_key('s', 'referral', 'P1/a'), 2, 2, 'validate', null, 'R-1', 'record', false),
    (ops.unit_key('s', 'referral', 'P1/a'), 2, 3, 'validate', null, 'R-1', 'record', false),
    (ops.unit_key('s', 'referral', 'P3/a'), 1, 3, 'validate', null, 'R-1', 'record', false),
    (ops.unit_key('s', 'referral', 'P1/a'), 2, 4, 'load', 'ref', 'parent-missing', 'group', true),
    (ops.unit_key('s', 'referral', 'P1/a'), 2, 5, 'validate', 'upn', 'identifier', 'warning', false),
    (ops.unit_key('s', 'referral', 'P1/a'), 2, 5, 'anonymise', 'upn', 'no-pseudonym', 'warning', false),
    (ops.unit_key('shared', 'contact', 'all'), 1, 9, 'extract', 'day', 'date-format', 'record', false),
    (ops.unit_key('s', 'referral', 'P1/a'), 1, 2, 'validate', null, 'R-1', 'record', false);
select results_eq($$ select feed, rule, findings, records, providers, addressees, message, guidance
                     from ops.rule_frequency order by records desc, rule $$,
    $$ values ('referral', 'R-1', 3::bigint, 3::bigint, 2::bigint, array['P1', 'P3'], 'is wrong', 'mend it'),
              ('contact', 'date-format', 1, 1, 0, array['shared'], 'no date', 'write one'),
              ('referral', 'identifier', 1, 1, 1, array['P1'], 'identifier', null) $$,
    'rules by how often they are broken in what stands, and whose deliveries');

-- Two nights: tonight 20 more were inserted than were ever delivered before.
select results_eq($$ select item, figure, figure_before, change from ops.night_change
                     where night = '2025-10-31' and item in ('applied', 'held', 'failed', 'inserted', 'updated',
                         'rejected', 'retired', 'delivered') order by position $$,
    $$ values ('applied', 4::bigint, 2::bigint, 2::bigint), ('held', 1, 0, 1), ('failed', 1, 0, 1),
              ('delivered', 206, 25, 181), ('inserted', 160, 25, 135), ('updated', 18, 0, 18), ('rejected', 28, 0, 28),
              ('retired', 12, 6, 6) $$, 'the night against the one before');

-- History: a row a month, provider and feed; the latest night of a month stands; thirteen months.
select ok(ops.begin_month('2025-10-30'), 'a night begins its month');
select ops.keep_quality('2025-10-30');
select ok(ops.begin_month('2025-10-31'), 'a later one begins it anew');
select ops.keep_quality('2025-10-31');
select results_eq($$ select month, night, valid, error from ops.quality_month where provider = 'P3' $$,
    $$ values (date '2025-10-01', date '2025-10-31', 8::bigint, 20::bigint) $$, 'and its figures stand');
select ok(not ops.begin_month('2025-10-30'), 'an earlier night that is run again does not overwrite them');
insert into ops.quality_month select m, 'P9', 'referral', m, 1, 0, 0, 0, 0, 0, 0
from generate_series(date '2024-08-01', date '2025-09-01', interval '1 month') m;
select ok(ops.begin_month('2025-10-31'), 'the same night may be run again');
select results_eq($$ select min(month), count(*) from ops.quality_month where provider = 'P9' $$,
    $$ values (date '2024-10-01', 12::bigint) $$, 'twelve months before this one are kept');

-- When the next delivery is due: by hand.
\i sql/mart/000_edition.sql
\i sql/mart/010_functions.sql
\i sql/mart/020_link.sql
\i sql/mart/110_timeliness.sql
select is(mart.next_due(d, every, days), due, format('after %s, %s + %s', d, every, days))
from (values (date '2025-09-01', 'month', 30, date '2025-11-30'), ('2025-09-17', 'month', 0, '2025-10-31'),
    ('2025-08-05', 'quarter', 20, '2026-01-20'), ('2025-10-29', 'day', 1, '2025-10-31'),
    ('2025-10-22', 'week', 3, '2025-11-05'), ('2024-12-01', 'year', 90, '2026-03-31')) v (d, every, days, due);
delete from ops.expected;
select ops.keep_expected('months', 'month', 10);
select ops.keep_expected('s', 'week', 2);
select ops.keep_expected('gone', 'week', 2);
select ops.keep_expected('gone', null, 0);
select results_eq('select source, every, days from ops.expected order by 1',
    $$ values ('months', 'month', 10), ('s', 'week', 2) $$, 'what is expected is what the sources say now');
-- August has come; September was due on 10 October, 21 days ago. A referral of P2 on 8 October: the week of the 13th
-- was due on the 21st, 10 days ago.
select pg_temp.load('months', 'contact', 'P1/2025-08', 1, '2025-09-03', 0, 1, 0, 0, '2025-08-01');
select pg_temp.quality('months', 'contact', 'P1/2025-08', 1, 'P1', 'day', 1, 0, 0, 0, 0, 0);
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, closed_date, unit) values
    ('P2', pg_temp.p(1), pg_temp.p(1), 'ap', '2025-10-01', '2025-10-08', ops.unit_key('s', 'referral', 'P2/a')),
    ('P2', pg_temp.p(2), pg_temp.p(2), 'ap', '2025-09-01', '2026-10-08', ops.unit_key('s', 'referral', 'P2/a'));
\i sql/mart/110_timeliness.sql
select results_eq($$ select source, period, due_on, days_late, newest_event, event_age, events from mart.timeliness
                     where (source, provider) in (('months', 'P1'), ('s', 'P2'), ('shared', 'P1')) order by 1 $$,
    $$ values ('months', '2025-08', date '2025-10-10', 21, null::date, null::integer, 0::bigint),
              ('s', 'a', '2025-10-21', 10, '2025-10-08', 23, 3), ('shared', null, null, null, null, null, 0) $$,
    'days late, and the newest event that is not of tomorrow');

-- Every column of the views that people read says what it is.
select is_empty($$
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.oid in ('ops.addressee'::regclass, 'ops.field_quality'::regclass, 'ops.unapplied'::regclass,
        'ops.provider_quality'::regclass, 'ops.rule_frequency'::regclass, 'ops.night_total'::regclass,
        'ops.night_change'::regclass, 'ops.quality_history'::regclass, 'mart.timeliness'::regclass)
      and a.attnum > 0 and not a.attisdropped and col_description(c.oid, a.attnum) is null $$,
    'every column says what it is');
set local role ontrack_analyst;
select lives_ok('select * from ops.' || v, 'the analyst reads ops.' || v)
from unnest(array['field_quality', 'provider_quality', 'rule_frequency', 'night_total', 'night_change', 'unapplied',
    'quality_history']) v;
select throws_ok('select * from ops.reject', '42501', null, 'but not what they are made of');
reset role;
select * from finish();
rollback;
