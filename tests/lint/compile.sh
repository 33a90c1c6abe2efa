#!/bin/bash
# Every file compiles without a warning with the other compiler too (the build itself is gcc's, and takes
# no warning); every header compiles alone.
# shellcheck source=sources.sh
. "$(dirname "$0")/sources.sh"

each "clang has nothing to say" \
	clang "${PREPROCESS[@]}" "${WARNINGS[@]}" -fsyntax-only < <(sources c)
each "nor has it about the test build that can lose a record" \
	clang "${PREPROCESS[@]}" -DONTRACK_FAULT "${WARNINGS[@]}" -fsyntax-only \
	< <(sources c | xargs -d '\n' grep -l ONTRACK_FAULT)
# What a header defines for others is unused in the header alone.
each "each header compiles alone" \
	gcc "${PREPROCESS[@]}" "${WARNINGS[@]}" -Wno-unused-function -fsyntax-only -x c < <(sources h)
done_testing
