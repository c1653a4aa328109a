#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""By which road two machines exchange, and what becomes of it when the network is not as it was.

test-roads.py CLI [--thorough]
"""

import json
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))

import lan  # noqa: E402
import tap  # noqa: E402

CLI = Path(sys.argv[1]).resolve()
NOW = '2026-09-01T12:00:00Z'
# what a peer that is gone may take to be noticed, and some for a slow machine
SILENT_S = 110
# after what follows at once when both are in step; their machines greet each other more rarely
QUIET_S = 1
# Linux
EVERY_PROTOCOL = 3


def check(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


class Home:
    """A device of somebody, on a machine."""

    def __init__(self, machine, name):
        self.machine = machine
        self.name = name
        self.path = machine.wifi.folder / f'home-{name}'

    def command(self, args):
        return ['env', f'FARANDOLE_NOW={NOW}', str(CLI), '--home', str(self.path), '--json', *args]

    def ask(self, *args):
        ran = subprocess.run(self.machine.command(self.command(args)), capture_output=True,
                             env=self.machine.environment(), text=True,
                             timeout=lan.SECONDS_MAX, check=False)
        check(ran.returncode == 0, f'{self.name} {args}: {ran.returncode}, {ran.stderr}')
        return json.loads(ran.stdout) if ran.stdout else None

    def write(self, title):
        self.ask('member', 'add', title)

    def digest(self):
        return self.ask('state-hash')['entries']


class Running:
    """`serve` or `sync`, and each line that it prints."""

    def __init__(self, home, *args):
        self.home = home
        self.told = []
        self.process = home.machine.start(home.command(args), stdout=subprocess.PIPE,
                                          stderr=subprocess.DEVNULL)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def __enter__(self):
        return self

    def read(self):
        for line in self.process.stdout:
            self.told.append(json.loads(line))

    def count(self, event):
        return sum(told.get('event') == event for told in self.told)

    def wait_for(self, event, n=1, seconds=lan.SECONDS_MAX):
        lan.wait_for(lambda: self.count(event) >= n,
                     lambda: f'{self.home.name}: {event} {n} times; told {self.told}', seconds)

    def address(self, host):
        self.wait_for('listening')
        port = next(told for told in self.told if told['event'] == 'listening')['address']
        return f'{host}:{port.rsplit(":", 1)[1]}'

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(lan.SECONDS_MAX)
        self.reader.join()

    def __exit__(self, *args):
        if self.process.poll() is None:
            self.end()
        self.process.stdout.close()


def make_two(wifi):
    """Anna and Bo are members of one collective, on two machines."""
    anna = Home(wifi.add('a'), 'Anna')
    bo = Home(wifi.add('b'), 'Bo')
    anna.ask('found', 'Pedibus', '--me', 'Anna')
    invite = anna.ask('invite')['invite']
    with Running(anna, 'serve', '--listen', '0.0.0.0:0') as serving:
        address = serving.address(anna.machine.address)
        state = bo.ask('join', invite, '--me', 'Bo', '--peer', address)
        check(state['state'] == 'admitted', f'Bo: {state}')

    return anna, bo


def sync(anna, bo, host=None, listen='0.0.0.0:0', options=()):
    """Bo calls Anna.  Returns: what he says of her"""
    anna.write('Greta')
    with Running(anna, 'serve', '--listen', listen) as serving:
        address = serving.address(host or anna.machine.address)
        told = bo.ask('sync', '--peer', address, *options)['peers'][0]
        check(told['in_step'], f'not in step: {told}')
    check(anna.digest() == bo.digest(), 'what they hold differs')

    return told


# ---- cells

def test_wifi(wifi):
    anna, bo = make_two(wifi)
    told = sync(anna, bo)
    check(told['link'] == 'nice' and told['received'] == 1, f'{told}')
    check(told['ms'] < 3000, f'in step after {told["ms"]} ms')


def test_udp_blocked(wifi):
    """The TCP where they met carries it, and says so; when they meet again at once."""
    anna, bo = make_two(wifi)
    bo.machine.run('nft', 'add table inet f; add chain inet f o { type filter hook output priority'
                   ' 0; }; add rule inet f o meta l4proto udp drop')
    told = sync(anna, bo)
    check(told['link'] == 'tcp' and told['received'] == 1, f'{told}')
    check(1000 < told['ms'] < 5000, f'in step after {told["ms"]} ms')


def test_asked_for_tcp(wifi):
    anna, bo = make_two(wifi)
    os.environ['FARANDOLE_LINK'] = 'tcp'
    try:
        told = sync(anna, bo)
    finally:
        del os.environ['FARANDOLE_LINK']
    check(told['link'] == 'tcp' and told['ms'] < 1000, f'{told}')


def test_ipv6_only(wifi):
    anna, bo = make_two(wifi)
    for number, home in enumerate((anna, bo), 1):
        home.machine.run('ip', 'address', 'flush', 'dev', 'wlan0', 'scope', 'global')
        home.machine.run('ip', 'address', 'add', f'fd00:7::{number}/64', 'dev', 'wlan0', 'nodad')
    told = sync(anna, bo, '[fd00:7::1]', '[::]:0')
    check(told['link'] == 'nice' and told['received'] == 1, f'{told}')


def test_small_packets(wifi):
    """The least that IPv6 has: 1280 bytes, over which nothing goes whole."""
    anna, bo = make_two(wifi)
    for home in (anna, bo):
        home.machine.run('ip', 'link', 'set', 'wlan0', 'mtu', '1280')
    letters = random.Random(7)
    for _ in range(20):
        anna.write(''.join(letters.choices('abcdefghijklmnopqrstuvwxyz', k=200)))
    told = sync(anna, bo)
    check(told['link'] == 'nice' and told['received'] == 21, f'{told}')


class Forger:
    """Somebody in the same room who sees the road's packets and sends some of their own."""

    def __init__(self, machine):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                    socket.htons(EVERY_PROTOCOL))
        # what a bridge passes on is not seen on the bridge
        self.socket.bind((machine.link, 0))
        self.socket.settimeout(lan.SECONDS_MAX)

    def hear(self, to):
        """A frame of the road to that address: of UDP, IPv4, and a short packet of QUIC."""
        wanted = socket.inet_aton(to)
        while True:
            frame = self.socket.recv(65536)
            if (frame[12:14] == b'\x08\x00' and frame[23] == 17 and frame[30:34] == wanted and
                    len(frame) >= 42 + 24 and frame[42] >> 6 == 1):
                return frame

    def hear_last(self, to):
        """The frame after which both have been silent for a while."""
        last = self.hear(to)
        self.socket.settimeout(QUIET_S)
        try:
            while True:
                last = self.hear(to)
        except TimeoutError:
            return last
        finally:
            self.socket.settimeout(lan.SECONDS_MAX)

    def forget(self):
        """What it did not listen to."""
        self.socket.settimeout(0.01)
        try:
            while True:
                self.socket.recv(65536)
        except TimeoutError:
            pass

    def send(self, like, datagram):
        """In the name of who sent `like`."""
        header = bytearray(like[:34])
        header[16:18] = struct.pack('!H', 28 + len(datagram))
        header[24:26] = bytes(2)
        total = sum(struct.unpack('!10H', bytes(header[14:34])))
        total = (total & 0xffff) + (total >> 16)
        header[24:26] = struct.pack('!H', ~(total + (total >> 16)) & 0xffff)
        ports = like[34:38]
        self.socket.send(bytes(header) + ports + struct.pack('!HH', 8 + len(datagram), 0) + datagram)

    def close(self):
        self.socket.close()


def forge(wifi, make):
    """Bo stays with Anna; a stranger sends datagrams in her name: neither hears of it, and they go on
    over the same road."""
    anna, bo = make_two(wifi)
    for home in (anna, bo):
        home.machine.run('ip', '-6', 'address', 'flush', 'dev', 'wlan0')
    forger = Forger(bo.machine)
    with Running(anna, 'serve', '--listen', '0.0.0.0:0') as serving:
        address = serving.address(anna.machine.address)
        with Running(bo, 'sync', '--peer', address, '--seconds', '600') as calling:
            serving.wait_for('in-step')
            heard = forger.hear_last(bo.machine.address)
            for datagram in make(heard[42:]):
                forger.send(heard, datagram)
            # longer than it would take to call again
            time.sleep(3)
            check(serving.count('closed') == 0 and serving.count('connected') == 1, serving.told)
            # and they still talk: who else is there, or whether the other is
            forger.forget()
            forger.socket.settimeout(lan.SECONDS_MAX * 3)
            forger.hear(bo.machine.address)
            check(serving.count('closed') == 0 and serving.count('connected') == 1, serving.told)
            calling.end()
            serving.wait_for('closed')
            told = calling.told[0]['peers'][0]
            check(told['in_step'] and told['link'] == 'nice', told)
    forger.close()


def test_forged(wifi):
    """What was heard, again and again, whole, cut, changed and longer; and what QUIC has to say that
    it is over or begins anew."""
    def make(heard):
        out = [heard] * 100
        out += [heard[:n] for n in range(1, len(heard))]
        for at in range(len(heard)):
            out += [heard[:at] + bytes([heard[at] ^ 1 << bit]) + heard[at + 1:]
                    for bit in range(8)]
        out += [heard + bytes(n) for n in range(1, 100)]
        # a version negotiation, and each of the long packets: an initial one, a retry ...
        ids = bytes([8]) + heard[1:9] + bytes([8]) + heard[1:9]
        out += [bytes([0xc0]) + bytes(4) + ids + bytes.fromhex('6b3343cf')]
        out += [bytes([first]) + bytes.fromhex('00000001') + ids + bytes(100)
                for first in (0xc0, 0xd0, 0xe0, 0xf0)]
        return out

    forge(wifi, make)


def test_forged_noise(wifi):
    """Anything at all, and much of it: but not what is ICE's own."""
    def make(heard):
        numbers = random.Random(7)
        out = []
        for _ in range(20000):
            data = bytearray(numbers.randbytes(numbers.randrange(1, 1300)))
            if numbers.randrange(2):
                data[:9] = heard[:9]
            out.append(bytes(data))
        return out

    forge(wifi, make)


def test_killed(wifi):
    """Nobody says goodbye for a machine that was killed: its silence does."""
    anna, bo = make_two(wifi)
    with Running(anna, 'serve', '--listen', '0.0.0.0:0') as serving:
        address = serving.address(anna.machine.address)
        with Running(bo, 'sync', '--peer', address, '--seconds', '600') as calling:
            serving.wait_for('in-step')
            calling.process.kill()
            calling.process.wait()
            begun = time.monotonic()
            serving.wait_for('closed', seconds=SILENT_S)
            print(f'# noticed after {time.monotonic() - begun:.0f} s')


QUICK = [test_wifi, test_udp_blocked, test_asked_for_tcp, test_ipv6_only, test_small_packets,
         test_forged]
THOROUGH = [*QUICK, test_forged_noise, test_killed]


def make_case(test):
    def case():
        with tempfile.TemporaryDirectory() as folder:
            wifi = lan.Wifi(folder)
            try:
                test(wifi)
            except (AssertionError, TimeoutError) as error:
                return [str(error)]
            finally:
                wifi.end()
        return []

    return case


def main():
    lan.NEEDED = ['ip', 'nft', 'nsenter', 'unshare']
    reason = lan.find_reason()
    if reason is not None:
        print(f'1..0 # SKIP {reason}')
        return
    lan.enter()
    tests = THOROUGH if '--thorough' in sys.argv else QUICK
    tap.run([(f'/net/roads/{test.__name__[5:].replace("_", "-")}', make_case(test))
             for test in tests])


main()
