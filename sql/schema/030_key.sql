-- Which keys the database has been built with: ops.other_key() asks before each load.

create index load_key on ops.load (key_id);
