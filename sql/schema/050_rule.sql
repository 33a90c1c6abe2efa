-- What the rules mean: for whoever is to put something right.

create table ref.rule (
    feed     text not null,
    rule     text not null,
    field    text,
    severity text check (severity in ('warning', 'record', 'group', 'file')),
    kahn     text,
    message  text not null,
    guidance text
);
create unique index rule_key on ref.rule (feed, rule, coalesce(field, ''));
comment on table ref.rule is 'What each rule of a contract means and what to do where it is broken; replaced whenever the schema is applied';
comment on column ref.rule.feed is 'The feed whose contract has the rule; *: of every feed (contracts/rules/every_feed.json)';
comment on column ref.rule.rule is 'The rule, as in ops.reject';
comment on column ref.rule.field is 'The field, where a contract gives one of its checks a name of its own';
comment on column ref.rule.severity is 'What becomes of a record that breaks it';
comment on column ref.rule.kahn is 'Conformance, completeness or plausibility (Kahn and others 2016)';
comment on column ref.rule.message is 'What is wrong';
comment on column ref.rule.guidance is 'What to do about it';

create view ops.explanation as
select l.source, l.feed, l.slot, l.delivery, r.source_row, r.stage, r.field, r.rule, r.severity, r.settled,
       coalesce(own.message, everywhere.message) as message,
       coalesce(own.guidance, everywhere.guidance) as guidance
from ops.reject r
join ops.latest l using (unit, load_no)
left join ref.rule own
    on own.feed = l.feed and own.rule = r.rule and (own.field is null or own.field = r.field)
left join ref.rule everywhere on everywhere.feed = '*' and everywhere.rule = r.rule;
comment on view ops.explanation is 'Findings of the load that stands for each unit, with what they mean and what to do';
