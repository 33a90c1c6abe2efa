-- Mental health support teams, and the record of an area, checked by eye.
begin;
select * from no_plan();
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';

insert into core.provider (provider, name, programme) values ('T', 'Thorn Team', 'mhst'), ('U', 'Yew Team', 'mhst'),
    ('C', 'Cherry Team', 'mhst'), ('L', 'Larch Council', 'area');
-- Seven contacts of one referral.
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision, age_at_event) values
    ('C', pg_temp.p(190), pg_temp.p(90), 'mhst', '2025-01-06', 'accepted', 14);
insert into core.contact (provider, contact_ref, referral_ref, person_key, contact_date, attend_status, minutes, mechanism)
select 'C', pg_temp.p(900 + n::integer), pg_temp.p(190), pg_temp.p(90), date '2025-02-03' + 7 * n::integer, status,
       case n when 1 then 30 when 2 then 50 end, '01'
from unnest(array['5', '6', '3', '7', '2', '4', '5']) with ordinality c (status, n);

-- NHS England's rule: all closed on 30 June, with contacts on 3 and 17 March.
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision, age_at_event, closed_date)
select 'T', pg_temp.p(100 + n), pg_temp.p(n), 'mhst', date '2025-02-03', case n when 6 then 'rejected' else 'accepted' end,
       case n when 5 then 18 else 14 end, date '2025-06-30' from generate_series(1, 8) n;
insert into core.contact (provider, contact_ref, referral_ref, person_key, contact_date, attend_status)
select 'T', pg_temp.p(200 + 10 * n + k), pg_temp.p(100 + n), pg_temp.p(n), date '2025-03-03' + 14 * k, '5'
from generate_series(1, 8) n cross join generate_series(0, 1) k;
insert into core.assessment (provider, referral_ref, person_key, instrument, scale, rater, assessed_date, score)
select 'T', pg_temp.p(100 + n), pg_temp.p(n), instrument, scale, rater, day::date, score
from (values
    -- 1: the score from before the first contact is no baseline; 15 to 9 is better by 6
    (1, 'phq9', 'total', 'self', '2025-02-20', 20), (1, 'phq9', 'total', 'self', '2025-03-03', 15), (1, 'phq9', 'total', 'self', '2025-06-02', 9),
    -- 2: the last score is from before the second contact: no pair
    (2, 'phq9', 'total', 'self', '2025-03-03', 15), (2, 'phq9', 'total', 'self', '2025-03-10', 5),
    -- 3: better on one, worse on another: deteriorated
    (3, 'phq9', 'total', 'self', '2025-03-03', 15), (3, 'phq9', 'total', 'self', '2025-06-02', 9),
    (3, 'gad7', 'total', 'self', '2025-03-03', 10), (3, 'gad7', 'total', 'self', '2025-06-02', 14),
    -- 4: two of three points
    (4, 'gbo', 'goal_1', 'parent', '2025-03-03', 3), (4, 'gbo', 'goal_1', 'parent', '2025-06-02', 5),
    -- 5 is 18, 6 was rejected
    (5, 'phq9', 'total', 'self', '2025-03-03', 15), (5, 'phq9', 'total', 'self', '2025-06-02', 9),
    (6, 'phq9', 'total', 'self', '2025-03-03', 15), (6, 'phq9', 'total', 'self', '2025-06-02', 9),
    -- 7: more prosocial is better; a total without a threshold says nothing
    (7, 'sdq', 'prosocial', 'self', '2025-03-03', 3), (7, 'sdq', 'prosocial', 'self', '2025-06-02', 7),
    (7, 'sdq', 'total', 'self', '2025-03-03', 10), (7, 'sdq', 'total', 'self', '2025-06-02', 30),
    -- 8: by the clinician
    (8, 'honosca', 'aggression', 'clinician', '2025-03-03', 4), (8, 'honosca', 'aggression', 'clinician', '2025-06-02', 2)
) s (n, instrument, scale, rater, day, score);

-- The four-week wait: 1 within 14 days, 2 after 35, 3 waits for a plan, 4 left, 5 is 18.
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision, age_at_event, closed_date)
select 'U', pg_temp.p(100 + n), pg_temp.p(n), 'mhst', date '2025-01-06', 'accepted', case n when 55 then 18 else 15 end,
       case n when 54 then date '2025-02-03' end from generate_series(51, 55) n;
insert into core.contact (provider, contact_ref, referral_ref, person_key, contact_date, attend_status, intervention)
select 'U', pg_temp.p(300 + n), pg_temp.p(100 + n), pg_temp.p(n), date '2025-01-10', '5', null from generate_series(51, 55) n
union all
select 'U', pg_temp.p(400), pg_temp.p(151), pg_temp.p(51), date '2025-01-20', '5', true;
insert into core.assessment (provider, referral_ref, person_key, instrument, scale, rater, assessed_date, score)
select 'U', pg_temp.p(100 + n), pg_temp.p(n), 'phq9', 'total', 'self', case n when 52 then date '2025-02-10' else date '2025-01-13' end, 10
from generate_series(51, 55) n;
insert into core.milestone (provider, person_key, kind, milestone_date) values ('U', pg_temp.p(52), 'care_plan', '2025-01-15');

insert into core.workforce (provider, programme, period_start, period_end, role, established_fte, in_post_fte, headcount, leavers,
                            direct_hours, whole_school_hours) values
    ('T', 'mhst', '2024-01-01', '2024-03-31', 'emhp', null, null, 10, 5, null, null),
    ('T', 'mhst', '2025-04-01', '2025-06-30', 'emhp', 10, 9, 10, 2, 200, 200),
    ('T', 'mhst', '2025-07-01', '2025-09-30', 'emhp', 10, 8, 8, 1, 300, 100),
    ('T', 'mhst', '2025-07-01', '2025-09-30', 'senior', 2, 2, 2, 0, 50, 50),
    ('T', 'mhst', '2025-07-01', '2025-09-30', 'active_mhst', null, null, 12, null, null, null);

-- The area: NEET and available, not known, in education, past the cohort, NEET and not available.
insert into core.person (provider, person_key, cohort_status)
select 'L', pg_temp.p(n), case n when 74 then 'A' else 'P' end from generate_series(71, 75) n;
insert into core.destination (provider, person_key, programme, stage, destination, start_date, period) values
    ('L', pg_temp.p(71), 'area', 'current', 'education-fe', '2025-08-01', '2025-08-01'),
    ('L', pg_temp.p(71), 'area', 'current', 'neet-seeking', '2025-09-01', '2025-09-01'),
    ('L', pg_temp.p(72), 'area', 'current', 'unknown-lapsed', '2025-09-01', '2025-09-01'),
    ('L', pg_temp.p(73), 'area', 'current', 'education-fe', '2025-09-01', '2025-09-01'),
    ('L', pg_temp.p(74), 'area', 'current', 'neet-seeking', '2025-09-01', '2025-09-01'),
    ('L', pg_temp.p(75), 'area', 'current', 'neet-unavailable', '2025-09-01', '2025-09-01');

\i tests/sql/include/indicator.psql

select is(pg_temp.i('C', 'contacts_held'), '3', 'on time, or late and seen');
select is(pg_temp.i('C', 'contacts_held', 'mechanism', 'Face to face'), '3', 'by mechanism');
select is(pg_temp.i('C', 'contact_attended'), '3/5', 'of those due');
select is(pg_temp.i('C', 'dna_of_due'), '2/5', 'not attended, or too late');
select is(pg_temp.i('C', 'dna_of_all'), '2/7', 'of all outcomes');
select is(pg_temp.i('C', 'dna_rate'), '2/5', 'the parameter says of which: those due');
select is(pg_temp.i('C', 'cancelled_by_person'), '1/7', 'by the young person');
select is(pg_temp.i('C', 'cancelled_by_provider'), '1/7', 'by the team');
select is(pg_temp.i('C', 'contact_minutes'), '40.00 of 2', '30 and 50');
select is(pg_temp.i('C', 'people_seen'), '1', 'once, however often');
select is(pg_temp.at('C', 'people_seen', 'month', '2025-02-01'), '1', 'by month');
insert into ref.parameter (name, value, valid_from, source) values ('dna_of_all_outcomes', 1, '2025-01-01', 'test');
select is((select sum(dna_rate) || '/' || count(dna_rate) from mart.contact_event where provider = 'C'), '2/7',
    'and of all where it says so');

select is(pg_temp.i('T', 'nhs_paired'), '5/6', 'of six closed, under 18 and not rejected');
select is(pg_temp.i('T', 'nhs_improved'), '3/5', '1, 7 and 8');
select is(pg_temp.i('T', 'nhs_deteriorated'), '1/5', '3: on any scale');
select is(pg_temp.i('T', 'nhs_unchanged'), '1/5', '4: under the threshold');
select is(pg_temp.i('T', 'nhs_improved_self'), '2/3', '1 and 7');
select is(pg_temp.i('T', 'nhs_deteriorated_self'), '1/3', '3');
select is(pg_temp.i('T', 'nhs_improved_parent'), '0/1', '4');
select is(pg_temp.i('T', 'nhs_deteriorated_parent'), '0/1', '4');
select is(pg_temp.i('T', 'nhs_improved_clinician'), '1/1', '8');
select is(pg_temp.i('T', 'nhs_deteriorated_clinician'), '0/1', '8');

select is(pg_temp.i('U', 'four_week_within'), '1/2', '14 and 35 days');
select is(pg_temp.i('U', 'four_week_median'), '24.50 of 2', 'between them');
select is(pg_temp.i('U', 'four_week_p90'), '32.90 of 2', 'nine tenths of the way');
select is(pg_temp.i('U', 'four_week_waiting'), '1/3', 'one of three that were treated or are open');

select is(pg_temp.i('T', 'direct_time'), '550/900', 'hours of direct work');
select is(pg_temp.i('T', 'vacancies'), '3/22', 'posts that nobody is in');
select is(pg_temp.i('T', 'vacancies', 'role', 'Education mental health practitioner'), '3/20', 'practitioners');
select is(pg_temp.i('T', 'turnover'), '3/11', 'leavers of twelve months by the mean head count');
select is(pg_temp.i('T', 'turnover', 'role', 'Education mental health practitioner'), '3/9', 'practitioners');
select is(pg_temp.i('U', 'turnover'), 'x', 'a team that sends no staff');

select is(pg_temp.i('L', 'area_neet'), '2/4', 'as the latest return has them');
select is(pg_temp.i('L', 'area_not_known'), '1/4', 'lapsed');
select is(pg_temp.i('L', 'area_neet_or_not_known'), '3/4', 'both');
select is(pg_temp.i('L', 'area_participation'), '1/4', 'in education');
select * from finish();
rollback;
