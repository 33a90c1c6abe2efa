#include "pipeline/terms.h"
#include "pipeline/ledger.h"
#include "base/memory.h"
#include "store/connect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int ask_since(
    PGconn *connection, const struct asker *asker, struct terms *terms, struct err *err)
{
    const struct source *source = asker->delivery->source;
    char nights[16], overlap[24];
    const char *const values[] = {source->name, asker->feeds, asker->delivery->slot,
        asker->mappings, asker->key_id, asker->night, nights, overlap};
    PGresult *rows;

    snprintf(nights, sizeof nights, "%u", source->http.full_nights);
    snprintf(overlap, sizeof overlap, "%lld", (long long)source->http.overlap_seconds);
    rows = ledger_ask(connection, "ask_since", 8, values, err);
    if (rows && store_value(rows, 0, "since"))
        snprintf(terms->since, sizeof terms->since, "%s", store_value(rows, 0, "since"));
    PQclear(rows);
    return err->code;
}

static int ask_unless(
    PGconn *connection, const struct asker *asker, struct terms *terms, struct err *err)
{
    const struct delivery *delivery = asker->delivery;
    const char *const values[] = {delivery->source->name, asker->feeds, delivery->slot,
        delivery->location, asker->mappings, asker->key_id};
    PGresult *rows = ledger_ask(connection, "ask_unless", 6, values, err);

    if (rows && PQntuples(rows)) {
        snprintf(terms->hash, sizeof terms->hash, "%s", store_value(rows, 0, "content_hash"));
        terms->etag = mem_text(store_value(rows, 0, "etag"));
        terms->last_modified = mem_text(store_value(rows, 0, "last_modified"));
    }
    PQclear(rows);
    return err->code;
}

int terms_ask(PGconn *connection, const struct asker *asker, struct terms *terms, struct err *err)
{
    const struct source_http *http = &asker->delivery->source->http;

    *terms = (struct terms){.since = ""};
    if (http->since_path)
        ask_since(connection, asker, terms, err);
    else if (http->paging.by == PAGING_NONE)
        ask_unless(connection, asker, terms, err);
    return err->code;
}

void terms_release(struct terms *terms)
{
    free(terms->etag);
    free(terms->last_modified);
    *terms = (struct terms){.since = ""};
}

static bool all_applied(const struct night *night, const struct delivery *delivery)
{
    for (size_t i = 0; i < night->unit_count; i++)
        if (night->units[i].delivery == delivery && night->units[i].outcome != OUTCOME_APPLIED &&
            night->units[i].outcome != OUTCOME_UNCHANGED)
            return false;
    return true;
}

int terms_keep(PGconn *connection, const struct night *night, struct err *err)
{
    for (size_t i = 0; i < night->delivery_count && !err->code; i++) {
        const struct delivery *delivery = night->deliveries[i];
        const char *const values[] = {delivery->source->name, delivery->location, delivery->hash,
            delivery->etag, delivery->last_modified};

        if ((delivery->etag || delivery->last_modified) && all_applied(night, delivery))
            PQclear(ledger_ask(connection, "keep_fetch", 5, values, err));
    }
    return err->code;
}
