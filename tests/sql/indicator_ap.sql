-- Alternative provision: three pupils of one provider, checked by eye.
begin;
select * from no_plan();
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';

insert into core.provider (provider, name, programme, places) values ('A', 'Alder House', 'ap', 10), ('B', 'Birch House', 'ap', null);
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision)
select 'A', pg_temp.p(100 + n), pg_temp.p(n), 'ap', date '2024-12-16', 'accepted' from generate_series(1, 3) n;
insert into core.placement (provider, programme, placement_ref, referral_ref, person_key, start_date, end_date, end_reason,
                            group_size, staff_ratio, planned_weeks) values
    ('A', 'ap', pg_temp.p(201), pg_temp.p(101), pg_temp.p(1), '2025-01-06', '2025-04-30', 'completed', 8, 5, 12),
    ('A', 'ap', pg_temp.p(202), pg_temp.p(102), pg_temp.p(2), '2025-01-06', '2025-04-30', 'completed', 6, 4, 20),
    ('A', 'ap', pg_temp.p(203), pg_temp.p(103), pg_temp.p(3), '2025-01-06', null, null, null, null, 10);
insert into core.attendance (provider, person_key, programme, phase, period_start, period_end, sessions_possible, attended,
                             authorised, unauthorised, late) values
    ('A', pg_temp.p(1), 'ap', 'before', '2024-09-01', '2024-12-31', 100, 40, 30, 30, 4),
    ('A', pg_temp.p(2), 'ap', 'before', '2024-09-01', '2024-12-31', 100, 90, 5, 5, 0),
    ('A', pg_temp.p(1), 'ap', 'during', '2025-01-06', '2025-01-10', 10, 9, 1, 0, 3),
    ('A', pg_temp.p(1), 'ap', 'during', '2025-01-13', '2025-01-17', 10, 8, 0, 2, 1),
    ('A', pg_temp.p(2), 'ap', 'during', '2025-01-06', '2025-01-10', 10, 5, 2, 3, 0),
    ('A', pg_temp.p(3), 'ap', 'during', '2025-01-06', '2025-01-10', 10, 10, 0, 0, 0),
    ('A', pg_temp.p(1), 'ap', 'after', '2025-05-01', '2025-05-30', 20, 18, 1, 1, 0);
insert into core.incident (provider, programme, incident_ref, person_key, incident_date, kind, sessions) values
    ('A', 'ap', pg_temp.p(301), pg_temp.p(1), '2024-12-01', 'FIXD', 4),
    ('A', 'ap', pg_temp.p(302), pg_temp.p(1), '2025-02-01', 'FIXD', 2),
    ('A', 'ap', pg_temp.p(303), pg_temp.p(1), '2024-11-01', 'PERM', null),
    ('A', 'ap', pg_temp.p(304), pg_temp.p(1), '2025-03-01', 'behaviour', null),
    ('A', 'ap', pg_temp.p(305), pg_temp.p(2), '2024-12-10', 'LNCH', 1);
insert into core.achievement (provider, programme, person_key, kind, level, award_ref, achieved_date, awards, points, partial) values
    ('A', 'ap', pg_temp.p(1), 'gcse', 'level_1', '1', '2025-06-01', 2, 8, null),
    ('A', 'ap', pg_temp.p(1), 'work_experience', 'none', '1', '2025-05-01', 1, null, null),
    ('A', 'ap', pg_temp.p(2), 'asdan', 'level_1', '1', '2024-06-01', 1, 3, null),
    ('A', 'ap', pg_temp.p(3), 'vocational_unit', 'level_1', '1', '2025-06-01', 1, 3, true);
insert into core.target (provider, programme, indicator, period_start, period_end, target, amber) values
    ('A', 'ap', 'attendance_rate', '2025-01-01', '2025-01-31', 0.85, 0.75),
    ('A', 'ap', 'regular_attenders', '2024-09-01', '2025-08-31', 0.5, 0.4),
    ('A', 'ap', 'waiting_days', '2024-12-01', '2025-11-30', 30, null),
    ('A', 'ap', 'exclusions', '2024-09-01', '2025-08-31', 20, 30),
    ('A', 'ap', 'completion_rate', '2024-09-01', '2025-08-31', 1, null),
    ('A', 'ap', 'positive_destination', '2024-09-01', '2025-08-31', 0.7, null),
    ('A', 'ap', 'access', '2025-12-01', '2026-11-30', 5, null);

\i tests/sql/include/indicator.psql

select is(pg_temp.i('A', 'attendance_during_rate'), '32/40', 'sessions are summed, not pupils averaged');
select is(pg_temp.at('A', 'attendance_during_rate', 'week', '2025-01-06'), '24/30', 'by week');
select is(pg_temp.at('A', 'attendance_during_rate', 'month', '2025-01-01'), '32/40', 'by month');
select is(pg_temp.at('A', 'attendance_during_rate', 'term', '2025-01-06'), '32/40', 'by term');
select is(pg_temp.i('A', 'authorised_during'), '3/40', 'with leave');
select is(pg_temp.i('A', 'unauthorised_during'), '5/40', 'without leave');
select is(pg_temp.i('A', 'late_during'), '4/32', 'of the sessions attended');
select is(pg_temp.i('A', 'persistent_during'), '2/3', '17 of 20 and 5 of 10; a pupil''s own sessions');
select is(pg_temp.at('A', 'persistent_during', 'week', '2025-01-13'), '1/1', '8 of 10 in that week');
select is(pg_temp.i('A', 'severe_during'), '1/3', 'half is severe');
select is(pg_temp.i('A', 'regular_during'), '1/3', '10 of 10');
select is(pg_temp.i('A', 'attendance_before_rate'), '130/200', 'before');
select is(pg_temp.at('A', 'attendance_before_rate', 'month', '2024-09-01'), null, 'four months are no month');
select is(pg_temp.at('A', 'attendance_before_rate', 'year', '2024-09-01'), '130/200', 'but lie in the year');
select is(pg_temp.i('A', 'authorised_before'), '35/200', 'before, with leave');
select is(pg_temp.i('A', 'unauthorised_before'), '35/200', 'before, without');
select is(pg_temp.i('A', 'late_before'), '4/130', 'before, late');
select is(pg_temp.i('A', 'persistent_before'), '2/2', 'exactly 10 % counts');
select is(pg_temp.i('A', 'severe_before'), '1/2', '60 of 100 missed');
select is(pg_temp.i('A', 'attendance_after_rate'), '18/20', 'after');
select is(pg_temp.i('A', 'authorised_after'), '1/20', 'after, with leave');
select is(pg_temp.i('A', 'unauthorised_after'), '1/20', 'after, without');
select is(pg_temp.i('A', 'late_after'), '0/18', 'after, late');
select is(pg_temp.i('A', 'persistent_after'), '1/1', 'after');
select is(pg_temp.i('A', 'severe_after'), '0/1', 'after');
select is(pg_temp.i('B', 'attendance_during_rate'), 'x', 'a provider that sends none does not collect it');

select is(pg_temp.i('A', 'suspensions_before'), '66.67 of 3', 'two, one at lunch, for three pupils');
select is(pg_temp.i('A', 'suspensions_after'), '33.33 of 3', 'one');
select is(pg_temp.i('A', 'permanent_before'), '33.33 of 3', 'one');
select is(pg_temp.i('A', 'permanent_after'), '0.00 of 3', 'none');
select is(pg_temp.i('A', 'incidents_before'), '0.00 of 3', 'none');
select is(pg_temp.i('A', 'incidents_after'), '33.33 of 3', 'one');
select is(pg_temp.i('A', 'incidents_recorded'), '5', 'all kinds');
select is(pg_temp.i('A', 'incidents_recorded', 'incident', 'Suspension (fixed period)'), '2', 'by kind');
select is(pg_temp.i('A', 'sessions_lost'), '7', 'where they are said');
select is(pg_temp.i('B', 'incidents_recorded'), 'x', 'no record of incidents is not no incidents');

select is(pg_temp.i('A', 'qualified'), '1/3', 'since the start, and in full');
select is(pg_temp.i('A', 'awards_each'), '0.67 of 3', 'two for three');
select is(pg_temp.i('A', 'points_each'), '2.67 of 3', 'eight for three');
select is(pg_temp.i('A', 'work_experience'), '1/3', 'is no qualification');
select is(pg_temp.i('A', 'group_size_mean'), '7.00 of 2', '8 and 6');
select is(pg_temp.i('A', 'staff_ratio_mean'), '4.50 of 2', '5 and 4');
select is(pg_temp.i('A', 'planned_weeks_mean'), '14.00 of 3', '12, 20 and 10');
select is(pg_temp.i('A', 'places_paid'), '10', 'of the register');
select is(pg_temp.i('A', 'places_taken'), '1/10', 'one goes on');

create function pg_temp.target(indicator text) returns text
language sql return (select round(value, 2) || ' ' || light from mart.target_value t where t.indicator = target.indicator);
select is(pg_temp.target('attendance_during_rate'), '0.80 amber', '32 of 40 in January: under 0.85, not under 0.75');
select is(pg_temp.target('regular_during'), '0.33 red', 'over the academic year');
select is(pg_temp.target('wait_contact_median'), '21.00 green', 'fewer days are better');
select is(pg_temp.target('suspensions_after'), '33.33 red', 'and fewer suspensions');
select is(pg_temp.target('completion'), '1.00 green', 'both that ended');
select is((select status from mart.target_value where indicator = 'engaged_exit'), 'x', 'a target for what is not collected has no light');
select is((select count(*) from mart.target_value where indicator = 'people_seen'), 0::bigint, 'one that has not begun is not judged');
select * from finish();
rollback;
