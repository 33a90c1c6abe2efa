-- What is recorded of a young person at a provider, feed by feed, in the shape that the programmes'
-- journeys share.

create or replace view mart.person_referral as
select programme, provider, person_key,
       min(referral_date) as referred_on,
       bool_or(decision = 'accepted') as accepted,
       min(decision_date) filter (where decision = 'accepted') as accepted_on,
       case when bool_and(closed_date is not null) then max(closed_date) end as closed_on,
       (array_agg(closed_reason order by closed_date desc nulls last, referral_ref))[1] as closed_reason
from core.referral
where referral_date <= (select mart.as_of())
group by programme, provider, person_key;
comment on view mart.person_referral is 'Referrals of a young person to a provider, taken together';
comment on column mart.person_referral.closed_on is 'Null while any referral is open';

create or replace view mart.person_placement as
select programme, provider, person_key,
       min(start_date) as started_on,
       case when bool_and(end_date is not null) then max(end_date) end as ended_on,
       bool_or(end_reason in ('completed', 'reintegrated')) as completed
from core.placement
where start_date <= (select mart.as_of())
group by programme, provider, person_key;
comment on view mart.person_placement is 'Placements of a young person with a provider, taken together';
comment on column mart.person_placement.ended_on is 'Null while any placement goes on';
comment on column mart.person_placement.completed is 'A placement ended as planned, or early with the return to mainstream school';

create or replace view mart.person_contact as
select r.programme, c.provider, c.person_key, min(c.contact_date) as first_on, count(*) as contacts
from core.contact c
join core.referral r using (provider, referral_ref)
where c.attend_status in ('5', '6') and c.contact_date <= (select mart.as_of())
group by r.programme, c.provider, c.person_key;
comment on view mart.person_contact is 'Contacts that took place (MHSDS attended on time, or late but seen)';

-- The destination of a stage is the one that was found last. What was recorded on some day and for no
-- stage (an employment status) stands for entry until 31 days after the first referral, and for the
-- six months' follow-up between five and eight months after it.
create or replace view mart.person_destination as
select distinct on (programme, provider, person_key, stage)
       programme, provider, person_key, stage, start_date as found_on,
       case split_part(destination, '-', 1)
           when 'education' then true
           when 'employment' then true
           when 'training' then true
           when 'unknown' then null
           else false
       end as engaged,
       destination
from (
    select d.programme, d.provider, d.person_key, d.destination, d.start_date, d.collected_date,
           case
               when d.stage <> 'recorded' then d.stage
               when d.start_date <= r.referred_on + 31 then 'entry'
               when d.start_date between r.referred_on + interval '5 months'
                                     and r.referred_on + interval '8 months' then '6m'
           end as stage
    from core.destination d
    left join mart.person_referral r
        on d.stage = 'recorded' and r.programme = d.programme and r.provider = d.provider
       and r.person_key = d.person_key
    where d.start_date <= (select mart.as_of())
) d
where stage is not null
order by programme, provider, person_key, stage,
         start_date desc, collected_date desc nulls last, destination;
comment on view mart.person_destination is 'Where a young person was, on entry, at exit and later';
comment on column mart.person_destination.engaged is 'In education, employment or training; null: could not be contacted or not known';

create or replace view mart.person_attendance as
select programme, provider, person_key,
       sum(sessions_possible) filter (where phase = 'before') as before_possible,
       sum(attended) filter (where phase = 'before') as before_attended,
       sum(sessions_possible) filter (where phase = 'after') as after_possible,
       sum(attended) filter (where phase = 'after') as after_attended
from core.attendance
where attended is not null and period_start <= (select mart.as_of())
group by programme, provider, person_key;
comment on view mart.person_attendance is 'Sessions before and after the help; null: none recorded';

-- First and last score of each scale and rater, and whether the change is for the better. Where a score
-- was delivered and also follows from a form, the delivered one counts. Where change is measured on T, a
-- score without one says nothing of change.
create or replace view mart.score_change as
with measured as (
    select distinct on (a.provider, a.referral_ref, a.instrument, a.scale, a.rater, a.assessed_date)
           r.programme, a.provider, a.referral_ref, a.person_key, a.instrument, a.scale, a.rater,
           a.assessed_date, s.direction, s.threshold,
           case s.metric when 't' then a.t_score else a.score end as score
    from mart.score a
    join core.referral r using (provider, referral_ref)
    join lateral (
        select direction, threshold, metric from ref.scale
        where instrument = a.instrument and scale in (a.scale, '*') and rater in (a.rater, '*')
        order by scale = '*', rater = '*' limit 1
    ) s on true
    where a.assessed_date <= (select mart.as_of())
    order by a.provider, a.referral_ref, a.instrument, a.scale, a.rater, a.assessed_date, a.origin
)
select programme, provider, person_key, instrument, scale, rater,
       direction * (last_value(score) over w - first_value(score) over w) as gain,
       coalesce(threshold, 0) as threshold,
       row_number() over (partition by provider, referral_ref, instrument, scale, rater
                          order by assessed_date) as number,
       count(*) over (partition by provider, referral_ref, instrument, scale, rater) as scores,
       direction * first_value(score) over w as baseline, first_value(assessed_date) over w as first_on,
       referral_ref
from measured
where score is not null
window w as (partition by provider, referral_ref, instrument, scale, rater
             order by assessed_date rows between unbounded preceding and unbounded following);
comment on view mart.score_change is 'Scores with the change from first to last of their scale and rater';
comment on column mart.score_change.gain is 'Change from first to last; positive is better';
comment on column mart.score_change.baseline is 'First score, turned so that more is better';
comment on column mart.score_change.first_on is 'Day of the first score';
comment on column mart.score_change.referral_ref is 'Referral';

-- As NHS England's outcome metric for children and young people has it: better where a scale is and
-- none is worse; change counts from the threshold on (>=), without a threshold any change does.
create or replace view mart.person_change as
select programme, provider, person_key,
       bool_or(gain >= threshold and gain > 0) and not bool_or(gain <= -threshold and gain < 0) as improved
from mart.score_change
where number = 1 and scores > 1
group by programme, provider, person_key;
comment on view mart.person_change is 'Young people with a first and a last score of the same scale and rater';
comment on column mart.person_change.improved is 'Some scale is reliably better and none reliably worse';
