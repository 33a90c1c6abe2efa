-- What load rejects by itself. pg_temp.incoming holds the delivery; what is rejected moves from it
-- to pg_temp.rejected, and where and why to pg_temp.finding. Beside them stand the traces of what the
-- stages before have rejected: what came, in whatever state, is not missing.
--
-- Columns of ours that stand beside a contract's begin with _, which no field's name does.

-- Takes the traces of records that a stage before load has rejected out of pg_temp.incoming: they say
-- which stored rows the delivery does have, if not in a form that could be loaded.
create or replace function ops.set_aside() returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    create temp table aside on commit drop as select * from pg_temp.incoming where source_row < 0;
    delete from pg_temp.incoming where source_row < 0;
end;
$$;
comment on function ops.set_aside is 'Takes the traces of rejected records out of the delivery';

create or replace function ops.begin_settling() returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    create temp table finding (source_row bigint, field text, rule text, severity text)
        on commit drop;
    create temp table doomed (id tid, field text) on commit drop;
    create temp table rejected on commit drop as
    select *, null::text as _rule from pg_temp.incoming with no data;
    if to_regclass('pg_temp.aside') is not null then
        insert into pg_temp.rejected select *, 'before-load' from pg_temp.aside;
    end if;
    analyze pg_temp.incoming;
end;
$$;
comment on function ops.begin_settling is 'Makes the tables that ops.reject_doomed() writes to';

-- Rejects the records of pg_temp.incoming that pg_temp.doomed names, and empties it.
create or replace function ops.reject_doomed(f ops.feed, rule text, severity text) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    moved bigint;
begin
    insert into pg_temp.finding
    select i.source_row, d.field, reject_doomed.rule, reject_doomed.severity
    from pg_temp.doomed d join pg_temp.incoming i on i.ctid = d.id;
    execute format($sql$
        with gone as (
            delete from pg_temp.incoming i where i.ctid = any (array(select id from pg_temp.doomed))
            returning i.*
        )
        insert into pg_temp.rejected (source_row, %1$s, _rule) select source_row, %1$s, $1 from gone
    $sql$, ops.names(f.stream)) using rule;
    get diagnostics moved = row_count;
    perform ops.measure('rejected');
    truncate pg_temp.doomed;
    return moved;
end;
$$;
comment on function ops.reject_doomed is 'Rejects the records that pg_temp.doomed names';

create or replace function ops.settle_keys(f ops.feed) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    missing text;
begin
    select string_agg(format('when i.%I is null then %L', name, name), ' ' order by at) into missing
    from unnest(f.key) with ordinality as k (name, at);
    execute format('insert into pg_temp.doomed select * from (
                        select i.ctid, case %s end as field from pg_temp.incoming i) k
                    where field is not null', missing);
    return ops.reject_doomed(f, 'key-missing', 'record');
end;
$$;
comment on function ops.settle_keys is 'Rejects records without a whole primary key';

-- Of records that are equal in every column the first is kept; where records of one key differ,
-- nobody can say which is right, and all are rejected. With `keep_last` the last of each key counts: it
-- was read last, and says how things stood last.
create or replace function ops.settle_duplicates(f ops.feed, keep_last boolean,
    out duplicate bigint, out rejected bigint)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    key text := ops.names(f.key);
begin
    execute format($sql$
        create temp table repeated on commit drop as
        with keys as (
            select %1$s from pg_temp.incoming group by %1$s having count(*) > 1
        ), variants as (
            select i.ctid as _id, %2$s,
                   row_number() over (partition by %2$s order by i.source_row %5$s, i.ctid %5$s) as _nth,
                   dense_rank() over (partition by %2$s order by row(%4$s)) as _variant
            from pg_temp.incoming i join keys k on %3$s
        )
        select _id, _nth, max(_variant) over (partition by %1$s) > 1 and not $1 as _conflict from variants
    $sql$, key, ops.names(f.key, 'i'), ops.equal(f.key, 'i', 'k'), ops.names(f.stream, 'i'),
        case when keep_last then 'desc' else '' end) using keep_last;
    insert into pg_temp.doomed select _id, null from pg_temp.repeated where _conflict;
    rejected := ops.reject_doomed(f, 'key-conflict', 'record');
    delete from pg_temp.incoming i
    where i.ctid = any (array(select _id from pg_temp.repeated where not _conflict and _nth > 1));
    get diagnostics duplicate = row_count;
end;
$$;
comment on function ops.settle_duplicates is 'Drops repeated records; rejects records that share a key and differ, or keeps the last';

-- Mode append only adds. A record whose key is stored, or waits for its parent, with something else
-- is rejected, unless that came from this very delivery: then the contract or the mapping has changed,
-- and this is a replay. (Before parents are resolved: what is to wait must not overwrite later.)
create or replace function ops.settle_existing(f ops.feed, job ops.job, content_hash text)
returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    stated ops.feed := f;
    waits boolean := exists (select from ops.relation where child = f.feed);
    other text := $sql$
        select i.ctid, null
        from pg_temp.incoming i join core.%1$I c on %2$s %3$s
        where (%4$s)
          and not exists (select from ops.load l where l.unit = c.unit and l.load_no = c.load_no
                          and l.unit = $1 and l.content_hash = $2)$sql$;
begin
    if waits then
        stated.core := array_remove(f.core, f.fills);
        execute format('insert into pg_temp.doomed' || other, f.feed || '_waiting',
            ops.equal(f.key, 'c', 'i'), '', ops.differ(f.stream, 'c', 'i'))
        using job.unit, content_hash;
    end if;
    execute format('insert into pg_temp.doomed' || other || ' except select id, field from pg_temp.doomed',
        f.feed, ops.equal(f.key, 'c', 'i'), ops.join_vault(f, 'c'),
        ops.differs_from_stored(stated, 'c', 'i'))
    using job.unit, content_hash;
    return ops.reject_doomed(f, 'key-exists', 'record');
end;
$$;
comment on function ops.settle_existing is 'Rejects records of mode append whose key is known with something else';

create or replace function ops.join_vault(f ops.feed, core text) returns text
language sql immutable parallel safe set search_path = pg_catalog
return case when cardinality(f.vault) = 0 then ''
            else format('left join vault.%I v on %s', f.feed, ops.equal(f.key, 'v', core)) end;
comment on function ops.join_vault is 'The join that brings a record''s vault row to its core row';

create or replace function ops.differs_from_stored(f ops.feed, core text, incoming text) returns text
language sql immutable parallel safe set search_path = pg_catalog
return ops.differ(f.core, core, incoming)
       || case when cardinality(f.vault) = 0 then '' else ' or ' || ops.differ(f.vault, 'v', incoming) end;
comment on function ops.differs_from_stored is 'Whether a record differs from what core and vault have';

-- Nothing is retired, withdrawn or taken from those that wait by a delivery of which nothing stands:
-- neither stored nor waiting.
create or replace function ops.says_something() returns boolean
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (select from pg_temp.incoming)
        or exists (select from pg_temp.rejected where _rule = 'parent-missing');
end;
$$;
comment on function ops.says_something is 'Whether any record of the delivery stands';
