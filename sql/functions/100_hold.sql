-- Held deliveries and the data officer's decisions.

-- Runs in a transaction of its own, after the load was rolled back. `gates` is what ops.apply() gave. A
-- delivery that is held again is judged by what it comes to now, under other rules perhaps.
create or replace function ops.hold_unit(source text, feed text, slot text, content_hash text,
    night date, delivery text, gates jsonb)
returns void
language sql set search_path = pg_catalog
begin atomic
    select ops.enter_unit($1, $2, $3);
    update ops.hold set decision = 'superseded'
    where unit = ops.unit_key($1, $2, $3) and content_hash <> $4 and decision is null;
    insert into ops.hold (unit, content_hash, gate, night, delivery, observed, threshold, read, rejected)
    select ops.unit_key($1, $2, $3), $4, g.gate, $5, $6, g.observed, g.threshold, g.read, g.rejected
    from jsonb_to_recordset($7)
        as g (gate text, observed numeric, threshold numeric, read bigint, rejected bigint)
    on conflict (unit, content_hash, gate)
    do update set decision = null, observed = excluded.observed, threshold = excluded.threshold,
        read = excluded.read, rejected = excluded.rejected
    where ops.hold.decision is null or ops.hold.decision = 'superseded';
end;
comment on function ops.hold_unit is 'Records which gates hold a delivery';

-- `chosen`: the unit's key, or source/feed/slot; null: every open hold. A new delivery of the unit
-- supersedes what is held, so a decision is about the open holds only.
create or replace function ops.decide(chosen text, decision text)
returns table (source text, feed text, slot text, gate text)
language sql set search_path = pg_catalog
begin atomic
    with decided as (
        update ops.hold h
        set decision = $2, decided_by = session_user, decided_at = now()
        from ops.unit u
        where u.unit = h.unit and h.decision is null
          and ($1 is null or $1 in (u.unit::text, u.source || '/' || u.feed || '/' || u.slot))
        returning u.source, u.feed, u.slot, h.gate
    )
    select * from decided order by 1, 2, 3, 4;
end;
comment on function ops.decide is 'Releases or rejects held deliveries';
