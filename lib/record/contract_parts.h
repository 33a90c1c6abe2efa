/* contract_parts.h - the steps of contract_load(), one file each. Each returns 0, or EX_CONFIG with
 * an error that names the file, the field or rule, and the member. */
#ifndef ONTRACK_RECORD_CONTRACT_PARTS_H
#define ONTRACK_RECORD_CONTRACT_PARTS_H

#include "record/contract.h"

#include <cjson/cJSON.h>

/* Names of feeds, fields and columns become names in SQL. */
enum { FEED_NAME_MAXIMUM = 48, FIELD_NAME_MAXIMUM = 59 };
bool contract_name_valid(const char *name, size_t maximum);

/* contract_fields.c: what a field says of itself, then what it says of other fields. */
int contract_fields(struct contract *contract, cJSON *json, struct err *err);
int contract_references(struct contract *contract, const cJSON *json, struct err *err);

/* contract_constraints.c: one field's "constraints"; numbers among them become texts in `json`. */
int contract_constraints(struct field *field, cJSON *json, const char *where, struct err *err);

/* contract_breaches.c: severities and native rule names of one field. */
int contract_breaches(struct field *field, const cJSON *json, const char *where, struct err *err);

/* contract_quality.c: what is to be expected of each field. */
int contract_quality(struct contract *contract, const cJSON *json, struct err *err);

/* contract_rules.c: primaryKey, resolve, rules, drift. */
int contract_key(struct contract *contract, const cJSON *json, struct err *err);
int contract_resolve(struct contract *contract, const cJSON *json, struct err *err);
int contract_rules(struct contract *contract, const cJSON *json, struct err *err);
int contract_drift(struct contract *contract, const cJSON *json, struct err *err);

/* A record without this field can't be stored: its absence is never a mere warning. */
void contract_must_have(struct contract *contract, int field);

/* columns.c: derives contract->columns from all of the above. */
int contract_columns(struct contract *contract, struct err *err);

/* Sets EX_CONFIG, with "in 'WHERE'" as the detail. */
int contract_error(struct err *err, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
