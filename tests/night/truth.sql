-- truth.sql - what the generator's "expected" measures are in the database: provider, measure,
-- value. Written from the definitions of fixtures/, not from mart.
create temporary view found (provider, measure, value) as
with programme as (select provider, programme from core.provider),
attendance as (
    select b.provider, b.sessions_possible as before_possible, b.attended as before_attended,
           a.sessions_possible as after_possible, a.attended as after_attended
    from core.attendance b
    join core.attendance a on a.provider = b.provider and a.person_key = b.person_key
        and a.phase = 'after'
    where b.phase = 'before'),
activity as (
    select provider, person_key,
           bool_or(destination like 'neet-%') filter (where stage = 'entry') as entry_neet,
           bool_or(destination like 'neet-%') filter (where stage = '6m') as review_neet
    from core.destination where programme = 'eip' group by provider, person_key),
scores as (
    select provider, referral_ref, count(*) as n,
           (array_agg(score order by assessed_date))[1] as first_score,
           (array_agg(score order by assessed_date desc))[1] as last_score
    from core.assessment group by provider, referral_ref)
select provider, 'people', count(*) from core.person join programme using (provider)
    where programme <> 'wbl' group by provider
union all select provider, 'referrals', count(*) from core.referral group by provider
union all select provider, 'accepted', count(*) filter (where decision = 'accepted')
    from core.referral group by provider
union all select provider, 'signposted', count(*) filter (where decision = 'signposted')
    from core.referral where programme = 'mhst' group by provider
union all select provider, 'rejected', count(*) filter (where decision = 'rejected')
    from core.referral where programme = 'mhst' group by provider
-- alternative provision
union all select provider, 'starts', count(*) from core.placement group by provider
union all select provider, 'ended', count(end_date) from core.placement group by provider
union all select provider, 'completers',
        count(*) filter (where end_reason in ('completed', 'reintegrated'))
    from core.placement group by provider
union all select provider, 'baselines', count(*) filter (where phase = 'before')
    from core.attendance group by provider
union all select provider, 'paired', count(*) from attendance group by provider
union all select provider, 'before_possible', sum(before_possible) from attendance group by provider
union all select provider, 'before_attended', sum(before_attended) from attendance group by provider
union all select provider, 'after_possible', sum(after_possible) from attendance group by provider
union all select provider, 'after_attended', sum(after_attended) from attendance group by provider
union all select provider, 'destinations', count(*) filter (where stage = 'exit')
    from core.destination where programme in ('ap', 'wbl') group by provider
union all select provider, 'positive',
        count(*) filter (where stage = 'exit' and destination ~ '^(education|employment|training)-')
    from core.destination where programme in ('ap', 'wbl') group by provider
union all select provider, 'destinations_6m', count(*) filter (where stage = '6m')
    from core.destination where programme = 'ap' group by provider
union all select provider, 'positive_6m',
        count(*) filter (where stage = '6m' and destination ~ '^(education|employment|training)-')
    from core.destination where programme = 'ap' group by provider
-- early intervention in psychosis
union all select provider, 'below_level_2',
        count(*) filter (where prior_attainment in ('none', 'entry', 'level_1'))
    from core.person join programme using (provider) where programme = 'eip' group by provider
union all select provider, 'entry', count(entry_neet) from activity group by provider
union all select provider, 'entry_neet', count(*) filter (where entry_neet)
    from activity group by provider
union all select provider, 'review', count(review_neet) from activity group by provider
union all select provider, 'review_neet', count(*) filter (where review_neet)
    from activity group by provider
union all select provider, 'paired', count(*) from activity
    where entry_neet is not null and review_neet is not null group by provider
union all select provider, 'paired_neet_before', count(*) from activity
    where entry_neet and review_neet is not null group by provider
union all select provider, 'paired_neet_after', count(*) from activity
    where entry_neet is not null and review_neet group by provider
-- work-based learning; a learner's reference belongs to one year
union all select provider, 'learners_' || year, count(distinct person_key)
    from core.learning_aim group by provider, year
union all select provider, 'aims_' || year, count(*) from core.learning_aim group by provider, year
union all select provider, 'ended_' || year, count(end_date)
    from core.learning_aim group by provider, year
union all select provider, 'completed_' || year, count(*) filter (where comp_status = '2')
    from core.learning_aim group by provider, year
union all select provider, 'achieved_' || year, count(*) filter (where outcome = '1')
    from core.learning_aim group by provider, year
union all select provider, 'mental_health_' || year,
        count(distinct person_key) filter (where mental_health)
    from core.learning_aim group by provider, year
-- mental health support teams
union all select provider, 'completers', count(*) filter (where closed_reason = '02')
    from core.referral where programme = 'mhst' group by provider
union all select provider, 'contacts', count(*) from core.contact group by provider
union all select provider, 'attended', count(*) filter (where attend_status in ('5', '6'))
    from core.contact group by provider
union all select provider, 'did_not_attend', count(*) filter (where attend_status in ('3', '7'))
    from core.contact group by provider
union all select provider, 'paired', count(*) from scores where n > 1 group by provider
union all select provider, 'sdq_before', sum(first_score) from scores where n > 1 group by provider
union all select provider, 'sdq_after', sum(last_score) from scores where n > 1 group by provider
-- who is known to another provider too
union all select provider, 'known_elsewhere', count(*)
    from vault.person_cluster c where exists (
        select from vault.person_cluster d
        where d.person_id = c.person_id and d.provider <> c.provider)
    group by provider
-- costs
union all select provider, kind || '_pence', (sum(amount) * 100)::bigint
    from core.cost group by provider, kind;

create temporary table truth (kind text, provider text, programme text, measure text, value bigint);
\copy truth from pstdin with (format text, header match)

select t.provider, t.measure, t.value as expected, coalesce(f.value, 0) as found
from truth t left join found f using (provider, measure)
where t.kind = 'expected' and t.value is distinct from coalesce(f.value, 0)
order by 1, 2;
