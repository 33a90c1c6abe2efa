-- Who reads what was made tonight, where the roles are there (sql/roles.sql makes them).

do $$
declare
    grants text[][] := array[
        ['ontrack_analyst', 'select on all tables in schema mart, publish'],
        ['ontrack_commissioner', 'select on all tables in schema publish']];
    pair text[];
begin
    foreach pair slice 1 in array grants loop
        if exists (select from pg_roles where rolname = pair[1]) then
            execute format('grant %s to %I', pair[2], pair[1]);
        end if;
    end loop;
end;
$$;
