-- What analyses/*.json hand to appraise, and the tables that take its results.

create or replace view mart.set_person as
select j.programme, j.provider, j.cost, coalesce(j.outcome, false)::integer as outcome,
       coalesce(j.engaged_after, false)::integer as engaged
from mart.journey j
join mart.provider_count c using (programme, provider)
where j.counted and j.cost is not null and c.outcomes is not null;
comment on view mart.set_person is
    'Those counted (mart.journey), at providers that collect outcomes and costs. An outcome that is not known counts as not reached';

create or replace view mart.set_ratio as
select programme, provider as unit, cost, outcome from mart.set_person
union all
select programme, '*', cost, outcome from mart.set_person;
comment on view mart.set_ratio is 'appraise ratio: cost and outcome of each young person by provider; unit * is the whole programme';

create or replace view mart.set_frontier as
select programme, provider as strategy, round(avg(cost), 2) as cost, round(avg(outcome), 6) as effect
from mart.set_person
group by programme, provider;
comment on view mart.set_frontier is 'appraise frontier: mean cost and share with the outcome by provider';

create or replace view mart.set_programmes as
select p.programme as strategy, round(avg(p.cost), 2) as cost, round(avg(p.engaged), 6) as effect
from mart.set_person p
where exists (select from mart.provider_count c
              where c.programme = p.programme and c.provider = p.provider and c.engaged is not null)
group by p.programme;
comment on view mart.set_programmes is
    'appraise frontier: mean cost and share in education, employment or training afterwards by programme, over the providers that collect it';

create or replace view mart.reference_provider as
select distinct on (programme) programme, provider
from mart.set_person
group by programme, provider
order by programme, count(*) desc, provider;
comment on view mart.reference_provider is 'The provider that the others of a programme are compared with: the one with the largest cohort';

create or replace view mart.set_compare as
select p.programme,
       case when r.provider is null then p.provider else 'reference' end as arm,
       p.cost, p.outcome as effect
from mart.set_person p
left join mart.reference_provider r using (programme, provider);
comment on view mart.set_compare is 'appraise compare: cost and outcome of each young person; arm reference is mart.reference_provider';

create table if not exists mart.ratio (
    analysis   text not null,
    unit       text not null,
    n          bigint not null,
    cost       double precision not null,
    outcomes   double precision not null,
    ratio      double precision,
    lower      double precision,
    upper      double precision,
    set_type   text not null check (set_type in ('interval', 'complement', 'line', 'none')),
    boot_lower double precision,
    boot_upper double precision,
    primary key (analysis, unit)
);
comment on table mart.ratio is 'Cost per outcome with its 95% confidence set, from appraise ratio';
comment on column mart.ratio.analysis is 'Name of the analysis (analyses/)';
comment on column mart.ratio.unit is 'Provider; *: the whole programme';
comment on column mart.ratio.n is 'Young people';
comment on column mart.ratio.cost is 'Their cost, pounds';
comment on column mart.ratio.outcomes is 'Those with the outcome';
comment on column mart.ratio.ratio is 'Cost per outcome; null: no outcome';
comment on column mart.ratio.lower is 'Lower end of Fieller''s set';
comment on column mart.ratio.upper is 'Upper end; null in an interval: no upper limit';
comment on column mart.ratio.set_type is 'interval; complement: up to lower and from upper on; line: any value; none';
comment on column mart.ratio.boot_lower is 'Lower percentile of the bootstrap, as a check';
comment on column mart.ratio.boot_upper is 'Upper percentile of the bootstrap';

create table if not exists mart.frontier (
    analysis   text not null,
    strategy   text not null,
    cost       double precision not null,
    effect     double precision not null,
    inc_cost   double precision,
    inc_effect double precision,
    icer       double precision,
    status     text not null check (status in ('ND', 'ED', 'D')),
    primary key (analysis, strategy)
);
comment on table mart.frontier is 'Cost-effectiveness ladders, from appraise frontier';
comment on column mart.frontier.analysis is 'Name of the analysis';
comment on column mart.frontier.strategy is 'Provider or programme';
comment on column mart.frontier.cost is 'Mean cost of a young person, pounds';
comment on column mart.frontier.effect is 'Share with the outcome';
comment on column mart.frontier.inc_cost is 'Cost above that of the step before';
comment on column mart.frontier.inc_effect is 'Effect above that of the step before';
comment on column mart.frontier.icer is 'inc_cost / inc_effect: pounds for one more outcome';
comment on column mart.frontier.status is 'ND: on the frontier; ED: a mix of two others is better; D: another costs no more and does at least as much';

create table if not exists mart.compare (
    analysis text not null,
    measure  text not null,
    lambda   double precision,
    value    text,
    arm      text not null,
    unique nulls not distinct (analysis, arm, measure, lambda)
);
comment on table mart.compare is 'Providers against the reference provider of their programme, from appraise compare';
comment on column mart.compare.analysis is 'Name of the analysis';
comment on column mart.compare.measure is 'Measure (see the man page of appraise)';
comment on column mart.compare.lambda is 'Pounds that one more outcome is valued at; null where it doesn''t matter';
comment on column mart.compare.value is 'A number, or the words of set_type and quadrant';
comment on column mart.compare.arm is 'Provider';

delete from mart.ratio;
delete from mart.frontier;
delete from mart.compare;
