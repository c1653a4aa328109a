#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two machines whose network is far, loses packets, is cut while they exchange, or is
another one.

test-wires.py CLI FILL WIRE [--thorough | NAME...]
"""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))

import homes  # noqa: E402
import lan  # noqa: E402
from lan import check  # noqa: E402
from wire import Wire  # noqa: E402

CLI, FILL, WIRE = (Path(arg).resolve() for arg in sys.argv[1:4])
PORT = 4711
# over which 2000 entries take some seconds
NARROW = ('delay=20', 'rate=0.15')
# of a rota, on each of which a turn can be taken
DAYS = 365
# a machine calls again at the latest a minute after the last try; and some for a slow machine
AGAIN_S = 90
# whose own address is gone is not waited for
MOVED_S = 20
# what a peer that is gone may take to be noticed
SILENT_S = 110


class Calling:
    """`sync`, which stays on and calls again when it is cut off."""

    def __init__(self, home, host, seconds):
        self.home = home
        self.process = home.machine.start(
            home.command(['sync', '--peer', f'{host}:{PORT}', '--seconds', str(seconds)]),
            stdout=subprocess.PIPE)

    def end(self):
        """What it says of its one peer."""
        self.process.send_signal(signal.SIGTERM)
        out, _ = self.process.communicate(timeout=lan.SECONDS_MAX)
        return json.loads(out)['peers'][0]

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def make_two(wifi, n_entries):
    """Anna has so many entries that Bo has not."""
    anna, bo = homes.make_two(wifi, CLI, wifi.add('a'), wifi.add('b'))
    for number in range(1 + n_entries // DAYS):
        anna.ask('rota', 'add', f'Walk {number}', '--days', 'mo,tu,we,th,fr,sa,su', '--at', '07:40',
                 '--from', '2026-09-02', '--until', '2027-09-01')
    subprocess.run([str(FILL), str(anna.path), str(n_entries), lan.DAY], check=True)
    return anna, bo


def serve(home):
    return home.serve('--listen', f'0.0.0.0:{PORT}')


def check_far(wifi, words, n_entries, seconds):
    """By which link depends on how busy this machine is: to find a road takes nearly as long there as
    anybody waits for one."""
    anna, bo = make_two(wifi, n_entries)
    wire = Wire(WIRE, bo.machine, *words)
    with serve(anna) as serving, Calling(bo, anna.machine.address, seconds * 2) as calling:
        serving.wait_for('listening')
        began = time.monotonic()
        serving.wait_for('in-step', seconds=seconds)
        took = time.monotonic() - began
        told = calling.end()
    check(told['in_step'] and told['received'] >= n_entries, f'{words}: {told}')
    check(anna.digest() == bo.digest(), f'{words}: what they hold differs')
    print(f'# {" ".join(words)}: {n_entries} entries over {told["link"]} in {took:.1f} s')
    wire.end()


# ---- cells

def test_far(wifi):
    """300 ms there and back: half around the world."""
    check_far(wifi, ['delay=150'], 1000, 30)


def test_lossy(wifi):
    """Every tenth packet is lost, each way: a wireless network at its edge."""
    check_far(wifi, ['delay=20', 'loss=10'], 1000, 60)


def wait_for_frames(wire, n):
    """Until so many have gone to the machine."""
    before = wire.count()[1][0]
    lan.wait_for(lambda: wire.count()[1][0] >= before + n, f'{n} frames')


def check_cut(wifi, cut_s, again_s, n_cuts):
    """The link vanishes in the middle of what is exchanged, and comes back."""
    anna, bo = make_two(wifi, 2000)
    wire = Wire(WIRE, bo.machine, *NARROW)
    with serve(anna) as serving, Calling(bo, anna.machine.address, 600) as calling:
        for _ in range(n_cuts):
            wait_for_frames(wire, 30)
            check(not serving.has_told('in-step'), 'in step too early to be cut')
            wire.cut()
            time.sleep(cut_s)
            wire.mend()
        began = time.monotonic()
        wire.set('rate=100')
        serving.wait_for('in-step', seconds=again_s)
        took = time.monotonic() - began
        # what was exchanged until then was not for nothing
        told = calling.end()
    check(told['in_step'], f'{told}')
    check(anna.digest() == bo.digest(), 'what they hold differs')
    print(f'# {told["link"]} cut for {cut_s} s, {n_cuts} times: in step {took:.1f} s after the last')
    wire.end()


def test_cut(wifi):
    check_cut(wifi, 4, 30, 2)


def test_cut_long(wifi):
    """For longer than a silent peer is waited for."""
    check_cut(wifi, SILENT_S, AGAIN_S, 1)


def move(machine, address):
    """Another network gives it another address."""
    machine.run('ip', 'link', 'set', 'wlan0', 'down')
    machine.run('ip', 'address', 'flush', 'dev', 'wlan0', 'scope', 'global')
    time.sleep(1)
    machine.run('ip', 'link', 'set', 'wlan0', 'up')
    machine.run('ip', 'address', 'add', f'{address}/24', 'dev', 'wlan0')
    machine.run('ip', 'route', 'replace', 'default', 'via', machine.wifi.address)
    machine.address = address


def check_roams(wifi, link):
    """Whoever called goes elsewhere in the middle of it, and calls from there."""
    anna, bo = make_two(wifi, 2000)
    bo.more = [f'FARANDOLE_LINK={link}']
    wire = Wire(WIRE, bo.machine, *NARROW)
    with serve(anna) as serving, Calling(bo, anna.machine.address, 600) as calling:
        wait_for_frames(wire, 30)
        check(not serving.has_told('in-step'), 'in step too early to be cut')
        move(bo.machine, '10.7.0.77')
        wire.set('rate=100')
        began = time.monotonic()
        serving.wait_for('in-step', seconds=MOVED_S)
        print(f'# in step {time.monotonic() - began:.1f} s after it was elsewhere')
        # and once more, while there is nothing to be said
        told = len(serving.told)
        move(bo.machine, '10.7.0.78')
        began = time.monotonic()
        serving.wait_for('in-step', since=told, seconds=MOVED_S)
        print(f'# idle: in step {time.monotonic() - began:.1f} s after it was elsewhere')
        check(calling.end()['in_step'], 'not in step')
    check(anna.digest() == bo.digest(), 'what they hold differs')
    wire.end()


def test_roams(wifi):
    check_roams(wifi, 'nice')


def test_roams_on_tcp(wifi):
    """Which by itself would wait for an answer to an address that is nobody's."""
    check_roams(wifi, 'tcp')


def test_roams_where_it_was_called(wifi):
    """Whoever was called goes elsewhere: on the same network it is found there."""
    anna, bo = lan.make_two(wifi, str(CLI))
    with anna.serve() as serving, bo.serve() as calling:
        for address in ('10.7.0.77', '10.7.0.78'):
            serving.wait_for('in-step')
            calling.wait_for('in-step')
            told = len(serving.told)
            move(anna.machine, address)
            began = time.monotonic()
            serving.wait_for('in-step', since=told, seconds=AGAIN_S)
            print(f'# found {time.monotonic() - began:.1f} s after it was elsewhere')


def make_far_case(delay_ms, loss):
    def test(wifi):
        check_far(wifi, [f'delay={delay_ms}', f'loss={loss}'], 3000, 240)

    test.__name__ = f'test_far_{2 * delay_ms}_ms_loss_{loss}'
    return test


QUICK = [test_far, test_lossy, test_cut, test_roams, test_roams_on_tcp]
THOROUGH = [*QUICK, test_cut_long, test_roams_where_it_was_called,
            *(make_far_case(delay_ms, loss) for delay_ms in (0, 20, 150, 300)
              for loss in (0, 1, 3, 10))]

lan.NEEDED = ['avahi-daemon', 'dbus-daemon', 'ip', 'nsenter', 'unshare']
wanted = [arg for arg in sys.argv[4:] if not arg.startswith('--')]
lan.run_cases('wires', THOROUGH if '--thorough' in sys.argv or wanted else QUICK, wanted)
