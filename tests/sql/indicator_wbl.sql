-- Work-based learning: four learners in two years, and a survey, checked by eye.
begin;
select * from no_plan();
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';

insert into core.provider (provider, name, programme) values ('W', 'Willow College', 'wbl'), ('V', 'Vine Training', 'wbl');
insert into core.need (provider, person_key, need) values ('W', pg_temp.p(4), 'social_emotional');
-- Two in the baseline year; three in the next, of whom one was there before, one has a mental-health
-- difficulty (LLDDCat 9) and one social and emotional ones (8).
insert into core.learning_aim (provider, year, person_key, programme, aim_number, aim_ref, aim_type, start_date, planned_end_date,
                               end_date, comp_status, outcome, mental_health) values
    ('W', '2324', pg_temp.p(1), 'wbl', 1, '60000001', '1', '2023-08-07', '2024-07-31', '2024-07-31', '2', '3', false),
    ('W', '2324', pg_temp.p(2), 'wbl', 1, '60000001', '1', '2023-08-07', '2024-07-31', null, '6', null, false),
    ('W', '2425', pg_temp.p(1), 'wbl', 1, '60000002', '1', '2024-08-05', '2025-07-31', '2025-07-20', '2', '1', false),
    ('W', '2425', pg_temp.p(1), 'wbl', 2, '60000003', '3', '2024-08-05', '2025-07-31', '2025-07-20', '2', '3', false),
    ('W', '2425', pg_temp.p(3), 'wbl', 1, '60000004', '4', '2024-08-05', '2025-07-31', '2025-02-01', '3', '3', true),
    ('W', '2425', pg_temp.p(4), 'wbl', 1, '60000004', '4', '2024-08-05', '2026-01-31', null, '1', null, false),
    ('V', '2425', pg_temp.p(5), 'wbl', 1, '60000004', '4', '2024-08-05', '2025-07-31', null, '1', null, false);
insert into core.survey (provider, programme, survey, round, respondent, question, closed_date, invited, responded) values
    ('W', 'wbl', 'provider survey', 1, 'provider', 'all', '2025-06-02', 40, 10),
    ('W', 'wbl', 'provider survey', 1, 'young_person', 'all', '2025-06-02', 20, 15),
    ('W', 'wbl', 'provider survey', 1, 'provider', '1', '2025-06-02', 40, 9);
insert into core.target (provider, programme, indicator, period_start, period_end, target, amber) values
    ('W', 'wbl', 'achievement_rate', '2024-08-01', '2025-07-31', 0.6, 0.5);

\i tests/sql/include/indicator.psql

select is(pg_temp.i('W', 'learners'), '5', 'a learner counts once a year');
select is(pg_temp.at('W', 'learners', 'year', '2023-08-01'), '2', 'the baseline year');
select is(pg_temp.at('W', 'learners', 'year', '2024-08-01'), '3', 'the latest year');
select is(pg_temp.i('W', 'learners', 'mental_health', 'Yes'), '1', 'LLDDCat 9');
select is(pg_temp.i('W', 'learners', 'mental_health_or_emotional', 'Yes'), '2', 'LLDDCat 9 or 8');
select is(pg_temp.i('W', 'take_up'), '3/2', 'the latest against the baseline year');
select is(pg_temp.i('V', 'take_up'), 'z', 'one year has nothing to be set against');
select is(pg_temp.i('W', 'aim_retention'), '3/4', 'of those that were to end: a break and a completion without achievement are retained');
select is(pg_temp.at('W', 'aim_retention', 'year', '2024-08-01'), '1/2', 'by year of return');
select is(pg_temp.i('W', 'aim_achievement'), '1/3', 'of those that have ended; components don''t count');
select is(pg_temp.i('W', 'aim_success'), '1/4', 'of those that were to end');
select is(pg_temp.i('W', 'survey_response'), '25/60', 'all that were asked; not single questions');
select is(pg_temp.i('W', 'survey_response', 'respondent', 'Provider'), '10/40', 'by who was asked');
select is(pg_temp.i('W', 'survey_response', 'survey_round', 'provider survey, round 1'), '25/60', 'by round');
select is(pg_temp.i('V', 'survey_response'), 'x', 'no survey');
select is((select round(value, 2) || ' ' || light from mart.target_value), '0.50 amber', 'one of two that ended in that year');
select * from finish();
rollback;
