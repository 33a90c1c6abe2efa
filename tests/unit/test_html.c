#include "method.h"
#include "output/html.h"

static void test_text_is_text(void **state)
{
    struct buf page = BUF_INIT(1024);

    (void)state;
    html_text(&page, "<b>\"A\" & 'B'</b>");
    assert_string_equal(buf_text(&page), "&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;");
    buf_reset(&page);
    html_text(&page, NULL);
    html_element(&page, "td", "class=\"number\"", "1 < 2");
    html_element(&page, "p", "", "x");
    assert_string_equal(buf_text(&page), "<td class=\"number\">1 &lt; 2</td>\n<p>x</p>\n");
    buf_release(&page);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(test_text_is_text)};
TESTS_MAIN(tests)
