-- Whether a delivery speaks of the time that it should: an export of last month once more looks like a good
-- one, but for its dates. A source's `expected` says how often it comes, and how many days after a period's
-- end at the latest. What the unit has applied before is replayed as it is: nobody delivered it tonight.

-- The first day of the last period that must have come: the last that ended at least `days` before the night.
create or replace function ops.due_since(night date, every text, days integer) returns date
language sql immutable parallel safe set search_path = pg_catalog
return (date_trunc($2, ($1 - $3 + 1)::timestamp)
        - case $2 when 'quarter' then interval '3 months' else ('1 ' || $2)::interval end)::date;
comment on function ops.due_since is 'The first day of the last period whose delivery is due';

-- In days before the night, so that what was seen and what may be are both numbers.
create or replace function ops.gate_freshness(job ops.job, setting jsonb, content_hash text)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    due date := case when job.mode = 'period' then job.period
                     else ops.due_since(job.night, setting ->> 'every', (setting ->> 'days')::integer) end;
begin
    if setting is null or setting ->> 'every' is null or job.night is null
       or exists (select from ops.load l where l.unit = job.unit
                  and l.content_hash = gate_freshness.content_hash) then
        return;
    end if;
    return query execute format($sql$
        select 'freshness', ($1 - n.newest)::numeric, ($1 - $2)::numeric
        from (select max(i.%1$I) as newest from pg_temp.incoming i where i.%1$I <= $1) n
        where n.newest < $2
    $sql$, setting ->> 'field') using job.night, due;
end;
$$;
comment on function ops.gate_freshness is 'Breached where the newest date of a delivery is older than the last period that is due';

create or replace function ops.gate_future(job ops.job, setting jsonb)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if setting is null or job.night is null then
        return;
    end if;
    return query execute format($sql$
        select b.*
        from (select count(*) filter (where i.%I > $1) as ahead, count(*) as records from pg_temp.incoming i) n
        cross join lateral ops.breach($2, n.ahead, n.records) b
    $sql$, setting ->> 'field') using job.night, setting;
end;
$$;
comment on function ops.gate_future is 'Breached where too many records speak of days after tonight';
