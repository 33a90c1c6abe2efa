#include "source/listing.h"
#include "base/json.h"
#include "base/memory.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { HEX_DIGITS = DELIVERY_HASH_SIZE - 1 };

/* Copies 64 hex digits in small letters. */
static bool take_hex(const char *text, char hex[DELIVERY_HASH_SIZE])
{
    if (strspn(text, "0123456789abcdefABCDEF") != HEX_DIGITS)
        return false;
    for (size_t i = 0; i < HEX_DIGITS; i++)
        hex[i] = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] - 'A' + 'a' : text[i]);
    hex[HEX_DIGITS] = '\0';
    return true;
}

/* In place: \\, \n and \r become what they stand for. */
static void unescape(char *name)
{
    char *to = name;

    for (const char *from = name; *from; from++) {
        if (from[0] == '\\' && from[1]) {
            from++;
            *to++ = *from == 'n' ? '\n' : *from == 'r' ? '\r' : *from;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

/* "HEX  NAME" or "HEX *NAME". The name, or NULL. */
static char *plain_line(char *line, char hex[DELIVERY_HASH_SIZE])
{
    char *mark = line + HEX_DIGITS;

    if (!take_hex(line, hex) || mark[0] != ' ' || (mark[1] != ' ' && mark[1] != '*') || !mark[2])
        return NULL;
    return mark + 2;
}

/* "SHA256 (NAME) = HEX": the last ")" ends the name. */
static char *tagged_line(char *line, char hex[DELIVERY_HASH_SIZE])
{
    static const char *const tags[] = {"SHA256", "SHA2-256"};
    char *close = strrchr(line, ')'), *name = NULL, *digits;

    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (strncmp(line, tags[i], strlen(tags[i])) == 0)
            name = line + strlen(tags[i]);
    if (!name || !close)
        return NULL;
    name += *name == ' ';
    digits = close + 1;
    digits += *digits == ' ';
    if (*name != '(' || close <= name + 1 || *digits != '=')
        return NULL;
    digits++;
    digits += *digits == ' ';
    if (!take_hex(digits, hex) || digits[HEX_DIGITS])
        return NULL;
    *close = '\0';
    return name + 1;
}

static int add_line(struct listing *listing, char *line, const char *path, struct err *err)
{
    bool escaped = line[0] == '\\';
    struct known_hash item;
    char *name = plain_line(line + escaped, item.hex);

    if (!name)
        name = tagged_line(line + escaped, item.hex);
    if (!name)
        return 0;
    if (listing->count == LISTING_MAXIMUM) {
        err_set(err, EX_DATAERR, "more than %d files are listed beside it", LISTING_MAXIMUM);
        return err_detail(err, "'%s' and others", path);
    }
    if (escaped)
        unescape(name);
    item.name = delivery_name(name);
    listing->items = mem_grow(listing->items, listing->count + 1, sizeof *listing->items);
    listing->items[listing->count++] = item;
    return 0;
}

int listing_add(struct listing *listing, char *text, const char *path, struct err *err)
{
    static const char mark[] = "\xef\xbb\xbf";
    char *next;

    if (strncmp(text, mark, sizeof mark - 1) == 0)
        text += sizeof mark - 1;
    for (char *line = text; line; line = next) {
        size_t length = strcspn(line, "\n");

        next = line[length] ? line + length + 1 : NULL;
        line[length] = '\0';
        if (length && line[length - 1] == '\r')
            line[length - 1] = '\0';
        if (add_line(listing, line, path, err))
            return err->code;
    }
    return 0;
}

static int read_one(struct listing *listing, const char *path, struct err *err)
{
    struct stat status;
    char *text;

    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return 0;
    text = file_read(path, LISTING_FILE_MAXIMUM, NULL, err);
    if (!text)
        return err->code;
    listing->files++;
    listing_add(listing, text, path, err);
    free(text);
    return err->code;
}

int listing_read(struct listing *listing, const char *folder, const char *glob, struct err *err)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;

    if (!directory)
        return err_errno(err, EX_NOINPUT, "cannot read '%s'", folder);
    *listing = (struct listing){.folder = mem_text(folder)};
    while (!err->code && (entry = readdir(directory))) {
        char *path;

        if (entry->d_name[0] == '.' || fnmatch(glob, entry->d_name, 0) != 0)
            continue;
        path = mem_format("%s/%s", folder, entry->d_name);
        read_one(listing, path, err);
        free(path);
    }
    closedir(directory);
    if (err->code)
        listing_release(listing);
    return err->code;
}

void listing_release(struct listing *listing)
{
    for (size_t i = 0; i < listing->count; i++)
        free(listing->items[i].name);
    free(listing->items);
    free(listing->folder);
    *listing = (struct listing){.folder = NULL};
}

bool listing_names(const struct listing *listing, const char *name)
{
    for (size_t i = 0; i < listing->count; i++)
        if (strcmp(listing->items[i].name, name) == 0)
            return true;
    return false;
}

bool listing_has(const struct listing *listing, const char *name, const char *hex)
{
    for (size_t i = 0; i < listing->count; i++)
        if (strcmp(listing->items[i].name, name) == 0 && strcmp(listing->items[i].hex, hex) == 0)
            return true;
    return false;
}
