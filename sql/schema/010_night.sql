-- What a night came to, beyond its loads: the verdict in words, what failed, and what mart was
-- built from.

alter table ops.run add column summary text;
comment on column ops.run.summary is 'The verdict in words, as the terminal and the journal have it';

create table ops.failure (
    night   date not null,
    source  text not null,
    feed    text not null,
    slot    text not null,
    problem text not null,
    detail  text,
    hint    text,
    primary key (night, source, feed, slot)
);
comment on table ops.failure is 'Units that the last run of a night could not apply, and why; never a value';
comment on column ops.failure.night is 'The night';
comment on column ops.failure.source is 'Name of the source';
comment on column ops.failure.feed is 'Name of the feed';
comment on column ops.failure.slot is 'The slot, or the delivery''s name where it gives no slot';
comment on column ops.failure.problem is 'What is wrong';
comment on column ops.failure.detail is 'Where and why';
comment on column ops.failure.hint is 'What to do about it';

create table ops.mart (
    one      boolean primary key default true check (one),
    basis    text not null,
    built_at timestamptz not null default now()
);
comment on table ops.mart is 'What the schemas mart and publish were last built from';
comment on column ops.mart.one is 'There is one row';
comment on column ops.mart.basis is 'Night, the loads that stood, and the fingerprint of the SQL and the analyses: ops.basis()';
comment on column ops.mart.built_at is 'When';
