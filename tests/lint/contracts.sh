#!/bin/bash
# Contracts: each is a Frictionless Table Schema (tests/oracle/table_schema.json) to a validator that is not ours, and
# each field has what a reader of it needs.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

/usr/bin/python3 -c 'import jsonschema' 2>"$WORK/why" || skip_all "no python3-jsonschema"

# judge FILE...: what is wrong, a line each
judge() {
	/usr/bin/python3 - tests/oracle/table_schema.json "$@" <<'PYTHON'
import json, sys
from jsonschema import Draft7Validator, FormatChecker

schema = json.load(open(sys.argv[1]))
Draft7Validator.check_schema(schema)
validator = Draft7Validator(schema, format_checker=FormatChecker())
for path in sys.argv[2:]:
    contract = json.load(open(path))
    for error in validator.iter_errors(contract):
        print(path, "/".join(map(str, error.absolute_path)), error.validator)
    names = [field.get("name") for field in contract.get("fields", [])]
    key = contract.get("primaryKey", [])
    if len(set(names)) != len(names) or not set([key] if isinstance(key, str) else key) <= set(names):
        print(path, "names")
PYTHON
}

for contract in contracts/*.json bench/contracts/*.json; do
	is "$contract" "$(judge "$contract")" ""
done

# What is none is refused: "WHAT FIELD", the one field of a contract
while IFS=$'\t' read -r what field; do
	printf '{"fields": [%s], "primaryKey": ["a"]}' "$field" >"$WORK/contract.json"
	like "refused: $what" "$(judge "$WORK/contract.json")" contract.json
done <<'FIELDS'
another type	{"name": "a", "title": "A", "description": "A", "type": "text"}
no name	{"title": "A", "description": "A", "type": "string"}
no title	{"name": "a", "description": "A", "type": "string"}
no description	{"name": "a", "title": "A", "type": "string"}
a minimum of a text	{"name": "a", "title": "A", "description": "A", "type": "string", "constraints": {"minimum": 1}}
a pattern of a date	{"name": "a", "title": "A", "description": "A", "type": "date", "constraints": {"pattern": "x"}}
a pattern that is none	{"name": "a", "title": "A", "description": "A", "type": "string", "constraints": {"pattern": "("}}
no values to choose from	{"name": "a", "title": "A", "description": "A", "type": "string", "constraints": {"enum": []}}
a constraint of ours	{"name": "a", "title": "A", "description": "A", "type": "string", "constraints": {"least": 1}}
a key that is no field	{"name": "b", "title": "A", "description": "A", "type": "string"}
FIELDS
done_testing
