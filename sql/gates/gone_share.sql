-- A snapshot that no longer has most of what its unit stored is held: an export that was cut short, a
-- file with nothing but its header, or a provider under another code looks just so. A share says
-- nothing of a handful of rows: below 20 the gate stays open.

create or replace function ops.gate_gone_share(job ops.job)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    f ops.feed;
begin
    if job.mode <> 'snapshot' then
        return;
    end if;
    select * into strict f from ops.feed n where n.feed = job.feed;
    return query execute format($sql$
        select 'gone-share', round(count(*) filter (where gone)::numeric / count(*), 4), 0.5
        from (
            select not exists (select from pg_temp.incoming i where %1$s)
                   and not exists (select from pg_temp.rejected i where %1$s) as gone
            from core.%2$I c
            where c.unit = $1
        ) stored
        having count(*) >= 20 and count(*) filter (where gone) > count(*) * 0.5
    $sql$, ops.equal(f.key, 'c', 'i'), f.feed) using job.unit;
end;
$$;
comment on function ops.gate_gone_share is 'Breached where a snapshot lacks more than half of 20 or more rows that its unit stored';
