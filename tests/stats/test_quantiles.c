/* Quantiles against figures of SciPy 1.10.1. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stats/change.h"

static void close_to(double found, double want) {
    assert_true(fabs(found - want) <= 1e-8 * fmax(1, fabs(want)));
}

static void normal_equals_scipy(void **state) {
    (void)state;
    static const double GOLDEN[][2] = {
        {1e-300, -37.0470962993612}, {1e-12, -7.034483825301131}, {0.001, -3.090232306167813},
        {0.05, -1.6448536269514729}, {0.3, -0.5244005127080409},  {0.5, 0.0},
        {0.95, 1.6448536269514722},  {0.975, 1.959963984540054},  {0.9999999, 5.199337582290661},
    };
    for (size_t i = 0; i < sizeof GOLDEN / sizeof *GOLDEN; i++) close_to(normal_quantile(GOLDEN[i][0]), GOLDEN[i][1]);
}

static void student_quantile_equals_scipy(void **state) {
    (void)state;
    static const double GOLDEN[][3] = {
        {1e-06, 1, -318309.886182788},   {1e-06, 2.5, -220.173429178237},  {1e-06, 6.7, -15.1139952724506},
        {1e-06, 30, -5.8711171204189},   {1e-06, 1000, -4.78160862045503}, {0.01, 1, -31.8205159537576},
        {0.01, 2.5, -5.35311117448259},  {0.01, 6.7, -3.03574661933519},   {0.01, 30, -2.45726154240057},
        {0.01, 1000, -2.33008267475551}, {0.4, 1, -0.324919696234074},     {0.4, 2.5, -0.281459512586636},
        {0.4, 6.7, -0.263614168556204},  {0.4, 30, -0.255605364442051},    {0.4, 1000, -0.253414515839499},
        {0.9, 1, 3.07768353720781},      {0.9, 2.5, 1.73025092880718},     {0.9, 6.7, 1.42151720085162},
        {0.9, 30, 1.31041502256713},     {0.9, 1000, 1.28239872146092},    {0.95, 1, 6.31375151480093},
        {0.95, 2.5, 2.558218614136},     {0.95, 6.7, 1.90741961351129},    {0.95, 30, 1.69726089436174},
        {0.95, 1000, 1.64637881728546},  {0.999, 1, 318.308838985542},     {0.999, 2.5, 13.8221931108343},
        {0.999, 6.7, 4.89371366355834},  {0.999, 30, 3.38518486681822},    {0.999, 1000, 3.09840216391288},
    };
    for (size_t i = 0; i < sizeof GOLDEN / sizeof *GOLDEN; i++)
        close_to(student_quantile(GOLDEN[i][0], GOLDEN[i][1]), GOLDEN[i][2]);
}

static void student_cdf_equals_scipy(void **state) {
    (void)state;
    static const double GOLDEN[][3] = {
        {-40, 1, 0.00795608991202581},
        {-40, 4.2, 6.9475323290229e-07},
        {-40, 50, 6.20621189218642e-40},
        {-2, 1, 0.147583617650433},
        {-2, 4.2, 0.056377305852375},
        {-2, 50, 0.0254735343688466},
        {-0.1, 1, 0.468274482569446},
        {-0.1, 4.2, 0.462468642457915},
        {-0.1, 50, 0.460372106826485},
        {0, 1, 0.5},
        {0, 4.2, 0.5},
        {0, 50, 0.5},
        {0.5, 1, 0.647583617650433},
        {0.5, 4.2, 0.678928581601522},
        {0.5, 50, 0.690365716244114},
        {3, 1, 0.897583617650433},
        {3, 4.2, 0.981233769801567},
        {3, 50, 0.997899148406466},
    };
    for (size_t i = 0; i < sizeof GOLDEN / sizeof *GOLDEN; i++)
        assert_true(fabs(student_cdf(GOLDEN[i][0], GOLDEN[i][1]) / GOLDEN[i][2] - 1) < 1e-9);
}

static void edges(void **state) {
    (void)state;
    assert_true(isinf(normal_quantile(0)) && isinf(student_quantile(1, 3)));
    assert_true(isnan(normal_quantile(-0.1)) && isnan(normal_quantile(NAN)));
    assert_true(isnan(student_quantile(1.1, 3)) && isnan(student_quantile(0.5, 0)));
    assert_true(isnan(student_cdf(NAN, 3)) && isnan(student_cdf(1, -1)));
    assert_float_equal(student_cdf(INFINITY, 2), 1, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_equals_scipy),
        cmocka_unit_test(student_quantile_equals_scipy),
        cmocka_unit_test(student_cdf_equals_scipy),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
