-- What the ledger says of a load that a delivery is read again by (ontrack replay).

comment on column ops.load.mapping_edition is 'Version and fingerprint of the source''s mapping; then, where the feed has them, fingerprint of its code lists and the editions of the postcode directories';
comment on column ops.load.unchanged is 'Records that were known already, just so; and, of a delivery that is read again, those that a later one has replaced';
