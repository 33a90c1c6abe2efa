#include "method/draws.h"

/* Absorbs a text with its end, so that ("a", "bc") and ("ab", "c") are two keys. */
static uint64_t absorb(uint64_t key, const char *text)
{
    do
        key = draws_mix(key + 0x9e3779b97f4a7c15u + (unsigned char)*text);
    while (*text++);
    return key;
}

uint64_t draws_unit(uint64_t seed, const char *analysis, const char *unit)
{
    return absorb(absorb(draws_mix(seed), analysis), unit);
}

uint64_t draws_replicate(uint64_t unit, uint64_t replicate)
{
    return draws_mix(draws_at(unit, replicate));
}
