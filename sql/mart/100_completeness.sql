-- What value for money needs of a young person: how it was before, how it was afterwards, and what it cost.
--
-- Any kind of record counts: whether they were in education, employment or training, sessions of attendance,
-- scores. An endpoint is asked for only where it can be there: of the cohort (mart.journey.counted).

create or replace view mart.person_evidence as
select j.programme, j.provider, j.person_key, j.referred_on is not null as referred,
       j.started_on is not null as started, j.counted,
       j.engaged_before is not null or coalesce(j.before_possible, 0) > 0 or s.person_key is not null
           as baseline,
       j.outcome is not null or j.engaged_after is not null or coalesce(j.after_possible, 0) > 0
           or coalesce(s.again, false) as endpoint,
       j.cost
from mart.journey j
left join (
    select programme, provider, person_key, bool_or(scores > 1) as again
    from mart.score_change
    where number = 1
    group by programme, provider, person_key
) s using (programme, provider, person_key);
comment on view mart.person_evidence is 'Which of baseline, endpoint and cost there is of a young person';
comment on column mart.person_evidence.programme is 'Programme';
comment on column mart.person_evidence.provider is 'Provider';
comment on column mart.person_evidence.person_key is 'The provider''s own person';
comment on column mart.person_evidence.referred is 'There is a referral';
comment on column mart.person_evidence.started is 'The help began';
comment on column mart.person_evidence.counted is 'In the cohort that outcomes and costs are reckoned over';
comment on column mart.person_evidence.baseline is 'Education, employment or training on entry, attendance before the help, or a first score';
comment on column mart.person_evidence.endpoint is 'The outcome, education, employment or training afterwards, attendance after the help, or a second score';
comment on column mart.person_evidence.cost is 'Cost, pounds; null: not known';

create table if not exists mart.completeness (
    programme               text not null,
    provider                text,
    referrals               bigint not null,
    referrals_with_baseline bigint not null,
    starts                  bigint not null,
    with_baseline           bigint not null,
    with_cost               bigint not null,
    cohort                  bigint not null,
    with_endpoint           bigint not null,
    complete                bigint not null,
    not_due                 bigint not null,
    spend                   numeric,
    spend_complete          numeric,
    spend_not_due           numeric,
    coverage                numeric,
    unique nulls not distinct (programme, provider)
);
comment on table mart.completeness is 'How much of what value for money needs is there, as of tonight';
comment on column mart.completeness.programme is 'Programme';
comment on column mart.completeness.provider is 'Provider; null: the whole programme';
comment on column mart.completeness.referrals is 'Young people referred';
comment on column mart.completeness.referrals_with_baseline is 'Those with a baseline';
comment on column mart.completeness.starts is 'Young people whose help began';
comment on column mart.completeness.with_baseline is 'Starters with a baseline';
comment on column mart.completeness.with_cost is 'Starters with a cost';
comment on column mart.completeness.cohort is 'Starters whose outcome can be asked for (mart.journey.counted)';
comment on column mart.completeness.with_endpoint is 'Those of the cohort with an endpoint';
comment on column mart.completeness.complete is 'Those of the cohort with a baseline, an endpoint and a cost';
comment on column mart.completeness.not_due is 'Starters of whom no endpoint is asked yet: not applicable';
comment on column mart.completeness.spend is 'Spend, pounds; null: not collected, or price years that cannot be brought together';
comment on column mart.completeness.spend_complete is 'Spend on those who are complete, pounds';
comment on column mart.completeness.spend_not_due is 'Spend on those of whom no endpoint is asked yet, pounds';
comment on column mart.completeness.coverage is 'spend_complete / spend: the share of spend that good data cover; those not due lower it. Of a programme: over the providers whose spend is known';

delete from mart.completeness;
with provider as (
    select programme, provider,
           count(*) filter (where referred) as referrals,
           count(*) filter (where referred and baseline) as referrals_with_baseline,
           count(*) filter (where started) as starts,
           count(*) filter (where started and baseline) as with_baseline,
           count(*) filter (where started and cost is not null) as with_cost,
           count(*) filter (where counted) as cohort,
           count(*) filter (where counted and endpoint) as with_endpoint,
           count(*) filter (where counted and baseline and endpoint and cost is not null) as complete,
           count(*) filter (where started and not counted) as not_due,
           coalesce(sum(cost) filter (where counted and baseline and endpoint), 0) as cost_complete,
           coalesce(sum(cost) filter (where started and not counted), 0) as cost_not_due
    from mart.person_evidence
    group by programme, provider
), part as (
    select programme, provider, coalesce(p.referrals, 0) as referrals,
           coalesce(p.referrals_with_baseline, 0) as referrals_with_baseline, coalesce(p.starts, 0) as starts,
           coalesce(p.with_baseline, 0) as with_baseline, coalesce(p.with_cost, 0) as with_cost,
           coalesce(p.cohort, 0) as cohort, coalesce(p.with_endpoint, 0) as with_endpoint,
           coalesce(p.complete, 0) as complete, coalesce(p.not_due, 0) as not_due, c.spend,
           case when c.spend is not null then coalesce(p.cost_complete, 0) end as spend_complete,
           case when c.spend is not null then coalesce(p.cost_not_due, 0) end as spend_not_due
    from provider p
    full join mart.provider_cost c using (programme, provider)
), whole as (
    select * from part
    union all
    select programme, null, sum(referrals), sum(referrals_with_baseline), sum(starts), sum(with_baseline),
           sum(with_cost), sum(cohort), sum(with_endpoint), sum(complete), sum(not_due), sum(spend),
           sum(spend_complete), sum(spend_not_due)
    from part
    group by programme
)
insert into mart.completeness
select w.*, round(spend_complete / nullif(spend, 0), 4) from whole w;
analyze mart.completeness;
