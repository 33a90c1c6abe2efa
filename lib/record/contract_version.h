/* contract_version.h - a contract as it was: an old delivery can be judged under its own version.
 *
 * contracts/FEED.json is the newest. One that has been released (contracts/versions/released.csv: feed,
 * version, fingerprint, as `ontrack document versions` prints them) must not change any more: what changes
 * gets a higher version, and the old file is kept as contracts/versions/FEED-VERSION.json. tests/lint/versions.sh
 * sees to it. */
#ifndef ONTRACK_RECORD_CONTRACT_VERSION_H
#define ONTRACK_RECORD_CONTRACT_VERSION_H

#include "base/err.h"

/* The path of the contract of a feed at a version ("1.0.0"), below the folder of the contracts; to be freed.
 * NULL with EX_NOINPUT where it is not kept, or EX_CONFIG where the file says that it is another. */
char *contract_at(const char *folder, const char *feed, const char *version, struct err *err);

#endif
