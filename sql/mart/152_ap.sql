-- Alternative provision: attendance and absence, exclusions and incidents, qualifications, places.

-- Sessions of a young person in each period, by phase: before, during, after the help. A record counts in a
-- week, month or term only where it lies within it; one without a last day counts in its academic year and in
-- the whole.
create or replace view mart.attendance_span as
with record as (
    select a.programme, a.provider, a.person_key, a.phase, a.sessions_possible as possible, a.attended, a.authorised,
           a.unauthorised, a.late,
           case when a.period_end <= c.week + 6 then c.week end as week,
           case when a.period_end < c.month + interval '1 month' then c.month end as month,
           case when a.period_end <= t.last_day then c.term end as term,
           case a.programme when 'wbl' then c.ilr_year else c.school_year end as year
    from core.attendance a
    left join mart.calendar c on c.day = a.period_start
    left join ref.term t on t.first_day = c.term
    where a.period_start <= (select mart.as_of()) and a.sessions_possible > 0
)
select programme, provider, person_key,
       case when grouping(week) = 0 then 'week' when grouping(month) = 0 then 'month' when grouping(term) = 0 then 'term'
            when grouping(year) = 0 then 'year' else 'all' end as period_kind,
       case when grouping(week) = 0 then week when grouping(month) = 0 then month when grouping(term) = 0 then term
            when grouping(year) = 0 then year end as period,
       sum(possible) filter (where phase = 'before' and attended is not null) as possible_before, sum(attended) filter (where phase = 'before') as attended_before,
       sum(possible) filter (where phase = 'before' and authorised is not null) as authorised_before_of, sum(authorised) filter (where phase = 'before') as authorised_before,
       sum(possible) filter (where phase = 'before' and unauthorised is not null) as unauthorised_before_of,
       sum(unauthorised) filter (where phase = 'before') as unauthorised_before, sum(attended) filter (where phase = 'before' and late is not null) as late_before_of,
       sum(late) filter (where phase = 'before' and attended is not null) as late_before,
       sum(possible) filter (where phase = 'during' and attended is not null) as possible_during, sum(attended) filter (where phase = 'during') as attended_during,
       sum(possible) filter (where phase = 'during' and authorised is not null) as authorised_during_of, sum(authorised) filter (where phase = 'during') as authorised_during,
       sum(possible) filter (where phase = 'during' and unauthorised is not null) as unauthorised_during_of,
       sum(unauthorised) filter (where phase = 'during') as unauthorised_during, sum(attended) filter (where phase = 'during' and late is not null) as late_during_of,
       sum(late) filter (where phase = 'during' and attended is not null) as late_during,
       sum(possible) filter (where phase = 'after' and attended is not null) as possible_after, sum(attended) filter (where phase = 'after') as attended_after,
       sum(possible) filter (where phase = 'after' and authorised is not null) as authorised_after_of, sum(authorised) filter (where phase = 'after') as authorised_after,
       sum(possible) filter (where phase = 'after' and unauthorised is not null) as unauthorised_after_of,
       sum(unauthorised) filter (where phase = 'after') as unauthorised_after, sum(attended) filter (where phase = 'after' and late is not null) as late_after_of,
       sum(late) filter (where phase = 'after' and attended is not null) as late_after
from record
group by grouping sets ((programme, provider, person_key), (programme, provider, person_key, week),
    (programme, provider, person_key, month), (programme, provider, person_key, term), (programme, provider, person_key, year))
having (grouping(week) = 1 or week is not null) and (grouping(month) = 1 or month is not null)
   and (grouping(term) = 1 or term is not null) and (grouping(year) = 1 or year is not null);
comment on view mart.attendance_span is 'Sessions of each young person by period and phase: before, during, after the help';

create or replace view mart.attendance_event as
select programme, provider, person_key, period_kind, period,
       attended_before as attendance_before_rate, possible_before as attendance_before_rate_of, authorised_before, authorised_before_of,
       unauthorised_before, unauthorised_before_of, late_before, late_before_of,
       case when possible_before > 0 then (attended_before <= 0.9 * possible_before)::integer end as persistent_before,
       case when possible_before > 0 then (attended_before <= 0.5 * possible_before)::integer end as severe_before,
       attended_during as attendance_during_rate, possible_during as attendance_during_rate_of, authorised_during, authorised_during_of,
       unauthorised_during, unauthorised_during_of, late_during, late_during_of,
       case when possible_during > 0 then (attended_during <= 0.9 * possible_during)::integer end as persistent_during,
       case when possible_during > 0 then (attended_during <= 0.5 * possible_during)::integer end as severe_during,
       case when possible_during > 0 then (attended_during >= 0.9 * possible_during)::integer end as regular_during,
       attended_after as attendance_after_rate, possible_after as attendance_after_rate_of, authorised_after, authorised_after_of,
       unauthorised_after, unauthorised_after_of, late_after, late_after_of,
       case when possible_after > 0 then (attended_after <= 0.9 * possible_after)::integer end as persistent_after,
       case when possible_after > 0 then (attended_after <= 0.5 * possible_after)::integer end as severe_after
from mart.attendance_span;
comment on view mart.attendance_event is 'A row a young person and period';
call mart.comment_each('attendance_event', 'attendance_%1$s_rate',
    array[['before', ''],
          ['during', E'\nTarget: attendance_rate'],
          ['after', '']],
'Attendance %1$s the help
Definition: Sessions attended %1$s the help, of those possible
Kind: ratio
Unit: share
Numerator: Sessions attended, approved education off site included
Denominator: Sessions possible (codes D, Q, X, Y, Z and # are none)
Source: attendance.phase=%1$s, attendance.attended
Exclusions: Records without the figure
Better: higher%2$s');
call mart.comment_each('attendance_event', 'attendance_%1$s_rate_of', array[['before'], ['during'], ['after']],
'Sessions possible');
call mart.comment_each('attendance_event', 'authorised_%1$s', array[['before'], ['during'], ['after']],
'Authorised absence %1$s the help
Definition: Sessions missed with leave %1$s the help, of those possible
Kind: ratio
Unit: share
Numerator: Sessions missed with leave
Denominator: Sessions possible
Source: attendance.phase=%1$s, attendance.authorised
Exclusions: Records without the figure');
call mart.comment_each('attendance_event', 'authorised_%1$s_of', array[['before'], ['during'], ['after']],
'Sessions possible');
call mart.comment_each('attendance_event', 'unauthorised_%1$s', array[['before'], ['during'], ['after']],
'Unauthorised absence %1$s the help
Definition: Sessions missed without leave %1$s the help, of those possible
Kind: ratio
Unit: share
Numerator: Sessions missed without leave
Denominator: Sessions possible
Source: attendance.phase=%1$s, attendance.unauthorised
Exclusions: Records without the figure
Better: lower');
call mart.comment_each('attendance_event', 'unauthorised_%1$s_of', array[['before'], ['during'], ['after']],
'Sessions possible');
call mart.comment_each('attendance_event', 'late_%1$s', array[['before'], ['during'], ['after']],
'Late %1$s the help
Definition: Punctuality: sessions attended that were begun late, %1$s the help
Kind: ratio
Unit: share
Numerator: Sessions attended but begun late
Denominator: Sessions attended
Source: attendance.phase=%1$s, attendance.late
Exclusions: Records without the figure
Better: lower');
call mart.comment_each('attendance_event', 'late_%1$s_of', array[['before'], ['during'], ['after']],
'Sessions attended');
call mart.comment_each('attendance_event', 'persistent_%1$s', array[['before'], ['during'], ['after']],
'Persistently absent %1$s the help
Definition: Pupils who missed 10 %% or more of their own possible sessions in the period, %1$s the help
Kind: share
Unit: share
Numerator: Pupils absent for 10 %% or more (>=, unrounded)
Denominator: Pupils with possible sessions
Source: attendance.phase=%1$s, attendance.attended
Exclusions: Records without the figure
Better: lower');
call mart.comment_each('attendance_event', 'severe_%1$s', array[['before'], ['during'], ['after']],
'Severely absent %1$s the help
Definition: Pupils who missed 50 %% or more of their own possible sessions in the period, %1$s the help
Kind: share
Unit: share
Numerator: Pupils absent for 50 %% or more (>=, unrounded)
Denominator: Pupils with possible sessions
Source: attendance.phase=%1$s, attendance.attended
Exclusions: Records without the figure
Better: lower');
comment on column mart.attendance_event.regular_during is
'Regular attenders
Definition: Pupils who attended 90 % or more of their own possible sessions in the period
Kind: share
Unit: share
Numerator: Pupils who attended 90 % or more (>=, unrounded)
Denominator: Pupils with possible sessions
Source: attendance.phase=during, attendance.attended
Exclusions: Records without the figure
Better: higher
Target: regular_attenders';
call mart.tally('attendance_event', array['ap']);

create or replace view mart.exclusion_event as
with span as materialized (select mart.parameter('exclusion_window_days')::integer as days, mart.as_of() as tonight)
select j.programme, j.provider, j.person_key, j.started_on as day,
       100 * count(*) filter (where i.kind in ('FIXD', 'LNCH') and i.incident_date < j.started_on) as suspensions_before,
       100 * count(*) filter (where i.kind in ('FIXD', 'LNCH') and i.incident_date >= j.started_on) as suspensions_after,
       100 * count(*) filter (where i.kind = 'PERM' and i.incident_date < j.started_on) as permanent_before,
       100 * count(*) filter (where i.kind = 'PERM' and i.incident_date >= j.started_on) as permanent_after,
       100 * count(*) filter (where i.kind in ('behaviour', 'offence') and i.incident_date < j.started_on) as incidents_before,
       100 * count(*) filter (where i.kind in ('behaviour', 'offence') and i.incident_date >= j.started_on) as incidents_after
from mart.journey j
cross join span
left join core.incident i
    on i.programme = j.programme and i.provider = j.provider and i.person_key = j.person_key
   and i.incident_date >= j.started_on - span.days and i.incident_date < j.started_on + span.days
where j.started_on + span.days <= span.tonight
group by j.programme, j.provider, j.person_key, j.started_on;
comment on view mart.exclusion_event is 'A row a young person whose help began so long ago that the time after can be set beside an equal time before (ref.parameter exclusion_window_days)';
call mart.comment_each('exclusion_event', 'suspensions_%1$s',
    array[['before', 'before the start', ''],
          ['after', 'from the start', E'\nTarget: exclusions']],
'Suspensions in the half year %2$s
Definition: Suspensions, of a lunchtime too in the half year %2$s, for each hundred young people
Kind: mean
Unit: per 100
Numerator: Suspensions, of a lunchtime too within the window (exclusion_window_days), times 100
Denominator: Young people whose help began at least a window ago
Source: incident.kind
Exclusions: Young people whose help began less than a window ago
Better: lower%3$s');
call mart.comment_each('exclusion_event', 'permanent_%1$s',
    array[['before', 'before the start'],
          ['after', 'from the start']],
'Permanent exclusions in the half year %2$s
Definition: Permanent exclusions in the half year %2$s, for each hundred young people
Kind: mean
Unit: per 100
Numerator: Permanent exclusions within the window (exclusion_window_days), times 100
Denominator: Young people whose help began at least a window ago
Source: incident.kind
Exclusions: Young people whose help began less than a window ago
Better: lower');
call mart.comment_each('exclusion_event', 'incidents_%1$s',
    array[['before', 'before the start'],
          ['after', 'from the start']],
'Incidents in the half year %2$s
Definition: Behaviour incidents and offences in the half year %2$s, for each hundred young people
Kind: mean
Unit: per 100
Numerator: Behaviour incidents and offences within the window (exclusion_window_days), times 100
Denominator: Young people whose help began at least a window ago
Source: incident.kind
Exclusions: Young people whose help began less than a window ago
Better: lower');
call mart.tally('exclusion_event', array['ap']);

create or replace view mart.incident_event as
select i.programme, i.provider, i.person_key, i.incident_date as day, coalesce(c.label, i.kind) as incident,
       1 as incidents_recorded, i.sessions as sessions_lost
from core.incident i
left join ref.code c on c.list = 'incident_kind' and c.code = i.kind and c.valid_from is null
where i.incident_date <= (select mart.as_of());
comment on view mart.incident_event is 'A row an incident, suspension or exclusion';
comment on column mart.incident_event.incident is 'Kind of incident';
comment on column mart.incident_event.incidents_recorded is
'Incidents recorded
Definition: Incidents, suspensions and exclusions that were recorded
Kind: count
Unit: incidents
Numerator: Incidents of every kind
Source: incident.kind
Exclusions: Incidents after tonight
Better: lower';
comment on column mart.incident_event.sessions_lost is
'Sessions lost
Definition: Sessions lost to suspensions and exclusions
Kind: count
Unit: sessions
Numerator: Sessions lost
Source: incident.sessions
Exclusions: Incidents without a number of sessions
Better: lower';
call mart.tally('incident_event', array['ap'], array['incident']);

create or replace view mart.achievement_event as
select j.programme, j.provider, j.person_key, j.started_on as day,
       (coalesce(sum(a.awards) filter (where a.kind <> 'work_experience'), 0) > 0)::integer as qualified,
       coalesce(sum(a.awards) filter (where a.kind <> 'work_experience'), 0) as awards_each,
       case when count(a.points) > 0 or count(a.kind) = 0 then coalesce(sum(a.points), 0) end as points_each,
       (coalesce(sum(a.awards) filter (where a.kind = 'work_experience'), 0) > 0)::integer as work_experience
from mart.journey j
left join core.achievement a
    on a.programme = j.programme and a.provider = j.provider and a.person_key = j.person_key
   and a.achieved_date between j.started_on and (select mart.as_of()) and a.partial is not true
where j.started_on is not null
group by j.programme, j.provider, j.person_key, j.started_on;
comment on view mart.achievement_event is 'A row a young person whose help began, on that day, with what was achieved since';
comment on column mart.achievement_event.qualified is
'Gained a qualification
Definition: Of those who started, how many have gained a qualification or award since
Kind: share
Unit: share
Numerator: Young people with a qualification or award
Denominator: Young people whose help began
Source: achievement.kind
Exclusions: Awards achieved in part; awards from before the start; work experience
Better: higher
Target: qualification_rate';
comment on column mart.achievement_event.awards_each is
'Qualifications per learner
Definition: Qualifications and awards for each young person who started
Kind: mean
Unit: awards
Numerator: Qualifications and awards since the start
Denominator: Young people whose help began
Source: achievement.kind
Exclusions: As qualified
Better: higher';
comment on column mart.achievement_event.points_each is
'Points per learner
Definition: Points of qualifications for each young person who started
Kind: mean
Unit: points
Numerator: Points of qualifications since the start
Denominator: Young people whose help began, whose awards have points
Source: achievement.points
Exclusions: Young people none of whose awards has points
Better: higher';
comment on column mart.achievement_event.work_experience is
'Had a work-experience placement
Definition: Of those who started, how many have had a work-experience placement since
Kind: share
Unit: share
Numerator: Young people with a work-experience placement
Denominator: Young people whose help began
Source: achievement.kind
Exclusions: Placements from before the start
Better: higher';
call mart.tally('achievement_event', array['ap', 'eip']);

create or replace view mart.placement_event as
select programme, provider, person_key, start_date as day, group_size as group_size_mean, staff_ratio as staff_ratio_mean,
       planned_weeks as planned_weeks_mean
from core.placement
where start_date <= (select mart.as_of());
comment on view mart.placement_event is 'A row a placement, on its first day';
comment on column mart.placement_event.group_size_mean is
'Group size
Definition: Mean size of the group that placements began in
Kind: mean
Unit: young people
Numerator: Young people in the group
Denominator: Placements
Source: placement.group_size
Exclusions: Placements that dont say';
comment on column mart.placement_event.staff_ratio_mean is
'Young people for each member of staff
Definition: Mean ratio of placements, as delivered: halving it halves the places that the same money buys
Kind: mean
Unit: young people
Numerator: Young people for each member of staff
Denominator: Placements
Source: placement.staff_ratio
Exclusions: Placements that don''t say';
comment on column mart.placement_event.planned_weeks_mean is
'Planned weeks
Definition: Mean length that placements were planned for
Kind: mean
Unit: weeks
Numerator: Weeks planned
Denominator: Placements
Source: placement.planned_weeks
Exclusions: Placements that don''t say';
call mart.tally('placement_event', array['ap']);

create or replace view mart.place_event as
select p.programme, p.provider, null::date as day, p.places as places_paid,
       coalesce(j.now, 0) as places_taken, p.places as places_taken_of
from core.provider p
left join (
    select programme, provider, count(*) as now
    from mart.journey
    where started_on is not null and (ended_on is null or ended_on > (select mart.as_of()))
    group by programme, provider
) j using (programme, provider)
where p.places > 0 and p.programme = 'ap';
comment on view mart.place_event is 'A row a provider that is paid for places, tonight';
comment on column mart.place_event.places_paid is
'Places
Definition: Places that are paid for at one time
Kind: count
Unit: places
Numerator: Places
Source: provider.places
Exclusions: Providers whose places aren''t said';
comment on column mart.place_event.places_taken is
'Places taken tonight
Definition: Young people whose help goes on tonight, for each place
Kind: ratio
Unit: share
Numerator: Young people whose help goes on
Denominator: Places
Source: provider.places
Exclusions: As places
Better: higher';
comment on column mart.place_event.places_taken_of is 'Places';
call mart.tally('place_event', array['ap'], common => false);
