-- A dry run: what the gates would say of the delivery in pg_temp.incoming. The caller rolls back.

-- As ops.resolve(), where the parents themselves are still to be loaded: whose parent is not there yet is
-- nobody's so far, and not rejected.
create or replace function ops.resolve_known(f ops.feed) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    r ops.relation;
begin
    select * into strict r from ops.relation where child = f.feed;
    execute format('create temp table resolved on commit drop as select i.*, p.%I
                    from pg_temp.incoming i left join core.%I p on %s',
        f.fills, r.parent, ops.equal(r.parent_columns, 'p', 'i', r.child_columns));
    drop table pg_temp.incoming;
    alter table pg_temp.resolved rename to incoming;
    analyze pg_temp.incoming;
end;
$$;
comment on function ops.resolve_known is 'Fills person_key from the parents that are there already';

-- `expected`: feeds that other units will have loaded by then. What is measured by what they bring is not
-- asked.
create or replace function ops.expected_settings(settings jsonb, expected text[]) returns jsonb
language sql immutable parallel safe set search_path = pg_catalog
return (
    select coalesce(jsonb_agg(s), '[]')
    from jsonb_array_elements($1) s
    where not (s ->> 'gate' = 'provider-known' and 'provider' = any ($2))
      and not (s ->> 'gate' = 'ledger-total' and 'target' = any ($2))
);
comment on function ops.expected_settings is 'The gates that can be asked before these feeds are loaded';

create or replace function ops.foresee(source text, feed text, slot text, mode text, period date,
    content_hash text, night date, settings jsonb, read bigint, keep_last boolean, expected text[],
    out unit uuid, out gates jsonb, out gate_names text, out gate_texts text, out inserted bigint,
    out updated bigint, out unchanged bigint, out duplicate bigint, out rejected bigint, out retired bigint,
    out restored bigint, out adopted bigint)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    f ops.feed;
    job ops.job;
begin
    select * into strict f from ops.feed n where n.feed = foresee.feed;
    unit := ops.unit_key(source, feed, slot);
    job := row(unit, null, feed, mode, period, source, slot, night);
    perform ops.raise_work_mem();
    select p.gates, p.duplicate, p.rejected into gates, duplicate, rejected
    from ops.prepare(f, job, content_hash, ops.expected_settings(settings, expected), read, keep_last,
        exists (select from ops.relation r where r.child = foresee.feed and r.parent = any (expected))) p;
    select t.names, t.texts into gate_names, gate_texts from ops.gate_texts(gates) t;
end;
$$;
comment on function ops.foresee is 'What the gates would say of the delivery in pg_temp.incoming';
