-- A delivery that is read again, under other rules, is no later statement than it was when it came.

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

-- Rows that another unit has given since this content came first are newer than it: their records are
-- taken out of the delivery, which leaves those rows as they are. Returns how many; they count as unchanged.
create or replace function ops.spare_newer(f ops.feed, job ops.job, content_hash text) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    came timestamptz := (select min(s.applied_at) from ops.same_content(job.unit, job.load_no - 1) s
                         where s.content_hash = spare_newer.content_hash);
    spared bigint;
begin
    if came is null then
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
                    where %s and (c.unit, c.load_no) = (n.unit, n.load_no)
                      and c.period is not distinct from $1', f.feed, ops.equal(f.key, 'c', 'i'))
    using job.period;
    get diagnostics spared = row_count;
    return spared;
end;
$$;
comment on function ops.spare_newer is 'Leaves rows alone that are newer than a delivery which is read again';
