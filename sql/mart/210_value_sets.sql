-- What the analyses of outcome rates, acceptability and distance travelled hand to appraise.

create or replace view mart.set_psa as
select p.programme, p.provider as strategy, p.cost, p.outcome as effect
from mart.set_person p
join mart.provider_count c using (programme, provider)
where c.outcomes >= (select mart.parameter('disclosure_threshold'))
  and c.cohort - c.outcomes >= (select mart.parameter('disclosure_threshold'));
comment on view mart.set_psa is
    'appraise psa --persons: cost and outcome of each young person. Providers with fewer with or without the outcome than the disclosure threshold are too small to be called best, and left out';

create or replace view mart.set_rate as
select programme, provider as unit, outcomes as x, cohort as n
from mart.provider_count
where outcomes is not null and cohort > 0
union all
select programme, '*', sum(outcomes), sum(cohort)
from mart.provider_count
where outcomes is not null and cohort > 0
group by programme;
comment on view mart.set_rate is 'appraise interval: young people with the outcome of those counted, by provider; unit * is the whole programme';

create or replace view mart.set_funnel as
select programme, unit, x as observed, n as denominator from mart.set_rate where unit <> '*';
comment on view mart.set_funnel is 'appraise funnel: shares with the outcome, by provider';

-- Cost per outcome as a funnel: outcomes against those that the provider's money would have bought at the
-- programme's mean cost of one. The ratio is the programme's cost per outcome over the provider's.
create or replace view mart.set_money as
with provider as (
    select programme, provider, sum(cost) as cost, sum(outcome) as outcomes
    from mart.set_person
    group by programme, provider
)
select programme, provider as unit, outcomes as observed,
       cost * sum(outcomes) over programme / nullif(sum(cost) over programme, 0) as expected
from provider
window programme as (partition by programme);
comment on view mart.set_money is 'appraise funnel: outcomes, and what the money would have bought at the programme''s cost per outcome, by provider';

-- Case mix: who came, by what is known on arrival. A stratum is a mix of all three.
create or replace view mart.case_mix as
select j.programme, j.provider, j.person_key,
       case when a.age is null then 'age not known' when a.age < 11 then 'under 11' when a.age < 14 then '11 to 13'
            when a.age < 16 then '14 to 15' when a.age < 18 then '16 to 17' when a.age < 21 then '18 to 20'
            else '21 and over' end as age,
       coalesce(p.sex, 'not known') as sex,
       coalesce(n.need, 'none recorded') as need
from mart.journey j
left join core.person p using (provider, person_key)
left join (
    select distinct on (provider, person_key) provider, person_key, need
    from core.need
    order by provider, person_key, is_primary desc nulls last, rank, need
) n using (provider, person_key)
left join (
    select programme, provider, person_key, min(age_at_event) as age
    from core.referral
    group by programme, provider, person_key
) r using (programme, provider, person_key)
left join (
    select programme, provider, person_key, min(age_at_event) as age
    from core.learning_aim
    group by programme, provider, person_key
) l using (programme, provider, person_key)
cross join lateral (select coalesce(r.age, l.age) as age) a;
comment on view mart.case_mix is 'Age band, sex and first need of the young people of each journey';

create or replace view mart.set_standardise as
select j.programme, j.provider as unit, concat_ws(', ', m.age, m.sex, m.need) as stratum,
       count(*) filter (where j.outcome) as observed, count(*) as n
from mart.journey j
join mart.provider_count c using (programme, provider)
join mart.case_mix m using (programme, provider, person_key)
where j.counted and c.outcomes is not null
group by j.programme, j.provider, m.age, m.sex, m.need;
comment on view mart.set_standardise is 'appraise standardise: those with the outcome of those counted, by provider and mix of age band, sex and need';

-- First and last score of each scale. Where change is measured on T, a score without one is no score.
create or replace view mart.set_change as
select programme, concat_ws('/', instrument, scale, rater) as unit,
       provider || '/' || referral_ref as person, first_score as pre, case when scores > 1 then last_score end as post
from (
    select r.programme, a.provider, a.referral_ref, a.instrument, a.scale, a.rater,
           (array_agg(a.score order by a.assessed_date))[1] as first_score,
           (array_agg(a.score order by a.assessed_date desc))[1] as last_score, count(*) as scores
    from (
        select distinct on (s.provider, s.referral_ref, s.instrument, s.scale, s.rater, s.assessed_date)
               s.provider, s.referral_ref, s.instrument, s.scale, s.rater, s.assessed_date,
               case k.metric when 't' then s.t_score else s.score end as score
        from mart.score s
        join lateral (
            select metric from ref.scale
            where instrument = s.instrument and scale in (s.scale, '*') and rater in (s.rater, '*')
            order by scale = '*', rater = '*' limit 1
        ) k on true
        where s.assessed_date <= (select mart.as_of())
        order by s.provider, s.referral_ref, s.instrument, s.scale, s.rater, s.assessed_date, s.origin
    ) a
    join core.referral r using (provider, referral_ref)
    where a.score is not null
    group by r.programme, a.provider, a.referral_ref, a.instrument, a.scale, a.rater
) first_last;
comment on view mart.set_change is 'appraise change --summary: first and last score, by instrument, scale and rater; no last score where there is one only';

create or replace view mart.set_tool as
select c.programme, c.person, split_part(c.unit, '/', 3) as rater,
       split_part(c.unit, '/', 1) || '/' || split_part(c.unit, '/', 2) as tool, c.pre, c.post, k.threshold, k.direction
from mart.set_change c
join lateral (
    select threshold, direction from ref.scale
    where instrument = split_part(c.unit, '/', 1) and scale in (split_part(c.unit, '/', 2), '*')
      and rater in (split_part(c.unit, '/', 3), '*')
    order by scale = '*', rater = '*' limit 1
) k on true;
comment on view mart.set_tool is 'appraise change --tools: first and last score of each tool, with the change that counts';
