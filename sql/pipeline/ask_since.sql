-- Since when to ask for changes. $1: source, $2: feeds, $3: slot, $4: their mappings, $5: key, $6: the night,
-- $7: nights from one whole to the next, $8: seconds to ask for again. In lists a unit separator between.
select to_char((s.since - make_interval(secs => $8::integer)) at time zone 'UTC',
               'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
from ops.ask_since($1, string_to_array($2, chr(31)), $3, string_to_array($4, chr(31)), $5, $6::date,
                   $7::integer) s (since)
