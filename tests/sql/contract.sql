-- Contract reports: what of a provider's months, terms and years may be shown.
begin;
select plan(32);
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';

-- A: 30 pupils, 15 in September 2024 and 15 in January 2025; 20 go to college. B: 20, who are hidden on the main
-- page beside the 5 of C.
insert into core.provider (provider, name, programme) values ('A', 'Alder House', 'ap'), ('B', 'Birch House', 'ap'), ('C', 'Cedar House', 'ap');
create temp table pupil as
select 'A' as provider, n, n <= 20 as good, pg_temp.p(n) as key, case when n <= 15 then date '2024-09-02' else date '2025-01-06' end as day from generate_series(1, 30) n
union all
select 'B', n, n <= 10, pg_temp.p(200 + n), date '2024-09-02' from generate_series(1, 20) n
union all
select 'C', n, n <= 2, pg_temp.p(100 + n), date '2024-09-02' from generate_series(1, 5) n;
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision, decision_date)
select provider, key, key, 'ap', day, 'accepted', day + 7 from pupil;
insert into core.placement (provider, programme, placement_ref, referral_ref, person_key, start_date, end_date, end_reason)
select provider, 'ap', key, key, key, day + 14, day + 100, case when good then 'completed' else 'withdrawn' end from pupil;
insert into core.destination (provider, person_key, programme, stage, destination, start_date)
select provider, key, 'ap', 'exit', case when good then 'education-fe' else 'neet-seeking' end, day + 100 from pupil;
insert into core.target (provider, programme, indicator, period_start, period_end, target, amber) values
    ('A', 'ap', 'positive_destination', '2024-09-01', '2025-08-31', 0.7, 0.6),
    ('A', 'ap', 'completion_rate', '2024-08-15', '2025-07-31', 0.6, null),
    ('A', 'ap', 'attendance_rate', '2024-09-01', '2025-08-31', 0.9, null),
    ('C', 'ap', 'positive_destination', '2024-09-01', '2025-08-31', 0.7, 0.6);

\i tests/sql/include/indicator.psql
\i sql/publish/010_disclosure.sql
\i sql/publish/020_tables.sql
\i sql/publish/030_refresh.sql
\i sql/publish/050_contract_tables.sql
\i sql/publish/051_contract_disclosure.sql
\i sql/publish/052_contract_refresh.sql

create function pg_temp.shown(provider text, indicator text, period_kind text, period date) returns text
language sql return (select coalesce(value::text, symbol) from publish.contract_value v
    where (v.provider, v.indicator, v.period_kind) = (shown.provider, shown.indicator, shown.period_kind)
      and v.period is not distinct from shown.period);

select is((select string_agg(name || ' ' || month, ', ' order by name) from publish.contract), 'Alder House 2025-10-01, Birch House 2025-10-01, Cedar House 2025-10-01',
    'a report a provider, of the latest month that is over');
select is(pg_temp.shown('A', 'help_started', 'all', null), '30', 'all that started');
select is(pg_temp.shown('A', 'help_started', 'year', '2024-09-01'), '30', 'in their year');
select is(pg_temp.shown('A', 'help_started', 'term', '2024-09-02'), '15', 'and terms');
select is(pg_temp.shown('A', 'help_started', 'month', '2025-01-01'), '15', 'and months');
select is(pg_temp.shown('A', 'engaged_exit', 'year', '2024-09-01'), '0.6667', '20 of 30');
select is(pg_temp.shown('A', 'engaged_exit', 'month', '2025-04-01'), 'c', '5 of 15: those with are too few');
select is(pg_temp.shown('A', 'known_exit', 'all', null), 'c', 'all of 30: that tells on each of them');
select is(pg_temp.shown('A', 'wait_decision_median', 'all', null), '7.00', 'a median of 30');
select is(pg_temp.shown('A', 'attendance_during_rate', 'all', null), 'x', 'not collected');
select is(pg_temp.shown('C', 'help_started', 'all', null), 'c', 'five are not shown');
select is(pg_temp.shown('B', 'help_started', 'year', '2024-09-01'), 'c', 'nor the twenty that would give them away');
select is(pg_temp.shown('C', 'wait_decision_median', 'all', null), 'c', 'nor what is made of five');
select is((select count(*) from publish.contract_value where provider = 'C' and value is not null), 0::bigint, 'nothing is, of five');
select is((select count(*) from publish.contract_value v join mart.contract_cell c using (programme, provider, indicator, period_kind)
           where v.period is not distinct from c.period and v.value is not null and (c.people < 10 or not c.visible)), 0::bigint,
    'no figure is shown that is about fewer than ten, or was decided to be hidden');

create function pg_temp.light(provider text, indicator text) returns text
language sql return (select concat_ws(' ', value, light, symbol) from publish.contract_target t
    where (t.provider, t.indicator) = (light.provider, light.indicator));
select is(pg_temp.light('A', 'engaged_exit'), '0.67 amber', '20 of 30 of 0.7, and of 0.6');
select is(pg_temp.light('A', 'completion'), '0.67 green', 'over a period of its own, a share without its n');
select is(pg_temp.light('A', 'attendance_during_rate'), 'x', 'no light for what is not collected');
select is(pg_temp.light('C', 'engaged_exit'), 'c', 'nor for what is not shown: a light tells a value');

-- By hand: each line is a figure; C has nothing hidden on the main page, D hides its starts.
delete from mart.contract_cell;
delete from mart.disclosure;
insert into mart.disclosure (programme, provider, indicator, n, visible) values ('ap', 'C', 'starts', 60, true), ('ap', 'D', 'starts', 60, false);
insert into mart.contract_cell (programme, provider, indicator, period_kind, period, last_day, kind, people, part, n)
select 'ap', provider, indicator, period_kind, day::date,
       case period_kind when 'year' then (day::date + interval '1 year')::date - 1 when 'term' then date '2025-04-11'
                        when 'month' then (day::date + interval '1 month')::date - 1 end,
       kind, people, part, n
from (values
    ('C', 'help_started', 'all', null, 'count', 60, null, 60), ('C', 'help_started', 'year', '2024-09-01', 'count', 57, null, 57),
    ('C', 'help_started', 'year', '2025-09-01', 'count', 3, null, 3), ('D', 'help_started', 'all', null, 'count', 60, null, 60),
    ('C', 'wait_decision_median', 'all', null, 'median', 60, null, 60), ('C', 'wait_decision_median', 'year', '2024-09-01', 'median', 57, null, 57),
    ('C', 'wait_decision_median', 'year', '2025-09-01', 'median', 3, null, 3),
    ('C', 'contacts_held', 'year', '2024-09-01', 'count', 30, null, 50), ('C', 'contacts_held', 'month', '2025-06-01', 'count', 15, null, 20),
    ('C', 'contacts_held', 'month', '2025-07-01', 'count', 15, null, 24), ('C', 'contacts_held', 'month', '2025-08-01', 'count', 6, null, 6),
    ('C', 'referral_accepted', 'all', null, 'share', 40, 35, 40), ('C', 'contact_attended', 'all', null, 'share', 4, 30, 50),
    ('C', 'known_exit', 'all', null, 'share', 40, 25, 40), ('C', 'engaged_exit', 'all', null, 'share', 37, 20, 37),
    ('C', 'incidents_recorded', 'term', '2025-01-06', 'count', 20, null, 33), ('C', 'incidents_recorded', 'month', '2025-01-01', 'count', 10, null, 10),
    ('C', 'incidents_recorded', 'month', '2025-02-01', 'count', 10, null, 10), ('C', 'incidents_recorded', 'month', '2025-03-01', 'count', 10, null, 10),
    ('C', 'incidents_recorded', 'month', '2025-04-01', 'count', 10, null, 10), ('C', 'sessions_lost', 'term', '2025-01-06', 'count', 20, null, 20),
    ('C', 'sessions_lost', 'month', '2025-01-01', 'count', 15, null, 15), ('C', 'sessions_lost', 'month', '2025-02-01', 'count', 15, null, 15)
) c (provider, indicator, period_kind, day, kind, people, part, n);
call mart.control_contracts();

create function pg_temp.why(provider text, indicator text, period_kind text, period date) returns text
language sql return (select coalesce(reason, 'shown') from mart.contract_cell c
    where (c.provider, c.indicator, c.period_kind) = (why.provider, why.indicator, why.period_kind)
      and c.period is not distinct from why.period);
select is(pg_temp.why('C', 'help_started', 'all', null), 'shown', 'what the main page has is shown');
select is(pg_temp.why('C', 'help_started', 'year', '2025-09-01'), 'small', 'three of this year are not');
select is(pg_temp.why('C', 'help_started', 'year', '2024-09-01'), 'second', 'nor the other year, which would leave them');
select is(pg_temp.why('D', 'help_started', 'all', null), 'linked', 'what the main page hides is hidden');
select is(pg_temp.why('C', 'wait_decision_median', 'all', null), 'second', 'what the main page has not: rather the year than all');
select is(pg_temp.why('C', 'wait_decision_median', 'year', '2024-09-01'), 'shown', 'is shown');
select is(pg_temp.why('C', 'contacts_held', 'month', '2025-06-01'), 'second', 'one small month takes the least of the others with it');
select is(pg_temp.why('C', 'contacts_held', 'month', '2025-07-01'), 'shown', 'and no more');
select is(pg_temp.why('C', 'referral_accepted', 'all', null), 'small', 'five that were not accepted');
select is(pg_temp.why('C', 'contact_attended', 'all', null), 'small', 'fifty contacts of four young people');
select is(pg_temp.why('C', 'engaged_exit', 'all', null), 'subtraction', 'three between those due and those known');
select is(pg_temp.why('C', 'incidents_recorded', 'term', '2025-01-06'), 'overlap', 'seven in its months and not in the term');
select is(pg_temp.why('C', 'sessions_lost', 'term', '2025-01-06'), 'shown', 'ten are enough');
select * from finish();
rollback;
