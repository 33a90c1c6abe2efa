-- What a change of parents means for their children, and theirs.

-- Gives rows of a feed the person that their parent has now; the old version goes to history.
-- `keys` names a temporary table of keys of the feed.
create or replace function ops.resolve_again(f ops.feed, keys text, job ops.job) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    r ops.relation;
begin
    select * into r from ops.relation where child = f.feed;
    if not found then
        return;
    end if;
    perform ops.key_table(f, 'misplaced');
    execute format($sql$
        insert into pg_temp.misplaced
        select %1$s from core.%2$I c
        join pg_temp.%3$I k on %4$s
        join core.%5$I p on %6$s
        where c.%7$I is distinct from p.%7$I
    $sql$, ops.names(f.key, 'c'), f.feed, keys, ops.equal(f.key, 'c', 'k'), r.parent,
        ops.equal(r.parent_columns, 'p', 'c', r.child_columns), f.fills);
    perform ops.measure('misplaced');
    perform ops.push(f, 'misplaced', job, 're-resolved');
    execute format('update core.%1$I c set %2$I = p.%2$I
                    from pg_temp.misplaced k, core.%3$I p where %4$s and %5$s',
        f.feed, f.fills, r.parent, ops.equal(f.key, 'c', 'k'),
        ops.equal(r.parent_columns, 'p', 'c', r.child_columns));
    if exists (select from ops.relation where parent = f.feed) then
        execute format('insert into pg_temp.%I select %s from pg_temp.misplaced',
            'moved_' || f.feed, ops.names(f.key));
    end if;
end;
$$;
comment on function ops.resolve_again is 'Brings children under the person that their parent has now';

-- The waiting records of a feed whose parent is there now become rows, as the units that delivered
-- them, in the mode that these did; older months first.
create or replace function ops.adopt(f ops.feed, r ops.relation, job ops.job) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    waiting text := f.feed || '_waiting';
    part record;
    batch text;
    adopted bigint;
begin
    drop table if exists pg_temp.found;
    execute format('create temp table found on commit drop as
                    select w.*, p.%I, l.mode = ''snapshot'' as _whole
                    from core.%I w join core.%I p on %s
                    join ops.load l on l.unit = w.unit and l.load_no = w.load_no',
        f.fills, waiting, r.parent, ops.equal(r.parent_columns, 'p', 'w', r.child_columns));
    get diagnostics adopted = row_count;
    perform ops.measure('found');
    for part in select distinct d.period, d._whole as whole from pg_temp.found d
                order by d.period nulls first loop
        batch := format('(select * from pg_temp.found where period is not distinct from %L::date and _whole = %L)',
            part.period, part.whole);
        if part.period is null then
            perform ops.merge_current(f, batch, job, part.whole);
        else
            perform ops.merge_period(f, batch, job);
        end if;
    end loop;
    execute format('delete from core.%I w using pg_temp.found d
                    where %s and w.period is not distinct from d.period',
        waiting, ops.equal(f.key, 'w', 'd'));
    update ops.reject e set settled = true
    from pg_temp.found d
    where e.unit = d.unit and e.load_no = d.load_no and e.source_row = d.source_row
      and e.rule = 'parent-missing';
    return adopted;
end;
$$;
comment on function ops.adopt is 'Stores waiting children whose parent has arrived';

-- Everything below a feed that has been merged. Returns how many waiting records were adopted.
create or replace function ops.settle_children(parent text, job ops.job) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    r ops.relation;
    f ops.feed;
    p ops.feed;
    adopted bigint := 0;
begin
    select * into p from ops.feed where feed = settle_children.parent;
    for r in select * from ops.relation n where n.parent = p.feed order by n.child loop
        select * into f from ops.feed where feed = r.child;
        perform ops.begin_moving(f);
        perform ops.key_table(f, 'under_moved');
        execute format('insert into pg_temp.under_moved select distinct %s from core.%I c
                        join pg_temp.%I m on %s', ops.names(f.key, 'c'), f.feed, 'moved_' || p.feed,
            ops.equal(r.child_columns, 'c', 'm', r.parent_columns));
        perform ops.measure('under_moved');
        perform ops.resolve_again(f, 'under_moved', job);
        adopted := adopted + ops.adopt(f, r, job) + ops.settle_children(f.feed, job);
    end loop;
    return adopted;
end;
$$;
comment on function ops.settle_children is 'Re-resolves and adopts what is below a feed, at every depth';

create or replace function ops.begin_moving(f ops.feed) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from ops.relation where parent = f.feed) then
        perform ops.key_table(f, 'moved_' || f.feed);
    end if;
end;
$$;
comment on function ops.begin_moving is 'Makes the table of keys whose children must be resolved again';
