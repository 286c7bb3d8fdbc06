/* agreement.h - how far two partitions of the same items agree.
 * Labels are 0..k-1 for a, 0..l-1 for b; negative labels are taken as singletons. n items. */
#pragma once
#include <stddef.h>
#include <stdint.h>

double agreement_nmi(const int32_t *a, const int32_t *b, size_t n);      /* arithmetic-mean NMI, 0..1 */
double agreement_ami(const int32_t *a, const int32_t *b, size_t n);      /* Vinh, Epps, Bailey 2010 */
double agreement_ari(const int32_t *a, const int32_t *b, size_t n);      /* Hubert and Arabie 1985 */
double agreement_accuracy(const int32_t *a, const int32_t *b, size_t n); /* best one-to-one matching */
double agreement_homogeneity(const int32_t *truth, const int32_t *found, size_t n);

/* The five above take O(n log n) time and O(n) memory, and besides: ami one term for each pair of
 * different group sizes; accuracy a dense matrix of the groups that meet more than one of the other side. */

/* Optimal assignment (Jonker and Volgenant 1987 shortest augmenting paths): minimises the sum of
 * cost[row * cols + to[row]]; rows <= cols, costs finite.
 * `to` holds `rows` entries. O(rows^2 * cols). */
void assignment_solve(const double *cost, size_t rows, size_t cols, int32_t *to);
