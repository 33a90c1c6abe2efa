-- What an earlier run of the night could not apply of one unit. $1: the night, $2-$4: the unit.
delete from ops.failure where night = $1::date and (source, feed, slot) = ($2, $3, $4)
