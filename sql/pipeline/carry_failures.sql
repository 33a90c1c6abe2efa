-- A night begins with a replay: what the last one could not apply, nobody has tried again. $1: the night.
insert into ops.failure (night, source, feed, slot, problem, detail, hint)
select $1::date, f.source, f.feed, f.slot, f.problem, f.detail, f.hint
from ops.failure f
where f.night = (select max(r.night) from ops.run r)
  and not exists (select from ops.run r where r.night >= $1::date)
on conflict do nothing
