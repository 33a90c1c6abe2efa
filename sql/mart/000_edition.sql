-- Everything in mart and publish is made anew each night, so that its tables need no migrations: where
-- their columns change, the number below changes, and the old tables go. Within the night's
-- transaction, as all of it: a reader sees the old night until the new one is whole.

create table if not exists mart.edition (number integer primary key);
comment on table mart.edition is 'Edition of the tables of mart and publish: one row';
comment on column mart.edition.number is 'The number in sql/mart/000_edition.sql';

do $$
declare
    this constant integer := 3;
    old record;
begin
    if exists (select from mart.edition where number = this) then
        return;
    end if;
    for old in
        select format('%I.%I', n.nspname, c.relname) as name,
               case c.relkind when 'v' then 'view' else 'table' end as kind
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('mart', 'publish')
          and c.relkind in ('r', 'v') and c.oid <> 'mart.edition'::regclass
        order by c.relkind desc
    loop
        execute format('drop %s if exists %s cascade', old.kind, old.name);
    end loop;
    delete from mart.edition;
    insert into mart.edition (number) values (this);
end
$$;
