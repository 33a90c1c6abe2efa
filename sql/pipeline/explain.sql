-- What is wrong with the records of a delivery that stands, by rule. $1: its name, or SOURCE/FEED/SLOT of
-- one of its units; $2: a row of it, null: all.
select feed, coalesce(field, '-') as field, rule, severity, count(*) as records,
       array_to_string((array_agg(source_row order by source_row))[1:8], ', ')
           || case when count(*) > 8 then ', …' else '' end as rows,
       min(message) as message, min(guidance) as guidance
from ops.explanation
where $1 in (delivery, concat_ws('/', source, feed, slot)) and ($2::bigint is null or source_row = $2::bigint)
group by 1, 2, 3, 4
order by 1, severity = 'warning', 5 desc, 3, 2
