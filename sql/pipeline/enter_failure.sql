-- A unit that this run could not apply. $1: the night, $2-$4: the unit, $5-$7: why.
insert into ops.failure (night, source, feed, slot, problem, detail, hint)
values ($1::date, $2, $3, $4, $5, nullif($6, ''), nullif($7, ''))
on conflict (night, source, feed, slot)
do update set problem = excluded.problem, detail = excluded.detail, hint = excluded.hint
