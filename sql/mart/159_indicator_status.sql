-- What is left: indicators that a provider doesn't send (x) or that are about nobody (z), and what
-- contracts ask for.

insert into mart.indicator_value (programme, provider, period_kind, period, group_kind, group_value, indicator,
    numerator, denominator, value, status)
with sender as materialized (
    select i.indicator, unnest(mart.collects(i.source)) as provider
    from mart.indicator i
    where i.event is not null
), programme_sender as materialized (
    select distinct s.indicator, c.programme
    from sender s
    join core.provider c using (provider)
)
select p.programme, p.provider, 'all', null, 'all', 'all', i.indicator,
       case when s.status = 'value' then 0 end, null, case when s.status = 'value' then 0 end, s.status
from mart.indicator i
join (
    select programme, provider from core.provider
    union
    select programme, provider from mart.journey
    union
    select programme, '*' from core.provider
    union
    select programme, '*' from mart.journey
) p on p.programme = any (i.programmes)
left join sender one on one.indicator = i.indicator and one.provider = p.provider
left join programme_sender whole on p.provider = '*' and whole.indicator = i.indicator and whole.programme = p.programme
cross join lateral (
    select case when one.indicator is null and whole.indicator is null then 'x'
                when i.kind = 'count' then 'value'
                else 'z' end as status
) s
where i.event is not null
  and not exists (select from mart.indicator_value v
                  where v.programme = p.programme and v.provider = p.provider and v.indicator = i.indicator
                    and v.period_kind = 'all');
analyze mart.indicator_value;

-- Contract targets beside what came of them over the contract's own period, up to tonight.
create table if not exists mart.target_value (
    programme    text not null,
    provider     text not null,
    indicator    text not null,
    period_start date not null,
    period_end   date not null,
    target       numeric not null,
    amber        numeric,
    numerator    numeric,
    denominator  numeric,
    value        numeric,
    light        text check (light in ('green', 'amber', 'red')),
    status       text not null check (status in ('value', 'x', 'z')),
    primary key (provider, indicator, period_start)
);
comment on table mart.target_value is 'Targets of contracts (feed target) and what came of them by tonight';
comment on column mart.target_value.programme is 'Programme';
comment on column mart.target_value.provider is 'Provider';
comment on column mart.target_value.indicator is 'Indicator (mart.indicator)';
comment on column mart.target_value.period_start is 'First day of the target''s period';
comment on column mart.target_value.period_end is 'Last day; after tonight: the period goes on';
comment on column mart.target_value.target is 'Value to be reached';
comment on column mart.target_value.amber is 'Value from which it is amber instead of red; null: there is no amber';
comment on column mart.target_value.numerator is 'Numerator over the period';
comment on column mart.target_value.denominator is 'Denominator over the period';
comment on column mart.target_value.value is 'Value over the period';
comment on column mart.target_value.light is 'green: the target is reached; amber: the amber value is; red: neither. Whether higher or lower is better is the indicator''s (mart.indicator.better)';
comment on column mart.target_value.status is 'value; x: not collected; z: nobody that it could be about, or a period that it cannot be reckoned over';

create or replace function mart.light(value numeric, target numeric, amber numeric, better text) returns text
language sql immutable
return case
    when value is null then null
    when better = 'lower' then case when value <= target then 'green' when value <= amber then 'amber' else 'red' end
    else case when value >= target then 'green' when value >= amber then 'amber' else 'red' end end;
comment on function mart.light is 'Traffic light of a value against its target';

-- Events with a day are reckoned over the target's period itself; those that were reckoned over periods
-- already have the period with the same days, or the months that make it up where they can be summed.
create or replace procedure mart.meet_targets(indicator mart.indicator)
language plpgsql as $$
declare
    dated constant boolean := exists (select from pg_attribute
                                      where attrelid = ('mart.' || indicator.event)::regclass and attname = 'day');
begin
    execute format($q$
        insert into mart.target_value
        select t.programme, t.provider, %1$L, t.period_start, t.period_end, t.target, t.amber,
               (v.cell).numerator, (v.cell).denominator, (v.cell).value,
               mart.light((v.cell).value, t.target, t.amber, %2$L),
               case when (v.cell).value is not null then 'value'
                    when t.provider = any (%3$L::text[]) then 'z' else 'x' end
        from core.target t
        left join lateral (%4$s) v on t.provider = any (%3$L::text[])
        where t.indicator = %5$L and t.period_start <= mart.as_of()$q$,
        indicator.indicator, indicator.better, mart.collects(indicator.source),
        case when dated then format(
            'select row(%L, %s)::mart.cell as cell from mart.%I e where e.programme = t.programme and e.provider = t.provider '
            'and e.day between t.period_start and least(t.period_end, mart.as_of())',
            indicator.indicator, mart.aggregate(indicator.indicator, indicator.kind), indicator.event)
        else format($k$
            select row(%1$L, p.numerator, p.denominator, p.value, null, null)::mart.cell as cell
            from (
                select numerator, denominator, value, 1 as rank
                from mart.indicator_value i
                join mart.period d using (period_kind, period)
                where i.indicator = %1$L and i.programme = t.programme and i.provider = t.provider
                  and i.group_kind = 'all' and i.period = t.period_start and d.last_day = t.period_end
                union all
                select sum(numerator), sum(denominator), sum(numerator) / nullif(sum(denominator), 0), 2
                from mart.indicator_value i
                where %2$L = 'ratio' and i.indicator = %1$L and i.programme = t.programme and i.provider = t.provider
                  and i.group_kind = 'all' and i.period_kind = 'month' and i.period between t.period_start and t.period_end
                  and extract(day from t.period_start) = 1 and extract(day from t.period_end + 1) = 1
            ) p
            where p.value is not null
            order by p.rank limit 1$k$, indicator.indicator, indicator.kind)
        end, indicator.target);
end
$$;
comment on procedure mart.meet_targets is 'Sets an indicator beside the targets of contracts';

delete from mart.target_value;
do $$
declare
    next mart.indicator;
begin
    for next in select * from mart.indicator where target is not null loop
        call mart.meet_targets(next);
    end loop;
end
$$;

create or replace view mart.contract as
select t.programme, t.provider, p.name, i.label, t.period_start, t.period_end, t.target, t.amber, t.value, t.light,
       t.denominator, t.status
from mart.target_value t
join mart.indicator i using (indicator)
left join core.provider p using (provider);
comment on view mart.contract is 'Targets with their traffic lights, to be read';
