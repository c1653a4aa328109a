#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody meets a machine across the Internet in the window, with a card and its answer.

test-homes-window.py FARANDOLE CLI
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'lint'))

import homes  # noqa: E402
import lan  # noqa: E402
import tap  # noqa: E402

PROGRAM, CLI = (Path(arg).resolve() for arg in sys.argv[1:])


def run_window(anna, bo, outcome):
    anna.now = bo.now = None
    ran = subprocess.run(
        anna.machine.command([HERE.parent / 'app' / 'session.sh', '1300x1000', sys.executable, '-B',
                              HERE / 'card-window.py', PROGRAM, anna.path, outcome,
                              *bo.machine.command(bo.command(['connect']))]),
        env={**anna.machine.environment(), 'FAR_SESSION_TAP': '1'},
        capture_output=True, text=True, timeout=120, check=False)
    if ran.stdout.startswith('1..0 # SKIP'):
        raise tap.Skip(ran.stdout[len('1..0 # SKIP '):].strip())
    lan.check(ran.returncode == 0, f'{ran.stdout}{ran.stderr}')


def test_card(town):
    anna, bo = homes.make_two(town, CLI, town.add_public(21), town.add_public(22))
    run_window(anna, bo, 'met')
    lan.check(anna.digest() == bo.digest(), 'what they hold differs')


def test_no_way(town):
    """It is said, and a file is offered."""
    run_window(*homes.make_two(town, CLI, town.add_home(homes.SYMMETRIC),
                               town.add_home(homes.SYMMETRIC)), 'apart')


def make_case(test):
    def case():
        with tempfile.TemporaryDirectory(prefix='farandole-') as folder:
            town = homes.Town(folder)
            try:
                test(town)
            except (AssertionError, OSError, subprocess.SubprocessError) as error:
                return [f'{type(error).__name__}: {error}']
            finally:
                town.end()
        return []

    return case


def main():
    lan.NEEDED = ['ip', 'nft', 'nsenter', 'sysctl', 'unshare']
    reason = lan.find_reason()
    if reason is not None:
        print(f'1..0 # SKIP {reason}')
        return
    lan.enter()
    tap.run([(f'/net/homes-window/{test.__name__[5:].replace("_", "-")}', make_case(test))
             for test in (test_card, test_no_way)])


main()
