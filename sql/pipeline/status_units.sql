-- What stands, by source and feed.
select l.source, l.feed, count(*) as units, max(l.night) as latest,
       sum(coalesce(s.read, l.read)) as delivered,
       sum(l.read - l.rejected) as accepted,
       sum(coalesce(s.rejected, 0) + l.rejected) as rejected
from ops.latest l
left join (
    select unit, load_no, max(read) filter (where position = 1) as read, sum(rejected) as rejected
    from ops.load_stage
    group by unit, load_no
) s using (unit, load_no)
group by l.source, l.feed
order by l.source, l.feed
