-- One load, from the delivery in pg_temp.incoming to the ledger. The caller has opened the unit in
-- this transaction and commits it; `held` and a failure are rolled back.

create or replace function ops.merge(f ops.feed, job ops.job,
    out inserted bigint, out updated bigint, out unchanged bigint, out retired bigint,
    out restored bigint, out adopted bigint)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    batch text := format('(select n.*, %L::uuid as unit, %s as load_no, %L::date as period
                           from pg_temp.incoming n)', job.unit, job.load_no, job.period);
begin
    perform ops.begin_moving(f);
    select * into retired, restored from ops.take_back(f, job);
    if job.mode = 'period' then
        select * into inserted, updated, unchanged from ops.merge_period(f, batch, job);
        select w.retired + merge.retired, w.restored + merge.restored into retired, restored
        from ops.withdraw(f, job) w;
    else
        select * into inserted, updated, unchanged
        from ops.merge_current(f, batch, job, job.mode = 'snapshot');
    end if;
    if job.mode = 'snapshot' then
        retired := retired + ops.retire(f, job);
    end if;
    perform ops.settle_waiting(f, job);
    adopted := ops.settle_children(f.feed, job);
end;
$$;
comment on function ops.merge is 'Brings core and vault to what the delivery says';

-- Settles what needs no decision, and says which gates are closed. `parents_come`: see ops.foresee().
create or replace function ops.prepare(f ops.feed, job ops.job, content_hash text,
    settings jsonb, read bigint, keep_last boolean, parents_come boolean, out gates jsonb,
    out duplicate bigint, out rejected bigint)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    settled record;
    chain record;
begin
    perform ops.begin_settling();
    rejected := ops.settle_keys(f);
    select * into settled from ops.settle_duplicates(f, keep_last);
    duplicate := settled.duplicate;
    rejected := rejected + settled.rejected;
    if job.mode = 'append' then
        rejected := rejected + ops.settle_existing(f, job, content_hash);
    end if;
    if parents_come then
        perform ops.resolve_known(f);
    else
        rejected := rejected + ops.resolve(f);
    end if;
    select coalesce(max(u.read) filter (where u.position = 1), prepare.read) as read,
           coalesce(sum(u.rejected), 0) + prepare.rejected as rejected
    into chain from pg_temp.upstream u;
    gates := ops.closed_gates(job, content_hash, settings, chain.read, chain.rejected::bigint);
end;
$$;
comment on function ops.prepare is 'Settles duplicates and parents of a delivery, and asks the gates';

-- What the gates mean, for a message.
create or replace function ops.gate_texts(gates jsonb, out names text, out texts text)
language sql stable set search_path = pg_catalog
begin atomic
    select string_agg(g.value ->> 'gate', ', '), string_agg(r.message, '; ')
    from jsonb_array_elements($1) g
    left join ref.rule r on r.feed = '*' and r.rule = g.value ->> 'gate';
end;
comment on function ops.gate_texts is 'The names of closed gates, and what is wrong by each';

-- The whole of a load: `read` is the number of records that the loader sent, `settings` what is declared of
-- the gates (lib/record/gates.h). Where a gate is closed, `gates` says which, and nothing was merged: the
-- caller rolls back and calls ops.hold_unit().
create or replace function ops.apply(source text, feed text, slot text, mode text, period date,
    content_hash text, contract_edition text, mapping_edition text, key_id text, delivery text,
    night date, settings jsonb, read bigint, keep_last boolean,
    out unit uuid, out load_no integer, out gates jsonb, out gate_names text, out gate_texts text,
    out inserted bigint, out updated bigint, out unchanged bigint, out duplicate bigint,
    out rejected bigint, out retired bigint, out restored bigint, out adopted bigint)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    f ops.feed;
    job ops.job;
    spared bigint;
begin
    select * into strict f from ops.feed n where n.feed = apply.feed;
    unit := ops.unit_key(source, feed, slot);
    load_no := 1 + coalesce((select max(l.load_no) from ops.load l where l.unit = apply.unit), 0);
    job := row(unit, load_no, feed, mode, period, source, slot, night);
    perform ops.raise_work_mem();
    perform ops.lock_family(feed);
    select p.gates, p.duplicate, p.rejected into gates, duplicate, rejected
    from ops.prepare(f, job, content_hash, settings, read, keep_last, false) p;
    if gates is not null then
        select t.names, t.texts into gate_names, gate_texts from ops.gate_texts(gates) t;
        return;
    end if;
    perform ops.note_replay(job, content_hash);
    spared := ops.spare_newer(f, job);
    select m.inserted, m.updated, m.unchanged + spared, m.retired, m.restored, m.adopted
    into inserted, updated, unchanged, retired, restored, adopted
    from ops.merge(f, job) m;
    perform ops.enter_unit(source, feed, slot);
    perform ops.enter_load(row(unit, load_no, night, mode, period, delivery, content_hash,
        contract_edition, mapping_edition, key_id, read, inserted, updated, unchanged, duplicate,
        rejected, retired, restored, adopted, now(), ops.new_bookmark(job)));
    perform ops.refresh_statistics(f, inserted + updated + retired);
end;
$$;
comment on function ops.apply is 'Applies the delivery in pg_temp.incoming to core and the ledger';

-- Enough memory to sort and hash a night's delivery, where the server''s setting is small.
create or replace function ops.raise_work_mem() returns void
language plpgsql set search_path = pg_catalog
as $$
begin
    if pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('64MB') then
        perform set_config('work_mem', '64MB', true);
    end if;
end;
$$;
comment on function ops.raise_work_mem is 'Lifts work_mem to 64 MB for this transaction';

create or replace function ops.begin_upstream() returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    create temp table upstream (position integer, stage text, read bigint, accepted bigint,
        rejected bigint, warned bigint, bookmark text) on commit drop;
    create temp table upstream_quality (provider text, field text, valid bigint, other bigint,
        defaulted bigint, invalid bigint, missing bigint, not_applicable bigint) on commit drop;
    create temp table upstream_finding (stage text, source_row bigint, field text, rule text,
        severity text) on commit drop;
end;
$$;
comment on function ops.begin_upstream is 'Makes the tables for what the stages before load did';

-- Changes move it forward only; a whole begins it anew, from what it holds.
create or replace function ops.new_bookmark(job ops.job) returns timestamptz
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
begin
    return greatest(
        (select max(u.bookmark::timestamptz) from pg_temp.upstream u),
        (select l.bookmark from ops.load l
         where l.unit = job.unit and l.load_no = job.load_no - 1 and job.mode <> 'snapshot'));
end;
$$;
comment on function ops.new_bookmark is 'How far the unit''s source has come with this load';

create or replace function ops.findings()
returns table (source_row bigint, field text, rule text, severity text)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    return query select * from pg_temp.finding f order by f.source_row, f.rule, f.field;
end;
$$;
comment on function ops.findings is 'What load itself has found wrong with the delivery';

-- Tonight's later queries follow within seconds: they can't wait for autovacuum. (A loader who does
-- not own the table is warned by the server, and nothing happens.)
create or replace function ops.refresh_statistics(f ops.feed, changed bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    t record;
begin
    for t in select place from ops.targets(f) loop
        if changed > (select greatest(c.reltuples, 0) / 10 from pg_class c
                      where c.oid = format('%I.%I', t.place, f.feed)::regclass) then
            execute format('analyze %I.%I', t.place, f.feed);
        end if;
    end loop;
end;
$$;
comment on function ops.refresh_statistics is 'Refreshes the planner''s statistics after a large change';

create or replace function ops.enter_unit(source text, feed text, slot text) returns void
language sql set search_path = pg_catalog
begin atomic
    insert into ops.unit (unit, source, feed, slot)
    values (ops.unit_key($1, $2, $3), $1, $2, $3)
    on conflict do nothing;
end;
comment on function ops.enter_unit is 'Enters a load unit where it is new';

-- The ledger: the load's row, the chain before it (pg_temp.upstream), all findings (pg_temp.finding and
-- pg_temp.upstream_finding) and how good the fields were (pg_temp.upstream_quality). What was held of the unit until now is superseded.
create or replace function ops.enter_load(l ops.load) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.load select l.*;
    insert into ops.load_stage (unit, load_no, position, stage, read, accepted, rejected, warned)
    select l.unit, l.load_no, u.position, u.stage, u.read, u.accepted, u.rejected, u.warned
    from pg_temp.upstream u;
    insert into ops.reject (unit, load_no, source_row, stage, field, rule, severity)
    select l.unit, l.load_no, e.source_row, e.stage, e.field, e.rule, e.severity
    from pg_temp.upstream_finding e;
    insert into ops.reject (unit, load_no, source_row, stage, field, rule, severity)
    select l.unit, l.load_no, e.source_row, 'load', e.field, e.rule, e.severity
    from pg_temp.finding e;
    insert into ops.quality (unit, load_no, provider, field, valid, other, defaulted, invalid, missing,
        not_applicable)
    select l.unit, l.load_no, q.* from pg_temp.upstream_quality q;
    update ops.hold h set decision = 'superseded' where h.unit = l.unit and h.decision is null;
end;
$$;
comment on function ops.enter_load is 'Writes a load into the ledger';
