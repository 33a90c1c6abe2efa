-- Mart has been built. $1: from what.
insert into ops.mart (basis) values ($1)
on conflict (one) do update set basis = excluded.basis, built_at = excluded.built_at
