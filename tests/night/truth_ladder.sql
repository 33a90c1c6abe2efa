-- truth_ladder.sql - alternative provision's providers as the generator made them: what a start cost, to the
-- penny, and the true chance of the outcome, against what the night found. The ladder is worked out here by
-- its definition, every mix of two others tried, and not as appraise does it. Differences are printed.
create temporary table truth (kind text, provider text, programme text, measure text, value bigint);
\copy truth from pstdin with (format text, header match)

create temporary view strategy as
with fact as (
    select provider,
           max(value) filter (where kind = 'expected' and measure = 'starts') as starts,
           max(value) filter (where kind = 'expected' and measure = 'revenue_pence') as revenue,
           max(value) filter (where kind = 'expected' and measure = 'overhead_pence') as overhead,
           max(value) filter (where kind = 'parameter' and measure = 'capital') as capital,
           max(value) filter (where kind = 'parameter' and measure = 'life') as life,
           max(value) filter (where kind = 'parameter' and measure = 'positive') as positive
    from truth where programme = 'ap' group by provider
)
select provider, positive / 1000.0 as effect,
       round(((revenue + overhead) / 100.0
              + case when capital > 0 then capital * .035 / (1 - power(1.035, -life)) else 0 end) / starts, 2) as cost
from fact;

create temporary view ladder as
select s.*,
       case
           when exists (select from strategy o where o.cost <= s.cost and o.effect >= s.effect
                          and (o.cost, o.effect) <> (s.cost, s.effect)) then 'D'
           when exists (select from strategy a, strategy b
                        where a.effect < s.effect and s.effect < b.effect
                          and a.cost + (s.effect - a.effect) / (b.effect - a.effect) * (b.cost - a.cost) < s.cost) then 'ED'
           else 'ND'
       end as status
from strategy s;

select l.provider, l.cost, l.status, f.cost as found_cost, f.status as found_status
from ladder l
full join (select * from mart.frontier where analysis = 'ap-ladder') f on f.strategy = l.provider
where (l.cost, l.status) is distinct from (f.cost::numeric, f.status)
order by 1;
