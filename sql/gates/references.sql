-- Every provider that a delivery names must be in the feed `provider`, where that is loaded at all. A
-- published figure names its publisher there, who gives no help. (A record's parent is checked record
-- by record: see ops.resolve().)

create or replace function ops.gate_provider_known(feed text)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    -- Two questions, since the second can't be put where there is no such feed.
    if feed in ('provider', 'benchmark') or to_regclass('core.provider') is null then
        return;
    elsif not exists (select from core.provider) then
        return;
    end if;
    return query
    select 'provider-known', count(*)::numeric, 0::numeric
    from (select distinct i.provider from pg_temp.incoming i) d
    where not exists (select from core.provider p where p.provider = d.provider)
    having count(*) > 0;
end;
$$;
comment on function ops.gate_provider_known is 'Breached where a delivery names providers that are not known; observed is how many';
