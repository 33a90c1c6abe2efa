-- One person_id for what several providers know of a young person. Deterministic: two records are
-- the same person where the pseudonyms of their NHS numbers, UPNs or ULNs are equal (a missing,
-- invalid or sentinel identifier has none and links nobody), and so are chains of such records.
-- A cluster in which one kind of identifier has two values is a contradiction: it is taken apart
-- again, and kept for the data officer.

-- The bodies are PL/pgSQL, which looks tables up when it runs: vault.person is made from a contract.
create or replace function vault.identifiers()
returns table (provider text, person_key uuid, kind text, value uuid)
language plpgsql stable as $$
begin
    return query
    select p.provider, p.person_key, i.kind, i.value
    from vault.person p
    cross join lateral (values ('nhs', p.nhs_number), ('upn', p.upn), ('uln', p.uln)) as i (kind, value)
    where i.value is not null;
end
$$;
comment on function vault.identifiers is 'A row for each identifier pseudonym of a person';

create or replace function vault.own_id(provider text, person_key uuid) returns uuid
language sql immutable parallel safe
return md5('person|' || provider || '|' || person_key)::uuid;
comment on function vault.own_id is 'The person_id of a record that is linked to no other';

-- Every record starts with its own id and takes the least id among those that share an identifier
-- with it, until no id changes: as many rounds as the longest chain.
create or replace procedure vault.link()
language plpgsql as $$
begin
    delete from vault.person_cluster;
    delete from vault.person_conflict;
    insert into vault.person_cluster (provider, person_key, person_id)
    select provider, person_key, vault.own_id(provider, person_key) from core.person;
    loop
        update vault.person_cluster c
        set person_id = least.person_id
        from (
            select i.provider, i.person_key, min(shared.person_id)::uuid as person_id
            from vault.identifiers() i
            join (
                select j.kind, j.value, min(d.person_id::text) as person_id
                from vault.identifiers() j
                join vault.person_cluster d using (provider, person_key)
                group by j.kind, j.value
            ) shared using (kind, value)
            group by i.provider, i.person_key
        ) least
        where c.provider = least.provider and c.person_key = least.person_key
          and c.person_id > least.person_id;
        exit when not found;
    end loop;
    insert into vault.person_conflict (provider, person_key, kinds)
    select c.provider, c.person_key, conflict.kinds
    from vault.person_cluster c
    join (
        select person_id, array_agg(kind order by kind) as kinds
        from (
            select d.person_id, i.kind
            from vault.identifiers() i
            join vault.person_cluster d using (provider, person_key)
            group by d.person_id, i.kind
            having count(distinct i.value) > 1
        ) double
        group by person_id
    ) conflict using (person_id);
    update vault.person_cluster c
    set person_id = vault.own_id(c.provider, c.person_key)
    from vault.person_conflict x
    where c.provider = x.provider and c.person_key = x.person_key;
    update vault.person_cluster c
    set members = same.members
    from (select person_id, count(*)::integer as members from vault.person_cluster group by 1) same
    where c.person_id = same.person_id and c.members <> same.members;
end
$$;
comment on procedure vault.link is 'Makes vault.person_cluster and vault.person_conflict anew';
