/* gates.h - what a delivery must come to as a whole, else it is held: the thresholds of each gate.
 *
 *   gates[]    of a contract or, for a feed, of a source: {"gate": NAME, "share": 0.1, "count": 50,
 *              "minimum": 20}. Over one of the two thresholds the unit is held:
 *     share    of the gate's denominator; it says nothing where the denominator is less than
 *     minimum  (default 20)
 *     count    a number of records, whatever the denominator
 *     off      true: the gate is not asked
 *
 * A gate, its denominator, and what it says beside:
 *   reject-share    records that any stage rejected, of those delivered
 *   uniqueness      records rejected because others of the delivery have their key and differ, of those
 *                   that reached load
 *   references      records rejected because their parent is not known, of those that reached load
 *   provider-known  providers that the feed `provider` does not have, of those the delivery names
 *   gone-share      rows that a snapshot has no more, of those its unit stored
 *   key-elsewhere   records whose key another unit stored with something else, of those to be merged.
 *                   "between": sources (default: of another source) | units (of another slot too)
 *   volume-low, volume-high
 *                   how many records fewer, or more, than the median of the unit's last "loads" (default
 *                   7) loads of its mode, of that median; in mode period of the nearest
 *                   months that the source has in slots which are this one's but for the month. Asked from "least"
 *                   (default 3) such loads on, in "modes" (default snapshot and period)
 *   overlap         records of a person that overlap with an earlier one, the fields of "within" being
 *                   the same, by more than "days" days; "from" and "to" are the dates, both included,
 *                   and an empty "to" is tonight. Of the records to be merged
 *   freshness       days since the newest date of "field" (those after tonight apart), against the first
 *                   day of the last period that the source's `expected` says is due ("every", "days"); in
 *                   mode period against the first of its month. No share, no count
 *   future          records of which "field" is after tonight, of those to be merged
 *   ledger-total    pounds by which cost lines differ from the targets of indicator `ledger_total`, over
 *                   provider, programme and period; "count" is what may remain (default 0)
 * These are asked of every feed: reject-share (0.2, or what the night's configuration says),
 * provider-known (count 0), gone-share (0.5), key-elsewhere (0.05), volume-low (0.75),
 * volume-high (2: three times as many), both with a minimum of 50 for schools have holidays; the others
 * where a contract declares them. A source's members take the place of the contract's, and those of
 * these. */
#ifndef ONTRACK_RECORD_GATES_H
#define ONTRACK_RECORD_GATES_H

#include "base/err.h"

#include <stdbool.h>

struct cJSON;
struct contract;

/* What may be "every"; NULL ends them. */
extern const char *const gates_rhythms[];

/* Checks a list of gates: 0 or EX_CONFIG. `contract` is the one that declares them; NULL: a source does,
 * which sets thresholds and names no fields. */
int gates_check(
    const struct cJSON *list, const struct contract *contract, const char *where, struct err *err);

bool gates_declares(const struct contract *contract, const char *name);

/* What holds for a feed, as a JSON array for ops.apply(), to be freed: ours, then the contract's, then
 * those of `source` (JSON text of a checked list, or NULL). NULL with EX_CONFIG where the source sets a
 * gate that nobody declares. */
char *gates_for(
    const struct contract *contract, const char *source, double reject_share, struct err *err);

#endif
