-- Indicators that all programmes share: referrals and waits, starts and ends, destinations, distance
-- travelled. How a comment becomes an indicator: 150_indicator.sql.

create or replace view mart.first_seen as
select provider, referral_ref, min(day) as seen_on
from (
    select provider, referral_ref, contact_date as day from core.contact where attend_status in ('5', '6')
    union all
    select provider, referral_ref, start_date from core.placement
) seen
where day <= (select mart.as_of())
group by provider, referral_ref;
comment on view mart.first_seen is 'Day on which the young person of a referral was first seen: a contact that took place, or a placement that began';

create or replace view mart.referral_event as
select r.programme, r.provider, r.person_key, r.referral_date as day,
       coalesce(source.label, r.source) as source, coalesce(decision.label, r.decision) as decision,
       1 as referrals_received,
       case when d.decided then (r.decision = 'accepted')::integer end as referral_accepted,
       case when d.decided then (r.decision = 'signposted')::integer end as referral_signposted,
       case when d.decided then (r.decision = 'rejected')::integer end as referral_rejected,
       case when d.decided then (r.decision_reason in ('too_severe', 'not_severe')
            and r.decision <> 'accepted')::integer end as referral_gap,
       r.came_with_baseline::integer as referral_with_baseline,
       r.came_with_plan::integer as referral_with_plan,
       d.wait as wait_decision_median, d.wait as wait_decision_p90,
       s.seen_on - r.referral_date as wait_contact_median, s.seen_on - r.referral_date as wait_contact_p90
from core.referral r
cross join lateral (
    select r.decision in ('accepted', 'signposted', 'rejected') and r.decision is not null as decided,
           case when r.decision_date between r.referral_date and (select mart.as_of())
                then r.decision_date - r.referral_date end as wait
) d
left join mart.first_seen s
    on s.provider = r.provider and s.referral_ref = r.referral_ref and s.seen_on >= r.referral_date
left join ref.code source on source.list = 'referral_source' and source.code = r.source and source.valid_from is null
left join ref.code decision on decision.list = 'decision' and decision.code = r.decision and decision.valid_from is null
where r.referral_date <= (select mart.as_of()) and r.programme is not null;
comment on view mart.referral_event is 'A row a referral, on the day it was received';
comment on column mart.referral_event.source is 'Who referred';
comment on column mart.referral_event.decision is 'What was decided';
comment on column mart.referral_event.referrals_received is
'Referrals received
Definition: Referrals that were received, several of one young person each for itself
Kind: count
Unit: referrals
Numerator: Referrals received
Source: referral.referral_date
Exclusions: Referrals after tonight';
comment on column mart.referral_event.referral_accepted is
'Share accepted
Definition: Of the referrals that were decided, how many were accepted
Kind: share
Unit: share
Numerator: Referrals accepted
Denominator: Referrals accepted, signposted or rejected
Source: referral.decision
Exclusions: Referrals not yet decided';
comment on column mart.referral_event.referral_signposted is
'Share signposted elsewhere
Definition: Of the referrals that were decided, how many were sent elsewhere
Kind: share
Unit: share
Numerator: Referrals signposted
Denominator: Referrals accepted, signposted or rejected
Source: referral.decision
Exclusions: Referrals not yet decided';
comment on column mart.referral_event.referral_rejected is
'Share rejected
Definition: Of the referrals that were decided, how many were rejected
Kind: share
Unit: share
Numerator: Referrals rejected
Denominator: Referrals accepted, signposted or rejected
Source: referral.decision
Exclusions: Referrals not yet decided';
comment on column mart.referral_event.referral_gap is
'Share that fell between services
Definition: Of the referrals that were decided, how many were turned away as too severe for this service, or not severe enough for it
Kind: share
Unit: share
Numerator: Referrals signposted or rejected with the reason too_severe or not_severe
Denominator: Referrals accepted, signposted or rejected
Source: referral.decision, referral.decision_reason
Exclusions: Referrals not yet decided
Better: lower';
comment on column mart.referral_event.referral_with_baseline is
'Share that came with attendance and behaviour data
Definition: Of the referrals where it was said, how many came with a baseline
Kind: share
Unit: share
Numerator: Referrals with attendance and behaviour data
Denominator: Referrals where it is said whether they came with it
Source: referral.came_with_baseline
Exclusions: Referrals that don''t say
Better: higher';
comment on column mart.referral_event.referral_with_plan is
'Share that came with an assessment or plan
Definition: Of the referrals where it was said, how many came with an assessment or plan (CAF, EHC plan, individual learning plan)
Kind: share
Unit: share
Numerator: Referrals with an assessment or plan
Denominator: Referrals where it is said whether they came with one
Source: referral.came_with_plan
Exclusions: Referrals that don''t say
Better: higher';
comment on column mart.referral_event.wait_decision_median is
'Days to a decision, median
Definition: Days from receiving a referral to its decision: half waited so long or less
Kind: median
Unit: days
Numerator: Days from receipt to decision
Denominator: Referrals with the day of their decision
Source: referral.decision_date
Exclusions: Open referrals (see waiting_decision); decisions dated before receipt
Better: lower';
comment on column mart.referral_event.wait_decision_p90 is
'Days to a decision, nine in ten
Definition: Days from receiving a referral to its decision: nine in ten waited so long or less
Kind: p90
Unit: days
Numerator: Days from receipt to decision
Denominator: Referrals with the day of their decision
Source: referral.decision_date
Exclusions: Open referrals (see waiting_decision); decisions dated before receipt
Better: lower';
comment on column mart.referral_event.wait_contact_median is
'Days until first seen, median
Definition: Days from receiving a referral until the young person was first seen: half waited so long or less
Kind: median
Unit: days
Numerator: Days from receipt to the first contact that took place, or to the first day of a placement
Denominator: Referrals whose young person was seen
Source: contact.contact_date or placement.start_date
Exclusions: Those not seen yet (see waiting_contact); contacts before receipt
Better: lower
Target: waiting_days';
comment on column mart.referral_event.wait_contact_p90 is
'Days until first seen, nine in ten
Definition: Days from receiving a referral until the young person was first seen: nine in ten waited so long or less
Kind: p90
Unit: days
Numerator: Days from receipt to the first contact that took place, or to the first day of a placement
Denominator: Referrals whose young person was seen
Source: contact.contact_date or placement.start_date
Exclusions: Those not seen yet (see waiting_contact); contacts before receipt
Better: lower';
call mart.tally('referral_event', own => array['source', 'decision']);

create or replace view mart.waiting_event as
select programme, provider, person_key, null::date as day,
       undecided::integer as waiting_decision,
       case when undecided then wait end as waiting_decision_median,
       case when undecided then wait end as waiting_decision_p90,
       unseen::integer as waiting_contact,
       case when unseen then wait end as waiting_contact_median,
       case when unseen then wait end as waiting_contact_p90
from (
    select r.programme, r.provider, r.person_key, (select mart.as_of()) - r.referral_date as wait,
           r.decision is null or r.decision = 'pending' as undecided,
           r.decision = 'accepted' and s.seen_on is null as unseen
    from core.referral r
    left join mart.first_seen s
        on s.provider = r.provider and s.referral_ref = r.referral_ref and s.seen_on >= r.referral_date
    where r.referral_date <= (select mart.as_of()) and r.programme is not null
      and (r.closed_date is null or r.closed_date > (select mart.as_of()))
) open;
comment on view mart.waiting_event is 'A row a referral that is open tonight';
comment on column mart.waiting_event.waiting_decision is
'Waiting for a decision tonight
Definition: Open referrals that have not been decided
Kind: count
Unit: referrals
Numerator: Open referrals without a decision
Source: referral.decision
Exclusions: Referrals closed, or received after tonight
Better: lower';
comment on column mart.waiting_event.waiting_decision_median is
'Days waited for a decision so far, median
Definition: Days from receipt until tonight of those who wait for a decision: half have waited so long or less
Kind: median
Unit: days
Numerator: Days from receipt until tonight
Denominator: Open referrals without a decision
Source: referral.decision
Exclusions: Referrals closed
Better: lower';
comment on column mart.waiting_event.waiting_decision_p90 is
'Days waited for a decision so far, nine in ten
Definition: Days from receipt until tonight of those who wait for a decision: nine in ten have waited so long or less
Kind: p90
Unit: days
Numerator: Days from receipt until tonight
Denominator: Open referrals without a decision
Source: referral.decision
Exclusions: Referrals closed
Better: lower';
comment on column mart.waiting_event.waiting_contact is
'Accepted and not yet seen tonight
Definition: Open referrals that were accepted and whose young person has not been seen
Kind: count
Unit: referrals
Numerator: Open referrals accepted, without a contact that took place or a placement
Source: contact.contact_date or placement.start_date
Exclusions: Referrals closed, or received after tonight
Better: lower';
comment on column mart.waiting_event.waiting_contact_median is
'Days waited to be seen so far, median
Definition: Days from receipt until tonight of those accepted and not seen: half have waited so long or less
Kind: median
Unit: days
Numerator: Days from receipt until tonight
Denominator: Open referrals accepted and not seen
Source: contact.contact_date or placement.start_date
Exclusions: Referrals closed
Better: lower';
comment on column mart.waiting_event.waiting_contact_p90 is
'Days waited to be seen so far, nine in ten
Definition: Days from receipt until tonight of those accepted and not seen: nine in ten have waited so long or less
Kind: p90
Unit: days
Numerator: Days from receipt until tonight
Denominator: Open referrals accepted and not seen
Source: contact.contact_date or placement.start_date
Exclusions: Referrals closed
Better: lower';
call mart.tally('waiting_event');

create or replace view mart.start_event as
select programme, provider, person_key, started_on as day,
       1 as help_started,
       case when not ended then 1 else completed::integer end as retention,
       case when ended then completed::integer end as completion,
       case when ended then (not completed)::integer end as dropout
from mart.journey
cross join lateral (select coalesce(ended_on <= (select mart.as_of()), false) as ended) e
where started_on is not null;
comment on view mart.start_event is 'A row a young person whose help began at a provider (mart.journey), on that day';
comment on column mart.start_event.help_started is
'Started
Definition: Young people whose help began
Kind: count
Unit: persons
Numerator: Young people whose help began
Source: referral.referral_date or placement.start_date or learning_aim.start_date
Exclusions: Starts after tonight; in work-based learning, years before the latest return (see learners)';
comment on column mart.start_event.retention is
'Retention
Definition: Of those who started, how many go on or have completed the help
Kind: share
Unit: share
Numerator: Young people whose help goes on, or was completed
Denominator: Young people whose help began
Source: referral.closed_date or placement.end_reason or learning_aim.comp_status
Exclusions: Help that ended without saying how
Better: higher
Target: retention_rate';
comment on column mart.start_event.completion is
'Completion
Definition: Of those who started and whose help has ended, how many completed it
Kind: share
Unit: share
Numerator: Young people who completed the help
Denominator: Young people whose help has ended
Source: referral.closed_reason or placement.end_reason or learning_aim.comp_status
Exclusions: Help that goes on; help that ended without saying how
Better: higher
Target: completion_rate';
comment on column mart.start_event.dropout is
'Drop-out
Definition: Of those who started and whose help has ended, how many left before it was completed
Kind: share
Unit: share
Numerator: Young people who left before completion
Denominator: Young people whose help has ended
Source: referral.closed_reason or placement.end_reason or learning_aim.comp_status
Exclusions: Help that goes on; help that ended without saying how
Better: lower';
call mart.tally('start_event');

-- Where a young person was at each stage. NCCIS has them in groups: in education, employment or training;
-- NEET and available to the labour market, or not available; custody; other; not known.
create or replace function mart.nccis_group(destination text) returns text
language sql immutable
return case
    when split_part(destination, '-', 1) in ('education', 'employment', 'training') then 'engaged'
    when destination in ('neet-unavailable', 'neet-not-registered') then 'unavailable'
    when split_part(destination, '-', 1) = 'neet' then 'active'
    when split_part(destination, '-', 1) = 'unknown' then 'unknown'
    else 'other' end;
comment on function mart.nccis_group is 'engaged, active (NEET and available), unavailable (NEET and not available), unknown or other, custody among them';

-- Follow-ups count from the end of the help; in early intervention in psychosis, which goes on for
-- years, from its start, and in its reviews exit is left out.
create or replace view mart.destination_event as
with place as (
    select programme, provider, person_key,
           max(mart.nccis_group(destination)) filter (where stage = 'entry') as entry,
           max(mart.nccis_group(destination)) filter (where stage = 'exit') as exit,
           max(mart.nccis_group(destination)) filter (where stage = '3m') as m3,
           max(mart.nccis_group(destination)) filter (where stage = '6m') as m6,
           max(mart.nccis_group(destination)) filter (where stage = '12m') as m12
    from mart.person_destination
    group by programme, provider, person_key
), followed as (
    select j.programme, j.provider, j.person_key, p.*, d.day,
           d.day is not null as at_exit,
           d.day + interval '3 months' <= (select mart.as_of()) as at_3m,
           d.day + interval '6 months' <= (select mart.as_of()) as at_6m,
           d.day + interval '12 months' <= (select mart.as_of()) as at_12m
    from mart.journey j
    cross join lateral (select case when j.programme = 'eip' then j.started_on
                                    when j.ended_on <= (select mart.as_of()) then j.ended_on end as day) d
    left join lateral (select entry, exit, m3, m6, m12 from place p
                       where (p.programme, p.provider, p.person_key) = (j.programme, j.provider, j.person_key)) p on true
    where j.started_on is not null
)
select programme, provider, person_key, day,
       case when at_exit then (coalesce(exit, 'unknown') <> 'unknown')::integer end as known_exit,
       case when at_exit and exit <> 'unknown' then (exit = 'engaged')::integer end as engaged_exit,
       case when at_3m then (coalesce(m3, 'unknown') <> 'unknown')::integer end as known_3m,
       case when at_3m and m3 <> 'unknown' then (m3 = 'engaged')::integer end as engaged_3m,
       case when at_6m then (coalesce(m6, 'unknown') <> 'unknown')::integer end as known_6m,
       case when at_6m and m6 <> 'unknown' then (m6 = 'engaged')::integer end as engaged_6m,
       case when at_12m then (coalesce(m12, 'unknown') <> 'unknown')::integer end as known_12m,
       case when at_12m and m12 <> 'unknown' then (m12 = 'engaged')::integer end as engaged_12m,
       case when at_6m and exit = 'engaged' and m6 <> 'unknown' then (m6 = 'engaged')::integer end as lasted_6m,
       case when at_12m and exit = 'engaged' and m12 <> 'unknown' then (m12 = 'engaged')::integer end as lasted_12m,
       case when entry <> 'unknown' then (entry in ('active', 'unavailable'))::integer end as neet_entry,
       case when at_exit and exit <> 'unknown' then (exit in ('active', 'unavailable'))::integer end as neet_exit,
       case when at_exit and exit <> 'unknown' then (exit = 'active')::integer end as neet_active_exit,
       case when at_exit and exit <> 'unknown' then (exit = 'unavailable')::integer end as neet_unavailable_exit,
       case when at_6m and m6 <> 'unknown' then (m6 in ('active', 'unavailable'))::integer end as neet_6m,
       case when at_6m and entry in ('active', 'unavailable') and m6 <> 'unknown' then (m6 = 'engaged')::integer end
           as progression_6m,
       case when at_exit and entry in ('active', 'unavailable') and exit <> 'unknown' then (exit = 'engaged')::integer end
           as progression_exit
from followed;
comment on view mart.destination_event is 'A row a young person whose help began, on the day it ended (early intervention in psychosis: began)';
call mart.comment_each('destination_event', 'known_%1$s',
    array[['exit', 'at exit', 'where the help has ended'],
          ['3m', 'after three months', 'where the help ended three months ago or more'],
          ['6m', 'after six months', 'where the help ended six months ago or more'],
          ['12m', 'after twelve months', 'where the help ended twelve months ago or more']],
'Destination known %2$s
Definition: Of those whose destination %2$s is due, how many were found: read it before any destination
Kind: share
Unit: share
Numerator: Young people whose destination %2$s is known
Denominator: Young people %3$s (early intervention in psychosis: counted from the start)
Source: destination.stage=%1$s
Exclusions: Help that goes on
Better: higher');
call mart.comment_each('destination_event', 'engaged_%1$s',
    array[['exit', 'at exit', 'where the help has ended', E'\nTarget: positive_destination'],
          ['3m', 'after three months', 'where the help ended three months ago or more', ''],
          ['6m', 'after six months', 'where the help ended six months ago or more', ''],
          ['12m', 'after twelve months', 'where the help ended twelve months ago or more', '']],
'In education, employment or training %2$s
Definition: Of those whose destination %2$s is known, how many were in education, employment or training
Kind: share
Unit: share
Numerator: Young people in education, employment or training %2$s
Denominator: Young people %3$s and whose destination is known
Source: destination.stage=%1$s
Exclusions: Destinations not known, refused or lapsed
Better: higher%4$s');
call mart.comment_each('destination_event', 'lasted_%1$s', array[['6m', 'six months'], ['12m', 'twelve months']],
'Destination lasted %2$s
Definition: Of those in education, employment or training at exit, how many were %2$s later
Kind: share
Unit: share
Numerator: Young people in education, employment or training at exit and %2$s later
Denominator: Young people in education, employment or training at exit whose destination %2$s later is known
Source: destination.stage=exit, destination.stage=%1$s
Exclusions: Later destinations not known
Better: higher');
comment on column mart.destination_event.neet_entry is
'NEET on entry
Definition: Of those whose situation on entry is known, how many were not in education, employment or training
Kind: share
Unit: share
Numerator: Young people NEET on entry, available to the labour market or not
Denominator: Young people whose situation on entry is known
Source: destination.stage=entry
Exclusions: Situations not known';
comment on column mart.destination_event.neet_exit is
'NEET at exit
Definition: Of those whose destination at exit is known, how many were not in education, employment or training
Kind: share
Unit: share
Numerator: Young people NEET at exit, available to the labour market or not (NCCIS groups)
Denominator: Young people whose help has ended and whose destination is known
Source: destination.stage=exit
Exclusions: Destinations not known; custody and others are in the denominator alone
Better: lower
Target: neet_rate';
comment on column mart.destination_event.neet_active_exit is
'NEET and available at exit
Definition: As NEET at exit, of the NCCIS group available to the labour market
Kind: share
Unit: share
Numerator: Young people seeking, not yet ready, with a start agreed, or in voluntary work alone
Denominator: Young people whose help has ended and whose destination is known
Source: destination.stage=exit
Exclusions: Destinations not known
Better: lower';
comment on column mart.destination_event.neet_unavailable_exit is
'NEET and not available at exit
Definition: As NEET at exit, of the NCCIS group not available to the labour market
Kind: share
Unit: share
Numerator: Young people not available: carers, parents, ill, or of school age and not registered
Denominator: Young people whose help has ended and whose destination is known
Source: destination.stage=exit
Exclusions: Destinations not known
Better: lower';
comment on column mart.destination_event.neet_6m is
'NEET after six months
Definition: Of those whose destination after six months is known, how many were not in education, employment or training
Kind: share
Unit: share
Numerator: Young people NEET after six months
Denominator: Young people where six months have passed and whose destination is known
Source: destination.stage=6m
Exclusions: Destinations not known
Better: lower';
comment on column mart.destination_event.progression_6m is
'From NEET into education, employment or training within six months
Definition: Of those NEET on entry, how many were in education, employment or training after six months
Kind: share
Unit: share
Numerator: Young people in education, employment or training after six months
Denominator: Young people NEET on entry whose destination after six months is known
Source: destination.stage=entry, destination.stage=6m
Exclusions: Those not NEET on entry; destinations not known
Better: higher';
comment on column mart.destination_event.progression_exit is
'From NEET into education, employment or training at exit
Definition: Of those NEET on entry, how many were in education, employment or training at exit
Kind: share
Unit: share
Numerator: Young people in education, employment or training at exit
Denominator: Young people NEET on entry whose destination at exit is known
Source: destination.stage=entry, destination.stage=exit
Exclusions: Those not NEET on entry; destinations not known
Better: higher';
call mart.tally('destination_event');

-- Distance travelled. How many have a pair of scores comes first: the rest is about them alone. Scales
-- are never mixed: everything but the pairs is by instrument, scale and who answered.
create table if not exists mart.pair (
    programme    text not null,
    provider     text not null,
    person_key   uuid not null,
    referral_ref uuid not null,
    instrument   text not null,
    first_on     date not null,
    scores       bigint not null,
    baseline     numeric not null,
    gain         numeric not null,
    threshold    numeric not null
);
comment on table mart.pair is 'First and last score of each referral, scale and who answered (mart.score_change)';
comment on column mart.pair.programme is 'Programme';
comment on column mart.pair.provider is 'Provider';
comment on column mart.pair.person_key is 'Young person';
comment on column mart.pair.referral_ref is 'Referral';
comment on column mart.pair.instrument is 'Instrument, scale and who answered';
comment on column mart.pair.first_on is 'Day of the first score';
comment on column mart.pair.scores is 'How many scores there are; 1: no pair';
comment on column mart.pair.baseline is 'First score, turned so that more is better';
comment on column mart.pair.gain is 'Last score less the first, turned so that more is better';
comment on column mart.pair.threshold is 'Least change that counts as reliable; 0: none is published';

delete from mart.pair;
insert into mart.pair
select programme, provider, person_key, referral_ref, instrument || ' ' || scale || ' (' || rater || ')', first_on,
       scores, baseline, gain, threshold
from mart.score_change
where number = 1;

create or replace view mart.pair_event as
select r.programme, r.provider, r.person_key, r.closed_date as day,
       coalesce(p.paired, false)::integer as paired_scores
from core.referral r
left join (select provider, referral_ref, bool_or(scores > 1) as paired from mart.pair group by provider, referral_ref) p
    using (provider, referral_ref)
where r.closed_date <= (select mart.as_of()) and r.programme is not null and r.decision is distinct from 'rejected'
  and r.decision is distinct from 'signposted';
comment on view mart.pair_event is 'A row a referral that was taken on and is closed, on the day it was closed';
comment on column mart.pair_event.paired_scores is
'With a first and a last score
Definition: Of the referrals closed, how many have two scores of one scale by one person: what is said of change is about these alone
Kind: share
Unit: share
Numerator: Referrals closed with a first and a last score of some scale
Denominator: Referrals closed
Source: assessment.score
Exclusions: Referrals signposted or rejected, or still open
Better: higher';
call mart.tally('pair_event');

create or replace view mart.scale_event as
select programme, provider, person_key, first_on as day, instrument,
       (scores > 1)::integer as scale_paired,
       case when scores > 1 then gain end as change_mean,
       case when scores > 1 then gain end as change_median,
       case when scores > 1 then gain end as change_effect,
       case when scores > 1 then baseline end as change_effect_of,
       case when scores > 1 and threshold > 0 then (gain >= threshold)::integer end as improved_reliably,
       case when scores > 1 and threshold > 0 then (gain <= -threshold)::integer end as deteriorated_reliably
from mart.pair;
comment on view mart.scale_event is 'A row a referral, scale and who answered, on the day of the first score';
comment on column mart.scale_event.instrument is 'Instrument, scale and who answered';
comment on column mart.scale_event.change_effect_of is 'First score, turned so that more is better';
comment on column mart.scale_event.scale_paired is
'With a first and a last score on the scale
Definition: Of those with a first score, how many have a last one
Kind: share
Unit: share
Numerator: Referrals with two scores or more
Denominator: Referrals with a score
Source: assessment.score
Exclusions: Referrals without a score
Better: higher';
comment on column mart.scale_event.change_mean is
'Mean change
Definition: Mean of the last score less the first, turned so that more is better
Kind: mean
Unit: points
Numerator: Sum of the gains
Denominator: Pairs
Source: assessment.score
Exclusions: Scores without a pair: read the share paired first
Better: higher';
comment on column mart.scale_event.change_median is
'Median change
Definition: Half gained so much or less, turned so that more is better
Kind: median
Unit: points
Numerator: Gains
Denominator: Pairs
Source: assessment.score
Exclusions: Scores without a pair
Better: higher';
comment on column mart.scale_event.change_effect is
'Effect size of change
Definition: Standardised mean change: mean gain by the standard deviation of the first scores (Becker 1988). Without a comparison it holds what time and regression to the mean would have brought too
Kind: effect
Unit: standard deviations
Numerator: Mean gain
Denominator: Standard deviation of the first scores
Source: assessment.score
Exclusions: Scores without a pair; fewer than three pairs
Better: higher';
comment on column mart.scale_event.improved_reliably is
'Reliably improved
Definition: Of the pairs, how many gained the reliable threshold of the scale or more
Kind: share
Unit: share
Numerator: Pairs with a gain of the threshold (ref.scale) or more
Denominator: Pairs on scales with a published threshold
Source: assessment.score
Exclusions: Scores without a pair; scales without a threshold
Better: higher';
comment on column mart.scale_event.deteriorated_reliably is
'Reliably deteriorated
Definition: Of the pairs, how many lost the reliable threshold of the scale or more
Kind: share
Unit: share
Numerator: Pairs with a loss of the threshold or more
Denominator: Pairs on scales with a published threshold
Source: assessment.score
Exclusions: Scores without a pair; scales without a threshold
Better: lower';
call mart.tally('scale_event', own => array['instrument'], common => false, whole => false);
