/* draws.h - random numbers that depend on what they are for, not on when they are drawn.
 *
 * SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014, doi 10.1145/2660193.2660195) used
 * as a counter: the i-th number of a key is a function of key and i alone, so that a replicate's
 * draws are the same whatever ran before it, in whichever thread. (GSL's generators have a state to
 * be seeded and stepped and take 32 bits of seed; none is counter-based.) */
#ifndef ONTRACK_METHOD_DRAWS_H
#define ONTRACK_METHOD_DRAWS_H

#include <stdint.h>

static inline uint64_t draws_mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* The number at position i (0, 1, ...) of a key's sequence. */
static inline uint64_t draws_at(uint64_t key, uint64_t i)
{
    return draws_mix(key + (i + 1) * 0x9e3779b97f4a7c15u);
}

/* The key of a unit of an analysis, and of one of its replicates. */
uint64_t draws_unit(uint64_t seed, const char *analysis, const char *unit);
uint64_t draws_replicate(uint64_t unit, uint64_t replicate);

#endif
