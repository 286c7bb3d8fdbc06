#!/usr/bin/env python3
"""make.py - the same estimates by statsmodels and scipy: `python3 make.py > studies.txt` (Debian: python3-statsmodels).

An implementation of its own, from the words of docs/outcomes.md. Each study is one block of numbers:
    themes weeks release treated trend after skip others_touched...(count first)
    share of each week after, then the counts, a theme a line
    effect variance level slope scatter lambda df low high p placebos as_far"""
import numpy as np
import statsmodels.api as sm
from scipy import stats

THEMES_MAX, BEFORE_MIN, EVERY, THEME_MIN = 60, 12, 2, 2.0


def fit(theme, others, before, share, skip, trend):
    after = len(share)
    theme, others = theme[:before + after], others[:before + after]
    z = np.log((theme + 0.5) / (others + 0.5))
    week = np.arange(before + after) - before
    part = np.concatenate([np.zeros(before), share])
    columns = [np.ones_like(part), part] + ([week] if trend else [])
    x = np.column_stack(columns)
    keep = (week < 0) | (week >= skip)
    x, z, o = x[keep], z[keep], others[keep]
    beta = np.linalg.lstsq(x, z, rcond=None)[0]
    for _ in range(2):
        expected = np.exp(x @ beta) * (o + 0.5)
        weights = 1 / (1 / (expected + 0.5) + 1 / (o + 0.5))
        model = sm.WLS(z, x, weights=weights).fit()
        beta = model.params
    scatter = max(1.0, model.scale)
    variance = model.normalized_cov_params[1, 1] * scatter
    return dict(effect=beta[1], variance=variance, level=beta[0], slope=beta[2] if trend else 0.0, scatter=scatter,
                df=model.df_resid)


def others_of(counts, release, skip_themes):
    volume = counts[:, :release].mean(axis=1)
    use = [t for t in range(len(counts)) if t not in skip_themes]
    logs = np.average(np.log(counts[use] + 0.5), axis=0, weights=volume[use])
    level = np.exp(logs)
    return level * volume[use].sum() / level[:release].mean()


def study(counts, release, treated, touched, share, skip, trend):
    after, touched = len(share), set(touched) | {treated}
    volume = counts[:, :release].mean(axis=1)
    ours = fit(counts[treated], others_of(counts, release, touched), release, share, skip, trend)
    near = sorted((abs(np.log(volume[t] + 0.5) - np.log(volume[treated] + 0.5)), t) for t in range(len(counts))
                  if volume[t] >= THEME_MIN or t == treated)[:THEMES_MAX]
    first = max(release // 3, BEFORE_MIN)
    placebos = []
    for _, t in near:
        others = others_of(counts, release, {t})
        placebos += [fit(counts[t], others, at, share, skip, trend) for at in range(release - after, first - 1, -EVERY)]
        if t not in touched:
            placebos.append(fit(counts[t], others_of(counts, release, touched | {t}), release, share, skip, trend))
    ratio = np.array([p["effect"]**2 / p["variance"] for p in placebos])
    ours["lambda"] = max(1.0, ratio.mean())
    windows = (release - first) / after if release >= after + first else 0
    df = min(len(near) * max(1, np.floor(windows)), ours["df"])
    error = np.sqrt(ours["variance"] * ours["lambda"])
    margin = stats.t.ppf(0.95, df) * error
    ours.update(df=df, low=ours["effect"] - margin, high=ours["effect"] + margin,
                p=2 * stats.t.sf(abs(ours["effect"]) / error, df), placebos=len(placebos),
                as_far=int((ratio >= ours["effect"]**2 / ours["variance"]).sum()))
    return ours


def main():
    rng = np.random.default_rng(20260503)
    cases = []
    for i in range(12):
        themes, release, after = int(rng.integers(6, 15)), [52, 26, 60][i % 3], [8, 4, 2, 21][i % 4]
        release = 60 if after == 21 else release
        rate = np.exp(rng.uniform(np.log(3), np.log(150), size=(themes, 1)) + 0.004 * np.arange(release + after))
        rate = rate * np.exp(np.cumsum(rng.normal(0, 0.04, size=rate.shape), axis=1))
        rate[0, release:] *= [1, 0.6, 1.4][i % 3]
        counts = rng.poisson(rate * rng.gamma(20, 1 / 20, size=rate.shape)).astype(float)
        share = np.ones(after) if i % 2 else np.minimum(1, 0.25 * (1 + np.arange(after)))
        if i == 7:
            share[-1] = 0  # rolled back
        cases.append((counts, release, 0, [1, 2] if i % 5 == 3 else [], share, 13 if after == 21 else 0, i % 4 != 1))
    print(len(cases))
    for counts, release, treated, touched, share, skip, trend in cases:
        print(*counts.shape, release, treated, int(trend), len(share), skip, len(touched), *touched)
        print(*(repr(float(s)) for s in share))
        for row in counts:
            print(*(int(c) for c in row))
        r = study(counts, release, treated, touched, share, skip, trend)
        print(*(repr(float(r[k])) for k in ["effect", "variance", "level", "slope", "scatter", "lambda", "df", "low", "high",
                                           "p", "placebos", "as_far"]))


main()
