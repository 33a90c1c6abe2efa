-- What appraise is handed for acceptability, funnels, case mix, distance travelled and benefits, and what the
-- commissioner reads of the results: on a handful of rows whose answers can be checked by eye.
begin;
select plan(39);
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';

-- A: 40 start, 20 with the outcome; B: 30 and 15; C: 12 and 4, too few to be called best.
insert into core.provider (provider, name, programme) values ('A', 'Alder', 'ap'), ('B', 'Birch', 'ap'), ('C', 'Cedar', 'ap');
create temp table pupil as
select p.provider, n, pg_temp.p(p.base + n) as person_key, n <= p.outcomes as outcome
from (values ('A', 1000, 40, 20), ('B', 2000, 30, 15), ('C', 3000, 12, 4)) p (provider, base, starts, outcomes)
cross join lateral generate_series(1, p.starts) n;
insert into core.person (provider, person_key, sex)
select provider, person_key, case when n % 2 = 0 then 'F' else 'M' end from pupil where provider <> 'C';
insert into core.need (provider, person_ref, person_key, need, is_primary)
select provider, person_key, person_key, need, is_primary
from pupil cross join (values ('semh', true), ('aaa', false)) w (need, is_primary) where provider = 'A';
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision, age_at_event)
select provider, person_key, person_key, 'ap', date '2025-01-06', 'accepted', case when n <= 10 then 13 else 15 end from pupil;
insert into core.placement (provider, programme, placement_ref, referral_ref, person_key, start_date, end_date, end_reason)
select provider, 'ap', person_key, person_key, person_key, date '2025-02-03', date '2025-07-18', 'completed' from pupil;
insert into core.destination (provider, person_key, programme, stage, destination, start_date)
select provider, person_key, 'ap', 'exit', case when outcome then 'education-fe' else 'neet-seeking' end, date '2025-07-20'
from pupil;
insert into core.cost (provider, programme, cost_ref, period_start, period_end, kind, basis, amount, price_year)
select provider, 'ap', '1', '2024-09-01', '2025-08-31', 'revenue', 'block', count(*) * 1000, 2024 from pupil group by 1;
-- Two scores of each in A on the SDQ, where lower is better: 30 have both, 25 fall by 5, 5 rise by 5.
insert into core.assessment (provider, referral_ref, person_key, instrument, scale, rater, assessed_date, score)
select provider, person_key, person_key, 'sdq', 'emotional', 'self', date '2025-02-03', 10 from pupil where provider = 'A'
union all
select provider, person_key, person_key, 'sdq', 'emotional', 'self', date '2025-07-01', case when n <= 20 then 5 else 15 end
from pupil where provider = 'A' and n <= 30;

\i tests/sql/include/mart.psql

select results_eq($$ select strategy, count(*), sum(effect) from mart.set_psa group by 1 order by 1 $$,
    $$ values ('A', 40::bigint, 20::bigint), ('B', 30, 15) $$, 'C has four with the outcome and is too small to be called best');
select results_eq($$ select unit, x::int, n::int from mart.set_rate order by unit $$,
    $$ values ('*', 39, 82), ('A', 20, 40), ('B', 15, 30), ('C', 4, 12) $$, 'shares by provider, and of all');
-- 82,000 pounds bought 39 outcomes: A's 40,000 would have bought 19.02.
select results_eq($$ select unit, observed::int, round(expected, 2) from mart.set_money order by unit $$,
    $$ values ('A', 20, 19.02), ('B', 15, 14.27), ('C', 4, 5.71) $$, 'outcomes that the money would have bought');
select is((select sum(expected) from mart.set_money), 39.0, 'together as many as there were');
select results_eq($$ select stratum, observed::int, n::int from mart.set_standardise where unit = 'A' order by 1 $$,
    $$ values ('11 to 13, F, semh', 5, 5), ('11 to 13, M, semh', 5, 5), ('14 to 15, F, semh', 5, 15),
              ('14 to 15, M, semh', 5, 15) $$, 'strata of age, sex and the primary need');
select is((select string_agg(distinct need, '') from mart.case_mix where provider = 'B'), 'none recorded', 'no need is a stratum too');
select is((select string_agg(distinct sex, '') from mart.case_mix where provider = 'C'), 'not known', 'and so is a sex that is not known');
select results_eq($$ select unit, count(*), count(post) from mart.set_change group by 1 $$,
    $$ values ('sdq/emotional/self', 40::bigint, 30::bigint) $$, 'scores with a last one and without');
select results_eq($$ select distinct pre, post from mart.set_change order by post $$,
    $$ values (10::numeric, 5::numeric), (10, 15), (10, null) $$, 'the first and the last of them');
select results_eq($$ select distinct tool, rater, threshold, direction from mart.set_tool $$,
    $$ values ('sdq/emotional', 'self', 4::numeric, (-1)::smallint) $$, 'and the change that counts');
select is(mart.lambdas('ap', '0,10000'), '0,10000', 'a grid of values of an outcome');

-- Benefits: nothing without figures, and what is missing is named.
select results_eq($$ select outcome, n from mart.benefit_count where programme = 'ap' order by 1 $$,
    $$ values ('completed', 82::bigint), ('engaged', 39) $$, 'outcomes that can be valued, once each');
select results_eq($$ select outcome, unit_value, category from mart.set_benefit_outcome order by 1 $$,
    $$ values ('completed', null::numeric, 'social'), ('engaged', null, 'social') $$, 'nobody has priced any');
select is((select what from mart.missing_figure where programme = 'eip' and position = 1), 'costs and outcomes of the same provider',
    'a programme of which nothing was delivered');
select results_eq($$ select position, what from mart.missing_figure where programme = 'ap' order by 1 $$,
    $$ values (2, 'how its benefits are appraised'), (3, 'a unit cost of any outcome that it has') $$, 'what is missing');

insert into ref.appraisal values ('ap', 2024, 2, 'of-nobody', 'council', 0, null, null, 'uniform', 2, 'e', 's');
insert into ref.unit_cost values
    ('u1', 'engaged', 'treasury', 'fiscal', 100, 50, 150, 2023, .5, 'tax', 'e', '2020-01-01', null, 's'),
    ('u2', 'engaged', 'old', 'fiscal', 900, null, null, 2023, .5, 'tax', 'e', '2020-01-01', '2024-12-31', 's');
insert into ref.assumption select 'ap', 'engaged', p, case when p in ('lag', 'duration') then 1 else .5 end, null, null, 'e', 's'
from unnest(array['deadweight', 'attribution', 'displacement', 'leakage', 'optimism', 'dropoff', 'lag']) p;
select results_eq($$ select what from mart.missing_figure where programme = 'ap' order by position, what $$,
    $$ values ('duration of outcome engaged'), ('discount rates of schedule of-nobody up to year 2'),
              ('a price index for 2023'), ('a price index for 2024') $$, 'the eighth assumption, the rates and the prices');
insert into ref.assumption values ('ap', 'engaged', 'duration', 3, null, null, 'e', 's');
insert into ref.discount values ('of-nobody', 1, 1, .03, 'e', 's'), ('of-nobody', 2, 9, .02, 'e', 's');
insert into ref.deflator values (2023, 100, 's'), (2024, 104, 's');
select is_empty($$ select * from mart.missing_figure where programme = 'ap' $$, 'then nothing is');
select results_eq($$ select outcome, agency, n, unit_value, unit_value_low, persons, duration, deadweight from mart.set_benefit_outcome order by 1 $$,
    $$ values ('completed', null::text, 82::bigint, null::numeric, null::numeric, 'ap', null::numeric, null::numeric),
              ('engaged', 'treasury', 39, 100, 50, 'ap', 3, .5) $$, 'a figure that holds no more is not used, and what has no price stays');
select results_eq($$ select amount, price_year, agency, kind from mart.set_benefit_cost where programme = 'ap' $$,
    $$ values (82000.00, 2024, 'council', 'revenue') $$, 'against the whole cost of those counted');
select throws_ok($$ insert into ref.assumption values ('ap', 'x', 'deadweight', 1.2, null, null, 'e', 's') $$, '23514', null, 'no share is above 1');
select throws_ok($$ insert into ref.assumption values ('ap', 'x', 'deadweight', .2, .3, .4, 'e', 's') $$, '23514', null, 'no figure lies outside its range');
select throws_ok($$ insert into ref.unit_cost values ('u3', 'x', 'a', 'fiscal', 1, null, null, 2023, null, 'f', 'e', '2020-01-01', null, 's') $$,
    '23514', null, 'a fiscal one says how much of it is cashable');

-- An analysis is entered with what it rests on.
select ok(mart.begin_analysis('{"name": "ap-x", "programmes": "ap", "title": "t", "description": "d", "comparators": "c", "outcome": "o",
    "perspective": "p", "horizon": "h", "price_year": "y", "seed": 7, "references": ["deflator", "parameter.discount_rate"],
    "steps": [{"command": ["ratio", "--seed", "{seed}"], "into": "mart.ratio"}]}', '9.9'), 'one that needs nothing can be made');
select results_eq($$ select base_year, seed, commands, code_version, night, state from mart.analysis $$,
    $$ values (2024, 7::bigint, 'ratio --seed {seed}', '9.9', date '2025-10-31', 'made') $$, 'as it was declared');
select results_eq($$ select reference, item, value from mart.analysis_reference order by 1, 2 $$,
    $$ values ('deflator', '2023', '100'), ('deflator', '2024', '104'), ('parameter', 'discount_rate', '0.035') $$, 'with the rows of ref');
select ok(not mart.begin_analysis('{"name": "eip-y", "programmes": "eip", "title": "t", "description": "d", "comparators": "c", "outcome": "o",
    "perspective": "p", "horizon": "h", "price_year": "y", "needs": "select ''prices'', ''ask''",
    "steps": [{"command": ["benefit"], "into": "mart.benefit"}]}', '9.9'), 'one that lacks figures can''t');
select results_eq($$ select state, what, how from mart.analysis join mart.analysis_missing using (analysis) $$,
    $$ values ('missing', 'prices', 'ask') $$, 'and says which');
select throws_ok($$ select mart.begin_analysis('{"name": "z", "steps": [{"into": "core.person"}]}', '9') $$, 'OT078', null, 'none goes anywhere but mart');

-- What may be shown of results that are known when they are seen.
delete from mart.analysis;
insert into mart.analysis (analysis, programme, title, description, comparators, outcome, perspective, horizon, price_year, commands, code_version, night)
select a, 'ap', '', '', '', '', '', '', '', 'psa --replicates 500', '9', '2025-10-31'
from unnest(array['ap-acceptability', 'ap-change', 'ap-benefit', 'ap-outcomes']) a;
insert into mart.interval (analysis, unit, x, n, proportion, wilson_lower, wilson_upper) values
    ('ap-outcomes', 'A', 20, 40, .5, .35, .65), ('ap-outcomes', 'C', 4, 12, .33, .1, .6), ('ap-outcomes', '*', 39, 82, .4756, .37, .58);
insert into mart.funnel (analysis, unit, observed, denominator, target, inner_lower, inner_upper, label, od_label) values
    ('ap-outcomes', 'A', 20, 40, .4756, .3, .6, 'above_inner', 'within'), ('ap-outcomes', 'C', 4, 12, .4756, .2, .7, 'within', 'within');
insert into mart.psa values ('ap-acceptability', 0, 'A', .6, .6, 5, 2, 2), ('ap-acceptability', 0, 'B', .4, null, 0, 2, 7);
insert into mart.change select 'ap-change', 'sdq/emotional/self', m, v
from (values ('n', 70), ('paired', 60), ('mean_pre', 10), ('mean_post', 8.333), ('smcr', -.4), ('smcr_lower', -.7), ('smcr_upper', -.1)) x (m, v);
insert into mart.change_person select 'ap-change', n::text, 'self', 1, 1, 0, 0, 0, case when n <= 20 then 'improved' else 'deteriorated' end
from generate_series(1, 30) n;
insert into mart.benefit values ('ap-benefit', 'npsv', null, null, null, -5), ('ap-benefit', 'payback_year', null, null, null, null),
    ('ap-benefit', 'not_valued', 'completed', null, 'social', 82);
\i sql/publish/010_disclosure.sql
\i sql/publish/020_tables.sql
\i sql/publish/030_refresh.sql
\i sql/publish/060_value_tables.sql
\i sql/publish/070_value_refresh.sql

select results_eq($$ select provider, n, share, label, symbol from publish.rate order by 1 $$,
    $$ values ('*', 82::bigint, .4756, null::text, null::text), ('A', 40, .5, 'within', null), ('B', null, null, null, 'x'),
              ('C', null, null, null, 'c') $$, 'a share of four is hidden, and the others show what over-dispersion leaves of them');
select results_eq($$ select distinct lambda, p_best, symbol from publish.acceptability $$,
    $$ values (null::numeric, null::numeric, 'c') $$, 'where one provider of the comparison is hidden, all chances are');
select results_eq($$ select n, paired, first, last, better, effect, lower, upper, improved, unchanged, deteriorated from publish.distance $$,
    $$ values (70::bigint, 60::bigint, 10.00, 8.33, 'lower', .4, .1, .7, 20::bigint, null::bigint, null::bigint) $$,
    'a fall is for the better where lower is; no other verdict, as none is unchanged');
select results_eq($$ select measure, value, symbol from publish.benefit order by 1 $$,
    $$ values ('not_valued', null::numeric, 'c'), ('npsv', -5.00, null), ('payback_year', null, 'z') $$,
    'what all completed tells on each; money made from counts that are shown; no payback is no suppression');
update mart.disclosure set visible = false, reason = 'total' where provider = '*' and indicator = 'engaged';
\i sql/publish/070_value_refresh.sql
select results_eq($$ select distinct symbol from publish.benefit $$, $$ values ('c') $$,
    'nothing of the money where the count that it is made from is hidden');
select is_empty($$ select * from publish.benefit_flow $$, 'nor of its years');
update mart.disclosure set visible = true, reason = null where indicator in ('outcomes', 'cohort', 'starts', 'engaged');
\i sql/publish/070_value_refresh.sql
select results_eq($$ select provider, p_best, ceaf, replicates from publish.acceptability order by 1 $$,
    $$ values ('A', .6, .6, 500::bigint), ('B', .4, null, 500) $$, 'chances, where all may be shown');
update mart.change set value = 65 where measure = 'paired';
\i sql/publish/070_value_refresh.sql
select is((select paired || coalesce(n::text, ' hidden') from publish.distance), '65 hidden', 'a remainder of five is hidden by hiding the whole');
update mart.change set value = 77 where measure = 'paired';
\i sql/publish/070_value_refresh.sql
select is((select symbol from publish.distance), 'c', 'as is a count that with another tells on a few');

select is_empty($$
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace in ('publish'::regnamespace, 'mart'::regnamespace) and c.relkind = 'r' and a.attnum > 0
      and not a.attisdropped and col_description(c.oid, a.attnum) is null $$, 'every column says what it is');
select is_empty($$
    select c.relname from pg_class c where c.relnamespace in ('publish'::regnamespace, 'mart'::regnamespace)
      and c.relkind in ('r', 'v') and obj_description(c.oid, 'pg_class') is null $$, 'and every table and view');
select * from finish();
rollback;
