#include "privacy/anonymise.h"
#include "privacy/generalise.h"
#include "record/dates.h"

#include <string.h>

enum {
    CELL_MAXIMUM = 1024, /* bytes of a cell that may be an identifier, a date or a postcode */
    COLUMN_ROOM = 40,    /* bytes that a column can need over what is copied */
    ROW_DIGITS = 20
};

void anonymiser_init(struct anonymiser *anonymiser)
{
    *anonymiser = (struct anonymiser){0};
    buf_init(&anonymiser->scratch, CELL_MAXIMUM);
    buf_init(&anonymiser->scratch_within, CELL_MAXIMUM);
}

static void wipe(struct buf *buf)
{
    if (buf->data)
        explicit_bzero(buf->data, buf->capacity);
    buf_release(buf);
}

void anonymiser_release(struct anonymiser *anonymiser)
{
    wipe(&anonymiser->scratch);
    wipe(&anonymiser->scratch_within);
}

static struct text row_of(const struct anonymiser *anonymiser)
{
    const struct cell *cell = &anonymiser->record->cells[0];

    return (struct text){cell->data, cell->length};
}

static void finding(struct anonymiser *anonymiser, const struct step *step, const char *rule,
    enum severity severity)
{
    if (stream_is_trace(&anonymiser->record->cells[0]))
        return;
    tally_finding(anonymiser->tally, row_of(anonymiser), step->field, rule, severity);
    anonymiser->warned = anonymiser->warned || severity == SEVERITY_WARNING;
}

static void put_null(struct anonymiser *anonymiser)
{
    batch_text(anonymiser->batch, "\\N", 2);
}

/* The text of a cell; of none, NULL. One that is too long for what it should be ends up empty too,
 * with `fits` false. */
struct value {
    struct text text;
    bool null, fits;
};

static struct value value_of(const struct anonymiser *anonymiser, int position, struct buf *scratch)
{
    const struct cell *cell = position < 0 ? NULL : &anonymiser->record->cells[position];
    struct value value = {.text = {"", 0}, .null = !cell || cell->null, .fits = true};

    if (value.null)
        return value;
    value.fits = cell->length <= CELL_MAXIMUM;
    if (value.fits)
        value.text = stream_text(cell, scratch);
    return value;
}

/* No pseudonym: the cell is NULL. False where that leaves the record without its key. */
static bool no_pseudonym(struct anonymiser *anonymiser, const struct step *step, const char *rule)
{
    bool missing = strcmp(rule, "no-pseudonym-missing") == 0;

    if (step->key)
        finding(anonymiser, step, rule, SEVERITY_RECORD);
    else if (!missing)
        finding(anonymiser, step, rule, SEVERITY_WARNING);
    put_null(anonymiser);
    return !step->key;
}

static const struct hmac_pads *pads_for(struct anonymiser *anonymiser, const struct step *step)
{
    struct value within = value_of(anonymiser, step->other, &anonymiser->scratch_within);

    if (step->kind != IDENTIFIER_LOCAL && step->kind != IDENTIFIER_RECORD)
        return keyring_pads(anonymiser->ring, step->kind, "", 0);
    if (within.text.length == 0 || within.text.length > WITHIN_MAXIMUM)
        return NULL;
    return keyring_pads(anonymiser->ring, step->kind, within.text.data, within.text.length);
}

static bool put_pseudonym(struct anonymiser *anonymiser, const struct step *step)
{
    static const char *const rules[] = {[IDENTITY_MISSING] = "no-pseudonym-missing",
        [IDENTITY_INVALID] = "no-pseudonym-invalid",
        [IDENTITY_SENTINEL] = "no-pseudonym-sentinel",
        [IDENTITY_TEST] = "no-pseudonym-test"};
    struct value value = value_of(anonymiser, step->cell, &anonymiser->scratch);
    const struct hmac_pads *pads;
    enum identity identity;
    size_t length;

    if (!value.fits)
        return no_pseudonym(anonymiser, step, rules[IDENTITY_INVALID]);
    identity = pseudonym_message(step->kind, value.text.data, value.text.length,
        anonymiser->allow_tests, batch_message(anonymiser->batch), &length);
    if (identity != IDENTITY_GOOD)
        return no_pseudonym(anonymiser, step, rules[identity]);
    pads = pads_for(anonymiser, step);
    if (!pads)
        return no_pseudonym(anonymiser, step, "no-pseudonym-within");
    batch_digest(anonymiser->batch, pads, length);
    return true;
}

/* Below 1000. */
static void put_number(struct batch *batch, int number)
{
    if (number >= 100)
        batch_char(batch, (char)('0' + number / 100));
    if (number >= 10)
        batch_char(batch, (char)('0' + number / 10 % 10));
    batch_char(batch, (char)('0' + number % 10));
}

/* Two columns: age_at_event and age_band. */
static void put_age(struct anonymiser *anonymiser, const struct step *step)
{
    struct value born = value_of(anonymiser, step->cell, &anonymiser->scratch);
    struct value at = value_of(anonymiser, step->other, &anonymiser->scratch_within);
    int32_t birth, on;
    struct age age;

    if (!born.null && !at.null && date_parse(born.text.data, born.text.length, &birth) &&
        date_parse(at.text.data, at.text.length, &on) && age_on(birth, on, &age)) {
        put_number(anonymiser->batch, age.years);
        batch_char(anonymiser->batch, '\t');
        batch_text(anonymiser->batch, age.band, strlen(age.band));
        return;
    }
    if (!born.null && !at.null)
        finding(anonymiser, step, "no-age", SEVERITY_WARNING);
    put_null(anonymiser);
    batch_char(anonymiser->batch, '\t');
    put_null(anonymiser);
}

static void put_nulls(struct anonymiser *anonymiser, int count)
{
    for (int i = 0; i < count; i++) {
        if (i)
            batch_char(anonymiser->batch, '\t');
        put_null(anonymiser);
    }
}

/* The month of the event that the postcode is looked up for; 0 where no date is there. */
static unsigned month_of(struct anonymiser *anonymiser, const struct step *step)
{
    struct value at = value_of(anonymiser, step->other, &anonymiser->scratch_within);
    int year, month, day;
    int32_t days;

    if (at.null || !date_parse(at.text.data, at.text.length, &days))
        return 0;
    date_split(days, &year, &month, &day);
    return month_number(year, month);
}

/* No district: local_authority and imd_decile, of the edition that holds at the event. */
static void put_place(
    struct anonymiser *anonymiser, const struct step *step, const struct normal *postcode)
{
    unsigned month = month_of(anonymiser, step);
    struct locality place;
    int found = postcodes_find(editions_at(anonymiser->editions, month), postcode->data,
        postcode->length, &place, &anonymiser->failure);

    if (found <= 0) {
        if (found == 0)
            finding(anonymiser, step, "postcode-unknown", SEVERITY_WARNING);
        put_nulls(anonymiser, 3);
        return;
    }
    if (month && !locality_lived(&place, month))
        finding(anonymiser, step, "postcode-not-live", SEVERITY_WARNING);
    batch_text(anonymiser->batch, "\\N\t", 3);
    batch_text(anonymiser->batch, place.authority, strlen(place.authority));
    batch_char(anonymiser->batch, '\t');
    if (place.decile)
        put_number(anonymiser->batch, (int)place.decile);
    else
        put_null(anonymiser);
}

static void put_district(struct anonymiser *anonymiser, const struct normal *postcode)
{
    struct text district = district_of(postcode);

    batch_text(anonymiser->batch, district.data, district.length);
    batch_char(anonymiser->batch, '\t');
    put_nulls(anonymiser, 2);
}

/* Three columns: district, local_authority and imd_decile. */
static void put_postcode(struct anonymiser *anonymiser, const struct step *step)
{
    struct value value = value_of(anonymiser, step->cell, &anonymiser->scratch);
    struct normal postcode;

    if (value.null) {
        put_nulls(anonymiser, 3);
        return;
    }
    switch (postcode_of(value.text.data, value.text.length, &postcode)) {
    case POSTCODE_GOOD:
        if (anonymiser->editions->count)
            put_place(anonymiser, step, &postcode);
        else
            put_district(anonymiser, &postcode);
        break;
    case POSTCODE_UNKNOWN:
        finding(anonymiser, step, "no-district-unknown", SEVERITY_WARNING);
        put_nulls(anonymiser, 3);
        break;
    case POSTCODE_INVALID:
        finding(anonymiser, step, "no-district-invalid", SEVERITY_WARNING);
        put_nulls(anonymiser, 3);
        break;
    }
    explicit_bzero(&postcode, sizeof postcode);
}

static void put_copy(struct anonymiser *anonymiser, const struct step *step)
{
    const struct cell *first = &anonymiser->record->cells[step->cell];
    const struct cell *last = &anonymiser->record->cells[step->last];

    batch_text(anonymiser->batch, first->data, (size_t)(last->data + last->length - first->data));
}

static bool put(struct anonymiser *anonymiser, const struct step *step)
{
    switch (step->action) {
    case ACTION_COPY:
        put_copy(anonymiser, step);
        return true;
    case ACTION_NULL:
        put_null(anonymiser);
        return true;
    case ACTION_PSEUDONYM:
        return put_pseudonym(anonymiser, step);
    case ACTION_AGE:
        put_age(anonymiser, step);
        return true;
    case ACTION_POSTCODE:
        put_postcode(anonymiser, step);
        return true;
    }
    return false;
}

static bool put_record(struct anonymiser *anonymiser)
{
    const struct plan *plan = anonymiser->plan;

    for (size_t i = 0; i < plan->step_count; i++) {
        if (i)
            batch_char(anonymiser->batch, '\t');
        if (!put(anonymiser, &plan->steps[i]))
            return false;
    }
    batch_char(anonymiser->batch, '\n');
    return true;
}

/* Whether a cell that would be copied carries a value that extract could not translate: it may be
 * anything, a name in the column of a date. The rule in the mark is not repeated, for it may have
 * come from the delivery too. */
static bool untranslated(struct anonymiser *anonymiser)
{
    const struct stream_reader *record = anonymiser->record;

    if (!memchr(record->line, STREAM_MARK, record->line_length))
        return false;
    for (size_t i = 0; i < record->columns; i++)
        if (anonymiser->plan->kept[i] && record->cells[i].length &&
            memchr(record->cells[i].data, STREAM_MARK, record->cells[i].length)) {
            tally_finding(anonymiser->tally, row_of(anonymiser), record->names[i], "untranslated",
                SEVERITY_RECORD);
            return true;
        }
    return false;
}

/* The row number goes to the rejects as it stands, so it must be a number and nothing else; that of a
 * trace has a minus. */
static bool row_numbered(const struct cell *cell)
{
    uint32_t sign = stream_is_trace(cell);

    for (uint32_t i = sign; i < cell->length; i++)
        if (cell->data[i] < '0' || cell->data[i] > '9')
            return false;
    return cell->length > sign && cell->length - sign <= ROW_DIGITS && !cell->null;
}

static void make_room(struct anonymiser *anonymiser, size_t bytes)
{
    size_t pseudonyms = anonymiser->plan->pseudonyms;
    bool keys = keyring_fits(anonymiser->ring, pseudonyms);

    if (!keys || !batch_fits(anonymiser->batch, pseudonyms, bytes))
        batch_flush(anonymiser->batch, anonymiser->writer);
    if (!keys)
        keyring_clear(anonymiser->ring);
}

int anonymise_record(
    struct anonymiser *anonymiser, const struct stream_reader *record, struct err *err)
{
    size_t bytes = record->line_length + anonymiser->plan->column_count * COLUMN_ROOM;
    bool accepted;

    anonymiser->record = record;
    anonymiser->warned = false;
    if (!row_numbered(&record->cells[0])) {
        err_set(err, EX_DATAERR, "'%s' is not a row number", STREAM_ROW_COLUMN);
        return err_detail(
            err, "at record %llu of '%s'", (unsigned long long)record->records, record->name);
    }
    make_room(anonymiser, bytes);
    if (!batch_begin(anonymiser->batch, bytes)) {
        err_set(err, EX_DATAERR, "a record is too long");
        return err_detail(
            err, "record %llu of '%s'", (unsigned long long)record->records, record->name);
    }
    accepted = !untranslated(anonymiser) && put_record(anonymiser);
    if (anonymiser->failure.code) {
        *err = anonymiser->failure;
        return err->code;
    }
    if (accepted)
        batch_end(anonymiser->batch);
    else
        batch_drop(anonymiser->batch);
    if (!stream_is_trace(&record->cells[0]))
        tally_record(anonymiser->tally, accepted, anonymiser->warned);
    return 0;
}
