#include "pipeline/subject.h"
#include "base/memory.h"

#include <string.h>

struct subject subject_read(const char *text)
{
    const char *colon = strrchr(text, ':');

    if (colon && colon[1] && strspn(colon + 1, "0123456789") == strlen(colon + 1) &&
        strlen(colon) < 19)
        return (struct subject){mem_text_n(text, (size_t)(colon - text)), colon + 1};
    return (struct subject){mem_text(text), NULL};
}
