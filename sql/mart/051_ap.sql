-- Alternative provision: a pupil's placement with a provider.

create or replace view mart.ap_journey as
select
    'ap'::text as programme, provider, person_key,
    r.referred_on, r.accepted, p.started_on, p.ended_on, p.completed,
    coalesce(p.ended_on <= (select mart.as_of()), false) as due,
    later.engaged as outcome,
    entry.engaged as engaged_before, later.engaged as engaged_after
from (select * from mart.person_referral where programme = 'ap') r
full join (select * from mart.person_placement where programme = 'ap') p using (provider, person_key)
left join (
    select provider, person_key, engaged from mart.person_destination
    where programme = 'ap' and stage = 'entry'
) entry using (provider, person_key)
left join (
    select provider, person_key, engaged from mart.person_destination
    where programme = 'ap' and stage = 'exit'
) later using (provider, person_key);
comment on view mart.ap_journey is
    'A pupil''s way through alternative provision. Starts with the first placement; the outcome is due once every placement has ended, and is education, employment or training at exit';
