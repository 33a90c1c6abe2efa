#!/bin/bash
# The generated pages are what the contracts say now.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

for page in dictionary rules; do
	"$BUILD/ontrack" document "$page" >"$WORK/$page.md"
	same "docs/$page.md: or else: build/ontrack document $page >docs/$page.md" "docs/$page.md" "$WORK/$page.md"
done
done_testing
