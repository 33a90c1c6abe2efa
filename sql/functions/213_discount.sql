-- Discount schedules that are published, and how the user's own figures come in (sql/schema/150_figures.sql).

insert into ref.discount (schedule, year_from, year_to, rate, edition, source)
select schedule, year_from, year_to, rate, 'Green Book 2022', 'HM Treasury, The Green Book (2022), annex A6, ' || what
from (values
    ('green-book-2022', 'standard', 1, 30, .035), ('green-book-2022', 'standard', 31, 75, .030),
    ('green-book-2022', 'standard', 76, 125, .025), ('green-book-2022', 'standard', 126, 200, .020),
    ('green-book-2022', 'standard', 201, 300, .015), ('green-book-2022', 'standard', 301, 500, .010),
    ('green-book-2022-health', 'health', 1, 30, .0150), ('green-book-2022-health', 'health', 31, 75, .0129),
    ('green-book-2022-health', 'health', 76, 125, .0107), ('green-book-2022-health', 'health', 126, 200, .0086),
    ('green-book-2022-health', 'health', 201, 300, .0064), ('green-book-2022-health', 'health', 301, 500, .0043)
) as s (schedule, what, year_from, year_to, rate)
on conflict (schedule, year_from) do update
set year_to = excluded.year_to, rate = excluded.rate, edition = excluded.edition, source = excluded.source
where (discount.year_to, discount.rate, discount.edition, discount.source)
      is distinct from (excluded.year_to, excluded.rate, excluded.edition, excluded.source);

-- The tables that a folder of figures fills, and what of them is the program's own.
create or replace function ops.begin_figures() returns void
language plpgsql set search_path = pg_catalog
as $$
begin
    delete from ref.discount where schedule not like 'green-book-2022%';
    delete from ref.deflator;
    delete from ref.unit_cost;
    delete from ref.assumption;
    delete from ref.appraisal;
    delete from ref.threshold;
end;
$$;
comment on function ops.begin_figures is 'Empties what the CSVs of a folder of figures are copied into: the folder is all there is';

create or replace function ops.figures_print() returns text
language sql stable set search_path = pg_catalog
begin atomic
    select md5(string_agg(line, '|' order by line))
    from (
        select 'parameter ' || p::text from ref.parameter p
        union all select 'deflator ' || d::text from ref.deflator d
        union all select 'discount ' || d::text from ref.discount d
        union all select 'unit_cost ' || u::text from ref.unit_cost u
        union all select 'assumption ' || a::text from ref.assumption a
        union all select 'appraisal ' || a::text from ref.appraisal a
        union all select 'threshold ' || t::text from ref.threshold t
    ) as figures (line);
end;
comment on function ops.figures_print is 'Fingerprint of the figures of appraisal: where it changes, mart is built anew';
