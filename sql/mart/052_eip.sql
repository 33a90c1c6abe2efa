-- Early intervention in psychosis: a young person on a team's caseload.

create or replace view mart.eip_journey as
select
    'eip'::text as programme, provider, person_key,
    r.referred_on, r.accepted,
    coalesce(p.started_on, case when r.accepted then coalesce(r.accepted_on, r.referred_on) end) as started_on,
    coalesce(p.ended_on, r.closed_on) as ended_on,
    coalesce(p.completed, case when r.closed_reason is not null then r.closed_reason = '02' end) as completed,
    coalesce(coalesce(p.started_on, case when r.accepted then coalesce(r.accepted_on, r.referred_on) end)
        + interval '7 months' <= (select mart.as_of()), false) as due,
    later.engaged as outcome,
    entry.engaged as engaged_before, later.engaged as engaged_after
from (select * from mart.person_referral where programme = 'eip') r
full join (select * from mart.person_placement where programme = 'eip') p using (provider, person_key)
left join (
    select provider, person_key, engaged from mart.person_destination
    where programme = 'eip' and stage = 'entry'
) entry using (provider, person_key)
left join (
    select distinct on (provider, person_key) provider, person_key, engaged
    from mart.person_destination
    where programme = 'eip' and stage in ('6m', '12m', 'exit', '3m')
    order by provider, person_key, array_position(array['6m', '12m', 'exit', '3m'], stage)
) later using (provider, person_key);
comment on view mart.eip_journey is
    'A young person''s way through early intervention in psychosis. Starts with the first placement, else with acceptance on the caseload; the outcome is due seven months later, which leaves a month for the six-month review, and is education, employment or training at six months, else at the nearest follow-up there is';
