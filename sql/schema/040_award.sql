-- The feed `achievement` tells several awards of one kind, level and day apart. Rows from before count
-- awards without naming them: 'all', as the contract has it.
--
-- A feed keeps its primary key (ops.enter_feed): this is the one way to another.

do $$
begin
    if to_regclass('core.achievement') is null then
        return;
    end if;
    alter table core.achievement add column award_ref text not null default 'all';
    alter table core.achievement alter column award_ref drop default;
    alter table core.achievement drop constraint achievement_pkey;
    alter table core.achievement
        add primary key (provider, person_ref, kind, level, achieved_date, award_ref);
    alter table core.achievement_history add column award_ref text not null default 'all';
    alter table core.achievement_history alter column award_ref drop default;
    drop index core.achievement_history_key;
    create index achievement_history_key on core.achievement_history
        (provider, person_ref, kind, level, achieved_date, award_ref);
    alter table core.achievement_waiting add column award_ref text not null default 'all';
    alter table core.achievement_waiting alter column award_ref drop default;
    drop index core.achievement_waiting_once;
    create unique index achievement_waiting_once on core.achievement_waiting
        (provider, person_ref, kind, level, achieved_date, award_ref, period) nulls not distinct;
    update ops.feed
    set key = array['provider', 'person_ref', 'kind', 'level', 'achieved_date', 'award_ref'],
        stream = stream || array['award_ref']
    where feed = 'achievement';
end;
$$;
