"""Run the benchmarks, each in a process of its own: one that ends early leaves the others to run.
`bench_all.py [NAME …]` runs those named: invoicing, desk, aged, agreements,
annual, residents.
"""

import subprocess
import sys
import time

from environment import PYTHON, ROOT, Problem, main

BENCHES = {
    "invoicing": "bench.py",
    "desk": "bench_desk.py",
    "aged": "bench_aged.py",
    "agreements": "bench_agreements.py",
    "annual": "bench_annual.py",
    "residents": "bench_residents.py",
}


def bench_all():
    names = sys.argv[1:] or list(BENCHES)
    if unknown := set(names) - set(BENCHES):
        raise Problem(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}.")
    outcomes = {name: run(name) for name in names}
    print("\n== benchmarks")
    for name, (verdict, seconds, last) in outcomes.items():
        print(f"{name:<12}{verdict:<9}{seconds:>6.0f} s  {last}")
    failed = [name for name, outcome in outcomes.items() if outcome[0] != "good"]
    if failed:
        raise Problem(f"not good: {', '.join(failed)}; what each said is above.")


def run(name):
    """Run one, showing what it says; return its verdict, its seconds and its last line."""
    print(f"\n== {name}", flush=True)
    start, last = time.monotonic(), ""
    bench = subprocess.Popen(
        [PYTHON, "-u", ROOT / "tools" / BENCHES[name]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    try:
        for line in bench.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
        code = bench.wait()
    finally:
        bench.terminate()  # no harm to one that has ended
    return verdict(code, last), time.monotonic() - start, last


def verdict(code, last):
    """A benchmark says what is bad in one line of its own, and crashes with something else."""
    if not code:
        return "good"
    return "bad" if last.startswith("error: ") else "crashed"


if __name__ == "__main__":
    main(bench_all)
