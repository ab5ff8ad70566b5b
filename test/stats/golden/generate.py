"""Golden values for test/stats/golden.test.ts, worked out by SciPy and NumPy and by none of our code.

    python3 test/stats/golden/generate.py > test/stats/golden/golden.json && npx oxfmt test/stats/golden/golden.json

Written with SciPy 1.17.1 and NumPy 2.4.6; the tests read only the JSON. All inputs are in it too, so that nothing
rests on how a generator of random numbers goes on in another version.
"""

import json

import numpy as np
from scipy import optimize, special, stats

rng = np.random.default_rng(20260115)


def beta_cases():
    shapes = [(0.5, 0.5), (1, 1), (0.5, 20.5), (7.5, 3.5), (2.25, 0.75), (100.5, 50.5), (3000.5, 12.5), (1, 500)]
    cdf = [dict(x=x, a=a, b=b, p=stats.beta.cdf(x, a, b)) for a, b in shapes for x in (0.001, 0.1, 0.5, 0.77, 0.999)]
    ppf = [dict(p=p, a=a, b=b, x=stats.beta.ppf(p, a, b)) for a, b in shapes for p in (0.005, 0.025, 0.1, 0.5, 0.9, 0.975)]
    return dict(cdf=cdf, quantile=ppf)


def interval_cases():
    rows = []
    for k, n in [(0, 1), (1, 1), (0, 20), (1, 20), (2, 20), (3, 10), (7, 7), (12, 40), (39, 40), (5, 143), (60, 300), (999, 1000)]:
        test = stats.binomtest(k, n)
        exact = test.proportion_ci(0.95, "exact")
        wilson = test.proportion_ci(0.95, "wilson")
        one = stats.binomtest(k, n, alternative="less").proportion_ci(0.9, "exact")
        rows.append(dict(k=k, n=n, exact=[exact.low, exact.high], wilson=[wilson.low, wilson.high], upper90=one.high))
    return rows


def mcnemar_cases():
    pairs = [(0, 10), (10, 0), (5, 5), (3, 9), (9, 3), (20, 31), (1, 40), (250, 300), (6, 5)]
    return [dict(one=b, other=c, p=stats.binomtest(b, b + c, 0.5).pvalue) for b, c in pairs]


def share_law_cases():
    rows = [(0, 0, 0.3), (4, 10, 0.25), (9, 20, 0.3), (20, 20, 0.25), (0, 20, 0.25), (12, 17, 0.25)]
    draws = stats.dirichlet([0.5, 0.5, 0.5])
    assert abs(draws.mean()[0] - 1 / 3) < 1e-12
    return [dict(k=k, n=n, above=t, p=stats.beta.sf(t, k + 0.5, (n - k) + 1.0)) for k, n, t in rows]


def platt_cases():
    cases = []
    for n, a, b in [(0, 0, 1), (1, 0, 1), (10, -0.5, 0.6), (10, 0, 1), (50, -1, 0.5), (300, -0.8, 0.4), (40, 9, 1), (40, -9, 1)]:
        c = np.round(rng.beta(6, 2, n), 3)
        y = rng.random(n) < special.expit(a + b * special.logit(np.clip(c, 0.005, 0.995)))
        cases.append(platt_case(c, y, (0, 1), [[1, 0], [0, 4]]))
    # stated with certainty, and wrong
    cases.append(platt_case(np.array([0, 0, 1, 1, 1, 0.5] * 3), np.array([1, 0, 0, 1, 1, 0] * 3), (0, 1), [[1, 0], [0, 4]]))
    # the fit of a predecessor as what is believed before
    c = np.round(rng.beta(5, 2, 30), 2)
    cases.append(platt_case(c, rng.random(30) < 0.6, (-0.7, 0.55), [[6.5, 3.25], [3.25, 12]]))
    return cases


def platt_case(c, y, mean, firm):
    x = special.logit(np.clip(c, 0.005, 0.995))
    y = np.asarray(y, float)
    firm = np.asarray(firm, float)

    def loss(v):
        z = v[0] + v[1] * x
        d = v - np.asarray(mean)
        return np.sum(np.logaddexp(0, z) - y * z) + 0.5 * d @ firm @ d

    best = optimize.minimize(loss, mean, method="Nelder-Mead", options=dict(xatol=1e-11, fatol=1e-14, maxiter=20000))
    p = special.expit(best.x[0] + best.x[1] * x)
    w = p * (1 - p)
    after = firm + np.array([[w.sum(), (w * x).sum()], [(w * x).sum(), (w * x * x).sum()]])
    return dict(
        stated=list(map(float, c)), right=[bool(v) for v in y], mean=list(mean),
        firm=[firm[0, 0], firm[0, 1], firm[1, 1]], a=best.x[0], b=best.x[1],
        firmAfter=[after[0, 0], after[0, 1], after[1, 1]],
    )


def kaplan_meier_cases():
    cases = []
    for n, round_to in [(1, 0), (12, 0), (60, 1), (200, 0)]:
        lag = rng.exponential(200, n)
        age = rng.uniform(0, 400, n)
        days = np.round(np.minimum(lag, age), round_to)
        came = lag <= age
        fit = stats.ecdf(stats.CensoredData(uncensored=days[came], right=days[~came])).cdf
        at = sorted(set(map(float, days[came])))
        cases.append(dict(days=list(map(float, days)), came=[bool(v) for v in came], steps=[[t, float(fit.evaluate(t))] for t in at]))
    return cases


def pava_cases():
    cases = []
    for n in (1, 2, 15, 80):
        c = np.sort(np.round(rng.random(n), 3))
        c = np.unique(c)
        y = rng.random(len(c)) < c**2
        fit = optimize.isotonic_regression(y.astype(float)).x
        cases.append(dict(stated=list(map(float, c)), right=[bool(v) for v in y], fit=list(map(float, fit))))
    # ties, as groups with weights
    values = np.array([0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
    counts = [(7, 20), (4, 11), (9, 12), (20, 31), (19, 22), (3, 5)]
    fit = optimize.isotonic_regression([k / n for k, n in counts], weights=[n for _, n in counts]).x
    stated = [float(v) for v, (_, n) in zip(values, counts) for _ in range(n)]
    right = [i < k for k, n in counts for i in range(n)]
    each = [float(f) for f, (_, n) in zip(fit, counts) for _ in range(n)]
    cases.append(dict(stated=stated, right=right, fit=each))
    return cases


MEANS = np.arange(1, 20) / 20
KAPPAS = 50 ** (np.arange(12) / 11)


def hierarchy_cases():
    sets = [
        [(9, 1), (8, 2), (3, 7), (10, 0), (5, 5)],
        [(1, 0), (0, 1), (2, 1), (0, 0), (4, 0), (6, 2), (1, 1), (3, 0)],
        [(20, 1), (15, 5), (40, 3), (2, 9), (0, 6), (7, 2), (30, 30), (1, 12)],
        [(0, 3), (0, 5), (0, 8), (0, 1), (0, 2)],
        [(300, 100), (250, 70), (90, 30), (10, 3), (1, 0), (0, 2)],
    ]
    return [dict(counts=[list(c) for c in s], grid=hierarchy(s, MEANS, KAPPAS), fine=hierarchy(s, (np.arange(200) + 0.5) / 200, 50 ** ((np.arange(120) + 0.5) / 120))) for s in sets]


def hierarchy(counts, means, kappas):
    mu, kappa = np.meshgrid(means, kappas, indexing="ij")
    a, b = (mu * kappa).ravel(), ((1 - mu) * kappa).ravel()
    logs = sum(special.betaln(a + k, b + m) - special.betaln(a, b) for k, m in counts)
    w = np.exp(logs - logs.max())
    w /= w.sum()
    keep = w > 1e-13
    a, b, w = a[keep], b[keep], w[keep]
    rows = []
    for k, m in counts:
        cdf = lambda x: float(w @ stats.beta.cdf(x, a + k, b + m))
        find = lambda p: optimize.brentq(lambda x: cdf(x) - p, 0, 1, xtol=1e-13)
        rows.append(dict(share=float(w @ ((a + k) / (a + b + k + m))), low=find(0.025), high=find(0.975), loser=cdf(0.5)))
    return rows


def hajek_cases():
    cases = []
    for n in (6, 40, 200):
        right = rng.random(n) < 0.6
        chance = np.where(right, 0.1, 0.7)
        chance = [None if rng.random() < 0.2 else float(s) for s in chance]
        chance[0] = 0.01  # capped at 20
        w = np.array([1 if s is None else min(20, 1 / s) for s in chance])
        share, n_eff = (w * right).sum() / w.sum(), w.sum() ** 2 / (w**2).sum()
        low, high = stats.beta.ppf([0.025, 0.975], share * n_eff + 0.5, (1 - share) * n_eff + 0.5)
        cases.append(dict(right=[bool(v) for v in right], chance=chance, share=float(share), nEff=float(n_eff), low=float(low), high=float(high)))
    return cases


def brier_cases():
    cases = []
    for n in (12, 150):
        c = rng.choice([0.5, 0.7, 0.8, 0.9, 0.95], n)
        y = rng.random(n) < c - 0.2
        base = y.mean()
        groups = [(v, (c == v)) for v in np.unique(c)]
        rel = sum(g.sum() * (v - y[g].mean()) ** 2 for v, g in groups) / n
        res = sum(g.sum() * (y[g].mean() - base) ** 2 for v, g in groups) / n
        cases.append(dict(stated=list(map(float, c)), right=[bool(v) for v in y], brier=float(((c - y) ** 2).mean()), reliability=float(rel), resolution=float(res), uncertainty=float(base * (1 - base))))
    return cases


def plain(value):
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value))


print(
    json.dumps(
        dict(
            beta=beta_cases(), intervals=interval_cases(), mcnemar=mcnemar_cases(), shareLaw=share_law_cases(),
            platt=platt_cases(), kaplanMeier=kaplan_meier_cases(), pava=pava_cases(), hierarchy=hierarchy_cases(),
            hajek=hajek_cases(), brier=brier_cases(),
        ),
        default=plain,
    )
)
