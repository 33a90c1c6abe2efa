#include "output/contract.h"
#include "base/buf.h"
#include "base/memory.h"
#include "output/contract_tables.h"
#include "output/html.h"
#include "output/page.h"
#include "output/tables.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PAGE_MAXIMUM = 16 * 1024 * 1024 };

/* "999901-2025-10": what is no letter, digit, hyphen or underscore of the code can't be in a name. */
static char *file_stem(const struct published *published, int row)
{
    char *stem = mem_format("%s-%.7s", published_text(published, CONTRACTS, row, "provider"),
        published_text(published, CONTRACTS, row, "month"));

    for (char *c = stem; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '-')
            *c = '_';
    return stem;
}

static bool same_provider(const struct published *published, int row, int other)
{
    return published_is(published, CONTRACTS, row, "provider",
        published_text(published, CONTRACTS, other, "provider"));
}

static void add_section(struct buf *page, const struct published *published, int row)
{
    const char *programme = published_text(published, CONTRACTS, row, "programme");
    struct contract_rows rows = contract_find(published, row);

    buf_addf(page, "<section id=\"%s\">\n", programme);
    html_element(page, "h2", "", published_text(published, CONTRACTS, row, "title"));
    contract_targets(page, published, row);
    html_element(page, "h3", "", "By term and academic year");
    contract_periods(page, published, &rows, CONTRACT_LONG);
    html_element(page, "h3", "", "Month by month");
    contract_periods(page, published, &rows, CONTRACT_MONTHS);
    contract_gaps(page, published, &rows);
    html_element(page, "h3", "", "What the figures mean");
    contract_definitions(page, published, &rows);
    buf_add_text(page, "</section>\n");
}

static void add_page(struct buf *page, const struct published *published, int first, int last)
{
    char *title =
        mem_format("%s: contract report, %s", published_text(published, CONTRACTS, first, "name"),
            published_text(published, CONTRACTS, first, "month_label"));

    page_begin(page, published, title);
    buf_add_text(page, "</header>\n<main id=\"main\">\n");
    for (int row = first; row < last; row++)
        add_section(page, published, row);
    page_end(page, published);
    free(title);
}

static int write_provider(
    const struct published *published, int first, int last, const char *directory, struct err *err)
{
    const char *provider = published_text(published, CONTRACTS, first, "provider");
    char *stem = file_stem(published, first);
    char *html = mem_format("%s.html", stem), *values = mem_format("%s.csv", stem);
    char *targets = mem_format("%s-targets.csv", stem);
    struct buf page = BUF_INIT(PAGE_MAXIMUM);
    int code;

    add_page(&page, published, first, last);
    code = page_put(directory, html, &page, err);
    if (!code)
        code = page_put_table(published, CONTRACT_VALUES, provider, directory, values, err);
    if (!code)
        code = page_put_table(published, CONTRACT_TARGETS, provider, directory, targets, err);
    buf_release(&page);
    free(stem);
    free(html);
    free(values);
    free(targets);
    return code;
}

static void add_entry(struct buf *page, const struct published *published, int row)
{
    char *stem = file_stem(published, row);

    buf_add_text(page, "<tr><th scope=\"row\"><a href=\"");
    html_text(page, stem);
    buf_add_text(page, ".html\">");
    html_text(page, published_text(published, CONTRACTS, row, "name"));
    buf_add_text(page, "</a></th>");
    html_element(page, "td", "", published_text(published, CONTRACTS, row, "title"));
    contract_lights(page, published, row);
    buf_add_text(page, "</tr>\n");
    free(stem);
}

static int write_index(const struct published *published, const char *directory, struct err *err)
{
    static const struct table_view views[] = {{"name", "Provider", KIND_TEXT},
        {"title", "Programme", KIND_TEXT}, {"light", "Targets reached", KIND_COUNT},
        {"light", "Nearly", KIND_COUNT}, {"light", "Not reached", KIND_COUNT},
        {"light", "Not to be judged", KIND_COUNT}};
    struct buf page = BUF_INIT(PAGE_MAXIMUM);
    int code;

    page_begin(&page, published, "Contract reports");
    buf_add_text(&page, "</header>\n<main id=\"main\">\n<p>A page for each provider, to be sent to "
                        "that provider by itself.</p>\n");
    table_begin(&page, "Providers and their targets", views, sizeof views / sizeof *views);
    for (int row = 0; row < published_rows(published, CONTRACTS); row++)
        add_entry(&page, published, row);
    table_end(&page);
    page_end(&page, published);
    code = page_put(directory, "index.html", &page, err);
    buf_release(&page);
    return code;
}

int contract_write(const struct published *published, const char *directory, struct err *err)
{
    int count = published_rows(published, CONTRACTS), code = 0;
    char *folder = mem_format("%s/contract", directory);

    if (count && mkdir(folder, 0700) != 0 && errno != EEXIST)
        code = err_errno(err, EX_CANTCREAT, "cannot make the folder '%s'", folder);
    for (int first = 0, last; first < count && !code; first = last) {
        for (last = first + 1; last < count && same_provider(published, first, last);)
            last++;
        code = write_provider(published, first, last, folder, err);
    }
    if (count && !code)
        code = write_index(published, folder, err);
    free(folder);
    return code;
}
