-- Disclosure control of the contract reports (010_disclosure.sql has that of the whole report). A figure is
-- hidden where it is about fewer young people than the threshold; a share too where those with or those
-- without are fewer, and a count where it is. Then what the figures beside it would give away:
--   linked  the main page hides the count that it rests on
--   second  a whole (all, or a year) less its shown parts (years, months or terms) leaves a small group
--   overlap the months that a term lies in less the term leave a small group

create or replace view mart.contract_period as
with report as (
    select (date_trunc('month', mart.as_of() + 1) - interval '1 month')::date as month, mart.as_of() as tonight
), year as (
    select p.programme, p.first_month, (y.latest - n * interval '1 year')::date as first_day
    from (values ('ap', 9), ('eip', 9), ('mhst', 9), ('wbl', 8)) p (programme, first_month)
    cross join report r
    cross join lateral (
        select make_date(extract(year from r.month - make_interval(months => p.first_month - 1))::integer, p.first_month, 1) as latest
    ) y
    cross join generate_series(0, 1) n
)
select programme, 'all' as period_kind, null::date as period, null::date as last_day, 'Up to tonight' as label
from year group by programme
union all
select y.programme, 'year', y.first_day, (y.first_day + interval '1 year')::date - 1,
       to_char(y.first_day, 'YYYY') || '/' || to_char(y.first_day + interval '1 year', 'YY')
from year y
union all
select y.programme, 'term', t.first_day, t.last_day, t.label
from ref.term t
join year y on t.first_day between y.first_day and (y.first_day + interval '1 year')::date - 1
cross join report r
where t.first_day <= r.tonight
union all
select p.programme, 'month', m::date, (m + interval '1 month')::date - 1, to_char(m, 'FMMonth YYYY')
from (select programme from year group by programme) p
cross join report r
cross join generate_series(r.month - interval '11 months', r.month, interval '1 month') m;
comment on view mart.contract_period is 'Periods of the contract reports: the latest month that is over and the eleven before, this academic year and the last with their terms, and all';

create table if not exists mart.contract_cell (
    programme   text not null,
    provider    text not null,
    indicator   text not null,
    period_kind text not null,
    period      date,
    last_day    date,
    kind        text not null,
    people      bigint,
    part        numeric,
    n           numeric not null,
    visible     boolean not null default true,
    reason      text check (reason in ('small', 'linked', 'second', 'overlap')),
    unique nulls not distinct (programme, provider, indicator, period_kind, period)
);
comment on table mart.contract_cell is 'Figures of contract reports, and whether they may be shown';
comment on column mart.contract_cell.programme is 'Programme';
comment on column mart.contract_cell.provider is 'Provider';
comment on column mart.contract_cell.indicator is 'Indicator';
comment on column mart.contract_cell.period_kind is 'all, year, term or month';
comment on column mart.contract_cell.period is 'First day; null: all';
comment on column mart.contract_cell.last_day is 'Last day; null: all';
comment on column mart.contract_cell.kind is 'Kind of the indicator';
comment on column mart.contract_cell.people is 'Young people that it is about; null: it is not about young people';
comment on column mart.contract_cell.part is 'Of a share, those with';
comment on column mart.contract_cell.n is 'Denominator; of a count, the count';
comment on column mart.contract_cell.visible is 'May be shown';
comment on column mart.contract_cell.reason is 'Why it may not';

-- Which counts of the main page an indicator would give away.
create or replace view mart.contract_link as
select * from (values
    ('referrals_received', array['referrals']), ('referral_accepted', array['referrals', 'accepted']),
    ('referral_signposted', array['referrals']), ('referral_rejected', array['referrals']), ('referral_gap', array['referrals']),
    ('help_started', array['starts']), ('retention', array['starts', 'completers']), ('learners', array['starts']),
    ('completion', array['cohort', 'completers']), ('dropout', array['cohort', 'completers']),
    ('known_exit', array['cohort', 'known']), ('engaged_exit', array['cohort', 'known', 'outcomes']),
    ('neet_exit', array['known', 'outcomes']), ('known_6m', array['known']), ('engaged_6m', array['known', 'outcomes']),
    ('people_seen', array['starts']), ('paired_scores', array['known']), ('nhs_improved', array['outcomes'])
) as l (indicator, counts);
comment on view mart.contract_link is 'Counts of the main page (mart.disclosure) that indicators rest on';

create or replace view mart.contract_part as
select w.programme, w.provider, w.indicator, w.period_kind as whole_kind, w.period as whole_period,
       p.period_kind as part_kind, p.period as part_period, w.visible and p.visible as both_shown, w.visible as whole_shown,
       p.visible as part_shown, w.n as whole_n, w.part as whole_part, p.n as part_n, p.part as part_part
from mart.contract_cell w
join mart.contract_cell p
  on p.programme = w.programme and p.provider = w.provider and p.indicator = w.indicator
 and (w.period_kind, p.period_kind) in (('all', 'year'), ('year', 'term'), ('year', 'month'))
 and (w.period is null or p.period between w.period and w.last_day);
comment on view mart.contract_part is 'Wholes and parts among the periods of a contract report';

-- Where shown parts leave a small remainder of a shown whole, the smallest of them is hidden.
create or replace function mart.hide_contract_second() returns boolean
language plpgsql as $$
begin
    with remainder as (
        select programme, provider, indicator, whole_kind, whole_period, part_kind,
               whole_n - sum(part_n) filter (where part_shown) as n,
               whole_part - sum(part_part) filter (where part_shown) as part
        from mart.contract_part
        where whole_shown
        group by programme, provider, indicator, whole_kind, whole_period, part_kind, whole_n, whole_part
    ), chosen as (
        select distinct on (programme, provider, indicator, whole_kind, r.whole_period, part_kind)
               programme, provider, indicator, part_kind, part_period
        from remainder r
        join mart.contract_part p using (programme, provider, indicator, whole_kind, part_kind)
        where p.part_shown and p.whole_period is not distinct from r.whole_period
          and (mart.gives_away(r.n::bigint, false) or mart.gives_away(r.part::bigint, false)
               or mart.gives_away((r.n - r.part)::bigint, false))
        order by programme, provider, indicator, whole_kind, r.whole_period, part_kind, p.part_n, part_period
    )
    update mart.contract_cell c
    set visible = false, reason = 'second'
    from chosen h
    where (c.programme, c.provider, c.indicator, c.period_kind, c.period)
        = (h.programme, h.provider, h.indicator, h.part_kind, h.part_period);
    return found;
end
$$;
comment on function mart.hide_contract_second is 'Hides parts of a whole whose remainder is small; false: there was none';

create or replace function mart.hide_contract_overlap() returns boolean
language plpgsql as $$
begin
    with around as (
        select t.programme, t.provider, t.indicator, t.period, t.n, t.part, sum(m.n) as months_n, sum(m.part) as months_part
        from mart.contract_cell t
        join mart.contract_cell m
          on m.programme = t.programme and m.provider = t.provider and m.indicator = t.indicator
         and m.period_kind = 'month' and m.period <= t.last_day and m.last_day >= t.period
        where t.period_kind = 'term' and t.visible
        group by t.programme, t.provider, t.indicator, t.period, t.n, t.part
        having bool_and(m.visible)
    )
    update mart.contract_cell c
    set visible = false, reason = 'overlap'
    from around a
    where (c.programme, c.provider, c.indicator, c.period_kind, c.period) = (a.programme, a.provider, a.indicator, 'term', a.period)
      and (mart.gives_away((a.months_n - a.n)::bigint, false) or mart.gives_away((a.months_part - a.part)::bigint, false)
           or mart.gives_away((a.months_n - a.n - a.months_part + a.part)::bigint, false));
    return found;
end
$$;
comment on function mart.hide_contract_overlap is 'Hides terms that give away what lies in their months and not in them; false: there was none';

create or replace procedure mart.control_contracts()
language plpgsql as $$
declare
    least_shown constant numeric := mart.parameter('disclosure_threshold');
begin
    update mart.contract_cell set visible = true, reason = null where not visible;
    update mart.contract_cell set visible = false, reason = 'small'
    where coalesce(people, n) < least_shown or n < least_shown
       or kind = 'share' and (part < least_shown or n - part < least_shown);
    update mart.contract_cell c
    set visible = false, reason = 'linked'
    from mart.contract_link l
    where c.visible and l.indicator = c.indicator
      and exists (select from mart.disclosure d
                  where d.programme = c.programme and d.provider = c.provider and not d.visible
                    and d.indicator = any (l.counts));
    while mart.hide_contract_second() or mart.hide_contract_overlap() loop
    end loop;
end
$$;
comment on procedure mart.control_contracts is 'Decides which figures of mart.contract_cell may be shown';

delete from mart.contract_cell;
insert into mart.contract_cell (programme, provider, indicator, period_kind, period, last_day, kind, people, part, n)
select v.programme, v.provider, v.indicator, v.period_kind, v.period, p.last_day, i.kind,
       case when e.about_people then coalesce(k.people, 0) end,
       case when i.kind = 'share' then v.numerator end, coalesce(v.denominator, v.value)
from mart.indicator_value v
join mart.indicator i using (indicator)
join mart.contract_period p
  on p.programme = v.programme and p.period_kind = v.period_kind and p.period is not distinct from v.period
cross join lateral (
    select exists (select from pg_attribute
                   where attrelid = ('mart.' || i.event)::regclass and attname = 'person_key') as about_people
) e
left join mart.indicator_people k
  on k.programme = v.programme and k.provider = v.provider and k.indicator = v.indicator
 and k.period_kind = v.period_kind and k.period is not distinct from v.period
where v.provider <> '*' and v.group_kind = 'all' and v.status = 'value' and v.programme = any (i.programmes);
analyze mart.contract_cell;
call mart.control_contracts();
