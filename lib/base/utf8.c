#include "base/utf8.h"

#include <string.h>

/* The length of the well-formed sequence at `p`, or 0 (Unicode 15.0, table 3-7). */
static size_t sequence(const unsigned char *p, size_t left)
{
    unsigned char low = 0x80, high = 0xbf;
    size_t length;

    if (p[0] < 0x80)
        return p[0] != 0;
    if (p[0] < 0xc2 || p[0] > 0xf4)
        return 0;
    length = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    if (p[0] == 0xe0)
        low = 0xa0;
    else if (p[0] == 0xed)
        high = 0x9f;
    else if (p[0] == 0xf0)
        low = 0x90;
    else if (p[0] == 0xf4)
        high = 0x8f;
    if (left < length || p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

bool utf8_valid(const char *data, size_t length)
{
    const unsigned char *p = (const unsigned char *)data;

    while (length) {
        size_t step = sequence(p, length);

        if (!step)
            return false;
        p += step;
        length -= step;
    }
    return true;
}

/* U+0000 to U+001F, U+007F, U+0080 to U+009F: a terminal obeys them. */
static bool is_control(const unsigned char *p)
{
    return p[0] < 0x20 || p[0] == 0x7f || (p[0] == 0xc2 && p[1] < 0xa0);
}

bool utf8_clean(char *text)
{
    unsigned char *p = (unsigned char *)text;
    size_t left = strlen(text);
    bool found = false;

    while (left) {
        size_t step = sequence(p, left);
        bool bad = !step || is_control(p);

        if (!step)
            step = 1;
        if (bad)
            memset(p, '?', step);
        found |= bad;
        p += step;
        left -= step;
    }
    return found;
}
