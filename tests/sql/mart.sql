-- Indicators and costs of a handful of young people, checked by eye.
begin;
select plan(36);
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';

insert into core.provider (provider, name, programme) values
    ('A', 'Alder House', 'ap'), ('W', 'Willow College', 'wbl'), ('T', 'Thorn Team', 'mhst'),
    ('E', 'Elm Team', 'eip');

-- Alternative provision at A: 14 referred, 13 accepted (all but 14), 12 start; 1 to 11 have ended, 12
-- goes on.
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision)
select 'A', pg_temp.p(100 + n), pg_temp.p(n), 'ap', date '2025-01-06', case n when 14 then 'rejected' else 'accepted' end
from generate_series(1, 14) n;
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision) values
    ('A', pg_temp.p(199), pg_temp.p(1), 'ap', date '2025-02-01', 'rejected'),
    ('A', pg_temp.p(198), pg_temp.p(98), 'ap', date '2025-11-01', 'accepted');
insert into core.placement (provider, programme, placement_ref, referral_ref, person_key, start_date, end_date, end_reason)
select 'A', 'ap', pg_temp.p(200 + n), pg_temp.p(100 + n), pg_temp.p(n), date '2025-02-03',
       case when n <= 11 then date '2025-07-18' end,
       case when n <= 6 then 'completed' when n = 7 then 'reintegrated' when n <= 11 then 'withdrawn' end
from generate_series(1, 12) n;
insert into core.destination (provider, person_key, programme, stage, destination, start_date) values
    ('A', pg_temp.p(1), 'ap', 'exit', 'neet-seeking', '2025-07-18'),
    ('A', pg_temp.p(1), 'ap', 'exit', 'education-fe', '2025-07-25'),
    ('A', pg_temp.p(2), 'ap', 'exit', 'employment-part-time', '2025-07-20'),
    ('A', pg_temp.p(3), 'ap', 'exit', 'training-other', '2025-07-20'),
    ('A', pg_temp.p(4), 'ap', 'exit', 'custody-custody', '2025-07-20'),
    ('A', pg_temp.p(5), 'ap', 'exit', 'unknown-unknown', '2025-07-20'),
    ('A', pg_temp.p(6), 'ap', '6m', 'education-fe', '2025-10-20');
insert into core.attendance (provider, person_key, programme, phase, period_start, sessions_possible, attended) values
    ('A', pg_temp.p(1), 'ap', 'before', '2024-09-01', 100, 20),
    ('A', pg_temp.p(1), 'ap', 'after', '2025-06-01', 50, 30),
    ('A', pg_temp.p(2), 'ap', 'before', '2024-09-01', 100, 60),
    ('A', pg_temp.p(2), 'ap', 'after', '2025-06-01', 150, 120),
    ('A', pg_temp.p(3), 'ap', 'before', '2024-09-01', 100, null),
    ('A', pg_temp.p(3), 'ap', 'after', '2025-06-01', 100, 100),
    ('A', pg_temp.p(14), 'ap', 'before', '2024-09-01', 100, 1);
-- A block of 1,000 pounds, 100 for person 1 alone, a gift, a cost of next year, and a million of capital for 60
-- years: EAC 40,088.62.
insert into core.cost (provider, programme, cost_ref, period_start, period_end, kind, basis, amount, price_year, life_years, person_key) values
    ('A', 'ap', '1', '2024-09-01', '2025-08-31', 'revenue', 'block', 1000, 2024, null, null),
    ('A', 'ap', '2', '2024-09-01', '2025-08-31', 'revenue', 'per_person', 100, 2024, null, pg_temp.p(1)),
    ('A', 'ap', '3', '2024-09-01', '2025-08-31', 'in_kind', 'block', 500, 2024, null, null),
    ('A', 'ap', '4', '2025-12-01', '2026-08-31', 'revenue', 'block', 7, 2024, null, null),
    ('A', 'ap', '5', '2024-09-01', '2025-08-31', 'capital', 'block', 1000000, 2024, 60, null);

-- Early intervention at E: 3 on the caseload, of whom the last since six months only; costs of two price years.
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision, decision_date, closed_date, closed_reason) values
    ('E', pg_temp.p(301), pg_temp.p(31), 'eip', '2024-10-01', 'accepted', '2024-10-05', null, null),
    ('E', pg_temp.p(302), pg_temp.p(32), 'eip', '2024-10-01', 'accepted', '2024-10-05', '2025-09-01', '02'),
    ('E', pg_temp.p(303), pg_temp.p(33), 'eip', '2025-04-20', 'accepted', '2025-04-25', null, null);
insert into core.destination (provider, person_key, programme, stage, destination, start_date) values
    ('E', pg_temp.p(31), 'eip', 'entry', 'neet-seeking', '2024-10-01'),
    ('E', pg_temp.p(31), 'eip', '6m', 'education-fe', '2025-04-01'),
    ('E', pg_temp.p(31), 'eip', '12m', 'neet-seeking', '2025-10-01'),
    ('E', pg_temp.p(32), 'eip', '12m', 'neet-seeking', '2025-10-01');
insert into core.cost (provider, programme, cost_ref, period_start, period_end, kind, basis, amount, price_year) values
    ('E', 'eip', '1', '2024-04-01', '2025-03-31', 'revenue', 'block', 1000, 2023),
    ('E', 'eip', '2', '2025-04-01', '2026-03-31', 'revenue', 'block', 1000, 2025);

-- Work-based learning at W: 41 has a programme aim (achieved) with a component (not); 42 two aims, one of them
-- unfinished; 43 only last year.
insert into core.learning_aim (provider, year, person_key, programme, aim_number, aim_type, start_date, end_date, comp_status, outcome) values
    ('W', '2425', pg_temp.p(41), 'wbl', 1, '1', '2024-08-05', '2025-07-01', '2', '1'),
    ('W', '2425', pg_temp.p(41), 'wbl', 2, '3', '2024-08-05', '2025-07-01', '2', '3'),
    ('W', '2425', pg_temp.p(42), 'wbl', 1, '4', '2024-08-05', '2025-07-01', '2', '1'),
    ('W', '2425', pg_temp.p(42), 'wbl', 2, '4', '2024-08-05', null, '1', null),
    ('W', '2324', pg_temp.p(43), 'wbl', 1, '1', '2023-08-05', '2024-07-01', '2', '1');
insert into core.cost (provider, programme, cost_ref, period_start, period_end, kind, basis, amount, price_year) values
    ('W', 'wbl', '1', '2023-08-01', '2024-07-31', 'revenue', 'block', 999, 2023),
    ('W', 'wbl', '2', '2024-08-01', '2025-07-31', 'revenue', 'block', 1000.01, 2024);

-- Mental health support at T: 51 better on one scale, 52 better and worse, 53 one score only, 54 sent elsewhere.
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision, closed_date, closed_reason)
select 'T', pg_temp.p(500 + n), pg_temp.p(n), 'mhst', date '2025-04-01',
       case n when 54 then 'signposted' else 'accepted' end, date '2025-09-01', case n when 51 then '02' else '05' end
from generate_series(51, 54) n;
insert into core.contact (provider, contact_ref, referral_ref, person_key, contact_date, attend_status)
select 'T', pg_temp.p(600 + n), pg_temp.p(500 + n), pg_temp.p(n), date '2025-05-01', '5' from generate_series(51, 54) n;
insert into core.assessment (provider, referral_ref, person_key, instrument, scale, rater, assessed_date, score) values
    ('T', pg_temp.p(551), pg_temp.p(51), 'phq9', 'total', 'self', '2025-05-01', 15),
    ('T', pg_temp.p(551), pg_temp.p(51), 'phq9', 'total', 'self', '2025-06-01', 20),
    ('T', pg_temp.p(551), pg_temp.p(51), 'phq9', 'total', 'self', '2025-08-01', 9),
    ('T', pg_temp.p(551), pg_temp.p(51), 'gad7', 'total', 'self', '2025-05-01', 10),
    ('T', pg_temp.p(551), pg_temp.p(51), 'gad7', 'total', 'self', '2025-08-01', 13),
    ('T', pg_temp.p(552), pg_temp.p(52), 'phq9', 'total', 'self', '2025-05-01', 15),
    ('T', pg_temp.p(552), pg_temp.p(52), 'phq9', 'total', 'self', '2025-08-01', 9),
    ('T', pg_temp.p(552), pg_temp.p(52), 'gad7', 'total', 'self', '2025-05-01', 10),
    ('T', pg_temp.p(552), pg_temp.p(52), 'gad7', 'total', 'self', '2025-08-01', 14),
    ('T', pg_temp.p(553), pg_temp.p(53), 'sdq', 'total', 'self', '2025-05-01', 20);

\i tests/sql/include/mart.psql

create function pg_temp.m(provider text, indicator text) returns numeric
language sql return (select value from mart.measure x where x.provider = m.provider and x.indicator = m.indicator);
create function pg_temp.s(provider text, indicator text) returns text
language sql return (select status from mart.measure x where x.provider = s.provider and x.indicator = s.indicator);

select is(pg_temp.m('A', 'referrals'), 14::numeric, 'a second referral is no second person, one of tomorrow none');
select is(pg_temp.m('A', 'accepted'), 13::numeric, 'accepted once is accepted');
select is(pg_temp.m('A', 'starts'), 12::numeric, 'starts are placements');
select is(pg_temp.m('A', 'cohort'), 12::numeric, 'one who goes on is counted with the rest: under ten');
select is(pg_temp.m('A', 'completers'), 7::numeric, 'completed or back in mainstream');
select is(pg_temp.m('A', 'outcomes'), 3::numeric, 'education, employment, training; the last found counts');
select is(pg_temp.m('A', 'known'), 4::numeric, 'unknown is not known, and six months later is no exit');
select is(pg_temp.m('A', 'paired'), 2::numeric, 'before and after, with both numbers');
select is(pg_temp.m('A', 'attendance_before'), 0.4, 'sessions, not persons, are averaged: 80 of 200');
select is(pg_temp.m('A', 'attendance_after'), 0.75, '150 of 200');
select is(pg_temp.m('A', 'attendance_change'), 0.35, 'the difference');
select is(pg_temp.m('A', 'spend'), 41188.62, 'block, person''s, a year of capital; no gift, nothing of next year');
select is((select cost from mart.journey where person_key = pg_temp.p(1)), 3524.05, 'who costs more has a cost of his own');
select is((select sum(cost) from mart.journey where provider = 'A'), 41188.62, 'the shares come to the spend, to the penny');
select is((select max(cost) - min(cost) from mart.journey where provider = 'A' and person_key <> pg_temp.p(1)) <= 0.01, true,
    'and differ by a penny at most');
select is(round(pg_temp.m('A', 'cost_per_start'), 2), 3432.39, 'cost per starter');
select is(round(pg_temp.m('A', 'cost_per_outcome'), 2), 13729.54, 'cost per outcome');
select is((select cost from mart.journey where provider = 'A' and person_key = pg_temp.p(14)), null, 'who never started cost nothing');

select is(pg_temp.m('E', 'starts'), 3::numeric, 'a caseload starts with acceptance');
select is((select count(*) from mart.journey where provider = 'E' and due), 2::bigint, 'six months and one are due');
select is((select outcome from mart.journey where person_key = pg_temp.p(31)), true, 'six months come before twelve');
select is((select engaged_before from mart.journey where person_key = pg_temp.p(31)), false, 'and are set against entry');
select is((select outcome from mart.journey where person_key = pg_temp.p(32)), false, 'without them the nearest there is');
select is(pg_temp.s('E', 'spend'), 'x', 'two price years without a deflator are not added up');
select is(pg_temp.s('E', 'attendance_before'), 'x', 'what no feed carries is not collected');
select is(pg_temp.m('E', 'attendance_before'), null, 'never nought');

select is(pg_temp.m('W', 'starts'), 2::numeric, 'the latest year');
select is(pg_temp.m('W', 'outcomes'), 2::numeric, 'a learner is judged by the main aims');
select is((select due from mart.journey where person_key = pg_temp.p(42)), false, 'and is not done while one goes on');
select is(pg_temp.s('W', 'referrals'), 'x', 'the ILR has no referrals');
select is(pg_temp.m('W', 'spend'), 1000.01, 'costs of that year alone');

select is(pg_temp.m('T', 'starts'), 3::numeric, 'who was sent elsewhere did not start');
select is((select outcome from mart.journey where person_key = pg_temp.p(51)), true,
    'a change of the threshold counts, a lesser one the other way does not');
select is((select outcome from mart.journey where person_key = pg_temp.p(52)), false, 'better and worse is not better');
select is((select outcome from mart.journey where person_key = pg_temp.p(53)), null, 'one score is no change');

select is_empty($$
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'mart'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and col_description(c.oid, a.attnum) is null and c.relname <> 'disclosure' $$,
    'every column of mart says what it is');
select * from finish();
rollback;
