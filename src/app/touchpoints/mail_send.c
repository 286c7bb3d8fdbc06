/* mail_send.c - MIME by libcurl, SMTP by libcurl. */
#include "mail_send.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/buf.h"
#include "base/clock.h"

enum { CONNECT_SECONDS = 10, SEND_SECONDS = 30, KEY_BYTES = 512, WORD_BYTES = 42, MESSAGE_MAX = 1 << 20 };

/* ---- the message ----------------------------------------------------------------------------- */

static bool plain(Str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] > '~') return false;
    return s.n < 900 && !(s.n > 1 && s.p[0] == '=' && s.p[1] == '?');
}

/* A header's text: as it is, or as encoded words of whole characters, each short enough for its line (RFC 2047). */
static Str header_text(Arena *a, Str s) {
    if (plain(s)) return s;
    Buf out = buf_new(16 << 10);
    for (size_t at = 0; at < s.n;) {
        size_t end = at + WORD_BYTES < s.n ? at + WORD_BYTES : s.n;
        while (end < s.n && end > at + 1 && ((unsigned char)s.p[end] & 0xc0) == 0x80) end--;
        char word[2 * WORD_BYTES + 8], part[WORD_BYTES];
        for (size_t i = at; i < end; i++) part[i - at] = (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i];
        sodium_bin2base64(word, sizeof word, (const unsigned char *)part, end - at, sodium_base64_VARIANT_ORIGINAL);
        buf_printf(&out, "%s=?UTF-8?B?%s?=", at ? "\r\n " : "", word);
        at = end;
    }
    Str text = arena_str(a, buf_str(&out));
    buf_free(&out);
    return text;
}

/* Base64 in lines of 76, so that no server breaks or escapes anything. */
static void add_base64(Buf *out, Str s) {
    enum { LINE = 57 };
    char line[2 * LINE];
    for (size_t at = 0; at < s.n; at += LINE) {
        size_t n = s.n - at < LINE ? s.n - at : LINE;
        sodium_bin2base64(line, sizeof line, (const unsigned char *)s.p + at, n, sodium_base64_VARIANT_ORIGINAL);
        buf_printf(out, "%s\r\n", line);
    }
}

static Str date_text(Arena *a, int64_t at) {
    static const char *const DAYS[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t day = day_of(at), second = at - day * SECONDS_PER_DAY, year;
    int month, of_month;
    civil_from_days(day, &year, &month, &of_month);
    return arena_printf(a, "%s, %d %s %lld %02d:%02d:%02d +0000", DAYS[weekday_of(day)], of_month, MONTHS[month - 1],
                        (long long)year, (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

Str mail_message(Arena *a, const MailSettings *settings, const MailRow *mail, int64_t now) {
    Buf out = buf_new(MESSAGE_MAX);
    Str key = arena_printf(a, "%.*s", STR_ARG(mail->key));
    buf_printf(&out, "Date: %s\r\nFrom: Ridealong <%.*s>\r\nTo: <%.*s>\r\n", date_text(a, now).p,
               STR_ARG(settings->from), STR_ARG(mail->address));
    buf_printf(&out, "Subject: %.*s\r\n", STR_ARG(header_text(a, mail->subject)));
    Sha256 sum = sha256(key);
    char id[33];
    hex_encode(id, sum.bytes, 16);
    buf_printf(&out, "Message-ID: <%s.%lld@ridealong>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n", id,
               (long long)mail->id);
    buf_printf(&out, "Content-Type: multipart/alternative; boundary=\"b%s\"\r\n\r\n", id);
    buf_printf(&out, "--b%s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
               id);
    add_base64(&out, mail->body);
    if (mail->calendar.n) {
        buf_printf(&out,
                   "--b%s\r\nContent-Type: text/calendar; charset=utf-8; method=%.*s\r\nContent-Transfer-Encoding: "
                   "base64\r\n\r\n",
                   id, STR_ARG(mail->method));
        add_base64(&out, mail->calendar);
    }
    buf_printf(&out, "--b%s--\r\n", id);
    Str text = arena_str(a, buf_str(&out));
    buf_free(&out);
    return text;
}

/* ---- sending --------------------------------------------------------------------------------- */

typedef struct Upload {
    Str rest;
} Upload;

static size_t read_some(char *to, size_t size, size_t n, void *ctx) {
    Upload *u = ctx;
    size_t room = size * n < u->rest.n ? size * n : u->rest.n;
    memcpy(to, u->rest.p, room);
    u->rest = str_slice(u->rest, room, u->rest.n);
    return room;
}

/* An address stands between < and > in a command: nothing may end it. */
static bool is_address(Str s) {
    size_t at = str_find(s, STR("@"));
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || strchr("<>\"\\,;:", s.p[i])) return false;
    return s.n < 255 && at != SIZE_MAX && at > 0 && at + 1 < s.n;
}

static bool read_key(const MailSettings *s, char *key, Err *err) {
    key[0] = '\0';
    if (!s->key_file.n) return true;
    FILE *in = fopen(s->key_file.p, "r");
    bool ok = in && fgets(key, KEY_BYTES, in);
    if (in) fclose(in);
    key[strcspn(key, "\r\n")] = '\0';
    return ok || err_set(err, ERR_IO, "check the path and its permissions", "cannot read the password from %.*s",
                         STR_ARG(s->key_file));
}

static bool perform(CURL *curl, const MailSettings *s, Str to, bool *later, Err *err) {
    char problem[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem);
    CURLcode code = curl_easy_perform(curl);
    long answer = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    *later = code != CURLE_OK && (answer < 500 || answer > 599);
    if (code == CURLE_OK) return true;
    return err_set(err, ERR_IO, "see the mail server's log", "%.*s: mail to %.*s: %s%s%ld", STR_ARG(s->url),
                   STR_ARG(to), *problem ? problem : curl_easy_strerror(code), answer ? ", the server said " : "",
                   answer);
}

bool mail_deliver(Arena *a, const MailSettings *s, const MailRow *mail, int64_t now, bool *later, Err *err) {
    char key[KEY_BYTES];
    *later = false;
    if (!is_address(mail->address))
        return err_set(err, ERR_INPUT, NULL, "'%.*s' is no e-mail address", STR_ARG(mail->address));
    if (!read_key(s, key, err)) return *later = true, false;
    CURL *curl = curl_easy_init();
    if (!curl) return *later = true, err_set(err, ERR_IO, NULL, "cannot start to send mail");
    Upload upload = {mail_message(a, s, mail, now)};
    struct curl_slist *to = curl_slist_append(NULL, arena_printf(a, "<%.*s>", STR_ARG(mail->address)).p);
    curl_easy_setopt(curl, CURLOPT_URL, arena_str(a, s->url).p);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SEND_SECONDS);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_printf(a, "<%.*s>", STR_ARG(s->from)).p);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_some);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    if (s->user.n) {
        /* a password never goes over an open line */
        curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
        curl_easy_setopt(curl, CURLOPT_USERNAME, arena_str(a, s->user).p);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, key);
    } else {
        curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
    }
    bool ok = perform(curl, s, mail->address, later, err);
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    sodium_memzero(key, sizeof key);
    return ok;
}
