-- Work-based learning: take-up against the baseline year, retention, achievement. Progression is
-- progression_exit and engaged_exit (151_all.sql); the provider survey is survey_response (155_mhst.sql).

create or replace view mart.learner_group as
select provider, person_key, year,
       case when bool_or(mental_health) then 'Yes' when bool_and(mental_health is not null) then 'No' end as declared
from core.learning_aim
group by provider, person_key, year;
comment on view mart.learner_group is 'Whether a learner has declared a mental-health difficulty (LLDDCat 9) in a year';

-- LLDDCat 8, social and emotional difficulties, is a need of the learner's.
create or replace view mart.learner_event as
with year as (
    select provider, min(year) as baseline, max(year) as latest
    from core.learning_aim
    where programme = 'wbl'
    group by provider
), emotional as (
    select distinct provider, person_key from core.need where need = 'social_emotional'
)
select 'wbl'::text as programme, l.provider, l.person_key, p.period_kind, p.period,
       coalesce(g.declared, 'Not known') as mental_health,
       case when e.person_key is not null then 'Yes' else coalesce(g.declared, 'Not known') end as mental_health_or_emotional,
       1 as learners,
       case when y.latest > y.baseline and p.period_kind = 'all' then (l.year = y.latest)::integer end as take_up,
       case when y.latest > y.baseline and p.period_kind = 'all' then (l.year = y.baseline)::integer end as take_up_of
from mart.wbl_learner l
join year y using (provider)
left join mart.learner_group g using (provider, person_key, year)
left join emotional e using (provider, person_key)
cross join lateral (values ('all', null::date), ('year', make_date(2000 + left(l.year, 2)::integer, 8, 1))) p (period_kind, period);
comment on view mart.learner_event is 'A row a learner and year, and another for all years together';
comment on column mart.learner_event.mental_health is 'Mental-health difficulty declared (LLDDCat 9)';
comment on column mart.learner_event.mental_health_or_emotional is 'Mental-health difficulty, or social and emotional difficulties (LLDDCat 9 or 8)';
comment on column mart.learner_event.learners is
'Learners
Definition: Learners with an aim in the year; over all years, a learner counts once for each
Kind: count
Unit: learners
Numerator: Learners with a main aim
Source: learning_aim.aim_ref
Exclusions: Components where the learner has a programme aim';
comment on column mart.learner_event.take_up is
'Take-up against the baseline year
Definition: Learners in the provider''s latest year for each learner in its first: above 1, more take it up than in the baseline year
Kind: ratio
Unit: ratio
Numerator: Learners in the latest year of the provider''s returns
Denominator: Learners in its first year
Source: learning_aim.aim_ref
Exclusions: Providers with one year only
Better: higher';
comment on column mart.learner_event.take_up_of is '1 for a learner of the baseline year';
call mart.tally('learner_event', array['wbl'], array['mental_health', 'mental_health_or_emotional']);

create or replace view mart.aim_event as
select a.programme, a.provider, a.person_key, p.period_kind, p.period, coalesce(g.declared, 'Not known') as mental_health,
       case when a.planned_end_date <= (select mart.as_of()) then (a.comp_status in ('1', '2', '6'))::integer end as aim_retention,
       case when a.end_date <= (select mart.as_of()) and a.comp_status in ('2', '3')
            then (a.outcome = '1' and a.outcome is not null)::integer end as aim_achievement,
       case when a.planned_end_date <= (select mart.as_of()) then (a.outcome = '1' and a.outcome is not null)::integer end as aim_success
from core.learning_aim a
left join mart.learner_group g using (provider, person_key, year)
cross join lateral (values ('all', null::date),
    ('year', case when a.year ~ '^[0-9]{4}$' then make_date(2000 + left(a.year, 2)::integer, 8, 1) end)) p (period_kind, period)
where a.start_date <= (select mart.as_of()) and a.programme is not null and a.aim_type <> '3';
comment on view mart.aim_event is 'A row a learning aim and year of return, and another for all years together';
comment on column mart.aim_event.mental_health is 'Mental-health difficulty declared (LLDDCat 9)';
comment on column mart.aim_event.aim_retention is
'Retention of aims
Definition: Of the aims that were to end by tonight, how many were completed, go on, or are on a break
Kind: share
Unit: share
Numerator: Aims with completion status 1, 2 or 6
Denominator: Aims whose planned end has passed
Source: learning_aim.comp_status
Exclusions: Components of a programme; aims after tonight
Better: higher';
comment on column mart.aim_event.aim_achievement is
'Achievement of aims
Definition: Of the aims that have ended, how many were achieved
Kind: share
Unit: share
Numerator: Aims with outcome 1
Denominator: Aims completed or withdrawn
Source: learning_aim.outcome
Exclusions: Components of a programme; aims after tonight
Better: higher
Target: achievement_rate';
comment on column mart.aim_event.aim_success is
'Success of aims
Definition: Of the aims that were to end by tonight, how many were achieved
Kind: share
Unit: share
Numerator: Aims with outcome 1
Denominator: Aims whose planned end has passed
Source: learning_aim.outcome
Exclusions: Components of a programme; aims after tonight
Better: higher';
call mart.tally('aim_event', array['wbl', 'eip'], array['mental_health']);
