/* redact_phone.c - finds telephone numbers among dates, amounts, versions and order numbers.
 *
 * Shapes that hardly anything else has (+46 8 928 571 38, (602) 272-9781, 780-999-2181, 0496 46 46 70)
 * are cut wherever they stand. Other groups of 7 to 13 digits are cut only when a telephone word is
 * near and no other number's word ("order", "account") is nearer. */
#include "redact_scan.h"

enum { MAX_GROUPS = 8, MIN_DIGITS = 7, MAX_DIGITS = 15, CUE_WINDOW = 48 };

static const Str PHONE_WORDS =
    STR_INIT("phone phones telephone tel mobile cell cellphone fax call calls called calling dial dialed ring sms text "
             "texts texted whatsapp contact message messages answering landline desk voicemail hotline telefon "
             "telefonnummer rufnummer handy handynummer mobil anrufen téléphone portable appeler appelez teléfono "
             "telefono móvil celular llamar cellulare chiamare telefone telemóvel tlf telefoon gsm puhelin");

/* Words of other numbers: when one of them stands nearer, the number is theirs. */
static const Str OTHER_WORDS =
    STR_INIT("order account reference ref ticket case invoice tracking id claim loan routing confirmation serial model "
             "version bug issue amount balance policy license imei isbn pin kundennummer bestellnummer");

static const Str AFTER_WORDS = STR_INIT("office fax mobile cell home work phone tel desk ext extension");

/* Groups of digits from a position, each with what stood before it. */
typedef struct Groups {
    size_t begin; /* of the "+" or "(" or first digit */
    int count;
    int length[MAX_GROUPS];
    size_t at[MAX_GROUPS], end[MAX_GROUPS];
    char sep[MAX_GROUPS]; /* before the group: 0, ' ', '-', '.', '/', '(' or ')' */
    bool plus;
} Groups;

/* Length in bytes of one separator at k, and its kind: a plain one, ") ", " (", or a no-break space. */
static size_t separator(const Scan *s, size_t k, char *kind) {
    char c = scan_at(s, k), next = scan_at(s, k + 1);
    *kind = c;
    if (c == '\xC2' && next == '\xA0') return *kind = ' ', 2;
    if (c == '(') return 1;
    if (c == ')') return next == ' ' || next == '-' ? 2 : 1;
    if (c == ' ' && next == '(') return *kind = '(', 2;
    if (c == ' ' && next == '-' && scan_at(s, k + 2) == ' ') return *kind = '-', 3;
    return c == ' ' || c == '-' || c == '.' || c == '/' ? 1 : 0;
}

static Groups gather(const Scan *s, size_t at) {
    Groups g = {.begin = at};
    size_t k = at;
    char sep = 0;
    if (scan_at(s, k) == '+') g.plus = true, k++;
    if (scan_at(s, k) == '(') sep = '(', k++;
    if (g.plus && scan_at(s, k) == ' ') k++;
    int digits = 0;
    while (g.count < MAX_GROUPS && is_digit(scan_at(s, k))) {
        int i = g.count;
        g.at[i] = k;
        g.sep[i] = sep;
        while (is_digit(scan_at(s, k)) && g.length[i] < MAX_DIGITS + 1) g.length[i]++, k++;
        digits += g.length[i];
        if (digits > MAX_DIGITS) break;
        g.end[i] = k;
        g.count++;
        size_t width = separator(s, k, &sep);
        if (!width) break;
        k += width;
    }
    return g;
}

/* What a number runs up to: nothing that would make it a part of something longer. */
static bool ends_well(const Scan *s, size_t end) {
    char next = scan_at(s, end), after = scan_at(s, end + 1);
    if (next == 'x' && is_digit(after)) return true; /* extension */
    if (is_alnum(next) || next == '_' || next == '%') return false;
    return !((next == '-' || next == '.' || next == ',' || next == ':' || next == '/') && is_digit(after));
}

static size_t with_extension(const Scan *s, size_t end) {
    size_t k = end;
    if (scan_at(s, k) == ' ') k++;
    Str rest = str_slice((Str){s->p, s->n}, k, k + 10);
    if (str_eq_nocase(str_slice(rest, 0, 3), STR("ext"))) {
        k += str_eq_nocase(str_slice(rest, 0, 9), STR("extension")) ? 9 : 3;
        while (scan_at(s, k) == '.' || scan_at(s, k) == ' ') k++;
    } else if (scan_at(s, k) == 'x') {
        k++;
    } else {
        return end;
    }
    size_t digits = k;
    while (is_digit(scan_at(s, k)) && k < digits + 6) k++;
    return k > digits ? k : end;
}

static int digit_sum(const Groups *g, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) sum += g->length[i];
    return sum;
}

/* Groups used by an area code, exchange and line of North America from group i on, else 0. */
static int north_american(const Scan *s, const Groups *g, int i) {
    if (i + 3 > g->count || g->length[i] != 3 || g->length[i + 1] != 3 || g->length[i + 2] != 4) return 0;
    char area = s->p[g->at[i]], exchange = s->p[g->at[i + 1]];
    if (area < '2') return 0;
    bool spaced = g->sep[i + 1] == ' ' || g->sep[i + 2] == ' ';
    return spaced && g->sep[i] != '(' && exchange < '2' ? 0 : 3;
}

/* The next block of an IBAN or of another long number. */
static bool continues_a_number(const Scan *s, size_t at) {
    return scan_at(s, at - 1) == ' ' && is_digit(scan_at(s, at - 2));
}

/* Shapes that need no word near them; returns how many groups belong to the number, or 0. */
static int certain_shape(const Scan *s, const Groups *g) {
    bool zero = g->count && s->p[g->at[0]] == '0';
    bool double_zero = zero && g->length[0] > 1 && s->p[g->at[0] + 1] == '0';
    int all = digit_sum(g, 0, g->count);
    if (g->plus && !zero && all >= 9) return g->count;
    bool fresh = !continues_a_number(s, g->begin);
    if (double_zero && fresh && g->count > 2 && all >= 10) return g->count;
    bool one = !g->plus && g->count > 3 && g->length[0] == 1 && s->p[g->at[0]] == '1';
    int used = north_american(s, g, one ? 1 : 0);
    if (used) return used + (one ? 1 : 0);
    if (!zero || !fresh || double_zero || g->count < 2 || g->length[0] < 2 || all < 9) return 0;
    for (int i = 0; i < g->count; i++)
        if (g->length[i] < 2) return 0;
    return all <= 12 && g->length[0] <= 5 ? g->count : 0;
}

static bool is_year(const Scan *s, const Groups *g, int i) {
    const char *p = s->p + g->at[i];
    return g->length[i] == 4 && ((p[0] == '1' && p[1] == '9') || (p[0] == '2' && p[1] == '0'));
}

static bool is_date(const Scan *s, const Groups *g) {
    if (g->count == 2) return is_year(s, g, 0) && is_year(s, g, 1);
    if (g->count < 3) return false;
    const int *n = g->length;
    return (is_year(s, g, 0) && n[1] <= 2 && n[2] <= 2) || (n[0] <= 2 && n[1] <= 2 && is_year(s, g, 2)) ||
           (g->count == 3 && n[0] <= 2 && n[1] <= 2 && n[2] <= 2);
}

/* 10 000 000 and other thousands, and groups of a single digit, are amounts or lists. */
static bool groups_like_a_phone(const Scan *s, const Groups *g) {
    int all = digit_sum(g, 0, g->count);
    if (all < MIN_DIGITS || all > 13 || is_date(s, g)) return false;
    for (int i = 0; i < g->count; i++)
        if (g->length[i] < 2 || (g->length[i] > 4 && g->count > 2)) return false;
    size_t last = g->end[g->count - 1];
    bool thousands = g->count > 1 && g->length[g->count - 1] == 3 && str_eq(scan_str(s, last - 3, last), STR("000"));
    return !thousands && !(g->count == 1 && all < 8);
}

/* Only punctuation between the number and a word like "office" or "Fax". */
static bool word_after(const Scan *s, size_t end) {
    size_t k = end;
    while (k < end + 2 && (scan_at(s, k) == ' ' || scan_at(s, k) == '-' || scan_at(s, k) == '(')) k++;
    size_t word = k;
    while (is_alnum(scan_at(s, k)) && k < word + 12) k++;
    return k > word && words_have(AFTER_WORDS, scan_str(s, word, k));
}

static bool called_a_phone(const Scan *s, const Groups *g) {
    if (word_after(s, g->end[g->count - 1])) return true;
    size_t phone = cue_before(s, g->begin, CUE_WINDOW, PHONE_WORDS);
    if (phone == SIZE_MAX) return false;
    size_t other = cue_before(s, g->begin, CUE_WINDOW, OTHER_WORDS);
    return other == SIZE_MAX || other < phone;
}

static bool begins_well(const Scan *s, size_t at) {
    char before = scan_at(s, at - 1), further = scan_at(s, at - 2);
    if (is_alnum(before) || before == '$' || before == '#' || before == '_' || before == '+') return false;
    if (before == ' ' && further == '$') return false;
    return !((before == '-' || before == '.' || before == '/' || before == ',' || before == ':' || before == '(') &&
             is_alnum(further));
}

static size_t phone_end(const Scan *s, size_t at) {
    if (!begins_well(s, at)) return at;
    Groups g = gather(s, at);
    int used = certain_shape(s, &g);
    if (used && !ends_well(s, g.end[used - 1])) used = 0;
    if (used && !is_date(s, &g)) return with_extension(s, g.end[used - 1]);
    if (g.count && groups_like_a_phone(s, &g) && ends_well(s, g.end[g.count - 1]) && called_a_phone(s, &g))
        return with_extension(s, g.end[g.count - 1]);
    return at;
}

void redact_phones(Scan *s) {
    for (size_t i = 0; i < s->n; i++) {
        if (!is_digit(s->p[i]) && s->p[i] != '+' && s->p[i] != '(') continue;
        size_t end = phone_end(s, i);
        if (end > i) scan_cut(s, i, end, REDACT_PHONE);
        if (end > i) i = end - 1;
    }
}
