-- Who may do what. Run by ontrack schema --apply, or by psql -f; running it again changes nothing.
-- Roles are made only where the user may make them; rights are given to those that are there.
--
--   ontrack_loader         loads, keeps the ledger, builds mart and publish
--   ontrack_analyst        reads core, mart, publish, reference figures and how good the data are; never vault
--   ontrack_commissioner   reads publish, and nothing else
--   ontrack_linker         reads vault, to say which records are one person's

do $$
declare
    role text;
    roles text[] := array['ontrack_loader', 'ontrack_analyst', 'ontrack_commissioner', 'ontrack_linker'];
begin
    foreach role in array roles loop
        if not exists (select from pg_roles where rolname = role) then
            begin
                execute format('create role %I nologin', role);
            exception when insufficient_privilege or duplicate_object or unique_violation then
                null; -- ontrack schema says which are missing
            end;
        end if;
    end loop;
end;
$$;

do $$
declare
    grants text[][] := array[
        ['ontrack_loader', 'usage on schema ops, ref, core, vault, mart, publish'],
        ['ontrack_loader', 'create on schema mart, publish'],
        ['ontrack_loader', 'select, insert, update, delete on all tables in schema core, vault'],
        ['ontrack_loader', 'select, insert, update on all tables in schema ops'],
        ['ontrack_loader', 'delete on table ops.failure, ops.quality_month, ops.completeness_month, ops.expected'],
        ['ontrack_loader', 'select on all tables in schema ref, mart, publish'],
        ['ontrack_loader', format('temporary on database %I', current_database())],
        ['ontrack_analyst', 'usage on schema ref, core, mart, publish'],
        ['ontrack_analyst', 'select on all tables in schema ref, core, mart, publish'],
        ['ontrack_analyst', 'usage on schema ops'],
        ['ontrack_analyst', 'select on table ops.field_quality, ops.provider_quality, ops.quality_history, '
            'ops.rule_frequency, ops.night_total, ops.night_change, ops.unapplied'],
        ['ontrack_commissioner', 'usage on schema publish'],
        ['ontrack_commissioner', 'select on all tables in schema publish'],
        ['ontrack_linker', 'usage on schema ref, vault, mart'],
        ['ontrack_linker', 'select on all tables in schema ref, vault']];
    pair text[];
begin
    foreach pair slice 1 in array grants loop
        if exists (select from pg_roles where rolname = pair[1]) then
            execute format('grant %s to %I', pair[2], pair[1]);
        end if;
    end loop;
end;
$$;
