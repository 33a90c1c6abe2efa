#include "base/buf.h"
#include "base/json.h"
#include "record/codes.h"
#include "record/contract.h"
#include "record/expression.h"

#include <inttypes.h>

enum { PRINTS_MAXIMUM = 64 * 1024 };

/* Its fields', then its rules': the compiler asks for what they name. */
static int read_all(struct codes *codes, const struct contract *contract, struct err *err)
{
    for (size_t i = 0; i < contract->field_count && !err->code; i++)
        if (contract->fields[i].code_list)
            codes_list(codes, contract->fields[i].code_list, err);
    for (size_t i = 0; i < contract->rule_count && !err->code; i++)
        expression_free(expression_compile(contract->rules[i].expression, contract, codes, err));
    return err->code;
}

int codes_of_contract(
    struct codes *codes, const struct contract *contract, uint64_t *print, struct err *err)
{
    struct buf prints = BUF_INIT(PRINTS_MAXIMUM);

    *print = 0;
    if (read_all(codes, contract, err) == 0) {
        for (size_t i = 0; i < codes->count; i++)
            buf_addf(&prints, "%s %016" PRIx64 "\n", codes->lists[i]->name, codes->lists[i]->print);
        if (prints.length)
            *print = fingerprint(prints.data, prints.length);
    }
    buf_release(&prints);
    return err->code;
}
