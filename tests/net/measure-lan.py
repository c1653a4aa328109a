#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long machines on one Wi-Fi take to find each other, and what a room full of them does.

measure-lan.py CLI [--runs N] [--machines N]
"""

import argparse
import json
import math
import os
import tempfile
import time
from pathlib import Path

import lan

parser = argparse.ArgumentParser(prog='./dev net', description=__doc__.splitlines()[0])
parser.add_argument('cli', type=Path)
parser.add_argument('--runs', type=int, default=20)
parser.add_argument('--machines', type=int, default=12)
OPTIONS = parser.parse_args()
CLI = OPTIONS.cli.resolve()


def percentile(values, share):
    values = sorted(values)

    return values[math.ceil(share * len(values)) - 1]


def tell(**values):
    print(json.dumps(values), flush=True)


def measure_pairs(wifi, is_there_first):
    """Seconds from the moment that both are there until both are in step."""
    anna, bo = lan.make_two(wifi, CLI)
    took = []
    for _ in range(OPTIONS.runs):
        if is_there_first:
            with anna.serve() as annas:
                annas.wait_for('nearby', state='alone')
                time.sleep(1)
                began = time.monotonic()
                with bo.serve() as bos:
                    bos.wait_for('in-step')
                    annas.wait_for('in-step')
                    took.append(time.monotonic() - began)
        else:
            began = time.monotonic()
            with anna.serve() as annas, bo.serve() as bos:
                bos.wait_for('in-step')
                annas.wait_for('in-step')
                took.append(time.monotonic() - began)
        # their goodbyes are forgotten
        time.sleep(1.5)

    return took


def measure_room(wifi):
    """All start together; until all hold the same."""
    anna = lan.Home(CLI, wifi.add('m0'), 'Anna').found()
    # else a second member has to vouch for the eighth
    anna.ask('rules', 'set', 'vouchers', '1')
    homes = [anna]
    for number in range(1, OPTIONS.machines):
        home = lan.Home(CLI, wifi.add(f'm{number}'), f'Member {number}')
        request, answer = wifi.folder / 'request', wifi.folder / 'answer'
        home.ask('join', anna.ask('invite')['invite'], '--me', home.name, '--bundle-out',
                 str(request))
        anna.ask('bundle', 'read', str(request))
        anna.ask('bundle', 'write', str(answer))
        home.ask('join', '--bundle-in', str(answer))
        homes.append(home)
    for home in homes:
        home.machine.start_avahi()
        home.ask('member', 'add', f'Person of {home.name}')

    began = time.monotonic()
    serving = [home.serve() for home in homes]
    try:
        # a log that is known to hold the same is told by its digest, when it has ended
        for one in serving:
            one.wait_for('in-step')
        first = time.monotonic() - began
        time.sleep(5)
        count = [sum(told['event'] == 'connected' for told in one.told) for one in serving]
        open_now = [c - sum(told['event'] == 'closed' for told in one.told)
                    for one, c in zip(serving, count)]
    finally:
        for one in serving:
            one.__exit__(None, None, None)
    digests = {home.digest() for home in homes}

    return first, len(digests), open_now


reason = lan.find_reason()
if reason is not None:
    raise SystemExit(f'no network can be made here: {reason}')
lan.enter()
os.environ['LC_ALL'] = 'C.UTF-8'
for is_there_first in (True, False):
    with tempfile.TemporaryDirectory(prefix='farandole-') as folder:
        wifi = lan.Wifi(folder)
        took = measure_pairs(wifi, is_there_first)
        wifi.end()
    tell(case='second arrives' if is_there_first else 'both at once', runs=len(took),
         median_s=round(percentile(took, 0.5), 2), p95_s=round(percentile(took, 0.95), 2),
         max_s=round(max(took), 2))
with tempfile.TemporaryDirectory(prefix='farandole-') as folder:
    wifi = lan.Wifi(folder)
    first, n_digests, open_now = measure_room(wifi)
    wifi.end()
tell(case='room', machines=OPTIONS.machines, each_in_step_s=round(first, 2),
     different=n_digests, sessions_each=open_now)
