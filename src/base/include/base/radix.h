/* radix.h - sorting whole numbers, several times as fast as qsort. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* Rising. `room` is for n numbers more. */
void radix_sort(uint64_t *numbers, size_t n, uint64_t *room);
