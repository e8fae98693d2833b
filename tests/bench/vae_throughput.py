#!/usr/bin/python3
"""Training throughput of the product beside the same network in Python on the same LibTorch, one thread each, in turns.

Usage: vae_throughput.py BENCH_VAE_STEP [rounds] [seconds]
Prints examples a CPU second (the machine may be shared) and their ratio. Needs python3-torch. The libblas that torch
finds matters: LD_LIBRARY_PATH chooses another one (Debian's default is the reference BLAS, python3-torch users mostly
have OpenBLAS); the name is printed.
"""
import math, os, statistics, subprocess, sys, time
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import torch
from torch import nn

K, H, Z, ROWS = 320, 384, 128, 1400


class Vae(nn.Module):
    """Residual MLPs on the linear VAE, as core/nn/vae has them."""

    def __init__(self):
        super().__init__()
        def mlp(i, o):
            return nn.Sequential(nn.Linear(i, H), nn.LayerNorm(H), nn.SiLU(), nn.Dropout(.2), nn.Linear(H, H), nn.LayerNorm(H),
                                 nn.SiLU(), nn.Linear(H, o))
        self.e, self.d = mlp(K, 2 * Z), mlp(Z, K)
        for last in (self.e[-1], self.d[-1]):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)
        lam = 1.0 / (1 + torch.arange(K).float())
        self.s2 = 1e-3
        self.register_buffer("lam", lam)
        self.register_buffer("gain", (1 - self.s2 / lam[:Z]).clamp_min(0).sqrt())
        self.register_buffer("lv0", (self.s2 / lam[:Z]).clamp(1e-5, 1).log())

    def loss(self, c):
        mu, lv = self.e(c.clamp(-6, 6)).chunk(2, 1)
        mu = mu + c[:, :Z] * self.gain
        lv = (lv + self.lv0).clamp(-12, 2)
        z = mu + torch.randn_like(mu) * (lv / 2).exp()
        out = self.d(z)
        out = torch.cat([out[:, :Z] + z * self.gain, out[:, Z:]], 1)
        rec = ((out - c) ** 2 * self.lam).sum(1) / (2 * self.s2)
        kl = .5 * (mu ** 2 + lv.exp() - 1 - lv).sum(1)
        return (rec + kl).mean()


def python_rate(batch, seconds):
    torch.manual_seed(1)
    c = torch.randn(ROWS, K)
    net = Vae()
    opt = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=.05, betas=(.9, .99))
    beta = torch.distributions.Beta(.4, .4)
    steps, start, order, at = 0, None, torch.randperm(ROWS), 0
    while True:
        if steps == 5:
            start = time.process_time()
        if start is not None and time.process_time() - start >= seconds:
            return (steps - 5) * batch / (time.process_time() - start)
        if at + batch > ROWS:
            order, at = torch.randperm(ROWS), 0
        x = c[order[at:at + batch]]
        at += batch
        w = torch.where(torch.rand(batch, 1) < .5, beta.sample((batch, 1)), torch.ones(()))
        x = w * x + (1 - w) * x[torch.randperm(batch)]
        for group in opt.param_groups:
            group["lr"] = 1e-3 * min(1, (steps + 1) / 100) * (.5 * (1 + math.cos(math.pi * steps / 1e5)) + .01)
        loss = net.loss(x)
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        opt.step()
        float(loss)
        steps += 1


def blas():
    with open("/proc/self/maps") as maps:
        return sorted({line.split()[-1] for line in maps if "blas" in line})


def main():
    bench = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    seconds = sys.argv[3] if len(sys.argv) > 3 else "2"
    torch.set_num_threads(1)
    print("torch", torch.__version__, *blas())
    for batch in (32, 64, 256):
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(float(subprocess.run([bench, str(batch), seconds], capture_output=True, check=True).stdout))
            theirs.append(python_rate(batch, float(seconds)))
        ratios = [a / b for a, b in zip(ours, theirs)]
        print(f"batch {batch:3d}: product {statistics.median(ours):7.0f}  python {statistics.median(theirs):7.0f} examples a CPU s;"
              f"  ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)


if __name__ == "__main__":
    main()
