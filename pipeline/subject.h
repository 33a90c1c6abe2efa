/* subject.h - what a person asks about: DELIVERY or DELIVERY:ROW. */
#ifndef ONTRACK_PIPELINE_SUBJECT_H
#define ONTRACK_PIPELINE_SUBJECT_H

struct subject {
    char *name;      /* to be freed */
    const char *row; /* points into the text that was read, or NULL */
};

struct subject subject_read(const char *text);

#endif
