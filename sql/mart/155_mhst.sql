-- Mental health support teams: contacts, paired outcomes by NHS England's rule, the four-week wait, staff and
-- surveys. Accepted, signposted, rejected and the gap between services: referral_event (151_all.sql).

create or replace view mart.contact_event as
select r.programme, c.provider, r.person_key, c.contact_date as day, coalesce(m.label, c.mechanism) as mechanism,
       held::integer as contacts_held,
       case when held or missed then held::integer end as contact_attended,
       case when not of_all or c.attend_status is not null
            then case when held or missed or of_all then missed::integer end end as dna_rate,
       case when held or missed then missed::integer end as dna_of_due,
       missed::integer as dna_of_all,
       (c.attend_status = '2')::integer as cancelled_by_person,
       (c.attend_status = '4')::integer as cancelled_by_provider,
       case when held then c.minutes end as contact_minutes
from core.contact c
join core.referral r using (provider, referral_ref)
cross join (select (select mart.parameter('dna_of_all_outcomes')) = 1 as of_all) d
cross join lateral (select c.attend_status in ('5', '6') as held, c.attend_status in ('3', '7') as missed) s
left join ref.code m on m.list = 'contact_mechanism' and m.code = c.mechanism and m.valid_from is null
where c.contact_date <= (select mart.as_of()) and c.attend_status is not null and r.programme is not null;
comment on view mart.contact_event is 'A row a contact with an outcome: held, missed or cancelled';
comment on column mart.contact_event.mechanism is 'How the contact was made';
comment on column mart.contact_event.contacts_held is
'Contacts that took place
Definition: Contacts attended on time, or late but seen
Kind: count
Unit: contacts
Numerator: Contacts with attendance 5 or 6
Source: contact.attend_status
Exclusions: Contacts without an outcome, or after tonight';
comment on column mart.contact_event.contact_attended is
'Attended
Definition: Of the contacts that were due, how many were attended
Kind: share
Unit: share
Numerator: Contacts with attendance 5 or 6
Denominator: Contacts with attendance 3, 5, 6 or 7
Source: contact.attend_status
Exclusions: Contacts without an outcome, or after tonight; cancellations
Better: higher';
comment on column mart.contact_event.dna_rate is
'Not attended (DNA)
Definition: Of the contacts, how many were not attended, or too late to be seen; ref.parameter dna_of_all_outcomes says of which
Kind: share
Unit: share
Numerator: Contacts with attendance 3 or 7
Denominator: Contacts that were due (3, 5, 6, 7) or, where the parameter is 1, all with an outcome (2 to 7)
Source: contact.attend_status
Exclusions: Contacts without an outcome, or after tonight
Better: lower
Target: dna_rate';
comment on column mart.contact_event.dna_of_due is
'Not attended, of those due
Definition: Of the contacts that were due, how many were not attended, or too late to be seen
Kind: share
Unit: share
Numerator: Contacts with attendance 3 or 7
Denominator: Contacts with attendance 3, 5, 6 or 7
Source: contact.attend_status
Exclusions: Contacts without an outcome, or after tonight; cancellations
Better: lower';
comment on column mart.contact_event.dna_of_all is
'Not attended, of all outcomes
Definition: Of all contacts with an outcome, how many were not attended, or too late to be seen
Kind: share
Unit: share
Numerator: Contacts with attendance 3 or 7
Denominator: Contacts with attendance 2 to 7, cancellations too
Source: contact.attend_status
Exclusions: Contacts without an outcome, or after tonight
Better: lower';
comment on column mart.contact_event.cancelled_by_person is
'Cancelled by or for the young person
Definition: Of all contacts with an outcome, how many were cancelled by or for the young person
Kind: share
Unit: share
Numerator: Contacts with attendance 2
Denominator: Contacts with attendance 2 to 7
Source: contact.attend_status
Exclusions: Contacts without an outcome, or after tonight';
comment on column mart.contact_event.cancelled_by_provider is
'Cancelled by the provider
Definition: Of all contacts with an outcome, how many were cancelled or postponed by the provider
Kind: share
Unit: share
Numerator: Contacts with attendance 4
Denominator: Contacts with attendance 2 to 7
Source: contact.attend_status
Exclusions: Contacts without an outcome, or after tonight
Better: lower';
comment on column mart.contact_event.contact_minutes is
'Minutes of a contact
Definition: Mean clinical duration of contacts that took place
Kind: mean
Unit: minutes
Numerator: Minutes
Denominator: Contacts that took place, with a duration
Source: contact.minutes
Exclusions: Contacts without an outcome, or after tonight; contacts without a duration';
call mart.tally('contact_event', array['mhst', 'eip'], array['mechanism']);

create or replace view mart.seen_event as
select distinct r.programme, c.provider, r.person_key, p.period_kind, p.period, 1 as people_seen
from core.contact c
join core.referral r using (provider, referral_ref)
left join mart.calendar d on d.day = c.contact_date
cross join lateral (values ('all', null::date), ('week', d.week), ('month', d.month), ('term', d.term),
    ('year', d.school_year)) p (period_kind, period)
where c.contact_date <= (select mart.as_of()) and c.attend_status in ('5', '6') and r.programme is not null;
comment on view mart.seen_event is 'A row a young person seen in a period';
comment on column mart.seen_event.people_seen is
'Young people seen
Definition: Young people with a contact that took place in the period, each once
Kind: count
Unit: persons
Numerator: Young people with a contact of attendance 5 or 6
Source: contact.attend_status
Exclusions: Contacts after tonight
Better: higher
Target: access';
call mart.tally('seen_event', array['mhst', 'eip']);

-- NHS England's outcome metric for children and young people: the contacts of a referral are numbered by
-- day; the baseline is the first valid score on or after the first, the final the last score on or
-- after the second, of the same scale and rater, and not the baseline itself. A change counts from the
-- scale's threshold on. A referral has deteriorated where any scale has, else improved where any has.
-- More prosocial behaviour is better (ref.scale), which the metric's own code has the wrong way round.
create or replace view mart.nhs_score as
with numbered as (
    select provider, referral_ref, contact_date, row_number() over (partition by provider, referral_ref
           order by contact_date, contact_ref) as number
    from core.contact
    where attend_status in ('5', '6') and contact_date <= (select mart.as_of())
), spell as (
    select r.programme, r.provider, r.referral_ref, r.person_key, r.closed_date,
           max(n.contact_date) filter (where n.number = 1) as contact_1,
           max(n.contact_date) filter (where n.number = 2) as contact_2
    from core.referral r
    left join numbered n on n.provider = r.provider and n.referral_ref = r.referral_ref and n.number <= 2
    where r.closed_date <= (select mart.as_of()) and r.programme is not null and r.decision is distinct from 'rejected'
      and r.hospital_date is null and r.age_at_event between 0 and 17
      and (r.team_type is null or r.team_type not in ('B02', 'E01', 'E02', 'E03', 'E04', 'A14'))
    group by r.programme, r.provider, r.referral_ref, r.person_key, r.closed_date
), valid as (
    select s.provider, s.referral_ref, a.instrument, a.scale, a.rater, a.assessed_date, k.direction, k.threshold,
           s.contact_1, s.contact_2, case k.metric when 't' then a.t_score else a.score end as score
    from spell s
    join mart.score a using (provider, referral_ref)
    join lateral (
        select direction, threshold, metric from ref.scale
        where instrument = a.instrument and scale in (a.scale, '*') and rater in (a.rater, '*')
        order by scale = '*', rater = '*' limit 1
    ) k on k.threshold is not null
    left join ref.instrument_scale b on b.instrument = a.instrument and b.scale = a.scale
    where a.assessed_date >= s.contact_1 and a.assessed_date <= (select mart.as_of())
      and a.score between coalesce(b.low, a.score) and coalesce(b.high, a.score)
), placed as (
    select *, row_number() over w as number, first_value(score) over w as baseline
    from valid
    where score is not null
    window w as (partition by provider, referral_ref, instrument, scale, rater order by assessed_date)
), change as (
    select distinct on (provider, referral_ref, instrument, scale, rater)
           provider, referral_ref, rater, direction * (score - baseline) as gain, threshold
    from placed
    where number > 1 and assessed_date >= contact_2
    order by provider, referral_ref, instrument, scale, rater, assessed_date desc
)
select s.programme, s.provider, s.person_key, s.closed_date, r.rater,
       count(c.gain) > 0 as paired, coalesce(bool_or(c.gain >= c.threshold), false) as better,
       coalesce(bool_or(c.gain <= -c.threshold), false) as worse, s.referral_ref
from spell s
cross join (values ('any'), ('self'), ('parent'), ('clinician')) r (rater)
left join change c on c.provider = s.provider and c.referral_ref = s.referral_ref and r.rater in (c.rater, 'any')
group by s.programme, s.provider, s.person_key, s.closed_date, s.referral_ref, r.rater;
comment on view mart.nhs_score is 'Closed referrals of those under 18 by who answered: whether they have a baseline and a final score by NHS England''s rule, and what became of it';

create or replace view mart.nhs_outcome_event as
select programme, provider, person_key, closed_date as day,
       bool_or(paired) filter (where rater = 'any')::integer as nhs_paired,
       bool_or(better and not worse) filter (where rater = 'any' and paired)::integer as nhs_improved,
       bool_or(worse) filter (where rater = 'any' and paired)::integer as nhs_deteriorated,
       bool_or(not better and not worse) filter (where rater = 'any' and paired)::integer as nhs_unchanged,
       bool_or(better and not worse) filter (where rater = 'self' and paired)::integer as nhs_improved_self,
       bool_or(worse) filter (where rater = 'self' and paired)::integer as nhs_deteriorated_self,
       bool_or(better and not worse) filter (where rater = 'parent' and paired)::integer as nhs_improved_parent,
       bool_or(worse) filter (where rater = 'parent' and paired)::integer as nhs_deteriorated_parent,
       bool_or(better and not worse) filter (where rater = 'clinician' and paired)::integer as nhs_improved_clinician,
       bool_or(worse) filter (where rater = 'clinician' and paired)::integer as nhs_deteriorated_clinician
from mart.nhs_score
group by programme, provider, person_key, closed_date, referral_ref;
comment on view mart.nhs_outcome_event is 'A row a closed referral, on the day it was closed';
comment on column mart.nhs_outcome_event.nhs_paired is
'Paired scores by NHS England''s rule
Definition: Of the referrals closed, how many have a baseline on or after the first contact and a final score on or after the second: the rest is about these alone
Kind: share
Unit: share
Numerator: Closed referrals with a pair of some scale and rater
Denominator: Closed referrals
Source: assessment.score, contact.contact_date
Exclusions: Rejected; a hospital spell; 18 or older at referral; team types B02, E01 to E04, A14; scales without a published threshold (totals of SDQ and RCADS)
Better: higher';
call mart.comment_each('nhs_outcome_event', 'nhs_improved%1$s',
    array[['', 'any rater'],
          ['_self', 'the young person'],
          ['_parent', 'a parent'],
          ['_clinician', 'a clinician']],
'Improved, by %2$s
Definition: Of the referrals paired (by %2$s), how many were better on a scale by its threshold or more, and worse on none
Kind: share
Unit: share
Numerator: Paired referrals with a reliable gain and no reliable loss
Denominator: Paired referrals
Source: assessment.score, contact.contact_date
Exclusions: Rejected; a hospital spell; 18 or older at referral; team types B02, E01 to E04, A14; scales without a published threshold (totals of SDQ and RCADS); referrals without a pair
Better: higher');
call mart.comment_each('nhs_outcome_event', 'nhs_deteriorated%1$s',
    array[['', 'any rater'],
          ['_self', 'the young person'],
          ['_parent', 'a parent'],
          ['_clinician', 'a clinician']],
'Deteriorated, by %2$s
Definition: Of the referrals paired (by %2$s), how many were worse on any scale by its threshold or more
Kind: share
Unit: share
Numerator: Paired referrals with a reliable loss
Denominator: Paired referrals
Source: assessment.score, contact.contact_date
Exclusions: Rejected; a hospital spell; 18 or older at referral; team types B02, E01 to E04, A14; scales without a published threshold (totals of SDQ and RCADS); referrals without a pair
Better: lower');
comment on column mart.nhs_outcome_event.nhs_unchanged is
'No reliable change
Definition: Of the referrals paired, how many changed on no scale by its threshold or more
Kind: share
Unit: share
Numerator: Paired referrals without a reliable gain or loss
Denominator: Paired referrals
Source: assessment.score, contact.contact_date
Exclusions: Rejected; a hospital spell; 18 or older at referral; team types B02, E01 to E04, A14; scales without a published threshold (totals of SDQ and RCADS); referrals without a pair';
call mart.tally('nhs_outcome_event', array['mhst']);

-- MRS08: the clock stops with the latest of the first contact, the first outcome measure, and the first care
-- plan or coded intervention; all three must be there.
create or replace view mart.four_week_event as
with contact as (
    select provider, referral_ref, min(contact_date) filter (where attend_status in ('5', '6')) as contact,
           min(contact_date) filter (where intervention) as intervention
    from core.contact where contact_date <= (select mart.as_of()) group by provider, referral_ref
), measure as (
    select provider, referral_ref, min(assessed_date) as day
    from core.assessment where assessed_date <= (select mart.as_of()) group by provider, referral_ref
)
select r.programme, r.provider, r.person_key, r.referral_date as day,
       (w.days <= 28)::integer as four_week_within, w.days as four_week_median, w.days as four_week_p90,
       case when w.days is not null or r.closed_date is null or r.closed_date > (select mart.as_of())
            then (w.days is null)::integer end as four_week_waiting
from core.referral r
left join contact c using (provider, referral_ref)
left join measure m using (provider, referral_ref)
left join lateral (
    select min(milestone_date) as day from core.milestone p
    where p.provider = r.provider and p.person_key = r.person_key and p.kind = 'care_plan'
      and p.milestone_date between r.referral_date and (select mart.as_of())
) plan on true
cross join lateral (
    select case when c.contact is not null and m.day is not null and coalesce(plan.day, c.intervention) is not null
                then greatest(c.contact, m.day, least(plan.day, c.intervention)) - r.referral_date end as days
) w
where r.programme in ('mhst', 'eip') and r.referral_date <= (select mart.as_of()) and r.age_at_event between 0 and 17
  and r.hospital_date is null and r.provider not in ('DFC', 'S9X2N') and r.decision is distinct from 'rejected'
  and not (r.referral_reason is not distinct from '12' and coalesce(r.team_type, '') not in ('A18', 'F01'))
  and not (r.referral_reason is not distinct from '01' and r.team_type is not distinct from 'A14')
  and coalesce(r.team_type, '') not in ('A02', 'A03', 'A04', 'A11', 'A19', 'A20', 'A21', 'A22', 'A23', 'A24', 'A25',
                                        'C05', 'E02', 'E03', 'E04');
comment on view mart.four_week_event is 'A row a referral of somebody under 18, on the day it was received';
comment on column mart.four_week_event.four_week_within is
'Treated within four weeks
Definition: Of the referrals whose wait has ended, how many had a contact, an outcome measure, and a care plan or intervention within 28 days (MRS08)
Kind: share
Unit: share
Numerator: Referrals with 28 days or fewer from receipt to the latest of the three
Denominator: Referrals with all three
Source: contact.contact_date, assessment.score, contact.intervention or milestone.kind=care_plan
Exclusions: 18 or older at referral; rejected; a hospital spell; providers DFC and S9X2N; eating disorder unless team A18 or F01; first episode of psychosis with team A14; crisis and liaison teams; E02 to E04. The priority that leaves out more of A18 is not collected; referrals that still wait
Better: higher';
comment on column mart.four_week_event.four_week_median is
'Days to treatment by the four-week rule, median
Definition: Days from receipt to the latest of first contact, first outcome measure, and first care plan or intervention: half waited so long or less
Kind: median
Unit: days
Numerator: Days
Denominator: Referrals with all three
Source: contact.contact_date, assessment.score, contact.intervention or milestone.kind=care_plan
Exclusions: 18 or older at referral; rejected; a hospital spell; providers DFC and S9X2N; eating disorder unless team A18 or F01; first episode of psychosis with team A14; crisis and liaison teams; E02 to E04. The priority that leaves out more of A18 is not collected
Better: lower';
comment on column mart.four_week_event.four_week_p90 is
'Days to treatment by the four-week rule, nine in ten
Definition: Days from receipt to the latest of first contact, first outcome measure, and first care plan or intervention: nine in ten waited so long or less
Kind: p90
Unit: days
Numerator: Days
Denominator: Referrals with all three
Source: contact.contact_date, assessment.score, contact.intervention or milestone.kind=care_plan
Exclusions: 18 or older at referral; rejected; a hospital spell; providers DFC and S9X2N; eating disorder unless team A18 or F01; first episode of psychosis with team A14; crisis and liaison teams; E02 to E04. The priority that leaves out more of A18 is not collected
Better: lower';
comment on column mart.four_week_event.four_week_waiting is
'Still waiting by the four-week rule
Definition: Of the referrals that were treated or are open, how many have not had all three
Kind: share
Unit: share
Numerator: Open referrals without all three
Denominator: Referrals with all three, and open ones
Source: contact.contact_date, assessment.score, contact.intervention or milestone.kind=care_plan
Exclusions: 18 or older at referral; rejected; a hospital spell; providers DFC and S9X2N; eating disorder unless team A18 or F01; first episode of psychosis with team A14; crisis and liaison teams; E02 to E04. The priority that leaves out more of A18 is not collected
Better: lower';
call mart.tally('four_week_event', array['mhst']);

create or replace view mart.workforce_event as
select w.programme, w.provider, w.period_start as day, coalesce(c.label, w.role) as role,
       w.direct_hours as direct_time, w.direct_hours + w.whole_school_hours as direct_time_of,
       w.established_fte - w.in_post_fte as vacancies, w.established_fte as vacancies_of
from core.workforce w
left join ref.code c on c.list = 'staff_role' and c.code = w.role and c.valid_from is null
where w.period_start <= (select mart.as_of()) and w.role not like 'active%' and w.programme is not null;
comment on view mart.workforce_event is 'A row a role and period of a provider''s return of its staff';
comment on column mart.workforce_event.role is 'Role of the staff';
comment on column mart.workforce_event.direct_time is
'Time on direct work
Definition: Hours of work with young people and their families, of these and the hours of work with the whole school or college
Kind: ratio
Unit: share
Numerator: Hours of direct work
Denominator: Hours of direct and of whole-school work
Source: workforce.direct_hours, workforce.whole_school_hours
Exclusions: Staff whose hours are not returned';
comment on column mart.workforce_event.direct_time_of is 'Hours of direct and of whole-school work';
comment on column mart.workforce_event.vacancies is
'Vacancies
Definition: Funded posts that nobody was in at the end of the period
Kind: ratio
Unit: share
Numerator: Funded posts less staff in post, full-time equivalents
Denominator: Funded posts, full-time equivalents
Source: workforce.established_fte, workforce.in_post_fte
Exclusions: Roles without funded posts
Better: lower';
comment on column mart.workforce_event.vacancies_of is 'Funded posts';
call mart.tally('workforce_event', array['mhst'], array['role'], common => false);

create or replace view mart.turnover_event as
select w.programme, w.provider, null::date as day, coalesce(c.label, w.role) as role,
       sum(w.leavers) as turnover, avg(w.headcount) as turnover_of
from core.workforce w
left join ref.code c on c.list = 'staff_role' and c.code = w.role and c.valid_from is null
where w.period_end <= (select mart.as_of()) and w.period_end > (select mart.as_of()) - interval '12 months'
  and w.role not like 'active%' and w.programme is not null
group by w.programme, w.provider, coalesce(c.label, w.role);
comment on view mart.turnover_event is 'A row a role of a provider, over the periods that ended in the twelve months up to tonight';
comment on column mart.turnover_event.role is 'Role of the staff';
comment on column mart.turnover_event.turnover is
'Turnover of staff in twelve months
Definition: People who left in the twelve months up to tonight, for each person in post on average
Kind: ratio
Unit: share
Numerator: Leavers in periods that ended in the last twelve months
Denominator: Mean of the head counts at the ends of these periods
Source: workforce.leavers, workforce.headcount
Exclusions: Periods that ended earlier
Better: lower';
comment on column mart.turnover_event.turnover_of is 'Mean head count';
call mart.tally('turnover_event', array['mhst'], array['role'], common => false);

create or replace view mart.survey_event as
select s.programme, s.provider, s.closed_date as day, coalesce(c.label, s.respondent) as respondent,
       s.survey || ', round ' || s.round as survey_round,
       s.responded as survey_response, s.invited as survey_response_of
from core.survey s
left join ref.code c on c.list = 'respondent' and c.code = s.respondent and c.valid_from is null
where s.question = 'all' and (s.closed_date is null or s.closed_date <= (select mart.as_of())) and s.programme is not null;
comment on view mart.survey_event is 'A row a round of a survey and who was asked';
comment on column mart.survey_event.respondent is 'Who was asked';
comment on column mart.survey_event.survey_round is 'Survey and number of the round';
comment on column mart.survey_event.survey_response is
'Response to surveys
Definition: Of those who were asked, how many answered
Kind: ratio
Unit: share
Numerator: People who answered
Denominator: People who were asked
Source: survey.invited, survey.responded
Exclusions: Rounds that are not closed; counts of single questions
Better: higher';
comment on column mart.survey_event.survey_response_of is 'People who were asked';
call mart.tally('survey_event', array['wbl', 'mhst'], array['respondent', 'survey_round'], common => false);

-- The record that an authority keeps of all young people of its area (NCCIS), as it stands in the latest
-- return: those that the authority answers for, 16 and 17 years old as the return has them.
create or replace view mart.area_event as
select 'area'::text as programme, d.provider, d.person_key, null::date as day,
       (d.place in ('active', 'unavailable'))::integer as area_neet,
       (d.place = 'unknown')::integer as area_not_known,
       (d.place in ('active', 'unavailable', 'unknown'))::integer as area_neet_or_not_known,
       (d.place = 'engaged')::integer as area_participation
from (
    select distinct on (provider, person_key) provider, person_key, mart.nccis_group(destination) as place
    from core.destination
    where programme = 'area' and stage = 'current' and start_date <= (select mart.as_of())
    order by provider, person_key, period desc nulls last, (split_part(destination, '-', 1) = 'custody') desc,
             start_date desc, destination
) d
join core.person p using (provider, person_key)
where p.cohort_status is null or p.cohort_status = 'P';
comment on view mart.area_event is 'A row a young person of the area, as the latest return has them';
comment on column mart.area_event.area_neet is
'NEET in the area
Definition: Of the young people that the authority answers for, how many were not in education, employment or training
Kind: share
Unit: share
Numerator: Young people NEET, active and not available (NCCIS)
Denominator: Young people of the primary cohort
Source: destination.stage=current
Exclusions: Young people past the cohort, moved away, or merged
Better: lower';
comment on column mart.area_event.area_not_known is
'Not known in the area
Definition: Of the young people that the authority answers for, how many could not be found or had lapsed
Kind: share
Unit: share
Numerator: Young people not known: not contacted, refused, lapsed
Denominator: Young people of the primary cohort
Source: destination.stage=current
Exclusions: Young people past the cohort, moved away, or merged
Better: lower';
comment on column mart.area_event.area_neet_or_not_known is
'NEET or not known in the area
Definition: Of the young people that the authority answers for, how many were not in education, employment or training, or not known
Kind: share
Unit: share
Numerator: Young people NEET or not known
Denominator: Young people of the primary cohort
Source: destination.stage=current
Exclusions: Young people past the cohort, moved away, or merged
Better: lower';
comment on column mart.area_event.area_participation is
'In education, employment or training in the area
Definition: Of the young people that the authority answers for, how many were in education, employment or training
Kind: share
Unit: share
Numerator: Young people in education, employment or training
Denominator: Young people of the primary cohort
Source: destination.stage=current
Exclusions: Young people past the cohort, moved away, or merged
Better: higher';
call mart.tally('area_event', array['area']);
