-- A snapshot that no longer has most of what its unit stored is held: an export that was cut short, a
-- file with nothing but its header, or a provider under another code looks just so.

create or replace function ops.gate_gone_share(job ops.job, setting jsonb)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    f ops.feed;
begin
    if setting is null or job.mode <> 'snapshot' then
        return;
    end if;
    select * into strict f from ops.feed n where n.feed = job.feed;
    return query execute format($sql$
        select b.*
        from (
            select count(*) filter (where not exists (select from pg_temp.incoming i where %1$s)
                                      and not exists (select from pg_temp.rejected i where %1$s)) as gone,
                   count(*) as stored
            from core.%2$I c
            where c.unit = $1
        ) n
        cross join lateral ops.breach($2, n.gone, n.stored) b
    $sql$, ops.equal(f.key, 'c', 'i'), f.feed) using job.unit, setting;
end;
$$;
comment on function ops.gate_gone_share is 'Breached where a snapshot lacks too much of what its unit stored';
