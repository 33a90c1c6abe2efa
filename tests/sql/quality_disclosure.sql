-- What of the quality report may be shown, and how complete the evidence is, from counts that can be checked by eye.
begin;
select no_plan();
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';
insert into core.provider (provider, name, programme) values
    ('A', 'Alder <House>', 'ap'), ('B', 'Birch House', 'ap'), ('C', 'Cedar House', 'ap');
insert into ops.run (night, verdict, ended_at, held, failed, not_attempted, waiting) values
    ('2025-10-30', 'held', now(), 2, 0, 0, 0), ('2025-10-31', 'failed', now(), 0, 1, 0, 0);
select ops.enter_unit('s', 'referral', 'all');
insert into ops.failure (night, source, feed, slot, problem) values ('2025-10-31', 's', 'person', 'x', 'torn');

-- A: 40 start and have ended, 30 with a baseline, 20 of them with an endpoint; 40,000 pounds. B: 30 start, 15 still go
-- on; the others have attendance before and an endpoint, and nobody knows the cost. C: 25, of whom 22 have an
-- endpoint; 25,000 pounds.
create temp table pupil as
select p.provider, n, pg_temp.p(p.base + n) as person_key, n <= p.ended as ended, n <= p.baseline as baseline,
       n <= p.endpoint as endpoint
from (values ('A', 1000, 40, 40, 30, 20), ('B', 2000, 30, 15, 15, 15), ('C', 3000, 25, 25, 25, 22))
    p (provider, base, starts, ended, baseline, endpoint)
cross join lateral generate_series(1, p.starts) n;
insert into core.placement (provider, programme, placement_ref, referral_ref, person_key, start_date, end_date)
select provider, 'ap', person_key, person_key, person_key, date '2025-02-03', case when ended then date '2025-07-18' end
from pupil;
insert into core.destination (provider, person_key, programme, stage, destination, start_date)
select provider, person_key, 'ap', 'entry', 'neet-seeking', date '2025-02-03' from pupil where baseline and provider <> 'B'
union all
select provider, person_key, 'ap', 'exit', case when n % 2 = 0 then 'neet-seeking' else 'education-fe' end, date '2025-07-20'
from pupil where endpoint;
insert into core.attendance (provider, person_key, programme, phase, period_start, sessions_possible, attended)
select provider, person_key, 'ap', 'before', date '2024-11-01', 100, 50 from pupil where baseline and provider = 'B';
insert into core.cost (provider, programme, cost_ref, period_start, period_end, kind, basis, amount, price_year) values
    ('A', 'ap', '1', '2024-09-01', '2025-08-31', 'revenue', 'block', 40000, 2024),
    ('C', 'ap', '1', '2024-09-01', '2025-08-31', 'revenue', 'block', 25000, 2024);

-- VODIM, one field each but for E: 97 and 3; 50, 4 and 5; 50, 6 and 7; 20 and 80 that does not apply; all of it zero
-- or over. Fields of two providers: 4 and 20 invalid.
insert into ops.load (unit, load_no, night, mode, content_hash, contract_edition, read, inserted, updated, unchanged,
    duplicate, rejected, retired, restored, adopted)
select ops.unit_key('s', 'referral', 'all'), 1, date '2025-10-30', 'snapshot', 'h', 'e', 50, 50, 0, 0, 0, 0, 0, 0, 0
union all
select ops.unit_key('s', 'referral', 'all'), 2, date '2025-10-31', 'snapshot', 'h', 'e', 146, 100, 30, 0, 12, 4, 0, 0, 0;
insert into ops.quality (unit, load_no, provider, field, valid, other, defaulted, invalid, missing, not_applicable)
select ops.unit_key('s', 'referral', 'all'), 2, q.*
from (values ('P', 'p', 97, 0, 0, 0, 3, 0), ('Q', 'q', 50, 0, 0, 4, 5, 0), ('R', 'r', 50, 0, 0, 6, 7, 0),
    ('S', 's', 20, 0, 0, 0, 0, 80), ('T', 't', 10, 0, 0, 0, 15, 0), ('U', 't', 30, 0, 0, 4, 11, 0),
    ('V', 't', 30, 0, 0, 20, 11, 0), ('W', 'w', 0, 0, 0, 0, 0, 40)) q;
insert into ops.reject (unit, load_no, source_row, stage, rule, severity)
select ops.unit_key('s', 'referral', 'all'), 2, n, 'validate', case when n <= 12 then 'often' else 'seldom' end, 'record'
from generate_series(1, 15) n;

\i tests/sql/include/mart.psql
\i sql/publish/010_disclosure.sql
\i sql/publish/020_tables.sql
\i sql/publish/030_refresh.sql
\i sql/publish/040_quality_tables.sql
\i sql/publish/041_quality_disclosure.sql
\i sql/publish/042_quality_refresh.sql
\i sql/publish/090_rights.sql

select results_eq($$ select provider, starts, with_baseline, with_cost, cohort, with_endpoint, complete, not_due, spend,
                            spend_complete, coverage from mart.completeness order by 1 nulls last $$,
    $$ values ('A', 40::bigint, 30::bigint, 40::bigint, 40::bigint, 20::bigint, 20::bigint, 0::bigint, 40000.00, 20000.00, 0.5000),
              ('B', 30, 15, 0, 15, 15, 0, 15, null, null, null),
              ('C', 25, 25, 25, 25, 22, 22, 0, 25000.00, 22000.00, 0.8800),
              (null, 95, 70, 65, 80, 57, 42, 15, 65000.00, 42000.00, 0.6462) $$,
    'baseline, endpoint, cost, and the spend that good data cover; who is not due is asked for no endpoint');
select results_eq($$ select provider, starts, with_baseline, with_endpoint, complete, not_due, spend_complete, coverage
                     from publish.completeness order by provider collate "C" $$,
    $$ values ('*', '95', '70', 'c', '42', '15', '42000.00', '0.6462'),
              ('A', '40', '30', '20', '20', '0', '20000.00', '0.5000'),
              ('B', '30', '15', 'c', 'c', '15', 'x', 'x'), ('C', '25', '25', 'c', 'c', '0', 'c', 'c') $$,
    'three without an endpoint are hidden, and so is a second provider''s, and a total that leaves them');

create function pg_temp.shown(provider text) returns text
language sql return (select concat_ws(' ', valid, invalid, missing, denominator, not_applicable, pass_rate)
                     from publish.quality q where q.provider = shown.provider);
select is(pg_temp.shown('P'), 'c 0 c 100 0 c', 'three missing of a hundred would follow from 97: no rate either');
select is(pg_temp.shown('Q'), 'c c c 59 0 c', 'nine, in two classes, would too');
select is(pg_temp.shown('R'), '50 c c 63 0 0.7937', 'thirteen would not');
select is(pg_temp.shown('S'), '20 0 0 20 80 1.0000', 'zero stays');
select is(pg_temp.shown('T'), '10 0 15 25 0 0.4000', 'what is enough stays');
select is(pg_temp.shown('U'), '30 c c 45 0 0.6667', 'four invalid are hidden, and a second class of theirs');
select is(pg_temp.shown('V'), '30 c c 61 0 0.4918', 'and a second provider''s twenty, which a rule''s count would tell from');
select is(pg_temp.shown('W'), '0 0 0 0 40 z', 'where nothing applies there is no rate');
select is((select pass_rate from publish.quality_provider where provider = 'P'), 'c', 'nor is there one of a provider''s only field');

select results_eq($$ select rule, records from publish.rule order by position $$,
    $$ values ('often', '12'), ('seldom', 'c') $$, 'a rule broken three times');
select results_eq($$ select item, tonight, night_before, change from publish.night_change
                     where item in ('failed', 'delivered', 'inserted', 'updated', 'duplicate', 'rejected') order by position $$,
    $$ values ('failed', '1', '0', '1'), ('delivered', '146', '50', '96'), ('inserted', '100', '50', '50'),
              ('updated', '30', '0', '30'), ('duplicate', 'c', '0', 'c'), ('rejected', 'c', '0', 'c') $$,
    'four rejected records would follow from the rest: the repeated ones are hidden with them; units are nobody');
select results_eq('select * from publish.night',
    $$ values (date '2025-10-31', 'failed', 65, date '2025-10-30', 'held') $$, 'the verdict is the ledger''s');
update ops.run set verdict = 'clean' where night = '2025-10-31';
select results_eq('select verdict, exit_code from publish.night', $$ values ('clean', 0) $$, 'also where that changes later');
select results_eq($$ select name, state, reason, deliveries from publish.unapplied $$,
    $$ values ('Several providers, or not known which', 'failed', 'see ontrack status', 1::bigint) $$,
    'a failure does not say why: that may name a file');
select results_eq($$ select provider, pass_rate, complete, coverage from publish.history
                     where month = '2025-10-01' and provider in ('A', 'C', 'S') order by 1 $$,
    $$ values ('A', 'x', '0.50', '0.50'), ('C', 'x', 'c', 'c'), ('S', '1.00', 'x', 'x') $$, 'the month, as tonight shows it');

-- A rate beside a suppressed number of errors: 900 of 1,000 and 4 is 90% with and without them; 90 of 100 and 4 is not.
select is(mart.shown_rate(900, 1000, 4, true), '0.90', 'a rate that four errors don''t change');
select is(mart.shown_rate(90, 100, 4, true), 'c', 'one that they do');
select is(mart.shown_rate(90, 100, 20, false), '0.7500', 'twenty errors are shown, and lower it');
select is(mart.shown_rate(0, 0, 0, false), 'z', 'nothing to judge');
select is(mart.shown_rate(0, 0, 4, true), 'c', 'nothing but errors');

-- A thousand random fields at five providers. No sum leaves one hidden count, or hidden ones that come to too few, as long
-- as there is another that could have been hidden with them.
delete from mart.quality_cell;
select setseed(0.42);
insert into mart.quality_cell (about, feed, provider, field, class, n, sums)
select 'field', 'f' || f % 4, 'p' || p, 'x' || f, class, (random() * random() * random() * 60)::bigint,
       array['row' || f || p, 'over' || f || class, 'all' || p || class]
from generate_series(1, 200) f, generate_series(1, 5) p,
     unnest(array['valid', 'other', 'defaulted', 'invalid', 'missing', 'not_applicable']) class;
analyze mart.quality_cell;
call mart.hide_quality();
create temp table told as
select sum, count(*) filter (where not visible) as hidden, sum(n) filter (where not visible) as rest,
       count(*) filter (where visible and n > 0) as others
from mart.quality_cell, unnest(sums) sum group by sum;
select is_empty('select * from mart.quality_cell where visible and n between 1 and 9', 'no count from one to nine is shown');
select is_empty('select * from told where others > 0 and (hidden = 1 or rest between 1 and 9)', 'nor follows from a sum');
select is_empty('select * from mart.quality_cell where not visible and n = 0', 'no zero is hidden');
select cmp_ok((select count(*) from mart.quality_cell where visible and n >= 10), '>',
    (select count(*) from mart.quality_cell where n >= 10) / 4, 'and yet something is shown');
select is_empty($$
    select about, feed, provider, field from mart.quality_shown s
    where denominator_visible and exists (
        select from (select count(*) as hidden, sum(n) as rest from mart.quality_cell c
                     where (c.about, c.feed, c.provider, c.field) = (s.about, s.feed, s.provider, s.field)
                       and class <> 'not_applicable' and not visible) h
        where hidden = 1 or rest between 1 and 9) $$, 'nor from a denominator');

set local role ontrack_commissioner;
select lives_ok('select * from publish.' || t, 'the commissioner reads publish.' || t)
from unnest(array['night', 'night_change', 'unapplied', 'quality_provider', 'quality', 'rule', 'completeness', 'timeliness',
    'history']) t;
select throws_ok('select * from ops.run', '42501', null, 'and not the ledger');
select throws_ok('select * from mart.quality_cell', '42501', null, 'nor what is hidden');
reset role;
select is_empty($$
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where (c.relnamespace = 'publish'::regnamespace and c.relname in ('night', 'night_change', 'unapplied', 'quality_provider',
              'quality', 'rule', 'completeness', 'timeliness', 'history')
           or c.oid in ('mart.completeness'::regclass, 'mart.person_evidence'::regclass, 'mart.quality_cell'::regclass,
              'mart.completeness_cell'::regclass))
      and a.attnum > 0 and not a.attisdropped and col_description(c.oid, a.attnum) is null $$,
    'every column says what it is');
select * from finish();
rollback;
