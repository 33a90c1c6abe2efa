/* contract.h - what a feed must be: contracts/FEED.json, read once and compiled to flat tables.
 *
 * The file is a Frictionless Table Schema with properties of ours beside the standard ones:
 *
 *   name, title, version   the feed; version is semantic ("1.0.0") and goes to the ledger
 *   fields[]               name, title, description, type (string integer number date boolean
 *                          datetime), constraints (required, enum, pattern, minimum, maximum,
 *                          minLength, maxLength), and
 *     treat                keep | drop | pseudonym:nhs | pseudonym:upn | pseudonym:uln |
 *                          pseudonym:local | pseudonym:record | age | district (no default: a
 *                          field without it makes the contract invalid)
 *     within               for local and record: the field whose value is part of the type
 *     at                   for age: the date field that it is measured at; for district, where there is
 *                          one: the date field at which the postcode is looked up
 *     check                nhs | upn | uln | urn | ukprn | postcode: an identifier check (implied
 *                          by pseudonym:nhs, pseudonym:upn, pseudonym:uln and district)
 *     codes                {"list": NAME, "on": DATE FIELD}: the code list, and the date it is
 *                          judged on (absent: as-of)
 *     severity             of what is wrong with this field: warning | record (default) | group |
 *                          file; an object {"required": "group", "codes": "warning"} sets them
 *                          apart (keys: type required constraint codes check sentinel;
 *                          sentinel goes with check where it is not set apart: it is for an
 *                          identifier such as 9999999999 that stands for nobody. A postcode ZZ99
 *                          is no breach: it says "no fixed abode" or "unknown"). What can't be
 *                          loaded is never less than record: a type error, and a missing value of
 *                          a field of primaryKey or one that others name in within
 *     rule                 the native id to report instead of ours, same shapes as severity
 *     standard             the item of a published standard that it corresponds to (not judged)
 *     quality              {"other": [CODE, …], "default": [CODE, …], "applies": EXPRESSION}: codes that
 *                          say "something else" and "not known", and where a value is to be expected
 *                          at all (default: everywhere); see quality.h
 *   primaryKey             names of required fields
 *   resolve                {"person_key": {"from": FIELD}} or
 *                          {"person_key": {"parent": FEED, "on": {OWN FIELD: PARENT COLUMN, …}}}
 *   rules[]                id, severity, kahn, expr, message, guidance, and for a rule that has not always
 *                          held or holds no more: from, to (its first and its last day) and on, the date
 *                          field by which that is told (absent: as-of). Where it lies outside, or the
 *                          field is empty, the record is not judged by the rule
 *   drift                  {"new": stop|warn|ignore, "missing": …} for columns the contract does
 *                          not name or the delivery does not have (defaults: stop, warn; a missing
 *                          required field always stops)
 *
 * A member that is neither one of these nor one of Frictionless's own is an error.
 *
 * Our rule names where none is given: type-error, required, enum, pattern, minimum, maximum,
 * min-length, max-length, code, identifier, identifier-sentinel, identifier-test; an untranslated
 * value carries the rule that extract marked it with. */
#ifndef ONTRACK_RECORD_CONTRACT_H
#define ONTRACK_RECORD_CONTRACT_H

#include "base/err.h"
#include "record/identifiers.h"
#include "record/tally.h"
#include "record/types.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum treatment { TREAT_KEEP, TREAT_DROP, TREAT_PSEUDONYM, TREAT_AGE, TREAT_DISTRICT };

/* What can be wrong with a field, as an index of its severities and rule names. */
enum breach {
    BREACH_TYPE,
    BREACH_REQUIRED,
    BREACH_CONSTRAINT,
    BREACH_CODES,
    BREACH_CHECK,
    BREACH_SENTINEL,
    BREACHES
};

/* Our name of what a kind of breach comes to. A broken constraint has several; `pattern` stands for them. */
const char *breach_rule(enum breach breach);

enum drift { DRIFT_STOP, DRIFT_WARN, DRIFT_IGNORE };

struct field {
    const char *name, *title, *description;
    enum field_type type;
    bool required;
    const char **enumeration;       /* NULL-terminated; NULL where there is none */
    const char *pattern;            /* the anchored subset of record/pattern.h */
    const char *minimum, *maximum;  /* canonical text, compared by type */
    int64_t min_length, max_length; /* characters; -1: none */
    const char *code_list;
    int code_on; /* field index, -1: as-of */
    enum identifier check;
    enum treatment treatment;
    enum identifier pseudonym; /* for TREAT_PSEUDONYM */
    int within, at;            /* field indexes, -1: none */
    enum severity severity[BREACHES];
    const char *rule[BREACHES]; /* NULL: our name */
    const char **other,
        **fallback;      /* quality.other and quality.default, NULL-terminated; or NULL */
    const char *applies; /* quality.applies, or NULL */
};

/* Rule names go to the rejects, the journal and pages as they are: letters, digits, _ . : - */
enum { RULE_ID_MAXIMUM = 40 };
bool rule_id_valid(const char *id);

struct rule {
    const char *id, *kahn, *expression, *message, *guidance;
    enum severity severity;
    const char *from, *to;       /* as they stand in the contract; NULL where there is none */
    int32_t first_day, last_day; /* record/dates.h; the type's own limits where there is none */
    int on;                      /* field index, -1: as-of */
};

struct resolve {
    const char *column; /* the column of core that it fills, "person_key" */
    int from;           /* field index, or -1 where a parent gives it */
    const char *parent; /* feed */
    size_t pairs;       /* own field and parent's column, in the file's order */
    int *own;
    const char **theirs; /* columns of the parent's core table */
};

/* A column of the feed's tables, derived from fields and resolve (contract_columns()). */
enum place {
    PLACE_CORE,  /* core.FEED */
    PLACE_VAULT, /* vault.FEED, beside the primary key: NHS, UPN and ULN pseudonyms */
    PLACE_STAGE  /* only in the stream and in staging: what resolve turns into a column */
};

struct column {
    const char *name; /* the field's; age_at_event and age_band for age; district, local_authority
                             and imd_decile for district; the column that resolve fills */
    const char *sql_type; /* text integer numeric date boolean timestamptz uuid smallint */
    int field;            /* that it comes from; -1: made by load (resolve) */
    enum place place;
    bool in_stream; /* anonymise writes it and load reads it, in this order */
};

struct contract {
    const char *path, *name, *title, *description;
    const char *version; /* "1.0.0" */
    char edition[64];    /* version + fingerprint of the file: "1.0.0+0123456789abcdef" */
    size_t field_count;
    struct field *fields;
    size_t key_count;
    int *key;               /* field indexes */
    struct resolve resolve; /* column NULL where the feed has none */
    size_t rule_count;
    struct rule *rules;
    enum drift drift_new, drift_missing;
    size_t column_count;
    struct column *columns;
    void *json; /* owns the texts above */
};

/* Reads and checks a contract. 0 or EX_CONFIG / EX_NOINPUT. Free with contract_release(). */
int contract_load(struct contract *contract, const char *path, struct err *err);
void contract_release(struct contract *contract);

int contract_field(const struct contract *contract, const char *name);           /* index or -1 */
bool contract_treats(const struct contract *contract, enum treatment treatment); /* any field so */

/* The name of its own that the contract gives this kind of breach of a field; NULL where there is none,
 * and where it is that of a kind before it (one name may stand for several). */
const char *field_rule(const struct field *field, enum breach breach);

#endif
