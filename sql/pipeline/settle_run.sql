-- What the night comes to before mart and report are built, which tell it. $1: the night, $2: verdict,
-- $3: summary, $4-$7: units held, failed and not attempted, deliveries waiting. A run that comes to what is
-- on record already changes nothing.
insert into ops.run (night, verdict, summary, held, failed, not_attempted, waiting)
values ($1::date, $2, $3, $4::integer, $5::integer, $6::integer, $7::integer)
on conflict (night) do update
set verdict = excluded.verdict, summary = excluded.summary, held = excluded.held, failed = excluded.failed,
    not_attempted = excluded.not_attempted, waiting = excluded.waiting
where (ops.run.verdict, ops.run.summary, ops.run.held, ops.run.failed, ops.run.not_attempted, ops.run.waiting)
      is distinct from (excluded.verdict, excluded.summary, excluded.held, excluded.failed,
                        excluded.not_attempted, excluded.waiting)
