/* Allocation does not fail: it gives zeroed memory, or ends the process with EX_OSERR. */
#include "test.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>

static void zeroed(void **state)
{
    unsigned char *block = mem_alloc(1000), *array = mem_array(10, 7), zero[1000] = {0};

    (void)state;
    assert_memory_equal(block, zero, 1000);
    assert_memory_equal(array, zero, 70);
    free(block);
    free(array);
    block = mem_array(0, 8);
    assert_non_null(block);
    free(block);
    block = mem_grow(NULL, 0, 8);
    assert_non_null(block);
    block = mem_grow(block, 4, 8);
    memset(block, 1, 32);
    free(block);
}

/* It grows when it is full and not before, and keeps what it holds. */
static void room(void **state)
{
    size_t capacity = 0, grown = 0;
    int *values = NULL;

    (void)state;
    for (size_t count = 0; count < 1000; count++) {
        size_t before = capacity;

        values = mem_room(values, count, &capacity, sizeof *values);
        grown += capacity != before;
        assert_true(count < capacity && capacity <= 16 + 2 * count);
        values[count] = (int)count;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(values[i], i);
    assert_int_equal(grown, 7); /* 16, 32 ... 1024 */
    free(values);
}

static void texts(void **state)
{
    char *text = mem_text("abc"), *part = mem_text_n("abcdef", 3),
         *made = mem_format("%s-%d", "a", 7);

    (void)state;
    assert_string_equal(text, "abc");
    assert_string_equal(part, "abc");
    assert_string_equal(made, "a-7");
    assert_null(mem_text(NULL));
    free(text);
    free(part);
    free(made);
}

/* The exit code of a child that asks for too much. */
static int asks(size_t count, size_t size)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        /* A sanitizer would say more about this than is wanted here. */
        int quiet = dup2(fileno(stdin), STDERR_FILENO);

        free(mem_grow(NULL, count, size));
        _exit(quiet < 0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void out_of_memory(void **state)
{
    (void)state;
    assert_int_equal(asks(SIZE_MAX / 2, 4), EX_OSERR);
    assert_int_equal(asks(10, 10), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(zeroed), cmocka_unit_test(room),
        cmocka_unit_test(texts), cmocka_unit_test(out_of_memory)};

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
