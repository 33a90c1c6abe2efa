#include "pipeline/meter.h"
#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PLAIN_SECONDS = 30, TEXT_SIZE = 120 };

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int meter_open(struct meter *meter, uint64_t bytes_total, struct err *err)
{
    const char *terminal = getenv("TERM");

    *meter = (struct meter){.bytes_total = bytes_total, .started = now(), .printed = now()};
    meter->terminal = isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
    return progress_make(&meter->page, &meter->fd, err);
}

void meter_close(struct meter *meter)
{
    meter_clear(meter);
    munmap(meter->page, sizeof *meter->page);
    close(meter->fd);
}

void meter_begin(struct meter *meter, const char *label)
{
    meter->label = label;
    meter->page->bytes = 0;
    meter->page->rows = 0;
}

void meter_end(struct meter *meter, uint64_t bytes)
{
    meter_clear(meter);
    meter->bytes_done += bytes;
    meter->rows_done += meter->page->rows;
}

static void format_left(const struct meter *meter, double seconds, char *text, size_t size)
{
    uint64_t done = meter->bytes_done + meter->page->bytes;
    double left;

    text[0] = '\0';
    if (!done || done >= meter->bytes_total || seconds < 2)
        return;
    left = seconds * (double)(meter->bytes_total - done) / (double)done;
    snprintf(text, size, ", %ld:%02ld left", (long)left / 60, (long)left % 60);
}

static void format(const struct meter *meter, char text[TEXT_SIZE])
{
    double seconds = now() - meter->started;
    uint64_t rows = meter->rows_done + meter->page->rows;
    char left[32];

    format_left(meter, seconds, left, sizeof left);
    snprintf(text, TEXT_SIZE, "%.50s: %llu rows, %.0f rows/s%s", meter->label,
        (unsigned long long)rows, seconds > 0 ? (double)rows / seconds : 0, left);
}

void meter_show(struct meter *meter)
{
    char text[TEXT_SIZE];

    if (!meter->terminal && now() - meter->printed < PLAIN_SECONDS)
        return;
    format(meter, text);
    meter->printed = now();
    if (!meter->terminal) {
        log_info("%s", text);
        return;
    }
    fprintf(stderr, "\r%s\033[K", text);
    fflush(stderr);
    meter->shown = true;
}

void meter_clear(struct meter *meter)
{
    if (meter->shown)
        fputs("\r\033[K", stderr);
    fflush(stderr);
    meter->shown = false;
}
