/* hmac.c - keyed digests of a ten-byte identifier per second on one core, each way in turn.
 *
 *   hmac [DIGESTS]        default 2,000,000 a round; five interleaved rounds, medians of CPU time
 *
 * The yardstick is OpenSSL's SHA-256 with the pads saved, which is the fastest that libcrypto can
 * be made to be. Where the processor has SHA extensions (sha_ni) they help it more than they help
 * many lanes; what it does without them is shown by
 *
 *   OPENSSL_ia32cap=:~0x20000000 hmac
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "privacy/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 512, ROUNDS = 5, LENGTH = 12 /* a digit string of ten and its length */ };

static uint8_t key[32] = "0123456789abcdef0123456789abcde";
static uint8_t messages[BATCH][16];
static struct digest digests[BATCH];
static struct hmac_pads pads;
static struct digester multiple, portable;
static EVP_MAC_CTX *mac;

static void by_evp(void)
{
    uint8_t whole[HMAC_SIZE];
    size_t length;

    for (size_t i = 0; i < BATCH; i++) {
        EVP_MAC_init(mac, NULL, 0, NULL);
        EVP_MAC_update(mac, messages[i], LENGTH);
        EVP_MAC_final(mac, whole, &length, sizeof whole);
        memcpy(digests[i].value, whole, DIGEST_SIZE);
    }
}

static void by_saved_pads(void)
{
    SHA256_CTX inner, outer, context;
    uint8_t whole[HMAC_SIZE];

    SHA256_Init(&inner);
    inner.Nl = HMAC_BLOCK * 8;
    outer = inner;
    memcpy(inner.h, pads.inner, sizeof inner.h);
    memcpy(outer.h, pads.outer, sizeof outer.h);
    for (size_t i = 0; i < BATCH; i++) {
        context = inner;
        SHA256_Update(&context, messages[i], LENGTH);
        SHA256_Final(whole, &context);
        context = outer;
        SHA256_Update(&context, whole, HMAC_SIZE);
        SHA256_Final(whole, &context);
        memcpy(digests[i].value, whole, DIGEST_SIZE);
    }
}

static void by_portable(void)
{
    digester_run(&portable, digests, BATCH);
}

static void by_multiple(void)
{
    digester_run(&multiple, digests, BATCH);
}

static const struct way {
    const char *name;
    void (*run)(void);
} ways[] = {
    {"OpenSSL EVP_MAC, context reused", by_evp},
    {"OpenSSL SHA-256, saved pads", by_saved_pads},
    {"ours, one at a time (libcrypto)", by_portable},
    {"ours, many at once (libipsec-mb)", by_multiple},
};
enum { WAYS = sizeof ways / sizeof *ways, YARDSTICK = 1 };

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Digests a second of one way; each batch has identifiers of its own. */
static double rate(const struct way *way, size_t count)
{
    double started = now();

    for (size_t done = 0; done < count; done += BATCH) {
        for (size_t i = 0; i < BATCH; i++)
            memcpy(messages[i] + 4, &(uint32_t){(uint32_t)(done + i)}, 4);
        way->run();
    }
    return (double)count / (now() - started);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static int prepare(void)
{
    struct err err = ERR_INIT;
    char name[] = "SHA256";
    OSSL_PARAM settings[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
        OSSL_PARAM_construct_end()};

    mac = EVP_MAC_CTX_new(EVP_MAC_fetch(NULL, "HMAC", NULL));
    if (!mac || !EVP_MAC_init(mac, key, sizeof key, settings))
        return EX_SOFTWARE;
    hmac_prepare(&pads, key, sizeof key);
    for (size_t i = 0; i < BATCH; i++) {
        memcpy(messages[i], "\0\n9434765919", LENGTH);
        digests[i] = (struct digest){.pads = &pads, .message = messages[i], .length = LENGTH};
    }
    if (digester_open(&portable, DIGEST_PORTABLE, &err) != 0 ||
        digester_open(&multiple, DIGEST_BEST, &err) != 0) {
        fprintf(stderr, "hmac: error: %s\n", err.message);
        return err.code;
    }
    if (multiple.engine != DIGEST_MULTIPLE)
        printf("no multi-buffer digests on this machine: the last way is the one before it\n");
    return 0;
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000000;
    double rates[WAYS][ROUNDS];
    int code = prepare();

    if (code)
        return code;
    for (size_t round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < WAYS; i++)
            rates[i][round] = rate(&ways[i], count);
    for (size_t i = 0; i < WAYS; i++)
        qsort(rates[i], ROUNDS, sizeof rates[i][0], ascending);
    for (size_t i = 0; i < WAYS; i++)
        printf("%-34s %7.2f M/s %6.2f x saved pads\n", ways[i].name, rates[i][ROUNDS / 2] / 1e6,
            rates[i][ROUNDS / 2] / rates[YARDSTICK][ROUNDS / 2]);
    return 0;
}
