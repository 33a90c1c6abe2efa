#!/bin/bash
# prove.sh FILE.sql: runs a file of pgTAP tests on a database of its own with the schema applied.
# pg_prove checks the plan and psql's exit; its own summary is no TAP and is left out.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
set -o pipefail

file=$(realpath "$1")
fresh_database || exit
"$BUILD/ontrack" schema --apply >/dev/null || exit
psql -X -q -v ON_ERROR_STOP=1 -c 'create extension if not exists pgtap' || exit
pg_prove --verbose "$file" 2>&1 | grep -E '^[[:space:]]*((not )?ok [0-9]|1\.\.|#|Bail)'
