#!/bin/bash
# Every file compiles without a warning, with the other compiler too; every header compiles alone.
# shellcheck source=sources.sh
. "$(dirname "$0")/sources.sh"

each "gcc has nothing to say" \
	gcc "${PREPROCESS[@]}" "${WARNINGS[@]}" -O2 -c -o /dev/null < <(sources c)
each "clang has nothing to say" \
	clang "${PREPROCESS[@]}" "${WARNINGS[@]}" -fsyntax-only < <(sources c)
each "nor has it about the test build that can lose a record" \
	clang "${PREPROCESS[@]}" -DONTRACK_FAULT "${WARNINGS[@]}" -fsyntax-only < <(sources c)
# What a header defines for others is unused in the header alone.
each "each header compiles alone" \
	gcc "${PREPROCESS[@]}" "${WARNINGS[@]}" -Wno-unused-function -fsyntax-only -x c < <(sources h)
done_testing
