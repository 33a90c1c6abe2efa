#include "method/parallel.h"

#include <pthread.h>
#include <stdatomic.h>

struct job {
    atomic_size_t next;
    size_t count;
    void (*each)(size_t number, void *state);
    void *state;
};

static void *work(void *argument)
{
    struct job *job = argument;
    size_t number;

    while ((number = atomic_fetch_add(&job->next, 1)) < job->count)
        job->each(number, job->state);
    return NULL;
}

void parallel_each(
    size_t count, size_t threads, void (*each)(size_t number, void *state), void *state)
{
    struct job job = {.count = count, .each = each, .state = state};
    pthread_t others[THREADS_MAXIMUM];
    size_t started = 0;

    if (threads > count)
        threads = count;
    while (started + 1 < threads && started < THREADS_MAXIMUM &&
           pthread_create(&others[started], NULL, work, &job) == 0)
        started++;
    work(&job);
    for (size_t i = 0; i < started; i++)
        pthread_join(others[i], NULL);
}
