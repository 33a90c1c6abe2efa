#include "method/rows.h"
#include "method/number.h"

#include <string.h>

int rows_read(const struct input *input, const struct table_column *columns, size_t count,
    int (*each)(const struct table_reader *reader, void *state, struct err *err), void *state,
    struct err *err)
{
    struct table_reader reader;
    int got = -1;

    if (table_open(&reader, input->fd, input->name, input->csv, columns, count, err) == 0)
        while ((got = table_next(&reader, err)) > 0)
            if (each(&reader, state, err)) {
                got = -1;
                break;
            }
    table_close(&reader);
    if (got == 0)
        return 0;
    if (!err->detail[0])
        err_detail(err, "in '%s'", input->name);
    return err->code;
}

int rows_wrong_at(
    const char *file, uint64_t at, const char *column, const char *what, struct err *err)
{
    err_set(err, EX_DATAERR, "row %llu: '%s' %s", (unsigned long long)at, column, what);
    return file ? err_detail(err, "in '%s'", file) : err->code;
}

int rows_wrong(const struct table_reader *reader, size_t column, const char *what, struct err *err)
{
    return rows_wrong_at(NULL, reader->row, reader->columns[column].name, what, err);
}

int rows_twice(const char *file, uint64_t a, uint64_t b, const char *what, struct err *err)
{
    err_set(err, EX_DATAERR, "rows %llu and %llu %s", (unsigned long long)(a < b ? a : b),
        (unsigned long long)(a < b ? b : a), what);
    return err_detail(err, "in '%s'", file);
}

bool rows_given(const struct table_reader *reader, size_t column)
{
    return reader->text[column].data != NULL;
}

size_t rows_word(
    const struct table_reader *reader, size_t column, const char *const *words, size_t count)
{
    const struct text *cell = &reader->text[column];
    size_t i = 0;

    while (i < count &&
           (cell->length != strlen(words[i]) || memcmp(cell->data, words[i], cell->length) != 0))
        i++;
    return i;
}

int rows_check_bounds(
    const struct table_reader *reader, size_t column, size_t low, size_t high, struct err *err)
{
    const double *number = reader->number;

    if (rows_given(reader, low) != rows_given(reader, high))
        return rows_wrong(reader, rows_given(reader, low) ? high : low,
            "is missing where the other end is given", err);
    if (rows_given(reader, low) &&
        !(number[low] <= number[column] && number[column] <= number[high]))
        return rows_wrong(reader, column, "does not lie between its low and its high value", err);
    return 0;
}

int rows_check_period(const struct table_reader *reader, size_t column, struct err *err)
{
    double value = reader->number[column];

    if (number_is_count(value) && value <= PERIODS_MAXIMUM)
        return 0;
    return rows_wrong(reader, column, "is not a whole number of years from 0 to 1000", err);
}

int rows_check_year(const struct table_reader *reader, size_t column, struct err *err)
{
    double value = reader->number[column];

    if (number_is_count(value) && value >= 1000 && value <= 9999)
        return 0;
    rows_wrong(reader, column, "is not a year", err);
    return err_hint(err, "a financial year is written as the year in which it begins");
}

int rows_check_share(const struct table_reader *reader, size_t column, struct err *err)
{
    if (reader->number[column] >= 0 && reader->number[column] <= 1)
        return 0;
    return rows_wrong(reader, column, "is not a share from 0 to 1", err);
}
