#include "output/quality_page.h"
#include "output/figures.h"
#include "output/html.h"
#include "output/page.h"
#include "output/quality_history.h"
#include "output/quality_tables.h"

#include <math.h>
#include <string.h>

enum { PAGE_MAXIMUM = 64 * 1024 * 1024 };

static void add_contents(struct buf *page)
{
    buf_add_text(page, "<p>For the data officer. Schemas ops and mart have every figure "
                       "unsuppressed.</p>\n</header>\n"
                       "<nav aria-label=\"Contents\"><ul>\n"
                       "<li><a href=\"#brief\">In brief</a></li>\n"
                       "<li><a href=\"#night\">The night</a></li>\n"
                       "<li><a href=\"#needs\">What value for money needs</a></li>\n"
                       "<li><a href=\"#fields\">Fields</a></li>\n"
                       "<li><a href=\"#rules\">Rules</a></li>\n"
                       "<li><a href=\"#time\">Timeliness</a></li>\n"
                       "<li><a href=\"#months\">Thirteen months</a></li>\n"
                       "<li><a href=\"#notes\">How to read it</a></li>\n"
                       "<li><a href=\"index.html\">What help cost, and what came of it</a></li>\n"
                       "</ul></nav>\n<main id=\"main\">\n");
}

static void begin_section(struct buf *page, const char *id, const char *title)
{
    buf_addf(page, "<section id=\"%s\">\n", id);
    html_element(page, "h2", "", title);
}

static void end_section(struct buf *page)
{
    buf_add_text(page, "</section>\n");
}

static const char *tonight(const struct published *published, const char *item)
{
    for (int row = 0; row < published_rows(published, QUALITY_CHANGES); row++)
        if (published_is(published, QUALITY_CHANGES, row, "item", item))
            return published_text(published, QUALITY_CHANGES, row, "tonight");
    return "x";
}

/* The verdict in words, with the exit code that went with it. */
static void add_verdict(struct buf *page, const struct published *published)
{
    const char *before, *verdict;

    if (!published_rows(published, QUALITY_NIGHT)) {
        buf_add_text(page, "<p class=\"verdict\">The night has no verdict yet.</p>\n");
        return;
    }
    verdict = published_text(published, QUALITY_NIGHT, 0, "verdict");
    before = published_text(published, QUALITY_NIGHT, 0, "before_verdict");
    buf_addf(page, "<p class=\"verdict\"><strong>The night of %s: %s</strong> (exit code %s). ",
        published_text(published, QUALITY_NIGHT, 0, "night"), verdict,
        published_text(published, QUALITY_NIGHT, 0, "exit_code"));
    buf_addf(page, "Units: %s applied, %s held, %s failed, %s not attempted. ",
        tonight(published, "applied"), tonight(published, "held"), tonight(published, "failed"),
        tonight(published, "not_attempted"));
    if (strcmp(verdict, "clean") == 0 && !published_rows(published, QUALITY_UNAPPLIED))
        buf_add_text(page, "Nothing waits for you.");
    else
        buf_add_text(page, "<code>ontrack status</code> says what to do.");
    if (before)
        buf_addf(page, " The night before, %s: %s.",
            published_text(published, QUALITY_NIGHT, 0, "before"), before);
    buf_add_text(page, "</p>\n");
}

/* The share of spend that good data cover, programme by programme. */
static void add_coverage(struct buf *page, const struct published *published)
{
    const char *between = "";
    char share[FIGURE_TEXT];

    buf_add_text(page, "<li><strong>Spend covered by good data:</strong> ");
    for (int row = 0; row < published_rows(published, QUALITY_NEEDS); row++) {
        double coverage = published_number(published, QUALITY_NEEDS, row, "coverage");

        if (!published_is(published, QUALITY_NEEDS, row, "provider", "*"))
            continue;
        buf_add_text(page, between);
        html_text(page, published_text(published, QUALITY_NEEDS, row, "title"));
        buf_addf(page, " %s",
            !isnan(coverage) ? figure_share(share, coverage)
            : published_is(published, QUALITY_NEEDS, row, "coverage", "c") ? "suppressed"
                                                                           : "not collected");
        between = ", ";
    }
    buf_add_text(page, between[0] ? ".</li>\n" : "no programme has figures.</li>\n");
}

/* Rows come with the worst rate first. */
static void add_worst(struct buf *page, const struct published *published)
{
    char share[FIGURE_TEXT];
    double rate = NAN;

    if (published_rows(published, QUALITY_PROVIDERS))
        rate = published_number(published, QUALITY_PROVIDERS, 0, "pass_rate");
    buf_add_text(page, "<li><strong>Lowest pass rate:</strong> ");
    if (isnan(rate)) {
        buf_add_text(page, "none can be shown.</li>\n");
        return;
    }
    html_text(page, published_text(published, QUALITY_PROVIDERS, 0, "name"));
    buf_addf(page, ", %s of the values of all its fields.</li>\n", figure_share(share, rate));
}

static void add_first_rule(struct buf *page, const struct published *published)
{
    double records;
    char count[FIGURE_TEXT];

    buf_add_text(page, "<li><strong>Most frequent finding:</strong> ");
    if (!published_rows(published, QUALITY_RULES)) {
        buf_add_text(page, "none.</li>\n");
        return;
    }
    records = published_number(published, QUALITY_RULES, 0, "records");
    html_text(page, published_text(published, QUALITY_RULES, 0, "message"));
    buf_add_text(page, " (rule ");
    html_text(page, published_text(published, QUALITY_RULES, 0, "rule"));
    buf_add_text(page, ", feed ");
    html_text(page, published_text(published, QUALITY_RULES, 0, "feed"));
    if (isnan(records))
        buf_add_text(page, "), in too few records to be shown.</li>\n");
    else
        buf_addf(page, "), in %s records.</li>\n", figure_count(count, records));
}

static void add_lateness(struct buf *page, const struct published *published)
{
    int expected = 0, late = 0;

    for (int row = 0; row < published_rows(published, QUALITY_TIMELINESS); row++) {
        double days = published_number(published, QUALITY_TIMELINESS, row, "days_late");

        expected += !isnan(days);
        late += days > 0;
    }
    buf_add_text(page, "<li><strong>Late:</strong> ");
    if (!expected) {
        buf_add_text(page, "no source says when it is expected.</li>\n");
        return;
    }
    if (late)
        buf_addf(page, "%d", late);
    else
        buf_add_text(page, "none");
    buf_addf(page, " of the %d deliveries that are expected by a set day", expected);
    if (late) {
        buf_add_text(page, "; the latest is ");
        html_text(page, published_text(published, QUALITY_TIMELINESS, 0, "name"));
        buf_addf(
            page, ", by %s days", published_text(published, QUALITY_TIMELINESS, 0, "days_late"));
    }
    buf_add_text(page, ".</li>\n");
}

static void add_brief(struct buf *page, const struct published *published)
{
    begin_section(page, "brief", "In brief");
    add_verdict(page, published);
    buf_add_text(page, "<ul>\n");
    add_coverage(page, published);
    add_worst(page, published);
    add_first_rule(page, published);
    add_lateness(page, published);
    buf_add_text(page, "</ul>\n");
    end_section(page);
}

static void add_night(struct buf *page, const struct published *published)
{
    begin_section(page, "night", "What the night changed");
    quality_unapplied(page, published);
    quality_changes(page, published);
    end_section(page);
}

static void add_data(struct buf *page, const struct published *published)
{
    begin_section(page, "needs", "What value for money needs, and how much of it is there");
    quality_needs(page, published);
    end_section(page);
    begin_section(page, "fields", "How good the fields are");
    quality_providers(page, published);
    quality_fields(page, published);
    end_section(page);
    begin_section(page, "rules", "Which rules are broken");
    quality_rules(page, published);
    end_section(page);
    begin_section(page, "time", "How recent the data are");
    quality_timeliness(page, published);
    end_section(page);
}

static void add_notes(struct buf *page)
{
    begin_section(page, "notes", "How to read it");
    buf_add_text(page,
        "<p>A baseline is how it was before the help, an endpoint how it was afterwards: "
        "education, "
        "employment or training, attendance, or scores. An endpoint is asked for only of those "
        "whose "
        "outcome is due; the others stand beside it. Spend covered is what was spent on those who "
        "are "
        "due and have all three, over all spend.</p>\n"
        "<p>A value is <em>valid</em>, or a code that says something else (<em>other</em>) or not "
        "known (<em>default</em>), or <em>invalid</em>, or <em>missing</em>. What is <em>not "
        "applicable</em> is on neither side of the pass rate. An <em>error</em> is a value that "
        "nothing could judge, as its record could not be read: it lowers the pass rate, which is "
        "valid over the values judged and the errors. Records that were rejected count as the "
        "others "
        "do.</p>\n"
        "<p>Providers of a rule are those in whose own deliveries it is broken; a shared delivery "
        "is of several. What would give a suppressed count away is suppressed too.</p>\n"
        "<p>What to correct, row by row, is in var/feedback, a file a provider; <code>ontrack "
        "explain</code> says the same of one delivery. Figures of this page are what stands: of a "
        "delivery that is held or failed, the one before.</p>\n");
    end_section(page);
}

int quality_page_write(const struct published *published, const char *directory, struct err *err)
{
    struct buf page = BUF_INIT(PAGE_MAXIMUM);
    int code;

    page_begin(&page, published, "How the night went, and how good the data are");
    add_contents(&page);
    add_brief(&page, published);
    add_night(&page, published);
    add_data(&page, published);
    begin_section(&page, "months", "The last thirteen months");
    code = quality_history(&page, published, err);
    end_section(&page);
    add_notes(&page);
    page_end(&page, published);
    if (!code)
        code = page_put(directory, "quality.html", &page, err);
    buf_release(&page);
    return code;
}
