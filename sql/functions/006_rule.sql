-- ref.rule: what the contracts and contracts/findings.csv say.

create or replace function ops.begin_rules() returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    create temp table rule_file (rule text, message text, guidance text) on commit drop;
    create temp table contract_rule (feed text, rule text, field text, severity text, kahn text,
        message text, guidance text, stands_for text) on commit drop;
end;
$$;
comment on function ops.begin_rules is 'Makes the tables that the rules'' texts are copied to';

-- A check that a contract gives a name of its own (stands_for: ours) means what ours means.
create or replace function ops.replace_rules() returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    delete from ref.rule;
    insert into ref.rule (feed, rule, message, guidance)
    select '*', f.rule, f.message, f.guidance from pg_temp.rule_file f;
    insert into ref.rule
    select c.feed, c.rule, c.field, c.severity, c.kahn, coalesce(c.message, f.message),
           coalesce(c.guidance, f.guidance)
    from pg_temp.contract_rule c
    left join pg_temp.rule_file f on f.rule = c.stands_for;
end;
$$;
comment on function ops.replace_rules is 'Makes ref.rule what the contracts say';
