/* lexer.h - the words of an expression. */
#ifndef ONTRACK_RECORD_LEXER_H
#define ONTRACK_RECORD_LEXER_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,   /* a word, in either case */
    TOKEN_NUMBER, /* digits, with or without a point and digits */
    TOKEN_TEXT,   /* the inside of '…', doubled quotes still doubled */
    TOKEN_SIGN    /* ( ) , = <> < <= > >= + - * */
};

struct token {
    enum token_kind kind;
    const char *data;
    size_t length;
};

struct lexer {
    const char *text, *next;
    struct token token; /* the current one */
    struct err *err;
};

/* Each returns 0, or -1 with the error set. lexer_begin() reads the first token. */
int lexer_begin(struct lexer *lexer, const char *text, struct err *err);
int lexer_next(struct lexer *lexer);

/* Whether the current token is this sign or (in either case) this word. */
bool lexer_sees(const struct lexer *lexer, const char *token);

/* Sets EX_CONFIG with the current token's position in the detail; returns -1. */
int lexer_fail(const struct lexer *lexer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
