/* widest.h - one function compiled for several kinds of processor, the best one taken at run time.
 *
 * The results are the same bits on each of them: none of the kinds joins a product and a sum into one rounding. */
#pragma once

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define WIDEST __attribute__((target_clones("avx2", "sse4.1", "default")))
#else
#define WIDEST
#endif
