-- Since when to ask for changes. $1-$3: source, feeds (a comma between), slot; $4: mapping, $5: key, $6: the
-- night, $7: nights from one whole to the next, $8: seconds to ask for again.
select to_char((s.since - make_interval(secs => $8::integer)) at time zone 'UTC',
               'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
from ops.ask_since($1, string_to_array($2, ','), $3, $4, $5, $6::date, $7::integer) s (since)
