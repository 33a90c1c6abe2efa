-- What waits for the data officer.
select source || '/' || feed || '/' || slot as unit, delivery, gate,
       round(observed, 4)::text as observed, round(threshold, 4)::text as threshold, rejected, read
from ops.open_hold
order by 1, gate
