-- What mart stands for, to make an analysis again: its night, its basis, and whether core has changed since.
select split_part(m.basis, ' ', 1) as night, m.basis,
    split_part(m.basis, ' ', 2) is distinct from
        coalesce((select md5(string_agg(l.unit::text || '/' || l.load_no, ',' order by l.unit)) from ops.latest l), '')
        as changed
from ops.mart m
