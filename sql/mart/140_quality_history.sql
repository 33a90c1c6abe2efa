-- What is kept of tonight for the history: the month's row of each provider (sql/functions/130_quality.sql). A
-- night that is built again writes the same.

do $$
begin
    if ops.begin_month(mart.as_of()) then
        perform ops.keep_quality(mart.as_of());
        insert into ops.completeness_month (month, programme, provider, night, starts, with_baseline, with_cost,
            cohort, with_endpoint, complete, spend, spend_complete)
        select date_trunc('month', mart.as_of()), programme, provider, mart.as_of(), starts, with_baseline,
               with_cost, cohort, with_endpoint, complete, spend, spend_complete
        from mart.completeness
        where provider is not null;
    end if;
end
$$;
