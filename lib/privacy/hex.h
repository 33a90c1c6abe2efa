/* hex.h - bytes as lower-case hex digits and back. */
#ifndef ONTRACK_PRIVACY_HEX_H
#define ONTRACK_PRIVACY_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes 2 * count digits and no NUL. */
void hex_print(const uint8_t *bytes, size_t count, char *text);
/* Lower-case digits only; false for anything else. */
bool hex_parse(const char *text, size_t count, uint8_t *bytes);

#endif
