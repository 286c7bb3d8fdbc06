/* outcome_peers.c - a dashboard, a segmented regression, a difference in differences, as they are usually done. */
#include "outcome_peers.h"

#include <math.h>
#include <string.h>

#include "stats/change.h"

enum { DAYS = 7, WINDOW = 28, P = 3, ROUNDS = 50 };

static Answer answer(double effect, double error, double df /* 0: normal */) {
    double t = df > 0 ? student_quantile(0.95, df) : normal_quantile(0.95);
    double z = -fabs(effect) / error, tail = df > 0 ? student_cdf(z, df) : 0.5 * erfc(-z / sqrt(2));
    return (Answer){effect, effect - t * error, effect + t * error, 2 * tail};
}

static double sum(const double *x, size_t begin, size_t end) {
    double s = 0;
    for (size_t i = begin; i < end; i++) s += x[i];
    return s;
}

Answer peer_dashboard(const Series *s) {
    const double *days = s->days + s->treated * s->days_n;
    size_t at = s->release;
    double old = sum(days, at - WINDOW, at) + 0.5, new = sum(days, at, at + WINDOW) + 0.5;
    double people = log(sum(s->exposure, at, at + WINDOW) / sum(s->exposure, at - WINDOW, at));
    return answer(log(new / old) - people, sqrt(1 / old + 1 / new), 0);
}

/* A generalised linear model with log link and variance mu (1 + alpha mu), by iterated weighted least squares. */
typedef struct Model {
    const double *y, *offset;
    size_t n, release;
    double alpha;
    double beta[P], covariance[P][P]; /* 1, after, week */
    double pearson;
} Model;

static void row(const Model *m, size_t w, double x[P]) {
    x[0] = 1, x[1] = w >= m->release, x[2] = ((double)w - (double)m->release) / 10;
}

static double mean_of(const Model *m, size_t w) {
    double x[P];
    row(m, w, x);
    return exp(m->offset[w] + m->beta[0] * x[0] + m->beta[1] * x[1] + m->beta[2] * x[2]);
}

static void invert(double m[P][P], double out[P][P]) {
    for (int i = 0; i < P; i++)
        for (int k = 0; k < P; k++) {
            int r = (k + 1) % P, s = (k + 2) % P, c = (i + 1) % P, d = (i + 2) % P;
            out[i][k] = m[r][c] * m[s][d] - m[r][d] * m[s][c]; /* cofactors, cyclic: no signs needed */
        }
    double det = m[0][0] * out[0][0] + m[0][1] * out[1][0] + m[0][2] * out[2][0];
    for (int i = 0; i < P; i++)
        for (int k = 0; k < P; k++) out[i][k] /= det;
}

static void step(Model *m) {
    double xx[P][P] = {{0}}, xz[P] = {0}, x[P];
    for (size_t w = 0; w < m->n; w++) {
        double mu = mean_of(m, w), weight = mu / (1 + m->alpha * mu);
        double z = log(mu) - m->offset[w] + (m->y[w] - mu) / mu;
        row(m, w, x);
        for (int i = 0; i < P; i++) {
            xz[i] += weight * x[i] * z;
            for (int k = 0; k < P; k++) xx[i][k] += weight * x[i] * x[k];
        }
    }
    invert(xx, m->covariance);
    for (int i = 0; i < P; i++) {
        m->beta[i] = 0;
        for (int k = 0; k < P; k++) m->beta[i] += m->covariance[i][k] * xz[k];
    }
}

static double pearson(const Model *m, double alpha) {
    double s = 0;
    for (size_t w = 0; w < m->n; w++) {
        double mu = mean_of(m, w);
        s += pow(m->y[w] - mu, 2) / (mu * (1 + alpha * mu));
    }
    return s;
}

static void fit(Model *m) {
    double all = sum(m->y, 0, m->n) + 0.5, people = 0;
    for (size_t w = 0; w < m->n; w++) people += exp(m->offset[w]);
    m->beta[0] = log(all / people);
    for (int i = 0; i < ROUNDS; i++) {
        double last = m->beta[1];
        step(m);
        if (fabs(m->beta[1] - last) < 1e-10) break;
    }
    m->pearson = pearson(m, m->alpha);
}

/* The dispersion at which Pearson's statistic is what it should be. */
static double dispersion(const Model *m) {
    double df = (double)m->n - P, low = 0, high = 10;
    if (pearson(m, 0) <= df) return 0;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        *(pearson(m, middle) > df ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

static Model model_new(Arena *a, const Series *s, double **offset) {
    Model m = {.n = s->days_n / DAYS, .release = s->release / DAYS};
    double *y = ARENA_ARRAY(a, double, m.n);
    *offset = ARENA_ARRAY(a, double, m.n);
    for (size_t w = 0; w < m.n; w++) y[w] = sum(s->days + s->treated * s->days_n, w * DAYS, (w + 1) * DAYS);
    m.y = y, m.offset = *offset;
    return m;
}

Answer peer_segmented(Arena *a, const Series *s) {
    double *offset;
    Model m = model_new(a, s, &offset);
    for (size_t w = 0; w < m.n; w++) offset[w] = log(sum(s->exposure, w * DAYS, (w + 1) * DAYS));
    fit(&m);
    for (int i = 0; i < 5; i++) { /* the dispersion and the fit, in turns */
        m.alpha = dispersion(&m);
        fit(&m);
    }
    return answer(m.beta[1], sqrt(m.covariance[1][1]), 0);
}

Answer peer_differences(Arena *a, const Series *s) {
    double *offset;
    Model m = model_new(a, s, &offset);
    for (size_t w = 0; w < m.n; w++) {
        double others = 0;
        for (size_t t = 0; t < s->themes; t++)
            if (t != s->treated) others += sum(s->days + t * s->days_n, w * DAYS, (w + 1) * DAYS);
        offset[w] = log(others + 0.5);
    }
    fit(&m);
    double df = (double)m.n - P, scale = fmax(1, m.pearson / df);
    return answer(m.beta[1], sqrt(scale * m.covariance[1][1]), df);
}
