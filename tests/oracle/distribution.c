/* distribution.c - lib/method/distributions.h as a filter, to be laid beside R's functions: a line
 * "FUNCTION NUMBER..." in, the value in full precision out. */
#include "method/distributions.h"

#include <stdio.h>
#include <string.h>

static double value(const char *function, const double *a)
{
    if (strcmp(function, "pnorm") == 0)
        return normal_below(a[0]);
    if (strcmp(function, "qnorm") == 0)
        return normal_quantile(a[0]);
    if (strcmp(function, "qt") == 0)
        return t_quantile(a[0], a[1]);
    if (strcmp(function, "pchisq") == 0)
        return chi_square_below(a[0], a[1]);
    if (strcmp(function, "qchisq") == 0)
        return chi_square_quantile(a[0], a[1]);
    if (strcmp(function, "pbeta-upper") == 0)
        return beta_above(a[0], a[1], a[2]);
    return beta_quantile(a[0], a[1], a[2]);
}

int main(void)
{
    char line[256];

    while (fgets(line, sizeof line, stdin)) {
        double a[3] = {0};
        char *rest = strchr(line, ' '), *end;

        if (!rest)
            return 65;
        *rest++ = '\0';
        for (int i = 0; i < 3; i++, rest = end) {
            a[i] = strtod(rest, &end);
            if (end == rest)
                break;
        }
        printf("%.17g\n", value(line, a));
    }
    return 0;
}
