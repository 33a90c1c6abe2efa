#include "output/html.h"

void html_text(struct buf *page, const char *text)
{
    for (; text && *text; text++) {
        switch (*text) {
        case '&':
            buf_add_text(page, "&amp;");
            break;
        case '<':
            buf_add_text(page, "&lt;");
            break;
        case '>':
            buf_add_text(page, "&gt;");
            break;
        case '"':
            buf_add_text(page, "&quot;");
            break;
        case '\'':
            buf_add_text(page, "&#39;");
            break;
        default:
            buf_add_char(page, *text);
        }
    }
}

void html_element(struct buf *page, const char *name, const char *attributes, const char *text)
{
    buf_addf(page, "<%s%s%s>", name, attributes[0] ? " " : "", attributes);
    html_text(page, text);
    buf_addf(page, "</%s>\n", name);
}
