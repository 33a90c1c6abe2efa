-- What the help cost. Spend is revenue, overheads and a year's charge for capital; gifts in kind are
-- left out, as nobody paid for them. Prices are those of the programme's latest price year.
--
-- All periods that the ledger holds up to tonight count, but for work-based learning, whose journeys
-- are those of the provider's latest return: only periods of that academic year (1 August to 31
-- July).

create or replace view mart.wbl_window as
select provider, make_date(2000 + left(max(year), 2)::integer, 8, 1) as first_day,
       make_date(2000 + right(max(year), 2)::integer, 7, 31) as last_day
from core.learning_aim
where programme = 'wbl' and year ~ '^[0-9]{4}$'
group by provider;
comment on view mart.wbl_window is 'Academic year of each provider''s latest return';

create or replace view mart.cost_line as
select
    c.programme, c.provider, c.person_key, c.kind, c.price_year,
    case
        when c.kind = 'capital' and c.life_years is not null then
            c.amount * (select mart.parameter('discount_rate'))
                / (1 - power(1 + (select mart.parameter('discount_rate')), -c.life_years))
                * months.number / 12
        else c.amount
    end as amount
from core.cost c
cross join lateral (
    select extract(year from span.a) * 12 + extract(month from span.a) as number
    from (select age(c.period_end + 1, c.period_start) as a) span
) months
left join mart.wbl_window w on c.programme = 'wbl' and w.provider = c.provider
where c.kind <> 'in_kind' and c.period_start <= (select mart.as_of())
  and (w.provider is null or c.period_start between w.first_day and w.last_day);
comment on view mart.cost_line is
    'A row for each line of cost. Capital is turned into the equal yearly charge that repays it with interest over its life (equivalent annual cost: K r / (1 - (1 + r)^-n), no resale value), for the months of the line''s period';
comment on column mart.cost_line.amount is 'Pounds in prices of price_year';

create or replace view mart.cost_base as
select programme, max(price_year) as base_year from mart.cost_line group by programme;
comment on view mart.cost_base is 'Price year that a programme''s costs are given in: its latest';

create or replace view mart.cost_real as
select l.programme, l.provider, l.person_key, l.kind, b.base_year,
       l.amount * case when l.price_year = b.base_year then 1 else base.value / own.value end as amount
from mart.cost_line l
join mart.cost_base b using (programme)
left join ref.deflator base on base.price_year = b.base_year
left join ref.deflator own on own.price_year = l.price_year;
comment on view mart.cost_real is 'Lines of cost in prices of the base year';
comment on column mart.cost_real.amount is 'Pounds; null where ref.deflator lacks one of the two years: it is not guessed';

create or replace view mart.provider_cost as
select programme, provider, base_year,
       case when bool_or(amount is null) then null else round(sum(amount), 2) end as spend,
       case when bool_or(amount is null) then null
            else round(coalesce(sum(amount) filter (where kind = 'overhead'), 0), 2) end as overhead,
       case when bool_or(amount is null) then null
            else round(coalesce(sum(amount) filter (where kind = 'capital'), 0), 2) end as capital
from mart.cost_real
group by programme, provider, base_year;
comment on view mart.provider_cost is 'Spend of a provider in a programme';
comment on column mart.provider_cost.spend is 'Revenue, overheads and capital charge, pounds; null: price years that cannot be brought together';
comment on column mart.provider_cost.overhead is 'Overheads within spend';
comment on column mart.provider_cost.capital is 'Capital charge within spend';

create or replace view mart.own_cost as
select programme, provider, person_key, round(sum(amount), 2) as amount
from mart.cost_real
where person_key is not null
group by programme, provider, person_key;
comment on view mart.own_cost is 'Costs that are known by person';
