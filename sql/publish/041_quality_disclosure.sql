-- Disclosure control of the quality report. A count from 1 to under the threshold is hidden: 0 stays, as it says
-- of no record that it is so. A sum gives a hidden part away unless at least two are hidden and they come to
-- the threshold or more; where not, the smallest part that is left is hidden too.

create or replace function mart.too_few(n numeric) returns boolean
language sql stable
return n > 0 and n < mart.parameter('disclosure_threshold');
comment on function mart.too_few is 'Whether a count of records is one that may not be shown';

-- With valid and denominator the rate gives the errors away, too few of which are hidden: then it is given to a
-- hundredth, and only where it is the same without them.
create or replace function mart.shown_rate(valid numeric, denominator numeric, error numeric, few boolean)
returns text
language sql immutable
return case
    when denominator + error = 0 then 'z'
    when not few then round(valid / (denominator + error), 4)::text
    when round(valid / (denominator + error), 2) = round(valid / nullif(denominator, 0), 2)
        then round(valid / (denominator + error), 2)::text
    else 'c' end;
comment on function mart.shown_rate is 'A pass rate as it may be shown, where valid and denominator may';

create table if not exists mart.quality_cell (
    about    text not null check (about in ('field', 'provider', 'night')),
    feed     text not null,
    provider text not null,
    field    text not null,
    class    text not null,
    n        bigint not null,
    visible  boolean not null default true,
    sums     text[] not null,
    primary key (about, feed, provider, field, class)
);
comment on table mart.quality_cell is 'Counts of the quality report, and whether they may be shown';
comment on column mart.quality_cell.about is 'VODIM of a field, of a provider over all of them, or the records of a night';
comment on column mart.quality_cell.feed is 'Feed, or *';
comment on column mart.quality_cell.provider is 'Provider; empty: none, or not known which; of a night, its date';
comment on column mart.quality_cell.field is 'Field, or *';
comment on column mart.quality_cell.class is 'valid, other, defaulted, invalid, missing or not_applicable; of a night, what became of the records';
comment on column mart.quality_cell.n is 'How many';
comment on column mart.quality_cell.visible is 'May be shown';
comment on column mart.quality_cell.sums is 'The sums that it is a part of, and that may be known: of the field''s classes (the records of the feed), of the class over providers (the findings of a rule), of the class over the provider''s fields; of a night, the records delivered';

-- Each step hides, so that it ends.
create or replace procedure mart.hide_quality()
language plpgsql as $$
declare
    least_shown constant numeric := mart.parameter('disclosure_threshold');
begin
    update mart.quality_cell set visible = false where visible and n > 0 and n < least_shown;
    loop
        with told as (
            select s.sum
            from mart.quality_cell c
            cross join lateral unnest(c.sums) s (sum)
            where not c.visible
            group by s.sum
            having count(*) = 1 or sum(c.n) between 1 and least_shown - 1
        ),
        chosen as (
            select distinct on (s.sum) c.about, c.feed, c.provider, c.field, c.class
            from mart.quality_cell c
            cross join lateral unnest(c.sums) s (sum)
            join told using (sum)
            where c.visible and c.n > 0
            order by s.sum, c.n, c.about, c.feed, c.provider, c.field, c.class
        )
        update mart.quality_cell c
        set visible = false
        from chosen h
        where (c.about, c.feed, c.provider, c.field, c.class) = (h.about, h.feed, h.provider, h.field, h.class);
        exit when not found;
    end loop;
end
$$;
comment on procedure mart.hide_quality is 'Disclosure control of mart.quality_cell';

-- The records of a feed are the same for each of its fields: what applies and what does not adds up to them. The
-- classes of a provider's total add up too.
delete from mart.quality_cell;
insert into mart.quality_cell (about, feed, provider, field, class, n, sums)
with vodim as (
    select 'field' as about, feed, coalesce(provider, '') as provider, field, sum(valid) as valid,
           sum(other) as other, sum(defaulted) as defaulted, sum(invalid) as invalid, sum(missing) as missing,
           sum(not_applicable) as not_applicable
    from ops.field_quality
    group by feed, provider, field
    union all
    select 'provider', '*', coalesce(provider, ''), '*', valid, other, defaulted, invalid, missing, not_applicable
    from ops.provider_quality
    where denominator is not null
)
select v.about, v.feed, v.provider, v.field, c.class, c.n,
       array[concat_ws('|', 'row', v.about, v.provider, v.feed, v.field)]
       || case when v.about = 'field'
               then array[concat_ws('|', 'over', v.feed, v.field, c.class), concat_ws('|', 'all', v.provider, c.class)]
               else '{}' end
from vodim v
cross join lateral (values ('valid', v.valid), ('other', v.other), ('defaulted', v.defaulted),
    ('invalid', v.invalid), ('missing', v.missing), ('not_applicable', v.not_applicable)) c (class, n);
insert into mart.quality_cell (about, feed, provider, field, class, n, sums)
select 'night', '*', n.night::text, '*', n.item, n.figure,
       case n.item when 'retired' then '{}' else array['night|' || n.night] end
from ops.night_change n
where n.unit = 'records' and n.item <> 'delivered'
  and n.night in (mart.as_of(), (select max(r.night) from ops.run r where r.night < mart.as_of()));
analyze mart.quality_cell;
call mart.hide_quality();

-- A provider's total gives its fields' hidden parts away where they come to too few, or are one; then another
-- class of the total would give that one away.
update mart.quality_cell t
set visible = false
from (
    select provider, class
    from mart.quality_cell
    where about = 'field' and not visible
    group by provider, class
    having count(*) = 1 or mart.too_few(sum(n))
) part
where t.about = 'provider' and t.provider = part.provider and t.class = part.class and t.n > 0;
call mart.hide_quality();

-- The denominator: where some of its parts are hidden, they must not follow from it, nor must those to whom the
-- field does not apply. The pass rate gives away the valid ones.
create or replace view mart.quality_shown as
select about, feed, provider, field, sum(n) filter (where class <> 'not_applicable') as denominator,
       coalesce(bool_and(visible) filter (where class = 'not_applicable'), true)
           and not mart.too_few(sum(n) filter (where class <> 'not_applicable'))
           and count(*) filter (where class <> 'not_applicable' and not visible) <> 1
           and not coalesce(mart.too_few(sum(n) filter (where class <> 'not_applicable' and not visible)), false)
           as denominator_visible,
       max(case when visible then n::text else 'c' end) filter (where class = 'valid') as valid,
       max(case when visible then n::text else 'c' end) filter (where class = 'other') as other,
       max(case when visible then n::text else 'c' end) filter (where class = 'defaulted') as defaulted,
       max(case when visible then n::text else 'c' end) filter (where class = 'invalid') as invalid,
       max(case when visible then n::text else 'c' end) filter (where class = 'missing') as missing,
       max(case when visible then n::text else 'c' end) filter (where class = 'not_applicable') as not_applicable
from mart.quality_cell
where about <> 'night'
group by about, feed, provider, field;
comment on view mart.quality_shown is 'VODIM, as it may be shown: a row for each field, and for each provider';

-- Completeness. A share gives away both its parts. What each is a share of is shown where publish.measure shows
-- it; a total where its hidden parts come to enough.
create table if not exists mart.completeness_cell (
    programme text not null,
    provider  text not null,
    item      text not null,
    n         bigint not null,
    part      bigint not null,
    visible   boolean not null,
    primary key (programme, provider, item)
);
comment on table mart.completeness_cell is 'Counts of completeness, and whether they may be shown';
comment on column mart.completeness_cell.programme is 'Programme';
comment on column mart.completeness_cell.provider is 'Provider; *: the whole programme';
comment on column mart.completeness_cell.item is 'Which share';
comment on column mart.completeness_cell.n is 'What it is a share of';
comment on column mart.completeness_cell.part is 'Those who have it';
comment on column mart.completeness_cell.visible is 'May be shown';

delete from mart.completeness_cell;
insert into mart.completeness_cell (programme, provider, item, n, part, visible)
select c.programme, coalesce(c.provider, '*'), i.item, i.n, i.part,
       mart.may_show(c.programme, coalesce(c.provider, '*'), i.whole)
           and not mart.too_few(i.part) and not mart.too_few(i.n - i.part)
from mart.completeness c
cross join lateral (values
    ('referrals_with_baseline', 'referrals', c.referrals, c.referrals_with_baseline),
    ('with_baseline', 'starts', c.starts, c.with_baseline), ('with_cost', 'starts', c.starts, c.with_cost),
    ('with_endpoint', 'cohort', c.cohort, c.with_endpoint), ('complete', 'cohort', c.cohort, c.complete)
) i (item, whole, n, part);

-- One within another: their difference is a group too. Of two, the less important is hidden.
update mart.completeness_cell c
set visible = false
from (values ('with_endpoint', 'complete'), ('with_baseline', 'complete'), ('with_cost', 'complete'),
             ('referrals_with_baseline', 'with_baseline')) as s (whole, part),
     mart.completeness_cell other
where c.item = s.whole and other.item = s.part and (other.programme, other.provider) = (c.programme, c.provider)
  and other.visible and mart.too_few(abs(c.part - other.part));
update mart.completeness_cell c
set visible = false
from mart.disclosure d
where c.item = 'with_endpoint' and d.indicator = 'known' and d.visible
  and (d.programme, d.provider) = (c.programme, c.provider) and mart.too_few(abs(c.part - d.n));

-- A lone hidden provider follows from the total: a second goes with it.
update mart.completeness_cell c
set visible = false
from (
    select distinct on (programme, item) programme, item, provider
    from mart.completeness_cell
    join (
        select programme, item from mart.completeness_cell
        where provider <> '*'
        group by programme, item
        having count(*) filter (where not visible) = 1
    ) lone using (programme, item)
    where visible and provider <> '*'
    order by programme, item, n, provider
) second
where (c.programme, c.item, c.provider) = (second.programme, second.item, second.provider);
update mart.completeness_cell c
set visible = false
from (
    select programme, item, count(*) as hidden, sum(part) as part, sum(n - part) as rest
    from mart.completeness_cell
    where provider <> '*' and not visible
    group by programme, item
) h
where c.provider = '*' and (c.programme, c.item) = (h.programme, h.item)
  and (h.hidden = 1 or mart.too_few(h.part) or mart.too_few(h.rest));
