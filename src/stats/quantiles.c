/* quantiles.c - quantiles of the normal and of Student's t distribution. */
#include <math.h>

#include "stats/change.h"

static double polynomial(const double c[8], double x) {
    double sum = 0;
    for (int i = 7; i >= 0; i--) sum = sum * x + c[i];
    return sum;
}

/* Wichura 1988, algorithm AS 241 (PPND16): three rational functions, good to about 1e-16. */
double normal_quantile(double p) {
    static const double A[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static const double B[8] = {1.0,
                                4.2313330701600911252e+1,
                                6.8718700749205790830e+2,
                                5.3941960214247511077e+3,
                                2.1213794301586595867e+4,
                                3.9307895800092710610e+4,
                                2.8729085735721942674e+4,
                                5.2264952788528545610e+3};
    static const double C[8] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double D[8] = {1.0,
                                2.05319162663775882187e0,
                                1.67638483018380384940e0,
                                6.89767334985100004550e-1,
                                1.48103976427480074590e-1,
                                1.51986665636164571966e-2,
                                5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
    static const double E[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double F[8] = {1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
    if (!(p >= 0 && p <= 1)) return NAN;
    if (p == 0 || p == 1) return p == 0 ? -INFINITY : INFINITY;
    double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * polynomial(A, r) / polynomial(B, r);
    }
    double r = sqrt(-log(q < 0 ? p : 1 - p));
    double x = r <= 5 ? polynomial(C, r - 1.6) / polynomial(D, r - 1.6) : polynomial(E, r - 5) / polynomial(F, r - 5);
    return q < 0 ? -x : x;
}

/* Continued fraction of the incomplete beta function (DLMF 8.17.22), by the modified Lentz method. */
static double beta_fraction(double a, double b, double x) {
    const double tiny = 1e-300;
    double c = 1, d = 1 / fmax(fabs(1 - (a + b) * x / (a + 1)), tiny), h = d;
    for (int m = 1; m < 10000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 + even * d, c = 1 + even / c;
        d = 1 / (fabs(d) < tiny ? tiny : d), c = fabs(c) < tiny ? tiny : c;
        h *= d * c;
        d = 1 + odd * d, c = 1 + odd / c;
        d = 1 / (fabs(d) < tiny ? tiny : d), c = fabs(c) < tiny ? tiny : c;
        h *= d * c;
        if (fabs(d * c - 1) < 1e-15) break;
    }
    return h;
}

/* Not lgamma, which writes a global. */
static double log_gamma(double x) {
    int sign;
    return lgamma_r(x, &sign);
}

/* Regularised incomplete beta function I_x(a, b); y is 1 - x, given apart to keep its digits. */
static double beta_regular(double a, double b, double x, double y) {
    if (x <= 0 || y <= 0) return x <= 0 ? 0 : 1;
    double front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log(y));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a : 1 - front * beta_fraction(b, a, y) / b;
}

/* P(T > t) for t >= 0. */
static double student_tail(double t, double df) {
    double square = t * t;
    if (isinf(square)) return 0;
    return beta_regular(df / 2, 0.5, df / (df + square), square / (df + square)) / 2;
}

double student_cdf(double t, double df) {
    if (isnan(t) || !(df > 0)) return NAN;
    return t < 0 ? student_tail(-t, df) : 1 - student_tail(t, df);
}

/* Bisection between doubling bounds: the tail is monotone, and some 70 evaluations cost nothing here. */
double student_quantile(double p, double df) {
    if (!(p >= 0 && p <= 1) || !(df > 0)) return NAN;
    if (p == 0 || p == 1) return p == 0 ? -INFINITY : INFINITY;
    if (p == 0.5) return 0;
    double tail = p < 0.5 ? p : 1 - p, low = 0, high = 1;
    while (student_tail(high, df) > tail && high < 1e300) low = high, high *= 2;
    for (;;) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        if (student_tail(middle, df) > tail) low = middle;
        else high = middle;
    }
    return p < 0.5 ? -high : high;
}

double binomial_at_least(double k, double n, double p) {
    if (!(n >= 0) || isnan(p) || isnan(k)) return NAN;
    if (k <= 0) return 1;
    if (k > n) return 0;
    return beta_regular(k, n - k + 1, p, 1 - p);
}
