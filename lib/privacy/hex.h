/* hex.h - bytes as lower-case hex digits and back. */
#ifndef ONTRACK_PRIVACY_HEX_H
#define ONTRACK_PRIVACY_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes 2 * count digits and no NUL. */
void hex_print(const uint8_t *bytes, size_t count, char *text);
/* The same for 16 bytes at a time, which a pseudonym has. */
void hex_print_16(const uint8_t bytes[16], char text[32]);
/* Lower-case digits only; false for anything else. */
bool hex_parse(const char *text, size_t count, uint8_t *bytes);

#endif
