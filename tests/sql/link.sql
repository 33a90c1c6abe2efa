-- Who is who across providers.
begin;
select plan(9);
\i tests/sql/include/core.psql

insert into core.person (provider, person_key) values
    ('A', pg_temp.p(1)), ('B', pg_temp.p(2)), ('C', pg_temp.p(3)), ('D', pg_temp.p(4)),
    ('A', pg_temp.p(5)), ('B', pg_temp.p(6)),
    ('A', pg_temp.p(7)), ('B', pg_temp.p(8)), ('C', pg_temp.p(9)),
    ('D', pg_temp.p(10)), ('E', pg_temp.p(11));
insert into vault.person (provider, person_key, nhs_number, upn, uln) values
    -- a chain: NHS, then UPN, then ULN
    ('A', pg_temp.p(1), md5('n1')::uuid, null, null),
    ('B', pg_temp.p(2), md5('n1')::uuid, md5('u1')::uuid, null),
    ('C', pg_temp.p(3), null, md5('u1')::uuid, md5('l1')::uuid),
    ('D', pg_temp.p(4), null, null, md5('l1')::uuid),
    -- nothing in common, and nothing at all
    ('A', pg_temp.p(5), md5('n5')::uuid, null, null),
    ('B', pg_temp.p(6), null, null, null),
    -- one ULN, but two NHS numbers
    ('A', pg_temp.p(7), md5('n7')::uuid, null, md5('l7')::uuid),
    ('B', pg_temp.p(8), md5('n8')::uuid, null, md5('l7')::uuid),
    ('C', pg_temp.p(9), md5('n7')::uuid, null, null),
    -- the same digits as two kinds of identifier are two identifiers
    ('D', pg_temp.p(10), null, md5('same')::uuid, null),
    ('E', pg_temp.p(11), null, null, md5('same')::uuid);

call vault.link();

select is((select count(distinct person_id) from vault.person_cluster
           where person_key in (pg_temp.p(1), pg_temp.p(2), pg_temp.p(3), pg_temp.p(4))), 1::bigint,
    'a chain of equal identifiers is one person');
select is((select max(members) from vault.person_cluster where person_key = pg_temp.p(4)), 4,
    'known to four providers');
select is((select count(distinct person_id) from vault.person_cluster
           where person_key in (pg_temp.p(5), pg_temp.p(6))), 2::bigint,
    'who has nothing in common stays apart');
select is((select count(distinct person_id) from vault.person_cluster
           where person_key in (pg_temp.p(7), pg_temp.p(8), pg_temp.p(9))), 3::bigint,
    'two values of one kind take a cluster apart');
select results_eq($$ select distinct kinds from vault.person_conflict $$, $$ values (array['nhs']) $$,
    'and say which kind it was');
select is((select count(*) from vault.person_conflict), 3::bigint, 'of each record in it');
select is((select count(distinct person_id) from vault.person_cluster
           where person_key in (pg_temp.p(10), pg_temp.p(11))), 2::bigint,
    'a UPN is no ULN');
create temp table first as select * from vault.person_cluster;
call vault.link();
select is_empty($$ select * from vault.person_cluster except select * from first $$,
    'linking again changes nothing');
select is((select count(*) from vault.person_cluster), (select count(*) from core.person),
    'every record has a person');
select * from finish();
rollback;
