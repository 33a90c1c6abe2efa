-- A delivery of which too much was rejected, by any stage, is held.

create or replace function ops.gate_reject_share(setting jsonb, read bigint, rejected bigint)
returns table (gate text, observed numeric, threshold numeric)
language sql immutable parallel safe set search_path = pg_catalog
begin atomic
    select * from ops.breach($1, $3, $2);
end;
comment on function ops.gate_reject_share is 'Breached where too many of the delivered records were rejected';
