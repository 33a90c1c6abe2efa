#include "record/contract_version.h"
#include "base/memory.h"
#include "record/contract.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* 1 where the file is the contract of that feed and version, 0 where it is of another, -1: see `err`. */
static int is_version(const char *path, const char *feed, const char *version, struct err *err)
{
    struct contract contract;
    bool same;

    if (contract_load(&contract, path, err))
        return -1;
    same = strcmp(contract.name, feed) == 0 && strcmp(contract.version, version) == 0;
    contract_release(&contract);
    return same;
}

static char *find_kept(const char *folder, const char *feed, const char *version, struct err *err)
{
    char *path = mem_format("%s/versions/%s-%s.json", folder, feed, version);
    int is = 0;

    if (access(path, F_OK) != 0) {
        err_set(err, EX_NOINPUT, "the contract of feed '%s' is not kept at version '%s'", feed,
            version);
        err_detail(err, "there is no '%s'", path);
        err_hint(err, "take the newest, or put the old file there from the version of ontrack that "
                      "had it");
    } else if ((is = is_version(path, feed, version, err)) == 0) {
        err_set(err, EX_CONFIG, "'%s' is not feed '%s' at version '%s'", path, feed, version);
        err_hint(err, "name the file by the 'name' and 'version' that stand in it");
    }
    if (is > 0)
        return path;
    free(path);
    return NULL;
}

char *contract_at(const char *folder, const char *feed, const char *version, struct err *err)
{
    char *newest = mem_format("%s/%s.json", folder, feed);
    int is = is_version(newest, feed, version, err);

    if (is > 0)
        return newest;
    free(newest);
    return is < 0 ? NULL : find_kept(folder, feed, version, err);
}
