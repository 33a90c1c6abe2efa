-- Modes append, delta and snapshot: the newest statement of a key is its row.

-- `take_over`: a record that another unit stored just so becomes this unit's (mode snapshot, which
-- retires what is its own).
create or replace function ops.merge_current(f ops.feed, batch text, job ops.job, take_over boolean,
    out inserted bigint, out updated bigint, out unchanged bigint)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    perform ops.key_table(f, 'change');
    execute format($sql$
        with compared as materialized (
            select %1$s, %2$s %3$s as _changed
            from %4$s i join core.%5$I c on %6$s %7$s
        ), noted as (
            insert into pg_temp.change select %8$s from compared where _changed
        )
        select count(*) from compared where not _changed
    $sql$, ops.names(f.key, 'i'), ops.differs_from_stored(f, 'c', 'i'),
        case when take_over then 'or c.unit <> i.unit' else '' end,
        batch, f.feed, ops.equal(f.key, 'c', 'i'), ops.join_vault(f, 'c'), ops.names(f.key))
    into unchanged;
    -- What follows must cost what has changed, not what is stored.
    perform ops.measure('change');
    perform ops.note_moved(f, batch, 'change');
    inserted := ops.add(f, batch);
    perform ops.push(f, 'change', job, 'updated');
    updated := ops.overwrite(f, 'change', batch);
end;
$$;
comment on function ops.merge_current is 'Inserts and updates by key';

-- Notes in pg_temp.moved_FEED, before they are written, the keys under which children may find
-- another person now: rows whose person_key changes, and rows that come back from retirement.
create or replace function ops.note_moved(f ops.feed, batch text, changed text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from ops.relation where parent = f.feed) then
        return;
    end if;
    execute format($sql$
        insert into pg_temp.%1$I
        select %2$s from %3$s i join pg_temp.%4$I k on %5$s join core.%6$I c on %7$s
        where c.%8$I is distinct from i.%8$I
        union
        select %2$s from %3$s i join core.%9$I h on %10$s
        where not exists (select from core.%6$I c where %7$s)
    $sql$, 'moved_' || f.feed, ops.names(f.key, 'i'), batch, changed, ops.equal(f.key, 'k', 'i'),
        f.feed, ops.equal(f.key, 'c', 'i'), f.fills, f.feed || '_history',
        ops.equal(f.key, 'h', 'i'));
end;
$$;
comment on function ops.note_moved is 'Notes the rows whose children must be resolved again';

-- A snapshot is the whole: what the unit stored and does not have any more is retired. A record that
-- came but was rejected is there, and keeps the row it had. Never from an empty delivery.
create or replace function ops.retire(f ops.feed, job ops.job) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.says_something() then
        return 0;
    end if;
    perform ops.key_table(f, 'gone');
    execute format('insert into pg_temp.gone select %s from core.%I c where c.unit = $1',
        ops.names(f.key, 'c'), f.feed) using job.unit;
    perform ops.keep_absent(f, 'gone');
    perform ops.push(f, 'gone', job, 'retired');
    return ops.remove(f, 'gone');
end;
$$;
comment on function ops.retire is 'Retires what a snapshot does not have any more';
