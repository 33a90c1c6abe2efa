-- All gates in one place. A gate is a function of a load, its setting (lib/record/gates.h) and what it has to
-- be told beside; it gives a row (gate, observed, threshold) where it is breached, and none where its setting
-- is null. A breach that the data officer has released for this content does not count.

create or replace function ops.breached_gates(job ops.job, content_hash text, settings jsonb, read bigint,
    rejected bigint)
returns table (gate text, observed numeric, threshold numeric)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select * from ops.gate_reject_share(ops.setting(settings, 'reject-share'), read, rejected)
    union all
    select * from ops.gate_rejected_for(ops.setting(settings, 'uniqueness'), 'key-conflict')
    union all
    select * from ops.gate_rejected_for(ops.setting(settings, 'references'), 'parent-missing')
    union all
    select * from ops.gate_provider_known(job, ops.setting(settings, 'provider-known'))
    union all
    select * from ops.gate_gone_share(job, ops.setting(settings, 'gone-share'))
    union all
    select * from ops.gate_key_elsewhere(job, ops.setting(settings, 'key-elsewhere'))
    union all
    select * from ops.gate_volume(job, ops.setting(settings, 'volume-low'), read, -1)
    union all
    select * from ops.gate_volume(job, ops.setting(settings, 'volume-high'), read, 1)
    union all
    select * from ops.gate_overlap(job, ops.setting(settings, 'overlap'))
    union all
    select * from ops.gate_freshness(job, ops.setting(settings, 'freshness'), content_hash)
    union all
    select * from ops.gate_future(job, ops.setting(settings, 'future'))
    union all
    select * from ops.gate_ledger_total(job, ops.setting(settings, 'ledger-total'));
end;
$$;
comment on function ops.breached_gates is 'Each gate that a delivery breaches, what it saw and what it would let pass';

create or replace function ops.closed_gates(job ops.job, content_hash text, settings jsonb, read bigint,
    rejected bigint)
returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_agg(jsonb_build_object('gate', b.gate, 'observed', b.observed, 'threshold',
                   b.threshold, 'read', read, 'rejected', rejected) order by b.gate)
        from ops.breached_gates(job, content_hash, settings, read, rejected) b
        where not exists (select from ops.hold h
                          where h.unit = job.unit and h.content_hash = closed_gates.content_hash
                            and h.gate = b.gate and h.decision = 'release')
    );
end;
$$;
comment on function ops.closed_gates is 'The breached gates of a delivery that nobody has released; null: it may pass';
