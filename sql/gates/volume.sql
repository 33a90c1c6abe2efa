-- How many records came, against the median of what came before: half a file, or two in one. A month is
-- measured by the months nearest to it that the source has in slots like its own.

create or replace function ops.without_month(slot text, period date) returns text
language sql immutable parallel safe set search_path = pg_catalog
return replace(replace(slot, to_char(period, 'YYYY-MM'), ''), to_char(period, 'YYYYMM'), '');
comment on function ops.without_month is 'What the slots of a source''s months have in common';

create or replace function ops.past_volumes(job ops.job, loads integer) returns table (records bigint)
language sql stable set search_path = pg_catalog
begin atomic
    with past as (
        (select l.unit, l.load_no
         from ops.load l
         where ($1).mode <> 'period' and l.unit = ($1).unit and l.mode = ($1).mode
         order by l.load_no desc
         limit $2)
        union all
        (select l.unit, l.load_no
         from ops.latest l
         where ($1).mode = 'period' and l.source = ($1).source and l.feed = ($1).feed and l.mode = 'period'
           and ops.without_month(l.slot, l.period) = ops.without_month(($1).slot, ($1).period)
         order by abs(l.period - ($1).period), l.period desc
         limit $2)
    )
    select coalesce(s.read, l.read)
    from past p
    join ops.load l using (unit, load_no)
    left join ops.load_stage s on s.unit = l.unit and s.load_no = l.load_no and s.position = 1;
end;
comment on function ops.past_volumes is 'How many records the loads before this one delivered';

-- direction: -1 too few, 1 too many.
create or replace function ops.gate_volume(job ops.job, setting jsonb, read bigint, direction integer)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if setting is null or not setting -> 'modes' ? job.mode then
        return;
    end if;
    return query
    select b.*
    from (
        select percentile_cont(0.5) within group (order by v.records)::numeric as median
        from ops.past_volumes(job, (setting ->> 'loads')::integer) v
        having count(*) >= (setting ->> 'least')::integer
    ) m
    cross join lateral ops.breach(setting, direction * (read - m.median), m.median) b;
end;
$$;
comment on function ops.gate_volume is 'Breached where far fewer, or far more, records came than in the loads before';
