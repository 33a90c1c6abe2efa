-- What is failed or held beside the units that were replayed. $1: the night, $2: those units, as
-- SOURCE/FEED/SLOT, a unit separator between.
select (select count(*) from ops.failure f
        where f.night = $1::date
          and concat_ws('/', f.source, f.feed, f.slot) <> all (string_to_array($2, chr(31)))) as failed,
       (select count(distinct h.unit) from ops.open_hold h
        where concat_ws('/', h.source, h.feed, h.slot) <> all (string_to_array($2, chr(31)))) as held
