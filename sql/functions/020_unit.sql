-- The load unit: its key, its lock, and whether there is anything to do.

create or replace function ops.unit_key(source text, feed text, slot text) returns uuid
language sql immutable parallel safe set search_path = pg_catalog
return md5(source || '|' || feed || '|' || slot)::uuid;
comment on function ops.unit_key is 'The key of a load unit';

-- Under another key everybody is somebody else: next to what is stored, each person would stand twice.
-- A load that did not say its key (by hand) is no other. Here only the first and the last id are looked
-- at: where one of several is another, so is one of these.
create or replace function ops.other_key(key_id text) returns text
language sql stable set search_path = pg_catalog
begin atomic
    select k
    from (select min(l.key_id) from ops.load l union all select max(l.key_id) from ops.load l) known (k)
    where k <> $1
    limit 1;
end;
comment on function ops.other_key is 'A key, other than this, that something in the database was loaded under';

-- Waits for any other load of the unit, then says what is to be done with this delivery:
--   load       it is to be loaded, as number load_no
--   unchanged  content, contract, mapping and key all equal those of the latest load
--   refused    the data officer has rejected this content
-- Without a content hash the answer is always load: ask again when the hash is known.
create or replace function ops.open_unit(source text, feed text, slot text, content_hash text,
    contract_edition text, mapping_edition text, key_id text,
    out unit uuid, out load_no integer, out verdict text)
language plpgsql set search_path = pg_catalog
as $$
declare
    latest ops.load;
begin
    unit := ops.unit_key(source, feed, slot);
    perform pg_advisory_xact_lock(hashtextextended('ontrack unit ' || unit, 0));
    if not exists (select from ops.feed f
                   where f.feed = open_unit.feed and f.edition = contract_edition) then
        raise exception using errcode = 'OT078',
            message = 'the tables were not made by this contract';
    end if;
    if ops.other_key(key_id) is not null then
        raise exception using errcode = 'OT080',
            message = 'the database was built with another key';
    end if;
    select l.* into latest from ops.load l where l.unit = open_unit.unit
    order by l.load_no desc limit 1;
    load_no := coalesce(latest.load_no, 0) + 1;
    verdict := case
        when exists (select from ops.hold h where h.unit = open_unit.unit
                     and h.content_hash = open_unit.content_hash and h.decision = 'reject')
            then 'refused'
        when latest.content_hash = content_hash and latest.contract_edition = contract_edition
             and latest.mapping_edition is not distinct from open_unit.mapping_edition
             and latest.key_id is not distinct from open_unit.key_id
            then 'unchanged'
        else 'load'
    end;
end;
$$;
comment on function ops.open_unit is 'Locks a load unit and says whether there is anything to load';

-- Merges of one feed take turns, and so do those of its parent and children: a child that waits
-- must not be missed by a parent that arrives at the same time. Names in order: no deadlock.
create or replace function ops.lock_family(feed text) returns void
language plpgsql set search_path = pg_catalog
as $$
declare
    member record;
begin
    for member in
        with recursive below (name) as (
            select lock_family.feed
            union
            select r.child from ops.relation r join below on r.parent = below.name
        )
        select name, true as exclusive from below
        union all
        select r.parent, false from ops.relation r where r.child = lock_family.feed
        order by 1
    loop
        if member.exclusive then
            perform pg_advisory_xact_lock(hashtextextended('ontrack feed ' || member.name, 0));
        else
            perform pg_advisory_xact_lock_shared(hashtextextended('ontrack feed ' || member.name, 0));
        end if;
    end loop;
end;
$$;
comment on function ops.lock_family is 'Locks a feed, its parent (shared) and all its descendants';
