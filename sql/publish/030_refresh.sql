-- The published tables, from mart and what mart.disclosure lets through.

delete from publish.edition;
insert into publish.edition (as_of, threshold, notice, discount_rate)
select mart.as_of(), mart.parameter('disclosure_threshold')::integer, 'Internal: not for publication',
       mart.parameter('discount_rate')
where mart.as_of() is not null;

delete from publish.programme;
insert into publish.programme
select p.programme, p.position, p.title, p.outcome, p.outcome_definition, b.base_year
from mart.programme p
left join mart.cost_base b using (programme)
where exists (select from mart.measure m where m.programme = p.programme);

delete from publish.provider;
insert into publish.provider
select distinct m.programme, coalesce(m.provider, '*'),
       case when m.provider is null then 'All providers' else coalesce(c.name, m.provider) end, c.area
from mart.measure m
left join core.provider c using (provider);

delete from publish.indicator;
insert into publish.indicator
select indicator, position, label, unit, numerator, denominator, source, exclusions
from mart.indicator
where indicator <> 'engaged' and event is null;

-- Counts that each indicator is made from: all must be visible. Attendance is made from sessions; it
-- needs enough young people, but doesn't give their number away. A cost by the head gives away the
-- starters that share the spend.
delete from publish.measure;
insert into publish.measure
with need (indicator, counts) as (values
    ('outcome_rate', array['cohort', 'outcomes']),
    ('completion_rate', array['cohort', 'completers']),
    ('cost_per_start', array['starts']),
    ('cost_per_completer', array['starts', 'cohort', 'completers']),
    ('cost_per_outcome', array['starts', 'cohort', 'outcomes'])
),
judged as (
    select m.programme, coalesce(m.provider, '*') as provider, m.indicator, m.value, m.status, i.unit,
           case
               when i.unit = 'persons' then mart.may_show(m.programme, coalesce(m.provider, '*'), m.indicator)
               when n.counts is not null then
                   mart.may_show(m.programme, coalesce(m.provider, '*'), variadic n.counts)
               when m.indicator like 'attendance%' then
                   exists (select from mart.disclosure d
                           where d.programme = m.programme and d.provider = coalesce(m.provider, '*')
                             and d.indicator = 'paired' and d.reason is distinct from 'small')
               else true
           end as shown
    from mart.measure m
    join mart.indicator i using (indicator)
    left join need n using (indicator)
    where m.indicator <> 'engaged'
)
select programme, provider, indicator,
       case when status = 'value' and shown
            then round(value, case unit when 'persons' then 0 when 'pounds' then 2 else 4 end) end,
       case when status = 'x' then 'x' when status = 'value' and shown then null
            when status = 'z' and indicator <> 'attendance_change' and not shown then 'c'
            when status = 'z' then 'z' else 'c' end
from judged;

delete from publish.cost_per_outcome;
insert into publish.cost_per_outcome (programme, provider, name, n, outcomes, cost, ratio, lower, upper,
    set_type, boot_lower, boot_upper, symbol)
select p.programme, p.provider, p.name, r.n, r.outcomes, round(r.cost::numeric, 2),
       round(r.ratio::numeric, 2), round(r.lower::numeric, 2), round(r.upper::numeric, 2), r.set_type,
       round(r.boot_lower::numeric, 2), round(r.boot_upper::numeric, 2),
       case when r.n is not null then null when a.unit is null then 'x' else 'c' end
from publish.provider p
left join mart.ratio a
    on a.analysis = p.programme || '-cost-per-outcome' and a.unit = p.provider
left join mart.ratio r
    on r.analysis = a.analysis and r.unit = a.unit
   and mart.may_show(p.programme, p.provider, 'starts', 'cohort', 'outcomes')
   and (p.provider <> '*' or not exists (
       select from mart.provider_count c
       where c.programme = p.programme and (c.outcomes is null or c.spend is null)));

-- A step of the ladder gives away the one before it: where one is hidden, no step is shown.
delete from publish.ladder;
insert into publish.ladder (programme, strategy, name, cost, effect, inc_cost, inc_effect, icer, status, symbol)
with rung as (
    select left(f.analysis, -length('-ladder')) as programme, f.*,
           mart.may_show(left(f.analysis, -length('-ladder')), f.strategy, 'starts', 'cohort', 'outcomes') as shown
    from mart.frontier f
    where f.analysis <> 'programmes-ladder'
    union all
    select '*', f.*,
           mart.may_show(f.strategy, '*', 'starts', 'cohort', 'outcomes', 'engaged')
               and not exists (select from mart.provider_count c
                               where c.programme = f.strategy and (c.engaged is null or c.spend is null
                                   or c.outcomes is null))
    from mart.frontier f
    where f.analysis = 'programmes-ladder'
),
judged as (
    select *, bool_and(shown) over (partition by programme) as whole from rung
)
select j.programme, j.strategy, coalesce(g.title, p.name, j.strategy),
       case when shown then round(cost::numeric, 2) end,
       case when shown then round(effect::numeric, 4) end,
       case when whole then round(inc_cost::numeric, 2) end,
       case when whole then round(inc_effect::numeric, 4) end,
       case when whole then round(icer::numeric, 2) end, case when whole then status end,
       case when not shown then 'c' end
from judged j
left join publish.provider p on p.programme = j.programme and p.provider = j.strategy
left join publish.programme g on j.programme = '*' and g.programme = j.strategy;

-- Comparisons come as rows of measures; a column each is easier to read.
create or replace view mart.comparison as
select left(analysis, -length('-compare')) as programme, arm as provider,
       max(value) filter (where measure = 'n')::bigint as n,
       max(value) filter (where measure = 'n_reference')::bigint as n_reference,
       max(value) filter (where measure = 'delta_cost')::float8 as delta_cost,
       max(value) filter (where measure = 'delta_effect')::float8 as delta_effect,
       sqrt(max(value) filter (where measure = 'var_cost')::float8) as se_cost,
       sqrt(max(value) filter (where measure = 'var_effect')::float8) as se_effect,
       max(value) filter (where measure = 'critical')::float8 as critical,
       max(value) filter (where measure = 'quadrant') as quadrant,
       max(value) filter (where measure = 'icer')::float8 as icer,
       max(value) filter (where measure = 'fieller_lower')::float8 as lower,
       max(value) filter (where measure = 'fieller_upper')::float8 as upper,
       max(value) filter (where measure = 'set_type') as set_type,
       max(value) filter (where measure = 'replicates')::bigint as replicates
from mart.compare
where lambda is null
group by analysis, arm;
comment on view mart.comparison is 'Comparisons of mart.compare, a row each';

delete from publish.comparison;
insert into publish.comparison (programme, provider, name, reference, n, n_reference, delta_cost,
    cost_lower, cost_upper, delta_effect, effect_lower, effect_upper, quadrant, icer, lower, upper,
    set_type, replicates, symbol)
select c.programme, c.provider, own.name, other.name, s.n, s.n_reference,
       round(s.delta_cost::numeric, 2),
       round((s.delta_cost - s.critical * s.se_cost)::numeric, 2),
       round((s.delta_cost + s.critical * s.se_cost)::numeric, 2),
       round(s.delta_effect::numeric, 4),
       round((s.delta_effect - s.critical * s.se_effect)::numeric, 4),
       round((s.delta_effect + s.critical * s.se_effect)::numeric, 4),
       s.quadrant, round(s.icer::numeric, 2), round(s.lower::numeric, 2),
       round(s.upper::numeric, 2), s.set_type, s.replicates, case when s.n is null then 'c' end
from mart.comparison c
join mart.reference_provider r using (programme)
join publish.provider own on own.programme = c.programme and own.provider = c.provider
join publish.provider other on other.programme = c.programme and other.provider = r.provider
left join mart.comparison s
    on s.programme = c.programme and s.provider = c.provider
   and mart.may_show(c.programme, c.provider, 'starts', 'cohort', 'outcomes')
   and mart.may_show(c.programme, r.provider, 'starts', 'cohort', 'outcomes');

delete from publish.net_benefit;
insert into publish.net_benefit (programme, provider, name, lambda, value, lower, upper, probability)
select p.programme, p.provider, p.name, c.lambda,
       round(max(c.value) filter (where c.measure = 'inmb')::numeric, 2),
       round(max(c.value) filter (where c.measure = 'inmb_lower')::numeric, 2),
       round(max(c.value) filter (where c.measure = 'inmb_upper')::numeric, 2),
       round(max(c.value) filter (where c.measure = 'ceac')::numeric, 4)
from publish.comparison p
join mart.compare c on c.analysis = p.programme || '-compare' and c.arm = p.provider
where c.lambda is not null and p.symbol is null
group by p.programme, p.provider, p.name, c.lambda;
