-- What ontrack schema asks of the catalogue, and what it enters of the contracts.

create or replace function ops.columns_of(schema text, name text)
returns table (name text, type text)
language sql stable set search_path = pg_catalog
begin atomic
    select a.attname::text,
           replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz')
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relname = $2 and a.attnum > 0 and not a.attisdropped
    order by a.attnum;
end;
comment on function ops.columns_of is 'Columns of a table and their types; no rows: there is no table';

create or replace function ops.enter_feed(feed text, title text, edition text, key text[],
    core text[], vault text[], stream text[], fills text)
returns void
language plpgsql set search_path = pg_catalog
as $$
declare
    known ops.feed;
begin
    select * into known from ops.feed f where f.feed = enter_feed.feed;
    if known.key <> key then
        raise exception using errcode = 'OT079', message = 'the primary key of a feed has changed';
    end if;
    insert into ops.feed values (feed, title, edition, key, core, vault, stream, fills)
    on conflict on constraint feed_pkey do update
    set title = excluded.title, edition = excluded.edition, core = excluded.core,
        vault = excluded.vault, stream = excluded.stream, fills = excluded.fills;
    -- A record has a row in core and in vault: rows that are older than the vault get theirs.
    if cardinality(vault) > 0 then
        execute format('insert into vault.%1$I (%2$s) select %2$s from core.%1$I on conflict do nothing',
            feed, ops.names(key || ops.provenance()));
    end if;
end;
$$;
comment on function ops.enter_feed is 'Enters what a contract says of a feed''s tables';

create or replace function ops.enter_relation(child text, parent text, child_columns text[],
    parent_columns text[])
returns void
language sql set search_path = pg_catalog
begin atomic
    insert into ops.relation values ($1, $2, $3, $4)
    on conflict (child) do update
    set parent = excluded.parent, child_columns = excluded.child_columns,
        parent_columns = excluded.parent_columns;
end;
comment on function ops.enter_relation is 'Enters through which feed a feed finds its person';

-- A contract that names the person itself now: what finds it by a parent is no longer asked.
create or replace function ops.leave_relation(child text) returns void
language sql set search_path = pg_catalog
begin atomic
    delete from ops.relation r where r.child = $1;
end;
comment on function ops.leave_relation is 'Forgets that a feed found its person through another';

create or replace function ops.missing_roles() returns table (role text)
language sql stable set search_path = pg_catalog
begin atomic
    select r from unnest(array['ontrack_loader', 'ontrack_analyst', 'ontrack_commissioner',
        'ontrack_linker']) r
    where not exists (select from pg_roles where rolname = r);
end;
comment on function ops.missing_roles is 'Roles of sql/roles.sql that are not there';

create or replace function ops.begin_codes() returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    create temp table code_file (code text, label text, valid_from date, valid_to date, source text,
        verified boolean) on commit drop;
end;
$$;
comment on function ops.begin_codes is 'Makes the table that a code list is copied to';

-- Only where something differs: what is unchanged keeps its rows.
create or replace function ops.replace_codes(list text) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    delete from ref.code c
    where c.list = replace_codes.list
      and not exists (select from pg_temp.code_file f
                      where (f.code, f.label, f.valid_from, f.valid_to, f.source, f.verified)
                            is not distinct from
                            (c.code, c.label, c.valid_from, c.valid_to, c.source, c.verified));
    insert into ref.code
    select replace_codes.list, f.*
    from pg_temp.code_file f
    where not exists (select from ref.code c
                      where c.list = replace_codes.list and c.code = f.code
                        and c.valid_from is not distinct from f.valid_from);
    truncate pg_temp.code_file;
end;
$$;
comment on function ops.replace_codes is 'Makes a code list what pg_temp.code_file says';
