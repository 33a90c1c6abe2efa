-- Rows and their versions. Each of these does the same to core.FEED and, where there is one, to
-- vault.FEED. `keys` names a temporary table with (at least) the columns of the primary key;
-- `batch` is a query in parentheses that gives the records with their provenance.

create or replace function ops.push(f ops.feed, keys text, job ops.job, reason text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    t record;
begin
    for t in select * from ops.targets(f) loop
        execute format('insert into %1$I.%2$I (%3$s, ended_by, ended_load_no, ended_at, reason)
                        select %4$s, $1, $2, now(), $3
                        from pg_temp.%5$I k join %1$I.%6$I t on %7$s',
            t.place, f.feed || '_history', ops.names(t.columns), ops.names(t.columns, 't'),
            keys, f.feed, ops.equal(f.key, 't', 'k'))
        using job.unit, job.load_no, reason;
    end loop;
end;
$$;
comment on function ops.push is 'Copies current rows to history, with the load that ends them and why';

create or replace function ops.remove(f ops.feed, keys text) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    t record;
    removed bigint;
begin
    for t in select * from ops.targets(f) loop
        execute format('delete from %I.%I t using pg_temp.%I k where %s',
            t.place, f.feed, keys, ops.equal(f.key, 't', 'k'));
        get diagnostics removed = row_count;
    end loop;
    return removed;
end;
$$;
comment on function ops.remove is 'Removes current rows (after ops.push())';

create or replace function ops.overwrite(f ops.feed, keys text, batch text) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    t record;
    changed bigint;
    counted bigint;
begin
    for t in select * from ops.targets(f) loop
        execute format('update %1$I.%2$I t set %3$s from %4$s i join pg_temp.%5$I k on %6$s where %7$s',
            t.place, f.feed, ops.assign(t.own || ops.provenance(), 'i'), batch, keys,
            ops.equal(f.key, 'k', 'i'), ops.equal(f.key, 't', 'i'));
        get diagnostics counted = row_count;
        if changed <> counted then
            raise exception using errcode = 'OT070', message = 'core and vault are out of step';
        end if;
        changed := counted;
    end loop;
    return changed;
end;
$$;
comment on function ops.overwrite is 'Gives current rows the values and provenance of the batch';

-- In the order of the key: the index then grows page by page, at half the cost.
create or replace function ops.add(f ops.feed, batch text) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    t record;
    added bigint;
    counted bigint;
begin
    for t in select * from ops.targets(f) loop
        execute format('insert into %1$I.%2$I (%3$s) select %4$s from %5$s i
                        where not exists (select from %1$I.%2$I t where %6$s)
                        order by %7$s',
            t.place, f.feed, ops.names(t.columns), ops.names(t.columns, 'i'), batch,
            ops.equal(f.key, 't', 'i'), ops.names(f.key, 'i'));
        get diagnostics counted = row_count;
        if added <> counted then
            raise exception using errcode = 'OT070', message = 'core and vault are out of step';
        end if;
        added := counted;
    end loop;
    return added;
end;
$$;
comment on function ops.add is 'Inserts the records of the batch whose key is not stored';

create or replace function ops.key_table(f ops.feed, name text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('drop table if exists pg_temp.%I', name);
    execute format('create temp table %I on commit drop as select %s from core.%I with no data',
        name, ops.names(f.key), f.feed);
end;
$$;
comment on function ops.key_table is 'Makes an empty temporary table of the feed''s keys';

-- Nobody else analyzes a temporary table, and without it the planner takes a large one for a small one
-- and joins row by row, or a small one for a large one and reads all that is stored.
create or replace function ops.measure(name text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('analyze pg_temp.%I', name);
end;
$$;
comment on function ops.measure is 'Tells the planner how large a temporary table has become';

-- Leaves in a key table what the delivery does not have, not even among what was rejected. In steps: of
-- a unit that is new the planner knows nothing, takes all for a row or two, and would look through the
-- delivery for each. (What is deleted would still be looked through, so the table is filled anew.)
create or replace function ops.keep_absent(f ops.feed, name text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    perform ops.measure(name);
    drop table if exists pg_temp.absent;
    execute format('create temp table absent on commit drop as
                    select k.* from pg_temp.%1$I k
                    where not exists (select from pg_temp.incoming i where %2$s)
                      and not exists (select from pg_temp.rejected i where %2$s)',
        name, ops.equal(f.key, 'k', 'i'));
    execute format('truncate pg_temp.%1$I; insert into pg_temp.%1$I select * from pg_temp.absent', name);
    perform ops.measure(name);
end;
$$;
comment on function ops.keep_absent is 'Takes from a key table what came with the delivery';
