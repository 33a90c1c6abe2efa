-- Deliveries over HTTP: how far a source that is asked for its changes has come, and by what an unchanged
-- one is known.

alter table ops.load add column bookmark timestamptz;
comment on column ops.load.bookmark is 'Greatest time stamp of the records loaded so far, of a source that is asked for its changes; null: it is asked for all';

create table ops.fetch (
    source        text not null,
    location      uuid not null,
    content_hash  text not null,
    etag          text,
    last_modified text,
    fetched_at    timestamptz not null default now(),
    primary key (source, location)
);
comment on table ops.fetch is 'What was said of remote deliveries that are applied, to ask for them only where they have changed';
comment on column ops.fetch.source is 'Name of the source';
comment on column ops.fetch.location is 'md5 of the URL, whose query may be nobody else''s business';
comment on column ops.fetch.content_hash is 'Hash of what came';
comment on column ops.fetch.etag is 'The header ETag that came with it';
comment on column ops.fetch.last_modified is 'The header Last-Modified that came with it';
comment on column ops.fetch.fetched_at is 'When';

-- Both take another parameter now: sql/functions has them anew.
drop function if exists ops.apply(text, text, text, text, date, text, text, text, text, text, date, numeric, bigint);
drop function if exists ops.prepare(ops.feed, ops.job, text, numeric, bigint);
drop function if exists ops.settle_duplicates(ops.feed);
