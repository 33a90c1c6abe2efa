-- What was analysed, how, and on which figures: a row for each analysis of analyses/, entered as it begins.

create table if not exists mart.analysis (
    analysis     text primary key,
    programme    text,
    title        text not null,
    description  text not null,
    comparators  text not null,
    outcome      text not null,
    perspective  text not null,
    horizon      text not null,
    price_year   text not null,
    base_year    integer,
    seed         bigint,
    commands     text not null,
    code_version text not null,
    night        date not null,
    state        text not null default 'made' check (state in ('made', 'missing', 'failed')),
    problem      text
);
comment on table mart.analysis is 'The analyses of tonight';
comment on column mart.analysis.analysis is 'Name; every row of a result carries it';
comment on column mart.analysis.programme is 'Programme; null: several';
comment on column mart.analysis.title is 'What it asks';
comment on column mart.analysis.description is 'How it answers';
comment on column mart.analysis.comparators is 'What is compared with what';
comment on column mart.analysis.outcome is 'The outcome';
comment on column mart.analysis.perspective is 'Whose costs and benefits count';
comment on column mart.analysis.horizon is 'Over which time';
comment on column mart.analysis.price_year is 'In whose prices, as the analysis declares it';
comment on column mart.analysis.base_year is 'The financial year that this came to, by the year in which it begins; null: no prices';
comment on column mart.analysis.seed is 'Random draws depend on it and on the name; null: nothing is drawn';
comment on column mart.analysis.commands is 'The commands of appraise, one after the other';
comment on column mart.analysis.code_version is 'Version of the program';
comment on column mart.analysis.night is 'Tonight';
comment on column mart.analysis.state is 'made; missing: figures that it needs are not given (mart.analysis_missing); failed: see problem';
comment on column mart.analysis.problem is 'What went wrong';

create table if not exists mart.analysis_reference (
    analysis  text not null,
    reference text not null,
    item      text not null,
    value     text not null,
    edition   text not null,
    source    text not null,
    primary key (analysis, reference, item)
);
comment on table mart.analysis_reference is 'The rows of ref that an analysis rests on';
comment on column mart.analysis_reference.analysis is 'Analysis';
comment on column mart.analysis_reference.reference is 'Table of ref';
comment on column mart.analysis_reference.item is 'Which row of it';
comment on column mart.analysis_reference.value is 'The figure; low and high beside it where they are given';
comment on column mart.analysis_reference.edition is 'Edition, or since when it holds';
comment on column mart.analysis_reference.source is 'Where it is published';

create table if not exists mart.analysis_missing (
    analysis text not null,
    position integer not null,
    what     text not null,
    how      text not null,
    primary key (analysis, position)
);
comment on table mart.analysis_missing is 'Figures that an analysis needs and nobody has given';
comment on column mart.analysis_missing.analysis is 'Analysis';
comment on column mart.analysis_missing.position is 'Order';
comment on column mart.analysis_missing.what is 'What is missing';
comment on column mart.analysis_missing.how is 'How to give it';

-- What appraise is asked to draw a curve at: the given values, and what commissioners say one more outcome
-- is worth.
create or replace function mart.lambdas(programme text, grid text) returns text
language sql stable set search_path = pg_catalog
return (select string_agg(trim_scale(value)::text, ',' order by value)
        from (select value::numeric from unnest(string_to_array(grid, ',')) as g (value)
              union select t.value from ref.threshold t where t.programme = lambdas.programme) l);
comment on function mart.lambdas is 'Values of one more outcome: a grid, and the thresholds of ref.threshold';

-- Empties what the analysis had, enters it anew, and says whether it can be made.
create or replace function mart.begin_analysis(declaration json, version text) returns boolean
language plpgsql as $$
declare
    this constant text := declaration ->> 'name';
    of_programme constant text := declaration ->> 'programmes';
    step json;
    given integer;
begin
    for step in select json_array_elements(declaration -> 'steps') loop
        if step ->> 'into' !~ '^mart\.[a-z_]+$' then
            raise exception 'an analysis goes into no table of mart' using errcode = 'OT078';
        end if;
        execute format('delete from %s where analysis = $1', step ->> 'into') using this;
    end loop;
    delete from mart.analysis_reference where analysis = this;
    delete from mart.analysis_missing where analysis = this;
    delete from mart.analysis where analysis = this;
    insert into mart.analysis (analysis, programme, title, description, comparators, outcome, perspective, horizon,
        price_year, base_year, seed, commands, code_version, night)
    select this, of_programme, declaration ->> 'title', declaration ->> 'description', declaration ->> 'comparators',
           declaration ->> 'outcome', declaration ->> 'perspective', declaration ->> 'horizon',
           declaration ->> 'price_year', (select b.base_year from mart.cost_base b where b.programme = of_programme),
           (declaration ->> 'seed')::bigint,
           (select string_agg(words.text, '; ' order by s.position)
            from json_array_elements(declaration -> 'steps') with ordinality as s (step, position)
            cross join lateral (select string_agg(w, ' ') as text
                                from json_array_elements_text(s.step -> 'command') w) words),
           version, mart.as_of();
    insert into mart.analysis_reference (analysis, reference, item, value, edition, source)
    select this, e.reference, e.item, e.value, e.edition, e.source
    from mart.reference_edition e
    where (e.programme is null or of_programme is null or e.programme = of_programme)
      and exists (select from json_array_elements_text(declaration -> 'references') r
                  where r in (e.reference, e.reference || '.' || e.item));
    if declaration ->> 'needs' is null then
        return true;
    end if;
    execute format('insert into mart.analysis_missing (analysis, position, what, how)
                    select $1, row_number() over (), n.what, n.how from (%s) as n (what, how)', declaration ->> 'needs')
    using this;
    get diagnostics given = row_count;
    if given > 0 then
        update mart.analysis set state = 'missing' where analysis = this;
    end if;
    return given = 0;
end
$$;
comment on function mart.begin_analysis is 'Enters an analysis; false: figures that it needs are missing';

create or replace function mart.fail_analysis(name text, what text) returns void
language sql as $$
    update mart.analysis set state = 'failed', problem = what where analysis = name
$$;
comment on function mart.fail_analysis is 'Says what went wrong with an analysis';

delete from mart.analysis;
delete from mart.analysis_reference;
delete from mart.analysis_missing;
