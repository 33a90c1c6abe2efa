#include "privacy/digest.h"
#include "privacy/secret.h"

#include <string.h>

static void run_portable(struct digest *digests, size_t count)
{
    uint8_t whole[HMAC_SIZE];

    for (size_t i = 0; i < count; i++) {
        hmac_digest(digests[i].pads, digests[i].message, digests[i].length, whole);
        memcpy(digests[i].value, whole, sizeof digests[i].value);
    }
    explicit_bzero(whole, sizeof whole);
}

#ifdef __x86_64__
#define NO_COMPAT_IMB_API_053 /* its older names clash with libcrypto's */
#include <intel-ipsec-mb.h>

enum { BURST = IMB_MAX_BURST_SIZE };

/* The manager wants its memory aligned to a cache line, which a page is; the jobs follow it. */
static size_t manager_size(void)
{
    return (imb_get_mb_mgr_size() + 63) / 64 * 64;
}

static IMB_JOB *burst_of(const struct digester *digester)
{
    return (IMB_JOB *)(void *)((char *)digester->memory + manager_size());
}

static int open_multiple(struct digester *digester, struct err *err)
{
    size_t size = manager_size() + BURST * sizeof(IMB_JOB);
    void *memory = secret_alloc(size, SECRET_PASSING, err);
    IMB_MGR *manager;

    if (!memory)
        return err->code;
    manager = imb_set_pointers_mb_mgr(memory, 0, 1);
    if (manager)
        init_mb_mgr_auto(manager, NULL);
    if (!manager || imb_get_errno(manager) != 0 ||
        !(manager->features & IMB_FEATURE_SELF_TEST_PASS)) {
        secret_free(memory, size);
        return err_set(err, EX_UNAVAILABLE, "this processor has no multi-buffer digests");
    }
    *digester = (struct digester){.engine = DIGEST_MULTIPLE, .memory = memory, .memory_size = size};
    for (IMB_JOB *job = burst_of(digester), *end = job + BURST; job < end; job++) {
        job->cipher_mode = IMB_CIPHER_NULL;
        job->chain_order = IMB_ORDER_HASH_CIPHER;
        job->hash_alg = IMB_AUTH_HMAC_SHA_256;
        job->auth_tag_output_len_in_bytes = DIGEST_SIZE;
    }
    return 0;
}

static void run_multiple(const struct digester *digester, struct digest *digests, size_t count)
{
    IMB_MGR *manager = digester->memory;
    IMB_JOB *jobs = burst_of(digester);

    for (size_t from = 0; from < count; from += BURST) {
        size_t part = count - from < BURST ? count - from : BURST;

        for (size_t i = 0; i < part; i++) {
            struct digest *digest = &digests[from + i];

            jobs[i].src = digest->message;
            jobs[i].msg_len_to_hash_in_bytes = digest->length;
            jobs[i].auth_tag_output = digest->value;
            jobs[i].u.HMAC._hashed_auth_key_xor_ipad = (const uint8_t *)digest->pads->inner;
            jobs[i].u.HMAC._hashed_auth_key_xor_opad = (const uint8_t *)digest->pads->outer;
        }
        /* A burst that the library did not finish must not leave a value that is no digest. */
        if (IMB_SUBMIT_HASH_BURST_NOCHECK(manager, jobs, (uint32_t)part, IMB_AUTH_HMAC_SHA_256) !=
            part)
            run_portable(digests + from, part);
    }
}

#else

static int open_multiple(struct digester *digester, struct err *err)
{
    (void)digester;
    return err_set(err, EX_UNAVAILABLE, "this processor has no multi-buffer digests");
}

static void run_multiple(const struct digester *digester, struct digest *digests, size_t count)
{
    (void)digester;
    run_portable(digests, count);
}

#endif

int digester_open(struct digester *digester, enum digest_engine engine, struct err *err)
{
    int code = EX_UNAVAILABLE;

    *digester = (struct digester){.engine = DIGEST_PORTABLE};
    if (engine != DIGEST_PORTABLE)
        code = open_multiple(digester, err);
    if (code == EX_UNAVAILABLE && engine != DIGEST_MULTIPLE) {
        *err = (struct err)ERR_INIT;
        code = 0;
    }
    return code;
}

void digester_run(struct digester *digester, struct digest *digests, size_t count)
{
    if (digester->engine == DIGEST_MULTIPLE)
        run_multiple(digester, digests, count);
    else
        run_portable(digests, count);
}

void digester_close(struct digester *digester)
{
    secret_free(digester->memory, digester->memory_size);
    *digester = (struct digester){.engine = DIGEST_PORTABLE};
}
