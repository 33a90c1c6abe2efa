-- What became of a delivery. $1: its name, or SOURCE/FEED/SLOT of one of its units.
with units as (
    select true as stands, l.source, l.feed, l.slot, l.delivery,
           format('applied in the night of %s: %s read, %s rejected', l.night, n.delivered, n.rejected)
               as what,
           null as detail, null as hint
    from ops.latest l
    cross join lateral (
        select coalesce(max(s.read) filter (where s.position = 1), l.read) as delivered,
               coalesce(sum(s.rejected), 0) + l.rejected as rejected
        from ops.load_stage s
        where s.unit = l.unit and s.load_no = l.load_no
    ) n
    union all
    select false, h.source, h.feed, h.slot, h.delivery,
           format('held by gate %s: %s, where at most %s may pass', h.gate, h.observed, h.threshold),
           r.message,
           concat_ws(' ', r.guidance, 'To let it in as it is: ontrack release '
                                      || concat_ws('/', h.source, h.feed, h.slot))
    from ops.open_hold h
    left join ref.rule r on r.feed = '*' and r.rule = h.gate
    union all
    select false, f.source, f.feed, f.slot, coalesce(l.delivery, f.slot), 'not applied in the last night: ' || f.problem, f.detail,
           f.hint
    from ops.failure f
    left join ops.latest l on (l.source, l.feed, l.slot) = (f.source, f.feed, f.slot)
    where f.night = (select max(r.night) from ops.run r)
)
select stands, source, feed, slot, what, detail, hint
from units
where $1 in (delivery, concat_ws('/', source, feed, slot))
order by 1, 3, 4
