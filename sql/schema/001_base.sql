-- The schemas and the ledger. Nothing that is recorded here depends on a sequence or a clock, except
-- columns named *_at: a night that was killed and repeated leaves what an undisturbed one leaves.

create schema if not exists ops;
create schema if not exists ref;
create schema if not exists core;
create schema if not exists vault;
create schema if not exists mart;
create schema if not exists publish;

comment on schema ops is 'Runs, load units, rejects (no values) and decisions: for the data officer';
comment on schema ref is 'Code lists and other reference figures, each row dated and sourced';
comment on schema core is 'The feeds, one table each: current rows, and _history for the versions they replaced';
comment on schema vault is 'Pseudonyms of NHS number, UPN and ULN: for the linker only';
comment on schema mart is 'Indicators and value for money, pseudonymous: for the analyst';
comment on schema publish is 'Disclosure-controlled views: for the commissioner';

revoke all on schema ops, ref, core, vault, mart, publish from public;

create table ops.migration (
    name        text primary key,
    fingerprint text not null,
    applied_at  timestamptz not null default now()
);
comment on table ops.migration is 'Files of sql/schema that this database has been through';
comment on column ops.migration.name is 'The file''s name';
comment on column ops.migration.fingerprint is 'FNV-1a of the file: an applied file must not change';
comment on column ops.migration.applied_at is 'When it was applied';

create table ops.run (
    night      date primary key,
    verdict    text check (verdict in ('clean', 'failed', 'held')),
    started_at timestamptz not null default now(),
    ended_at   timestamptz
);
comment on table ops.run is 'One row a night; a night that is run again keeps its row';
comment on column ops.run.night is 'The as-of date of the run';
comment on column ops.run.verdict is 'What the last run of the night came to; null while it goes on, or after it was killed';
comment on column ops.run.started_at is 'When the last run of the night started';
comment on column ops.run.ended_at is 'When it ended';

create table ops.unit (
    unit   uuid primary key,
    source text not null,
    feed   text not null,
    slot   text not null,
    unique (source, feed, slot)
);
comment on table ops.unit is 'The load units: what one load replaces, and one transaction applies';
comment on column ops.unit.unit is 'md5 of source|feed|slot: ops.unit_key()';
comment on column ops.unit.source is 'Name of the source (sources/NAME.json)';
comment on column ops.unit.feed is 'Name of the feed (contracts/FEED.json)';
comment on column ops.unit.slot is 'What a later delivery replaces, for example provider and month';

create table ops.load (
    unit             uuid not null references ops.unit,
    load_no          integer not null,
    night            date,
    mode             text not null check (mode in ('append', 'delta', 'snapshot', 'period')),
    period           date,
    delivery         text,
    content_hash     text not null,
    contract_edition text not null,
    mapping_edition  text,
    key_id           text,
    read             bigint not null,
    inserted         bigint not null,
    updated          bigint not null,
    unchanged        bigint not null,
    duplicate        bigint not null,
    rejected         bigint not null,
    retired          bigint not null,
    restored         bigint not null,
    adopted          bigint not null,
    applied_at       timestamptz not null default now(),
    primary key (unit, load_no),
    constraint load_conserves_records
        check (read = inserted + updated + unchanged + duplicate + rejected)
);
create index load_night on ops.load (night);
comment on table ops.load is 'Every load that was applied, with its counts; the latest of a unit is what stands';
comment on column ops.load.unit is 'The load unit';
comment on column ops.load.load_no is '1, 2, 3 … of the unit';
comment on column ops.load.night is 'The night that applied it; null for a load by hand';
comment on column ops.load.mode is 'append adds; delta inserts and updates; snapshot is the whole; period replaces its month';
comment on column ops.load.period is 'First day of the month that the delivery reports, in mode period';
comment on column ops.load.delivery is 'Name of the delivery';
comment on column ops.load.content_hash is 'Hash of the delivery''s bytes, or of the stream where none was given';
comment on column ops.load.contract_edition is 'Version and fingerprint of the contract';
comment on column ops.load.mapping_edition is 'Version and fingerprint of the source''s mapping';
comment on column ops.load.key_id is 'Id of the pseudonymisation key';
comment on column ops.load.read is 'Records in the stream: inserted + updated + unchanged + duplicate + rejected';
comment on column ops.load.inserted is 'Records whose key was not known';
comment on column ops.load.updated is 'Records whose key was known with something else, now or for that month';
comment on column ops.load.unchanged is 'Records that were known already, just so';
comment on column ops.load.duplicate is 'Records that repeat another of the delivery in every column';
comment on column ops.load.rejected is 'Records that load itself rejected: see ops.reject';
comment on column ops.load.retired is 'Rows of core that the delivery no longer has, moved to history; not among read';
comment on column ops.load.restored is 'Rows of core that fell back to an older month; not among read';
comment on column ops.load.adopted is 'Waiting children, of any unit, that found their parent in this load; not among read';
comment on column ops.load.applied_at is 'When it was committed';

create table ops.load_stage (
    unit     uuid not null,
    load_no  integer not null,
    position integer not null,
    stage    text not null,
    read     bigint not null,
    accepted bigint not null,
    rejected bigint not null,
    warned   bigint not null,
    primary key (unit, load_no, position),
    foreign key (unit, load_no) references ops.load,
    constraint stage_conserves_records check (read = accepted + rejected)
);
comment on table ops.load_stage is 'What the stages before load did with the records, from their journals';
comment on column ops.load_stage.unit is 'The load unit';
comment on column ops.load_stage.load_no is 'Its load';
comment on column ops.load_stage.position is 'Place in the chain, 1 first';
comment on column ops.load_stage.stage is 'extract, validate or anonymise';
comment on column ops.load_stage.read is 'Records read: accepted + rejected';
comment on column ops.load_stage.accepted is 'Records passed on';
comment on column ops.load_stage.rejected is 'Records not passed on';
comment on column ops.load_stage.warned is 'Records passed on with a warning';

create table ops.reject (
    unit       uuid not null,
    load_no    integer not null,
    source_row bigint,
    stage      text not null,
    field      text,
    rule       text not null,
    severity   text not null check (severity in ('warning', 'record', 'group', 'file')),
    settled    boolean not null default false,
    foreign key (unit, load_no) references ops.load
);
create index reject_load on ops.reject (unit, load_no, source_row);
comment on table ops.reject is 'Findings of all stages: where and which rule, never a value';
comment on column ops.reject.unit is 'The load unit';
comment on column ops.reject.load_no is 'Its load';
comment on column ops.reject.source_row is 'The record''s number in the delivery, as its owner counts it; null: of the delivery as a whole';
comment on column ops.reject.stage is 'The stage that found it';
comment on column ops.reject.field is 'The field; null where the rule is the record''s';
comment on column ops.reject.rule is 'The rule that is broken';
comment on column ops.reject.severity is 'warning: the record was passed on; record, group, file: it was not';
comment on column ops.reject.settled is 'The record waited for its parent and has been adopted since';

create table ops.hold (
    unit         uuid not null references ops.unit,
    content_hash text not null,
    gate         text not null,
    night        date,
    delivery     text,
    observed     numeric not null,
    threshold    numeric not null,
    read         bigint not null,
    rejected     bigint not null,
    held_at      timestamptz not null default now(),
    decision     text check (decision in ('release', 'reject', 'superseded')),
    decided_by   text,
    decided_at   timestamptz,
    primary key (unit, content_hash, gate)
);
comment on table ops.hold is 'Deliveries that a gate held back, and what the data officer decided';
comment on column ops.hold.unit is 'The load unit';
comment on column ops.hold.content_hash is 'The delivery: a decision holds for these bytes only';
comment on column ops.hold.gate is 'The gate that was breached';
comment on column ops.hold.night is 'The night that held it first';
comment on column ops.hold.delivery is 'Name of the delivery';
comment on column ops.hold.observed is 'What the gate saw';
comment on column ops.hold.threshold is 'What it would have let pass';
comment on column ops.hold.read is 'Records at the start of the chain';
comment on column ops.hold.rejected is 'Records that any stage rejected';
comment on column ops.hold.held_at is 'When it was held first';
comment on column ops.hold.decision is 'null: open; release: the next run applies it; reject: it is never applied;
superseded: another delivery of the unit came instead';
comment on column ops.hold.decided_by is 'Database user who decided';
comment on column ops.hold.decided_at is 'When';

create table ops.feed (
    feed        text primary key,
    title       text,
    edition     text not null,
    key         text[] not null,
    core        text[] not null,
    vault       text[] not null,
    stream      text[] not null,
    fills       text
);
comment on table ops.feed is 'The feeds, from their contracts: what ops.apply() knows of their tables';
comment on column ops.feed.feed is 'Name; core.NAME is its table';
comment on column ops.feed.title is 'The contract''s title';
comment on column ops.feed.edition is 'Version and fingerprint of the contract that the tables were made by';
comment on column ops.feed.key is 'Columns of the primary key, provider first';
comment on column ops.feed.core is 'The other columns of core.NAME, less unit, load_no, source_row and period';
comment on column ops.feed.vault is 'Columns of vault.NAME beside the key; empty: there is no such table';
comment on column ops.feed.stream is 'Columns of a delivery, less source_row, under the names they have in core';
comment on column ops.feed.fills is 'The column that resolve fills: person_key';

create table ops.relation (
    child          text primary key,
    parent         text not null,
    child_columns  text[] not null,
    parent_columns text[] not null
);
comment on table ops.relation is 'Which feed finds its person through which other feed';
comment on column ops.relation.child is 'The feed';
comment on column ops.relation.parent is 'Its parent feed';
comment on column ops.relation.child_columns is 'The child''s columns …';
comment on column ops.relation.parent_columns is '… and the parent''s that they equal: its primary key';

create type ops.job as (unit uuid, load_no integer, feed text, mode text, period date);
comment on type ops.job is 'The load that is going on';

create table ref.code (
    list       text not null,
    code       text not null,
    label      text,
    valid_from date,
    valid_to   date,
    source     text,
    verified   boolean,
    unique nulls not distinct (list, code, valid_from)
);
comment on table ref.code is 'Code lists (contracts/codes/LIST.csv); a code is judged on the date it describes';
comment on column ref.code.list is 'Name of the list';
comment on column ref.code.code is 'The code';
comment on column ref.code.label is 'What it means';
comment on column ref.code.valid_from is 'First day that it may be used; null: always';
comment on column ref.code.valid_to is 'Last day that it may be used; null: open';
comment on column ref.code.source is 'Where it is published';
comment on column ref.code.verified is 'Checked against the publication';
