-- ref.rule: what the contracts and contracts/rules/every_feed.json say.

create or replace function ops.begin_rules() returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    create temp table rule (feed text, rule text, field text, severity text, kahn text, message text,
        guidance text, stands_for text) on commit drop;
end;
$$;
comment on function ops.begin_rules is 'Makes the table that the rules'' texts are copied to';

-- A check that a contract gives a name of its own (stands_for: ours) means what ours means.
create or replace function ops.replace_rules() returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    delete from ref.rule;
    insert into ref.rule
    select r.feed, r.rule, r.field, r.severity, r.kahn, coalesce(r.message, ours.message),
           coalesce(r.guidance, ours.guidance)
    from pg_temp.rule r
    left join pg_temp.rule ours on ours.feed = '*' and ours.rule = r.stands_for;
end;
$$;
comment on function ops.replace_rules is 'Makes ref.rule what the contracts say';
