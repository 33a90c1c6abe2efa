-- All that load keeps, a line each, in the form in which history.awk says what it must be. (Pseudonyms
-- are small numbers in the tests; the caller turns them back.)
with version (what, feed, provider, key, said, person, unit, load_no, source_row, period, reason, ended_by,
              ended_load_no) as (
    select 'current', 'young', provider, person_key,
           concat_ws(' ', coalesce(v.nhs_number::text, '-'), sex, score), person_key,
           c.unit, c.load_no, c.source_row, c.period, null, null::uuid, null::integer
    from core.young c
    left join vault.young v using (provider, person_key)
    union all
    select 'history', 'young', provider, person_key,
           concat_ws(' ', coalesce(v.nhs_number::text, '-'), sex, score), person_key,
           unit, load_no, source_row, c.period, reason, ended_by, ended_load_no
    from core.young_history c
    left join vault.young_history v
        using (provider, person_key, unit, load_no, source_row, reason, ended_by, ended_load_no)
    union all
    select 'current', 'stay', provider, stay_ref, concat_ws(' ', person_ref, weeks), person_key,
           unit, load_no, source_row, period, null, null, null
    from core.stay
    union all
    select 'history', 'stay', provider, stay_ref, concat_ws(' ', person_ref, weeks), person_key,
           unit, load_no, source_row, period, reason, ended_by, ended_load_no
    from core.stay_history
    union all
    select 'waiting', 'stay', provider, stay_ref, concat_ws(' ', person_ref, weeks), null,
           unit, load_no, source_row, period, null, null, null
    from core.stay_waiting
    union all
    select 'current', 'visit', provider, visit_ref, concat_ws(' ', stay_ref, minutes), person_key,
           unit, load_no, source_row, period, null, null, null
    from core.visit
    union all
    select 'history', 'visit', provider, visit_ref, concat_ws(' ', stay_ref, minutes), person_key,
           unit, load_no, source_row, period, reason, ended_by, ended_load_no
    from core.visit_history
    union all
    select 'waiting', 'visit', provider, visit_ref, concat_ws(' ', stay_ref, minutes), null,
           unit, load_no, source_row, period, null, null, null
    from core.visit_waiting
)
select concat(v.what, ' ', v.feed, ' ', v.provider, ' ', v.key, '/', v.said, '/', v.person, '/', u.slot, '/',
              v.load_no, '/', v.source_row, '/', coalesce(to_char(v.period, 'FMMM'), '-'),
              '/' || v.reason || ' ' || e.slot || ' ' || v.ended_load_no)
from version v
join ops.unit u using (unit)
left join ops.unit e on e.unit = v.ended_by
union all
select concat('reject ', u.feed, ' ', u.slot, ' ', r.load_no, ' ', r.source_row, ' ', r.rule, ' ', r.settled)
from ops.reject r
join ops.unit u using (unit)
