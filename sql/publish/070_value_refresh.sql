-- What the analyses of outcome rates, acceptability, distance travelled and benefits found, as far as it may be
-- shown. What is made of a programme's total needs that total; what is made of every provider needs them all.

create or replace function mart.may_value(programme text, provider text) returns boolean
language sql stable
return mart.may_show(programme, provider, 'starts', 'cohort', 'outcomes')
       and mart.may_show(programme, '*', 'starts', 'cohort', 'outcomes');
comment on function mart.may_value is 'Whether what a provider''s money and outcomes say against the programme''s may be shown';

delete from publish.rate;
insert into publish.rate
select p.programme, p.provider, p.name, i.n::bigint, i.x::bigint, round(i.proportion::numeric, 4),
       round(i.wilson_lower::numeric, 4), round(i.wilson_upper::numeric, 4), round(f.target::numeric, 4),
       round(f.inner_lower::numeric, 4), round(f.inner_upper::numeric, 4), round(f.outer_lower::numeric, 4),
       round(f.outer_upper::numeric, 4), round(f.od_inner_lower::numeric, 4), round(f.od_inner_upper::numeric, 4),
       round(f.od_outer_lower::numeric, 4), round(f.od_outer_upper::numeric, 4),
       case when least(f.target, 1 - f.target) * f.denominator >= mart.parameter('disclosure_threshold')::float8
            then coalesce(f.od_label, f.label) end,
       round(f.phi::numeric, 3), round(f.tau2::numeric, 6),
       round(s.expected::numeric, 1), round(s.ratio::numeric, 3), round(s.lower::numeric, 3), round(s.upper::numeric, 3),
       round(s.rate::numeric, 4), round(s.rate_lower::numeric, 4), round(s.rate_upper::numeric, 4),
       round(h.shrunken::numeric, 4), round(h.shrunken_lower::numeric, 4), round(h.shrunken_upper::numeric, 4),
       round(h.above::numeric, 3), case when i.n is not null then null when a.unit is null then 'x' else 'c' end
from publish.provider p
left join mart.interval a on a.analysis = p.programme || '-outcomes' and a.unit = p.provider
left join mart.interval i
    on i.analysis = a.analysis and i.unit = a.unit
   and mart.may_show(p.programme, p.provider, 'cohort', 'outcomes') and mart.may_show(p.programme, '*', 'cohort', 'outcomes')
left join mart.funnel f on f.analysis = i.analysis and f.unit = i.unit
left join mart.standardise s on s.analysis = i.analysis and s.unit = i.unit
left join mart.shrink h on h.analysis = i.analysis and h.unit = i.unit;

delete from publish.money;
insert into publish.money
select p.programme, p.provider, p.name, f.observed::bigint, round(f.expected::numeric, 1), round(f.value::numeric, 3),
       round(f.inner_lower::numeric, 3), round(f.inner_upper::numeric, 3), round(f.outer_lower::numeric, 3),
       round(f.outer_upper::numeric, 3), round(f.od_inner_lower::numeric, 3), round(f.od_inner_upper::numeric, 3),
       round(f.od_outer_lower::numeric, 3), round(f.od_outer_upper::numeric, 3),
       case when f.expected >= mart.parameter('disclosure_threshold')::float8 then coalesce(f.od_label, f.label) end,
       round(f.phi::numeric, 3), round(f.tau2::numeric, 6),
       case when f.unit is not null then null when a.unit is null then 'x' else 'c' end
from publish.provider p
left join mart.funnel a on a.analysis = p.programme || '-cost-per-outcome' and a.unit = p.provider
left join mart.funnel f on f.analysis = a.analysis and f.unit = a.unit and mart.may_value(p.programme, p.provider)
where p.provider <> '*';

delete from publish.acceptability;
with strategy as (
    select distinct p.programme, s.analysis, s.strategy, p.name
    from mart.psa s
    join publish.provider p on s.analysis = p.programme || '-acceptability' and p.provider = s.strategy
),
judged as (
    select *, bool_and(mart.may_value(programme, strategy)) over (partition by programme) as whole from strategy
)
insert into publish.acceptability
select j.programme, s.lambda::numeric, j.strategy, j.name, round(s.p_best::numeric, 4), round(s.ceaf::numeric, 4),
       round(s.eib::numeric, 2), round(s.evpi::numeric, 2),
       case when s.lambda is not null then substring(a.commands from '--replicates ([0-9]+)')::bigint end,
       case when s.lambda is null then 'c' end
from judged j
join mart.analysis a using (analysis)
left join mart.psa s on s.analysis = j.analysis and s.strategy = j.strategy and j.whole;

delete from publish.quadrant;
insert into publish.quadrant
select c.programme, c.provider, c.name, c.reference, c.n, c.n_reference, round(q.ne, 4), round(q.se, 4), round(q.sw, 4),
       round(q.nw, 4), c.symbol
from publish.comparison c
left join lateral (
    select max(value::numeric) filter (where measure = 'quadrant_ne') as ne,
           max(value::numeric) filter (where measure = 'quadrant_se') as se,
           max(value::numeric) filter (where measure = 'quadrant_sw') as sw,
           max(value::numeric) filter (where measure = 'quadrant_nw') as nw
    from mart.compare m
    where m.analysis = c.programme || '-compare' and m.arm = c.provider and m.measure like 'quadrant\_%'
) q on c.symbol is null;

-- A count of scores beside the programme's other counts must not give away who has none.
create or replace function mart.stands_alone(programme text, number bigint) returns boolean
language sql stable
return number >= mart.parameter('disclosure_threshold')
       and not exists (select from mart.disclosure d
                       where d.programme = stands_alone.programme and d.provider = '*' and d.visible
                         and mart.gives_away(d.n - number, false));
comment on function mart.stands_alone is 'Whether a count of a programme may be shown beside those that are';

delete from publish.distance;
with scale as (
    select a.programme, c.unit, split_part(c.unit, '/', 1) as instrument, split_part(c.unit, '/', 2) as scale,
           split_part(c.unit, '/', 3) as rater,
           max(value) filter (where measure = 'n')::bigint as n, max(value) filter (where measure = 'paired')::bigint as paired,
           max(value) filter (where measure = 'mean_pre')::numeric as first,
           max(value) filter (where measure = 'mean_post')::numeric as last,
           max(value) filter (where measure = 'smcr')::numeric as effect,
           max(value) filter (where measure = 'smcr_lower')::numeric as lower,
           max(value) filter (where measure = 'smcr_upper')::numeric as upper
    from mart.change c
    join mart.analysis a using (analysis)
    group by a.programme, c.unit
),
verdict as (
    select a.programme, p.rater, count(p.status) as paired, count(*) filter (where status = 'improved') as improved,
           count(*) filter (where status = 'unchanged') as unchanged,
           count(*) filter (where status = 'deteriorated') as deteriorated
    from mart.change_person p
    join mart.analysis a using (analysis)
    group by a.programme, p.rater
),
judged as (
    select s.*, v.improved, v.unchanged, v.deteriorated, k.direction,
           mart.stands_alone(s.programme, s.paired) as shown,
           mart.stands_alone(s.programme, s.n)
               and (s.n = s.paired or s.n - s.paired >= mart.parameter('disclosure_threshold')) as whole,
           mart.stands_alone(s.programme, v.improved)
               and v.paired - v.improved >= mart.parameter('disclosure_threshold') as better,
           least(v.improved, v.unchanged, v.deteriorated) >= mart.parameter('disclosure_threshold') as all_three
    from scale s
    join verdict v using (programme, rater)
    cross join lateral (
        select direction from ref.scale r
        where r.instrument = s.instrument and r.scale in (s.scale, '*') and r.rater in (s.rater, '*')
        order by r.scale = '*', r.rater = '*' limit 1
    ) k
)
insert into publish.distance
select programme, instrument, scale, rater, case when shown and whole then n end, case when shown then paired end,
       case when shown then round(first, 2) end, case when shown then round(last, 2) end,
       case direction when 1 then 'higher' else 'lower' end,
       case when shown then round(direction * effect, 3) end,
       case when shown then round(case direction when 1 then lower else -upper end, 3) end,
       case when shown then round(case direction when 1 then upper else -lower end, 3) end,
       case when shown and better then improved end, case when shown and better and all_three then unchanged end,
       case when shown and better and all_three then deteriorated end, case when not shown then 'c' end
from judged;

-- Benefits are sums over the programme's outcomes: each that is valued must be one that may be shown, and of
-- every provider. An outcome without a price is shown by itself.
create or replace view mart.benefit_shown as
select c.programme, c.outcome,
       mart.may_show(c.programme, '*', 'starts', 'cohort', 'outcomes') and mart.may_show(c.programme, '*', o.indicator)
           and not exists (select from mart.provider_count p
                           where p.programme = c.programme
                             and (p.spend is null or p.outcomes is null
                                  or c.outcome = 'engaged' and p.engaged is null
                                  or c.outcome = 'completed' and p.completers is null)) as shown
from mart.benefit_count c
cross join lateral (values (case c.outcome when 'engaged' then 'engaged' when 'completed' then 'completers'
                                           else 'outcomes' end)) as o (indicator);
comment on view mart.benefit_shown is 'Whether what is made of an outcome''s count may be shown';

create or replace view mart.benefit_whole as
select v.programme, bool_and(s.shown) as shown
from mart.valued_outcome v
join mart.benefit_shown s using (programme, outcome)
group by v.programme;
comment on view mart.benefit_whole is 'Whether what a programme is worth may be shown';

delete from publish.benefit;
insert into publish.benefit
select a.programme, b.measure, b.outcome, b.agency, b.category,
       case when j.shown then round(b.value::numeric, case when b.measure in ('bcr', 'fiscal_roi', 'cashable_roi')
                                                                or b.measure like 'chance%' then 4 else 2 end) end,
       case when not j.shown then 'c' when b.value is null then 'z' end
from mart.benefit b
join mart.analysis a using (analysis)
join mart.benefit_whole w using (programme)
left join mart.benefit_shown s on s.programme = a.programme and s.outcome = b.outcome
cross join lateral (values (case b.measure when 'not_valued' then s.shown else w.shown end)) as j (shown);

delete from publish.benefit_flow;
insert into publish.benefit_flow
select a.programme, f.flow, f.year::integer, round(f.value::numeric, 2), round(f.present::numeric, 2),
       round(f.cumulative::numeric, 2)
from mart.benefit_flow f
join mart.analysis a using (analysis)
join mart.benefit_whole w using (programme)
where w.shown;

delete from publish.benefit_sensitivity;
insert into publish.benefit_sensitivity
select a.programme, replace(s.parameter, '_', ' '), s.subject, s.agency, s.low::numeric, s.central::numeric, s.high::numeric,
       round(s.npsv_low::numeric, 2), round(s.npsv_high::numeric, 2), round(s.width::numeric, 2),
       round(s.switching::numeric, case when abs(s.switching) >= 100 then 0 else 3 end)
from mart.benefit_sensitivity s
join mart.analysis a using (analysis)
join mart.benefit_whole w using (programme)
where w.shown;

-- What an analysis rests on is no record of anybody.
delete from publish.analysis;
insert into publish.analysis
select analysis, programme, title, description, comparators, outcome, perspective, horizon, price_year, base_year, seed,
       commands, code_version, night, state, problem
from mart.analysis;
delete from publish.reference;
insert into publish.reference select analysis, reference, item, value, edition, source from mart.analysis_reference;
delete from publish.missing;
insert into publish.missing select analysis, position, what, how from mart.analysis_missing;
delete from publish.appraisal;
insert into publish.appraisal
select a.programme, a.base_year, a.horizon, a.schedule, a.payer, a.evidence, a.edition, a.source
from ref.appraisal a
join publish.programme using (programme);
