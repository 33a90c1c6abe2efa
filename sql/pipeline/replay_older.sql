-- Whether a content is one that a unit had before what stands now. $1-$3: the unit, $4: the content.
select t.delivery, t.night
from ops.latest t
where t.unit = ops.unit_key($1, $2, $3) and t.content_hash <> $4
  and exists (select from ops.load l where l.unit = t.unit and l.content_hash = $4)
