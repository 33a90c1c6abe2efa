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

-- Records that share an identifier with another start with their own ids and take the least id among
-- those that share one with them, until no id changes: as many rounds as the longest chain.
create or replace procedure vault.label()
language plpgsql as $$
begin
    create temp table link_shared on commit drop as
    select provider, person_key, kind, value
    from (select *, count(*) over (partition by kind, value) as holders from vault.identifiers()) i
    where holders > 1;
    create temp table link_label on commit drop as
    select distinct provider, person_key, vault.own_id(provider, person_key) as person_id
    from link_shared;
    analyze link_shared, link_label;
    loop
        update link_label l
        set person_id = least.person_id
        from (
            select i.provider, i.person_key, min(shared.person_id)::uuid as person_id
            from link_shared i
            join (
                select j.kind, j.value, min(d.person_id::text) as person_id
                from link_shared j
                join link_label d using (provider, person_key)
                group by j.kind, j.value
            ) shared using (kind, value)
            group by i.provider, i.person_key
        ) least
        where l.provider = least.provider and l.person_key = least.person_key
          and l.person_id > least.person_id;
        exit when not found;
    end loop;
end
$$;
comment on procedure vault.label is 'Makes the temporary tables link_shared and link_label: who shares an identifier, and the person that makes of it';

create or replace procedure vault.link()
language plpgsql as $$
begin
    call vault.label();
    delete from vault.person_conflict;
    insert into vault.person_conflict (provider, person_key, kinds)
    select l.provider, l.person_key, conflict.kinds
    from link_label l
    join (
        select person_id, array_agg(kind order by kind) as kinds
        from (
            select d.person_id, i.kind
            from vault.identifiers() i
            join link_label d using (provider, person_key)
            group by d.person_id, i.kind
            having count(distinct i.value) > 1
        ) double
        group by person_id
    ) conflict using (person_id);
    delete from vault.person_cluster;
    insert into vault.person_cluster (provider, person_key, person_id, members)
    select provider, person_key, person_id, count(*) over (partition by person_id)
    from (
        select p.provider, p.person_key,
               case when x.provider is null and l.provider is not null then l.person_id
                    else vault.own_id(p.provider, p.person_key) end as person_id
        from core.person p
        left join link_label l using (provider, person_key)
        left join vault.person_conflict x using (provider, person_key)
    ) person;
    drop table link_shared, link_label;
end
$$;
comment on procedure vault.link is 'Makes vault.person_cluster and vault.person_conflict anew';
