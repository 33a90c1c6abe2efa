-- Mode period: each delivery says how things stood in its month. All months' statements stand side by
-- side: the latest is the current row, the older ones are in history under the reasons
--   newer-period   was current until a later month was reported
--   older-period   came when a later month was known already
-- A statement is known by its key, unit and period. When its month is sent again without it, or with
-- something else, it becomes `replaced` and stands no longer.
--
-- History is found by key, a row at a time or all at once, and never by unit, of which it has as many rows
-- as a delivery has records: a planner without statistics would take the one index for as good as the
-- other. Hence `is not distinct from`, which no index serves, for units that are joined.

create or replace function ops.standing(alias text) returns text
language sql immutable parallel safe set search_path = pg_catalog
return alias || '.reason in (''newer-period'', ''older-period'')';
comment on function ops.standing is 'Whether a row of history is a month''s statement that still stands';

-- What becomes of each record: pg_temp.statement (key, _verb, _own_load).
--   add      the key is not stored          same   this month says so already
--   replace  the current row is this month's and differs
--   newer    the current row is an older month's, or no month's
--   older    the current row is a later month's
-- _own_load: the load that gave this month's statement in history, where there is one.
create or replace function ops.judge_statements(f ops.feed, batch text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    history text := quote_ident(f.feed || '_history');
    vault_history text := '';
    own_differs text := ops.differ(f.core, 'h', 'i');
begin
    if cardinality(f.vault) > 0 then
        vault_history := format('left join vault.%s w on %s and w.unit is not distinct from h.unit and w.period is not distinct from h.period
                                 and w.load_no = h.load_no and %s',
            history, ops.equal(f.key, 'w', 'h'), ops.standing('w'));
        own_differs := own_differs || ' or ' || ops.differ(f.vault, 'w', 'i');
    end if;
    drop table if exists pg_temp.statement;
    execute format($sql$
        create temp table statement on commit drop as
        select %1$s, h.load_no as _own_load, c.period is null as _undated,
               case when c.unit is null then 'add'
                    when c.unit = i.unit and c.period = i.period
                        then case when %2$s then 'replace' else 'same' end
                    when h.unit is not null and not (%3$s) then 'same'
                    when c.period > i.period then 'older'
                    else 'newer'
               end as _verb
        from %4$s i
        left join core.%5$I c on %6$s
        %7$s
        left join core.%8$s h on %9$s and h.unit is not distinct from i.unit
            and h.period is not distinct from i.period and %10$s
        %11$s
    $sql$, ops.names(f.key, 'i'), ops.differs_from_stored(f, 'c', 'i'), own_differs, batch, f.feed,
        ops.equal(f.key, 'c', 'i'), ops.join_vault(f, 'c'), history, ops.equal(f.key, 'h', 'i'),
        ops.standing('h'), vault_history);
    perform ops.measure('statement');
end;
$$;
comment on function ops.judge_statements is 'Says for each record of a month what becomes of it';

create or replace function ops.select_statements(f ops.feed, name text, condition text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    perform ops.key_table(f, name);
    execute format('insert into pg_temp.%I select %s from pg_temp.statement s where %s',
        name, ops.names(f.key), condition);
    perform ops.measure(name);
end;
$$;
comment on function ops.select_statements is 'Makes a key table of some of pg_temp.statement';

-- Statements in history that stand no longer: those of pg_temp.fallen (key, unit, load_no).
create or replace function ops.topple(f ops.feed, job ops.job) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    t record;
begin
    for t in select * from ops.targets(f) loop
        execute format('update %I.%I h
                        set reason = ''replaced'', ended_by = $1, ended_load_no = $2, ended_at = now()
                        from pg_temp.fallen k
                        where %s and h.unit is not distinct from k.unit and h.load_no = k.load_no and %s',
            t.place, f.feed || '_history', ops.equal(f.key, 'h', 'k'), ops.standing('h'))
        using job.unit, job.load_no;
    end loop;
end;
$$;
comment on function ops.topple is 'Marks statements in history as replaced';

create or replace function ops.record_older(f ops.feed, batch text, job ops.job) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    t record;
    added bigint;
begin
    for t in select * from ops.targets(f) loop
        execute format('insert into %I.%I (%s, ended_by, ended_load_no, ended_at, reason)
                        select %s, $1, $2, now(), ''older-period''
                        from %s i join pg_temp.statement k on %s where k._verb = ''older''',
            t.place, f.feed || '_history', ops.names(t.columns), ops.names(t.columns, 'i'), batch,
            ops.equal(f.key, 'k', 'i'))
        using job.unit, job.load_no;
        get diagnostics added = row_count;
    end loop;
    return added;
end;
$$;
comment on function ops.record_older is 'Puts statements of a month that is past already into history';

create or replace function ops.merge_period(f ops.feed, batch text, job ops.job,
    out inserted bigint, out updated bigint, out unchanged bigint)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    kind record;
begin
    perform ops.judge_statements(f, batch);
    select count(*) into unchanged from pg_temp.statement where _verb = 'same';
    perform ops.select_statements(f, 'change', '_verb in (''newer'', ''replace'')');
    analyze pg_temp.change;
    perform ops.note_moved(f, batch, 'change');
    drop table if exists pg_temp.fallen;
    execute format('create temp table fallen on commit drop as
                    select %s, i.unit, k._own_load as load_no from %s i join pg_temp.statement k on %s
                    where k._own_load is not null and k._verb <> ''same''',
        ops.names(f.key, 'i'), batch, ops.equal(f.key, 'k', 'i'));
    perform ops.measure('fallen');
    perform ops.topple(f, job);
    inserted := ops.add(f, batch);
    for kind in select * from (values
        ('newer-period', '_verb = ''newer'' and not _undated'), ('updated', '_verb = ''newer'' and _undated'),
        ('replaced', '_verb = ''replace''')) as k (reason, condition)
    loop
        perform ops.select_statements(f, 'outdated', kind.condition);
        perform ops.push(f, 'outdated', job, kind.reason);
    end loop;
    updated := ops.overwrite(f, 'change', batch) + ops.record_older(f, batch, job);
end;
$$;
comment on function ops.merge_period is 'Merges a month''s statements: the latest month is current';

-- A month that is sent again without a key takes its statement of it back: the current row falls back
-- to the latest older month that still stands, or is retired. Never by an empty delivery.
create or replace function ops.withdraw(f ops.feed, job ops.job, out retired bigint, out restored bigint)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    retired := 0;
    restored := 0;
    if not ops.says_something() then
        return;
    end if;
    drop table if exists pg_temp.fallen;
    execute format('create temp table fallen on commit drop as
                    select %s, t.unit, t.load_no from core.%I t
                    where t.unit = $1 and t.period = $2 and %s',
        ops.names(f.key, 't'), f.feed || '_history', ops.standing('t'))
    using job.unit, job.period;
    perform ops.keep_absent(f, 'fallen');
    perform ops.topple(f, job);
    perform ops.key_table(f, 'gone');
    execute format('insert into pg_temp.gone select %s from core.%I t
                    where t.unit = $1 and t.period = $2', ops.names(f.key, 't'), f.feed)
    using job.unit, job.period;
    perform ops.keep_absent(f, 'gone');
    perform ops.find_fallback(f);
    restored := ops.restore(f, job);
    perform ops.push(f, 'gone', job, 'retired');
    retired := ops.remove(f, 'gone');
end;
$$;
comment on function ops.withdraw is 'Takes back what a month does not say any more';

create or replace function ops.find_fallback(f ops.feed) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    drop table if exists pg_temp.fallback;
    execute format($sql$
        create temp table fallback on commit drop as
        select distinct on (%1$s) %1$s, h.unit, h.load_no
        from core.%2$I h join pg_temp.gone k on %3$s
        where %4$s
        order by %1$s, h.period desc, h.unit
    $sql$, ops.names(f.key, 'h'), f.feed || '_history', ops.equal(f.key, 'h', 'k'),
        ops.standing('h'));
    perform ops.measure('fallback');
    execute format('delete from pg_temp.gone k using pg_temp.fallback b where %s',
        ops.equal(f.key, 'k', 'b'));
end;
$$;
comment on function ops.find_fallback is 'Moves the keys of pg_temp.gone that an older month still states to pg_temp.fallback';

-- `condition`: of the rows h of history, beside key, unit and load.
create or replace function ops.restore_where(f ops.feed, job ops.job, condition text) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    t record;
    restored bigint;
begin
    perform ops.push(f, 'fallback', job, 'replaced');
    perform ops.remove(f, 'fallback');
    for t in select * from ops.targets(f) loop
        execute format($sql$
            with back as (
                delete from %1$I.%2$I h using pg_temp.fallback b
                where %3$s and h.unit is not distinct from b.unit and h.load_no = b.load_no and %4$s
                returning %5$s
            )
            insert into %1$I.%6$I (%7$s) select * from back
        $sql$, t.place, f.feed || '_history', ops.equal(f.key, 'h', 'b'), condition,
            ops.names(t.columns, 'h'), f.feed, ops.names(t.columns));
        get diagnostics restored = row_count;
    end loop;
    perform ops.note_restored(f);
    perform ops.resolve_again(f, 'fallback', job);
    return restored;
end;
$$;
comment on function ops.restore_where is 'Makes the versions of pg_temp.fallback current again';

create or replace function ops.restore(f ops.feed, job ops.job) returns bigint
language sql set search_path = pg_catalog
return ops.restore_where(f, job, ops.standing('h'));
comment on function ops.restore is 'Makes the statements of pg_temp.fallback current again';

create or replace function ops.note_restored(f ops.feed) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from ops.relation where parent = f.feed) then
        execute format('insert into pg_temp.%I select %s from pg_temp.fallback',
            'moved_' || f.feed, ops.names(f.key));
    end if;
end;
$$;
comment on function ops.note_restored is 'Notes restored rows: their children must be resolved again';
