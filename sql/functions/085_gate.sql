-- What the gates share (sql/gates). A gate's setting is what lib/record/gates.h says: an object of the array
-- that the loader sends.

create or replace function ops.setting(settings jsonb, gate text) returns jsonb
language sql immutable parallel safe set search_path = pg_catalog
return (select s from jsonb_array_elements($1) s where s ->> 'gate' = $2);
comment on function ops.setting is 'What is declared of a gate; null: it is not to be asked';

-- The share is asked first: it says more of a delivery than its number does.
create or replace function ops.breach(setting jsonb, counted numeric, denominator numeric)
returns table (gate text, observed numeric, threshold numeric)
language sql immutable parallel safe set search_path = pg_catalog
begin atomic
    select $1 ->> 'gate', b.observed, b.threshold
    from (
        select 1 as nth, round($2 / $3, 4) as observed, ($1 ->> 'share')::numeric as threshold
        where $3 > 0 and $3 >= coalesce(($1 ->> 'minimum')::numeric, 0)
          and $2 / $3 > ($1 ->> 'share')::numeric
        union all
        select 2, $2, ($1 ->> 'count')::numeric
        where $2 > ($1 ->> 'count')::numeric
    ) b
    order by b.nth
    limit 1;
end;
comment on function ops.breach is 'A row where a number is over the share or the count that is declared';

create or replace function ops.delivered() returns bigint
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    return (select count(*) from pg_temp.incoming);
end;
$$;
comment on function ops.delivered is 'How many records of the delivery are to be merged';

-- Those that a stage before rejected are no part of it: load has not seen them but for their traces.
create or replace function ops.rejected_for(rule text, out counted bigint, out denominator bigint)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    select count(*) filter (where r._rule = rejected_for.rule),
           count(*) filter (where r._rule <> 'before-load') + ops.delivered()
    into counted, denominator
    from pg_temp.rejected r;
end;
$$;
comment on function ops.rejected_for is 'How many records load has rejected by a rule, and of how many';

-- The feed as it would be: the delivery, and what is stored and would not be replaced or taken away by
-- it. `columns` are of the stream or of core, and the query has them beside _delivered.
create or replace function ops.would_stand(f ops.feed, job ops.job, columns text[]) returns text
language sql immutable parallel safe set search_path = pg_catalog
return format($sql$
    select true as _delivered, %1$s from pg_temp.incoming i
    union all
    select false, %2$s from core.%3$I c
    where not exists (select from pg_temp.incoming i where %4$s)
      and (%5$s or exists (select from pg_temp.rejected i where %4$s))
    $sql$, ops.names($3, 'i'), ops.names($3, 'c'), ($1).feed, ops.equal(($1).key, 'c', 'i'),
    case ($2).mode
        when 'snapshot' then format('c.unit <> %L', ($2).unit)
        when 'period' then format('(c.unit <> %L or c.period is distinct from %L)', ($2).unit, ($2).period)
        else 'true'
    end);
comment on function ops.would_stand is 'A query of what a feed would be with the delivery';
