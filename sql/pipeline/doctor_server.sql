-- How the database was made.
select datcollate, pg_encoding_to_char(encoding) as encoding,
       current_setting('data_checksums') as checksums
from pg_database
where datname = current_database()
