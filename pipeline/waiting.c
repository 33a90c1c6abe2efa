#include "pipeline/waiting.h"

#include <stdio.h>

size_t waiting_number(const struct night *night)
{
    size_t count = 0;

    for (size_t i = 0; i < night->delivery_count; i++)
        count += night->deliveries[i]->waiting;
    return count;
}

const char *waiting_count(const struct night *night, char text[WAITING_SIZE])
{
    size_t count = waiting_number(night);

    text[0] = '\0';
    if (count)
        snprintf(text, WAITING_SIZE, "; %zu waiting deliver%s", count, count == 1 ? "y" : "ies");
    return text;
}

void waiting_print(const struct night *night)
{
    for (size_t i = 0; i < night->delivery_count; i++) {
        const struct delivery *delivery = night->deliveries[i];

        if (!delivery->waiting)
            continue;
        printf("%-13s %s %s: nothing of it was taken\n", "waiting", delivery->source->name,
            delivery->name);
        for (const char *const *line = (const char *const[]){delivery->problem.message,
                 delivery->problem.detail, delivery->problem.hint, NULL};
             *line; line++)
            if (**line)
                printf("              %s\n", *line);
    }
}
