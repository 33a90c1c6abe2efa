-- The quality report as the data officer and the analyst read it: unsuppressed, without values or
-- identities. What is kept of a month: ops.keep_quality().

-- Whose delivery a load was: its provider's, where it names only one.
create or replace view ops.addressee as
select l.unit, l.load_no, l.source, l.feed, l.slot,
       case when count(distinct q.provider) = 1 then min(q.provider) end as provider
from ops.latest l
left join ops.quality q using (unit, load_no)
group by l.unit, l.load_no, l.source, l.feed, l.slot;
comment on view ops.addressee is 'Whose delivery stands for each unit';
comment on column ops.addressee.unit is 'The load unit';
comment on column ops.addressee.load_no is 'Its load';
comment on column ops.addressee.source is 'Source';
comment on column ops.addressee.feed is 'Feed';
comment on column ops.addressee.slot is 'Slot';
comment on column ops.addressee.provider is 'The provider, where it names one only; null: none, or several';

-- A record that extract could not read was judged by no rule: an error of each field of its feed. It counts
-- among what the pass rate is a share of, so that a delivery does not look better for it; what does not apply
-- counts on neither side.
create or replace view ops.field_quality as
with unread as (
    select a.unit, a.load_no, a.provider, s.rejected as records
    from ops.addressee a
    join ops.load_stage s using (unit, load_no)
    where s.stage = 'extract' and s.rejected > 0
), field as (
    select q.unit, q.load_no, q.provider, q.field, q.valid, q.other, q.defaulted, q.invalid, q.missing,
           q.not_applicable, 0 as error
    from ops.quality q
    union all
    select u.unit, u.load_no, u.provider, f.field, 0, 0, 0, 0, 0, 0, u.records
    from unread u
    cross join lateral (
        select distinct q.field from ops.quality q where q.unit = u.unit and q.load_no = u.load_no
        union
        select '*' where not exists (select from ops.quality q where q.unit = u.unit and q.load_no = u.load_no)
    ) f
)
select l.source, l.feed, f.provider, f.field,
       sum(f.valid) as valid, sum(f.other) as other, sum(f.defaulted) as defaulted,
       sum(f.invalid) as invalid, sum(f.missing) as missing,
       sum(f.valid + f.other + f.defaulted + f.invalid + f.missing) as denominator,
       sum(f.not_applicable) as not_applicable, sum(f.error) as error,
       round(sum(f.valid) / nullif(sum(f.valid + f.other + f.defaulted + f.invalid + f.missing + f.error), 0), 4)
           as pass_rate
from field f
join ops.latest l using (unit, load_no)
group by l.source, l.feed, f.provider, f.field;
comment on view ops.field_quality is 'VODIM: how good each field is in what stands, by source, feed and provider';
comment on column ops.field_quality.source is 'Source';
comment on column ops.field_quality.feed is 'Feed';
comment on column ops.field_quality.provider is 'The provider that the records name; null: none, or not known which';
comment on column ops.field_quality.field is 'Field; *: of a delivery of which no record could be read, all';
comment on column ops.field_quality.valid is 'A value, and nothing is wrong with it';
comment on column ops.field_quality.other is 'A code that says something else';
comment on column ops.field_quality.defaulted is 'A code that says not known';
comment on column ops.field_quality.invalid is 'A value that breaks a check of the field, or could not be read';
comment on column ops.field_quality.missing is 'No value where one is to be expected';
comment on column ops.field_quality.denominator is 'valid + other + defaulted + invalid + missing: what was judged';
comment on column ops.field_quality.not_applicable is 'No value, and none is to be expected: no part of the denominator, nor of the pass rate';
comment on column ops.field_quality.error is 'Records that could not be read, so that nothing was judged';
comment on column ops.field_quality.pass_rate is 'valid / (denominator + error); null: nothing to judge';

-- Units that wait for a decision, or that the last run could not apply, and whose they are. A slot that begins
-- with a provider's code is that provider's, also where nothing of it was ever applied.
create or replace view ops.unapplied as
with stopped as (
    select h.source, h.feed, h.slot, 'held' as state, string_agg(h.gate, ', ' order by h.gate) as reason
    from ops.open_hold h
    group by h.source, h.feed, h.slot
    union all
    select f.source, f.feed, f.slot, 'failed', f.problem
    from ops.failure f
    where f.night = (select max(night) from ops.run)
)
select s.source, s.feed, s.slot, s.state, s.reason,
       coalesce(a.provider, (select min(c.code) from ref.code c
                             where c.list = 'provider' and c.code = split_part(s.slot, '/', 1))) as provider
from stopped s
left join ops.addressee a using (source, feed, slot);
comment on view ops.unapplied is 'Units that are held, or that the last run could not apply';
comment on column ops.unapplied.source is 'Source';
comment on column ops.unapplied.feed is 'Feed';
comment on column ops.unapplied.slot is 'Slot, or the delivery''s name where it gives none';
comment on column ops.unapplied.state is 'held: waits for ontrack release or reject; failed: see ops.failure';
comment on column ops.unapplied.reason is 'The gates that hold it, or what is wrong';
comment on column ops.unapplied.provider is 'Whose it is; null: of several, or not known';

create or replace view ops.provider_quality as
select coalesce(q.provider, u.provider) as provider, q.valid, q.other, q.defaulted, q.invalid, q.missing,
       q.denominator, q.not_applicable, q.error, q.pass_rate,
       coalesce(u.held, 0) as held, coalesce(u.failed, 0) as failed
from (
    select provider, sum(valid) as valid, sum(other) as other, sum(defaulted) as defaulted,
           sum(invalid) as invalid, sum(missing) as missing, sum(denominator) as denominator,
           sum(not_applicable) as not_applicable, sum(error) as error,
           round(sum(valid) / nullif(sum(denominator + error), 0), 4) as pass_rate
    from ops.field_quality
    group by provider
) q
full join (
    select provider, count(*) filter (where state = 'held') as held,
           count(*) filter (where state = 'failed') as failed
    from ops.unapplied
    group by provider
) u on coalesce(u.provider, '') = coalesce(q.provider, '');
comment on view ops.provider_quality is 'How good the fields of each provider are, over all feeds, and what of it is not applied';
comment on column ops.provider_quality.provider is 'The provider; null: none, or not known which';
comment on column ops.provider_quality.valid is 'Values that nothing is wrong with';
comment on column ops.provider_quality.other is 'Codes that say something else';
comment on column ops.provider_quality.defaulted is 'Codes that say not known';
comment on column ops.provider_quality.invalid is 'Values that break a check, or could not be read';
comment on column ops.provider_quality.missing is 'No value where one is to be expected';
comment on column ops.provider_quality.denominator is 'valid + other + defaulted + invalid + missing; null: nothing of the provider stands';
comment on column ops.provider_quality.not_applicable is 'No value, and none is to be expected';
comment on column ops.provider_quality.error is 'Values of records that could not be read';
comment on column ops.provider_quality.pass_rate is 'valid / (denominator + error); null: nothing to judge';
comment on column ops.provider_quality.held is 'Units that are held: what stands of them is older';
comment on column ops.provider_quality.failed is 'Units that the last run could not apply: what stands of them is older';

-- As var/feedback has it: a finding is addressed to the provider whose delivery it is in, or to the source;
-- what anonymise says of a cell that validate has found wrong is no second finding.
create or replace view ops.rule_frequency as
select a.feed, r.rule, r.field, r.severity,
       max(coalesce(own.message, everywhere.message, r.rule)) as message,
       max(coalesce(own.guidance, everywhere.guidance)) as guidance,
       count(*) as findings, count(distinct (r.unit, r.source_row)) as records,
       count(distinct a.provider) as providers,
       array_agg(distinct coalesce(a.provider, a.source)) as addressees
from ops.reject r
join ops.addressee a using (unit, load_no)
left join ref.rule own
    on own.feed = a.feed and own.rule = r.rule and (own.field is null or own.field = r.field)
left join ref.rule everywhere on everywhere.feed = '*' and everywhere.rule = r.rule
where not r.settled
  and not (r.stage = 'anonymise' and exists (
      select from ops.reject v
      where v.unit = r.unit and v.load_no = r.load_no and v.source_row = r.source_row
        and v.field = r.field and v.stage = 'validate'))
group by a.feed, r.rule, r.field, r.severity;
comment on view ops.rule_frequency is 'How often each rule is broken in what stands, and by whom';
comment on column ops.rule_frequency.feed is 'Feed';
comment on column ops.rule_frequency.rule is 'Rule';
comment on column ops.rule_frequency.field is 'Field; null: the rule is the record''s';
comment on column ops.rule_frequency.severity is 'warning: taken; record, group, file: not taken';
comment on column ops.rule_frequency.message is 'What is wrong';
comment on column ops.rule_frequency.guidance is 'What to do about it';
comment on column ops.rule_frequency.findings is 'How often it was found';
comment on column ops.rule_frequency.records is 'In how many records';
comment on column ops.rule_frequency.providers is 'Of how many providers, among deliveries that are one provider''s';
comment on column ops.rule_frequency.addressees is 'Whose: the provider, or the source where a delivery is of several; var/feedback has a file of each name';

create or replace view ops.night_total as
select r.night, r.verdict, coalesce(l.applied, 0) as applied, r.held, r.failed, r.not_attempted, r.waiting,
       coalesce(l.delivered, 0) as delivered, coalesce(l.inserted, 0) as inserted,
       coalesce(l.updated, 0) as updated, coalesce(l.unchanged, 0) as unchanged,
       coalesce(l.duplicate, 0) as duplicate, coalesce(l.retired, 0) as retired,
       coalesce(l.rejected, 0) as rejected
from ops.run r
left join (
    select night, sum(loads) as applied, sum(delivered) as delivered, sum(inserted) as inserted,
           sum(updated) as updated, sum(unchanged) as unchanged, sum(duplicate) as duplicate,
           sum(retired) as retired, sum(rejected_by_all) as rejected
    from ops.night
    group by night
) l using (night);
comment on view ops.night_total is 'What each night came to, over all units';
comment on column ops.night_total.night is 'The night';
comment on column ops.night_total.verdict is 'clean, held or failed; null: it goes on, or was killed';
comment on column ops.night_total.applied is 'Units applied';
comment on column ops.night_total.held is 'Units held';
comment on column ops.night_total.failed is 'Units that failed';
comment on column ops.night_total.not_attempted is 'Units that hang on one that failed';
comment on column ops.night_total.waiting is 'Deliveries that were not whole yet';
comment on column ops.night_total.delivered is 'Records at the start of the chains: inserted + updated + unchanged + duplicate + rejected';
comment on column ops.night_total.inserted is 'Rows inserted';
comment on column ops.night_total.updated is 'Rows updated';
comment on column ops.night_total.unchanged is 'Records that were known already';
comment on column ops.night_total.duplicate is 'Records that repeat another of their delivery';
comment on column ops.night_total.retired is 'Rows that a delivery no longer has; not among delivered';
comment on column ops.night_total.rejected is 'Records that any stage rejected';

create or replace view ops.night_change as
with item as (
    select n.night, i.position, i.item, i.unit, i.figure
    from ops.night_total n
    cross join lateral (values
        (1, 'applied', 'deliveries', n.applied::bigint), (2, 'held', 'deliveries', n.held),
        (3, 'failed', 'deliveries', n.failed), (4, 'not_attempted', 'deliveries', n.not_attempted),
        (5, 'waiting', 'deliveries', n.waiting), (6, 'delivered', 'records', n.delivered::bigint),
        (7, 'inserted', 'records', n.inserted::bigint), (8, 'updated', 'records', n.updated::bigint),
        (9, 'unchanged', 'records', n.unchanged::bigint), (10, 'duplicate', 'records', n.duplicate::bigint),
        (11, 'rejected', 'records', n.rejected::bigint), (12, 'retired', 'records', n.retired::bigint)
    ) i (position, item, unit, figure)
)
select night, lag(night) over night_before as before, position, item, unit, figure,
       lag(figure) over night_before as figure_before,
       figure - lag(figure) over night_before as change
from item
window night_before as (partition by item order by night);
comment on view ops.night_change is 'Each night''s figures against those of the night before';
comment on column ops.night_change.night is 'The night';
comment on column ops.night_change.before is 'The night before it; null: it is the first';
comment on column ops.night_change.position is 'Order';
comment on column ops.night_change.item is 'Which figure: a column of ops.night_total';
comment on column ops.night_change.unit is 'deliveries (units of them) or records';
comment on column ops.night_change.figure is 'The figure';
comment on column ops.night_change.figure_before is 'That of the night before; null: it was not recorded';
comment on column ops.night_change.change is 'The difference';

create or replace view ops.quality_history as
select month, provider, max(night) as night, sum(valid) as valid, sum(other) as other,
       sum(defaulted) as defaulted, sum(invalid) as invalid, sum(missing) as missing,
       sum(valid + other + defaulted + invalid + missing) as denominator,
       sum(not_applicable) as not_applicable, sum(error) as error,
       round(sum(valid) / nullif(sum(valid + other + defaulted + invalid + missing + error), 0), 4) as pass_rate
from ops.quality_month
group by month, provider;
comment on view ops.quality_history is 'How good the data of each provider were, month by month: ops.quality_month over all feeds';
comment on column ops.quality_history.month is 'First day of the month';
comment on column ops.quality_history.provider is 'The provider; null: none, or not known which';
comment on column ops.quality_history.night is 'The night that it is of';
comment on column ops.quality_history.valid is 'Values that nothing is wrong with';
comment on column ops.quality_history.other is 'Codes that say something else';
comment on column ops.quality_history.defaulted is 'Codes that say not known';
comment on column ops.quality_history.invalid is 'Values that break a check, or could not be read';
comment on column ops.quality_history.missing is 'No value where one is to be expected';
comment on column ops.quality_history.denominator is 'valid + other + defaulted + invalid + missing';
comment on column ops.quality_history.not_applicable is 'No value, and none is to be expected';
comment on column ops.quality_history.error is 'Values of records that could not be read';
comment on column ops.quality_history.pass_rate is 'valid / (denominator + error)';

-- A night writes its month, unless a later night of the month has done so, and forgets what is older than
-- twelve months before.
create or replace function ops.begin_month(night date) returns boolean
language plpgsql set search_path = pg_catalog
as $$
declare
    this date := date_trunc('month', night);
begin
    if exists (select from ops.quality_month q where q.month >= this and q.night > begin_month.night) then
        return false;
    end if;
    delete from ops.quality_month q where q.month = this or q.month < this - interval '12 months';
    delete from ops.completeness_month c where c.month = this or c.month < this - interval '12 months';
    return true;
end;
$$;
comment on function ops.begin_month is 'Empties the month of a night, and what is too old to be shown; false: a later night has been';

create or replace function ops.keep_quality(night date) returns void
language sql set search_path = pg_catalog
begin atomic
    insert into ops.quality_month (month, provider, feed, night, valid, other, defaulted, invalid, missing,
        not_applicable, error)
    select date_trunc('month', $1), q.provider, q.feed, $1, sum(q.valid), sum(q.other), sum(q.defaulted),
           sum(q.invalid), sum(q.missing), sum(q.not_applicable), sum(q.error)
    from ops.field_quality q
    group by q.provider, q.feed;
end;
comment on function ops.keep_quality is 'Writes how good the data are tonight into the month of the night';

create or replace function ops.keep_expected(source text, every text, days integer) returns void
language sql set search_path = pg_catalog
begin atomic
    delete from ops.expected x where x.source = $1 and $2 is null;
    insert into ops.expected as x (source, every, days)
    select $1, $2, $3 where $2 is not null
    on conflict (source) do update set every = excluded.every, days = excluded.days
    where (x.every, x.days) is distinct from (excluded.every, excluded.days);
end;
comment on function ops.keep_expected is 'Enters when a source is expected to deliver; every null: it is not';
