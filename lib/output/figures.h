/* figures.h - numbers as people read them. Each writes into `text` and returns it. */
#ifndef ONTRACK_OUTPUT_FIGURES_H
#define ONTRACK_OUTPUT_FIGURES_H

enum { FIGURE_TEXT = 40 };

/* 1,234 */
const char *figure_count(char text[FIGURE_TEXT], double value);
/* £12,346, and -£12 below nothing: a whole number of pounds. */
const char *figure_pounds(char text[FIGURE_TEXT], double value);
/* £12,300: three significant figures, for sentences. */
const char *figure_about(char text[FIGURE_TEXT], double value);
/* 63% */
const char *figure_share(char text[FIGURE_TEXT], double value);
/* +24 points, -6 points: a difference of two shares. */
const char *figure_points(char text[FIGURE_TEXT], double value);
/* 1.35 */
const char *figure_ratio(char text[FIGURE_TEXT], double value);
/* £1.35: of each pound. */
const char *figure_pence(char text[FIGURE_TEXT], double value);

#endif
