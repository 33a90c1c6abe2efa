-- How recent the data are: the latest period and delivery of each source and provider, and their newest event.

-- The events of a feed are the dates on which something happened to a young person, or to which a cost runs.
-- What lies after tonight is a plan, or wrong.
create or replace view mart.newest_event as
with event (unit, provider, day) as (
    select r.unit, r.provider, d from core.referral r
        cross join lateral (values (r.referral_date), (r.decision_date), (r.closed_date)) v (d)
    union all
    select p.unit, p.provider, d from core.placement p cross join lateral (values (p.start_date), (p.end_date)) v (d)
    union all
    select l.unit, l.provider, d from core.learning_aim l
        cross join lateral (values (l.start_date), (l.end_date)) v (d)
    union all select unit, provider, coalesce(period_end, period_start) from core.attendance
    union all select unit, provider, contact_date from core.contact
    union all select unit, provider, assessed_date from core.assessment
    union all select unit, provider, incident_date from core.incident
    union all select unit, provider, achieved_date from core.achievement
    union all select unit, provider, start_date from core.destination
    union all select unit, provider, milestone_date from core.milestone
    union all select unit, provider, period_end from core.cost
)
select u.source, e.provider, max(e.day) as newest, count(*) as events
from event e
join ops.unit u using (unit)
where e.day <= (select mart.as_of())
group by u.source, e.provider;
comment on view mart.newest_event is 'The newest event that a source has told of a provider, up to tonight';
comment on column mart.newest_event.source is 'Source';
comment on column mart.newest_event.provider is 'Provider';
comment on column mart.newest_event.newest is 'Its day';
comment on column mart.newest_event.events is 'Days of events that there are, up to tonight';

-- The period of a delivery is the month that it reports, else what its slot ends with ("ZZM01/2025-09": 2025-09,
-- "10000001/2425": 2425).
create or replace view mart.latest_delivery as
select l.source, q.provider, max(l.night) as night, count(*) as units,
       max(coalesce(to_char(l.period, 'YYYY-MM'), substring(l.slot from '/([^/]+)$'))) as period,
       max(l.period) as month
from ops.latest l
join (select distinct unit, load_no, provider from ops.quality where provider is not null) q
    using (unit, load_no)
group by l.source, q.provider;
comment on view mart.latest_delivery is 'What stands of each source and provider, and of when it is';
comment on column mart.latest_delivery.source is 'Source';
comment on column mart.latest_delivery.provider is 'Provider';
comment on column mart.latest_delivery.night is 'The latest night that took something new; null: loads by hand only';
comment on column mart.latest_delivery.units is 'Units that stand';
comment on column mart.latest_delivery.period is 'The latest period delivered; null: deliveries name none';
comment on column mart.latest_delivery.month is 'First day of the latest month delivered, where the source reports by month';

-- The next delivery is that of the period after the latest one, which is the month that a source reports by, else
-- the period of its newest event, else that of the night that took it.
create or replace function mart.next_due(latest date, every text, days integer) returns date
language sql immutable
return (date_trunc(every, latest)
        + case every when 'quarter' then interval '6 months' else 2 * ('1 ' || every)::interval end)::date - 1 + days;
comment on function mart.next_due is 'The day by which the delivery for the period after `latest`''s is expected: its last day, and `days` more';

create table if not exists mart.timeliness (
    source       text not null,
    provider     text not null,
    period       text,
    night        date,
    due_on       date,
    days_late    integer,
    newest_event date,
    event_age    integer,
    events       bigint not null,
    primary key (source, provider)
);
comment on table mart.timeliness is 'How recent the data of each source and provider are, as of tonight';
comment on column mart.timeliness.source is 'Source';
comment on column mart.timeliness.provider is 'Provider';
comment on column mart.timeliness.period is 'The latest period delivered; null: deliveries name none';
comment on column mart.timeliness.night is 'The latest night that took something new';
comment on column mart.timeliness.due_on is 'Day by which the next delivery is expected (ops.expected); null: none is';
comment on column mart.timeliness.days_late is 'Days since then: 0 where it is not yet due; null: none is expected';
comment on column mart.timeliness.newest_event is 'Day of the newest event, up to tonight; null: the source tells of none';
comment on column mart.timeliness.event_age is 'Days from it to tonight';
comment on column mart.timeliness.events is 'Days of events that there are';

delete from mart.timeliness;
insert into mart.timeliness
select d.source, d.provider, d.period, d.night, due.due_on,
       case when due.due_on is not null then greatest((select mart.as_of()) - due.due_on, 0) end, e.newest, (select mart.as_of()) - e.newest,
       coalesce(e.events, 0)
from mart.latest_delivery d
left join ops.expected x using (source)
left join mart.newest_event e using (source, provider)
cross join lateral (
    select mart.next_due(
        coalesce(d.month, e.newest, d.night), x.every, x.days) as due_on
) due;
analyze mart.timeliness;
