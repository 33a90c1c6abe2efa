-- Another key than $1 that something in the database was loaded under; null: there is none.
select ops.other_key($1) as other
