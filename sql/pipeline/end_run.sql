-- The verdict, and that the run has ended. $1: the night, $2: verdict, $3: summary. A run that comes to what
-- is on record already changes nothing.
insert into ops.run (night, verdict, summary, ended_at) values ($1::date, $2, $3, now())
on conflict (night) do update
set verdict = excluded.verdict, summary = excluded.summary, ended_at = excluded.ended_at
where ops.run.ended_at is null
   or (ops.run.verdict, ops.run.summary) is distinct from (excluded.verdict, excluded.summary)
