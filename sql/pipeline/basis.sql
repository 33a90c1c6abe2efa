-- What mart would be built from, if it were built now: the night, the loads, the figures of ref and the
-- files. $1: the night, $2: fingerprint of the files.
select concat_ws(' ', $1::text,
    (select md5(string_agg(l.unit::text || '/' || l.load_no, ',' order by l.unit)) from ops.latest l),
    ops.figures_print(),
    (select md5(concat_ws('|', r.verdict, r.summary,
         (select string_agg(concat_ws('/', u.source, u.feed, u.slot, u.state, u.reason), ','
                            order by u.source, u.feed, u.slot, u.state) from ops.unapplied u)))
     from ops.run r where r.night = $1::date),
    $2::text) as basis,
    (select m.basis from ops.mart m) as built
