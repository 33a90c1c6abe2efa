-- Pieces of the statements that ops.apply() builds from the contracts' columns. Feeds and columns
-- are always quoted as identifiers.

create or replace function ops.names(columns text[], alias text default null) returns text
language sql immutable parallel safe set search_path = pg_catalog
return (
    select coalesce(string_agg(coalesce(alias || '.', '') || quote_ident(name), ', ' order by at), '')
    from unnest(columns) with ordinality as c (name, at)
);
comment on function ops.names is 'a.x, a.y, …';

create or replace function ops.equal(columns text[], a text, b text, other_columns text[] default null)
returns text
language sql immutable parallel safe set search_path = pg_catalog
return (
    select coalesce(string_agg(format('%s.%I = %s.%I', a, c.name, b, coalesce(o.name, c.name)),
                               ' and ' order by c.at), 'true')
    from unnest(columns) with ordinality as c (name, at)
    left join unnest(other_columns) with ordinality as o (name, at) using (at)
);
comment on function ops.equal is 'a.x = b.x and a.y = b.y …';

create or replace function ops.differ(columns text[], a text, b text) returns text
language sql immutable parallel safe set search_path = pg_catalog
return (
    select coalesce(string_agg(format('%s.%I is distinct from %s.%I', a, name, b, name),
                               ' or ' order by at), 'false')
    from unnest(columns) with ordinality as c (name, at)
);
comment on function ops.differ is 'a.x is distinct from b.x or …';

create or replace function ops.assign(columns text[], from_alias text) returns text
language sql immutable parallel safe set search_path = pg_catalog
return (
    select string_agg(format('%I = %s.%I', name, from_alias, name), ', ' order by at)
    from unnest(columns) with ordinality as c (name, at)
);
comment on function ops.assign is 'x = b.x, y = b.y, …';

create or replace function ops.provenance() returns text[]
language sql immutable parallel safe set search_path = pg_catalog
return array['unit', 'load_no', 'source_row', 'period'];
comment on function ops.provenance is 'The columns of core and vault that say where a row came from';

create or replace function ops.targets(f ops.feed)
returns table (place text, own text[], columns text[])
language sql immutable parallel safe set search_path = pg_catalog
begin atomic
    select 'core', f.core, f.key || f.core || ops.provenance()
    union all
    select 'vault', f.vault, f.key || f.vault || ops.provenance()
    where cardinality(f.vault) > 0;
end;
comment on function ops.targets is
    'The tables that a feed''s records are kept in. A record has a row in each, with equal provenance';
