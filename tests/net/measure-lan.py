#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long machines on one Wi-Fi take to find each other, and what a room full of them does.

measure-lan.py CLI FILL [--runs N] [--machines N] [--entries N]
"""

import argparse
import json
import math
import os
import tempfile
import time
from pathlib import Path

import lan
import meeting

parser = argparse.ArgumentParser(prog='./dev net', description=__doc__.splitlines()[0])
parser.add_argument('cli', type=Path)
parser.add_argument('fill', type=Path)
parser.add_argument('--runs', type=int, default=20)
parser.add_argument('--machines', type=int, default=40)
parser.add_argument('--entries', type=int, default=500)
OPTIONS = parser.parse_args()
CLI = OPTIONS.cli.resolve()
# of a newcomer, after the meeting has begun
NEWCOMER_S = 3
# until all must be equal; what is aimed at is 120
EQUAL_S = 300
N_LIVE = 5


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


def measure_meeting(wifi):
    """All start together after a week apart; then turns are taken while all look."""
    began = time.monotonic()
    room = meeting.Meeting(wifi, CLI, OPTIONS.fill.resolve(), OPTIONS.machines, OPTIONS.entries)
    before = meeting.copy_home(room.homes[1])
    prepared = time.monotonic() - began
    attending, figures = meeting.attend(room, NEWCOMER_S, EQUAL_S)
    n_machines = len(attending)
    live = []
    try:
        for number in range(N_LIVE):
            live += meeting.take_live(room, attending, number)
            attending.insert(number, meeting.Attending(room.homes[number]))
            attending[number].wait_for('nearby')
    finally:
        meeting.leave(attending)
    least = meeting.measure_least(room, before) * n_machines

    tell(case='meeting', machines=n_machines, entries_each=OPTIONS.entries,
         prepared_s=round(prepared, 1), **figures, least_bytes=least,
         share=round(figures['sent_bytes'] / least, 2), different=len(room.digests()),
         live_median_s=round(percentile(live, 0.5), 2), live_p95_s=round(percentile(live, 0.95), 2),
         live_max_s=round(max(live), 2))
    room.end()


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
# what a machine writes is not to wait for this one's disk, which all share
with tempfile.TemporaryDirectory(prefix='farandole-', dir='/dev/shm') as folder:
    wifi = lan.Wifi(folder)
    measure_meeting(wifi)
    wifi.end()
