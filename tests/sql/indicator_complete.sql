-- Every indicator says what it is, and has a test that names it.
begin;
select plan(8);
\set tests `cat tests/sql/indicator_all.sql tests/sql/indicator_ap.sql tests/sql/indicator_eip.sql tests/sql/indicator_wbl.sql tests/sql/indicator_mhst.sql`
\i tests/sql/include/core.psql
set local ontrack.as_of = '2025-10-31';
\i tests/sql/include/indicator.psql

select cmp_ok((select count(*) from mart.indicator where event is not null), '>', 100::bigint, 'there are indicators');
select is_empty(format($$ select indicator from mart.indicator
    where event is not null and not %L like '%%''' || indicator || '''%%' $$, :'tests'), 'each is tested by its name');
select is_empty($$ select indicator from mart.indicator
    where event is not null and (label = '' or definition is null or kind is null or unit is null or numerator is null
      or source is null or exclusions is null or (denominator is null) <> (kind = 'count')) $$,
    'each has its definition, numerator, denominator, source and exclusions');
select is_empty($$ select indicator from mart.indicator
    where event is not null and kind not in ('count', 'share', 'mean', 'ratio', 'median', 'p90', 'effect') $$, 'each is of a kind that is known');
select is_empty($$ select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'mart'::regnamespace and a.attnum > 0 and not a.attisdropped
      and (c.relname in (select event from mart.indicator) or c.relname in ('indicator_value', 'person_group', 'calendar', 'pair', 'target_value'))
      and col_description(c.oid, a.attnum) is null $$, 'every column of an event and of its figures says what it is');
select is_empty($$ select c.relname from pg_class c
    where c.relnamespace = 'mart'::regnamespace and c.relkind in ('r', 'v') and obj_description(c.oid) is null $$, 'every table and view too');
select is_empty($$ select oid::regprocedure from pg_proc where pronamespace = 'mart'::regnamespace
    and obj_description(oid) is null $$, 'and every function');
select is_empty($$ select target from mart.indicator where target is not null
    and not exists (select from ref.code where list = 'indicator' and code = target) $$, 'targets are those of the code list');
select * from finish();
rollback;
