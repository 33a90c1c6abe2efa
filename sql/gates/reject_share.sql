-- A delivery of which too much was rejected, by any stage, is held. A share says nothing of a handful
-- of records: below 20 the gate stays open.

create or replace function ops.gate_reject_share(read bigint, rejected bigint, allowed numeric)
returns table (gate text, observed numeric, threshold numeric)
language sql immutable parallel safe set search_path = pg_catalog
begin atomic
    select 'reject-share', round($2::numeric / $1, 4), $3
    where $1 >= 20 and $2::numeric / $1 > $3;
end;
comment on function ops.gate_reject_share is 'Breached where more than the given share of 20 or more records was rejected';
