-- A run that has something to do begins. $1: the night.
insert into ops.run (night) values ($1::date)
on conflict (night) do update set verdict = null, summary = null, held = null, failed = null,
    not_attempted = null, waiting = null, started_at = now(), ended_at = null
