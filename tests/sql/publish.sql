-- What the commissioner reads, from three providers of which one is too small to be shown.
begin;
select plan(29);
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';

-- A: 40 start, 20 with the outcome. B: 30 and 15. C: 9 and 4. All have ended.
insert into core.provider (provider, name, programme, area) values
    ('A', 'Alder House', 'ap', 'Northshire'), ('B', 'Birch <House> & Co', 'ap', null), ('C', 'Cedar House', 'ap', null);
create temp table pupil as
select p.provider, n, pg_temp.p(p.base + n) as person_key, n <= p.outcomes as outcome
from (values ('A', 1000, 40, 20), ('B', 2000, 30, 15), ('C', 3000, 9, 4)) p (provider, base, starts, outcomes)
cross join lateral generate_series(1, p.starts) n;
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision)
select provider, person_key, person_key, 'ap', date '2025-01-06', 'accepted' from pupil;
insert into core.placement (provider, programme, placement_ref, referral_ref, person_key, start_date, end_date, end_reason)
select provider, 'ap', person_key, person_key, person_key, date '2025-02-03', date '2025-07-18',
       case when outcome then 'completed' else 'withdrawn' end from pupil;
insert into core.destination (provider, person_key, programme, stage, destination, start_date)
select provider, person_key, 'ap', 'exit', case when outcome then 'education-fe' else 'neet-seeking' end, date '2025-07-20'
from pupil;
insert into core.attendance (provider, person_key, programme, phase, period_start, sessions_possible, attended)
select provider, person_key, 'ap', phase, start, 100, case phase when 'before' then 40 else 60 end
from pupil cross join (values ('before', date '2024-11-01'), ('after', date '2025-06-01')) a (phase, start)
where provider <> 'B';
insert into core.cost (provider, programme, cost_ref, period_start, period_end, kind, basis, amount, price_year)
select provider, 'ap', '1', '2024-09-01', '2025-08-31', 'revenue', 'block', count(*) * 1000, 2024 from pupil group by 1;

\i tests/sql/include/mart.psql
-- What appraise would say, with limits that are known when they are seen.
insert into mart.ratio (analysis, unit, n, cost, outcomes, ratio, lower, upper, set_type, boot_lower, boot_upper)
select 'ap-cost-per-outcome', unit, count(*), sum(cost), sum(outcome), sum(cost) / sum(outcome), 1500.004, 2500.006,
       'interval', 1501, 2501
from mart.set_ratio where programme = 'ap' group by unit;
insert into mart.frontier (analysis, strategy, cost, effect, inc_cost, inc_effect, icer, status) values
    ('ap-ladder', 'A', 1000, .5, null, null, null, 'ND'), ('ap-ladder', 'B', 1100, .6, 100, .1, 1000, 'ND'),
    ('ap-ladder', 'C', 1200, .7, 100, .1, 1000, 'ND'), ('programmes-ladder', 'ap', 1000, .5, null, null, null, 'ND');
insert into mart.compare (analysis, arm, measure, lambda, value)
select 'ap-compare', arm, measure, lambda, value
from (values ('B'), ('C')) a (arm)
cross join (values ('n', null::float8, '30'), ('n_reference', null, '40'), ('delta_cost', null, '100'),
    ('delta_effect', null, '0.1'), ('var_cost', null, '100'), ('var_effect', null, '0.01'), ('critical', null, '2'),
    ('quadrant', null, 'ne'), ('icer', null, '1000'), ('fieller_lower', null, '-5'), ('fieller_upper', null, '5'),
    ('set_type', null, 'complement'), ('replicates', null, '10000'), ('inmb', 5000, '400'), ('inmb_lower', 5000, '-1'), ('inmb_upper', 5000, '801'),
    ('ceac', 5000, '0.75')) m (measure, lambda, value);

\i sql/publish/010_disclosure.sql
\i sql/publish/020_tables.sql
\i sql/publish/030_refresh.sql
\i sql/publish/090_rights.sql

create function pg_temp.v(provider text, indicator text) returns text
language sql return (select coalesce(value::text, symbol) from publish.measure m
                     where m.provider = v.provider and m.indicator = v.indicator);

select results_eq($$ select as_of, threshold, notice, discount_rate from publish.edition $$,
    $$ values (date '2025-10-31', 10, 'Internal: not for publication', 0.035) $$, 'the edition says what it is');
select is(pg_temp.v('C', 'starts'), 'c', 'nine starts are hidden');
select is(pg_temp.v('B', 'starts'), 'c', 'and a second provider''s with them');
select is(pg_temp.v('A', 'starts'), '40', 'forty are not');
select is(pg_temp.v('*', 'starts'), '79', 'nor the total');
select is(pg_temp.v('A', 'cost_per_start'), '1000.00', 'a cost from counts that are shown');
select is(pg_temp.v('B', 'cost_per_start'), 'c', 'and none from one that is not');
select is(pg_temp.v('C', 'outcome_rate'), 'c', 'no rate either');
select is(pg_temp.v('A', 'outcome_rate'), '0.5000', 'but of the others');
select is(pg_temp.v('A', 'attendance_before'), '0.4000', 'attendance');
select is(pg_temp.v('C', 'attendance_before'), 'c', 'but not of nine');
select is(pg_temp.v('B', 'attendance_before'), 'x', 'what is not collected is not confidential');
select is(pg_temp.v('C', 'spend'), '9000.00', 'spend is no count of persons');

select results_eq($$ select n, outcomes, ratio, lower, upper, symbol from publish.cost_per_outcome where provider = 'A' $$,
    $$ values (40::bigint, 20::bigint, 2000.00, 1500.00, 2500.01, null::text) $$, 'cost per outcome, to the penny');
select results_eq($$ select distinct n, ratio, lower, boot_upper, set_type, symbol from publish.cost_per_outcome
                     where provider in ('B', 'C') $$,
    $$ values (null::bigint, null::numeric, null::numeric, null::numeric, null::text, 'c') $$,
    'and not a word of it where it is hidden');
select results_eq($$ select strategy, cost, icer, status, symbol from publish.ladder where programme = 'ap' order by 1 $$,
    $$ values ('A', 1000.00, null::numeric, null::text, null::text), ('B', null, null, null, 'c'),
              ('C', null, null, null, 'c') $$,
    'a ladder with a hidden rung shows no step');
select results_eq($$ select cost, effect, symbol from publish.ladder where programme = '*' $$,
    $$ values (1000.00, 0.5000, null::text) $$, 'programmes are shown whole');
select results_eq($$ select provider, name, reference, n, delta_cost, set_type, symbol from publish.comparison order by 1 $$,
    $$ values ('B', 'Birch <House> & Co', 'Alder House', null::bigint, null::numeric, null::text, 'c'),
              ('C', 'Cedar House', 'Alder House', null, null, null, 'c') $$, 'nor a comparison with a hidden provider');
select is_empty($$ select * from publish.net_benefit $$, 'nor what it is worth');
select is((select name from publish.provider where provider = '*'), 'All providers', 'the total has a name');
select is((select base_year from publish.programme), 2024, 'and the prices a year');
select is((select starts || ' ' || accepted || ' ' || referrals from publish.summary where provider = 'C'), 'c c c',
    'the summary has the symbols');

-- Made again from the same it is the same.
create temp table before as select * from publish.measure;
\i sql/publish/010_disclosure.sql
\i sql/publish/030_refresh.sql
select is_empty($$ (select * from before except select * from publish.measure) $$, 'a second time changes nothing');

select is_empty($$
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'publish'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and col_description(c.oid, a.attnum) is null $$, 'every column says what it is');

set local role ontrack_commissioner;
select lives_ok($$ select * from publish.summary $$, 'the commissioner reads publish');
select throws_ok($$ select * from mart.measure $$, '42501', null, 'but not mart');
select throws_ok($$ select * from core.person $$, '42501', null, 'not core');
select throws_ok($$ select * from vault.person $$, '42501', null, 'not vault');
select throws_ok($$ delete from publish.measure $$, '42501', null, 'and changes nothing');
reset role;
select * from finish();
rollback;
