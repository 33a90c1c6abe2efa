#include "source/whole_parts.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static int unlisted(const struct whole *whole, const char *path, struct err *err)
{
    if (whole->listing.files)
        whole_waits(err, path, "is not listed in a checksum file");
    else
        whole_waits(err, path, "has no checksum file");
    return err_detail(
        err, "it is taken where a file that fits '%s' gives its SHA-256", whole->file);
}

/* The folder's checksum files are read once for all deliveries that stand there. */
static int read_listing(struct whole *whole, const char *folder, struct err *err)
{
    if (whole->listing.folder && strcmp(whole->listing.folder, folder) == 0)
        return 0;
    listing_release(&whole->listing);
    return listing_read(&whole->listing, folder, whole->file, err);
}

int listed_file_ready(struct whole *whole, const char *path, struct err *err)
{
    char *name = delivery_name(path), *folder = mem_text(path);
    char *slash = strrchr(folder, '/');

    if (slash)
        slash[slash == folder] = '\0';
    if (read_listing(whole, slash ? folder : ".", err) == 0 &&
        !listing_names(&whole->listing, name))
        unlisted(whole, path, err);
    free(folder);
    free(name);
    return err->code;
}

/* A file of a folder that its hash is of, and that a checksum file has to list. */
static bool to_be_listed(const struct whole *whole, const struct folder_walk *walk, int at)
{
    const char *name = walk->entries[at]->d_name;
    struct stat status;

    return name[0] != '.' && fnmatch(whole->file, name, 0) != 0 &&
           folder_walk_status(walk, at, &status) && S_ISREG(status.st_mode);
}

int listed_folder_ready(struct whole *whole, const char *path, struct err *err)
{
    const struct listing *listing = &whole->listing;
    struct folder_walk walk;
    bool any = false;

    if (read_listing(whole, path, err) || folder_walk_open(&walk, path, err))
        return err->code;
    for (int i = 0; i < walk.count && !err->code; i++)
        if (to_be_listed(whole, &walk, i)) {
            any = true;
            if (!listing_names(listing, walk.entries[i]->d_name)) {
                whole_waits(err, path, "holds files that no checksum file in it lists");
                err_detail(
                    err, "it is taken where files that fit '%s' give their SHA-256", whole->file);
            }
        }
    for (size_t i = 0; i < listing->count && !err->code; i++)
        if (!folder_walk_holds(&walk, listing->items[i].name))
            whole_waits(err, path, "lacks files that its checksum file lists");
    if (!any && !err->code)
        unlisted(whole, path, err);
    folder_walk_close(&walk);
    return err->code;
}

static int other_hash(const char *path, struct err *err)
{
    char *name = delivery_name(path);

    utf8_clean(name);
    err_set(err, EX_DATAERR, "'%s' has another SHA-256 than the one that is listed", name);
    err_detail(
        err, "it was changed or cut short on its way, or the checksum is of another version");
    err_hint(err, "ask for the file and its checksum to be sent again");
    free(name);
    return err->code;
}

int listed_file_hash(
    const struct whole *whole, const char *path, char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    char *name = delivery_name(path);

    if (delivery_hash(path, hex, err) == 0 && !listing_has(&whole->listing, name, hex))
        other_hash(path, err);
    free(name);
    return err->code;
}

/* Each file is read once: the folder's hash is made of theirs. */
int listed_folder_hash(
    const struct whole *whole, const char *path, char hex[DELIVERY_HASH_SIZE], struct err *err)
{
    struct known_hash *known;
    size_t count = 0;
    struct folder_walk walk;

    if (folder_walk_open(&walk, path, err))
        return err->code;
    known = mem_array((size_t)walk.count, sizeof *known);
    for (int i = 0; i < walk.count && !err->code; i++) {
        char *file = mem_format("%s/%s", path, walk.entries[i]->d_name);

        if (to_be_listed(whole, &walk, i)) {
            known[count].name = walk.entries[i]->d_name;
            listed_file_hash(whole, file, known[count++].hex, err);
        }
        free(file);
    }
    if (!err->code)
        delivery_hash_folder(path, known, count, hex, err);
    free(known);
    folder_walk_close(&walk);
    return err->code;
}
