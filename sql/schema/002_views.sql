-- What the data officer looks at.

create view ops.latest as
select u.source, u.feed, u.slot, l.*
from ops.unit u
join ops.load l using (unit)
where l.load_no = (select max(m.load_no) from ops.load m where m.unit = u.unit);
comment on view ops.latest is 'The load that stands for each unit';

create view ops.night as
select l.night, u.source, u.feed, count(*) as loads, sum(l.read) as read,
       sum(l.inserted) as inserted, sum(l.updated) as updated, sum(l.unchanged) as unchanged,
       sum(l.duplicate) as duplicate, sum(l.rejected) as rejected, sum(l.retired) as retired,
       sum(l.restored) as restored, sum(l.adopted) as adopted,
       sum(coalesce(s.read, l.read)) as delivered,
       sum(coalesce(s.rejected, 0) + l.rejected) as rejected_by_all
from ops.load l
join ops.unit u using (unit)
left join (
    select unit, load_no, max(read) filter (where position = 1) as read, sum(rejected) as rejected
    from ops.load_stage
    group by unit, load_no
) s using (unit, load_no)
group by l.night, u.source, u.feed;
comment on view ops.night is 'What each night applied, by source and feed';

create view ops.open_hold as
select u.source, u.feed, u.slot, h.*
from ops.hold h
join ops.unit u using (unit)
where h.decision is null;
comment on view ops.open_hold is 'Deliveries that wait for ontrack release or ontrack reject';

create view ops.finding as
select u.source, u.feed, u.slot, r.*
from ops.reject r
join ops.latest u using (unit, load_no);
comment on view ops.finding is 'Findings of the load that stands for each unit';
