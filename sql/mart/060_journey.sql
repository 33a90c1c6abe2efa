-- The journeys of all programmes: a row a young person at a provider, from referral to outcome, with
-- its cost. The indicators and the analysis sets are counts and means over these rows.

create table if not exists mart.journey (
    programme       text not null,
    provider        text not null,
    person_key      uuid not null,
    person_id       uuid not null,
    referred_on     date,
    accepted        boolean,
    started_on      date,
    ended_on        date,
    completed       boolean,
    due             boolean not null,
    counted         boolean not null default false,
    outcome         boolean,
    engaged_before  boolean,
    engaged_after   boolean,
    before_possible bigint,
    before_attended bigint,
    after_possible  bigint,
    after_attended  bigint,
    cost            numeric(14, 2),
    primary key (programme, provider, person_key)
);
comment on table mart.journey is 'A young person at a provider, from referral to outcome';
comment on column mart.journey.programme is 'Programme';
comment on column mart.journey.provider is 'Provider';
comment on column mart.journey.person_key is 'The provider''s own person';
comment on column mart.journey.person_id is 'The person across providers (vault.person_cluster)';
comment on column mart.journey.referred_on is 'First referral; null: none recorded';
comment on column mart.journey.accepted is 'A referral was accepted';
comment on column mart.journey.started_on is 'First day of the help; null: it has not begun';
comment on column mart.journey.ended_on is 'Last day of the help; null while it goes on';
comment on column mart.journey.completed is 'The help was completed; null: not said';
comment on column mart.journey.due is 'The help began, and so long ago, or has so ended, that its outcome can be asked for';
comment on column mart.journey.counted is
    'In the cohort that outcomes and costs are reckoned over: due; or, where fewer starters of the provider than the disclosure threshold are not due, every starter, so that their small number can''t be found by subtraction';
comment on column mart.journey.outcome is 'The programme''s own outcome (mart.programme.outcome_definition); null: not known';
comment on column mart.journey.engaged_before is 'In education, employment or training on entry; null: not known';
comment on column mart.journey.engaged_after is 'In education, employment or training afterwards: the outcome that programmes have in common; null: not known';
comment on column mart.journey.before_possible is 'Sessions that could have been attended before the help';
comment on column mart.journey.before_attended is 'Sessions attended before the help';
comment on column mart.journey.after_possible is 'Sessions that could have been attended after the help';
comment on column mart.journey.after_attended is 'Sessions attended after the help';
comment on column mart.journey.cost is
    'Cost of a young person who started: what is known by person, and an equal share of the rest of the provider''s spend; sums over starters to spend, to the penny';

delete from mart.journey;
insert into mart.journey (programme, provider, person_key, person_id, referred_on, accepted, started_on,
    ended_on, completed, due, outcome, engaged_before, engaged_after, before_possible, before_attended,
    after_possible, after_attended)
with journey as (
    select * from mart.ap_journey
    union all select * from mart.eip_journey
    union all select * from mart.wbl_journey
    union all select * from mart.mhst_journey
)
select
    programme, provider, person_key,
    coalesce(c.person_id, vault.own_id(provider, person_key)),
    referred_on, accepted, started_on, ended_on, completed, due, outcome,
    engaged_before, engaged_after,
    before_possible, before_attended, after_possible, after_attended
from journey
left join vault.person_cluster c using (provider, person_key)
left join mart.person_attendance using (programme, provider, person_key)
where person_key is not null and (referred_on is not null or started_on is not null);

update mart.journey j
set counted = true
from (
    select programme, provider, count(*) filter (where not due) as waiting
    from mart.journey
    where started_on is not null
    group by programme, provider
) provider
where j.programme = provider.programme and j.provider = provider.provider
  and j.started_on is not null
  and (j.due or provider.waiting < (select mart.parameter('disclosure_threshold')));

-- The rest of the spend is shared in whole pence: the first `over` persons, by person_key, bear one
-- more.
with starter as (
    select j.programme, j.provider, j.person_key, coalesce(o.amount, 0) as own,
           row_number() over (partition by j.programme, j.provider order by j.person_key) as number
    from mart.journey j
    left join mart.own_cost o using (programme, provider, person_key)
    where j.started_on is not null
),
rest as (
    select s.programme, s.provider, count(*) as starters,
           ((p.spend - sum(s.own)) * 100)::bigint as pence
    from starter s
    join mart.provider_cost p using (programme, provider)
    where p.spend is not null
    group by s.programme, s.provider, p.spend
),
share as (
    select programme, provider, floor(pence::numeric / starters) as each,
           pence - floor(pence::numeric / starters) * starters as over
    from rest
)
update mart.journey j
set cost = s.own + (h.each + (s.number <= h.over)::integer) / 100.0
from starter s
join share h using (programme, provider)
where j.programme = s.programme and j.provider = s.provider and j.person_key = s.person_key;
analyze mart.journey;
