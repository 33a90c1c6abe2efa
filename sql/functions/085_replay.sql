-- A delivery that is read again, under other rules, is no later statement than it was when it came; and what
-- it gave under the rules before, it may not give any more.

-- The loads of a unit, up to and with `load_no`, that brought what this one brought, one after the other.
create or replace function ops.same_content(unit uuid, load_no integer) returns setof ops.load
language sql stable set search_path = pg_catalog
begin atomic
    select l.*
    from ops.load t
    join ops.load l on l.unit = t.unit and l.load_no <= t.load_no
    where t.unit = $1 and t.load_no = $2
      and not exists (select from ops.load o where o.unit = t.unit and o.load_no between l.load_no and t.load_no
                      and o.content_hash <> t.content_hash);
end;
comment on function ops.same_content is 'A load and those right before it that brought the same content under other rules';

-- Makes pg_temp.before: the loads that this one repeats; none where its content is new.
create or replace function ops.note_replay(job ops.job, content_hash text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    create temp table before on commit drop as
    select s.load_no, s.applied_at
    from ops.same_content(job.unit, job.load_no - 1) s
    where s.content_hash = note_replay.content_hash;
end;
$$;
comment on function ops.note_replay is 'Makes the list of the loads that a load repeats under other rules';

-- Rows that another unit has given since this content came first are newer than it: their records are
-- taken out of the delivery, which leaves those rows as they are. Returns how many; they count as unchanged.
-- (Mode append overwrites nothing, and in mode period the month decides.)
create or replace function ops.spare_newer(f ops.feed, job ops.job) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    came timestamptz := (select min(b.applied_at) from pg_temp.before b);
    spared bigint;
begin
    if came is null or job.mode in ('append', 'period') then
        return 0;
    end if;
    create temp table newer on commit drop as
    select l.unit, l.load_no
    from ops.load l
    join ops.unit u using (unit)
    where u.feed = f.feed and l.unit <> job.unit and l.applied_at > came
      and came < (select min(s.applied_at) from ops.same_content(l.unit, l.load_no) s);
    if not exists (select from pg_temp.newer) then
        return 0;
    end if;
    perform ops.measure('newer');
    execute format('delete from pg_temp.incoming i using core.%I c, pg_temp.newer n
                    where %s and (c.unit, c.load_no) = (n.unit, n.load_no) and c.period is null',
        f.feed, ops.equal(f.key, 'c', 'i'));
    get diagnostics spared = row_count;
    return spared;
end;
$$;
comment on function ops.spare_newer is 'Leaves rows alone that are newer than a delivery which is read again';

-- What this very content gave under the rules before, and does not give now: a record that is rejected now
-- keeps no row that it should not have had. The row before it comes back, of whatever delivery; where there is
-- none, it is retired. A record that waits for its parent keeps its row, as ever.
create or replace function ops.take_back(f ops.feed, job ops.job, out retired bigint, out restored bigint)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    given text := format($sql$
        t.unit = $1 and t.period is not distinct from $2 and t.load_no in (select load_no from pg_temp.before)
        and not exists (select from pg_temp.incoming i where %1$s)
        and not exists (select from pg_temp.rejected i where %1$s and i._rule = 'parent-missing')
    $sql$, ops.equal(f.key, 't', 'i'));
begin
    retired := 0;
    restored := 0;
    if not exists (select from pg_temp.before) or not ops.says_something() then
        return;
    end if;
    -- Versions in history first: what is taken back does not come back later.
    perform ops.disown(f, job, given);
    perform ops.key_table(f, 'gone');
    execute format('insert into pg_temp.gone select %s from core.%I t where %s', ops.names(f.key, 't'), f.feed, given)
    using job.unit, job.period;
    perform ops.measure('gone');
    if job.mode = 'period' then
        perform ops.find_fallback(f);
        restored := ops.restore(f, job);
    else
        perform ops.find_before(f, job);
        restored := ops.restore_where(f, job, ops.ended_before('h', job));
    end if;
    perform ops.push(f, 'gone', job, 'retired');
    retired := ops.remove(f, 'gone');
end;
$$;
comment on function ops.take_back is 'Takes back what a delivery gave under other rules and does not give any more';

create or replace function ops.disown(f ops.feed, job ops.job, given text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    t record;
begin
    for t in select * from ops.targets(f) loop
        execute format('update %I.%I t set reason = ''replaced'', ended_by = $1, ended_load_no = $3, ended_at = now()
                        where t.reason in (''updated'', ''newer-period'', ''older-period'') and %s',
            t.place, f.feed || '_history', given)
        using job.unit, job.period, job.load_no;
    end loop;
end;
$$;
comment on function ops.disown is 'Marks a delivery''s own versions in history as replaced';

-- The versions that the loads which are repeated have put an end to.
create or replace function ops.ended_before(alias text, job ops.job) returns text
language sql immutable parallel safe set search_path = pg_catalog
return format('%1$s.reason = ''updated'' and %1$s.ended_by = %2$L and %1$s.ended_load_no in (select load_no from pg_temp.before)',
              alias, job.unit);
comment on function ops.ended_before is 'Whether a row of history was current until a delivery that is read again';

create or replace function ops.find_before(f ops.feed, job ops.job) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    drop table if exists pg_temp.fallback;
    execute format($sql$
        create temp table fallback on commit drop as
        select distinct on (%1$s) %1$s, h.unit, h.load_no
        from core.%2$I h join pg_temp.gone k on %3$s
        where %4$s
        order by %1$s, h.ended_load_no, h.load_no desc
    $sql$, ops.names(f.key, 'h'), f.feed || '_history', ops.equal(f.key, 'h', 'k'),
        ops.ended_before('h', job));
    perform ops.measure('fallback');
    execute format('delete from pg_temp.gone k using pg_temp.fallback b where %s',
        ops.equal(f.key, 'k', 'b'));
end;
$$;
comment on function ops.find_before is 'Moves the keys of pg_temp.gone that have a version to come back to pg_temp.fallback';
