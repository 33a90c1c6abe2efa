-- Disclosure control of the contract reports (010_disclosure.sql has that of the whole report). A figure is
-- hidden where it is about fewer young people than the threshold; a share too where those with or those
-- without are fewer, and a count where it is. Then what the figures beside it would give away:
--   linked  the main page hides the count that it rests on
--   subtraction  two indicators of the same events are about nearly the same young people: those who
--           started and those whose help has ended, say
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
select p.programme, 'month', m::date, (m + interval '1 month')::date - 1, to_char(m, 'Mon YYYY')
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
    reason      text check (reason in ('small', 'linked', 'subtraction', 'second', 'overlap')),
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
select programme, indicator, counts
from (values
    (null, 'referrals_received', array['referrals']), (null, 'referral_accepted', array['referrals', 'accepted']),
    (null, 'referral_signposted', array['referrals']), (null, 'referral_rejected', array['referrals']),
    (null, 'referral_gap', array['referrals']), (null, 'help_started', array['starts']), ('wbl', 'learners', array['starts']),
    (null, 'retention', array['starts', 'completers']), (null, 'completion', array['cohort', 'completers']),
    (null, 'dropout', array['cohort', 'completers']), ('mhst', 'people_seen', array['starts']),
    ('ap', 'known_exit', array['cohort', 'known']), ('ap', 'engaged_exit', array['known', 'outcomes']),
    ('ap', 'neet_exit', array['known', 'outcomes']), ('eip', 'known_6m', array['known']),
    ('eip', 'engaged_6m', array['known', 'outcomes']), ('eip', 'neet_6m', array['known', 'outcomes']),
    ('wbl', 'aim_achievement', array['outcomes']), ('mhst', 'paired_scores', array['known']),
    ('mhst', 'nhs_improved', array['outcomes'])
) as l (of, indicator, counts)
join mart.programme p on l.of is null or l.of = p.programme;
comment on view mart.contract_link is 'Counts of the main page (mart.disclosure) that indicators rest on';

create or replace view mart.contract_part as
select w.programme, w.provider, w.indicator, w.period_kind as whole_kind, w.period as whole_period,
       p.period_kind as part_kind, p.period as part_period, w.visible as whole_shown,
       p.visible as part_shown, w.n as whole_n, w.part as whole_part, p.n as part_n, p.part as part_part
from mart.contract_cell w
join mart.contract_cell p
  on p.programme = w.programme and p.provider = w.provider and p.indicator = w.indicator
 and (w.period_kind, p.period_kind) in (('all', 'year'), ('year', 'term'), ('year', 'month'))
 and (w.period is null or p.period between w.period and w.last_day);
comment on view mart.contract_part is 'Wholes and parts among the periods of a contract report';

-- Where shown parts leave a small remainder of a shown whole: what has come up to tonight is hidden, unless the
-- main page has it anyway; else the smallest of the parts.
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
    ), small as (
        select *, whole_kind = 'all' and not exists (
                   select from mart.contract_link l
                   where l.programme = remainder.programme and l.indicator = remainder.indicator) as whole_goes
        from remainder
        where mart.gives_away(n::bigint, false) or mart.gives_away(part::bigint, false)
           or mart.gives_away((n - part)::bigint, false)
    ), chosen as (
        select programme, provider, indicator, whole_kind as period_kind, whole_period as period
        from small
        where whole_goes
        union
        select s.programme, s.provider, s.indicator, p.part_kind, p.part_period
        from small s
        cross join lateral (
            select part_kind, part_period
            from mart.contract_part p
            where (p.programme, p.provider, p.indicator, p.whole_kind, p.part_kind)
                = (s.programme, s.provider, s.indicator, s.whole_kind, s.part_kind)
              and p.whole_period is not distinct from s.whole_period and p.part_shown
            order by p.part_n, p.part_period limit 1
        ) p
        where not s.whole_goes
    )
    update mart.contract_cell c
    set visible = false, reason = 'second'
    from chosen h
    where (c.programme, c.provider, c.indicator, c.period_kind) = (h.programme, h.provider, h.indicator, h.period_kind)
      and c.period is not distinct from h.period;
    return found;
end
$$;
comment on function mart.hide_contract_second is 'Hides a whole, or one of its parts, where the remainder is small; false: there was none';

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

create or replace procedure mart.hide_contract_subtraction()
language plpgsql as $$
declare
    next mart.indicator;
begin
    for next in select * from mart.indicator where event is not null order by position loop
        update mart.contract_cell c
        set visible = false, reason = 'subtraction'
        where c.indicator = next.indicator and c.visible
          and exists (
              select from mart.contract_cell other
              join mart.indicator i on i.indicator = other.indicator
              where i.event = next.event and i.position < next.position
                and other.programme = c.programme and other.provider = c.provider and other.period_kind = c.period_kind
                and other.period is not distinct from c.period and other.visible
                and mart.gives_away((other.n - c.n)::bigint, false));
    end loop;
end
$$;
comment on procedure mart.hide_contract_subtraction is 'Hides an indicator where an earlier one of the same events leaves a small group between them';

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
    where c.visible and (l.programme, l.indicator) = (c.programme, c.indicator)
      and exists (select from mart.disclosure d
                  where d.programme = c.programme and d.provider = c.provider and not d.visible
                    and d.indicator = any (l.counts));
    call mart.hide_contract_subtraction();
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
