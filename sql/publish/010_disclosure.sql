-- Disclosure control: which counts may be shown. Everything that is made from a count which may not
-- is hidden with it (020_tables.sql).
--
-- The threshold is ref.parameter disclosure_threshold (10). A count under it is hidden. So is one
-- that would give away a small group by subtraction: where a whole and its part (starters and those
-- who completed) differ by fewer than the threshold, the less important of the two is hidden. Where
-- all or none of a group have the outcome, that tells on each of them, and it is hidden too. A total
-- with one hidden part gives that part away: a second one is hidden, or the total itself; so does a
-- total whose hidden parts, or their hidden remainders, come to fewer than the threshold.

create table if not exists mart.disclosure (
    programme text not null,
    provider  text not null,
    indicator text not null,
    n         bigint not null,
    visible   boolean not null default true,
    reason    text check (reason in ('small', 'subtraction', 'second', 'total')),
    primary key (programme, provider, indicator)
);
comment on table mart.disclosure is 'Counts of young people, and whether they may be shown to a commissioner';
comment on column mart.disclosure.programme is 'Programme';
comment on column mart.disclosure.provider is 'Provider; *: the whole programme';
comment on column mart.disclosure.indicator is 'Indicator (mart.indicator)';
comment on column mart.disclosure.n is 'The count';
comment on column mart.disclosure.visible is 'May be shown';
comment on column mart.disclosure.reason is
    'small: under the threshold; subtraction: with another count it gives away a small group; second: it would give away another provider''s; total: it would give away its parts';

-- Which counts are shown, the most important first, and which is part of which.
create or replace view mart.disclosure_order as
select * from (values
    ('outcomes', 1), ('cohort', 2), ('starts', 3), ('completers', 4), ('accepted', 5),
    ('engaged', 6), ('known', 7), ('paired', 8), ('referrals', 9)
) as o (indicator, priority);
comment on view mart.disclosure_order is 'Counts that are shown, the most important first';

create or replace view mart.disclosure_nesting as
select * from (values
    ('referrals', 'accepted', false), ('referrals', 'starts', false), ('referrals', 'cohort', false),
    ('referrals', 'completers', false), ('referrals', 'known', false),
    ('referrals', 'outcomes', false), ('referrals', 'paired', false),
    ('accepted', 'starts', false), ('accepted', 'cohort', false), ('accepted', 'completers', false),
    ('accepted', 'known', false), ('accepted', 'outcomes', false), ('accepted', 'paired', false),
    ('starts', 'cohort', false), ('starts', 'completers', true), ('starts', 'known', false),
    ('starts', 'outcomes', true), ('starts', 'paired', false),
    ('cohort', 'completers', true), ('cohort', 'known', false), ('cohort', 'outcomes', true),
    ('cohort', 'paired', false), ('cohort', 'engaged', true),
    ('known', 'outcomes', true)
) as n (whole, part, all_tells);
comment on view mart.disclosure_nesting is 'Wholes and parts among the counts';
comment on column mart.disclosure_nesting.all_tells is 'That whole and part are equal tells something on everybody';

create or replace function mart.gives_away(difference bigint, all_tells boolean) returns boolean
language sql stable
return abs(difference) < mart.parameter('disclosure_threshold') and (difference <> 0 or all_tells);
comment on function mart.gives_away is 'Whether a remainder is a group that may not be shown';

-- Counts under the threshold, then wholes and parts, the most important count first.
create or replace procedure mart.hide_within_providers()
language plpgsql as $$
declare
    next record;
begin
    update mart.disclosure set visible = false, reason = 'small'
    where n < mart.parameter('disclosure_threshold');
    for next in select * from mart.disclosure_order order by priority loop
        update mart.disclosure d
        set visible = false, reason = 'subtraction'
        where d.indicator = next.indicator and d.visible
          and exists (
              select from mart.disclosure other
              join mart.disclosure_order o on o.indicator = other.indicator
              join mart.disclosure_nesting s
                on (s.whole, s.part) in ((d.indicator, other.indicator), (other.indicator, d.indicator))
              where other.programme = d.programme and other.provider = d.provider
                and other.visible and o.priority < next.priority
                and mart.gives_away(other.n - d.n, s.all_tells));
    end loop;
end
$$;
comment on procedure mart.hide_within_providers is 'Disclosure control of each provider''s, and each total''s, own counts';

-- A total is the sum of its parts: where one of them all is hidden, the others give it away. The
-- smallest part that is left is hidden too, or, where there is none, the total.
create or replace function mart.hide_second() returns boolean
language plpgsql as $$
begin
    with lone as (
        select programme, indicator
        from mart.disclosure
        group by programme, indicator
        having count(*) filter (where not visible) = 1
    ),
    chosen as (
        select distinct on (programme, indicator) programme, provider, indicator
        from mart.disclosure
        join lone using (programme, indicator)
        where visible
        order by programme, indicator, provider = '*', n, provider
    )
    update mart.disclosure d
    set visible = false, reason = case when d.provider = '*' then 'total' else 'second' end
    from chosen c
    where (d.programme, d.provider, d.indicator) = (c.programme, c.provider, c.indicator);
    return found;
end
$$;
comment on function mart.hide_second is 'Hides a second one wherever one of a total and its parts is hidden; false: there was none';

-- Totals whose hidden parts come to less than the threshold.
create or replace function mart.hide_total() returns boolean
language plpgsql as $$
begin
    update mart.disclosure d
    set visible = false, reason = 'total'
    from (
        select programme, indicator, sum(n) as hidden
        from mart.disclosure
        where provider <> '*' and not visible
        group by programme, indicator
    ) part
    where d.provider = '*' and d.visible
      and d.programme = part.programme and d.indicator = part.indicator
      and part.hidden < mart.parameter('disclosure_threshold');
    return found;
end
$$;
comment on function mart.hide_total is 'Hides totals that give away how few their hidden parts are; false: there was none';

-- Two totals, a whole and its part: the providers that don't show both have a remainder between them
-- which the totals give away.
create or replace function mart.hide_remainder() returns boolean
language plpgsql as $$
begin
    with remainder as (
        select w.programme, w.indicator as whole, p.indicator as part, s.all_tells,
               bool_and(w.visible and p.visible) filter (where w.provider = '*') as shown,
               sum(w.n - p.n) filter (where w.provider <> '*' and not (w.visible and p.visible)) as hidden
        from mart.disclosure w
        join mart.disclosure_nesting s on s.whole = w.indicator
        join mart.disclosure p
          on p.programme = w.programme and p.provider = w.provider and p.indicator = s.part
        group by w.programme, w.indicator, p.indicator, s.all_tells
    ),
    chosen as (
        select r.programme, case when a.priority > b.priority then r.whole else r.part end as indicator
        from remainder r
        join mart.disclosure_order a on a.indicator = r.whole
        join mart.disclosure_order b on b.indicator = r.part
        where r.shown and mart.gives_away(r.hidden::bigint, r.all_tells)
    )
    update mart.disclosure d
    set visible = false, reason = 'total'
    from chosen c
    where d.provider = '*' and d.programme = c.programme and d.indicator = c.indicator;
    return found;
end
$$;
comment on function mart.hide_remainder is 'Hides totals that give away what is left between hidden parts; false: there was none';

-- Each step can only hide, so that the loop ends.
create or replace procedure mart.control_disclosure()
language plpgsql as $$
begin
    update mart.disclosure set visible = true, reason = null where not visible;
    call mart.hide_within_providers();
    while mart.hide_second() or mart.hide_total() or mart.hide_remainder() loop
    end loop;
end
$$;
comment on procedure mart.control_disclosure is 'Decides which of mart.disclosure may be shown';

-- What programmes have in common is shown for whole programmes only.
delete from mart.disclosure;
insert into mart.disclosure (programme, provider, indicator, n)
select programme, coalesce(provider, '*'), indicator, value
from mart.measure
join mart.disclosure_order using (indicator)
where status = 'value' and (indicator <> 'engaged' or provider is null);
analyze mart.disclosure;
call mart.control_disclosure();

create or replace function mart.may_show(programme text, provider text, variadic indicators text[])
returns boolean
language sql stable
return (select count(*) filter (where d.visible) = cardinality(indicators)
        from mart.disclosure d
        where d.programme = may_show.programme and d.provider = may_show.provider
          and d.indicator = any (indicators));
comment on function mart.may_show is 'Whether all of these counts may be shown';
