-- A remote delivery is applied. $1: source, $2: URL, $3: content hash, $4: ETag, $5: Last-Modified.
select ops.keep_fetch($1, $2, $3, $4, $5)
