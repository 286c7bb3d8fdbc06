/* decode.c - the text of a file as clean UTF-8, whatever its encoding.
 *
 * A byte order mark decides; without one, zero bytes in every second place mean UTF-16. Everything else is
 * ASCII until the first byte above 127: the bytes from there on tell UTF-8 from Windows-1252, so that a file
 * with its first accent in the second gigabyte is read right too. Ill-formed sequences become U+FFFD
 * and NUL is dropped, once, here: all later code sees valid text only. */
#include "decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "text/utf8.h"

enum { RAW_BYTES = 64 << 10, SNIFFED_BYTES = 4 << 10, MAX_GROWTH = 3 /* one byte becomes U+FFFD */ };

typedef enum Encoding { ENC_ASCII_SO_FAR, ENC_UTF8, ENC_UTF16LE, ENC_UTF16BE, ENC_WINDOWS_1252 } Encoding;

struct Decoder {
    Unpack *in;
    Encoding encoding;
    bool drained; /* nothing will follow what is in `raw` */
    bool failed;  /* ... because of `failure` */
    Err failure;
    Arena *scratch;
    size_t begin, end; /* of what is in `raw` and not decoded yet */
    char raw[RAW_BYTES];
};

/* Fills `raw`; a failure is kept until the bytes before it are used up. */
static void pull(Decoder *d) {
    memmove(d->raw, d->raw + d->begin, d->end - d->begin);
    d->end -= d->begin;
    d->begin = 0;
    while (d->end < RAW_BYTES && !d->drained) {
        size_t got = 0;
        d->failed = !unpack_read(d->in, d->raw + d->end, RAW_BYTES - d->end, &got, &d->failure);
        d->drained = d->failed || got == 0;
        d->end += got;
    }
}

typedef struct Magic {
    const char *bytes;
    size_t n;
    const char *what, *hint;
} Magic;

#define MAGIC(literal, what, hint)                                                                                     \
    { literal, sizeof(literal) - 1, what, hint }
static const char SAVE_AS_CSV[] = "open it in the program that made it and save it as CSV (UTF-8)";
static const Magic MAGICS[] = {
    MAGIC("PK\x03\x04", "a zip archive or an Excel or OpenDocument workbook (xlsx, ods, zip)", SAVE_AS_CSV),
    MAGIC("\xd0\xcf\x11\xe0", "an old Excel workbook (xls)", SAVE_AS_CSV),
    MAGIC("%PDF-", "a PDF document", "export the table behind it as CSV"),
    MAGIC("SQLite format 3", "an SQLite database", "export the table as CSV: sqlite3 -csv -header FILE 'SELECT ...'"),
    MAGIC("PAR1", "a Parquet file", "export it as CSV or JSON lines"),
    MAGIC("\x89PNG", "a picture", "give a CSV, TSV or JSON file"),
    MAGIC("\xff\xfe\0\0", "UTF-32 text", "save it as UTF-8"),
    MAGIC("\0\0\xfe\xff", "UTF-32 text", "save it as UTF-8"),
};

static bool refuse_known_binaries(const Decoder *d, const char *path, Err *err) {
    for (size_t i = 0; i < sizeof MAGICS / sizeof *MAGICS; i++)
        if (d->end >= MAGICS[i].n && memcmp(d->raw, MAGICS[i].bytes, MAGICS[i].n) == 0)
            return err_set(err, ERR_INPUT, MAGICS[i].hint, "%s: is %s, not a text table", path, MAGICS[i].what);
    return true;
}

/* More than one control character in ten: no text we know. */
static bool refuse_other_binaries(const Decoder *d, const char *path, Err *err) {
    size_t n = d->end < SNIFFED_BYTES ? d->end : SNIFFED_BYTES, controls = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)d->raw[i];
        controls += (c < 0x20 && !strchr("\t\n\v\f\r\x1b", c)) || c == 0;
    }
    if (controls <= 8 || controls * 10 <= n) return true;
    return err_set(err, ERR_INPUT, "give a CSV, TSV or JSON file; save a spreadsheet as CSV (UTF-8)",
                   "%s: is not text (%zu of its first %zu bytes are control characters)", path, controls, n);
}

static Encoding sniff_utf16(const char *p, size_t n) {
    size_t zeros[2] = {0, 0}, pairs = n / 2;
    for (size_t i = 0; i < pairs * 2; i++) zeros[i & 1] += p[i] == '\0';
    if (pairs >= 2 && zeros[1] * 10 >= pairs * 4 && zeros[0] * 20 <= pairs) return ENC_UTF16LE;
    if (pairs >= 2 && zeros[0] * 10 >= pairs * 4 && zeros[1] * 20 <= pairs) return ENC_UTF16BE;
    return ENC_ASCII_SO_FAR;
}

static void sniff_encoding(Decoder *d) {
    const char *p = d->raw;
    if (d->end >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
        d->encoding = ENC_UTF8;
        d->begin = 3;
    } else if (d->end >= 2 && (memcmp(p, "\xff\xfe", 2) == 0 || memcmp(p, "\xfe\xff", 2) == 0)) {
        d->encoding = p[0] == '\xff' ? ENC_UTF16LE : ENC_UTF16BE;
        d->begin = 2;
    } else {
        d->encoding = sniff_utf16(p, d->end < SNIFFED_BYTES ? d->end : SNIFFED_BYTES);
    }
}

Decoder *decoder_open(Unpack *in, const char *path, Err *err) {
    Decoder *d = mem_alloc(sizeof *d);
    *d = (Decoder){.in = in, .scratch = arena_new()};
    pull(d);
    if (d->failed && d->end == 0) {
        *err = d->failure;
    } else if (refuse_known_binaries(d, path, err)) {
        sniff_encoding(d);
        if (d->encoding != ENC_ASCII_SO_FAR || refuse_other_binaries(d, path, err)) return d;
    }
    decoder_close(d);
    return NULL;
}

void decoder_close(Decoder *d) {
    if (!d) return;
    unpack_close(d->in);
    arena_free(d->scratch);
    free(d);
}

/* Length of the prefix of plain ASCII without NUL, eight bytes at a time. */
static size_t ascii_run(const char *p, size_t n) {
    const uint64_t ONES = 0x0101010101010101u, HIGHS = 0x8080808080808080u;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t x;
        memcpy(&x, p + i, 8);
        if ((x | (x - ONES)) & HIGHS) break; /* a high bit, or a zero byte that borrows one */
    }
    while (i < n && p[i] > 0) i++;
    return i;
}

/* Bytes at the end of `s` that begin a character whose rest has not arrived. */
static size_t unfinished_tail(Str s) {
    for (size_t back = 1; back <= 3 && back <= s.n; back++) {
        unsigned char c = (unsigned char)s.p[s.n - back];
        if (c < 0x80) return 0;
        if (c < 0xc0) continue;
        size_t wants = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
        return wants > back ? back : 0;
    }
    return 0;
}

/* Well-formed characters against stray bytes in what follows the first byte above 127; undecided as long as all
 * there is may be the beginning of a character. */
static Encoding sniff_eight_bit(Str s, bool last) {
    size_t good = 0, bad = 0;
    s.n -= unfinished_tail(s);
    for (size_t i = 0; i < s.n;) {
        int32_t c;
        size_t n = utf8_next(s, i, &c);
        if ((unsigned char)s.p[i] >= 0x80) n > 1 ? good++ : bad++;
        i += n;
    }
    if (good + bad == 0) return last ? ENC_WINDOWS_1252 : ENC_ASCII_SO_FAR;
    return bad > good ? ENC_WINDOWS_1252 : ENC_UTF8;
}

static size_t put_code_point(char *out, uint32_t c) {
    if (c < 0x80) return out[0] = (char)c, 1;
    if (c < 0x800) return out[0] = (char)(0xc0 | c >> 6), out[1] = (char)(0x80 | (c & 63)), 2;
    size_t n = 0;
    if (c < 0x10000) {
        out[n++] = (char)(0xe0 | c >> 12);
    } else {
        out[n++] = (char)(0xf0 | c >> 18);
        out[n++] = (char)(0x80 | (c >> 12 & 63));
    }
    out[n++] = (char)(0x80 | (c >> 6 & 63));
    out[n++] = (char)(0x80 | (c & 63));
    return n;
}

/* Each decode_* turns `raw` into `out` (room for MAX_GROWTH times raw.n), returns the bytes written and
 * says in *used how much it took; `last`: nothing follows. */
static size_t decode_utf8(Decoder *d, Str raw, bool last, char *out, size_t *used) {
    size_t i = 0, o = 0;
    while (i < raw.n) {
        size_t run = ascii_run(raw.p + i, raw.n - i);
        memcpy(out + o, raw.p + i, run);
        i += run, o += run;
        if (i == raw.n) break;
        if (raw.p[i] == '\0') {
            i++;
            continue;
        }
        size_t end = i;
        while (end < raw.n && (unsigned char)raw.p[end] >= 0x80) end++;
        if (end == raw.n && !last) end -= unfinished_tail(str_slice(raw, i, end));
        if (end == i) break;
        Str clean = utf8_clean(d->scratch, str_slice(raw, i, end), NULL);
        memcpy(out + o, clean.p, clean.n);
        i = end, o += clean.n;
    }
    arena_reset(d->scratch);
    *used = i;
    return o;
}

static size_t decode_windows_1252(Str raw, char *out, size_t *used) {
    static const uint16_t C1[32] = {0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
                                    0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
    size_t o = 0;
    for (size_t i = 0; i < raw.n; i++) {
        unsigned char c = (unsigned char)raw.p[i];
        if (c) o += put_code_point(out + o, c >= 0x80 && c < 0xa0 ? C1[c - 0x80] : c);
    }
    *used = raw.n;
    return o;
}

static uint32_t unit_at(Str raw, size_t i, bool big_endian) {
    unsigned char a = (unsigned char)raw.p[i], b = (unsigned char)raw.p[i + 1];
    return big_endian ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

static size_t decode_utf16(Str raw, bool last, bool big_endian, char *out, size_t *used) {
    size_t i = 0, o = 0;
    while (i + 2 <= raw.n) {
        uint32_t c = unit_at(raw, i, big_endian);
        if (c >= 0xd800 && c < 0xdc00) {
            if (i + 4 > raw.n && !last) break;
            uint32_t low = i + 4 <= raw.n ? unit_at(raw, i + 2, big_endian) : 0;
            bool pair = low >= 0xdc00 && low < 0xe000;
            c = pair ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
            i += pair ? 2 : 0;
        } else if (c >= 0xdc00 && c < 0xe000) {
            c = 0xfffd;
        }
        i += 2;
        if (c) o += put_code_point(out + o, c);
    }
    if (last && i + 1 == raw.n) { /* half a unit at the very end */
        o += put_code_point(out + o, 0xfffd);
        i++;
    }
    *used = i;
    return o;
}

static size_t decode_some(Decoder *d, size_t room, char *out) {
    Str raw = {d->raw + d->begin, d->end - d->begin};
    if (d->encoding == ENC_ASCII_SO_FAR) {
        size_t plain = 0; /* NUL is no reason to decide */
        while (plain < raw.n && (unsigned char)raw.p[plain] < 0x80) plain++;
        if (plain < raw.n) d->encoding = sniff_eight_bit(str_slice(raw, plain, raw.n), d->drained);
    }
    bool all = raw.n <= room / MAX_GROWTH;
    if (!all) raw.n = room / MAX_GROWTH;
    bool last = all && d->drained;
    size_t used = 0, written = 0;
    switch (d->encoding) {
    case ENC_ASCII_SO_FAR:
    case ENC_UTF8:
        written = decode_utf8(d, raw, last, out, &used);
        break;
    case ENC_UTF16LE:
        written = decode_utf16(raw, last, false, out, &used);
        break;
    case ENC_UTF16BE:
        written = decode_utf16(raw, last, true, out, &used);
        break;
    case ENC_WINDOWS_1252:
        written = decode_windows_1252(raw, out, &used);
        break;
    }
    d->begin += used;
    return written;
}

bool decoder_read(Decoder *d, char *out, size_t room, size_t *got, Err *err) {
    size_t written = 0;
    while (written == 0) {
        if (d->end - d->begin < 4 && !d->drained) pull(d);
        if (d->begin == d->end) break;
        written = decode_some(d, room, out);
    }
    if (written == 0 && d->failed) {
        if (err) *err = d->failure;
        return false;
    }
    *got = written;
    return true;
}

const char *decoder_encoding(const Decoder *d) {
    static const char *const NAMES[] = {"utf-8", "utf-8", "utf-16le", "utf-16be", "windows-1252"};
    return NAMES[d->encoding];
}
