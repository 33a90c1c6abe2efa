/* http_server FILE LOG - a small HTTP server that misbehaves as its caller asks, on a port of the
 * loopback that it prints. It serves FILE, as it is at the time, appends each request's path to LOG (with
 * " 304" where that was the answer), and dies with its parent. "Once" and "twice" are counted from its start.
 *
 *   /ok/…        the file
 *   /flaky/…     500 twice, then the file
 *   /later/…     503 with Retry-After: 1 once, then the file
 *   /busy/…      429 with Retry-After: a date two seconds on once, then the file
 *   /cut/…       half of the file once, then the file
 *   /half/…      half of the file, always
 *   /long/…      the file, with a length of one byte more
 *   /short/…     the file, with a length of half of it
 *   /unsized/…   the file, without a length
 *   /slow/…      a byte of it each fifth of a second
 *   /stall/…     half of it, and no more
 *   /gzip/…      the file with Content-Encoding: gzip; /gzip-cut/… half of that, whole as HTTP goes;
 *                /brotli/… with an encoding that was not asked for
 *   /etag/…      with an ETag, 304 where that came back; /weak/… with a weak one; /since/… with
 *                Last-Modified, an hour ago, the same; /young/… with Last-Modified, now
 *   /broken/…    500, always
 *   /moved/…     302 to /ok/…
 *   /key/…       the file where the header "X-Key: open sesame" came, else 403
 *
 * and the file's lines, JSON objects, three on a page:
 *
 *   /number?page=N      {"data": [...], "meta": {"pages": n, "records": n, "version": n}}; ?grow=1 gains a
 *                       record with the second request, ?restless=1 with each; ?deaf=1 gives page 1 always;
 *                       ?thin=1 without the last record; ?flaky=1 fails once on page 2
 *   /lines?page=N       the same as lines, gzipped
 *   /cursor?after=N     {"data": [...], "meta": {"next": "N"}}, null on the last page; ?circle=1 goes back
 *                       to page 2; ?bare=1 without "next" on the last page
 *   /url?after=N        the same with {"links": {"next": URL}}; ?elsewhere=1 is of another host
 *   /link?after=N       lines, with a header Link
 *   /delta?since=T      those lines that have T or later as "changed", on one page; 204 where none has
 *   anything else       404 */
#include "base/buf.h"
#include "base/json.h"
#include "base/memory.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { REQUEST = 8192, FILE_MAXIMUM = 64 * 1024 * 1024, PAGE = 3, LINES = 1000 };

static const char *path_of_file;
static char *file;
static size_t size;
static unsigned int seen; /* requests so far */
static int requests;      /* LOG */

static void put(int client, const char *body, size_t length)
{
    while (length) {
        ssize_t written = write(client, body, length);

        if (written <= 0)
            return;
        body += written;
        length -= (size_t)written;
    }
}

static void answer(int client, const char *status, const char *header, const char *body,
    size_t length, size_t told)
{
    dprintf(client, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\nConnection: close\r\n\r\n", status,
        header, told);
    put(client, body, length);
}

static void whole(int client, const char *header)
{
    answer(client, "200 OK", header, file, size, size);
}

static void bare(int client)
{
    dprintf(client, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    put(client, file, size);
}

static bool begins(const char *path, const char *with)
{
    return strncmp(path, with, strlen(with)) == 0;
}

static void rest(long milliseconds)
{
    nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000}, NULL);
}

static void date_in(long seconds, char text[40])
{
    time_t then = time(NULL) + seconds;
    struct tm parts;

    strftime(text, 40, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&then, &parts));
}

static void drip(int client)
{
    dprintf(client, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", size);
    for (size_t i = 0; i < size && write(client, file + i, 1) == 1; i++)
        rest(200);
}

/* Half of the file, and then nothing until the client has had enough. */
static void stall(int client)
{
    char byte;

    answer(client, "200 OK", "", file, size / 2, size);
    while (read(client, &byte, 1) > 0)
        ;
}

static void pack(int client, const char *data, size_t length, const char *header, size_t divisor)
{
    z_stream z = {.next_in = (Bytef *)data, .avail_in = (uInt)length};
    size_t room = length + 1024;
    char *packed = mem_alloc(room);

    deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    z.next_out = (Bytef *)packed;
    z.avail_out = (uInt)room;
    deflate(&z, Z_FINISH);
    answer(client, "200 OK", header, packed, z.total_out / divisor, z.total_out / divisor);
    deflateEnd(&z);
    free(packed);
}

static void unchanged(int client, const char *header)
{
    dprintf(requests, " 304");
    answer(client, "304 Not Modified", header, "", 0, 0);
}

/* With headers that a later request may come back with. */
static void conditional(int client, const char *path, const char *request)
{
    char now[40], changed[40], tag[24], header[200];
    const char *back;

    date_in(0, now);
    date_in(begins(path, "/young/") ? 0 : -3600, changed);
    snprintf(tag, sizeof tag, "\"%016" PRIx64 "\"", fingerprint(file, size));
    if (begins(path, "/etag/") || begins(path, "/weak/"))
        snprintf(header, sizeof header, "Date: %s\r\nETag: %s%s\r\n", now,
            begins(path, "/weak/") ? "W/" : "", tag);
    else
        snprintf(header, sizeof header, "Date: %s\r\nLast-Modified: %s\r\n", now, changed);
    back = strcasestr(request, "\r\nif-none-match: ");
    if ((back && strncmp(back + 17, tag, strlen(tag)) == 0) ||
        strcasestr(request, "\r\nif-modified-since: "))
        unchanged(client, header);
    else
        whole(client, header);
}

/* --- pages */

struct lines {
    size_t count;
    const char *line[LINES];
    int length[LINES];
};

static void split(struct lines *lines)
{
    lines->count = 0;
    for (const char *at = file; *at && lines->count < LINES; at += strcspn(at, "\n") + 1) {
        lines->line[lines->count] = at;
        lines->length[lines->count++] = (int)strcspn(at, "\n");
    }
}

static long parameter(const char *path, const char *name, long otherwise)
{
    char *pair = mem_format("%s=", name);
    const char *found = strchr(path, '?');

    while (found && strncmp(found + 1, pair, strlen(pair)) != 0)
        found = strchr(found + 1, '&');
    if (found)
        otherwise = strtol(found + 1 + strlen(pair), NULL, 10);
    free(pair);
    return otherwise;
}

static void add_records(
    struct buf *page, const struct lines *lines, size_t first, const char *between)
{
    for (size_t i = first; i < first + PAGE && i < lines->count; i++)
        buf_addf(page, "%s%.*s", i > first ? between : "", lines->length[i], lines->line[i]);
}

/* By number: lines, or JSON with what there is in all. */
static void numbered(int client, const char *path)
{
    struct buf page = BUF_INIT(FILE_MAXIMUM);
    struct lines lines;
    long number = parameter(path, "deaf", 0) ? 1 : parameter(path, "page", 1);
    size_t records;

    split(&lines);
    if (parameter(path, "grow", 0) && seen < 2)
        lines.count--;
    if (parameter(path, "restless", 0))
        lines.count -= seen % 2;
    records = lines.count;
    if (parameter(path, "thin", 0))
        lines.count--;
    if (parameter(path, "flaky", 0) && seen == 2) {
        answer(client, "500 Internal Server Error", "", "oops", 4, 4);
        return;
    }
    if (begins(path, "/lines")) {
        add_records(&page, &lines, (size_t)(number - 1) * PAGE, "\n");
        pack(client, buf_text(&page), page.length, "Content-Encoding: gzip\r\n", 1);
    } else {
        buf_add_text(&page, "{\"data\": [");
        add_records(&page, &lines, (size_t)(number - 1) * PAGE, ",\n");
        buf_addf(&page, "],\n\"meta\": {\"pages\": %zu, \"records\": %zu, \"version\": \"%zu\"}}",
            (records + PAGE - 1) / PAGE, records, records);
        answer(client, "200 OK", "", buf_text(&page), page.length, page.length);
    }
    buf_release(&page);
}

/* By what stands on a page, or in a header, for the next one. */
static void chained(int client, const char *path, const char *host)
{
    struct buf page = BUF_INIT(FILE_MAXIMUM), header = BUF_INIT(REQUEST);
    size_t after = (size_t)parameter(path, "after", 0), next = after + PAGE;
    struct lines lines;
    bool last;

    split(&lines);
    last = next >= lines.count;
    if (parameter(path, "circle", 0) && last)
        next = PAGE, last = false;
    if (begins(path, "/link")) {
        add_records(&page, &lines, after, "\n");
        buf_addf(&header, "Link: <%s/link?after=0>; rel=first", host);
        if (!last)
            buf_addf(&header, ", <?after=%zu>; title=\"a, \\\"b\\\"\"; rel=\"last next\"", next);
        buf_add_text(&header, "\r\n");
    } else {
        buf_add_text(&page, "{\"data\": [");
        add_records(&page, &lines, after, ", ");
        buf_add_text(&page, "]");
        if (begins(path, "/url") && !last)
            buf_addf(&page, ", \"links\": {\"next\": \"%s/url?after=%zu\"}",
                parameter(path, "elsewhere", 0) ? "http://127.0.0.2:1" : host, next);
        else if (begins(path, "/cursor") && !last)
            buf_addf(&page, ", \"meta\": {\"next\": \"%zu\"}", next);
        else if (!parameter(path, "bare", 0))
            buf_add_text(&page, ", \"meta\": {\"next\": null}, \"links\": {\"next\": \"\"}");
        buf_add_text(&page, "}");
    }
    answer(client, "200 OK", buf_text(&header), buf_text(&page), page.length, page.length);
    buf_release(&page);
    buf_release(&header);
}

/* What has changed since, as one page; the lines' "changed" has the parameter's own form. */
static void delta(int client, const char *path)
{
    const char *since = strstr(path, "since=");
    struct buf page = BUF_INIT(FILE_MAXIMUM);
    struct lines lines;
    char from[24] = "";

    for (size_t i = 0; since && i < 20 && since[6]; since++) /* %3A is the only thing encoded */
        if (begins(since + 6, "%3A")) {
            from[i++] = ':';
            since += 2;
        } else {
            from[i++] = since[6];
        }
    split(&lines);
    for (size_t i = 0; i < lines.count; i++) {
        const char *changed = strstr(lines.line[i], "\"changed\":\"");

        if (changed && strncmp(changed + 11, from, strlen(from)) >= 0)
            buf_addf(&page, "%s%.*s", page.length ? ", " : "{\"data\": [", lines.length[i],
                lines.line[i]);
    }
    buf_add_text(&page, "]}");
    if (page.length > 2)
        answer(client, "200 OK", "Date: Wed, 01 Oct 2025 02:00:00 GMT\r\n", buf_text(&page),
            page.length, page.length);
    else
        answer(client, "204 No Content", "Date: Wed, 01 Oct 2025 02:00:00 GMT\r\n", "", 0, 0);
    buf_release(&page);
}

/* --- requests */

/* 500 and the like, or a part only: whether it was one of those. */
static bool fails(int client, const char *path, bool first)
{
    char header[80], date[40];

    date_in(2, date);
    snprintf(header, sizeof header, "Retry-After: %s\r\n", begins(path, "/busy/") ? date : "1");
    if (begins(path, "/later/") && first)
        answer(client, "503 Service Unavailable", header, "busy", 4, 4);
    else if (begins(path, "/busy/") && first)
        answer(client, "429 Too Many Requests", header, "busy", 4, 4);
    else if (begins(path, "/broken/") || (begins(path, "/flaky/") && seen < 3))
        answer(client, "500 Internal Server Error", "", "oops", 4, 4);
    else if (begins(path, "/half/") || (begins(path, "/cut/") && first))
        answer(client, "200 OK", "", file, size / 2, size);
    else if (begins(path, "/long/"))
        answer(client, "200 OK", "", file, size, size + 1);
    else
        return false;
    return true;
}

static void serve(int client, const char *path, const char *request, const char *host)
{
    if (fails(client, path, ++seen == 1))
        return;
    if (begins(path, "/moved/"))
        answer(client, "302 Found", "Location: /ok/x\r\n", "", 0, 0);
    else if (begins(path, "/short/"))
        answer(client, "200 OK", "", file, size, size / 2);
    else if (begins(path, "/unsized/"))
        bare(client);
    else if (begins(path, "/slow/"))
        drip(client);
    else if (begins(path, "/stall/"))
        stall(client);
    else if (begins(path, "/gzip"))
        pack(client, file, size, "Content-Encoding: gzip\r\n", begins(path, "/gzip-cut/") ? 2 : 1);
    else if (begins(path, "/brotli/"))
        whole(client, "Content-Encoding: br\r\n");
    else if (begins(path, "/etag/") || begins(path, "/weak/") || begins(path, "/since/") ||
             begins(path, "/young/"))
        conditional(client, path, request);
    else if (begins(path, "/key/") && !strcasestr(request, "\r\nx-key: open sesame\r\n"))
        answer(client, "403 Forbidden", "", "no", 2, 2);
    else if (begins(path, "/ok/") || begins(path, "/flaky/") || begins(path, "/later/") ||
             begins(path, "/busy/") || begins(path, "/cut/") || begins(path, "/key/"))
        whole(client, "");
    else if (begins(path, "/number") || begins(path, "/lines"))
        numbered(client, path);
    else if (begins(path, "/cursor") || begins(path, "/url") || begins(path, "/link"))
        chained(client, path, host);
    else if (begins(path, "/delta"))
        delta(client, path);
    else
        answer(client, "404 Not Found", "", "none", 4, 4);
}

/* Reads up to the empty line that ends the request's head. */
static void take(int client, const char *host)
{
    static char request[REQUEST + 1];
    struct err err = ERR_INIT;
    char *path, *end;
    size_t length = 0;
    ssize_t got;

    while (length < REQUEST && (got = read(client, request + length, REQUEST - length)) > 0) {
        length += (size_t)got;
        request[length] = '\0';
        if (strstr(request, "\r\n\r\n"))
            break;
    }
    path = strchr(request, ' ');
    end = path ? strchr(path + 1, ' ') : NULL;
    free(file);
    file = file_read(path_of_file, FILE_MAXIMUM, &size, &err);
    if (!end || !file)
        return;
    path = mem_text_n(path + 1, (size_t)(end - path - 1));
    dprintf(requests, "%s", path);
    serve(client, path, request, host);
    dprintf(requests, "\n");
    free(path);
}

static int listen_somewhere(char host[40])
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, 16) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0)
        return -1;
    snprintf(host, 40, "http://127.0.0.1:%d", ntohs(address.sin_port));
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

int main(int argc, char **argv)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    int listener, client;
    char host[40];

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigaction(SIGPIPE, &ignore, NULL);
    path_of_file = argv[1];
    requests = argc == 3 ? open(argv[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    listener = requests < 0 ? -1 : listen_somewhere(host);
    if (listener < 0)
        return EX_USAGE;
    while ((client = accept(listener, NULL, NULL)) >= 0) {
        take(client, host);
        shutdown(client, SHUT_WR);
        close(client);
    }
    return EX_OSERR;
}
