#include "record/lexer.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

int lexer_fail(const struct lexer *lexer, const char *format, ...)
{
    char why[300];
    size_t position = 1;
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    for (const char *p = lexer->text; p < lexer->token.data; p++)
        position += (*p & 0xc0) != 0x80;
    err_set(lexer->err, EX_CONFIG, "expression: %s", why);
    err_detail(lexer->err, "at character %zu of the expression", position);
    return -1;
}

static int take(struct lexer *lexer, enum token_kind kind, size_t length)
{
    lexer->token.kind = kind;
    lexer->token.length = length;
    lexer->next = lexer->token.data + length;
    return 0;
}

static int take_number(struct lexer *lexer)
{
    const char *from = lexer->token.data;
    size_t length = strspn(from, "0123456789"), fraction;

    if (from[length] == '.') {
        fraction = strspn(from + length + 1, "0123456789");
        if (!fraction)
            return lexer_fail(lexer, "a number cannot end with its point");
        length += 1 + fraction;
    }
    if (isalnum((unsigned char)from[length]) || from[length] == '_' || from[length] == '.')
        return lexer_fail(lexer, "a number must be digits, with a point and digits or without");
    return take(lexer, TOKEN_NUMBER, length);
}

static int take_text(struct lexer *lexer)
{
    const char *from = lexer->token.data + 1, *p = from;

    while (*p && (*p != '\'' || p[1] == '\''))
        p += *p == '\'' ? 2 : 1;
    if (!*p)
        return lexer_fail(lexer, "the text has no closing quote");
    lexer->token = (struct token){TOKEN_TEXT, from, (size_t)(p - from)};
    lexer->next = p + 1;
    return 0;
}

static int take_sign(struct lexer *lexer)
{
    static const char *const signs[] = {
        "<>", "<=", ">=", "(", ")", ",", "=", "<", ">", "+", "-", "*"};
    const char *from = lexer->token.data;

    if (strncmp(from, "--", 2) == 0)
        return lexer_fail(lexer, "-- begins a comment in SQL: put a space between the two");
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(from, signs[i], strlen(signs[i])) == 0)
            return take(lexer, TOKEN_SIGN, strlen(signs[i]));
    if (*from == '/')
        return lexer_fail(lexer, "there is no division: use ratio(a, b)");
    return lexer_fail(lexer, "unexpected character");
}

int lexer_next(struct lexer *lexer)
{
    const char *from = lexer->next + strspn(lexer->next, " \t\r\n");

    lexer->token = (struct token){TOKEN_END, from, 0};
    if (!*from)
        return 0;
    if (isalpha((unsigned char)*from) || *from == '_')
        return take(lexer, TOKEN_NAME,
            strspn(from, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"));
    if (isdigit((unsigned char)*from))
        return take_number(lexer);
    return *from == '\'' ? take_text(lexer) : take_sign(lexer);
}

int lexer_begin(struct lexer *lexer, const char *text, struct err *err)
{
    *lexer = (struct lexer){.text = text, .next = text, .err = err};
    return lexer_next(lexer);
}

bool lexer_sees(const struct lexer *lexer, const char *token)
{
    const struct token *current = &lexer->token;

    return (current->kind == TOKEN_NAME || current->kind == TOKEN_SIGN) &&
           strlen(token) == current->length &&
           strncasecmp(token, current->data, current->length) == 0;
}
