#include "privacy/key_text.h"
#include "privacy/hex.h"
#include "privacy/hmac.h"

#include <stdio.h>
#include <string.h>

static const char *const statuses[] = {"active", "read", "retired"};

struct piece {
    const char *data;
    size_t length;
};

/* Takes "LABEL VALUE\n" from the front of what is left. */
static bool take_line(struct piece *left, const char *label, struct piece *value)
{
    size_t named = strlen(label);
    const char *newline = memchr(left->data, '\n', left->length);
    size_t line = newline ? (size_t)(newline - left->data) : 0;

    if (!newline || line <= named + 1 || memcmp(left->data, label, named) != 0 ||
        left->data[named] != ' ')
        return false;
    *value = (struct piece){left->data + named + 1, line - named - 1};
    left->data += line + 1;
    left->length -= line + 1;
    return true;
}

static bool copy_text(struct piece value, char *text, size_t size)
{
    if (value.length >= size || memchr(value.data, '\0', value.length))
        return false;
    memcpy(text, value.data, value.length);
    text[value.length] = '\0';
    return true;
}

static bool parse_id(struct piece value, char id[KEY_ID_LENGTH + 1])
{
    uint8_t bytes[KEY_ID_LENGTH / 2];

    return value.length == KEY_ID_LENGTH && hex_parse(value.data, sizeof bytes, bytes) &&
           copy_text(value, id, KEY_ID_LENGTH + 1);
}

static bool parse_status(struct piece value, enum key_status *status)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (value.length == strlen(statuses[i]) &&
            memcmp(value.data, statuses[i], value.length) == 0) {
            *status = (enum key_status)i;
            return true;
        }
    return false;
}

/* The last line: the digest of all that stands before it, and nothing after. */
static bool parse_check(const char *text, struct piece *left)
{
    uint8_t stated[HMAC_SIZE], computed[HMAC_SIZE];
    size_t above = (size_t)(left->data - text);
    struct piece value;

    if (!take_line(left, "check", &value) || left->length != 0 ||
        value.length != 2 * sizeof stated || !hex_parse(value.data, sizeof stated, stated))
        return false;
    sha256(text, above, computed);
    return memcmp(stated, computed, sizeof stated) == 0;
}

bool key_text_parse(const char *text, size_t length, struct key *key)
{
    static const char magic[] = "psnkey/1\n";
    size_t skip = sizeof magic - 1;
    struct piece left = {text + skip, length - skip}, value, created;

    return length > skip && memcmp(text, magic, skip) == 0 && take_line(&left, "kid", &value) &&
           parse_id(value, key->id) && take_line(&left, "domain", &value) &&
           copy_text(value, key->domain, sizeof key->domain) && key_domain_valid(key->domain) &&
           take_line(&left, "created", &created) && take_line(&left, "status", &value) &&
           parse_status(value, &key->status) && take_line(&left, "key", &value) &&
           value.length == (size_t)2 * KEY_SIZE && hex_parse(value.data, KEY_SIZE, key->bytes) &&
           parse_check(text, &left);
}

size_t key_text_print(const struct key *key, const char *created, char text[KEY_FILE_MAXIMUM])
{
    uint8_t check[HMAC_SIZE];
    char *at = text;

    at +=
        snprintf(text, KEY_FILE_MAXIMUM, "psnkey/1\nkid %s\ndomain %s\ncreated %s\nstatus %s\nkey ",
            key->id, key->domain, created, statuses[key->status]);
    hex_print(key->bytes, KEY_SIZE, at);
    at += (ptrdiff_t)2 * KEY_SIZE;
    *at++ = '\n';
    sha256(text, (size_t)(at - text), check);
    memcpy(at, "check ", 6);
    hex_print(check, sizeof check, at + 6);
    at += 6 + 2 * sizeof check;
    *at++ = '\n';
    return (size_t)(at - text);
}

bool key_domain_valid(const char *domain)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t length = strlen(domain);

    return length >= 1 && length <= KEY_DOMAIN_MAXIMUM && strspn(domain, allowed) == length;
}

void key_file_name(const char *domain, const char *id, char name[KEY_NAME_SIZE])
{
    snprintf(name, KEY_NAME_SIZE, "%s.%s.key", domain, id);
}

bool key_file_named(const char *name, const char *domain, char id[KEY_ID_LENGTH + 1])
{
    size_t length = strlen(domain);
    struct piece middle = {name + length + 1, KEY_ID_LENGTH};

    return strlen(name) == length + 1 + KEY_ID_LENGTH + 4 && memcmp(name, domain, length) == 0 &&
           name[length] == '.' && parse_id(middle, id) &&
           strcmp(middle.data + KEY_ID_LENGTH, ".key") == 0;
}
