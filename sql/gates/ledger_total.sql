-- Full cost must reconcile to the ledger, to the penny. What the ledger says a provider's costs of a period
-- come to is a target of indicator `ledger_total`; a cost line belongs to a total whose period holds its own.
-- A line that was rejected, changed or left out shows here, whatever the reason. (Totals come first: of one
-- that is loaded later the lines are asked when they are next delivered.)

create or replace function ops.gate_ledger_total(job ops.job, setting jsonb)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
    f ops.feed;
begin
    if setting is null or to_regclass('core.target') is null then
        return;
    end if;
    select * into strict f from ops.feed n where n.feed = job.feed;
    return query execute format($sql$
        with line as (%1$s), total as (
            select t.*
            from core.target t
            where t.indicator = 'ledger_total'
              and t.provider in (select i.provider from pg_temp.incoming i
                                 union select c.provider from core.%2$I c where c.unit = $2)
        )
        select b.*
        from (
            select sum(abs(d.target - d.lines)) as pounds
            from (
                select t.target, coalesce(sum(l.amount), 0) as lines
                from total t
                left join line l on l.provider = t.provider and l.programme = t.programme
                    and l.period_start >= t.period_start and l.period_end <= t.period_end
                group by t.provider, t.programme, t.period_start, t.period_end, t.target
            ) d
        ) n
        cross join lateral ops.breach($1, n.pounds, null) b
    $sql$, ops.would_stand(f, job, '{provider,programme,period_start,period_end,amount}'), f.feed)
    using setting, job.unit;
end;
$$;
comment on function ops.gate_ledger_total is 'Breached where cost lines do not add up to what the ledger says, to the penny';
