/* redact_token.c - finds secrets: keys with a known prefix, values that are called a secret, and long
 * random strings.
 *
 * A plain run of hexadecimal digits is not taken for a secret unless it is called one: in bug reports
 * it is a commit, a checksum, an address or a UUID, which an engineer needs and which opens nothing. */
#include "redact_scan.h"

enum { MAX_SECRET = 512, MIN_RANDOM = 32, BARE_SECRET = 16 };

static bool is_base64ish(char c) {
    return is_alnum(c) || c == '_' || c == '-' || c == '+' || c == '/';
}

/* ---- known prefixes -------------------------------------------------------------------------- */

typedef struct Prefix {
    Str text;
    size_t least; /* characters that must follow */
} Prefix;

/* As their makers publish them for secret scanners. */
static const Prefix PREFIXES[] = {
    {STR_INIT("AKIA"), 16},     {STR_INIT("ASIA"), 16},     {STR_INIT("ghp_"), 30},     {STR_INIT("gho_"), 30},
    {STR_INIT("ghu_"), 30},     {STR_INIT("ghs_"), 30},     {STR_INIT("ghr_"), 30},     {STR_INIT("github_pat_"), 22},
    {STR_INIT("glpat-"), 20},   {STR_INIT("sk_live_"), 10}, {STR_INIT("sk_test_"), 10}, {STR_INIT("rk_live_"), 10},
    {STR_INIT("pk_live_"), 10}, {STR_INIT("whsec_"), 16},   {STR_INIT("xoxb-"), 10},    {STR_INIT("xoxp-"), 10},
    {STR_INIT("xoxa-"), 10},    {STR_INIT("xoxs-"), 10},    {STR_INIT("xoxr-"), 10},    {STR_INIT("xapp-"), 10},
    {STR_INIT("AIza"), 30},     {STR_INIT("ya29."), 20},    {STR_INIT("npm_"), 30},     {STR_INIT("pypi-"), 30},
    {STR_INIT("hf_"), 30},      {STR_INIT("SG."), 30},      {STR_INIT("dop_v1_"), 30},  {STR_INIT("shpat_"), 20},
    {STR_INIT("sk-"), 20},      {STR_INIT("eyJ"), 20},
};

static size_t run_end(const Scan *s, size_t at) {
    size_t k = at;
    while (k < s->n && (is_base64ish(s->p[k]) || s->p[k] == '.')) k++;
    while (k > at && s->p[k - 1] == '.') k--;
    while (scan_at(s, k) == '=') k++;
    return k;
}

static bool has_digit(Str s) {
    for (size_t i = 0; i < s.n && i < 64; i++)
        if (is_digit(s.p[i])) return true;
    return false;
}

static bool has_known_prefix(Str run) {
    for (size_t i = 0; i < sizeof PREFIXES / sizeof *PREFIXES; i++)
        if (run.n >= PREFIXES[i].text.n + PREFIXES[i].least && str_starts(run, PREFIXES[i].text)) return has_digit(run);
    return false;
}

/* ---- random strings -------------------------------------------------------------------------- */

static int class_of(char c) {
    return is_digit(c) ? 0 : is_lower(c) ? 1 : is_upper(c) ? 2 : 3;
}

/* Random characters change class (digit, small, capital) more often than not; names, paths and
 * camelCase seldom do. */
static bool looks_random(Str run) {
    size_t seen[4] = {0}, changes = 0;
    for (size_t i = 0; i < run.n; i++) {
        seen[class_of(run.p[i])]++;
        if (i && class_of(run.p[i]) != class_of(run.p[i - 1])) changes++;
    }
    return run.n >= MIN_RANDOM && seen[0] >= 2 && seen[1] >= 4 && seen[2] >= 4 && seen[3] * 12 <= run.n &&
           changes * 5 >= run.n * 2;
}

/* "sha512-...", "SHA256:..." and "base64,..." announce a checksum or a picture. */
static bool announced_as_data(const Scan *s, size_t at, Str run) {
    if (str_starts(run, STR("sha")) && run.n > 7 && is_digit(run.p[3])) return true;
    char before = scan_at(s, at - 1); /* "/" begins a path; a key in it is a piece of its own */
    if (before == '/' && memchr(run.p, '/', run.n)) return true;
    return before == ',' || (before == ':' && is_digit(scan_at(s, at - 2)));
}

/* ---- values that are called a secret: password=..., "api_key": "...", PIN is 1234 ------------ */

static const Str SECRET_NAMES =
    STR_INIT("password passwd pwd passphrase passcode passwort kennwort contraseña secret token apikey api_key api-key "
             "access_key access_token auth_token refresh_token id_token client_secret secret_key private_key "
             "authorization bearer sessionid session_id x-api-key _authtoken otp");
/* Secrets in a query string only: elsewhere a key is on a keyboard. */
static const Str QUERY_NAMES = STR_INIT("key sig signature auth sid pass");
static const Str CODE_NAMES = STR_INIT("pin cvv cvc cvv2 otp passcode pincode tan");

/* What stands between a name and its value. */
typedef enum Link { LINK_NONE, LINK_SPACE, LINK_IS, LINK_COLON, LINK_EQUALS, LINK_QUERY } Link;

static size_t skip_spaces(const Scan *s, size_t k) {
    size_t from = k;
    while (k < from + 4 && (scan_at(s, k) == ' ' || scan_at(s, k) == '\t')) k++;
    return k;
}

static Link link_after(const Scan *s, size_t name, size_t end, size_t *value) {
    char before = scan_at(s, name - 1);
    size_t k = end;
    if (scan_at(s, k) == '"' || scan_at(s, k) == '\'') k++; /* of a JSON name */
    Link link = LINK_NONE;
    if (scan_at(s, k) == '=' && (before == '?' || before == '&' || before == ';')) link = LINK_QUERY, k++;
    else {
        k = skip_spaces(s, k);
        if (scan_at(s, k) == '=') link = LINK_EQUALS, k++;
        else if (scan_at(s, k) == ':') link = LINK_COLON, k++;
        else if (k > end && str_eq_nocase(str_slice((Str){s->p, s->n}, k, k + 3), STR("is "))) link = LINK_IS, k += 3;
        else if (k > end) link = LINK_SPACE;
    }
    if (link != LINK_QUERY) k = skip_spaces(s, k);
    if (link > LINK_SPACE && (scan_at(s, k) == '"' || scan_at(s, k) == '\'' || scan_at(s, k) == '`')) k++;
    *value = k;
    return link;
}

static size_t value_end(const Scan *s, size_t at, Link link) {
    size_t k = at;
    while (k < s->n && k < at + MAX_SECRET) {
        char c = s->p[k];
        if (is_gap(c) || c == SCAN_BLANK || strchr("\"'`<>", c) || (link == LINK_QUERY && strchr("&#;)", c))) break;
        k++;
    }
    while (k > at && strchr(".,;:!?)]}", s->p[k - 1])) k--;
    return k;
}

/* A word of the language is no secret ("password is wrong", "token: the ..."): letters and something
 * else must mix. In a query string everything counts. */
static bool is_secret(Str value, Link link) {
    if (link == LINK_QUERY) return value.n >= 4;
    size_t seen[4] = {0};
    for (size_t i = 0; i < value.n; i++) seen[class_of(value.p[i])]++;
    bool mixed = seen[1] + seen[2] > 0 && (seen[0] > 0 || (seen[3] > 0 && link >= LINK_COLON && seen[1] && seen[2]));
    bool path = value.n && (strchr(value.p[0] ? "/.\\({[$%" : "", value.p[0]) || str_find(value, STR("(")) != SIZE_MAX);
    return value.n >= (link == LINK_SPACE ? BARE_SECRET : 6) && mixed && !path;
}

static size_t code_end(const Scan *s, size_t at) {
    size_t k = at;
    while (is_digit(scan_at(s, k))) k++;
    return k - at >= 3 && k - at <= 8 && !is_word(scan_at(s, k)) && scan_at(s, k) != '-' ? k : at;
}

/* After a mere space, as in "bearer 3f..." or "PIN 4821": most words are ruled out before any list is read. */
static bool could_be_bare(const Scan *s, size_t at) {
    if (is_digit(scan_at(s, at))) return true;
    size_t k = at;
    while (k < at + BARE_SECRET && scan_at(s, k) && !is_gap(s->p[k])) k++;
    return k == at + BARE_SECRET;
}

/* A name of a secret ends at `end`; cuts its value. */
static void cut_named(Scan *s, size_t begin, size_t end) {
    size_t value;
    Link link = link_after(s, begin, end, &value);
    if (link == LINK_NONE || (link == LINK_SPACE && !could_be_bare(s, value))) return;
    Str name = scan_str(s, begin, end);
    bool code = words_have(CODE_NAMES, name);
    bool query = link == LINK_QUERY && words_have(QUERY_NAMES, name);
    if (!code && !query && !words_have(SECRET_NAMES, name)) return;
    if (code && code_end(s, value) > value) {
        scan_cut(s, value, code_end(s, value), REDACT_TOKEN);
        return;
    }
    /* "Authorization: Bearer abc": the scheme is a word of its own, its value follows. */
    Str scheme = str_slice((Str){s->p, s->n}, value, value + 6);
    if (str_eq_nocase(scheme, STR("bearer")) || str_eq_nocase(scheme, STR("basic "))) {
        value = skip_spaces(s, value + (scheme.p[5] == ' ' ? 5 : 6));
        link = LINK_COLON;
    }
    size_t stop = value_end(s, value, link);
    if (is_secret(scan_str(s, value, stop), link)) scan_cut(s, value, stop, REDACT_TOKEN);
}

/* ---- a private key in PEM -------------------------------------------------------------------- */

static void cut_pem(Scan *s) {
    Str text = {s->p, s->n};
    for (size_t at = 0; at < s->n;) {
        size_t found = str_find(str_slice(text, at, s->n), STR("PRIVATE KEY-----"));
        if (found == SIZE_MAX) return;
        size_t begin = at + found + strlen("PRIVATE KEY-----"), end = begin;
        while (end < s->n && (is_base64ish(s->p[end]) || is_gap(s->p[end]) || s->p[end] == '=') &&
               !str_starts(str_slice(text, end, s->n), STR("-----")))
            end++;
        if (end - begin > MIN_RANDOM) scan_cut(s, begin, end, REDACT_TOKEN);
        at = end;
    }
}

static bool is_token(const Scan *s, size_t at, size_t end) {
    Str run = scan_str(s, at, end);
    return has_known_prefix(run) || (looks_random(run) && !announced_as_data(s, at, run));
}

/* A run is everything that base64 and dots may join; its pieces are parted by "/", "+" and ".", so that
 * a secret is found both when it holds them and when it stands in a path. */
void redact_tokens(Scan *s) {
    cut_pem(s);
    size_t run = 0; /* end of the run that we are in */
    for (size_t i = 0; i < s->n;) {
        if (!is_word(s->p[i]) && s->p[i] != '_' && s->p[i] != '-') {
            i++;
            continue;
        }
        size_t piece = i;
        while (piece < s->n && (is_word(s->p[piece]) || s->p[piece] == '_' || s->p[piece] == '-')) piece++;
        bool first = i >= run;
        if (first) run = run_end(s, i);
        if (run > i && ((first && is_token(s, i, run)) || has_known_prefix(scan_str(s, i, run)))) {
            scan_cut(s, i, run, REDACT_TOKEN);
            piece = run;
        } else if (is_token(s, i, piece)) {
            scan_cut(s, i, piece, REDACT_TOKEN);
        } else {
            cut_named(s, i, piece);
        }
        i = piece;
    }
}
