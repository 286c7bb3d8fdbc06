/* bind.c - the one place where arguments are checked, whichever door they came through. */
#include <assert.h>
#include <string.h>

#include "app/op.h"
#include "base/clock.h"
#include "signals/time_parse.h"
#include "text/utf8.h"

static size_t params_count(const Op *op) {
    size_t n = 0;
    while (op->params && op->params[n].name) n++;
    return n;
}

static const Param *param_find(const Op *op, Str name, size_t *index) {
    for (size_t i = 0; op->params && op->params[i].name; i++)
        if (str_eq(name, str_from_c(op->params[i].name))) {
            *index = i;
            return &op->params[i];
        }
    return NULL;
}

static bool bind_int(const Param *p, Str text, Arg *out, Err *err) {
    if (!str_to_i64(text, &out->i))
        return err_set(err, ERR_INPUT, "give a whole number", "%s: '%.*s' is not a whole number", p->name,
                       STR_ARG(text));
    if (out->i < p->min || out->i > p->max)
        return err_set(err, ERR_INPUT, NULL, "%s: %lld is outside %lld to %lld", p->name, (long long)out->i,
                       (long long)p->min, (long long)p->max);
    return true;
}

static bool bind_bool(const Param *p, Str text, Arg *out, Err *err) {
    static const char *const YES[] = {"true", "1", "yes", "on", NULL}, *const NO[] = {"false", "0", "no", "off", NULL};
    for (int i = 0; YES[i]; i++) {
        if (str_eq_nocase(text, str_from_c(YES[i]))) return out->i = 1, true;
        if (str_eq_nocase(text, str_from_c(NO[i]))) return out->i = 0, true;
    }
    return err_set(err, ERR_INPUT, "give true or false", "%s: '%.*s' is neither true nor false", p->name,
                   STR_ARG(text));
}

static bool bind_enum(const Param *p, Str text, Arg *out, Err *err) {
    Err wrong = {.code = ERR_INPUT};
    err_set(&wrong, ERR_INPUT, NULL, "%s: '%.*s' is not one of", p->name, STR_ARG(text));
    for (int i = 0; p->choices[i]; i++) {
        if (str_eq(text, str_from_c(p->choices[i]))) return out->i = i, true;
        size_t n = strlen(wrong.message);
        strncat(wrong.message, i ? ", " : " ", sizeof wrong.message - n - 1);
        n = strlen(wrong.message);
        strncat(wrong.message, p->choices[i], sizeof wrong.message - n - 1);
    }
    if (err) *err = wrong;
    return false;
}

static bool bind_date(const Param *p, Str text, Arg *out, Err *err) {
    if (time_parse(text, false, &out->i)) return true;
    return err_set(err, ERR_INPUT, "write it as 2026-05-03 or 2026-05-03T08:15:00Z", "%s: '%.*s' is not a date",
                   p->name, STR_ARG(text));
}

static bool bind_str(const Param *p, Str text, Err *err) {
    if (p->max && text.n > (size_t)p->max)
        return err_set(err, ERR_LIMIT, NULL, "%s: longer than %lld bytes", p->name, (long long)p->max);
    if (!utf8_valid(text) || memchr(text.p ? text.p : "", '\0', text.n))
        return err_set(err, ERR_INPUT, "send UTF-8", "%s: not valid UTF-8 text", p->name);
    return true;
}

static bool bind_one(const Param *p, Str text, Arg *out, Err *err) {
    out->s = text;
    if (!bind_str(p, text, err)) return false;
    switch (p->type) {
    case PARAM_STR:
        if (p->required && str_trim(text).n == 0) return err_set(err, ERR_INPUT, p->help, "%s: it is empty", p->name);
        break;
    case PARAM_INT:
        if (!bind_int(p, text, out, err)) return false;
        break;
    case PARAM_BOOL:
        if (!bind_bool(p, text, out, err)) return false;
        break;
    case PARAM_ENUM:
        if (!bind_enum(p, text, out, err)) return false;
        break;
    case PARAM_DATE:
        if (!bind_date(p, text, out, err)) return false;
        break;
    case PARAM_LIST:
        break;
    }
    out->given = true;
    return true;
}

static bool bind_list(const Param *p, Arena *a, const RawArg *raw, size_t n, Arg *out, Err *err) {
    Str *items = ARENA_ARRAY(a, Str, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(raw[i].name, str_from_c(p->name))) continue;
        if (!bind_str(&(Param){.name = p->name}, raw[i].value, err)) return false;
        items[count++] = raw[i].value;
    }
    if (p->max && count > (size_t)p->max)
        return err_set(err, ERR_LIMIT, NULL, "%s: more than %lld", p->name, (long long)p->max);
    *out = (Arg){.given = count > 0, .list = items, .list_n = count};
    return true;
}

static bool check_names(const Op *op, const RawArg *raw, size_t n, Arg *args, Err *err) {
    for (size_t i = 0; i < n; i++) {
        size_t at;
        const Param *p = param_find(op, raw[i].name, &at);
        if (!p)
            return err_set(err, ERR_INPUT, "see the help of this operation for what it takes", "%s takes no '%.*s'",
                           op->words ? op->words : op->id, STR_ARG(raw[i].name));
        if (p->type == PARAM_LIST) continue;
        if (args[at].given) return err_set(err, ERR_INPUT, NULL, "%s: given twice", p->name);
        /* an empty form field means "any": the same as not given */
        if (raw[i].value.n == 0 && p->type != PARAM_STR) continue;
        if (!bind_one(p, raw[i].value, &args[at], err)) return false;
    }
    return true;
}

bool op_bind(const Op *op, Arena *a, const RawArg *raw, size_t n, const Arg **out, Err *err) {
    size_t count = params_count(op);
    Arg *args = ARENA_ARRAY(a, Arg, count + 1);
    if (!check_names(op, raw, n, args, err)) return false;
    for (size_t i = 0; i < count; i++) {
        const Param *p = &op->params[i];
        if (p->type == PARAM_LIST && !bind_list(p, a, raw, n, &args[i], err)) return false;
        if (!args[i].given && p->fallback && !bind_one(p, str_from_c(p->fallback), &args[i], err)) return false;
        if (!args[i].given && p->required) return err_set(err, ERR_INPUT, NULL, "%s: missing: %s", p->name, p->help);
    }
    *out = args;
    return true;
}

const Arg *call_arg(const Call *call, const char *name) {
    size_t at = 0;
    const Param *p = param_find(call->op, str_from_c(name), &at);
    assert(p);
    return p ? &call->args[at] : NULL;
}
