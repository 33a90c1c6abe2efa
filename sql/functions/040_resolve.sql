-- Whose record it is. A feed either carries the person's own pseudonym, or finds the person through
-- a parent record; without the parent it waits in core.FEED_waiting.

create or replace function ops.resolve(f ops.feed) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    r ops.relation;
    rejected bigint;
begin
    select * into r from ops.relation where child = f.feed;
    if not found then
        return 0;
    end if;
    execute format('insert into pg_temp.doomed select i.ctid, %L from pg_temp.incoming i
                    where not exists (select from core.%I p where %s)',
        r.child_columns[cardinality(r.child_columns)], r.parent,
        ops.equal(r.parent_columns, 'p', 'i', r.child_columns));
    rejected := ops.reject_doomed(f, 'parent-missing', 'group');
    execute format('create temp table resolved on commit drop as select i.*, p.%I
                    from pg_temp.incoming i join core.%I p on %s',
        f.fills, r.parent, ops.equal(r.parent_columns, 'p', 'i', r.child_columns));
    drop table pg_temp.incoming;
    alter table pg_temp.resolved rename to incoming;
    analyze pg_temp.incoming;
    return rejected;
end;
$$;
comment on function ops.resolve is 'Fills person_key from the parent; rejects records without one';

-- What waits follows the latest statement: a record that came again waits no longer as it was, and
-- a whole that no longer has it takes it away.
create or replace function ops.settle_waiting(f ops.feed, job ops.job) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    waiting text := quote_ident(f.feed || '_waiting');
    stream text[] := f.stream;
    whole boolean := job.mode in ('snapshot', 'period');
begin
    if not exists (select from ops.relation where child = f.feed) then
        return;
    end if;
    execute format($sql$
        delete from core.%1$s w
        where (exists (select from pg_temp.incoming i where %2$s)
               or exists (select from pg_temp.rejected i where %2$s and _rule = 'parent-missing'))
          and w.period is not distinct from $1
    $sql$, waiting, ops.equal(f.key, 'w', 'i')) using job.period;
    if whole and ops.says_something() then
        execute format($sql$
            delete from core.%1$s w
            where w.unit = $1 and w.period is not distinct from $2
              and not exists (select from pg_temp.rejected i where %2$s)
        $sql$, waiting, ops.equal(f.key, 'w', 'i')) using job.unit, job.period;
    end if;
    execute format('insert into core.%1$s (%2$s, source_row, unit, load_no, period)
                    select %2$s, source_row, $1, $2, $3 from pg_temp.rejected
                    where _rule = ''parent-missing''', waiting, ops.names(stream))
    using job.unit, job.load_no, job.period;
end;
$$;
comment on function ops.settle_waiting is 'Brings core.FEED_waiting up to date with this delivery';
