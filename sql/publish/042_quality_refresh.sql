-- The published copies of the quality report, from ops and mart and what may be shown of them.

-- The sum of what is hidden comes to the threshold or more: what was delivered may be shown, if it is not too few
-- itself.
delete from publish.night_change;
insert into publish.night_change (position, item, label, unit, tonight, night_before, change)
with label (item, label) as (values
    ('applied', 'Units applied'), ('held', 'Units held'), ('failed', 'Units failed'),
    ('not_attempted', 'Units not attempted'), ('waiting', 'Deliveries not whole yet'),
    ('delivered', 'Records delivered'), ('inserted', 'Records inserted'), ('updated', 'Records updated'),
    ('unchanged', 'Records unchanged'), ('duplicate', 'Records repeated in a delivery'),
    ('rejected', 'Records rejected'), ('retired', 'Records retired')
), shown as (
    select n.night, n.before, n.position, n.item, n.unit, n.figure,
           case when n.figure is null then 'x'
                when n.unit = 'deliveries' or (c.n is null and not mart.too_few(n.figure)) or c.visible
                then n.figure::text else 'c' end as cell
    from ops.night_change n
    left join mart.quality_cell c
        on c.about = 'night' and c.provider = n.night::text and c.class = n.item
)
select t.position, t.item, l.label, t.unit, t.cell, coalesce(b.cell, 'z'),
       case when 'c' in (t.cell, b.cell) then 'c' when b.item is null then 'z'
            when 'x' in (t.cell, b.cell) then 'x' else (t.figure - b.figure)::text end
from shown t
join label l using (item)
left join shown b on b.night = t.before and b.item = t.item
where t.night = mart.as_of();

delete from publish.unapplied;
insert into publish.unapplied
select u.source, u.feed, u.provider, coalesce(p.name, u.provider, 'Several providers, or not known which'), u.state,
       case u.state when 'held' then 'gate ' || u.reason else 'see ontrack status' end, count(*)
from ops.unapplied u
left join core.provider p using (provider)
group by u.source, u.feed, u.provider, p.name, u.state, 6;

delete from publish.quality;
insert into publish.quality
select q.feed, q.provider, coalesce(c.name, q.provider, 'Not known which'), q.field,
       case when s.valid = 'c' or not s.denominator_visible then 'c'
            else mart.shown_rate(q.valid, q.denominator, q.error, mart.too_few(q.error)) end,
       s.valid, s.other, s.defaulted, s.invalid, s.missing,
       case when s.denominator_visible then s.denominator::text else 'c' end, s.not_applicable,
       case when mart.too_few(q.error) then 'c' else q.error::text end
from (
    select feed, provider, field, sum(valid) as valid, sum(denominator) as denominator, sum(error) as error
    from ops.field_quality
    group by feed, provider, field
) q
join mart.quality_shown s
    on s.about = 'field' and s.feed = q.feed and s.provider = coalesce(q.provider, '') and s.field = q.field
left join core.provider c on c.provider = q.provider;

-- The errors of a provider are those of its fields, and give them away.
delete from publish.quality_provider;
insert into publish.quality_provider (position, provider, name, pass_rate, month_before, valid, other, defaulted,
    invalid, missing, denominator, not_applicable, error, held, failed)
select row_number() over (order by substring(r.pass_rate from '^[0-9.]+')::numeric, n.name, q.provider), q.provider,
       n.name, r.pass_rate, 'x', coalesce(s.valid, 'z'), coalesce(s.other, 'z'), coalesce(s.defaulted, 'z'),
       coalesce(s.invalid, 'z'), coalesce(s.missing, 'z'),
       case when s.denominator is null then 'z' when s.denominator_visible then s.denominator::text else 'c' end,
       coalesce(s.not_applicable, 'z'),
       case when q.error is null then 'z' when few.error then 'c' else q.error::text end,
       q.held, q.failed
from ops.provider_quality q
left join mart.quality_shown s on s.about = 'provider' and s.provider = coalesce(q.provider, '')
left join core.provider c on c.provider = q.provider
cross join lateral (select coalesce(c.name, q.provider, 'Not known which') as name) n
cross join lateral (
    select coalesce(bool_or(f.error = 'c'), false) as error
    from publish.quality f
    where f.provider is not distinct from q.provider
) few
cross join lateral (
    select case when q.denominator is null then 'z'
                when s.valid = 'c' or not s.denominator_visible then 'c'
                else mart.shown_rate(q.valid, q.denominator, q.error, few.error) end as pass_rate
) r;

-- What a night hides of its month stays hidden: by then nobody knows which counts stood beside it.
update ops.quality_month q
set hidden = p.pass_rate = 'c'
from publish.quality_provider p
where p.provider is not distinct from q.provider
  and q.night = mart.as_of() and q.month = date_trunc('month', mart.as_of());
update ops.completeness_month m
set hidden = not c.visible
from mart.completeness_cell c
where c.programme = m.programme and c.provider = m.provider and c.item = 'complete'
  and m.night = mart.as_of() and m.month = date_trunc('month', mart.as_of());

delete from publish.history;
insert into publish.history (month, provider, name, pass_rate, complete, coverage)
with month as (
    select month, provider, bool_or(hidden) as hidden,
           sum(valid) / nullif(sum(valid + other + defaulted + invalid + missing + error), 0) as pass_rate
    from ops.quality_month
    where provider is not null and month <= mart.as_of()
    group by month, provider
), need as (
    select month, provider, bool_or(hidden) as hidden, sum(complete) / nullif(sum(cohort), 0) as complete,
           sum(spend_complete) / nullif(sum(spend), 0) as coverage
    from ops.completeness_month
    where month <= mart.as_of()
    group by month, provider
)
select month, provider, coalesce(c.name, provider),
       case when m.pass_rate is null then 'x' when m.hidden then 'c' else round(m.pass_rate, 2)::text end,
       case when n.complete is null then 'x' when n.hidden then 'c' else round(n.complete, 2)::text end,
       case when n.coverage is null then 'x' when n.hidden then 'c' else round(n.coverage, 2)::text end
from month m
full join need n using (month, provider)
left join core.provider c using (provider);

update publish.quality_provider p
set month_before = h.pass_rate
from publish.history h
where h.provider = p.provider and h.month = date_trunc('month', mart.as_of()) - interval '1 month';

-- By how often, whatever the severity; who is touched, as a number: with their names a count would tell of one
-- provider what publish.quality hides.
delete from publish.rule;
insert into publish.rule
select row_number() over (order by records desc, feed, rule, field nulls first, severity), feed, rule, field,
       case severity when 'warning' then 'yes, please check' when 'record' then 'no'
            when 'group' then 'no, nor what hangs on it' else 'no, nor the rest of the delivery' end,
       message, guidance, case when mart.too_few(records) then 'c' else records::text end,
       concat_ws(', ', nullif(providers, 0), nullif(cardinality(addressees) - providers, 0) || ' shared')
from ops.rule_frequency;

delete from publish.completeness;
insert into publish.completeness (position, title, programme, provider, name, referrals, referrals_with_baseline,
    starts, with_baseline, with_cost, cohort, with_endpoint, complete, not_due, spend, spend_complete, coverage)
with shown as (
    select programme, provider,
           max(case when visible then part::text else 'c' end) filter (where item = 'referrals_with_baseline')
               as referrals_with_baseline,
           max(case when visible then part::text else 'c' end) filter (where item = 'with_baseline')
               as with_baseline,
           max(case when visible then part::text else 'c' end) filter (where item = 'with_cost') as with_cost,
           max(case when visible then part::text else 'c' end) filter (where item = 'with_endpoint')
               as with_endpoint,
           max(case when visible then part::text else 'c' end) filter (where item = 'complete') as complete,
           bool_and(visible) filter (where item = 'complete') as covered
    from mart.completeness_cell
    group by programme, provider
), given as (
    select c.*, s.referrals_with_baseline as s_referrals, s.with_baseline as s_baseline, s.with_cost as s_cost,
           s.with_endpoint as s_endpoint, s.complete as s_complete, coalesce(c.provider, '*') as place,
           mart.may_show(c.programme, coalesce(c.provider, '*'), 'referrals') as referrals_visible,
           mart.may_show(c.programme, coalesce(c.provider, '*'), 'starts') as starts_visible,
           mart.may_show(c.programme, coalesce(c.provider, '*'), 'cohort') as cohort_visible,
           s.covered and mart.may_show(c.programme, coalesce(c.provider, '*'), 'starts', 'cohort') as covered
    from mart.completeness c
    join shown s on s.programme = c.programme and s.provider = coalesce(c.provider, '*')
)
select row_number() over (order by m.position, g.place <> '*', n.name, g.place), m.title, g.programme, g.place, n.name,
       case when g.referrals = 0 then 'x' when g.referrals_visible then g.referrals::text else 'c' end,
       case when g.referrals = 0 then 'x' else g.s_referrals end,
       case when g.starts_visible then g.starts::text else 'c' end, g.s_baseline, g.s_cost,
       case when g.cohort_visible then g.cohort::text else 'c' end, g.s_endpoint, g.s_complete,
       case when g.starts_visible and g.cohort_visible and not mart.too_few(g.not_due)
            then g.not_due::text else 'c' end,
       coalesce(round(g.spend, 2)::text, 'x'),
       case when g.spend is null then 'x' when g.covered then round(g.spend_complete, 2)::text else 'c' end,
       case when g.coverage is null then 'x' when g.covered then g.coverage::text else 'c' end
from given g
join mart.programme m using (programme)
left join core.provider p on p.provider = g.provider
cross join lateral (
    select case g.place when '*' then 'All providers' else coalesce(p.name, g.place) end as name
) n;

delete from publish.timeliness;
insert into publish.timeliness (position, source, provider, name, period, night, due_on, days_late, event_age)
select row_number() over (order by t.days_late desc nulls last, t.event_age / 7 desc nulls last, t.source, t.provider),
       t.source, t.provider, coalesce(p.name, t.provider), coalesce(t.period, 'z'), t.night,
       coalesce(t.due_on::text, 'z'), coalesce(t.days_late::text, 'z'),
       case when t.newest_event is null then 'z' when mart.too_few(t.events) then 'c'
            else (t.event_age / 7)::text end
from mart.timeliness t
left join core.provider p using (provider);
