-- One young person can't be in two placements of a provider at a time: an end that was never entered, or a
-- placement that came twice under two references. Counted is the later of two that overlap, once; and one of
-- the two at least is of this delivery.

create or replace function ops.gate_overlap(job ops.job, setting jsonb)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    f ops.feed;
    within text[] := array(select jsonb_array_elements_text(setting -> 'within'));
begin
    if setting is null then
        return;
    end if;
    select * into strict f from ops.feed n where n.feed = job.feed;
    return query execute format($sql$
        with stay as (
            select _delivered, %1$s, %2$I as _from, coalesce(%3$I, $1, date '2100-12-31') as _to
            from (%4$s) s
            where %2$I is not null and %5$I in (select i.%5$I from pg_temp.incoming i)
        ), compared as (
            select _delivered, _from, _to, max(_to) over earlier as any_to,
                   max(_to) filter (where _delivered) over earlier as delivered_to
            from stay
            window earlier as (partition by %1$s order by _from, _to, _delivered
                               rows between unbounded preceding and 1 preceding)
        )
        select b.*
        from (
            select count(*) as overlaps
            from compared
            where case when _delivered then any_to else delivered_to end - _from + 1 > $2
              and _to - _from + 1 > $2
        ) n
        cross join lateral ops.breach($3, n.overlaps, ops.delivered()) b
    $sql$, ops.names(within || f.fills), setting ->> 'from', setting ->> 'to',
        ops.would_stand(f, job, within || array[f.fills, setting ->> 'from', setting ->> 'to']), f.fills)
    using job.night, coalesce((setting ->> 'days')::integer, 0), setting;
end;
$$;
comment on function ops.gate_overlap is 'Breached where too many records overlap with an earlier one of the same person';
