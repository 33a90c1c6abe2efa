-- How an unchanged delivery is known. $1: source, $2: feeds, $3: slot, $4: URL, $5: their mappings, $6: key. In
-- lists a unit separator between.
select content_hash, etag, last_modified
from ops.ask_unless($1, string_to_array($2, chr(31)), $3, $4, string_to_array($5, chr(31)), $6)
