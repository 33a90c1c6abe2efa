-- The schema as an analyst and an auditor may count on it, whatever the contracts are.
begin;
select no_plan();

-- what is there
select has_schema(s) from unnest(array['ops', 'ref', 'core', 'vault', 'mart', 'publish']) s;
select is(
    array(select feed from ops.feed order by 1),
    array(select relname::text from pg_class where relnamespace = 'core'::regnamespace and relkind = 'r'
          and relname !~ '_(history|waiting)$' order by 1),
    'core has a table for every feed, and no other');
select has_table('core', feed || '_history', feed || ' has a history') from ops.feed order by feed;
select has_table('core', child || '_waiting', child || ' can wait') from ops.relation order by child;
select is_empty(
    $$ select relname from pg_class where relnamespace = 'core'::regnamespace and relname ~ '_waiting$' and relkind = 'r'
       except select child || '_waiting' from ops.relation $$,
    'only a feed with a parent can wait');

-- everything is explained
select is_empty(
    $$ select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('ops', 'ref', 'core', 'vault') and c.relkind in ('r', 'v')
         and coalesce(obj_description(c.oid, 'pg_class'), '') = '' $$,
    'every table and view has a comment');
select is_empty(
    $$ select n.nspname, c.relname, a.attname
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
       where n.nspname in ('ops', 'ref', 'core', 'vault') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
         and coalesce(col_description(c.oid, a.attnum), '') = '' $$,
    'every column has a comment');
select is_empty(
    $$ select p.oid::regprocedure from pg_proc p
       where p.pronamespace = 'ops'::regnamespace and coalesce(obj_description(p.oid, 'pg_proc'), '') = '' $$,
    'every function has a comment');

-- keys
select is_empty(
    $$ select c.oid::regclass from pg_class c
       where c.relnamespace in ('core'::regnamespace, 'vault'::regnamespace) and c.relkind = 'r'
         and c.relname !~ '_(history|waiting)$'
         and not exists (select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
                         where i.indrelid = c.oid and i.indisprimary and a.attname = 'provider') $$,
    'every primary key of core and vault begins with the provider');
select col_is_pk('core', feed, key, feed || ' has its contract''s key') from ops.feed order by feed;
select is_empty(
    $$ select r.child from ops.relation r join ops.feed p on p.feed = r.parent
       where array(select unnest(r.parent_columns) order by 1) <> array(select unnest(p.key) order by 1) $$,
    'a child finds its parent by the parent''s whole key');
select is_empty(
    $$ select t.table_schema, t.table_name, w from information_schema.tables t, unnest(ops.provenance()) w
       where t.table_schema in ('core', 'vault')
         and regexp_replace(t.table_name, '_(history|waiting)$', '') in (select feed from ops.feed) and not exists (
           select from information_schema.columns c
           where (c.table_schema, c.table_name, c.column_name) = (t.table_schema, t.table_name, w)) $$,
    'every row says where it came from');

-- nothing that would make two runs of one night differ
select is_empty($$ select oid::regclass from pg_class where relkind = 'S'
                   and relnamespace::regnamespace::text in ('ops', 'ref', 'core', 'vault') $$, 'there are no sequences');
select is_empty(
    $$ select table_schema, table_name, column_name from information_schema.columns
       where table_schema in ('ops', 'ref', 'core', 'vault') and column_default ~ 'now|clock|random|uuid|current'
         and column_name !~ '_at$' $$,
    'no default comes from a clock or from chance, but in columns named _at');
select is_empty(
    $$ select p.oid::regprocedure from pg_proc p where p.pronamespace = 'ops'::regnamespace
       and p.prosrc ~* 'clock_timestamp|current_date|random\(|gen_random_uuid|nextval' $$,
    'nor does a function ask them');

-- identifiers stay in the vault
select is_empty(
    $$ select f.feed, v from ops.feed f, unnest(f.vault) v join information_schema.columns c
       on c.column_name = v where c.table_schema = 'core' and c.table_name in (f.feed, f.feed || '_history') $$,
    'what is in the vault is not in core');

-- rights
select is_empty(
    $$ select r, c.oid::regclass from unnest(array['ontrack_analyst', 'ontrack_commissioner']) r, pg_class c
       where c.relnamespace = 'vault'::regnamespace and c.relkind = 'r' and has_table_privilege(r, c.oid, 'select') $$,
    'neither analyst nor commissioner reads the vault');
select is_empty(
    $$ select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('ops', 'ref', 'core', 'vault', 'mart') and c.relkind in ('r', 'v', 'm')
         and has_table_privilege('ontrack_commissioner', c.oid, 'select') $$,
    'the commissioner reads publish alone');
select is_empty(
    $$ select c.oid::regclass, r, w
       from unnest(array['ontrack_analyst', 'ontrack_commissioner', 'ontrack_linker']) r,
            unnest(array['insert', 'update', 'delete', 'truncate']) w, pg_class c
       where c.relnamespace::regnamespace::text in ('ops', 'ref', 'core', 'vault') and c.relkind = 'r'
         and has_table_privilege(r, c.oid, w) $$,
    'only the loader writes');
select ok(has_schema_privilege('ontrack_analyst', s, 'usage'), 'the analyst gets at ' || s)
from unnest(array['core', 'ref', 'mart', 'publish']) s;
select ok(not has_schema_privilege('public', s, 'usage'), 'not everybody gets at ' || s)
from unnest(array['ops', 'ref', 'core', 'vault', 'mart', 'publish']) s;

-- the ledger cannot hold what does not add up
insert into ops.unit values (ops.unit_key('a', 'b', 'c'), 'a', 'b', 'c');
prepare entering (bigint) as
insert into ops.load (unit, load_no, mode, content_hash, contract_edition, read, inserted, updated, unchanged,
    duplicate, rejected, retired, restored, adopted)
values (ops.unit_key('a', 'b', 'c'), 1, 'delta', 'h', 'e', $1, 1, 2, 3, 4, 5, 9, 9, 9);
select throws_ok('execute entering (14)', '23514', null, 'a record too few');
select throws_ok('execute entering (16)', '23514', null, 'a record too many');
select lives_ok('execute entering (15)', 'all of them');
select throws_ok(
    $$ insert into ops.load_stage values (ops.unit_key('a', 'b', 'c'), 1, 1, 'extract', 5, 3, 1, 0) $$,
    '23514', null, 'a stage that lost a record');

select * from finish();
rollback;
