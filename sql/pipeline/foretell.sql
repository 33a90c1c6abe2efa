-- Whether a delivery would be held for its rejects. $1: records read, $2: rejected, $3: the share.
select gate from ops.gate_reject_share($1::bigint, $2::bigint, $3::numeric)
