-- Uniqueness and references. Single records that break them are rejected (ops.settle_duplicates(),
-- ops.resolve()); where many do, the delivery is another than it says: two exports pasted into one file, the
-- contacts of another month than the referrals.

create or replace function ops.gate_rejected_for(setting jsonb, rule text)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if setting is null then
        return;
    end if;
    return query
    select b.*
    from ops.rejected_for(rule) r
    cross join lateral ops.breach(setting, r.counted, r.denominator) b;
end;
$$;
comment on function ops.gate_rejected_for is 'Breached where load has rejected too many records by one rule';
