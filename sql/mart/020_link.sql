-- Who is who across providers (sql/functions/200_link.sql).

call vault.link();
