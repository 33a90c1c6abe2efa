#include "source/spool.h"
#include "base/memory.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAGIC = 16, SALT = 32, HEAD = MAGIC + SALT, TAG = 16, NONCE = 12 };
#define SEALED (SPOOL_CHUNK + TAG)

static const char magic[MAGIC + 1] = "ONTRACK-SPOOL-1\n";

struct spool {
    int fd;
    char *name;
    EVP_CIPHER_CTX *cipher;
    unsigned char run_key[SPOOL_KEY_SIZE], key[SPOOL_KEY_SIZE]; /* the run's, and the file's own */
    uint64_t size;  /* of the content; while writing, of what was written */
    uint64_t chunk; /* number of the one in `plain`, while reading; UINT64_MAX: none */
    size_t length;  /* of what is in `plain` */
    unsigned char plain[SPOOL_CHUNK], sealed[SEALED];
};

int spool_key(int fd, unsigned char key[SPOOL_KEY_SIZE], struct err *err)
{
    size_t length = 0;
    ssize_t got;

    while (length < SPOOL_KEY_SIZE) {
        got = read(fd, key + length, SPOOL_KEY_SIZE - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    close(fd);
    if (length == SPOOL_KEY_SIZE)
        return 0;
    explicit_bzero(key, SPOOL_KEY_SIZE);
    return err_set(err, EX_NOINPUT, "descriptor %d did not give a spool key of %d bytes", fd,
        (int)SPOOL_KEY_SIZE);
}

static int crypto_failed(struct err *err)
{
    return err_set(err, EX_SOFTWARE, "libcrypto cannot encrypt with AES-256-GCM");
}

/* HKDF-SHA-256 (RFC 5869) with the file's salt. */
static bool derive(
    const unsigned char *key, const unsigned char *salt, unsigned char derived[SPOOL_KEY_SIZE])
{
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
    char digest[] = "SHA256", info[] = "ontrack spool";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key, SPOOL_KEY_SIZE),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, SALT),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, sizeof info - 1),
        OSSL_PARAM_construct_end(),
    };
    bool done = context && EVP_KDF_derive(context, derived, SPOOL_KEY_SIZE, parameters) > 0;

    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
    return done;
}

static struct spool *new_spool(int fd, const char *name)
{
    struct spool *spool = mem_alloc(sizeof *spool);

    /* We ask for two algorithms by name; what the machine's openssl.cnf says of others costs 0.6 MiB. */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    spool->fd = fd;
    spool->name = mem_text(name);
    spool->cipher = EVP_CIPHER_CTX_new();
    spool->chunk = UINT64_MAX;
    return spool;
}

void spool_close(struct spool *spool)
{
    if (!spool)
        return;
    EVP_CIPHER_CTX_free(spool->cipher);
    close(spool->fd);
    free(spool->name);
    explicit_bzero(spool, sizeof *spool);
    free(spool);
}

static int write_at(const struct spool *spool, const unsigned char *data, size_t length,
    uint64_t at, struct err *err)
{
    while (length) {
        ssize_t written = pwrite(spool->fd, data, length, (off_t)at);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return err_errno(err, EX_IOERR, "cannot write to '%s'", spool->name);
        data += written;
        length -= (size_t)written;
        at += (uint64_t)written;
    }
    return 0;
}

/* How many bytes were there, or -1. */
static ssize_t read_at(
    const struct spool *spool, unsigned char *data, size_t length, uint64_t at, struct err *err)
{
    size_t done = 0;

    while (done < length) {
        ssize_t got = pread(spool->fd, data + done, length - done, (off_t)(at + done));

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            err_errno(err, EX_IOERR, "cannot read '%s'", spool->name);
            return -1;
        }
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

static void make_nonce(unsigned char nonce[NONCE], uint64_t chunk, bool last)
{
    memset(nonce, 0, NONCE);
    for (int i = 0; i < 8; i++)
        nonce[i] = (unsigned char)(chunk >> (56 - 8 * i));
    nonce[NONCE - 1] = last;
}

/* Draws a salt, and writes it: no two contents are encrypted under one key. */
static int start(struct spool *spool, struct err *err)
{
    unsigned char head[HEAD];

    memcpy(head, magic, MAGIC);
    if (!spool->cipher || RAND_bytes(head + MAGIC, SALT) != 1 ||
        !derive(spool->run_key, head + MAGIC, spool->key))
        return crypto_failed(err);
    return write_at(spool, head, HEAD, 0, err);
}

struct spool *spool_create(
    int fd, const char *name, const unsigned char key[SPOOL_KEY_SIZE], struct err *err)
{
    struct spool *spool = new_spool(fd, name);

    memcpy(spool->run_key, key, SPOOL_KEY_SIZE);
    if (start(spool, err) == 0)
        return spool;
    spool_close(spool);
    return NULL;
}

/* Encrypts what is in `plain` to the end of the file. */
static int seal(struct spool *spool, bool last, struct err *err)
{
    uint64_t chunk = (spool->size - spool->length) / SPOOL_CHUNK;
    unsigned char nonce[NONCE];
    int length = 0, rest = 0;

    make_nonce(nonce, chunk, last);
    if (!EVP_EncryptInit_ex(spool->cipher, EVP_aes_256_gcm(), NULL, spool->key, nonce) ||
        !EVP_EncryptUpdate(
            spool->cipher, spool->sealed, &length, spool->plain, (int)spool->length) ||
        !EVP_EncryptFinal_ex(spool->cipher, spool->sealed + length, &rest) ||
        !EVP_CIPHER_CTX_ctrl(
            spool->cipher, EVP_CTRL_GCM_GET_TAG, TAG, spool->sealed + spool->length))
        return crypto_failed(err);
    if (write_at(spool, spool->sealed, spool->length + TAG, HEAD + chunk * SEALED, err))
        return err->code;
    spool->length = 0;
    return 0;
}

int spool_write(struct spool *spool, const char *data, size_t length, struct err *err)
{
    while (length) {
        size_t room = SPOOL_CHUNK - spool->length;
        size_t part = length < room ? length : room;

        if (!room) {
            if (seal(spool, false, err))
                return err->code;
            continue;
        }
        memcpy(spool->plain + spool->length, data, part);
        spool->length += part;
        spool->size += part;
        data += part;
        length -= part;
    }
    return 0;
}

int spool_finish(struct spool *spool, struct err *err)
{
    if (seal(spool, true, err))
        return err->code;
    return fsync(spool->fd) == 0 ? 0
                                 : err_errno(err, EX_IOERR, "cannot write to '%s'", spool->name);
}

int spool_rewind(struct spool *spool, struct err *err)
{
    spool->size = 0;
    spool->length = 0;
    if (ftruncate(spool->fd, HEAD) != 0)
        return err_errno(err, EX_IOERR, "cannot write to '%s'", spool->name);
    return start(spool, err);
}

static int broken(const struct spool *spool, struct err *err)
{
    err_set(err, EX_DATAERR, "the spool '%s' does not open", spool->name);
    return err_hint(err, "it is damaged, cut short or of another run: fetch the delivery again");
}

/* Decrypts a chunk to `plain`. */
static int load_chunk(struct spool *spool, uint64_t chunk, struct err *err)
{
    bool last = spool->size <= (chunk + 1) * SPOOL_CHUNK;
    size_t length = last ? (size_t)(spool->size - chunk * SPOOL_CHUNK) : SPOOL_CHUNK;
    unsigned char nonce[NONCE];
    int done = 0, rest = 0;
    ssize_t got = read_at(spool, spool->sealed, length + TAG, HEAD + chunk * SEALED, err);

    if (got < 0)
        return err->code;
    make_nonce(nonce, chunk, last);
    spool->chunk = UINT64_MAX;
    if ((size_t)got != length + TAG ||
        !EVP_DecryptInit_ex(spool->cipher, EVP_aes_256_gcm(), NULL, spool->key, nonce) ||
        !EVP_DecryptUpdate(spool->cipher, spool->plain, &done, spool->sealed, (int)length) ||
        !EVP_CIPHER_CTX_ctrl(spool->cipher, EVP_CTRL_GCM_SET_TAG, TAG, spool->sealed + length) ||
        EVP_DecryptFinal_ex(spool->cipher, spool->plain + done, &rest) <= 0)
        return broken(spool, err);
    spool->chunk = chunk;
    spool->length = length;
    return 0;
}

/* The content's size follows from the file's; whether the file is whole, from its last chunk. */
static int measure(struct spool *spool, struct err *err)
{
    struct stat status;
    uint64_t sealed, chunks;

    if (fstat(spool->fd, &status) != 0)
        return err_errno(err, EX_IOERR, "cannot read '%s'", spool->name);
    if (status.st_size < HEAD + TAG)
        return broken(spool, err);
    sealed = (uint64_t)status.st_size - HEAD;
    chunks = (sealed + SEALED - 1) / SEALED;
    if (sealed - (chunks - 1) * SEALED < TAG)
        return broken(spool, err);
    spool->size = sealed - chunks * TAG;
    return load_chunk(spool, chunks - 1, err);
}

struct spool *spool_open(
    int fd, const char *name, const unsigned char key[SPOOL_KEY_SIZE], struct err *err)
{
    struct spool *spool = new_spool(fd, name);
    unsigned char head[HEAD];
    ssize_t got = read_at(spool, head, HEAD, 0, err);

    if (got >= 0 && (got != HEAD || memcmp(head, magic, MAGIC) != 0))
        broken(spool, err);
    else if (got >= 0 && (!spool->cipher || !derive(key, head + MAGIC, spool->key)))
        crypto_failed(err);
    else if (got >= 0 && measure(spool, err) == 0)
        return spool;
    spool_close(spool);
    return NULL;
}

uint64_t spool_size(const struct spool *spool)
{
    return spool->size;
}

ssize_t spool_read_at(
    struct spool *spool, char *data, size_t length, uint64_t offset, struct err *err)
{
    size_t within = (size_t)(offset % SPOOL_CHUNK);

    if (offset >= spool->size)
        return 0;
    if (spool->chunk != offset / SPOOL_CHUNK && load_chunk(spool, offset / SPOOL_CHUNK, err))
        return -1;
    if (length > spool->length - within)
        length = spool->length - within;
    memcpy(data, spool->plain + within, length);
    return (ssize_t)length;
}
