/* forms_basis.c - what the figures rest on: the register of assumptions and the analyses. */
#include "output/block.h"
#include "output/forms.h"
#include "output/html.h"
#include "output/tables.h"

#include <string.h>

/* A figure that several analyses rest on stands once, under the first of them. */
static bool stood_before(const struct published *published, int row)
{
    static const char *const parts[] = {"reference", "item", "value", "edition", "source"};

    for (int before = 0; before < row; before++) {
        bool equal = true;

        for (size_t i = 0; i < sizeof parts / sizeof *parts && equal; i++)
            equal = published_is(published, REFERENCES, before, parts[i],
                published_text(published, REFERENCES, row, parts[i]));
        if (equal)
            return true;
    }
    return false;
}

static void add_register(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {{"reference", "Kind", KIND_TEXT},
        {"item", "Figure", KIND_TEXT}, {"value", "Value (low to high)", KIND_TEXT},
        {"edition", "Edition", KIND_TEXT}, {"source", "Source", KIND_TEXT}};

    table_begin(page, "Figures that are given, not counted", views, 5);
    for (int row = 0; row < published_rows(published, REFERENCES); row++) {
        if (published_is(published, REFERENCES, row, "reference", "scale") ||
            stood_before(published, row))
            continue;
        table_row(page, published, REFERENCES, row, views, 5);
        table_row_end(page);
    }
    table_end(page);
    block_note(page, "The thresholds of reliable change stand in reference.csv.");
}

static void add_analyses(struct buf *page, const struct published *published)
{
    static const struct table_view views[] = {{"analysis", "Analysis", KIND_TEXT},
        {"title", "What it asks", KIND_TEXT}, {"comparators", "Compared with", KIND_TEXT},
        {"perspective", "Perspective", KIND_TEXT}, {"horizon", "Horizon", KIND_TEXT},
        {"base_year", "Prices of (year beginning)", KIND_TEXT}, {"seed", "Seed", KIND_TEXT},
        {"code_version", "Version", KIND_TEXT}, {"state", "State", KIND_TEXT}};

    table_of(page, published, ANALYSES, NULL, "The analyses of tonight", views, 9);
}

void form_basis(struct buf *page, const struct published *published)
{
    if (!published_rows(published, ANALYSES))
        return;
    buf_add_text(page, "<section id=\"basis\">\n");
    html_element(page, "h2", "", "What the figures rest on");
    add_register(page, published);
    add_analyses(page, published);
    buf_add_text(page, "</section>\n");
}
