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

-- Instruments of the user's own: read beside the program's, then those that the file defines take their
-- place. The program's are there again whenever the schema is applied.
create or replace function ops.begin_instruments(into_table text) returns void
language plpgsql set search_path = pg_catalog
as $$
begin
    execute format('create temporary table %1$I (like ref.%1$I including all)', into_table);
end;
$$;
comment on function ops.begin_instruments is 'Makes the table that a file of instruments is copied into';

create or replace function ops.take_instruments(into_table text) returns void
language plpgsql set search_path = pg_catalog
as $$
begin
    execute format('delete from ref.%1$I r using (select distinct instrument from pg_temp.%1$I) f
                    where r.instrument = f.instrument', into_table);
    execute format('insert into ref.%1$I select * from pg_temp.%1$I', into_table);
    execute format('drop table pg_temp.%1$I', into_table);
end;
$$;
comment on function ops.take_instruments is 'Puts the instruments of a file in the place of those of the same name';

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
        union all select 'band ' || b::text from ref.instrument_band b
        union all select 'item ' || i::text from ref.instrument_item i
        union all select 'norm ' || n::text from ref.instrument_norm n
        union all select 'scale ' || s::text from ref.instrument_scale s
        union all select 'change ' || c::text from ref.scale c
    ) as figures (line);
end;
comment on function ops.figures_print is 'Fingerprint of the figures of appraisal and of the instruments: where it changes, mart is built anew';
