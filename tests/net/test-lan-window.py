#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two machines on one Wi-Fi: one window asks about the network once, and they meet.

test-lan-window.py FARANDOLE CLI
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'lint'))

import lan  # noqa: E402
import tap  # noqa: E402

PROGRAM, CLI = (Path(arg).resolve() for arg in sys.argv[1:])


def test_asks_once(wifi):
    anna, bo = lan.make_two(wifi, CLI)
    anna.now = bo.now = None
    with anna.serve() as annas:
        annas.wait_for('nearby', state='alone')
        ran = subprocess.run(
            bo.machine.command([HERE.parent / 'app' / 'session.sh', '1300x1000', sys.executable,
                                '-B', HERE / 'window.py', PROGRAM, bo.path]),
            env={**bo.machine.environment(), 'FAR_SYSTEM_BUS': bo.machine.bus_address,
                 'FAR_SESSION_TAP': '1'},
            capture_output=True, text=True, timeout=120, check=False)
        if ran.stdout.startswith('1..0 # SKIP'):
            raise tap.Skip(ran.stdout[len('1..0 # SKIP '):].strip())
        lan.check(ran.returncode == 0, f'{ran.stdout}{ran.stderr}')
        annas.wait_for('in-step')


lan.run_cases('lan-window', [test_asks_once])
