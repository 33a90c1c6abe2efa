-- What each provider should correct, in what stands. A delivery of one provider is addressed to it; what
-- is of several, to whoever sends the source. What anonymise says of a cell that validate has found wrong
-- is no second thing to correct.
select coalesce(one.provider, l.source) as addressee, l.source, l.feed, l.delivery, r.source_row, r.field,
       r.rule,
       case r.severity when 'warning' then 'taken, please check' else 'not taken' end as taken,
       coalesce(own.message, everywhere.message, r.rule) as message,
       coalesce(own.guidance, everywhere.guidance) as guidance
from ops.reject r
join ops.latest l using (unit, load_no)
left join lateral (
    select min(q.provider) as provider
    from ops.quality q
    where q.unit = l.unit and q.load_no = l.load_no and q.provider is not null
    having count(distinct q.provider) = 1
) one on true
left join ref.rule own
    on own.feed = l.feed and own.rule = r.rule and (own.field is null or own.field = r.field)
left join ref.rule everywhere on everywhere.feed = '*' and everywhere.rule = r.rule
where not r.settled
  and not (r.stage = 'anonymise' and exists (
      select from ops.reject v
      where v.unit = r.unit and v.load_no = r.load_no and v.source_row = r.source_row
        and v.field = r.field and v.stage = 'validate'))
order by 1, l.delivery, r.source_row nulls first, l.feed, r.field, r.rule
