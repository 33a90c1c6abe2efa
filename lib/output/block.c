#include "output/block.h"
#include "output/html.h"

void block_paragraph(struct buf *page, const char *attributes, const struct buf *text)
{
    if (!text->length)
        return;
    buf_addf(page, "<p%s%s>", attributes[0] ? " " : "", attributes);
    html_text(page, buf_text(text));
    buf_add_text(page, ".</p>\n");
}

void block_note(struct buf *page, const char *text)
{
    html_element(page, "p", "class=\"small\"", text);
}

void block_figure(struct buf *page, const struct buf *svg, const char *caption)
{
    buf_add_text(page, "<figure>\n");
    buf_add(page, buf_text(svg), svg->length);
    html_element(page, "figcaption", "", caption);
    buf_add_text(page, "</figure>\n");
}
