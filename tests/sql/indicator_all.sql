-- Indicators of all programmes, on a handful of referrals, checked by eye.
begin;
select * from no_plan();
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';

insert into core.provider (provider, name, programme) values ('A', 'Alder House', 'ap'), ('B', 'Birch House', 'ap'),
    ('T', 'Thorn Team', 'mhst'), ('W', 'Willow College', 'wbl');
insert into core.person (provider, person_key, sex) values ('A', pg_temp.p(1), 'F'), ('A', pg_temp.p(2), 'M'), ('A', pg_temp.p(3), 'F');
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, source, decision, decision_date,
                           decision_reason, came_with_baseline, came_with_plan) values
    ('A', pg_temp.p(101), pg_temp.p(1), 'ap', '2025-01-06', 'school', 'accepted', '2025-01-10', null, true, false),
    ('A', pg_temp.p(102), pg_temp.p(2), 'ap', '2025-01-13', 'school', 'accepted', '2025-01-15', null, true, true),
    ('A', pg_temp.p(103), pg_temp.p(3), 'ap', '2025-02-03', 'panel', 'rejected', '2025-02-13', 'too_severe', false, null),
    ('A', pg_temp.p(104), pg_temp.p(4), 'ap', '2025-02-10', 'panel', 'signposted', '2025-02-12', 'not_severe', null, null),
    ('A', pg_temp.p(105), pg_temp.p(5), 'ap', '2025-09-01', 'parent', 'accepted', '2025-09-05', null, null, null),
    ('A', pg_temp.p(106), pg_temp.p(6), 'ap', '2025-10-01', 'parent', null, null, null, null, null),
    ('A', pg_temp.p(107), pg_temp.p(7), 'ap', '2025-11-15', 'parent', null, null, null, null, null),
    ('A', pg_temp.p(108), pg_temp.p(8), 'ap', '2025-03-03', 'self', 'accepted', '2025-03-31', null, null, null),
    ('B', pg_temp.p(121), pg_temp.p(21), 'ap', '2024-03-04', 'school', 'accepted', null, null, null, null),
    ('B', pg_temp.p(122), pg_temp.p(22), 'ap', '2024-03-04', 'school', 'accepted', null, null, null, null);
insert into core.placement (provider, programme, placement_ref, referral_ref, person_key, start_date, end_date, end_reason) values
    ('A', 'ap', pg_temp.p(201), pg_temp.p(101), pg_temp.p(1), '2025-01-20', '2025-03-20', 'completed'),
    ('A', 'ap', pg_temp.p(202), pg_temp.p(102), pg_temp.p(2), '2025-02-03', '2025-04-30', 'withdrawn'),
    ('A', 'ap', pg_temp.p(208), pg_temp.p(108), pg_temp.p(8), '2025-04-28', null, null),
    ('B', 'ap', pg_temp.p(221), pg_temp.p(121), pg_temp.p(21), '2024-03-11', '2024-09-30', 'completed'),
    ('B', 'ap', pg_temp.p(222), pg_temp.p(122), pg_temp.p(22), '2024-03-11', '2024-09-30', 'completed');
insert into core.destination (provider, person_key, programme, stage, destination, start_date) values
    ('A', pg_temp.p(1), 'ap', 'entry', 'neet-seeking', '2025-01-20'),
    ('A', pg_temp.p(2), 'ap', 'entry', 'neet-unavailable', '2025-02-03'),
    ('A', pg_temp.p(8), 'ap', 'entry', 'education-school', '2025-04-28'),
    ('A', pg_temp.p(1), 'ap', 'exit', 'education-fe', '2025-03-20'),
    ('A', pg_temp.p(2), 'ap', 'exit', 'neet-seeking', '2025-04-30'),
    ('A', pg_temp.p(1), 'ap', '3m', 'employment-part-time', '2025-06-20'),
    ('A', pg_temp.p(2), 'ap', '3m', 'unknown-unknown', '2025-07-30'),
    ('A', pg_temp.p(1), 'ap', '6m', 'education-fe', '2025-09-20'),
    ('A', pg_temp.p(2), 'ap', '6m', 'neet-unavailable', '2025-10-30'),
    ('B', pg_temp.p(21), 'ap', 'exit', 'education-fe', '2024-09-30'),
    ('B', pg_temp.p(22), 'ap', 'exit', 'training-other', '2024-09-30'),
    ('B', pg_temp.p(21), 'ap', '12m', 'education-fe', '2025-09-30'),
    ('B', pg_temp.p(22), 'ap', '12m', 'neet-seeking', '2025-09-30');
-- PHQ-9, of which less is better and 6 is reliable: 15 to 9, 10 to 12, 8 to 14, and 12 alone.
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision, closed_date)
select 'T', pg_temp.p(100 + n), pg_temp.p(n), 'mhst', date '2025-01-06', 'accepted', date '2025-06-02' from generate_series(31, 34) n;
insert into core.assessment (provider, referral_ref, person_key, instrument, scale, rater, assessed_date, score) values
    ('T', pg_temp.p(131), pg_temp.p(31), 'phq9', 'total', 'self', '2025-02-03', 15), ('T', pg_temp.p(131), pg_temp.p(31), 'phq9', 'total', 'self', '2025-05-05', 9),
    ('T', pg_temp.p(132), pg_temp.p(32), 'phq9', 'total', 'self', '2025-02-03', 10), ('T', pg_temp.p(132), pg_temp.p(32), 'phq9', 'total', 'self', '2025-05-05', 12),
    ('T', pg_temp.p(133), pg_temp.p(33), 'phq9', 'total', 'self', '2025-02-03', 8), ('T', pg_temp.p(133), pg_temp.p(33), 'phq9', 'total', 'self', '2025-05-05', 14),
    ('T', pg_temp.p(134), pg_temp.p(34), 'phq9', 'total', 'self', '2025-02-03', 12);

\i tests/sql/include/indicator.psql

select is(pg_temp.i('A', 'referrals_received'), '7', 'one after tonight is not received');
select is(pg_temp.i('A', 'referrals_received', 'source', 'School or college'), '2', 'by source');
select is(pg_temp.i('A', 'referrals_received', 'decision', 'Accepted'), '4', 'by decision');
select is(pg_temp.i('A', 'referrals_received', 'sex', 'Female'), '2', 'by group');
select is(pg_temp.i('A', 'referrals_received', 'sex', 'Not known'), '4', 'who is of no known group is not dropped');
select is(pg_temp.at('A', 'referrals_received', 'week', '2025-01-06'), '1', 'by week');
select is(pg_temp.at('A', 'referrals_received', 'month', '2025-01-01'), '2', 'by month');
select is(pg_temp.at('A', 'referrals_received', 'term', '2025-01-06'), '5', 'by term');
select is(pg_temp.at('A', 'referrals_received', 'year', '2024-09-01'), '5', 'by academic year');
select is(pg_temp.at('A', 'referrals_received', 'year', '2025-09-01'), '2', '1 September begins another');
select is(pg_temp.at('*', 'referrals_received', 'month', '2024-03-01'), '2', 'of the programme');
select is(pg_temp.at('B', 'referrals_received', 'term', '2024-03-04'), null, 'a term that is not in the list has no figures');
select is(pg_temp.i('W', 'referrals_received'), 'x', 'the ILR has no referrals: not collected, not 0');
select is(pg_temp.i('A', 'referral_accepted'), '4/6', 'of those decided');
select is(pg_temp.i('A', 'referral_signposted'), '1/6', 'signposted');
select is(pg_temp.i('A', 'referral_rejected'), '1/6', 'rejected');
select is(pg_temp.i('A', 'referral_gap'), '2/6', 'too severe here and not severe enough there');
select is(pg_temp.i('A', 'referral_with_baseline'), '2/3', 'of those that say');
select is(pg_temp.i('A', 'referral_with_plan'), '1/2', 'plans');
select is(pg_temp.i('B', 'referral_with_plan'), 'x', 'a provider that never says it does not collect it');
select is(pg_temp.i('A', 'wait_decision_median'), '4.00 of 6', '2, 2, 4, 4, 10, 28');
select is(pg_temp.i('A', 'wait_decision_p90'), '19.00 of 6', 'half way from 10 to 28');
select is(pg_temp.i('A', 'wait_contact_median'), '21.00 of 3', '14, 21, 56');
select is(pg_temp.i('A', 'wait_contact_p90'), '49.00 of 3', 'four fifths of the way from 21 to 56');
select is(pg_temp.i('A', 'waiting_decision'), '1', 'of 1 October');
select is(pg_temp.i('A', 'waiting_decision_median'), '30.00 of 1', 'thirty days tonight');
select is(pg_temp.i('A', 'waiting_decision_p90'), '30.00 of 1', 'the same');
select is(pg_temp.i('A', 'waiting_contact'), '1', 'accepted on 5 September and not seen');
select is(pg_temp.i('A', 'waiting_contact_median'), '60.00 of 1', 'since 1 September');
select is(pg_temp.i('A', 'waiting_contact_p90'), '60.00 of 1', 'the same');
select is(pg_temp.i('B', 'waiting_decision'), '0', 'nobody waits: 0, as decisions are collected');
select is(pg_temp.i('B', 'waiting_decision_median'), 'z', 'and there is no median of nobody');

select is(pg_temp.i('A', 'help_started'), '3', 'placements began');
select is(pg_temp.i('A', 'retention'), '2/3', 'one completed, one goes on');
select is(pg_temp.i('A', 'completion'), '1/2', 'of those that have ended');
select is(pg_temp.i('A', 'dropout'), '1/2', 'one was withdrawn');

select is(pg_temp.i('A', 'known_exit'), '2/2', 'both that ended were found');
select is(pg_temp.i('A', 'engaged_exit'), '1/2', 'one in education');
select is(pg_temp.i('A', 'known_3m'), '1/2', 'unknown is not known');
select is(pg_temp.i('A', 'engaged_3m'), '1/1', 'and not in the denominator');
select is(pg_temp.i('A', 'known_6m'), '2/2', 'six months to the day are due');
select is(pg_temp.i('A', 'engaged_6m'), '1/2', 'after six months');
select is(pg_temp.i('A', 'known_12m'), 'x', 'a follow-up that is never asked is not collected');
select is(pg_temp.i('B', 'known_12m'), '2/2', 'after twelve months');
select is(pg_temp.i('B', 'engaged_12m'), '1/2', 'one is');
select is(pg_temp.i('A', 'lasted_6m'), '1/1', 'engaged at exit and then');
select is(pg_temp.i('B', 'lasted_12m'), '1/2', 'of two engaged at exit');
select is(pg_temp.i('A', 'neet_entry'), '2/3', 'on entry');
select is(pg_temp.i('A', 'neet_exit'), '1/2', 'at exit');
select is(pg_temp.i('A', 'neet_active_exit'), '1/2', 'seeking is available to the labour market');
select is(pg_temp.i('A', 'neet_unavailable_exit'), '0/2', 'nobody that is not');
select is(pg_temp.i('A', 'neet_6m'), '1/2', 'after six months');
select is(pg_temp.i('A', 'progression_exit'), '1/2', 'of two NEET on entry');
select is(pg_temp.i('A', 'progression_6m'), '1/2', 'after six months');

select is(pg_temp.i('T', 'paired_scores'), '3/4', 'first of all, how many have a pair');
select is(pg_temp.i('T', 'scale_paired', 'instrument', 'phq9 total (self)'), '3/4', 'on the scale');
select is(pg_temp.i('T', 'change_mean', 'instrument', 'phq9 total (self)'), '-0.67 of 3', 'gains of 6, -2, -6');
select is(pg_temp.i('T', 'change_median', 'instrument', 'phq9 total (self)'), '-2.00 of 3', 'the middle one');
select is(pg_temp.i('T', 'change_effect', 'instrument', 'phq9 total (self)'), '-0.11 of 3',
    '-0.67 by the deviation of 15, 10, 8, which is 3.61, times J of 4/7');
-- d = -0.10565; r of (-15, -10, -8) and (-9, -12, -14) is -0.989; v = 2 * 1.989 / 3 + d^2 / 6.
select is((select round(lower, 2) || ' to ' || round(upper, 2) from mart.indicator_value
           where provider = 'T' and indicator = 'change_effect' and period_kind = 'all'), '-2.37 to 2.15', 'with its interval');
select is(pg_temp.i('T', 'improved_reliably', 'instrument', 'phq9 total (self)'), '1/3', 'a gain of 6 is reliable');
select is(pg_temp.i('T', 'deteriorated_reliably', 'instrument', 'phq9 total (self)'), '1/3', 'a loss of 6 too');
select is(pg_temp.i('T', 'change_mean'), null, 'scales are never mixed');
select * from finish();
rollback;
