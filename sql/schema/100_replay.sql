-- What the ledger says of a load that a delivery is read again by (ontrack replay).

comment on column ops.load.mapping_edition is 'Version and fingerprint of the source''s mapping; then, where the feed has them, the editions of the postcode directories and a fingerprint of its code lists';
comment on column ops.load.unchanged is 'Records that were known already, just so; and, of a delivery that is read again, those that a later one has replaced';
comment on column ops.load.retired is 'Rows of core that the delivery no longer has or gives, moved to history; not among read';
comment on column ops.load.restored is 'Rows of core that fell back to an older month or, of a delivery that is read again, to what was there before it; not among read';
