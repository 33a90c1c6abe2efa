#include "output/gnuplot.h"
#include "output/html.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SVG_MAXIMUM = 4 * 1024 * 1024 };

void gnuplot_cell(struct buf *script, const char *text)
{
    for (; text && *text; text++)
        buf_add_char(script, (unsigned char)*text < ' ' || strchr("\"\\`$", *text) ? ' ' : *text);
}

static int failed(struct err *err, const char *what)
{
    err_errno(err, EX_UNAVAILABLE, "cannot %s 'gnuplot'", what);
    return err_hint(err, "install the package gnuplot-nox: packages/install.sh packages/run.txt");
}

/* Starts gnuplot with its ends of two pipes; it gets no environment but where programs are. */
static int start(pid_t *pid, int input, int output, struct err *err)
{
    char *const arguments[] = {(char[]){"gnuplot"}, (char[]){"-d"}, (char[]){"-"}, NULL};
    char *const environment[] = {
        (char[]){"PATH=/usr/local/bin:/usr/bin:/bin"}, (char[]){"LC_ALL=C.UTF-8"}, NULL};
    posix_spawn_file_actions_t actions;
    int code;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    code = posix_spawnp(pid, "gnuplot", &actions, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    errno = code;
    return code ? failed(err, "start") : 0;
}

/* The script is far smaller than what a pipe holds, so that it can be written before anything is
 * read. */
static bool send_script(int fd, const struct buf *script)
{
    size_t sent = 0;

    while (sent < script->length) {
        ssize_t written = write(fd, script->data + sent, script->length - sent);

        if (written < 0 && errno != EINTR)
            return false;
        sent += written > 0 ? (size_t)written : 0;
    }
    return true;
}

static bool receive(int fd, struct buf *answer)
{
    for (;;) {
        ssize_t got;

        if (!buf_reserve(answer, 65536))
            return false;
        got = read(fd, answer->data + answer->length, 65536);
        if (got == 0)
            return buf_add_char(answer, '\0');
        if (got < 0 && errno != EINTR)
            return false;
        answer->length += got > 0 ? (size_t)got : 0;
    }
}

static int run(const struct buf *script, struct buf *answer, struct err *err)
{
    int to[2], from[2], status = -1;
    pid_t pid;
    bool whole;

    if (pipe2(to, O_CLOEXEC) || pipe2(from, O_CLOEXEC))
        return failed(err, "open a pipe to");
    if (start(&pid, to[0], from[1], err))
        pid = -1;
    close(to[0]);
    close(from[1]);
    whole = pid > 0 && send_script(to[1], script);
    close(to[1]);
    whole = whole && receive(from[0], answer);
    close(from[0]);
    if (pid < 0)
        return err->code;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!whole || status != 0)
        return err_set(err, EX_UNAVAILABLE, "'gnuplot' did not finish a chart");
    return 0;
}

/* Copies the drawing with "ID-" before each id and each reference to one, so that the charts of a
 * page have no id in common. */
static void add_drawing(struct buf *svg, const char *drawing, const char *id)
{
    static const char *const marks[] = {"id='", "id=\"", "href='#", "href=\"#", "url(#", NULL};

    while (*drawing) {
        size_t length = 0;

        for (const char *const *mark = marks; *mark && !length; mark++)
            if (strncmp(drawing, *mark, strlen(*mark)) == 0)
                length = strlen(*mark);
        if (!length) {
            buf_add_char(svg, *drawing++);
            continue;
        }
        buf_add(svg, drawing, length);
        buf_addf(svg, "%s-", id);
        drawing += length;
    }
}

static void add_head(struct buf *svg, const struct chart *chart)
{
    buf_addf(svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        "viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">\n",
        chart->width, chart->height, chart->width, chart->id, chart->id);
    buf_addf(svg, "<title id=\"%s-t\">", chart->id);
    html_text(svg, chart->title);
    buf_addf(svg, "</title>\n<desc id=\"%s-d\">", chart->id);
    html_text(svg, chart->description);
    buf_add_text(svg, "</desc>\n");
}

int gnuplot_draw(
    const struct chart *chart, const struct buf *script, struct buf *svg, struct err *err)
{
    struct buf whole = BUF_INIT(SVG_MAXIMUM), answer = BUF_INIT(SVG_MAXIMUM);
    const char *drawing;
    int code;

    buf_addf(&whole,
        "set terminal svg size %d,%d noenhanced font 'Arial,14' background '#ffffff'\n"
        "set encoding utf8\nset datafile separator \"\\t\"\nset border lc rgb '#595959'\n",
        chart->width, chart->height);
    buf_add(&whole, buf_text(script), script->length);
    code = run(&whole, &answer, err);
    drawing = code ? NULL : strstr(answer.data, "</desc>");
    if (drawing) {
        add_head(svg, chart);
        add_drawing(svg, drawing + strlen("</desc>"), chart->id);
    } else if (!code) {
        code = err_set(err, EX_UNAVAILABLE, "'gnuplot' drew no chart");
    }
    buf_release(&whole);
    buf_release(&answer);
    return code;
}
