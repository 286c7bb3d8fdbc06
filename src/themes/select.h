/* select.h - the k strongest of many entries, private to the layer. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Entry {
    uint32_t id;
    float weight;
} Entry;

/* Total order: heavier first, then the smaller id, so that ties never depend on the order of arrival. */
static inline bool entry_before(Entry a, Entry b) {
    return a.weight > b.weight || (a.weight == b.weight && a.id < b.id);
}

/* Moves the k strongest of n to the front, in no order (Hoare's quickselect, middle element as pivot). */
static inline void entries_select(Entry *at, size_t n, size_t k) {
    size_t low = 0, high = n;
    while (k > low && k < high && high - low > 1) {
        Entry pivot = at[low + (high - low) / 2];
        size_t i = low, j = high - 1;
        for (;;) {
            while (entry_before(at[i], pivot)) i++;
            while (entry_before(pivot, at[j])) j--;
            if (i >= j) break;
            Entry swap = at[i];
            at[i++] = at[j], at[j--] = swap;
        }
        size_t cut = j + 1; /* all before `cut` stand before or are the pivot */
        if (cut == high) cut--;
        if (k <= cut) high = cut;
        else low = cut;
    }
}

int entry_compare(const void *a, const void *b); /* for qsort: strongest first */
