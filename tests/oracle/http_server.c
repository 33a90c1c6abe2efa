/* http_server FILE LOG - a small HTTP server that misbehaves as its caller asks, on a port of the
 * loopback that it prints. It serves FILE, appends each request's path to LOG, and dies with its parent.
 *
 *   /ok/…        the file
 *   /flaky/…     500 twice, then the file
 *   /later/…     503 with Retry-After: 1 once, then the file
 *   /cut/…       half of the file once, then the file
 *   /half/…      half of the file, always
 *   /broken/…    500, always
 *   /moved/…     302 to /ok/…
 *   /key/…       the file where the header "X-Key: open sesame" came, else 403
 *   anything else  404 */
#include "base/json.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST = 8192, FILE_MAXIMUM = 64 * 1024 * 1024 };

static char *file;
static size_t size;
static unsigned int seen; /* of requests that had to fail first */

static void answer(int client, const char *status, const char *header, const char *body,
    size_t length, size_t told)
{
    dprintf(client, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\nConnection: close\r\n\r\n", status,
        header, told);
    while (length) {
        ssize_t written = write(client, body, length);

        if (written <= 0)
            return;
        body += written;
        length -= (size_t)written;
    }
}

static bool begins(const char *path, const char *with)
{
    return strncmp(path, with, strlen(with)) == 0;
}

static void serve(int client, const char *path, const char *request)
{
    bool first = seen == 0;

    seen++;
    if (begins(path, "/moved/"))
        answer(client, "302 Found", "Location: /ok/x\r\n", "", 0, 0);
    else if (begins(path, "/later/") && first)
        answer(client, "503 Service Unavailable", "Retry-After: 1\r\n", "busy", 4, 4);
    else if (begins(path, "/broken/") || (begins(path, "/flaky/") && seen < 3))
        answer(client, "500 Internal Server Error", "", "oops", 4, 4);
    else if (begins(path, "/half/") || (begins(path, "/cut/") && first))
        answer(client, "200 OK", "", file, size / 2, size);
    else if (begins(path, "/key/") && !strcasestr(request, "\r\nx-key: open sesame\r\n"))
        answer(client, "403 Forbidden", "", "no", 2, 2);
    else if (begins(path, "/ok/") || begins(path, "/flaky/") || begins(path, "/later/") ||
             begins(path, "/cut/") || begins(path, "/key/"))
        answer(client, "200 OK", "", file, size, size);
    else
        answer(client, "404 Not Found", "", "none", 4, 4);
}

/* Reads up to the empty line that ends the request's head. */
static void take(int client, int log)
{
    static char request[REQUEST + 1];
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
    if (!end)
        return;
    dprintf(log, "%.*s\n", (int)(end - path - 1), path + 1);
    serve(client, path + 1, request);
}

static int listen_somewhere(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, 16) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0)
        return -1;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

int main(int argc, char **argv)
{
    struct err err = ERR_INIT;
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    int listener, log, client;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigaction(SIGPIPE, &ignore, NULL);
    file = argc == 3 ? file_read(argv[1], FILE_MAXIMUM, &size, &err) : NULL;
    log = file ? open(argv[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    listener = log < 0 ? -1 : listen_somewhere();
    if (listener < 0)
        return EX_USAGE;
    while ((client = accept(listener, NULL, NULL)) >= 0) {
        take(client, log);
        shutdown(client, SHUT_WR);
        close(client);
    }
    return EX_OSERR;
}
