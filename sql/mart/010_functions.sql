-- What the other files of this folder call.

create or replace function mart.as_of() returns date
language sql stable
return coalesce(nullif(current_setting('ontrack.as_of', true), '')::date,
                (select max(night) from ops.run));
comment on function mart.as_of is 'Tonight: the setting ontrack.as_of, else the latest night of ops.run. Nothing asks the clock';

create or replace function mart.parameter(name text) returns numeric
language sql stable
return (select p.value from ref.parameter p
        where p.name = parameter.name and p.valid_from <= mart.as_of()
          and (p.valid_to is null or p.valid_to >= mart.as_of())
        order by p.valid_from desc limit 1);
comment on function mart.parameter is 'The figure that holds tonight';
