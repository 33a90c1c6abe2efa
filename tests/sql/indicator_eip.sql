-- Early intervention in psychosis: a team's caseload of four, checked by eye.
begin;
select * from no_plan();
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';

insert into core.provider (provider, name, programme) values ('E', 'Elm Team', 'eip'), ('F', 'Fir Team', 'eip');
insert into core.person (provider, person_key, ethnicity, disability, prior_attainment) values
    ('E', pg_temp.p(1), 'WBRI', 'yes', 'none'), ('E', pg_temp.p(2), 'BCRB', 'no', 'level_1'),
    ('E', pg_temp.p(3), 'WOTH', 'unknown', 'level_2'), ('E', pg_temp.p(4), 'NOBT', null, 'unknown'),
    ('E', pg_temp.p(5), 'WBRI', 'yes', 'none'), ('E', pg_temp.p(6), 'WBRI', 'yes', 'none');
-- 5 was never seen; 6 has left.
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, referral_reason, team_type, decision,
                           closed_date)
select 'E', pg_temp.p(100 + n), pg_temp.p(n), 'eip', date '2025-01-06', '01', 'A14', 'accepted',
       case n when 6 then date '2025-03-03' end
from generate_series(1, 6) n;
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision) values
    ('F', pg_temp.p(111), pg_temp.p(11), 'eip', '2025-01-06', 'accepted');
insert into core.contact (provider, contact_ref, referral_ref, person_key, contact_date, attend_status, team_type) values
    ('E', pg_temp.p(201), pg_temp.p(101), pg_temp.p(1), '2025-01-08', '3', 'A14'),
    ('E', pg_temp.p(202), pg_temp.p(101), pg_temp.p(1), '2025-01-10', '5', 'A14'),
    ('E', pg_temp.p(203), pg_temp.p(102), pg_temp.p(2), '2025-01-30', '5', 'A14'),
    ('E', pg_temp.p(204), pg_temp.p(103), pg_temp.p(3), '2025-01-10', '6', null),
    ('E', pg_temp.p(205), pg_temp.p(104), pg_temp.p(4), '2025-01-20', '5', 'A14');
insert into core.milestone (provider, person_key, kind, milestone_date) values
    ('E', pg_temp.p(1), 'care_coordinator', '2025-01-15'), ('E', pg_temp.p(2), 'care_coordinator', '2025-01-08'),
    ('E', pg_temp.p(4), 'care_coordinator', '2025-01-20');
insert into core.destination (provider, person_key, programme, stage, destination, start_date) values
    ('E', pg_temp.p(1), 'eip', 'entry', 'neet-seeking', '2025-01-06'), ('E', pg_temp.p(2), 'eip', 'entry', 'education-fe', '2025-01-06'),
    ('E', pg_temp.p(3), 'eip', 'entry', 'neet-unavailable', '2025-01-06'), ('E', pg_temp.p(4), 'eip', 'entry', 'unknown-unknown', '2025-01-06'),
    ('E', pg_temp.p(1), 'eip', '6m', 'education-fe', '2025-07-06'), ('E', pg_temp.p(2), 'eip', '6m', 'neet-seeking', '2025-07-06');

\i tests/sql/include/indicator.psql

select is(pg_temp.i('E', 'caseload'), '4', 'open, accepted, and seen');
select is(pg_temp.i('F', 'caseload'), '1', 'a team that sends no contacts: open and accepted');
select is(pg_temp.i('E', 'caseload_neet'), '2/3', 'of those known on entry');
select is(pg_temp.i('E', 'caseload_below_level_2'), '2/3', 'none and level 1');
select is(pg_temp.i('E', 'participation'), '1/3', 'when last asked: one of three whose answer is known');
select is(pg_temp.i('E', 'participation', 'ethnicity', 'White'), '1/2', 'by ethnicity');
select is((select round(lower, 4) || ' to ' || round(upper, 4) from mart.indicator_value
           where provider = 'E' and indicator = 'participation' and group_kind = 'ethnicity' and group_value = 'White'
             and period_kind = 'all'), '0.0945 to 0.9055', 'with Wilson''s interval of 1 in 2');
select is(pg_temp.i('E', 'participation', 'disability', 'Yes'), '1/1', 'by disability');
select is(pg_temp.i('E', 'two_week_within'), '2/3', '9, 24 and 14 days: 14 are within');
select is(pg_temp.i('E', 'two_week_median'), '14.00 of 3', 'the middle one');
select is(pg_temp.i('E', 'two_week_p90'), '22.00 of 3', 'four fifths of the way from 14 to 24');
select is(pg_temp.i('E', 'two_week_overdue'), '2', 'one without a care coordinator, one never seen; not who left');
select is(pg_temp.i('F', 'two_week_within'), 'x', 'a team that sends none of it');
select * from finish();
rollback;
