-- Mental health support teams: a pupil referred to a team.

create or replace view mart.mhst_journey as
select
    'mhst'::text as programme, provider, person_key,
    r.referred_on, r.accepted,
    case when r.accepted is not false then c.first_on end as started_on,
    r.closed_on as ended_on,
    case when r.closed_on is not null then coalesce(r.closed_reason = '02', false) end as completed,
    coalesce(r.closed_on <= (select mart.as_of()), false) and c.first_on is not null
        and r.accepted is not false as due,
    s.improved as outcome,
    entry.engaged as engaged_before, later.engaged as engaged_after
from (select * from mart.person_referral where programme = 'mhst') r
left join (select * from mart.person_contact where programme = 'mhst') c using (provider, person_key)
left join (select * from mart.person_change where programme = 'mhst') s using (provider, person_key)
left join (
    select provider, person_key, engaged from mart.person_destination
    where programme = 'mhst' and stage = 'entry'
) entry using (provider, person_key)
left join (
    select provider, person_key, engaged from mart.person_destination
    where programme = 'mhst' and stage = 'exit'
) later using (provider, person_key);
comment on view mart.mhst_journey is
    'A pupil''s way through a mental health support team. Starts with the first contact that took place, where the referral was not turned down or sent elsewhere; the outcome is due once every referral is closed, and is improvement between a first and a last score';
