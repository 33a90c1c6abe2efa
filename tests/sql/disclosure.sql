-- What may be shown, from counts that can be checked by eye.
begin;
select plan(22);
set local ontrack.as_of = '2025-10-31';
\i tests/sql/include/mart.psql
\i sql/publish/010_disclosure.sql

create function pg_temp.counts(programme text, counts text) returns void
language sql as $$
    insert into mart.disclosure (programme, provider, indicator, n)
    select counts.programme, split_part(c, ' ', 1), split_part(c, ' ', 2), split_part(c, ' ', 3)::bigint
    from regexp_split_to_table(counts, ',\s*') c
$$;
create function pg_temp.hidden(programme text) returns text
language sql as $$
    select string_agg(provider || ' ' || indicator || ' ' || reason, ', ' order by indicator, provider collate "C")
    from mart.disclosure d where d.programme = hidden.programme and not visible
$$;
delete from mart.disclosure;

select pg_temp.counts('safe', 'A starts 50, B starts 60, * starts 110, A outcomes 20, B outcomes 30, * outcomes 50');
select pg_temp.counts('small', 'A starts 9, B starts 60, C starts 70, * starts 139');
select pg_temp.counts('nil', 'A outcomes 0, B outcomes 10, C outcomes 20, * outcomes 30');
select pg_temp.counts('two', 'A starts 4, B starts 60, * starts 64');
select pg_temp.counts('few', 'A starts 4, B starts 5, C starts 60, * starts 69');
select pg_temp.counts('rest', 'A starts 50, A completers 45, B starts 60, B completers 20, C starts 70, C completers 30,
    * starts 180, * completers 95');
select pg_temp.counts('all', 'A starts 50, A outcomes 50, B starts 60, B outcomes 30, C starts 70, C outcomes 20,
    * starts 180, * outcomes 100');
select pg_temp.counts('left', 'A referrals 50, A accepted 46, B referrals 60, B accepted 56, C referrals 70, C accepted 50,
    * referrals 180, * accepted 152');
select pg_temp.counts('enough', 'A referrals 50, A accepted 45, B referrals 60, B accepted 55, C referrals 70, C accepted 50,
    * referrals 180, * accepted 150');
select pg_temp.counts('sum', 'A referrals 13, A starts 5, B referrals 12, B starts 12, C referrals 20, C starts 20,
    * referrals 45, * starts 37');
select pg_temp.counts('alone', 'A starts 30, * starts 30, A outcomes 5, * outcomes 5');
call mart.control_disclosure();

select is(pg_temp.hidden('safe'), null, 'nothing to hide');
select is(pg_temp.hidden('small'), 'A starts small, B starts second', 'under the threshold, and a second part for the total''s sake');
select is(pg_temp.hidden('nil'), 'A outcomes small, B outcomes second', 'none is under the threshold too; ten is not');
select is(pg_temp.hidden('two'), 'A starts small, B starts second', 'of two parts both');
select is(pg_temp.hidden('few'), '* starts total, A starts small, B starts small', 'two hidden parts that come to nine hide the total');
select is(pg_temp.hidden('rest'), 'A completers subtraction, B completers second', 'five who did not complete');
select is(pg_temp.hidden('all'), 'A starts subtraction, B starts second', 'that all have the outcome tells on each');
select is(pg_temp.hidden('left'), '* referrals total, A referrals subtraction, B referrals subtraction',
    'eight not accepted between two providers hide the total');
select is(pg_temp.hidden('enough'), 'A referrals subtraction, B referrals subtraction', 'ten don''t');
select is(pg_temp.hidden('sum'), '* referrals subtraction, B referrals second, A starts small, B starts second',
    'a total that its parts give away hides one of them');
select is(pg_temp.hidden('alone'), '* outcomes small, A outcomes small', 'a provider alone is its total');

select is(mart.may_show('small', 'C', 'starts'), true, 'what is visible may be shown');
select is(mart.may_show('small', 'A', 'starts'), false, 'what is hidden may not');
select is(mart.may_show('rest', 'A', 'starts', 'completers'), false, 'nor what is made from it');
select is(mart.may_show('safe', 'A', 'starts', 'known'), false, 'nor what is made from a count that is not there');

-- Three hundred random tables. An attacker adds and subtracts what is shown: no hidden count of a table, and no
-- remainder of one count in another, may follow if it is under the threshold.
delete from mart.disclosure;
select setseed(0.42);
insert into mart.disclosure (programme, provider, indicator, n)
select 't' || t, p, x.indicator, x.n
from generate_series(1, 300) t
cross join lateral (select (random() * 4 + 2)::integer as providers where t > 0) s
cross join lateral (select chr(64 + i) as p, (random() * 60)::integer as starts from generate_series(1, s.providers) i) a
cross join lateral (select starts + (random() * 15)::integer * (random() < 0.7)::integer as referrals,
                           (starts * random())::integer as outcomes) b
cross join lateral (values ('starts', starts), ('referrals', b.referrals), ('outcomes', b.outcomes)) x (indicator, n);
insert into mart.disclosure (programme, provider, indicator, n)
select programme, '*', indicator, sum(n) from mart.disclosure group by programme, indicator;
analyze mart.disclosure;
call mart.control_disclosure();

-- What follows from a total and its parts: the only one that is hidden.
create temp table followed as
select d.programme, d.provider, d.indicator, d.n, d.visible or hidden = 1 as known
from mart.disclosure d
join (select programme, indicator, count(*) filter (where not visible) as hidden
      from mart.disclosure group by programme, indicator) h using (programme, indicator);
analyze followed;
create temp table remainder as
select w.programme, w.provider, w.indicator as whole, p.indicator as part, w.n - p.n as n,
       w.known and p.known as known, s.all_tells
from followed w
join mart.disclosure_nesting s on s.whole = w.indicator
join followed p on p.programme = w.programme and p.provider = w.provider and p.indicator = s.part;
create temp table remainder_followed as
select r.*, r.known or unknown = 1 as follows
from remainder r
join (select programme, whole, part, count(*) filter (where not known) as unknown
      from remainder group by programme, whole, part) h using (programme, whole, part);

select is_empty($$ select * from followed where known and n < 10 $$, 'no count under ten is shown or follows');
select is_empty($$ select * from remainder_followed where follows and n between 1 and 9 $$,
    'no remainder under ten is shown or follows');
select is_empty($$ select * from remainder_followed where follows and n = 0 and all_tells $$,
    'nor one that tells on everybody');
select is_empty($$
    select programme, indicator from mart.disclosure
    group by programme, indicator
    having bool_or(visible) filter (where provider = '*')
       and sum(n) filter (where provider <> '*' and not visible) < 10 $$, 'nor the sum of all that is hidden');
select cmp_ok((select count(*) from mart.disclosure where visible), '>',
    (select count(*) from mart.disclosure where n >= 10) / 3, 'and yet something is shown');
select cmp_ok((select count(*) from mart.disclosure where reason = 'total'), '>', 0::bigint, 'though totals were hidden');
select cmp_ok((select count(*) from mart.disclosure where reason = 'second'), '>', 0::bigint, 'and second parts');
select * from finish();
rollback;
