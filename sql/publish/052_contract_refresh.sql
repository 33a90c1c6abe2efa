-- The contract reports, from mart and what mart.contract_cell lets through.

delete from publish.contract;
insert into publish.contract (programme, provider, name, title, position, month, month_label)
select p.programme, p.provider, p.name, g.title, g.position, m.month, to_char(m.month, 'FMMonth YYYY')
from publish.provider p
join publish.programme g using (programme)
cross join lateral (select (date_trunc('month', mart.as_of() + 1) - interval '1 month')::date as month) m
where p.provider <> '*';

delete from publish.contract_indicator;
insert into publish.contract_indicator
select indicator, position, label, kind, unit, better, definition, numerator, denominator, source, exclusions
from mart.indicator
where event is not null and programmes && (select array_agg(programme) from publish.programme);

delete from publish.contract_period;
insert into publish.contract_period (programme, period_kind, period, label)
select programme, period_kind, period, label
from mart.contract_period
where programme in (select programme from publish.contract);

delete from publish.contract_value;
insert into publish.contract_value (programme, provider, indicator, period_kind, period, label, n, value, lower, upper, symbol)
select v.programme, v.provider, v.indicator, v.period_kind, v.period, p.label,
       case when shown then round(v.denominator)::bigint end,
       case when shown then round(v.value, d.digits) end,
       case when shown then round(v.lower, d.digits) end, case when shown then round(v.upper, d.digits) end,
       case when shown then null when v.status = 'value' then 'c' else v.status end
from mart.indicator_value v
join mart.indicator i using (indicator)
join mart.contract_period p
  on p.programme = v.programme and p.period_kind = v.period_kind and p.period is not distinct from v.period
join publish.contract t on t.programme = v.programme and t.provider = v.provider
left join mart.contract_cell c
  on c.programme = v.programme and c.provider = v.provider and c.indicator = v.indicator
 and c.period_kind = v.period_kind and c.period is not distinct from v.period
cross join lateral (select v.status = 'value' and coalesce(c.visible, false) as shown) s
cross join lateral (select case i.kind when 'count' then 0 when 'share' then 4 when 'ratio' then 4 else 2 end as digits) d
where v.group_kind = 'all' and v.programme = any (i.programmes);

-- A target over a period that the report has is shown as that is. Over another one it is shown where it is
-- about enough young people and can't be set against the report's own periods: a share, to the
-- percent, without its n.
delete from publish.contract_target;
insert into publish.contract_target (programme, provider, indicator, period_start, period_end, target, amber, value, light, symbol)
select t.programme, t.provider, t.indicator, t.period_start, t.period_end, t.target, t.amber,
       case when shown then round(t.value, case when i.kind = 'share' or i.kind = 'ratio' then 2 else 0 end) end,
       case when shown then t.light end,
       case when shown then null when t.status = 'value' then 'c' else t.status end
from mart.target_value t
join mart.indicator i using (indicator)
join publish.contract r using (programme, provider)
left join mart.contract_cell c
  on c.programme = t.programme and c.provider = t.provider and c.indicator = t.indicator
 and c.period = t.period_start and c.last_day = t.period_end
cross join lateral (
    select mart.parameter('disclosure_threshold') as least_shown
) d
cross join lateral (
    select t.status = 'value' and case
        when c.indicator is not null then c.visible
        when i.kind = 'share' and i.event not in ('contact_event', 'attendance_event', 'aim_event')
            then t.numerator >= d.least_shown and t.denominator - t.numerator >= d.least_shown
                 and not exists (select from mart.contract_cell h
                                 where h.programme = t.programme and h.provider = t.provider and h.indicator = t.indicator
                                   and h.reason = 'linked')
        else false end as shown
) s
where t.period_end >= (r.month - interval '11 months')::date;
