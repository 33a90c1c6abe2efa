#include "source/strings.h"
#include "base/memory.h"

#include <stdlib.h>

bool runs_add(struct runs *runs, const struct part *part, int event, struct buf *to)
{
    struct text text;

    switch (event) {
    case PART_OPEN:
        runs->phonetic = runs->phonetic || part_is(part, "rPh");
        runs->open = !runs->phonetic && part_is(part, "t");
        return true;
    case PART_CLOSE:
        runs->phonetic = runs->phonetic && !part_is(part, "rPh");
        runs->open = false;
        return true;
    default:
        text = part_text(part);
        return !runs->open || buf_add(to, text.data, text.length);
    }
}

bool runs_end(struct buf *to, size_t start)
{
    if (to->length == start)
        return true;
    to->length = start + xlsx_unescape(to->data + start, to->length - start);
    return utf8_valid(to->data + start, to->length - start);
}

void strings_init(struct strings *strings)
{
    *strings = (struct strings){.count = 0};
    buf_init(&strings->texts, STRINGS_MAXIMUM);
}

void strings_release(struct strings *strings)
{
    buf_release(&strings->texts);
    free(strings->ends);
}

static int too_many(const char *workbook, struct err *err)
{
    err_set(err, EX_DATAERR, "the workbook '%s' has more than %d MiB of texts", workbook,
        STRINGS_MAXIMUM >> 20);
    return err_hint(err, "deliver it in parts, or as CSV, which has no such limit");
}

static bool add(struct strings *strings)
{
    if (strings->texts.length + (strings->count + 1) * sizeof *strings->ends > STRINGS_MAXIMUM)
        return false;
    strings->ends =
        mem_room(strings->ends, strings->count, &strings->capacity, sizeof *strings->ends);
    strings->ends[strings->count++] = (uint32_t)strings->texts.length;
    return true;
}

static int read_texts(
    struct strings *strings, struct part *part, const char *workbook, struct err *err)
{
    struct runs runs = {false, false};
    size_t start = 0;
    int event;

    while ((event = part_next(part, err)) > PART_END) {
        bool text = event != PART_TEXT && part_is(part, "si");

        if (text && event == PART_OPEN)
            start = strings->texts.length;
        else if (text && !runs_end(&strings->texts, start))
            return err_set(
                err, EX_DATAERR, "the workbook '%s' has a text that is not UTF-8", workbook);
        else if (text ? !add(strings) : !runs_add(&runs, part, event, &strings->texts))
            return too_many(workbook, err);
    }
    return event < 0 ? err->code : 0;
}

int strings_read(struct strings *strings, struct archive *archive, const char *path,
    const char *workbook, struct err *err)
{
    struct part *part = part_open(archive, path, workbook, err);
    int code;

    if (!part)
        return err->code;
    code = read_texts(strings, part, workbook, err);
    part_close(part);
    return code;
}

bool strings_at(const struct strings *strings, size_t index, struct text *text)
{
    size_t start;

    if (index >= strings->count)
        return false;
    start = index ? strings->ends[index - 1] : 0;
    *text = (struct text){buf_text(&strings->texts) + start, strings->ends[index] - start};
    return true;
}
