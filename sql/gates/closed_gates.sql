-- All gates in one place. A gate is a function that gives a row (gate, observed, threshold) where it
-- is breached; a breach that the data officer has released for this content does not count.

create or replace function ops.closed_gates(job ops.job, content_hash text, read bigint,
    rejected bigint, reject_share numeric)
returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_agg(jsonb_build_object('gate', b.gate, 'observed', b.observed, 'threshold',
                   b.threshold, 'read', read, 'rejected', rejected) order by b.gate)
        from (
            select * from ops.gate_reject_share(read, rejected, reject_share)
            union all
            select * from ops.gate_provider_known(job.feed)
            union all
            select * from ops.gate_gone_share(job)
        ) b
        where not exists (select from ops.hold h
                          where h.unit = job.unit and h.content_hash = closed_gates.content_hash
                            and h.gate = b.gate and h.decision = 'release')
    );
end;
$$;
comment on function ops.closed_gates is 'The breached gates of a delivery; null: it may pass';
