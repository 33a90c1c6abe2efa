/* key_text.h - the text of a key file: reading and writing it (key.h says what it looks like). */
#ifndef ONTRACK_PRIVACY_KEY_TEXT_H
#define ONTRACK_PRIVACY_KEY_TEXT_H

#include "privacy/key.h"

/* False where the text is not a whole and undamaged key file. */
bool key_text_parse(const char *text, size_t length, struct key *key);

/* Writes the text (at most KEY_FILE_MAXIMUM bytes) and returns its length. */
size_t key_text_print(const struct key *key, const char *created, char text[KEY_FILE_MAXIMUM]);

/* The file's name: DOMAIN.ID.key. */
enum { KEY_NAME_SIZE = KEY_DOMAIN_MAXIMUM + 1 + KEY_ID_LENGTH + 5 };
void key_file_name(const char *domain, const char *id, char name[KEY_NAME_SIZE]);
/* Whether a directory's entry is named as a key of the domain; gives the id. */
bool key_file_named(const char *name, const char *domain, char id[KEY_ID_LENGTH + 1]);

#endif
