"""What the figures of eval_search.py are: each takes answers of rank_search."""
import numpy as np


def ranks(values):
    """Mean ranks, so that equal values share one."""
    values = np.asarray(values, float)
    order = values.argsort(kind="stable")
    out = np.empty(len(values))
    out[order] = np.arange(len(values))
    for v in np.unique(values):
        out[values == v] = out[values == v].mean()
    return out


def spearman(a, b):
    a, b = ranks(a), ranks(b)
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else 0.0


def average_precision(relevant):
    """`relevant`: 0 or 1 down the ranking."""
    relevant = np.asarray(relevant, float)
    if relevant.sum() == 0:
        return 0.0
    precision = relevant.cumsum() / np.arange(1, len(relevant) + 1)
    return float((precision * relevant).sum() / relevant.sum())


def ndcg(relevant, k=10):
    relevant = np.asarray(relevant, float)
    weights = 1 / np.log2(np.arange(2, k + 2))
    best = weights[:int(min(k, relevant.sum()))].sum()
    top = relevant[:k]
    return float((top * weights[:len(top)]).sum() / best) if best > 0 else 0.0


def bootstrap(values, rounds=2000, seed=1):
    """95 % interval of the mean over queries."""
    values = np.asarray(values, float)
    rng = np.random.default_rng(seed)
    means = [rng.choice(values, len(values)).mean() for _ in range(rounds)]
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))
