-- When a source is expected to deliver. $1: the source, $2: every, $3: days; $2 null: it isn't.
select ops.keep_expected($1, $2, $3::integer)
