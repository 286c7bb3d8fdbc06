/* booking.h - seats for very many people at once: the rules of seating.c over what one read of the store says.
 *
 *     Booking *b;
 *     if (!booking_read(call, from, to, &b, err)) return false;
 *     for each seat: booking_seat(b, person_id, session_id, &why);    decides, in memory
 *     booking_write(b, STR("plan"), err);                              one batch
 *
 * All of it in one transaction: it holds the write lock, so that what was read stays true. */
#pragma once
#include "seating.h"
#include "store/booking_store.h"

typedef struct Booking Booking;

/* Everybody, and the sessions that start in [from, to). */
bool booking_read(Call *call, int64_t from, int64_t to, Booking **out, Err *err);

typedef enum BookingResult { BOOKING_BOOKED, BOOKING_THEIRS, BOOKING_WAITS, BOOKING_REFUSED } BookingResult;
/* *why: a sentence, of those who wait or are refused. A session outside of [from, to) is refused. */
BookingResult booking_seat(Booking *b, int64_t person_id, int64_t session_id, Str *why);
bool booking_write(Booking *b, Str origin, Err *err);
/* Those that were booked since it was read; borrowed. */
const BookRow *booking_rows(const Booking *b, size_t *n);
