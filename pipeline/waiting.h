/* waiting.h - deliveries that are not whole yet: what is said of them. */
#ifndef ONTRACK_PIPELINE_WAITING_H
#define ONTRACK_PIPELINE_WAITING_H

#include "pipeline/plan.h"

enum { WAITING_SIZE = 48 };

size_t waiting_number(const struct night *night);
/* For the verdict: "; 2 waiting deliveries", or "" where none waits. */
const char *waiting_count(const struct night *night, char text[WAITING_SIZE]);

/* Prints each, with what it waits for. */
void waiting_print(const struct night *night);

#endif
