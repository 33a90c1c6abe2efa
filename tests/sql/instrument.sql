-- Instruments: what follows from a form, what a score means, T by the norms. Answers that a person can
-- check: SDQ's own scoring, worked T scores, every cut-off.
begin;
select plan(38);
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';
set local client_min_messages = warning;
\i tests/sql/include/mart.psql

insert into core.provider (provider, name, programme) values ('T', 'Thorn Team', 'mhst');
insert into core.person (provider, person_key, sex)
select 'T', pg_temp.p(n), case when n in (1, 3) then 'M' when n = 2 then 'F' else 'X' end from generate_series(1, 5) n;
insert into core.referral (provider, referral_ref, person_key, programme, referral_date, decision, age_at_event)
select 'T', pg_temp.p(100 + n), pg_temp.p(n), 'mhst', '2025-01-06', 'accepted',
       case n when 1 then 9 when 2 then 14 when 3 then 18 else 9 end
from generate_series(1, 5) n;

-- A form: the answer to each item, in their order; null: not answered.
create function pg_temp.form(person integer, instrument text, rater text, day date, answers numeric[]) returns void
language sql as $$
    insert into core.assessment (provider, referral_ref, person_key, instrument, scale, rater, assessed_date, score)
    select 'T', pg_temp.p(100 + person), pg_temp.p(person), instrument, 'item-' || to_char(i, 'FM00'), rater, day, answer
    from unnest(answers) with ordinality a (answer, i) where answer is not null
$$;
create function pg_temp.scales(person integer, wanted_rater text, day date) returns text
language sql as $$
    select string_agg(scale || ' ' || score, ', ' order by scale) from mart.form_scale
    where person_key = pg_temp.p(person) and rater = wanted_rater and assessed_date = day
$$;

select pg_temp.form(1, 'sdq', 'self', '2025-01-10', array_fill(1::numeric, array[25]));
select is(pg_temp.scales(1, 'self', '2025-01-10'),
    'conduct 5, emotional 5, externalising 10, hyperactivity 5, internalising 10, peer 5, prosocial 5, total 20',
    'SDQ: all ones');
select pg_temp.form(1, 'sdq', 'self', '2025-01-11', array_fill(0::numeric, array[25]));
select is(pg_temp.scales(1, 'self', '2025-01-11'),
    'conduct 2, emotional 0, externalising 6, hyperactivity 4, internalising 4, peer 4, prosocial 0, total 10',
    'all zeros: what is left are the reversed items');
select pg_temp.form(1, 'sdq', 'self', '2025-01-12', array_fill(2::numeric, array[25]));
select is(pg_temp.scales(1, 'self', '2025-01-12'),
    'conduct 8, emotional 10, externalising 14, hyperactivity 6, internalising 16, peer 6, prosocial 10, total 30',
    'all twos');

-- Prorating: items 3, 8, 13, 16, 24 are the emotional scale.
create function pg_temp.emotional(day date, answers numeric[]) returns text
language sql as $$
    select pg_temp.form(2, 'sdq', 'parent', day,
        (select array_agg(case i when 3 then answers[1] when 8 then answers[2] when 13 then answers[3]
                when 16 then answers[4] when 24 then answers[5] end order by i) from generate_series(1, 25) i));
    select coalesce((select score::text from mart.form_scale
        where person_key = pg_temp.p(2) and rater = 'parent' and assessed_date = day and scale = 'emotional'), 'missing')
$$;
select is(pg_temp.emotional('2025-02-01', array[1, 1, 2, null, null]), '7', 'three answers that sum to 4: 6.67, rounded');
select is(pg_temp.emotional('2025-02-02', array[1, 1, 1, 2, null]), '6', 'four that sum to 5: 6.25');
select is(pg_temp.emotional('2025-02-03', array[1, 1, 2, 2, null]), '8', 'four that sum to 6: 7.5 is rounded up');
select is(pg_temp.emotional('2025-02-04', array[1, 1, null, null, null]), 'missing', 'two answers are too few');
select is(pg_temp.emotional('2025-02-05', array[1, 1, 2, 3, 9]), '7', 'what is no answer is missing');
select is((select count(*) from mart.form_scale where person_key = pg_temp.p(2) and scale = 'total'), 0::bigint,
    'no total where a scale is missing');

-- Impact: 0 and 1 count nothing; teachers are asked three of the five.
select pg_temp.form(1, 'sdq', 'parent', '2025-01-10', array_fill(1::numeric, array[25]) || array[3, 2, 1, 0, 3]::numeric[]);
select is((select score from mart.form_scale where rater = 'parent' and scale = 'impact' and assessed_date = '2025-01-10'),
    5::numeric, 'impact: 3, 2, 1, 0, 3 are 2, 1, 0, 0, 2');
select pg_temp.form(1, 'sdq', 'teacher', '2025-01-10', array_fill(1::numeric, array[25]) || array[3, 3, 3, 3, 3]::numeric[]);
select is((select score from mart.form_scale where rater = 'teacher' and scale = 'impact'), 6::numeric,
    'impact: three items of a teacher');

-- Every cut-off of SDQ: each whole score is in one band and no other, and the bands change where they should.
create function pg_temp.changes(wanted_scale text, wanted_rater text, wanted_edition text) returns text
language sql as $$
    select string_agg(score::text, '/' order by score) from (
        select score, mart.band('sdq', wanted_scale, wanted_rater, wanted_edition, score) as band,
               lag(mart.band('sdq', wanted_scale, wanted_rater, wanted_edition, score)) over (order by score) as before
        from generate_series(0, case wanted_scale when 'total' then 40 when 'impact' then 6 else 10 end) score) s
    where before is distinct from band and score > 0
$$;
select is(pg_temp.changes(c.scale, c.rater, c.edition), c.expected, c.edition || ', ' || c.rater || ': ' || c.scale)
from (values
    ('total', 'parent', '3-band', '14/17'), ('total', 'teacher', '3-band', '12/16'), ('total', 'self', '3-band', '16/20'),
    ('emotional', 'parent', '3-band', '4/5'), ('emotional', 'teacher', '3-band', '5/6'), ('emotional', 'self', '3-band', '6/7'),
    ('conduct', 'parent', '3-band', '3/4'), ('conduct', 'self', '3-band', '4/5'), ('hyperactivity', 'self', '3-band', '6/7'),
    ('peer', 'teacher', '3-band', '4/5'), ('peer', 'self', '3-band', '4/6'), ('prosocial', 'self', '3-band', '5/6'),
    ('impact', 'teacher', '3-band', '1/2'), ('total', 'parent', '4-band', '14/17/20'), ('prosocial', 'parent', '4-band', '6/7/8'),
    ('hyperactivity', 'parent', '4-band', '6/8/9')) c (scale, rater, edition, expected);
select is((
    select count(*)
    from ref.instrument_scale s
    cross join unnest(array['self', 'parent', 'teacher']) rater
    cross join unnest(array['3-band', '4-band']) edition
    cross join generate_series(s.low::integer, case when s.scale = 'impact' and rater = 'teacher' then 6 else s.high end::integer) score
    where s.instrument = 'sdq' and s.scale not in ('externalising', 'internalising')
      and 1 <> (select count(*) from ref.instrument_band b
                where b.instrument = 'sdq' and b.scale = s.scale and b.rater = rater.rater
                  and b.edition = edition.edition and score between b.low and b.high)), 0::bigint,
    'each score is in one band');

-- RCADS
select is((select string_agg(scale || ' ' || items || ' ' || high, ', ' order by scale) from (
        select s.scale, s.high, count(*) as items, sum(3) as most
        from ref.instrument_scale s join ref.instrument_item i using (instrument, scale)
        where s.instrument = 'rcads' group by s.scale, s.high having sum(3) = s.high) n),
    'depression 10 30, generalised_anxiety 6 18, obsessive_compulsive 6 18, panic 9 27, separation_anxiety 7 21, social_phobia 9 27',
    'RCADS: items and greatest score of each scale');
select is((select string_agg(item::text, ' ' order by item) from ref.instrument_item where instrument = 'rcads'),
    (select string_agg(i::text, ' ' order by i) from generate_series(1, 47) i), 'each of the 47 items is of one scale');
select pg_temp.form(1, 'rcads', 'self', '2025-01-10', array_fill(1::numeric, array[47]));
select is((select string_agg(scale || ' ' || score, ', ' order by scale) from mart.form_scale where instrument = 'rcads'),
    'anxiety 37, depression 10, generalised_anxiety 6, obsessive_compulsive 6, panic 9, separation_anxiety 7, social_phobia 9, total 47',
    'all ones');
select is((select round(t_score, 1) from mart.score where person_key = pg_temp.p(1) and instrument = 'rcads' and scale = 'depression'),
    54.3, 'a boy of 9, raw 10 of depression: T is 54.3');
select is((select band from mart.score where person_key = pg_temp.p(1) and instrument = 'rcads' and scale = 'depression'),
    'normal', 'and is normal');
insert into core.assessment (provider, referral_ref, person_key, instrument, scale, rater, assessed_date, score)
select 'T', pg_temp.p(100 + n), pg_temp.p(n), 'rcads', 'depression', 'self', '2025-01-10', 10 from generate_series(3, 4) n;
select is((select count(*) from mart.score where person_key in (pg_temp.p(3), pg_temp.p(4)) and t_score is null and score = 10), 2::bigint,
    'no T at 18, nor for another sex than the norms have; the raw score stays');
select is((select string_agg(mart.band('rcads', 'panic', 'self', 't', t), ', ' order by t)
           from unnest(array[64.99, 65, 69.99, 70]::numeric[]) t), 'normal, borderline, borderline, clinical', 'bands of T');

-- Change: prosocial is better when it rises; the threshold is that of who answered; T counts for RCADS.
insert into core.assessment (provider, referral_ref, person_key, instrument, scale, rater, assessed_date, score) values
    ('T', pg_temp.p(105), pg_temp.p(5), 'sdq', 'prosocial', 'self', '2025-03-01', 3),
    ('T', pg_temp.p(105), pg_temp.p(5), 'sdq', 'prosocial', 'self', '2025-06-01', 7),
    ('T', pg_temp.p(105), pg_temp.p(5), 'sdq', 'peer', 'parent', '2025-03-01', 6),
    ('T', pg_temp.p(105), pg_temp.p(5), 'sdq', 'peer', 'parent', '2025-06-01', 3),
    ('T', pg_temp.p(101), pg_temp.p(1), 'rcads', 'depression', 'self', '2025-06-01', 2);
select is((select gain || ' of ' || threshold from mart.score_change where person_key = pg_temp.p(5) and scale = 'prosocial' and number = 1),
    '4 of 4', 'more prosocial is better');
select is((select gain || ' of ' || threshold from mart.score_change where person_key = pg_temp.p(5) and scale = 'peer' and number = 1),
    '3 of 3', 'the threshold of a parent');
select is((select round(gain, 2) || ' of ' || threshold from mart.score_change
           where person_key = pg_temp.p(1) and instrument = 'rcads' and scale = 'depression' and number = 1),
    round(8 / 4.09 * 10, 2) || ' of 17.73', 'a fall of 8 in raw depression is a gain in T');

select * from finish();
rollback;
