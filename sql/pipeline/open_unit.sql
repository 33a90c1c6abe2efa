-- Whether a unit is due. $1-$3: source, feed, slot; $4: content hash, $5: contract, $6: mapping, $7: key.
select verdict from ops.open_unit($1, $2, $3, $4, $5, $6, $7)
