#include "pipeline/plan.h"
#include "pipeline/postcodes.h"
#include "pipeline/remote.h"
#include "pipeline/replay.h"
#include "pipeline/terms.h"
#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/tree.h"
#include "base/utf8.h"
#include "record/codes.h"

#include <ctype.h>
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { LIST_MAXIMUM = 64 * 1024 };

const char *outcome_name(enum outcome outcome)
{
    static const char *const names[] = {
        "due", "unchanged", "rejected", "applied", "held", "failed", "not attempted"};

    return names[outcome];
}

static void add_delivery(
    struct night *night, const struct source *source, const char *location, struct whole *whole)
{
    struct delivery *delivery = mem_alloc(sizeof *delivery);

    *delivery = (struct delivery){.source = source,
        .location = mem_text(location),
        .name = delivery_name(location),
        .whole = whole};
    night->deliveries =
        mem_grow(night->deliveries, night->delivery_count + 1, sizeof *night->deliveries);
    night->deliveries[night->delivery_count++] = delivery;
}

static bool ignores(const struct whole *whole, const char *path)
{
    char *name = delivery_name(path);
    bool ignored = whole_ignores(whole, name);

    free(name);
    return ignored;
}

static void expand(struct night *night, const struct source *source, struct config_delivery *from)
{
    const char *location = from->location;
    size_t before = night->delivery_count;
    glob_t found;

    if (is_url(location) || !strpbrk(location, "*?[")) {
        add_delivery(night, source, location, &from->whole);
        return;
    }
    if (glob(location, GLOB_NOSORT, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            if (!ignores(&from->whole, found.gl_pathv[i]))
                add_delivery(night, source, found.gl_pathv[i], &from->whole);
    if (night->delivery_count == before) {
        log_warning("no delivery at '%s'", location);
        night->missing++;
    }
    globfree(&found);
}

/* The slot and the period, from the parts of the name where the source uses them. */
static int place(struct delivery *delivery)
{
    const struct source *source = delivery->source;
    struct parts parts = {0};
    struct err *err = &delivery->problem;
    bool uses = strchr(source->slot, '{') || (source->period && strchr(source->period, '{'));

    if (delivery->slot)
        return 0; /* has been placed */
    if (uses && !source->file) {
        err_set(err, EX_CONFIG, "'slot' and 'period' of '%s' need 'file'", source->path);
        return err->code;
    }
    if (uses && parts_match(&parts, source->file, delivery->name, err))
        return err->code;
    delivery->slot = parts_fill(&parts, source->slot, err);
    if (delivery->slot && source->period)
        delivery->period = parts_fill(&parts, source->period, err);
    parts_release(&parts);
    return err->code;
}

/* The name goes to the ledger, to logs and to the terminal. */
static int check_name(struct delivery *delivery)
{
    struct err *err = &delivery->problem;

    if (!utf8_clean(delivery->name))
        return 0;
    err_set(err, EX_DATAERR, "the delivery's name '%s' can't be recorded", delivery->name);
    err_detail(err, "each '?' stands for a control character, or for a byte that is not utf-8");
    return err_hint(err, "rename it");
}

static void size_up(struct delivery *delivery)
{
    struct stat status;

    if (stat(delivery->path, &status) == 0)
        delivery->bytes = (uint64_t)status.st_size;
}

/* A list that can't be read is a matter for validate, which says which: then every attempt is due. */
static void know_codes(const struct config *config, struct feed *feed)
{
    struct err ignored = ERR_INIT;
    struct codes codes;
    uint64_t print;

    codes_init(&codes, config->codes, config->code_count);
    feed->codes[0] = '\0';
    if (codes_of_contract(&codes, &feed->contract, &print, &ignored))
        snprintf(feed->codes, sizeof feed->codes, " codes+unreadable");
    else if (print)
        snprintf(feed->codes, sizeof feed->codes, " codes+%016" PRIx64, print);
    codes_release(&codes);
}

/* What the ledger is to know by what the records of a feed are made, beside the contract: the source's
 * mapping, the code lists and the postcode directories. */
static char *mapping_of(
    const struct config *config, const struct source *source, const struct feed *feed)
{
    char *mapping = postcodes_mapping(config, source, &feed->contract);
    char *all = mem_format("%s%s", mapping, feed->codes);

    free(mapping);
    return all;
}

static struct feed *find_feed(struct night *night, const char *name, struct err *err)
{
    struct feed *feed;
    char *relative;

    for (size_t i = 0; i < night->feed_count; i++)
        if (strcmp(night->feeds[i]->contract.name, name) == 0)
            return night->feeds[i];
    feed = mem_alloc(sizeof *feed);
    relative = mem_format("contracts/%s.json", name);
    feed->contract_path = tree_path(relative, err);
    free(relative);
    if (!feed->contract_path || contract_load(&feed->contract, feed->contract_path, err)) {
        free(feed->contract_path);
        free(feed);
        return NULL;
    }
    know_codes(night->config, feed);
    night->feeds = mem_grow(night->feeds, night->feed_count + 1, sizeof *night->feeds);
    night->feeds[night->feed_count++] = feed;
    return feed;
}

/* Takes what came of a fetch over. */
static void note_answer(struct delivery *delivery, const struct terms *terms, struct answer *answer)
{
    delivery->unchanged = answer->unchanged;
    snprintf(delivery->hash, sizeof delivery->hash, "%s",
        answer->unchanged ? terms->hash : answer->hash);
    snprintf(delivery->since, sizeof delivery->since, "%s", terms->since);
    snprintf(delivery->until, sizeof delivery->until, "%s", answer->date);
    delivery->etag = answer->etag;
    delivery->last_modified = answer->last_modified;
    *answer = (struct answer){.hash = ""};
}

/* The feeds of a source, and what each one's mapping is known by. */
static int list_feeds(struct night *night, const struct remote *remote, const struct source *source,
    struct asker *asker, struct err *err)
{
    struct buf feeds = BUF_INIT(LIST_MAXIMUM), mappings = BUF_INIT(LIST_MAXIMUM);

    for (size_t i = 0; i < source->feed_count && !err->code; i++) {
        const struct feed *feed = find_feed(night, source->feeds[i], err);
        char *mapping = feed ? mapping_of(remote->config, source, feed) : NULL;

        if (i) {
            buf_add_char(&feeds, TERMS_BETWEEN);
            buf_add_char(&mappings, TERMS_BETWEEN);
        }
        if (mapping &&
            (!buf_add_text(&feeds, source->feeds[i]) || !buf_add_text(&mappings, mapping)))
            err_set(err, EX_CONFIG, "source '%s' has too many feeds", source->name);
        free(mapping);
    }
    asker->feeds = mem_text(buf_text(&feeds));
    asker->mappings = mem_text(buf_text(&mappings));
    buf_release(&feeds);
    buf_release(&mappings);
    return err->code;
}

static void fetch(struct night *night, struct delivery *delivery, struct remote *remote)
{
    struct err *err = &delivery->problem;
    struct asker asker = {
        .delivery = delivery, .night = remote->config->night, .key_id = remote->key_id};
    struct terms terms = {.since = ""};
    struct answer answer = {.hash = ""};

    if (list_feeds(night, remote, delivery->source, &asker, err) == 0 &&
        terms_ask(remote->connection, &asker, &terms, err) == 0) {
        const struct request request = {.source = delivery->source->path,
            .feed = delivery->source->feeds[0],
            .url = delivery->location,
            .path = delivery->path,
            .since = terms.since[0] ? terms.since : NULL,
            .etag = terms.etag,
            .last_modified = terms.last_modified};

        if (remote_fetch(remote, &request, &answer, err) == 0)
            note_answer(delivery, &terms, &answer);
    }
    answer_release(&answer);
    terms_release(&terms);
    free(asker.feeds);
    free(asker.mappings);
}

enum source_mode delivery_mode(const struct delivery *delivery)
{
    bool asked = delivery->spooled && delivery->source->http.since_path;

    return asked && !delivery->since[0] ? MODE_SNAPSHOT : delivery->source->mode;
}

/* Whether a file or folder may be read, or waits to be whole. */
static int check_whole(struct delivery *delivery, struct whole_look *look)
{
    struct timespec now;
    int code;

    if (is_url(delivery->location))
        return 0;
    clock_gettime(CLOCK_REALTIME, &now);
    code = whole_ready(delivery->whole, delivery->location,
        (int64_t)now.tv_sec * 1000 * 1000 * 1000 + now.tv_nsec, look, &delivery->problem);
    delivery->waiting = code == EX_TEMPFAIL;
    return code;
}

static void hash(struct delivery *delivery, const struct whole_look *look)
{
    delivery->waiting = whole_hash(delivery->whole, delivery->path, look, delivery->hash,
                            &delivery->problem) == EX_TEMPFAIL;
}

static void inspect(struct night *night, struct delivery *delivery, struct remote *remote)
{
    struct whole_look look;

    if (check_name(delivery) || check_whole(delivery, &look) || place(delivery))
        return;
    delivery->spooled = is_url(delivery->location);
    if (delivery->spooled) {
        delivery->path = remote_path(remote);
        fetch(night, delivery, remote);
    } else {
        delivery->path = mem_text(delivery->location);
        hash(delivery, &look);
    }
    snprintf(delivery->content, sizeof delivery->content, "%s%s",
        delivery->since[0] ? "since:" : "", delivery->hash);
    size_up(delivery);
}

static int by_location(const void *left, const void *right)
{
    return strcmp(
        (*(struct delivery *const *)left)->location, (*(struct delivery *const *)right)->location);
}

static int read_source(struct night *night, const char *path, struct err *err)
{
    struct source *source;

    for (size_t i = 0; i < night->source_count; i++)
        if (strcmp(night->sources[i]->path, path) == 0)
            return 0;
    source = mem_alloc(sizeof *source);
    if (source_load(source, path, err)) {
        free(source);
        return err->code;
    }
    night->sources = mem_grow(night->sources, night->source_count + 1, sizeof *night->sources);
    night->sources[night->source_count++] = source;
    return 0;
}

static bool names(const struct source *source, const char *other)
{
    for (size_t i = 0; i < source->after_count; i++)
        if (strcmp(source->after[i], other) == 0)
            return true;
    return false;
}

static bool waits_for_any(const struct night *night, size_t from, const struct source *source)
{
    for (size_t i = from; i < night->source_count; i++)
        if (night->sources[i] != source && names(source, night->sources[i]->name))
            return true;
    return false;
}

/* Puts the sources in an order in which each stands after those that it names, and otherwise in
 * that of the configuration. */
static int order_sources(struct night *night, struct err *err)
{
    for (size_t done = 0; done < night->source_count; done++) {
        size_t next = done;
        struct source *source;

        while (next < night->source_count && waits_for_any(night, done, night->sources[next]))
            next++;
        if (next == night->source_count)
            return err_set(err, EX_CONFIG, "source '%s' and others wait for one another in 'after'",
                night->sources[done]->name);
        source = night->sources[next];
        memmove(night->sources + done + 1, night->sources + done,
            (next - done) * sizeof *night->sources);
        night->sources[done] = source;
    }
    return 0;
}

char *unit_label(const char *source, const char *feed, const char *slot)
{
    return mem_format("%s %s %s", source, feed, slot);
}

/* Letters, digits and -._ stay; the fingerprint keeps two labels apart that then look alike. */
char *unit_slug(const char *label)
{
    char *slug = mem_format("%.80s-%08x", label, (unsigned)fingerprint(label, strlen(label)));

    for (char *c = slug; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '-' && *c != '.' && *c != '_')
            *c = '_';
    return slug;
}

static void add_unit(struct night *night, struct delivery *delivery, const struct feed *feed)
{
    const char *slot = delivery->slot ? delivery->slot : delivery->name;
    struct unit *unit;

    if (night->only &&
        !replay_names(night->only, delivery->source->name, feed->contract.name, slot))
        return;
    night->units = mem_grow(night->units, night->unit_count + 1, sizeof *night->units);
    unit = &night->units[night->unit_count++];
    *unit = (struct unit){.delivery = delivery,
        .feed = feed,
        .label = unit_label(delivery->source->name, feed->contract.name, slot),
        .problem = delivery->problem};
    unit->slug = unit_slug(unit->label);
    unit->outcome = delivery->problem.code ? OUTCOME_FAILED
                    : delivery->unchanged  ? OUTCOME_UNCHANGED
                                           : OUTCOME_DUE;
}

static const char *parent_of(const struct feed *feed)
{
    return feed->contract.resolve.column ? feed->contract.resolve.parent : NULL;
}

/* Adds the units of a delivery, each feed after its parent where both are in the delivery. A
 * contract can't be its own ancestor, so each round adds one at least. */
static int add_units(struct night *night, struct delivery *delivery, struct err *err)
{
    const struct source *source = delivery->source;
    bool *added = mem_array(source->feed_count, sizeof *added);
    size_t left = source->feed_count, before = left + 1;

    while (left && left < before && !err->code) {
        before = left;
        for (size_t i = 0; i < source->feed_count && !err->code; i++) {
            struct feed *feed = added[i] ? NULL : find_feed(night, source->feeds[i], err);
            bool waits = false;

            for (size_t j = 0; feed && parent_of(feed) && j < source->feed_count; j++)
                waits |= !added[j] && j != i && strcmp(source->feeds[j], parent_of(feed)) == 0;
            if (!feed || waits)
                continue;
            add_unit(night, delivery, feed);
            added[i] = true;
            left--;
        }
    }
    free(added);
    if (left && !err->code)
        err_set(err, EX_CONFIG, "the feeds of source '%s' are one another's parents", source->name);
    return err->code;
}

/* Two deliveries of one slot would replace each other, night after night. */
static void refuse_twins(struct night *night)
{
    for (size_t i = 1; i < night->delivery_count; i++)
        for (size_t j = 0; j < i; j++) {
            struct delivery *one = night->deliveries[j], *other = night->deliveries[i];

            if (one->source != other->source || !one->slot || !other->slot || one->waiting ||
                other->waiting || strcmp(one->slot, other->slot) != 0)
                continue;
            err_set(&other->problem, EX_DATAERR, "two deliveries are for slot '%s' of source '%s'",
                one->slot, one->source->name);
            err_detail(&other->problem, "'%s' and '%s'", one->name, other->name);
            err_hint(
                &other->problem, "leave one of them, or make the source's 'slot' tell them apart");
            one->problem = other->problem;
        }
}

static int find_deliveries(struct night *night, const struct config *config, struct err *err)
{
    for (size_t i = 0; i < config->delivery_count; i++)
        if (read_source(night, config->deliveries[i].source, err))
            return err->code;
    if (order_sources(night, err))
        return err->code;
    for (size_t s = 0; s < night->source_count; s++) {
        size_t first = night->delivery_count;

        if (night->only && !replay_names(night->only, night->sources[s]->name, NULL, NULL))
            continue;
        for (size_t i = 0; i < config->delivery_count; i++)
            if (strcmp(config->deliveries[i].source, night->sources[s]->path) == 0)
                expand(night, night->sources[s], &config->deliveries[i]);
        if (night->delivery_count > first)
            qsort(night->deliveries + first, night->delivery_count - first,
                sizeof *night->deliveries, by_location);
    }
    return 0;
}

static void release_delivery(struct delivery *delivery)
{
    free(delivery->location);
    free(delivery->name);
    free(delivery->path);
    free(delivery->slot);
    free(delivery->period);
    free(delivery->etag);
    free(delivery->last_modified);
    free(delivery);
}

/* What stands of a replay's other sources is reported too, in the words of its contracts. */
static int find_feeds(struct night *night, struct err *err)
{
    for (size_t i = 0; i < night->source_count; i++)
        for (size_t j = 0; j < night->sources[i]->feed_count; j++)
            if (!find_feed(night, night->sources[i]->feeds[j], err))
                return err->code;
    return 0;
}

/* Keeps the deliveries whose slot is to be replayed, all of them: it may have two. */
static void leave_out_others(struct night *night)
{
    size_t kept = 0;

    for (size_t i = 0; i < night->delivery_count; i++) {
        struct delivery *delivery = night->deliveries[i];
        bool meant = place(delivery) == 0 &&
                     replay_names(night->only, delivery->source->name, NULL, delivery->slot);

        if (meant)
            night->deliveries[kept++] = delivery;
        else
            release_delivery(delivery);
    }
    night->delivery_count = kept;
}

int night_plan(struct night *night, const struct config *config, struct remote *remote,
    const struct replay *only, struct err *err)
{
    *night = (struct night){.config = config, .only = only};
    if (find_deliveries(night, config, err))
        return err->code;
    if (only) {
        leave_out_others(night);
        if (find_feeds(night, err))
            return err->code;
    }
    for (size_t i = 0; i < night->delivery_count; i++)
        inspect(night, night->deliveries[i], remote);
    refuse_twins(night);
    for (size_t i = 0; i < night->delivery_count; i++)
        if (!night->deliveries[i]->waiting && add_units(night, night->deliveries[i], err))
            return err->code;
    for (size_t i = 0; i < night->unit_count; i++)
        night->units[i].mapping =
            mapping_of(config, night->units[i].delivery->source, night->units[i].feed);
    return 0;
}

void night_release(struct night *night)
{
    for (size_t i = 0; i < night->unit_count; i++) {
        free(night->units[i].label);
        free(night->units[i].slug);
        free(night->units[i].mapping);
    }
    for (size_t i = 0; i < night->delivery_count; i++)
        release_delivery(night->deliveries[i]);
    for (size_t i = 0; i < night->feed_count; i++) {
        contract_release(&night->feeds[i]->contract);
        free(night->feeds[i]->contract_path);
        free(night->feeds[i]);
    }
    for (size_t i = 0; i < night->source_count; i++) {
        source_release(night->sources[i]);
        free(night->sources[i]);
    }
    free(night->units);
    free(night->deliveries);
    free(night->feeds);
    free(night->sources);
    *night = (struct night){0};
}

size_t night_count(const struct night *night, enum outcome outcome)
{
    size_t count = 0;

    for (size_t i = 0; i < night->unit_count; i++)
        count += night->units[i].outcome == outcome;
    return count;
}

uint64_t night_bytes_due(const struct night *night)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < night->unit_count; i++)
        if (night->units[i].outcome == OUTCOME_DUE)
            bytes += night->units[i].delivery->bytes;
    return bytes;
}

static bool went_wrong(const struct unit *unit)
{
    return unit->outcome == OUTCOME_FAILED || unit->outcome == OUTCOME_HELD ||
           unit->outcome == OUTCOME_SKIPPED;
}

/* Why the unit may not be attempted, in view of what happened to those before it; NULL where nothing
 * stands against it. */
static const char *obstacle_of(const struct night *night, const struct unit *unit)
{
    const char *parent = parent_of(unit->feed);

    for (const struct unit *other = night->units; other < unit; other++) {
        if (!went_wrong(other))
            continue;
        if (other->delivery == unit->delivery && parent &&
            strcmp(other->feed->contract.name, parent) == 0)
            return other->label;
        if (names(unit->delivery->source, other->delivery->source->name))
            return other->label;
    }
    return NULL;
}

bool night_skip(const struct night *night, struct unit *unit)
{
    const char *obstacle = unit->outcome == OUTCOME_DUE ? obstacle_of(night, unit) : NULL;

    if (!obstacle)
        return false;
    unit->outcome = OUTCOME_SKIPPED;
    err_set(
        &unit->problem, EX_DATAERR, "'%s' could not be applied, and this hangs on it", obstacle);
    err_hint(&unit->problem, "mend that one; this one follows");
    return true;
}
