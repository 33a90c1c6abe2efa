-- Indicators: what each means, and its value for every programme and provider. A feed that doesn't
-- carry an indicator gives "not collected", never 0.

create table if not exists mart.programme (
    programme          text primary key,
    position           smallint not null,
    title              text not null,
    outcome            text not null,
    outcome_definition text not null
);
comment on table mart.programme is 'The programmes and what counts as their outcome';
comment on column mart.programme.programme is 'Code (list programme)';
comment on column mart.programme.position is 'Order in reports';
comment on column mart.programme.title is 'As it is to be printed';
comment on column mart.programme.outcome is 'What those with the outcome did, to stand after "young people"';
comment on column mart.programme.outcome_definition is 'What counts, and when it is due';

delete from mart.programme;
insert into mart.programme (programme, position, title, outcome, outcome_definition)
values
    ('ap', 1, 'Alternative provision', 'were in education, employment or training at exit',
     'In education, employment or training when the placement ended. Due once every placement with the provider has ended.'),
    ('eip', 2, 'Early intervention in psychosis', 'were in education, employment or training after six months',
     'In education, employment or training six months after the help began, or at the nearest follow-up. Due after seven months, which leaves one for the review.'),
    ('wbl', 3, 'Work-based learning', 'achieved a learning aim',
     'Achieved the programme or another aim outside a programme in the provider''s latest year. Due once every aim has ended.'),
    ('mhst', 4, 'Mental health support teams', 'had better mental health at the end',
     'Better on a scale between first and last score and worse on none. Due once the referral is closed, for those who were seen.');

create table if not exists mart.indicator (
    indicator   text primary key,
    position    smallint not null,
    label       text not null,
    unit        text not null,
    numerator   text not null,
    denominator text,
    source      text not null,
    exclusions  text not null,
    kind        text,
    definition  text,
    better      text check (better in ('higher', 'lower')),
    target      text,
    event       text,
    programmes  text[]
);
comment on table mart.indicator is 'What each indicator means';
comment on column mart.indicator.indicator is 'Code';
comment on column mart.indicator.position is 'Order in reports';
comment on column mart.indicator.label is 'As it is to be printed';
comment on column mart.indicator.unit is 'persons, share (0 to 1), points (difference of two shares), pounds, or what else is counted: days, referrals, …';
comment on column mart.indicator.numerator is 'What is counted or summed';
comment on column mart.indicator.denominator is 'What it is divided by; null: nothing';
comment on column mart.indicator.source is 'Feeds that it comes from';
comment on column mart.indicator.exclusions is 'Who or what is left out';
comment on column mart.indicator.kind is 'How mart.tally makes it of events (150_indicator.sql); null: an indicator of mart.measure';
comment on column mart.indicator.definition is 'What it says, in a sentence';
comment on column mart.indicator.better is 'higher or lower; null: neither is better in itself';
comment on column mart.indicator.target is 'Name that targets in contracts have for it (code list indicator)';
comment on column mart.indicator.event is 'View of events whose column it is; null: an indicator of mart.measure';
comment on column mart.indicator.programmes is 'Programmes that it is asked of: where they don''t send it, it is not collected';

delete from mart.indicator;
insert into mart.indicator (indicator, position, label, unit, numerator, denominator, source, exclusions)
values
    ('referrals', 1, 'Referred', 'persons', 'Young people with a referral', null, 'referral', 'Referrals after tonight'),
    ('accepted', 2, 'Accepted', 'persons', 'Young people with a referral that was accepted', null, 'referral', 'Referrals not yet decided'),
    ('starts', 3, 'Started', 'persons', 'Young people whose help began', null, 'placement, referral, contact or learning_aim, by programme', 'Starts after tonight; work-based learning: years before the provider''s latest'),
    ('cohort', 4, 'Counted', 'persons', 'Starters whose outcome is due; all starters where fewer than ten are not due', null, 'as starts', 'Help that still goes on, unless of fewer than ten'),
    ('completers', 5, 'Completed', 'persons', 'Those counted who completed the help', null, 'placement, referral or learning_aim, by programme', 'As cohort'),
    ('known', 6, 'Outcome known', 'persons', 'Those counted whose outcome is known', null, 'destination, assessment or learning_aim, by programme', 'Destinations that could not be found out; scores without a pair'),
    ('outcomes', 7, 'With the outcome', 'persons', 'Those counted with the programme''s outcome', null, 'as known', 'Outcomes that are not known count as not reached'),
    ('outcome_rate', 8, 'Share with the outcome', 'share', 'outcomes', 'cohort', 'as known', 'Outcomes that are not known count as not reached'),
    ('completion_rate', 9, 'Share who completed', 'share', 'completers', 'cohort', 'as completers', 'As cohort'),
    ('engaged', 10, 'In education, employment or training', 'persons', 'Those counted in education, employment or training afterwards', null, 'destination', 'Destinations that are not known count as not engaged'),
    ('paired', 11, 'With attendance before and after', 'persons', 'Those counted with sessions before and after the help', null, 'attendance', 'Missing baselines or endpoints'),
    ('attendance_before', 12, 'Attendance before', 'share', 'Sessions attended before the help', 'Sessions possible before the help', 'attendance', 'All but those paired'),
    ('attendance_after', 13, 'Attendance after', 'share', 'Sessions attended after the help', 'Sessions possible after the help', 'attendance', 'All but those paired'),
    ('attendance_change', 14, 'Change in attendance', 'points', 'attendance_after less attendance_before', null, 'attendance', 'All but those paired'),
    ('spend', 15, 'Spend', 'pounds', 'Revenue, overheads and a year''s charge for capital, in prices of the latest price year', null, 'cost', 'Gifts in kind; periods that begin after tonight'),
    ('cost_per_start', 16, 'Cost per starter', 'pounds', 'spend', 'starts', 'cost', 'Gifts in kind'),
    ('cost_per_completer', 17, 'Cost per completer', 'pounds', 'Cost of those counted', 'Those of them who completed', 'cost', 'Gifts in kind; as cohort'),
    ('cost_per_outcome', 18, 'Cost per outcome', 'pounds', 'Cost of those counted', 'outcomes', 'cost', 'Gifts in kind; as cohort');

-- Counts and sums by provider; null is "not collected": the feed carries nothing of the kind for this
-- provider and programme.
create or replace view mart.provider_tally as
select
    programme, provider,
    nullif(count(referred_on), 0) as referrals,
    case when bool_or(accepted is not null) then count(*) filter (where accepted) end as accepted,
    count(started_on) as starts,
    count(*) filter (where counted) as cohort,
    case when bool_or(completed is not null) then count(*) filter (where counted and completed) end as completers,
    case when bool_or(outcome is not null) then count(outcome) filter (where counted) end as known,
    case when bool_or(outcome is not null) then count(*) filter (where counted and outcome) end as outcomes,
    case when bool_or(engaged_after is not null) then count(*) filter (where counted and engaged_after) end as engaged,
    case when bool_or(before_possible > 0 or after_possible > 0)
         then count(*) filter (where counted and before_possible > 0 and after_possible > 0) end as paired,
    sum(before_possible) filter (where counted and before_possible > 0 and after_possible > 0) as before_possible,
    sum(before_attended) filter (where counted and before_possible > 0 and after_possible > 0) as before_attended,
    sum(after_possible) filter (where counted and before_possible > 0 and after_possible > 0) as after_possible,
    sum(after_attended) filter (where counted and before_possible > 0 and after_possible > 0) as after_attended,
    (select c.spend from mart.provider_cost c
     where c.programme = j.programme and c.provider = j.provider) as spend,
    sum(cost) filter (where counted) as cohort_cost
from mart.journey j
group by programme, provider;
comment on view mart.provider_tally is 'Counts and sums over mart.journey by provider; null: not collected';

create table if not exists mart.provider_count (
    programme       text not null,
    provider        text not null,
    referrals       bigint,
    accepted        bigint,
    starts          bigint not null,
    cohort          bigint not null,
    completers      bigint,
    known           bigint,
    outcomes        bigint,
    engaged         bigint,
    paired          bigint,
    before_possible numeric,
    before_attended numeric,
    after_possible  numeric,
    after_attended  numeric,
    spend           numeric,
    cohort_cost     numeric,
    primary key (programme, provider)
);
comment on table mart.provider_count is 'mart.provider_tally as of tonight';
comment on column mart.provider_count.programme is 'Programme';
comment on column mart.provider_count.provider is 'Provider';
comment on column mart.provider_count.referrals is 'Young people referred';
comment on column mart.provider_count.accepted is 'Those with a referral that was accepted';
comment on column mart.provider_count.starts is 'Those whose help began';
comment on column mart.provider_count.cohort is 'Starters that outcomes and costs are reckoned over (mart.journey.counted)';
comment on column mart.provider_count.completers is 'Those of the cohort who completed';
comment on column mart.provider_count.known is 'Those of the cohort whose outcome is known';
comment on column mart.provider_count.outcomes is 'Those of the cohort with the outcome';
comment on column mart.provider_count.engaged is 'Those of the cohort in education, employment or training afterwards';
comment on column mart.provider_count.paired is 'Those of the cohort with attendance before and after';
comment on column mart.provider_count.before_possible is 'Their sessions before the help';
comment on column mart.provider_count.before_attended is 'Those attended';
comment on column mart.provider_count.after_possible is 'Their sessions after the help';
comment on column mart.provider_count.after_attended is 'Those attended';
comment on column mart.provider_count.spend is 'Spend, pounds';
comment on column mart.provider_count.cohort_cost is 'Cost of the cohort, pounds';

delete from mart.provider_count;
insert into mart.provider_count (programme, provider, referrals, accepted, starts, cohort, completers, known,
    outcomes, engaged, paired, before_possible, before_attended, after_possible, after_attended, spend,
    cohort_cost)
select programme, provider, referrals, accepted, starts, cohort, completers, known, outcomes, engaged, paired,
       before_possible, before_attended, after_possible, after_attended, spend, cohort_cost
from mart.provider_tally;
analyze mart.provider_count;

-- A programme's figure covers the providers that collect all of it: sums over fewer are marked by
-- their number.
create or replace view mart.provider_part as
select c.programme, c.provider, p.indicator, p.numerator::numeric, p.denominator::numeric
from mart.provider_count c
cross join lateral (values
    ('referrals', referrals, null::numeric), ('accepted', accepted, null), ('starts', starts, null),
    ('cohort', cohort, null), ('completers', completers, null), ('known', known, null),
    ('outcomes', outcomes, null), ('outcome_rate', outcomes, cohort),
    ('completion_rate', completers, cohort), ('engaged', engaged, null), ('paired', paired, null),
    ('attendance_before', before_attended, before_possible),
    ('attendance_after', after_attended, after_possible),
    ('spend', spend, null), ('cost_per_start', spend, starts),
    ('cost_per_completer', cohort_cost, completers), ('cost_per_outcome', cohort_cost, outcomes)
) as p (indicator, numerator, denominator);
comment on view mart.provider_part is 'Numerator and denominator of each indicator by provider; null: not collected';

create table if not exists mart.measure (
    programme   text not null,
    provider    text,
    indicator   text not null,
    numerator   numeric,
    denominator numeric,
    value       numeric,
    status      text not null check (status in ('value', 'x', 'z')),
    providers   integer not null,
    unique nulls not distinct (programme, provider, indicator)
);
comment on table mart.measure is 'Indicators by programme and provider, as of tonight';
comment on column mart.measure.programme is 'Programme';
comment on column mart.measure.provider is 'Provider; null: the whole programme';
comment on column mart.measure.indicator is 'Indicator (mart.indicator)';
comment on column mart.measure.numerator is 'Numerator';
comment on column mart.measure.denominator is 'Denominator; null where the indicator has none';
comment on column mart.measure.value is 'Numerator over denominator, or the numerator';
comment on column mart.measure.status is 'value; x: not collected; z: not applicable (nothing to divide by)';
comment on column mart.measure.providers is 'Providers that the figure covers';

delete from mart.measure;
insert into mart.measure
with part as (
    select programme, provider, indicator, numerator, denominator,
           (numerator is not null)::integer as providers
    from mart.provider_part
    union all
    select p.programme, null, p.indicator, sum(p.numerator),
           sum(p.denominator) filter (where p.numerator is not null),
           count(p.numerator)::integer
    from mart.provider_part p
    group by p.programme, p.indicator
)
select programme, provider, indicator, part.numerator, part.denominator,
       case when i.denominator is null then part.numerator
            else part.numerator / nullif(part.denominator, 0) end,
       case
           when part.numerator is null or (i.denominator is not null and part.denominator is null) then 'x'
           when i.denominator is not null and part.denominator = 0 then 'z'
           else 'value'
       end,
       providers
from part
join mart.indicator i using (indicator);
insert into mart.measure
select a.programme, a.provider, 'attendance_change', null, null, a.value - b.value,
       case when a.status = 'value' and b.status = 'value' then 'value'
            when a.status = 'z' then 'z' else 'x' end,
       a.providers
from mart.measure a
join mart.measure b
    on b.programme = a.programme and b.provider is not distinct from a.provider
   and b.indicator = 'attendance_before'
where a.indicator = 'attendance_after';

create or replace view mart.provider_summary as
select programme, provider,
       max(value) filter (where indicator = 'referrals') as referrals,
       max(value) filter (where indicator = 'accepted') as accepted,
       max(value) filter (where indicator = 'starts') as starts,
       max(value) filter (where indicator = 'cohort') as cohort,
       max(value) filter (where indicator = 'completers') as completers,
       max(value) filter (where indicator = 'outcomes') as outcomes,
       max(value) filter (where indicator = 'attendance_before') as attendance_before,
       max(value) filter (where indicator = 'attendance_after') as attendance_after,
       max(value) filter (where indicator = 'spend') as spend,
       max(value) filter (where indicator = 'cost_per_start') as cost_per_start,
       max(value) filter (where indicator = 'cost_per_outcome') as cost_per_outcome
from mart.measure
group by programme, provider;
comment on view mart.provider_summary is 'A row for each provider and, with provider null, each programme; null: not collected (mart.measure says why)';
