#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a road over libnice carries, and what it costs to have one, beside TCP.

measure-roads.py CLI FILL WIRE HAUL [--entries N] [--runs N] [--seconds N] [--idle SECONDS]
    [--settle SECONDS]
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import homes
import lan
from wire import Wire

parser = argparse.ArgumentParser(prog='./dev net', description=__doc__.splitlines()[0])
for name in ('cli', 'fill', 'wire', 'haul'):
    parser.add_argument(name, type=lambda path: Path(path).resolve())
parser.add_argument('--entries', type=int, default=100000)
parser.add_argument('--runs', type=int, default=3)
parser.add_argument('--seconds', type=int, default=8, help='that a stream goes on')
parser.add_argument('--idle', type=int, default=300, help='seconds that two in step are watched for')
# until then a machine that has one peer alone asks it now and then who else is there
parser.add_argument('--settle', type=int, default=440, help='seconds before that')
OPTIONS, _ = parser.parse_known_args()
PORT = 4711
DAYS = 365
# Linux; what a bridge takes is seen by those alone who want all
ETH_P_ALL, ETH_P_IP = 3, 0x0800
# until a first exchange is over
EXCHANGE_S = 300
NEAR, FAR, FAR_AND_LOSSY = (), ('delay=20',), ('delay=20', 'loss=1')


def tell(**values):
    print(json.dumps(values), flush=True)


def play(case, *args):
    # what a machine writes is not to wait for this one's disk, which all share
    with tempfile.TemporaryDirectory(prefix='farandole-', dir='/dev/shm') as folder:
        wifi = lan.Wifi(folder)
        case(wifi, wifi.add('a'), wifi.add('b'), *args)
        wifi.end()


# -- streams

def measure_haul(wifi, first, second, words):
    """A stream of bytes, for some seconds."""
    wire = Wire(OPTIONS.wire, first, *words) if words else None
    ends = [machine.start([OPTIONS.haul, how, OPTIONS.seconds], text=True, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE)
            for machine, how in ((first, 'offer'), (second, 'answer'))]
    for end, card in zip(ends, reversed([end.stdout.readline() for end in ends])):
        end.stdin.write(card)
        end.stdin.flush()
    rate, first_s, gap_s, cpu = (float(word) for word in ends[1].stdout.read().split())
    for end in ends:
        end.wait()
        end.stdin.close()
        end.stdout.close()
    tell(case='stream', wire=' '.join(words), mib_per_s=rate, first_byte_s=first_s, gap_s=gap_s,
         cpu_ms_per_mib=cpu)
    if wire is not None:
        wire.end()


# -- entries

def make_two(wifi, first, second, n_entries):
    anna, bo = homes.make_two(wifi, OPTIONS.cli, first, second)
    for number in range(1 + n_entries // DAYS):
        rota = anna.ask('rota', 'add', f'Walk {number}', '--days', 'mo,tu,we,th,fr,sa,su', '--at',
                        '07:40', '--from', '2026-09-02', '--until', '2027-09-01')
        anna.ask('rota', 'publish', rota[0]['id'])
    subprocess.run([str(OPTIONS.fill), str(anna.path), str(n_entries), lan.DAY], check=True)
    return anna, bo


def exchange(anna, bo, link):
    """Seconds until Bo, who is new again, has all."""
    shutil.rmtree(bo.path)
    shutil.copytree(f'{bo.path}.new', bo.path)
    bo.more = [f'FARANDOLE_LINK={link}'] if link == 'tcp' else []
    ran = subprocess.run(bo.machine.command(bo.command(
        ['sync', '--peer', f'{anna.machine.address}:{PORT}'])), env=bo.machine.environment(),
        capture_output=True, text=True, timeout=EXCHANGE_S, check=True)
    told = json.loads(ran.stdout)['peers'][0]
    lan.check(told['in_step'] and told['link'] == link, f'{told}')
    return told['ms'] / 1000


def measure_exchange(wifi, first, second, n_entries):
    anna, bo = make_two(wifi, first, second, n_entries)
    shutil.copytree(bo.path, f'{bo.path}.new')
    for words in (NEAR, FAR_AND_LOSSY):
        wire = Wire(OPTIONS.wire, first, *words) if words else None
        took = {'tcp': [], 'nice': []}
        with anna.serve('--listen', f'0.0.0.0:{PORT}') as serving:
            serving.wait_for('listening')
            for _ in range(OPTIONS.runs):
                for link, all_took in took.items():
                    all_took.append(exchange(anna, bo, link))
        lan.check(anna.digest() == bo.digest(), 'what they hold differs')
        tcp, nice = (statistics.median(took[link]) for link in ('tcp', 'nice'))
        tell(case='exchange', wire=' '.join(words), entries=n_entries, runs=OPTIONS.runs,
             tcp_s=round(tcp, 2), nice_s=round(nice, 2), share=round(nice / tcp, 2))
        if wire is not None:
            wire.end()


# -- idle

class Counter:
    """Of the packets of IP that a machine sends; what its kernel asks for by itself (ARP) is not
    ours."""

    def __init__(self, machine):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.socket.bind((machine.link, 0))
        self.socket.setblocking(False)

    def count(self):
        """Since it was asked before."""
        n = 0
        while True:
            try:
                sender = self.socket.recvfrom(65536)[1]
            except BlockingIOError:
                return n
            n += sender[1] == ETH_P_IP and sender[2] != socket.PACKET_OUTGOING

    def close(self):
        self.socket.close()


def cpu_s(pid):
    words = Path(f'/proc/{pid}/stat').read_text(encoding='ascii').rsplit(')', 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf('SC_CLK_TCK')


def measure_idle(wifi, first, second):
    """In step, nothing is said but that both are there."""
    anna, bo = homes.make_two(wifi, OPTIONS.cli, first, second)
    # what the kernel says of IPv6 by itself is not ours
    for machine in (first, second):
        machine.run('ip', '-6', 'address', 'flush', 'dev', 'wlan0')
    counters = [Counter(machine) for machine in (first, second)]
    with anna.serve('--listen', f'0.0.0.0:{PORT}') as serving:
        serving.wait_for('listening')
        calling = second.start(bo.command(['sync', '--peer', f'{first.address}:{PORT}', '--seconds',
                                           str(OPTIONS.settle + OPTIONS.idle + 60)]),
                               stdout=subprocess.PIPE)
        serving.wait_for('in-step')
        time.sleep(OPTIONS.settle)
        for counter in counters:
            counter.count()
        cpu = [cpu_s(process.pid) for process in (serving.process, calling)]
        time.sleep(OPTIONS.idle)
        packets = [counter.count() for counter in counters]
        cpu = [cpu_s(process.pid) - s for process, s in zip((serving.process, calling), cpu)]
        calling.terminate()
        told = json.loads(calling.communicate()[0])['peers'][0]
    for counter in counters:
        counter.close()
    lan.check(told['link'] == 'nice', f'{told}')
    tell(case='idle', seconds=OPTIONS.idle,
         packets_in_15_s=[round(n * 15 / OPTIONS.idle, 2) for n in packets],
         cpu_percent=[round(s * 100 / OPTIONS.idle, 3) for s in cpu])


reason = lan.find_reason()
if reason is not None:
    raise SystemExit(f'no network can be made here: {reason}')
lan.enter()
os.environ['LC_ALL'] = 'C.UTF-8'
for there in (NEAR, FAR, FAR_AND_LOSSY):
    play(measure_haul, there)
play(measure_exchange, OPTIONS.entries)
play(measure_idle)
