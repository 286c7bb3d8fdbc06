/* redact_ip.c - finds IP addresses among version numbers, times and C++ scopes.
 *
 * A dotted quad is an address unless something says version. Addresses that are everybody's
 * (loopback, unspecified, netmasks) identify nobody and stay: engineers need them in a bug report. */
#include "redact_scan.h"

static const Str VERSION_WORDS =
    STR_INIT("v ver version versions build release update upgrade patch kernel firmware driver section chapter clause "
             "jdk sdk os rev revision");
static const Str ADDRESS_WORDS = STR_INIT("ip ips ipv4 address host server ping dns client from");

/* Four parts of 0..255 at `at`; returns the end, or `at`. */
static size_t quad_end(const Scan *s, size_t at, int part[4]) {
    size_t k = at;
    for (int i = 0; i < 4; i++) {
        size_t begin = k;
        part[i] = 0;
        while (is_digit(scan_at(s, k)) && k < begin + 3) part[i] = part[i] * 10 + (s->p[k++] - '0');
        if (k == begin || part[i] > 255) return at;
        if (i < 3 && scan_at(s, k++) != '.') return at;
    }
    char next = scan_at(s, k), after = scan_at(s, k + 1);
    if (is_alnum(next) || next == '_' || (next == '.' && is_digit(after)) || (next == '-' && is_alpha(after)))
        return at;
    return k;
}

static bool is_nobodys(const int part[4]) {
    return part[0] == 127 || part[0] == 0 || part[0] == 255;
}

/* "chrome/87.0.42.8", "jdk-1.8.0.21", "x.1.2.3.4": part of a name. */
static bool joined_before(const Scan *s, size_t at) {
    char before = scan_at(s, at - 1), further = scan_at(s, at - 2);
    if (is_alnum(before) || before == '.' || before == '_') return true;
    return (before == '/' || before == '-') && is_alnum(further) && !is_digit(further);
}

static bool is_version(const Scan *s, size_t at, const int part[4]) {
    if (cue_before(s, at, 12, VERSION_WORDS) != SIZE_MAX) return true;
    bool small = part[0] < 10 && part[1] < 10 && part[2] < 10 && part[3] < 10;
    return small && cue_before(s, at, 24, ADDRESS_WORDS) == SIZE_MAX;
}

static void find_v4(Scan *s) {
    for (size_t i = 0; i + 6 < s->n; i++) {
        if (!is_digit(s->p[i]) || joined_before(s, i)) continue;
        int part[4];
        size_t end = quad_end(s, i, part);
        if (end != i && !is_nobodys(part) && !is_version(s, i, part)) scan_cut(s, i, end, REDACT_IP);
    }
}

/* The text form of RFC 4291: eight groups, or fewer with one "::". */
typedef struct Groups {
    int count;
    bool gap;        /* holds "::" */
    bool first_is_4; /* the first group has four digits: a routed prefix is never shorter */
} Groups;

static bool parse_groups(Str run, Groups *g) {
    *g = (Groups){0};
    size_t k = 0;
    while (k < run.n) {
        size_t begin = k;
        while (k < run.n && is_hex(run.p[k])) k++;
        if (k - begin > 4) return false;
        if (k > begin && g->count++ == 0) g->first_is_4 = k - begin == 4;
        if (k == run.n) break;
        if (run.p[k] != ':') return false;
        k++;
        if (k < run.n && run.p[k] == ':') {
            if (g->gap) return false;
            g->gap = true;
            k++;
        } else if (k == begin + 1 || k == run.n) {
            return false; /* a single colon at an end */
        }
    }
    return g->gap ? g->count <= 7 : g->count == 8;
}

/* With "::", C++ scopes of hex-looking names are ruled out by the prefixes in use:
 * 2000::/3 global, fc00::/7 local, fe80::/10 link, ff00::/8 multicast. */
static bool is_address(Str run) {
    Groups g;
    if (!parse_groups(run, &g)) return false;
    if (!g.gap) return true;
    return g.first_is_4 && g.count >= 2 && (run.p[0] == '2' || run.p[0] == '3' || run.p[0] == 'f' || run.p[0] == 'F');
}

static void find_v6(Scan *s) {
    for (size_t i = 0; i < s->n;) {
        if (!is_hex(s->p[i]) && s->p[i] != ':') {
            i++;
            continue;
        }
        size_t end = i;
        while (end < s->n && (is_hex(s->p[end]) || s->p[end] == ':')) end++;
        size_t next = end;
        if (end > i + 1 && s->p[end - 1] == ':' && s->p[end - 2] != ':') end--;
        bool whole = !is_alnum(scan_at(s, i - 1)) && !is_alnum(scan_at(s, next)) && scan_at(s, i - 1) != '_';
        if (whole && end - i <= 39 && is_address(scan_str(s, i, end))) scan_cut(s, i, end, REDACT_IP);
        i = next;
    }
}

void redact_ips(Scan *s) {
    find_v4(s);
    find_v6(s);
}
