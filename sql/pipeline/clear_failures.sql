-- What an earlier run of the night could not apply. $1: the night.
delete from ops.failure where night = $1::date
