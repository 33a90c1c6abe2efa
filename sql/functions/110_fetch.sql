-- What a remote delivery's server is asked, and what is remembered of its answer.

-- The latest loads of a delivery's units that still hold: loaded under the same contract, mapping (one for
-- each feed) and key as tonight's would be. `before`: only what earlier nights loaded; null: all. A unit of
-- which there is no such load has no row.
create or replace function ops.standing_loads(source text, feeds text[], slot text,
    mappings text[], key_id text, before date)
returns setof ops.load
language sql stable set search_path = pg_catalog
begin atomic
    select l.*
    from unnest($2, $4) d (feed, mapping)
    join ops.feed f on f.feed = d.feed
    join ops.load l on l.unit = ops.unit_key($1, d.feed, $3)
    where l.load_no = (select max(m.load_no) from ops.load m
                       where m.unit = l.unit and ($6 is null or m.night is null or m.night < $6))
      and l.contract_edition = f.edition
      and l.mapping_edition is not distinct from d.mapping
      and l.key_id is not distinct from $5;
end;
comment on function ops.standing_loads is 'The latest loads of a delivery''s units, where its rows would be loaded the same way now';

-- From when on a source is to be asked for its changes; null: for all. The answer is the same all night,
-- whatever of tonight is applied already: a run that was killed, or is repeated, asks for the same again.
-- All is asked for where a unit has no bookmark, where its rows would be loaded otherwise now, and where
-- it was loaded whole `full_nights` nights ago or longer. Of several units the one that is behind counts.
create or replace function ops.ask_since(source text, feeds text[], slot text,
    mappings text[], key_id text, night date, full_nights integer)
returns timestamptz
language sql stable set search_path = pg_catalog
begin atomic
    select case when count(*) = cardinality($2) and count(l.bookmark) = cardinality($2)
                     and bool_and(exists (
                         select from ops.load w
                         where w.unit = l.unit and w.mode = 'snapshot' and w.load_no <= l.load_no
                           and w.contract_edition = l.contract_edition
                           and w.mapping_edition is not distinct from l.mapping_edition
                           and coalesce(w.night, w.applied_at::date) > $6 - $7))
                     and (select count(*) from ops.standing_loads($1, $2, $3, $4, $5, null)) = cardinality($2)
                then min(l.bookmark) end
    from ops.standing_loads($1, $2, $3, $4, $5, $6) l;
end;
comment on function ops.ask_since is 'Since when a source''s changes are to be asked for; null: all is';

-- What to ask on condition of: only where each unit of the delivery was last loaded from just what came
-- with these headers.
create or replace function ops.ask_unless(source text, feeds text[], slot text, location text,
    mappings text[], key_id text)
returns table (content_hash text, etag text, last_modified text)
language sql stable set search_path = pg_catalog
begin atomic
    select c.content_hash, c.etag, c.last_modified
    from ops.fetch c
    where c.source = $1 and c.location = md5($4)::uuid
      and (select count(*) from ops.standing_loads($1, $2, $3, $5, $6, null) l
           where l.content_hash = c.content_hash) = cardinality($2);
end;
comment on function ops.ask_unless is 'The headers by which an unchanged delivery is known';

create or replace function ops.keep_fetch(source text, location text, content_hash text, etag text,
    last_modified text)
returns void
language sql set search_path = pg_catalog
begin atomic
    insert into ops.fetch as c (source, location, content_hash, etag, last_modified)
    values ($1, md5($2)::uuid, $3, $4, $5)
    on conflict (source, location) do update
    set content_hash = excluded.content_hash, etag = excluded.etag,
        last_modified = excluded.last_modified, fetched_at = excluded.fetched_at
    where (c.content_hash, c.etag, c.last_modified)
          is distinct from (excluded.content_hash, excluded.etag, excluded.last_modified);
end;
comment on function ops.keep_fetch is 'Remembers by what a delivery, all of which is applied, is known';
