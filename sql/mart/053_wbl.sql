-- Work-based learning: a learner's aims in the latest year that the provider returned. Earlier years
-- are the baseline (mart.wbl_year).

create or replace view mart.wbl_aim as
select a.provider, a.person_key, a.year, a.start_date, a.end_date, a.comp_status, a.outcome
from core.learning_aim a
where a.programme = 'wbl' and a.start_date <= (select mart.as_of())
  and (a.aim_type <> '3'
       or not exists (select from core.learning_aim m
                      where m.programme = 'wbl' and m.provider = a.provider and m.year = a.year
                        and m.person_key = a.person_key and m.aim_type <> '3'));
comment on view mart.wbl_aim is
    'Aims that a learner is judged by: the programme aim or the aims outside a programme; components only where there is nothing else';

create or replace view mart.wbl_learner as
select provider, person_key, year,
       min(start_date) as started_on,
       case when bool_and(comp_status in ('2', '3')) then max(coalesce(end_date, start_date)) end as ended_on,
       bool_or(comp_status = '2') as completed,
       case when bool_or(outcome is not null) then bool_or(coalesce(outcome = '1', false)) end as achieved
from mart.wbl_aim
group by provider, person_key, year;
comment on view mart.wbl_learner is 'A learner in a year';
comment on column mart.wbl_learner.ended_on is 'Null while an aim goes on or is on a break (ILR completion status 1, 6)';
comment on column mart.wbl_learner.achieved is 'An aim was achieved (ILR outcome 1); null: no aim has an outcome yet';

create or replace view mart.wbl_journey as
select
    'wbl'::text as programme, provider, person_key,
    null::date as referred_on, null::boolean as accepted,
    l.started_on, l.ended_on, l.completed,
    coalesce(l.ended_on <= (select mart.as_of()), false) as due,
    l.achieved as outcome,
    entry.engaged as engaged_before, later.engaged as engaged_after
from mart.wbl_learner l
join (select provider, max(year) as year from mart.wbl_learner group by provider) latest
    using (provider, year)
left join (
    select provider, person_key, engaged from mart.person_destination
    where programme = 'wbl' and stage = 'entry'
) entry using (provider, person_key)
left join (
    select distinct on (provider, person_key) provider, person_key, engaged
    from mart.person_destination
    where programme = 'wbl' and stage in ('exit', '3m', '6m', '12m')
    order by provider, person_key, array_position(array['exit', '3m', '6m', '12m'], stage)
) later using (provider, person_key);
comment on view mart.wbl_journey is
    'A learner''s way through work-based learning in the provider''s latest year. Starts with the first aim; the outcome is due once every aim has ended, and is an aim achieved. The individualised learner record has no referrals';

create or replace view mart.wbl_year as
select provider, year, count(*) as learners,
       count(*) filter (where ended_on <= (select mart.as_of())) as ended,
       count(*) filter (where ended_on <= (select mart.as_of()) and completed) as completed,
       count(*) filter (where ended_on <= (select mart.as_of()) and achieved) as achieved
from mart.wbl_learner
group by provider, year;
comment on view mart.wbl_year is 'Learners, retention and achievement by provider and year: the latest year against its baseline';
