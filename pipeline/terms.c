#include "pipeline/terms.h"
#include "pipeline/ledger.h"
#include "base/memory.h"
#include "store/connect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEEDS_MAXIMUM = 64 * 1024 };

/* "person,referral" */
static char *feeds_of(const struct source *source)
{
    struct buf list = BUF_INIT(FEEDS_MAXIMUM);
    char *text;

    for (size_t i = 0; i < source->feed_count; i++) {
        if (i)
            buf_add_char(&list, ',');
        buf_add_text(&list, source->feeds[i]);
    }
    text = mem_text(buf_text(&list));
    buf_release(&list);
    return text;
}

static int ask_since(PGconn *connection, const struct delivery *delivery, const char *feeds,
    const char *night, const char *key_id, struct terms *terms, struct err *err)
{
    const struct source *source = delivery->source;
    char nights[16], overlap[24];
    const char *const values[] = {
        source->name, feeds, delivery->slot, source->edition, key_id, night, nights, overlap};
    PGresult *rows;

    snprintf(nights, sizeof nights, "%u", source->http.full_nights);
    snprintf(overlap, sizeof overlap, "%lld", (long long)source->http.overlap_seconds);
    rows = ledger_ask(connection, "ask_since", 8, values, err);
    if (rows && store_value(rows, 0, "since"))
        snprintf(terms->since, sizeof terms->since, "%s", store_value(rows, 0, "since"));
    PQclear(rows);
    return err->code;
}

static int ask_unless(PGconn *connection, const struct delivery *delivery, const char *feeds,
    const char *key_id, struct terms *terms, struct err *err)
{
    const struct source *source = delivery->source;
    const char *const values[] = {
        source->name, feeds, delivery->slot, delivery->location, source->edition, key_id};
    PGresult *rows = ledger_ask(connection, "ask_unless", 6, values, err);

    if (rows && PQntuples(rows)) {
        snprintf(terms->hash, sizeof terms->hash, "%s", store_value(rows, 0, "content_hash"));
        terms->etag = mem_text(store_value(rows, 0, "etag"));
        terms->last_modified = mem_text(store_value(rows, 0, "last_modified"));
    }
    PQclear(rows);
    return err->code;
}

int terms_ask(PGconn *connection, const struct delivery *delivery, const char *night,
    const char *key_id, struct terms *terms, struct err *err)
{
    const struct source_http *http = &delivery->source->http;
    char *feeds = feeds_of(delivery->source);

    *terms = (struct terms){.since = ""};
    if (http->since_path)
        ask_since(connection, delivery, feeds, night, key_id, terms, err);
    else if (http->paging.by == PAGING_NONE)
        ask_unless(connection, delivery, feeds, key_id, terms, err);
    free(feeds);
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
