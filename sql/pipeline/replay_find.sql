-- What is known under a name. $1: a delivery's, or SOURCE/FEED/SLOT of a unit. state: stands, the unit's
-- latest load came from it; held, a gate holds it back, or has until the data officer's decision; replaced,
-- and `successor`, loaded in `night`, stands instead.
with named as (
    select t.source, t.feed, t.slot, t.delivery, t.content_hash, 'stands' as state,
           null as successor, null::date as night
    from ops.latest t
    where $1 in (t.delivery, concat_ws('/', t.source, t.feed, t.slot))
    union all
    select u.source, u.feed, u.slot, h.delivery, h.content_hash, 'held', null, null
    from ops.hold h
    join ops.unit u using (unit)
    left join ops.latest t using (unit)
    where (h.decision is null or h.decision <> 'superseded' and h.decided_at > coalesce(t.applied_at, '-infinity'))
      and $1 in (h.delivery, concat_ws('/', u.source, u.feed, u.slot))
    union all
    select t.source, t.feed, t.slot, l.delivery, l.content_hash, 'replaced', t.delivery, t.night
    from ops.load l
    join ops.latest t using (unit)
    where l.load_no < t.load_no and l.delivery = $1
)
select distinct n.source, n.feed, n.slot, n.delivery, n.content_hash, n.state, n.successor, n.night
from named n
where n.state <> 'replaced'
   or not exists (select from named s
                  where (s.source, s.feed, s.slot) = (n.source, n.feed, n.slot) and s.state <> 'replaced')
order by 1, 2, 3, 6
