/* decode.h - the text of a file as clean UTF-8, whatever its encoding. Private to signals. */
#pragma once
#include "unpack.h"

typedef struct Decoder Decoder;

/* Takes over `in`. Refuses what is no text (spreadsheets, archives, pictures) with a hint. */
Decoder *decoder_open(Unpack *in, const char *path, Err *err);
void decoder_close(Decoder *d); /* NULL is fine; closes the Unpack */

enum { DECODER_MIN_ROOM = 64 };

/* Up to `room` (at least DECODER_MIN_ROOM) bytes of valid UTF-8 without NUL, always whole characters.
 * *got 0 is the end. False: the file is damaged here; all text before the damage came before. */
bool decoder_read(Decoder *d, char *out, size_t room, size_t *got, Err *err);

/* "utf-8", "utf-16le", "utf-16be", "windows-1252". Plain ASCII counts as utf-8, so this may still become
 * windows-1252 when the first other byte is met. */
const char *decoder_encoding(const Decoder *d);
