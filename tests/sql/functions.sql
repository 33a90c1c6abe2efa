-- The pieces that the merge is built from.
begin;
select plan(48);

-- texts: names are always quoted where they must be
select is(ops.names('{a,"b c",select}'), 'a, "b c", "select"', 'names');
select is(ops.names('{a,b}', 't'), 't.a, t.b', 'names with an alias');
select is(ops.names('{}'), '', 'no names');
select is(ops.equal('{a,"B"}', 'x', 'y'), 'x.a = y.a and x."B" = y."B"', 'equal');
select is(ops.equal('{a,b}', 'x', 'y', '{c,d}'), 'x.a = y.c and x.b = y.d', 'equal, other names');
select is(ops.equal('{}', 'x', 'y'), 'true', 'nothing is always equal');
select is(ops.differ('{a,b}', 'x', 'y'), 'x.a is distinct from y.a or x.b is distinct from y.b', 'differ');
select is(ops.differ('{}', 'x', 'y'), 'false', 'nothing never differs');
select is(ops.assign('{a,b}', 'n'), 'a = n.a, b = n.b', 'assign');

-- units
select is(ops.unit_key('s', 'f', 'x/1'), md5('s|f|x/1')::uuid, 'the key of a unit');

-- gates: what is over a declared share or count
create function pg_temp.share(counted numeric, denominator numeric, setting jsonb) returns text
language sql return (select concat_ws(' ', gate, observed, threshold)
                     from ops.breach('{"gate": "g", "minimum": 20}'::jsonb || setting, counted, denominator));
select is(pg_temp.share(19, 19, '{"share": 0.2}'), null, 'a share of 19 says nothing');
select is(pg_temp.share(4, 20, '{"share": 0.2}'), null, 'just the share is let through');
select is(pg_temp.share(5, 20, '{"share": 0.2}'), 'g 0.2500 0.2', 'more is not');
select is(pg_temp.share(0, 0, '{"share": 0, "minimum": 0}'), null, 'nothing of nothing');
select is(pg_temp.share(1, 20, '{"share": 0}'), 'g 0.0500 0', 'a share of nought lets none through');
select is(pg_temp.share(2, 30, '{"count": 2}'), null, 'just the count is let through');
select is(pg_temp.share(3, 3, '{"count": 2}'), 'g 3 2', 'a count has no least denominator');
select is(pg_temp.share(3, 30, '{"share": 0.2, "count": 2}'), 'g 3 2', 'over one of the two is enough');
select is(pg_temp.share(9, 30, '{"share": 0.2, "count": 2}'), 'g 0.3000 0.2', 'over both, the share is said');
select is(pg_temp.share(30, 30, '{}'), null, 'nothing declared, nothing breached');
select is_empty($$ select * from ops.breach(null, 30, 30) $$, 'nor where the gate is off');
select is(ops.setting('[{"gate": "a", "share": 1}, {"gate": "b"}]', 'a'), '{"gate": "a", "share": 1}', 'a setting');
select is(ops.setting('[{"gate": "b"}]', 'a'), null, 'of a gate that is not asked there is none');

-- what is due: the last period that ended so many days before the night
select is(ops.due_since('2025-10-31', 'month', 32), '2025-08-01', 'September ended 31 days ago: August is due');
select is(ops.due_since('2025-10-31', 'month', 31), '2025-09-01', 'September is due on the day');
select is(ops.due_since('2025-10-31', 'day', 1), '2025-10-30', 'yesterday');
select is(ops.due_since('2025-10-31', 'week', 5), '2025-10-20', 'the week that ended on Sunday the 26th');
select is(ops.due_since('2025-10-31', 'week', 6), '2025-10-13', 'and the one before it');
select is(ops.due_since('2025-10-31', 'quarter', 31), '2025-07-01', 'July to September');
select is(ops.due_since('2025-10-31', 'year', 0), '2024-01-01', 'last year');
select is(ops.without_month('P1/2025-09', '2025-09-01'), 'P1/', 'a month''s slot, less the month');
select is(ops.without_month('P1/202509', '2025-09-01'), 'P1/', 'also without hyphen');
select is(ops.without_month('P1/x', '2025-09-01'), 'P1/x', 'or as it is');

-- opening a unit
select is((select verdict from ops.open_unit('s', 'person', 'x', null,
    (select edition from ops.feed where feed = 'person'), null, null)), 'load', 'a unit that is new is loaded');
select is((select load_no from ops.open_unit('s', 'person', 'x', 'h',
    (select edition from ops.feed where feed = 'person'), null, null)), 1, 'as number 1');
select throws_ok($$ select ops.open_unit('s', 'person', 'x', 'h', 'another', null, null) $$,
    'OT078', null, 'not under a contract that the tables were not made by');
select throws_ok($$ select ops.open_unit('s', 'nobody', 'x', 'h', '1', null, null) $$,
    'OT078', null, 'nor a feed that is not there');

select ops.enter_unit('s', 'person', 'x');
insert into ops.load (unit, load_no, mode, content_hash, contract_edition, mapping_edition, key_id, read, inserted,
    updated, unchanged, duplicate, rejected, retired, restored, adopted)
select ops.unit_key('s', 'person', 'x'), n, 'delta', 'h' || n, edition, 'm', 'k', 0, 0, 0, 0, 0, 0, 0, 0, 0
from ops.feed, generate_series(1, 2) n where feed = 'person';
create function pg_temp.verdict(hash text, mapping text, key text) returns text language sql
return (select verdict from ops.open_unit('s', 'person', 'x', hash,
    (select edition from ops.feed where feed = 'person'), mapping, key));
select is(pg_temp.verdict('h2', 'm', 'k'), 'unchanged', 'the latest content again');
select is(pg_temp.verdict('h1', 'm', 'k'), 'load', 'an earlier content again');
select is(pg_temp.verdict('h2', 'n', 'k'), 'load', 'another mapping');
select is(pg_temp.verdict('h2', null, 'k'), 'load', 'no mapping');
select throws_ok($$ select pg_temp.verdict('h2', 'm', 'l') $$, 'OT080', null, 'not under another key');
select is(pg_temp.verdict(null, 'm', 'k'), 'load', 'a content that is not known');

-- holds
select ops.hold_unit('s', 'person', 'x', 'h9', '2024-05-01', 'd',
    '[{"gate": "g1", "observed": 2, "threshold": 1, "read": 30, "rejected": 9}]');
select is((select count(*) from ops.open_hold where slot = 'x'), 1::bigint, 'a hold is open');
select ops.hold_unit('s', 'person', 'x', 'h9', '2024-05-02', 'd',
    '[{"gate": "g1", "observed": 2, "threshold": 1, "read": 30, "rejected": 9}]');
select is((select night from ops.open_hold where slot = 'x'), '2024-05-01'::date, 'it keeps its first night');
select results_eq($$ select gate from ops.decide('s/person/x', 'reject') $$, $$ values ('g1'::text) $$, 'a decision');
select is(pg_temp.verdict('h9', 'm', 'k'), 'refused', 'what was rejected is refused');
select is_empty($$ select * from ops.decide(null, 'release') $$, 'a decision is made once');

select * from finish();
rollback;
