-- The functions of the contracts' rules (lib/record/expression.h), so that PostgreSQL can be asked
-- what validate decides. With `ref` on the search path, and a column `as_of`, a rule's text is a
-- condition as it stands; its numbers are all numeric.

create or replace function ref.ratio(a numeric, b numeric) returns numeric
language sql immutable strict parallel safe
return case when b <> 0 then pg_catalog.div(a * 1000000000000, b) * 0.000000000001 end;
comment on function ref.ratio is 'a / b, cut off after 12 digits; null where b is 0';

create or replace function ref.age_on(birth date, day date) returns numeric
language sql immutable strict parallel safe
return extract(year from day) - extract(year from birth)
     - case when (extract(month from day), extract(day from day))
               < (extract(month from birth), extract(day from birth)) then 1 else 0 end;
comment on function ref.age_on is 'Whole years; who is born on 29 February is a year older on 1 March';

create or replace function ref.days_between(a date, b date) returns numeric
language sql immutable strict parallel safe
return (b - a)::numeric;
comment on function ref.days_between is 'Days from a to b';

create or replace function ref.matches(value text, pattern text) returns boolean
language sql immutable strict parallel safe
return value ~ ('^(?:' || pattern || ')$');
comment on function ref.matches is 'The whole text matches (lib/record/pattern.h says which patterns validate takes)';

create or replace function ref.code_valid(list text, code text, day date) returns boolean
language sql stable strict parallel safe
begin atomic
    select exists (select from ref.code as c
                   where c.list = code_valid.list and c.code = code_valid.code
                     and (c.valid_from is null or c.valid_from <= day)
                     and (c.valid_to is null or c.valid_to >= day));
end;
comment on function ref.code_valid is 'The code list has the code, and it is valid on the day';
