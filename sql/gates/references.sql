-- Every provider that a delivery names must be in the feed `provider`, where that is loaded at all. A
-- published figure names its publisher there, who gives no help. (A record's parent is checked record
-- by record: see ops.resolve() and ops.gate_rejected_for().)

create or replace function ops.gate_provider_known(job ops.job, setting jsonb)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    -- Two questions, since the second can't be put where there is no such feed.
    if setting is null or job.feed in ('provider', 'benchmark') or to_regclass('core.provider') is null then
        return;
    elsif not exists (select from core.provider) then
        return;
    end if;
    return query
    select b.*
    from (
        select count(*) filter (where not exists (select from core.provider p where p.provider = d.provider))
                   as unknown,
               count(*) as named
        from (select distinct i.provider from pg_temp.incoming i) d
    ) n
    cross join lateral ops.breach(setting, n.unknown, n.named) b;
end;
$$;
comment on function ops.gate_provider_known is 'Breached where a delivery names providers that are not known';
