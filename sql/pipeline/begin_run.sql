-- A run that has something to do begins. $1: the night.
insert into ops.run (night) values ($1::date)
on conflict (night) do update set verdict = null, summary = null, started_at = now(), ended_at = null
