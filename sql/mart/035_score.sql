-- Scores of instruments, as they were delivered and as they follow from the items of a form. Both stand
-- side by side: raw items and delivered scores in core.assessment, what is made of them here.

create or replace function mart.band(instrument text, scale text, rater text, edition text, score numeric)
returns text language sql stable set search_path = pg_catalog
begin atomic
    select b.band
    from ref.instrument_band b
    where b.instrument = $1 and b.scale in ($2, '*') and b.rater in ($3, '*') and b.edition = $4
      and $5 between b.low and b.high
    order by b.scale = '*', b.rater = '*', b.low desc
    limit 1;
end;
comment on function mart.band is 'What a score means in one edition of the cut-offs; null: no band holds it';

-- A form is one person's answers about one young person on one day. Items that were not answered, or
-- with what is no answer, are missing.
create or replace view mart.form_scale as
with form as (
    select distinct provider, referral_ref, person_key, instrument, rater, assessed_date
    from core.assessment
    where scale like 'item-%'
), answer as (
    select f.provider, f.referral_ref, f.person_key, f.instrument, f.rater, f.assessed_date, i.scale,
           case when a.score = trunc(a.score) and a.score between 0 and 99 then i.points[a.score::integer + 1] end as points
    from form f
    join ref.instrument_item i on i.instrument = f.instrument and f.rater = any (i.raters)
    left join core.assessment a
        on a.provider = f.provider and a.referral_ref = f.referral_ref and a.instrument = f.instrument
       and a.rater = f.rater and a.assessed_date = f.assessed_date
       and a.scale = 'item-' || to_char(i.item, 'FM00')
), scored as (
    select a.provider, a.referral_ref, a.person_key, a.instrument, a.rater, a.assessed_date, a.scale,
           case when count(a.points) >= s.least_answered
                then floor(0.5 + count(*) * sum(a.points)::numeric / count(a.points)) end as score
    from answer a
    join ref.instrument_scale s using (instrument, scale)
    group by a.provider, a.referral_ref, a.person_key, a.instrument, a.rater, a.assessed_date, a.scale,
             s.least_answered
)
select * from scored where score is not null
union all
select p.provider, p.referral_ref, p.person_key, p.instrument, p.rater, p.assessed_date, s.scale,
       sum(p.score) as score
from scored p
join ref.instrument_scale s on s.instrument = p.instrument and p.scale = any (s.parts)
group by p.provider, p.referral_ref, p.person_key, p.instrument, p.rater, p.assessed_date, s.scale, s.parts
having count(p.score) = cardinality(s.parts);
comment on view mart.form_scale is 'Scales as they follow from the items of a form: prorated, and totals of those that are whole';

create or replace view mart.score as
with scores as (
    select provider, referral_ref, person_key, instrument, scale, rater, assessed_date, score,
           'delivered' as origin
    from core.assessment
    where scale not like 'item-%' and score is not null
    union all
    select provider, referral_ref, person_key, instrument, scale, rater, assessed_date, score, 'items'
    from mart.form_scale
), normed as (
    select s.*, (s.score - n.mean) / n.sd * 10 + 50 as t_score
    from scores s
    left join core.referral r using (provider, referral_ref)
    left join core.person p on p.provider = s.provider and p.person_key = s.person_key
    left join ref.instrument_norm n
        on n.instrument = s.instrument and n.scale = s.scale and n.rater = s.rater and n.sex = p.sex
       and r.age_at_event between n.age_from and n.age_to
)
select n.*,
       coalesce(mart.band(n.instrument, n.scale, n.rater, '3-band', n.score),
                mart.band(n.instrument, n.scale, n.rater, 't', n.t_score)) as band
from normed n;
comment on view mart.score is 'Scores, delivered and made from items, with T scores and what they mean';
comment on column mart.score.provider is 'Provider';
comment on column mart.score.referral_ref is 'Referral';
comment on column mart.score.person_key is 'Young person, as the provider knows them';
comment on column mart.score.instrument is 'Instrument (code list instrument)';
comment on column mart.score.scale is 'Scale';
comment on column mart.score.rater is 'Who answered';
comment on column mart.score.assessed_date is 'Day on which it was completed';
comment on column mart.score.score is 'Raw score';
comment on column mart.score.origin is 'delivered: as it came; items: made from the answers of a form';
comment on column mart.score.t_score is 'T by the norms for sex and age at referral (ref.instrument_norm); null: no norm holds, the raw score stands';
comment on column mart.score.band is 'Three-band cut-offs, of RCADS those of T';
