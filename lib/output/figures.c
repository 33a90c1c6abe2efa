#include "output/figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Beyond this no figure has a meaning here, and the buffer holds it with room to spare. */
static const double largest = 1e15;

static double bounded(double value)
{
    return value > largest ? largest : value < -largest ? -largest : value;
}

/* A whole number with commas, after a prefix. */
static const char *grouped(char text[FIGURE_TEXT], const char *prefix, double whole)
{
    char digits[24];
    size_t length, at;

    snprintf(digits, sizeof digits, "%.0f", fabs(whole));
    length = strlen(digits);
    at = (size_t)snprintf(text, FIGURE_TEXT, "%s%s", whole <= -1 ? "\xe2\x88\x92" : "", prefix);
    for (size_t i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0)
            text[at++] = ',';
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}

const char *figure_count(char text[FIGURE_TEXT], double value)
{
    return grouped(text, "", round(bounded(value)));
}

const char *figure_pounds(char text[FIGURE_TEXT], double value)
{
    return grouped(text, "\xc2\xa3", round(bounded(value)));
}

const char *figure_about(char text[FIGURE_TEXT], double value)
{
    double unit, size = fabs(value);

    if (size < 1000)
        return figure_pounds(text, value);
    unit = pow(10, floor(log10(size)) - 2);
    return figure_pounds(text, round(value / unit) * unit);
}

const char *figure_share(char text[FIGURE_TEXT], double value)
{
    snprintf(text, FIGURE_TEXT, "%.0f%%", round(bounded(value) * 100));
    return text;
}

const char *figure_points(char text[FIGURE_TEXT], double value)
{
    double points = round(bounded(value) * 100);
    const char *sign = points > 0 ? "+" : points < 0 ? "\xe2\x88\x92" : "";

    snprintf(text, FIGURE_TEXT, "%s%.0f point%s", sign, fabs(points), fabs(points) == 1 ? "" : "s");
    return text;
}

/* Without the minus of a number that rounds to nothing. */
static double hundredths(double value)
{
    return round(bounded(value) * 100) / 100 + 0.0;
}

const char *figure_ratio(char text[FIGURE_TEXT], double value)
{
    double rounded = hundredths(value);

    snprintf(text, FIGURE_TEXT, "%s%.2f", rounded < 0 ? "\xe2\x88\x92" : "", fabs(rounded));
    return text;
}

const char *figure_pence(char text[FIGURE_TEXT], double value)
{
    double rounded = hundredths(value);

    snprintf(text, FIGURE_TEXT, "%s\xc2\xa3%.2f", rounded < 0 ? "\xe2\x88\x92" : "", fabs(rounded));
    return text;
}
