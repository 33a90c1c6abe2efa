-- What appraise benefit reads: outcomes that are counted, what a year of one is worth (ref.unit_cost), what is
-- taken for granted (ref.assumption, ref.appraisal), and what is missing of it.

-- Outcomes by what they are, so that one figure can value them in every programme. Education, employment
-- or training is the programme's own outcome in two programmes: it is counted once, as engaged.
create or replace view mart.benefit_count as
select programme, o.outcome, sum(o.n)::bigint as n
from mart.provider_count
cross join lateral (values
    ('engaged', engaged), ('achieved', case programme when 'wbl' then outcomes end),
    ('improved', case programme when 'mhst' then outcomes end), ('completed', completers)) as o (outcome, n)
where spend is not null and outcomes is not null
group by programme, o.outcome
having sum(o.n) > 0;
comment on view mart.benefit_count is 'Outcomes of a programme that can be valued, at providers that collect outcomes and costs';
comment on column mart.benefit_count.outcome is 'engaged: in education, employment or training afterwards; achieved: a learning aim; improved: better mental health; completed: the help';
comment on column mart.benefit_count.n is 'Young people';

create or replace view mart.unit_cost as
select u.* from ref.unit_cost u
where u.valid_from <= (select mart.as_of()) and (u.valid_to is null or u.valid_to >= (select mart.as_of()));
comment on view mart.unit_cost is 'Unit costs that hold tonight';

-- An outcome is valued where there is a unit cost of it and the programme has any assumption on it: who values
-- it must then give all eight.
create or replace view mart.valued_outcome as
select distinct c.programme, c.outcome
from mart.benefit_count c
join mart.unit_cost u using (outcome)
join ref.assumption a using (programme, outcome);
comment on view mart.valued_outcome is 'Outcomes that the figures put a value on';

create or replace view mart.set_benefit_outcome as
select c.programme, c.outcome, coalesce(u.category, 'social') as category, u.agency, c.n,
       u.value as unit_value, u.low as unit_value_low, u.high as unit_value_high, u.price_year,
       u.cashable, u.family, c.programme as persons, a.distribution,
       p.deadweight, p.deadweight_low, p.deadweight_high, p.attribution, p.attribution_low, p.attribution_high,
       p.displacement, p.displacement_low, p.displacement_high, p.leakage, p.leakage_low, p.leakage_high,
       p.optimism, p.optimism_low, p.optimism_high, p.dropoff, p.dropoff_low, p.dropoff_high, p.lag, p.duration
from mart.benefit_count c
left join mart.valued_outcome v using (programme, outcome)
left join mart.unit_cost u on u.outcome = v.outcome
left join ref.appraisal a on a.programme = v.programme
left join lateral (
    select max(value) filter (where parameter = 'deadweight') as deadweight,
           max(low) filter (where parameter = 'deadweight') as deadweight_low,
           max(high) filter (where parameter = 'deadweight') as deadweight_high,
           max(value) filter (where parameter = 'attribution') as attribution,
           max(low) filter (where parameter = 'attribution') as attribution_low,
           max(high) filter (where parameter = 'attribution') as attribution_high,
           max(value) filter (where parameter = 'displacement') as displacement,
           max(low) filter (where parameter = 'displacement') as displacement_low,
           max(high) filter (where parameter = 'displacement') as displacement_high,
           max(value) filter (where parameter = 'leakage') as leakage,
           max(low) filter (where parameter = 'leakage') as leakage_low,
           max(high) filter (where parameter = 'leakage') as leakage_high,
           max(value) filter (where parameter = 'optimism') as optimism,
           max(low) filter (where parameter = 'optimism') as optimism_low,
           max(high) filter (where parameter = 'optimism') as optimism_high,
           max(value) filter (where parameter = 'dropoff') as dropoff,
           max(low) filter (where parameter = 'dropoff') as dropoff_low,
           max(high) filter (where parameter = 'dropoff') as dropoff_high,
           max(value) filter (where parameter = 'lag') as lag,
           max(value) filter (where parameter = 'duration') as duration
    from ref.assumption s
    where s.programme = v.programme and s.outcome = v.outcome
) p on true;
comment on view mart.set_benefit_outcome is
    'appraise benefit --outcomes: a row for each agency''s part of a valued outcome, and one without a value for an outcome that nobody has priced. The effect begins in the first year';

create or replace view mart.set_benefit_cost as
select p.programme, 'Cost of those counted' as line, 'revenue' as kind, a.payer as agency, sum(p.cost) as amount,
       b.base_year as price_year, 0 as period, a.cost_optimism as optimism, a.cost_optimism_low as optimism_low,
       a.cost_optimism_high as optimism_high, a.distribution
from mart.set_person p
join mart.cost_base b using (programme)
join ref.appraisal a using (programme)
group by p.programme, b.base_year, a.payer, a.cost_optimism, a.cost_optimism_low, a.cost_optimism_high, a.distribution;
comment on view mart.set_benefit_cost is
    'appraise benefit --costs: what those cost whose outcomes are counted, capital as its yearly charge, all in the first year';

create or replace view mart.set_benefit_parameter as
select programme, base_year, base_year as first_year, horizon, schedule from ref.appraisal;
comment on view mart.set_benefit_parameter is 'appraise benefit --parameters';

create or replace view mart.missing_figure as
with programme as (select programme from mart.programme),
appraised as (
    select a.*, b.base_year as cost_year from ref.appraisal a left join mart.cost_base b using (programme)
)
select programme, 1 as position, 'costs and outcomes of the same provider' as what,
       'deliver both: see docs/dictionary.md, feeds cost and destination' as how
from programme p
where not exists (select from mart.set_person s where s.programme = p.programme)
union all
select programme, 2, 'how its benefits are appraised', 'a row for ' || programme || ' in appraisal.csv of the folder of figures'
from programme p
where not exists (select from ref.appraisal a where a.programme = p.programme)
union all
select programme, 3, 'a unit cost of any outcome that it has',
       'rows for ' || (select string_agg(c.outcome, ' or ' order by c.outcome) from mart.benefit_count c
                       where c.programme = p.programme)
       || ' in unit_cost.csv, and what is assumed of it in assumption.csv'
from programme p
where exists (select from mart.benefit_count c where c.programme = p.programme)
  and not exists (select from mart.valued_outcome v where v.programme = p.programme)
union all
select v.programme, 4, q.parameter || ' of outcome ' || v.outcome,
       'a row ' || v.programme || ',' || v.outcome || ',' || q.parameter || ' in assumption.csv'
from mart.valued_outcome v
cross join unnest(array['deadweight', 'attribution', 'displacement', 'leakage', 'optimism', 'dropoff', 'lag',
                        'duration']) as q (parameter)
where not exists (select from ref.assumption s
                  where (s.programme, s.outcome, s.parameter) = (v.programme, v.outcome, q.parameter))
union all
select a.programme, 5, 'discount rates of schedule ' || a.schedule || ' up to year ' || a.horizon,
       'rows of the schedule in discount.csv, or another schedule in appraisal.csv'
from ref.appraisal a
join programme using (programme)
where exists (select from generate_series(1, a.horizon) as y (year)
              where not exists (select from ref.discount d
                                where d.schedule = a.schedule and y.year between d.year_from and d.year_to))
union all
select distinct a.programme, 6, 'a price index for ' || y.year,
       'a row ' || y.year || ' in deflator.csv: prices are never moved by a guess'
from appraised a
join programme using (programme)
cross join lateral (
    select u.price_year from mart.unit_cost u join mart.valued_outcome v using (outcome)
    where v.programme = a.programme and u.price_year <> a.base_year
    union select a.cost_year where a.cost_year <> a.base_year
) other (year)
cross join lateral (values (a.base_year), (other.year)) as y (year)
where not exists (select from ref.deflator d where d.price_year = y.year);
comment on view mart.missing_figure is 'What nobody has given that appraise benefit needs, and how to give it';

-- Figures between low and high as a text.
create or replace function mart.ranged(value numeric, low numeric, high numeric) returns text
language sql immutable set search_path = pg_catalog
return trim_scale(value) || coalesce(' (' || trim_scale(low) || ' to ' || trim_scale(high) || ')', '');
comment on function mart.ranged is 'A figure, with its low and high value where it has them';

-- Programme null: of every programme.
create or replace view mart.reference_edition as
select 'parameter' as reference, null::text as programme, name as item, mart.ranged(value, null, null) as value,
       'since ' || valid_from as edition, source
from ref.parameter
where valid_from <= (select mart.as_of()) and (valid_to is null or valid_to >= (select mart.as_of()))
union all
select 'deflator', null, price_year::text, mart.ranged(value, null, null), source, source from ref.deflator
union all
select 'discount', a.programme, d.schedule || ', years ' || d.year_from || ' to ' || d.year_to,
       mart.ranged(d.rate, null, null), d.edition, d.source
from ref.discount d
join ref.appraisal a using (schedule)
where d.year_from <= greatest(a.horizon, 1)
union all
select 'unit_cost', v.programme, u.code || ': ' || u.outcome || ', ' || u.agency || ', ' || u.category,
       mart.ranged(u.value, u.low, u.high) || ' pounds of ' || u.price_year, u.edition, u.source
from mart.unit_cost u
join mart.valued_outcome v using (outcome)
union all
select 'assumption', programme, outcome || ': ' || parameter, mart.ranged(value, low, high), edition, source
from ref.assumption
union all
select 'appraisal', programme, p.item, p.value, edition, source
from ref.appraisal a
cross join lateral (values
    ('base year', a.base_year::text), ('years after the first', a.horizon::text), ('discount schedule', a.schedule),
    ('who pays', a.payer), ('optimism of costs', mart.ranged(a.cost_optimism, a.cost_optimism_low, a.cost_optimism_high)),
    ('distribution', a.distribution), ('evidence (Maryland scale)', a.evidence::text)) as p (item, value)
union all
select 'threshold', programme, mart.ranged(value, null, null) || ' pounds an outcome',
       mart.ranged(value, null, null), edition, source
from ref.threshold
union all
select 'scale', null, instrument || ' ' || scale || ' ' || rater, coalesce(mart.ranged(threshold, null, null), 'any change'),
       source, source
from ref.scale;
comment on view mart.reference_edition is 'The rows of ref that hold tonight, with their editions';
