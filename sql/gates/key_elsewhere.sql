-- One record, two deliveries: where another unit has stored the key with something else, the two would
-- overwrite each other night after night, and the figures would hang on which came last. (A statement of
-- another month is no contradiction: mode period keeps both.)

create or replace function ops.gate_key_elsewhere(job ops.job, setting jsonb)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    f ops.feed;
begin
    if setting is null then
        return;
    end if;
    select * into strict f from ops.feed n where n.feed = job.feed;
    return query execute format($sql$
        select b.*
        from (
            select count(*) as elsewhere
            from pg_temp.incoming i
            join core.%1$I c on %2$s
            join ops.unit u on u.unit = c.unit %3$s
            where u.unit <> $1 and ($3 ->> 'between' = 'units' or u.source <> $2)
              and (c.period is null or $4 is null) and (%4$s)
        ) n
        cross join lateral ops.breach($3, n.elsewhere, ops.delivered()) b
    $sql$, f.feed, ops.equal(f.key, 'c', 'i'), ops.join_vault(f, 'c'),
        ops.differs_from_stored(f, 'c', 'i'))
    using job.unit, job.source, setting, job.period;
end;
$$;
comment on function ops.gate_key_elsewhere is 'Breached where too many records have a key that another unit stored with something else';
