-- What the last run of the latest night could not apply.
select source || '/' || feed || '/' || slot as unit, problem, detail, hint
from ops.failure
where night = (select max(night) from ops.run)
order by 1
