-- Gates with declared thresholds.

alter type ops.job add attribute source text;
alter type ops.job add attribute slot text;
alter type ops.job add attribute night date;

-- These take their thresholds from what is declared now, and not as numbers: sql/functions and sql/gates
-- have them anew.
drop function if exists ops.apply(text, text, text, text, date, text, text, text, text, text, date, numeric, bigint, boolean);
drop function if exists ops.prepare(ops.feed, ops.job, text, numeric, bigint, boolean);
drop function if exists ops.closed_gates(ops.job, text, bigint, bigint, numeric);
drop function if exists ops.gate_reject_share(bigint, bigint, numeric);
drop function if exists ops.gate_provider_known(text);
drop function if exists ops.gate_gone_share(ops.job);
