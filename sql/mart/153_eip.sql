-- Early intervention in psychosis: caseload audits, participation, the two-week wait. Course completion and
-- progression: completion (151_all.sql), the aims of 154_wbl.sql, and progression_6m.

-- As the Mental Health Services Data Set counts a caseload: open, not rejected, with a contact that took
-- place; where a team sends no contacts, every open referral that was accepted.
create or replace view mart.caseload_event as
with contacted as (
    select provider, referral_ref from core.contact
    where attend_status in ('5', '6') and contact_date <= (select mart.as_of())
    group by provider, referral_ref
), sends as (
    select distinct provider from core.contact
), client as (
    select distinct r.provider, r.person_key
    from core.referral r
    left join contacted c using (provider, referral_ref)
    left join sends s using (provider)
    where r.programme = 'eip' and r.decision = 'accepted' and r.referral_date <= (select mart.as_of())
      and (r.closed_date is null or r.closed_date > (select mart.as_of()))
      and (c.referral_ref is not null or s.provider is null)
), place as (
    select provider, person_key, max(mart.nccis_group(destination)) filter (where stage = 'entry') as entry,
           (array_agg(mart.nccis_group(destination) order by found_on desc, stage)
                filter (where mart.nccis_group(destination) <> 'unknown'))[1] as latest
    from mart.person_destination
    where programme = 'eip'
    group by provider, person_key
)
select 'eip'::text as programme, c.provider, c.person_key, null::date as day,
       1 as caseload,
       case when p.entry <> 'unknown' then (p.entry in ('active', 'unavailable'))::integer end as caseload_neet,
       case when n.prior_attainment not in ('unknown', 'level_unknown')
            then (n.prior_attainment in ('none', 'entry', 'below_level_1', 'level_1'))::integer end as caseload_below_level_2,
       (p.latest = 'engaged')::integer as participation
from client c
left join core.person n using (provider, person_key)
left join place p using (provider, person_key);
comment on view mart.caseload_event is 'A row a young person on a team''s caseload tonight';
comment on column mart.caseload_event.caseload is
'Caseload
Definition: Young people on the caseload tonight
Kind: count
Unit: persons
Numerator: Young people with an open referral that was accepted, and a contact that took place
Source: referral.decision
Exclusions: Teams that send no contacts: every open referral that was accepted counts';
comment on column mart.caseload_event.caseload_neet is
'Caseload NEET on entry
Definition: Of the caseload, how many were not in education, employment or training on entry
Kind: share
Unit: share
Numerator: Young people NEET on entry
Denominator: Young people on the caseload whose situation on entry is known
Source: destination.stage=entry
Exclusions: Situations not known';
comment on column mart.caseload_event.caseload_below_level_2 is
'Caseload below a full Level 2
Definition: Of the caseload, how many had not reached a full Level 2 on entry
Kind: share
Unit: share
Numerator: Young people with no qualification, entry level, below level 1 or level 1
Denominator: Young people on the caseload whose attainment is known
Source: person.prior_attainment
Exclusions: Attainment not known, or of no known level';
comment on column mart.caseload_event.participation is
'In education, employment or training
Definition: Of the caseload, how many were in education, employment or training when last asked
Kind: share
Unit: share
Numerator: Young people in education, employment or training at the latest review
Denominator: Young people on the caseload with any review whose answer is known
Source: destination.destination
Exclusions: Situations not known
Better: higher';
call mart.tally('caseload_event', array['eip']);

-- EIP23: suspected first episode of psychosis, team of early intervention, received from 2016 on. The clock
-- stops with the later of the first attended contact by such a team and the first care coordinator.
create or replace view mart.two_week_event as
select r.programme, r.provider, r.person_key, r.referral_date as day,
       (wait.days <= 14)::integer as two_week_within, wait.days as two_week_median, wait.days as two_week_p90,
       (wait.days is null and r.closed_date is null and (select mart.as_of()) - r.referral_date > 14)::integer as two_week_overdue
from core.referral r
left join lateral (
    select min(contact_date) as day from core.contact c
    where c.provider = r.provider and c.referral_ref = r.referral_ref and c.attend_status in ('5', '6')
      and coalesce(c.team_type, r.team_type) = 'A14' and c.contact_date between r.referral_date and (select mart.as_of())
) seen on true
left join lateral (
    select min(milestone_date) as day from core.milestone m
    where m.provider = r.provider and m.person_key = r.person_key and m.kind = 'care_coordinator'
      and m.milestone_date between r.referral_date and (select mart.as_of())
) coordinator on true
cross join lateral (
    select case when seen.day is not null and coordinator.day is not null
                then greatest(seen.day, coordinator.day) - r.referral_date end as days
) wait
where r.referral_reason = '01' and r.team_type = 'A14' and r.programme is not null
  and r.referral_date between date '2016-01-01' and (select mart.as_of());
comment on view mart.two_week_event is 'A row a referral for a suspected first episode of psychosis, on the day it was received';
comment on column mart.two_week_event.two_week_within is
'Treated within two weeks
Definition: Of the referrals whose wait has ended, how many had been seen and given a care coordinator within 14 days (EIP23)
Kind: share
Unit: share
Numerator: Referrals with 14 days or fewer from receipt to the later of the first attended contact and the first care coordinator
Denominator: Referrals with both
Source: referral.team_type=A14, contact.contact_date, milestone.kind=care_coordinator
Exclusions: Other reasons and teams; referrals from before 2016; referrals that still wait (see two_week_overdue)
Better: higher';
comment on column mart.two_week_event.two_week_median is
'Days to treatment, median
Definition: Days from receipt to the later of the first attended contact and the first care coordinator: half waited so long or less
Kind: median
Unit: days
Numerator: Days
Denominator: Referrals with both
Source: referral.team_type=A14, contact.contact_date, milestone.kind=care_coordinator
Exclusions: Other reasons and teams; referrals from before 2016
Better: lower';
comment on column mart.two_week_event.two_week_p90 is
'Days to treatment, nine in ten
Definition: Days from receipt to the later of the first attended contact and the first care coordinator: nine in ten waited so long or less
Kind: p90
Unit: days
Numerator: Days
Denominator: Referrals with both
Source: referral.team_type=A14, contact.contact_date, milestone.kind=care_coordinator
Exclusions: Other reasons and teams; referrals from before 2016
Better: lower';
comment on column mart.two_week_event.two_week_overdue is
'Waiting for more than two weeks
Definition: Open referrals that have waited for treatment for more than 14 days tonight
Kind: count
Unit: referrals
Numerator: Open referrals without both, received more than 14 days ago
Source: referral.team_type=A14, contact.contact_date, milestone.kind=care_coordinator
Exclusions: Other reasons and teams; referrals from before 2016
Better: lower';
call mart.tally('two_week_event', array['eip']);
