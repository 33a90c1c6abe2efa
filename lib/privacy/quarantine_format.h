/* quarantine_format.h - what the writer and the reader of a quarantine's file share (quarantine.h). */
#ifndef ONTRACK_PRIVACY_QUARANTINE_FORMAT_H
#define ONTRACK_PRIVACY_QUARANTINE_FORMAT_H

#include "privacy/quarantine.h"

#include <sodium.h>
#include <stdbool.h>

#define QUARANTINE_MAGIC "ontrack-quarantine/1\n"

enum {
    QUARANTINE_BOX = QUARANTINE_KEY_SIZE + crypto_box_SEALBYTES,
    QUARANTINE_HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES
};

/* The last part of a path: what the file is bound to. */
const char *quarantine_name(const char *path);

#endif
