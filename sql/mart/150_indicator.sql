-- Indicators of service and outcome: how they are made of events, for every programme, provider, period
-- and group at once.
--
-- The files 151 to 156 hold views of events: a row a referral, a start, a contact, a pupil's term. Each
-- has programme, provider, person_key and day (null: as of tonight, in no period; or period_kind and
-- period, where it was reckoned over periods already). Every numeric column beside these is an
-- indicator, defined by its COMMENT alone (mart.comment_each() where columns differ in a word): the first
-- line is its label, then come lines of "Key: text" with Definition, Kind, Unit, Numerator, Denominator,
-- Source and Exclusions, and where they apply Better and Target. mart.indicator is made from these comments.
--
-- What a column holds depends on its kind; null is an event that the indicator isn't about.
--   count          a number to be summed
--   share          1 or 0: the mean, with Wilson's 95% interval
--   mean           a number: the mean, with its 95% interval
--   ratio          numerator; the column with the same name and _of has the denominator
--   median, p90    a number
--   effect         a gain; the column with _of has what it was gained on
--
-- Groups stand beside whole periods and academic years only: a week of one school by ethnic group is
-- nobody's question. A group or period without events has no row.

create table if not exists mart.calendar (
    day         date primary key,
    week        date not null,
    month       date not null,
    term        date,
    school_year date not null,
    ilr_year    date not null
);
comment on table mart.calendar is 'The periods that a day belongs to, each by its first day';
comment on column mart.calendar.day is 'Day, from 2000 up to tonight';
comment on column mart.calendar.week is 'Monday of its week';
comment on column mart.calendar.month is 'First day of its month';
comment on column mart.calendar.term is 'First day of its term (ref.term); null: holidays, or a term that is not in the list';
comment on column mart.calendar.school_year is 'First day of its academic year: 1 September';
comment on column mart.calendar.ilr_year is 'First day of its academic year in work-based learning: 1 August, as the ILR has it';

delete from mart.calendar;
insert into mart.calendar
select day, date_trunc('week', day)::date, date_trunc('month', day)::date, t.first_day,
       make_date(extract(year from day - interval '8 months')::integer, 9, 1),
       make_date(extract(year from day - interval '7 months')::integer, 8, 1)
from (select d::date as day from generate_series(date '2000-01-01', (select mart.as_of()), interval '1 day') d) d
left join lateral (
    select first_day from ref.term t where d.day between t.first_day and t.last_day order by first_day desc limit 1
) t on true;
analyze mart.calendar;

create or replace view mart.period as
select 'week' as period_kind, week as period, max(day) as last_day, 'Week of ' || to_char(week, 'FMDD Mon YYYY') as label
from mart.calendar group by week
union all
select 'month', month, max(day), to_char(month, 'FMMonth YYYY') from mart.calendar group by month
union all
select 'term', first_day, last_day, label from ref.term
union all
select 'year', school_year, (school_year + interval '1 year')::date - 1,
       to_char(school_year, 'YYYY') || '/' || to_char(school_year + interval '1 year', 'YY')
from mart.calendar group by school_year
union all
select 'year', ilr_year, (ilr_year + interval '1 year')::date - 1,
       to_char(ilr_year, 'YYYY') || '/' || to_char(ilr_year + interval '1 year', 'YY')
from mart.calendar group by ilr_year;
comment on view mart.period is 'Periods of mart.indicator_value with their names; weeks and months up to tonight';

-- Circumstances of a young person, in the groups that indicators are broken down by.
create table if not exists mart.person_group (
    provider   text not null,
    person_key uuid not null,
    sex        text,
    age_band   text,
    ethnicity  text,
    sen        text,
    disability text,
    imd        text,
    need       text,
    primary key (provider, person_key)
);
comment on table mart.person_group is 'Groups that a young person belongs to; null: not known';
comment on column mart.person_group.provider is 'Provider';
comment on column mart.person_group.person_key is 'The provider''s own person';
comment on column mart.person_group.sex is 'Female, male or indeterminate';
comment on column mart.person_group.age_band is 'Age band at the first referral, else at the first aim';
comment on column mart.person_group.ethnicity is 'Asian, Black, Mixed, White or Other; Chinese is among the others, as in EIP statistics';
comment on column mart.person_group.sen is 'No SEN, SEN support (school action too) or EHC plan (statement too)';
comment on column mart.person_group.disability is 'Yes or no';
comment on column mart.person_group.imd is 'Quintile of deprivation of the home''s area, 1 the most deprived';
comment on column mart.person_group.need is 'Main need, else the one that ranks first';

delete from mart.person_group;
insert into mart.person_group
select p.provider, p.person_key,
       case p.sex when 'F' then 'Female' when 'M' then 'Male' when 'X' then 'Indeterminate' end,
       coalesce(r.age_band, a.age_band),
       case when p.ethnicity in ('REFU', 'NOBT') then null
            when p.ethnicity in ('CHNE', 'OARA', 'OOTH') then 'Other'
            else case left(p.ethnicity, 1) when 'W' then 'White' when 'M' then 'Mixed' when 'A' then 'Asian'
                                           when 'B' then 'Black' end end,
       case when p.sen_provision = 'N' then 'No SEN' when p.sen_provision in ('A', 'P', 'K') then 'SEN support'
            when p.sen_provision in ('S', 'E') then 'EHC plan' end,
       case p.disability when 'yes' then 'Yes' when 'no' then 'No' end,
       case when p.imd_decile is not null then ((p.imd_decile + 1) / 2)::text end,
       n.label
from core.person p
left join (
    select distinct on (provider, person_key) provider, person_key, age_band
    from core.referral where age_band is not null
    order by provider, person_key, referral_date, referral_ref
) r using (provider, person_key)
left join (
    select distinct on (provider, person_key) provider, person_key, age_band
    from core.learning_aim where age_band is not null
    order by provider, person_key, start_date, aim_number
) a using (provider, person_key)
left join (
    select distinct on (provider, person_key) provider, person_key, coalesce(c.label, need) as label
    from core.need
    left join ref.code c on c.list = 'need' and c.code = need and c.valid_from is null
    order by provider, person_key, is_primary desc nulls last, rank nulls last, need
) n using (provider, person_key);
analyze mart.person_group;

create table if not exists mart.indicator_value (
    programme   text not null,
    provider    text not null,
    period_kind text not null check (period_kind in ('all', 'week', 'month', 'term', 'year')),
    period      date,
    group_kind  text not null,
    group_value text not null,
    indicator   text not null,
    numerator   numeric,
    denominator numeric,
    value       numeric,
    lower       numeric,
    upper       numeric,
    status      text not null check (status in ('value', 'x', 'z')),
    unique nulls not distinct (programme, provider, indicator, period_kind, period, group_kind, group_value),
    check ((status = 'value') = (value is not null))
);
comment on table mart.indicator_value is 'Indicators by programme, provider, period and group, as of tonight';
comment on column mart.indicator_value.programme is 'Programme';
comment on column mart.indicator_value.provider is 'Provider; *: all of the programme that collect it';
comment on column mart.indicator_value.period_kind is 'all (up to tonight), week, month, term or year (academic)';
comment on column mart.indicator_value.period is 'First day of the period (mart.period has its name); null: all';
comment on column mart.indicator_value.group_kind is 'What the group is by: sex, age_band, ethnicity, sen, disability, imd, need, or another of the event; all: everybody';
comment on column mart.indicator_value.group_value is 'The group';
comment on column mart.indicator_value.indicator is 'Indicator (mart.indicator)';
comment on column mart.indicator_value.numerator is 'Numerator; null for medians, percentiles and effect sizes';
comment on column mart.indicator_value.denominator is 'Denominator, or how many a median stands on; null for counts';
comment on column mart.indicator_value.value is 'Value';
comment on column mart.indicator_value.lower is 'Lower 95% limit, for shares (Wilson), means and effect sizes';
comment on column mart.indicator_value.upper is 'Upper 95% limit';
comment on column mart.indicator_value.status is 'value; x: not collected; z: not applicable (nobody that it could be about)';

create table if not exists mart.indicator_people (
    programme   text not null,
    provider    text not null,
    period_kind text not null check (period_kind in ('all', 'month', 'term', 'year')),
    period      date,
    indicator   text not null,
    people      bigint not null,
    unique nulls not distinct (programme, provider, indicator, period_kind, period)
);
comment on table mart.indicator_people is 'How many young people an indicator is about, by provider and period: what may be shown of it depends on them (sql/publish/050_contract_tables.sql)';
comment on column mart.indicator_people.programme is 'Programme';
comment on column mart.indicator_people.provider is 'Provider';
comment on column mart.indicator_people.period_kind is 'all, month, term or year';
comment on column mart.indicator_people.period is 'First day of the period; null: all';
comment on column mart.indicator_people.indicator is 'Indicator';
comment on column mart.indicator_people.people is 'Young people with an event that the indicator is about; in a count, with one that is counted';

create table if not exists mart.collected (
    source   text not null,
    provider text not null,
    primary key (source, provider)
);
comment on table mart.collected is 'Which fields each provider has sent anything in: what it has not sent is not collected, never 0';
comment on column mart.collected.source is 'feed.field or feed.field=value, as the Source of an indicator names it';
comment on column mart.collected.provider is 'Provider';

create or replace procedure mart.note_collected(source text)
language plpgsql as $$
begin
    if exists (select from mart.collected c where c.source = note_collected.source) then
        return;
    end if;
    execute format('insert into mart.collected select distinct %L, provider from core.%I where %I %s',
                   source, split_part(source, '.', 1), split_part(split_part(source, '.', 2), '=', 1),
                   case when source like '%=%' then format('= %L', split_part(source, '=', 2)) else 'is not null' end);
end
$$;
comment on procedure mart.note_collected is 'Notes who has sent anything in a field';

-- Wilson (1927), as lib/method/interval.h has it.
create or replace function mart.wilson(x numeric, n numeric, side integer) returns numeric
language sql immutable
return case when n > 0 then greatest(0, least(1, round(
    ((2 * x + 3.841458820694124)::float8
     + side * 1.959963984540054 * sqrt(3.841458820694124 + (4 * x * (1 - x / n))::float8))::numeric
    / (2 * (n + 3.841458820694124)), 12))) end;
comment on function mart.wilson is 'Lower (-1) or upper (1) 95% limit of a share of n';

-- Becker (1988): d = J gain / sd of the baseline, v = 2 (1 - r) / n + d^2 / 2n; J = 1 - 3 / (4 m - 1) with
-- m = n - 1 degrees of freedom (Hedges 1981).
create or replace function mart.effect(n bigint, gain float8, sd float8, r float8, side integer) returns numeric
language sql immutable
return case when n > 2 and sd > 0 then (
    select (d + side * 1.959963984540054 * sqrt(2 * (1 - coalesce(r, 0)) / n + d * d / (2 * n)))::numeric
    from (select (1 - 3.0 / (4 * (n - 1) - 1)) * gain / sd as d) e) end;
comment on function mart.effect is 'Standardised mean change (side 0) or its lower (-1) or upper (1) 95% limit';

-- One line of a comment of "Key: text".
create or replace function mart.comment_line(comment text, key text) returns text
language sql immutable
return substring(comment from '(?n)^' || key || ': (.*)$');
comment on function mart.comment_line is 'What a comment says under a key; null: nothing';

-- Columns that mean the same before, during and after the help, or by who answered, are defined once: `variants`
-- are what %1$s, %2$s, ... stand for in the column's name and its comment, a row for each column.
create or replace procedure mart.comment_each(event text, name text, variants text[], comment text)
language plpgsql as $$
declare
    variant text[];
begin
    foreach variant slice 1 in array variants loop
        execute format('comment on column mart.%I.%I is %L', event, format(name, variadic variant),
                       format(comment, variadic variant));
    end loop;
end
$$;
comment on procedure mart.comment_each is 'Comments columns that differ in a word or two';

-- The columns of a view of events that are indicators, into mart.indicator; the keys that all of them share are
-- commented here.
create or replace procedure mart.define(event text, programmes text[])
language plpgsql as $$
declare
    key record;
begin
    for key in
        select k.name, k.meaning
        from (values ('programme', 'Programme'), ('provider', 'Provider'), ('person_key', 'Young person'),
                     ('period_kind', 'Kind of period'), ('period', 'First day of the period; null: up to tonight'),
                     ('day', 'Day of the event; null: tonight')) k (name, meaning)
        join pg_attribute a on a.attrelid = ('mart.' || event)::regclass and a.attname = k.name
    loop
        execute format('comment on column mart.%I.%I is %L', event, key.name, key.meaning);
    end loop;
    insert into mart.indicator (indicator, position, label, unit, numerator, denominator, source, exclusions,
                                kind, definition, better, target, event, programmes)
    select a.attname, 100 + (select count(*) from mart.indicator where mart.indicator.event is not null) + row_number() over (order by a.attnum),
           split_part(c.comment, E'\n', 1), mart.comment_line(c.comment, 'Unit'),
           mart.comment_line(c.comment, 'Numerator'), mart.comment_line(c.comment, 'Denominator'),
           mart.comment_line(c.comment, 'Source'), mart.comment_line(c.comment, 'Exclusions'),
           mart.comment_line(c.comment, 'Kind'), mart.comment_line(c.comment, 'Definition'),
           mart.comment_line(c.comment, 'Better'), mart.comment_line(c.comment, 'Target'), event, programmes
    from pg_attribute a
    cross join lateral (select col_description(a.attrelid, a.attnum) as comment) c
    where a.attrelid = ('mart.' || event)::regclass and a.attnum > 0
      and format_type(a.atttypid, null) in ('numeric', 'integer', 'bigint')
      and a.attname not like '%\_of'
    order by a.attnum;
end
$$;
comment on procedure mart.define is 'Makes indicators of the commented columns of a view of events';

-- numerator, denominator, value, lower, upper of an indicator, as SQL over the events of a cell.
create or replace function mart.aggregate(name text, kind text) returns text
language sql stable
return format(case kind
    when 'count' then 'sum(%1$I), null::numeric, sum(%1$I)::numeric, null::numeric, null::numeric'
    when 'share' then 'sum(%1$I), count(%1$I), sum(%1$I)::numeric / nullif(count(%1$I), 0), mart.wilson(sum(%1$I), count(%1$I), -1), mart.wilson(sum(%1$I), count(%1$I), 1)'
    when 'mean' then 'sum(%1$I), count(%1$I), avg(%1$I), avg(%1$I) - 1.959963984540054 * stddev_samp(%1$I) / sqrt(count(%1$I)), '
                     || 'avg(%1$I) + 1.959963984540054 * stddev_samp(%1$I) / sqrt(count(%1$I))'
    when 'ratio' then 'sum(%1$I), sum(%2$I), sum(%1$I)::numeric / nullif(sum(%2$I), 0), null, null'
    when 'median' then 'null, count(%1$I), percentile_cont(0.5) within group (order by %1$I::float8)::numeric, null, null'
    when 'p90' then 'null, count(%1$I), percentile_cont(0.9) within group (order by %1$I::float8)::numeric, null, null'
    when 'effect' then 'null, count(%1$I), mart.effect(count(%1$I), avg(%1$I)::float8, stddev_samp(%2$I)::float8, corr(%2$I, %2$I + %1$I), 0), '
                       || 'mart.effect(count(%1$I), avg(%1$I)::float8, stddev_samp(%2$I)::float8, corr(%2$I, %2$I + %1$I), -1), '
                       || 'mart.effect(count(%1$I), avg(%1$I)::float8, stddev_samp(%2$I)::float8, corr(%2$I, %2$I + %1$I), 1)'
    end, name, name || '_of');
comment on function mart.aggregate is 'How a kind of indicator is made of the events of a cell';

-- Providers that have sent what an indicator is made of: every one of its sources, where "or" joins two
-- either of them.
create or replace function mart.collects(source text) returns text[]
language sql stable
return (
    select coalesce(array_agg(p.provider order by p.provider), '{}')
    from (select distinct provider from mart.collected) p
    where not exists (
        select from string_to_table(source, ', ') need
        where not exists (select from mart.collected c
                          where c.provider = p.provider and c.source = any (string_to_array(need, ' or ')))));
comment on function mart.collects is 'Providers that collect an indicator, by its sources';

-- The sets of GROUP BY: every level of provider (the whole programme too, where that is no sum of its
-- providers) by every period by every group.
create or replace function mart.grouping_sets(groups text[], whole boolean, dated boolean, summed boolean) returns text
language sql immutable
return (
    select string_agg('(' || concat_ws(', ', 'programme', level, span, breakdown) || ')', ', ')
    from unnest(case when summed then array['provider'] else array['provider', null] end) level
    cross join unnest(case when dated then array[null, 'week', 'month', 'term', 'year']
                           else array['period_kind, period'] end) span
    cross join unnest(groups || null::text) breakdown
    where case when breakdown is null then whole else span is null or span not in ('week', 'month', 'term') end);
comment on function mart.grouping_sets is 'Grouping sets for the cells of mart.indicator_value';

do $$
begin
    if to_regtype('mart.people') is null then
        create type mart.people as (indicator text, people bigint);
    end if;
    if to_regtype('mart.cell') is null then
        create type mart.cell as (indicator text, numerator numeric, denominator numeric, value numeric,
                                  lower numeric, upper numeric);
    end if;
end
$$;
comment on type mart.people is 'Young people behind an indicator, before it is known in which cell';
comment on type mart.cell is 'An indicator of a cell, before it is known which cell';

create or replace procedure mart.tally_kind(event text, kinds text[], groups text[], whole boolean, dated boolean)
language plpgsql set work_mem = '128MB' as $$
declare
    cells constant text := (
        select string_agg(format('row(%L, %s)::mart.cell', i.indicator, mart.aggregate(i.indicator, i.kind)), ', '
                          order by i.position)
        from mart.indicator i where i.event = tally_kind.event and i.kind = any (kinds));
    input text;
    spans constant text[] := case when not dated then '{}' when whole then array['week', 'month', 'term', 'year']
                                  else array['year'] end;
    kind constant text := case when dated then 'case ' || (
        select string_agg(format('when grouping(%1$I) = 0 then %1$L', span), ' ') from unnest(spans) span)
        || ' else ''all'' end' else 'period_kind' end;
    period constant text := case when dated then 'case ' || (
        select string_agg(format('when grouping(%1$I) = 0 then %1$I', span), ' ') from unnest(spans) span)
        || ' end' else 'period' end;
    summed constant boolean := kinds && array['count', 'share', 'ratio'];
    breakdown constant text := (
        select coalesce(string_agg(format('when grouping(%1$I) = 0 then %1$L', g), ' '), '') from unnest(groups) g);
    member constant text := (
        select coalesce(string_agg(format('when grouping(%1$I) = 0 then %1$I', g), ' '), '') from unnest(groups) g);
begin
    if cells is null or (groups = '{}' and not whole) then
        return;
    end if;
    select string_agg(format('case when e.provider = any (%1$L::text[]) then e.%2$I end as %2$I',
                             mart.collects(i.source), i.indicator)
                      || case when i.kind in ('ratio', 'effect')
                              then format(', case when e.provider = any (%1$L::text[]) and e.%3$I is not null then e.%2$I end as %2$I',
                                          mart.collects(i.source), i.indicator || '_of', i.indicator)
                              else '' end, ', ')
    into input
    from mart.indicator i
    where i.event = tally_kind.event and i.kind = any (kinds);
    execute format($q$
        insert into mart.indicator_value
        select c.programme, c.provider, c.period_kind, c.period, c.group_kind, c.group_value,
               v.indicator, v.numerator, v.denominator, v.value, v.lower, v.upper,
               case when v.value is null then 'z' else 'value' end
        from (
            select programme, %13$s as provider, %1$s as period_kind, %2$s as period,
                   %3$s as group_kind, %4$s as group_value, array[%5$s] as parts
            from (
                select e.programme, e.provider, %6$s, %7$s, %8$s
                from mart.%9$I e
                %10$s
                %11$s
                %14$s
            ) e
            group by grouping sets (%12$s)
        ) c
        cross join lateral unnest(c.parts) v
        where (c.period_kind = 'all') = (c.period is null)
          and (c.group_kind = 'all' or c.period_kind in ('all', 'year'))
          and (v.value is not null or coalesce(v.denominator, 0) > 0)$q$,
        kind, period,
        case when groups = '{}' then $k$'all'$k$ else format('case %s else ''all'' end', breakdown) end,
        case when groups = '{}' then $k$'all'$k$ else format('case %s else ''all'' end', member) end,
        cells,
        case when dated
             then 'c.week, c.month, c.term, case e.programme when ''wbl'' then c.ilr_year else c.school_year end as year'
             else 'e.period_kind, e.period' end,
        coalesce((select string_agg(case when g in ('sex', 'age_band', 'ethnicity', 'sen', 'disability', 'imd', 'need')
                                         then format('coalesce(g.%1$I, ''Not known'') as %1$I', g)
                                         else format('coalesce(e.%1$I, ''Not known'') as %1$I', g) end, ', ')
                  from unnest(groups) g), 'null as no_group'),
        input, event,
        case when dated then 'left join mart.calendar c using (day)' else '' end,
        case when 'sex' = any (groups) then 'left join mart.person_group g using (provider, person_key)' else '' end,
        mart.grouping_sets(groups, whole, dated, summed),
        case when summed then 'provider' else 'coalesce(provider, ''*'')' end,
        case when groups <> '{}' and not dated then 'where e.period_kind in (''all'', ''year'')' else '' end);
end
$$;
comment on procedure mart.tally_kind is 'mart.tally for some kinds of indicators and some groups';

-- Where a programme's figure is the sum of its providers', it is made of theirs.
create or replace procedure mart.total(event text)
language sql as $$
insert into mart.indicator_value
select programme, '*', period_kind, period, group_kind, group_value, indicator, x, n,
       case kind when 'count' then x else x / nullif(n, 0) end,
       case kind when 'share' then mart.wilson(x, n, -1) end, case kind when 'share' then mart.wilson(x, n, 1) end,
       case when kind = 'count' or n > 0 then 'value' else 'z' end
from (
    select v.programme, v.period_kind, v.period, v.group_kind, v.group_value, i.indicator, i.kind,
           sum(v.numerator) as x, sum(v.denominator) as n
    from mart.indicator_value v
    join mart.indicator i using (indicator)
    where i.event = $1 and i.kind in ('count', 'share', 'ratio')
    group by v.programme, v.period_kind, v.period, v.group_kind, v.group_value, i.indicator, i.kind
) s
$$;
comment on procedure mart.total is 'Sums the counts, shares and ratios of providers to those of their programme';

-- Young people behind each indicator; each once, however many events there are.
create or replace procedure mart.count_people(event text, dated boolean)
language plpgsql as $$
begin
    execute format($q$
        insert into mart.indicator_people
        select c.programme, c.provider, c.period_kind, c.period, v.indicator, v.people
        from (
            select programme, provider, period_kind, period, array[%1$s] as parts
            from (
                select e.programme, e.provider, e.person_key, %2$s as period_kind, %3$s as period, %4$s
                from mart.%5$I e
                %6$s
                group by %7$s
            ) person
            group by programme, provider, period_kind, period
        ) c
        cross join lateral unnest(c.parts) v
        where v.people > 0 and (c.period_kind = 'all') = (c.period is null) and c.period_kind <> 'week'$q$,
        (select string_agg(format('row(%1$L, count(*) filter (where %1$I))::mart.people', indicator), ', ' order by position)
         from mart.indicator i where i.event = count_people.event),
        case when dated then $k$case when grouping(c.month) = 0 then 'month' when grouping(c.term) = 0 then 'term'
                                     when grouping(y.year) = 0 then 'year' else 'all' end$k$
             else 'e.period_kind' end,
        case when dated then $k$case when grouping(c.month) = 0 then c.month when grouping(c.term) = 0 then c.term
                                     when grouping(y.year) = 0 then y.year end$k$
             else 'e.period' end,
        (select string_agg(case i.kind when 'count' then format('coalesce(bool_or(e.%1$I > 0), false) as %1$I', indicator)
                                       else format('count(e.%1$I) > 0 as %1$I', indicator) end, ', ' order by position)
         from mart.indicator i where i.event = count_people.event),
        event,
        case when dated then 'left join mart.calendar c using (day) cross join lateral (select case e.programme '
                             'when ''wbl'' then c.ilr_year else c.school_year end as year) y' else '' end,
        case when dated then 'grouping sets ((e.programme, e.provider, e.person_key), (e.programme, e.provider, e.person_key, c.month), '
                             '(e.programme, e.provider, e.person_key, c.term), (e.programme, e.provider, e.person_key, y.year))'
             else 'e.programme, e.provider, e.person_key, e.period_kind, e.period' end);
end
$$;
comment on procedure mart.count_people is 'Counts the young people behind each indicator of a view of events';

-- Every indicator of a view of events, into mart.indicator_value. `programmes` are asked for it; `own` are
-- groups that the events bring along as columns of text; `common`: the young people's groups too;
-- `whole`: everybody together too.
create or replace procedure mart.tally(event text, programmes text[] default array['ap', 'eip', 'wbl', 'mhst'],
    own text[] default '{}', common boolean default true, whole boolean default true)
language plpgsql as $$
declare
    groups constant text[] := own || case when common
        then array['sex', 'age_band', 'ethnicity', 'sen', 'disability', 'imd', 'need'] else '{}' end;
    dated constant boolean := exists (select from pg_attribute
                                      where attrelid = ('mart.' || event)::regclass and attname = 'day');
    source text;
    kinds text[];
begin
    call mart.define(event, programmes);
    for source in
        select distinct regexp_split_to_table(i.source, ', | or ') from mart.indicator i where i.event = tally.event
    loop
        call mart.note_collected(source);
    end loop;
    foreach kinds slice 1 in array array[['count', 'share', 'ratio'], ['mean', 'effect', null], ['median', 'p90', null]] loop
        if dated then
            call mart.tally_kind(event, kinds, groups, whole, true);
        else
            call mart.tally_kind(event, kinds, '{}', whole, false);
            call mart.tally_kind(event, kinds, groups, false, false);
        end if;
    end loop;
    call mart.total(event);
    if exists (select from pg_attribute where attrelid = ('mart.' || event)::regclass and attname = 'person_key') then
        call mart.count_people(event, dated);
    end if;
end
$$;
comment on procedure mart.tally is 'Reckons the indicators of a view of events for every programme, provider, period and group';

delete from mart.indicator where event is not null;
delete from mart.indicator_value;
delete from mart.indicator_people;
delete from mart.collected;
