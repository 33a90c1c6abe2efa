-- Fills core with invented young people, :people of them at :providers providers, a quarter in each
-- programme: what `make bench` measures the value step over. Person n depends on n alone.

create function pg_temp.key(kind text, n bigint) returns uuid
language sql immutable return md5(kind || n)::uuid;

-- A number from 0 up to most - 1, by person and question.
create function pg_temp.pick(n bigint, question integer, most integer) returns integer
language sql immutable return (hashint8(n * 64 + question)::bigint + 2147483648) % most;

create temporary view young as
select n, (array['ap', 'eip', 'wbl', 'mhst'])[n % 4 + 1] as programme,
       lpad((n % :providers)::text, 6, '0') as provider,
       pg_temp.key('person', n) as person_key, pg_temp.key('unit', n % :providers) as unit,
       date '2024-09-01' + pg_temp.pick(n, 0, 180) as began
from generate_series(0, :people - 1) n;

insert into core.provider (provider, name, programme, kind, area, places, unit, load_no, source_row)
select distinct on (provider) provider, 'Provider ' || provider, programme, 'independent_ap', 'Area ' || n % 20, 100,
       unit, 1, n + 1
from young where n < :providers;

insert into core.person (provider, person_key, sex, ethnicity, sen_provision, free_meals, imd_decile, unit,
    load_no, source_row)
select provider, person_key, (array['F', 'M'])[pg_temp.pick(n, 1, 2) + 1],
       (array['WBRI', 'APKN', 'BCRB', 'MOTH', 'NOBT'])[pg_temp.pick(n, 2, 5) + 1],
       (array['N', 'K', 'E'])[pg_temp.pick(n, 3, 3) + 1], (array['yes', 'no'])[pg_temp.pick(n, 4, 2) + 1],
       pg_temp.pick(n, 5, 10) + 1, unit, 1, n + 1
from young;

insert into core.need (provider, person_ref, need, person_key, rank, is_primary, recorded_date, unit, load_no,
    source_row)
select provider, person_key, (array['persistent_absence', 'mental_health', 'semh', 'not_engaging'])[pg_temp.pick(n, 6, 4) + 1],
       person_key, 1, true, began, unit, 1, n + 1
from young where programme = 'ap';

insert into core.referral (provider, referral_ref, person_key, programme, age_at_event, age_band, referral_date,
    source, decision, decision_date, closed_date, closed_reason, unit, load_no, source_row)
select provider, pg_temp.key('referral', n), person_key, programme, 12 + pg_temp.pick(n, 7, 6), null,
       began - 30, (array['school', 'camhs', 'panel', 'parent'])[pg_temp.pick(n, 8, 4) + 1],
       case when pg_temp.pick(n, 9, 10) > 0 then 'accepted' else 'rejected' end, began - 20,
       began + 120, case when pg_temp.pick(n, 10, 4) > 0 then '02' else '05' end, unit, 1, n + 1
from young where programme <> 'wbl';

insert into core.placement (provider, placement_ref, person_key, programme, referral_ref, start_date,
    planned_end_date, end_date, planned_weeks, end_reason, unit, load_no, source_row)
select provider, pg_temp.key('placement', n), person_key, programme, pg_temp.key('referral', n), began,
       began + 120, began + 100, 17, case when pg_temp.pick(n, 10, 4) > 0 then 'completed' else 'withdrawn' end,
       unit, 1, n + 1
from young where programme = 'ap';

insert into core.attendance (provider, person_ref, phase, period_start, person_key, programme, period_end,
    sessions_possible, attended, authorised, unauthorised, late, unit, load_no, source_row)
select provider, person_key, phase, case phase when 'before' then began - 60 else began + 101 end, person_key,
       programme, case phase when 'before' then began - 1 else began + 160 end, 80,
       30 + pg_temp.pick(n, 11, 20) + case phase when 'after' then 20 else 0 end, 5, 5, 2, unit, 1, n + 1
from young, unnest(array['before', 'after']) phase where programme = 'ap';

insert into core.destination (provider, person_ref, stage, destination, start_date, person_key, programme,
    collected_date, unit, load_no, source_row)
select provider, person_key, stage,
       case when pg_temp.pick(n, 12, 10) < at then 'education-school' else 'neet-seeking' end,
       began + after, person_key, programme, began + after, unit, 1, n + 1
from young, (values ('entry', 3, 0), ('exit', 6, 100), ('6m', 5, 183)) s (stage, at, after)
where programme <> 'wbl';

insert into core.learning_aim (provider, year, person_ref, aim_number, person_key, programme, aim_ref, aim_type,
    fund_model, age_at_event, start_date, planned_end_date, end_date, comp_status, outcome, mental_health, unit,
    load_no, source_row)
select provider, '2425', person_key, 1, person_key, programme, '60000001', '4', '35', 17, began, began + 120,
       began + 120, case when pg_temp.pick(n, 10, 4) > 0 then '2' else '3' end,
       case when pg_temp.pick(n, 12, 10) < 6 then '1' else '3' end, pg_temp.pick(n, 13, 3) = 0, unit, 1, n + 1
from young where programme = 'wbl';

insert into core.contact (provider, contact_ref, person_key, referral_ref, contact_date, mechanism, attend_status,
    minutes, kind, unit, load_no, source_row)
select provider, pg_temp.key('contact', n * 4 + m), person_key, pg_temp.key('referral', n), began + 14 * m, '01',
       (array['5', '6', '3', '2'])[pg_temp.pick(n, 14 + m, 4) + 1], 50, 'direct', unit, 1, n + 1
from young, generate_series(0, 3) m where programme = 'mhst';

insert into core.assessment (provider, referral_ref, instrument, scale, rater, assessed_date, person_key, score,
    unit, load_no, source_row)
select provider, pg_temp.key('referral', n), 'sdq', scale, 'self', began + 100 * m, person_key,
       3 + pg_temp.pick(n, 20 + m, 7), unit, 1, n + 1
from young, unnest(array['emotional', 'conduct']) scale, generate_series(0, 1) m where programme = 'mhst';

insert into core.cost (provider, cost_ref, programme, period_start, period_end, kind, basis, amount, price_year,
    unit, load_no, source_row)
select provider, kind || m, programme, (date '2024-09-01' + make_interval(months => m))::date,
       (date '2024-09-30' + make_interval(months => m))::date, kind, 'block',
       case kind when 'revenue' then 50000 + pg_temp.pick(n, 30, 40000) else 7000 end, 2024, unit, 1, m + 1
from young, unnest(array['revenue', 'overhead']) kind, generate_series(0, 10) m where n < :providers;
analyze;
