-- How an unchanged delivery is known. $1-$3: source, feeds (a comma between), slot; $4: URL, $5: mapping, $6: key.
select content_hash, etag, last_modified
from ops.ask_unless($1, string_to_array($2, ','), $3, $4, $5, $6)
