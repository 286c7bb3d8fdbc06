/* radix.c - by one byte after the other, the lowest first (Hollerith's card sorter; Knuth, vol. 3, 5.2.5). Bytes that
 * are the same in all numbers are passed over. */
#include "base/radix.h"

#include <string.h>

enum { BYTES = 8, VALUES = 256, FEW = 48 };

static void insertion_sort(uint64_t *numbers, size_t n) {
    for (size_t i = 1; i < n; i++) {
        uint64_t x = numbers[i];
        size_t at = i;
        for (; at && numbers[at - 1] > x; at--) numbers[at] = numbers[at - 1];
        numbers[at] = x;
    }
}

void radix_sort(uint64_t *numbers, size_t n, uint64_t *room) {
    if (n < FEW) {
        insertion_sort(numbers, n);
        return;
    }
    size_t count[BYTES][VALUES] = {{0}};
    for (size_t i = 0; i < n; i++)
        for (int b = 0; b < BYTES; b++) count[b][numbers[i] >> 8 * b & 0xFF]++;
    uint64_t *from = numbers, *to = room, first = numbers[0];
    for (int b = 0; b < BYTES; b++) {
        if (count[b][first >> 8 * b & 0xFF] == n) continue;
        for (size_t v = 0, at = 0, here; v < VALUES; v++, at += here) here = count[b][v], count[b][v] = at;
        for (size_t i = 0; i < n; i++) to[count[b][from[i] >> 8 * b & 0xFF]++] = from[i];
        uint64_t *swap = from;
        from = to, to = swap;
    }
    if (from != numbers) memcpy(numbers, from, n * sizeof *numbers);
}
