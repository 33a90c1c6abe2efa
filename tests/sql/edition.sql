-- Tables of another edition go, and those of this one stay.
begin;
select plan(4);
set local ontrack.as_of = '2025-10-31';
create table mart.journey (of_old text);
create view mart.hanging as select of_old from mart.journey;
create view publish.summary as select of_old from mart.hanging;
\i tests/sql/include/mart.psql
select hasnt_column('mart', 'journey', 'of_old', 'what was there before the first edition is gone');
select has_column('mart', 'journey', 'person_key', 'and the table has the columns of this one');
select hasnt_view('publish', 'summary', 'what hung on it too');
select is((select count(*) from mart.edition), 1::bigint, 'there is one edition');
select * from finish();
rollback;
