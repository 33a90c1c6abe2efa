-- The last nights, the latest first.
select night, case when ended_at is null then 'unfinished' else verdict end as verdict,
       to_char(started_at, 'YYYY-MM-DD HH24:MI') as started,
       to_char(ended_at - started_at, 'HH24:MI:SS') as took,
       summary
from ops.run
order by night desc
limit 7
