#include "source/near.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

enum { NEAR_MAXIMUM = 64, NEAR_LEAST = 4 };

/* The letters and digits, small; bytes beyond ASCII stay as they are. 0: more than fit. */
static size_t bare(const char *name, char to[NEAR_MAXIMUM])
{
    size_t length = 0;

    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;

        if (c < 0x80 && !isalnum(c))
            continue;
        if (length == NEAR_MAXIMUM)
            return 0;
        to[length++] = (char)(c < 0x80 ? tolower(c) : c);
    }
    return length;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* Levenshtein's distance, a row at a time. */
static size_t distance(const char *left, size_t n, const char *right, size_t m)
{
    size_t row[NEAR_MAXIMUM + 1];

    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j];

            row[j] = least(above + 1, row[j - 1] + 1, diagonal + (left[i - 1] != right[j - 1]));
            diagonal = above;
        }
    }
    return row[m];
}

bool names_near(const char *left, const char *right)
{
    char a[NEAR_MAXIMUM], b[NEAR_MAXIMUM];
    size_t n = bare(left, a), m = bare(right, b), longer = n > m ? n : m, shorter = n + m - longer;
    const char *of_longer = n > m ? a : b, *of_shorter = n > m ? b : a;

    if (!n || !m)
        return strcmp(left, right) == 0;
    if (shorter >= NEAR_LEAST &&
        (memcmp(of_longer, of_shorter, shorter) == 0 ||
            memcmp(of_longer + longer - shorter, of_shorter, shorter) == 0))
        return true;
    return distance(a, n, b, m) * 4 <= longer;
}
