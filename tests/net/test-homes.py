#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two machines in two homes, each behind a router of its own, who meet across the Internet.

test-homes.py CLI [--thorough]
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))

import lan  # noqa: E402
import tap  # noqa: E402
from lan import check, run  # noqa: E402

CLI = Path(sys.argv[1]).resolve()
# what people are told, and some for a slow machine
NO_WAY_S = 30
MEET_S = 90
# whose servers stand in the Internet
SERVER = '203.0.113.1'
USER, PASSWORD = 'pedibus', 'se:cret'
NO_PEER = 6

FILTER = '''
flush ruleset
table ip nat {{
  chain out {{ type nat hook postrouting priority srcnat; oifname "wan" {nat}; }}
}}
table inet filter {{
  # a router at home drops what nobody asked for; else the kernel would note a stray packet, and give
  # what goes out afterwards another port
  chain input {{ type filter hook input priority filter; policy accept;
    iifname "wan" meta l4proto {{ tcp, udp }} ct state new drop;
  }}
  chain forward {{ type filter hook forward priority filter; policy drop;
    ct state established,related accept
    {more}
    iifname "lan" accept
  }}
}}
'''


class Space:
    """A network namespace with a veth or more; what lan.Home runs its program on."""

    def __init__(self, town, name):
        self.wifi = town
        self.name = name
        self.holder = subprocess.Popen(
            ['unshare', '--net', 'sh', '-c', 'ip link set lo up && echo ready && exec sleep infinity'],
            stdout=subprocess.PIPE, preexec_fn=lan.die_with_parent)
        if self.holder.stdout.readline() != b'ready\n':
            raise AssertionError('no namespace')
        town.spaces.append(self)

    def command(self, args):
        return ['nsenter', '--target', str(self.holder.pid), '--net', '--',
                *(str(arg) for arg in args)]

    def run(self, *args, **options):
        return subprocess.run(self.command(args), check=True, capture_output=True, **options)

    def environment(self):
        return {**os.environ, 'DBUS_SYSTEM_BUS_ADDRESS': 'unix:path=/nowhere'}

    def start(self, args, **options):
        return subprocess.Popen(self.command(args), env=self.environment(),
                                preexec_fn=lan.die_with_parent, **options)

    def plug_in(self, name, address):
        """Into the Internet."""
        link = f'h{next(lan.LINKS)}'
        run('ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', name, 'netns',
            self.holder.pid)
        run('ip', 'link', 'set', link, 'master', 'br0', 'up')
        self.run('ip', 'address', 'add', f'{address}/24', 'dev', name)
        self.run('ip', 'link', 'set', name, 'up')
        self.run('ip', 'route', 'add', 'default', 'via', Town.address)
        self.link = link

    def end(self):
        self.holder.kill()
        self.holder.wait()
        self.holder.stdout.close()


class Town:
    """The Internet, which is a bridge; the homes on it; and the server that the collective may
    name."""

    address = '203.0.113.254'

    def __init__(self, folder):
        self.folder = Path(folder)
        self.spaces = []
        self.coturn = None
        self.routers = []
        run('ip', 'link', 'set', 'lo', 'up')
        run('ip', 'link', 'add', 'name', 'br0', 'type', 'bridge', 'forward_delay', '0')
        run('ip', 'address', 'add', f'{self.address}/24', 'dev', 'br0')
        run('ip', 'link', 'set', 'br0', 'up')

    def add_home(self, nat):
        """A machine behind a router: `masquerade` keeps ports (a cone), with `fully-random` each
        peer sees another one (symmetric)."""
        number = len(self.routers) + 1
        router = Space(self, f'router-{number}')
        router.plug_in('wan', f'203.0.113.{10 + number}')
        machine = Space(self, f'home-{number}')
        router.run('ip', 'link', 'add', 'lan', 'type', 'veth', 'peer', 'name', 'eth0', 'netns',
                   machine.holder.pid)
        router.run('ip', 'address', 'add', f'192.168.{number}.1/24', 'dev', 'lan')
        router.run('ip', 'link', 'set', 'lan', 'up')
        machine.run('ip', 'address', 'add', f'192.168.{number}.2/24', 'dev', 'eth0')
        machine.run('ip', 'link', 'set', 'eth0', 'up')
        machine.run('ip', 'route', 'add', 'default', 'via', f'192.168.{number}.1')
        router.run('sysctl', '-qw', 'net.ipv4.ip_forward=1')
        self.routers.append(router)
        self.set_nat(number, nat)
        return machine

    def set_nat(self, number, nat, more=''):
        self.routers[number - 1].run('nft', '-f', '-', text=True,
                                     input=FILTER.format(nat=nat, more=more))

    def add_public(self, number):
        machine = Space(self, f'public-{number}')
        machine.plug_in('eth0', f'203.0.113.{number}')
        return machine

    def start_server(self):
        space = Space(self, 'server')
        space.plug_in('eth0', SERVER)
        log = self.folder / 'turn.log'
        with log.open('wb') as out:
            self.coturn = space.start(
                ['turnserver', '-n', '--no-tls', '--no-dtls', '--no-cli', '--lt-cred-mech',
                 '--realm=pedibus', f'--user={USER}:{PASSWORD}', f'--listening-ip={SERVER}',
                 f'--relay-ip={SERVER}', '--log-file=stdout', '--simple-log',
                 f'--pidfile={self.folder}/turn.pid', f'--userdb={self.folder}/turn.db'],
                stdout=out, stderr=out)
        lan.wait_for(lambda: space.run('ss', '-lnu').stdout.count(b':3478') > 0, 'coturn')
        return space

    def end(self):
        if self.coturn is not None:
            self.coturn.kill()
            self.coturn.wait()
        for space in self.spaces:
            space.end()
        run('ip', 'link', 'delete', 'br0')


class Ear:
    """Hears every packet that goes to the server."""

    def __init__(self, space):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.bind((space.link, 0))
        self.socket.setblocking(False)

    def count(self):
        n = 0
        while True:
            try:
                frame = self.socket.recv(65536)
            except BlockingIOError:
                return n
            n += frame[12:14] == b'\x08\x00' and frame[30:34] == socket.inet_aton(SERVER)

    def close(self):
        self.socket.close()


class Carried:
    """`card` or `connect`, which shows a card and goes on."""

    def __init__(self, home, *args):
        self.home = home
        self.process = home.machine.start(home.command(args), stdin=subprocess.PIPE,
                                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f'{home.name} {args[0]}: {self.process.stderr.read()}')
        self.card = json.loads(line)['card']

    def end(self, seconds):
        """(exit status, what it said)"""
        try:
            _, words = self.process.communicate(timeout=seconds)
        finally:
            self.process.kill()
        return self.process.returncode, words


def make_two(town, first, second, servers=None):
    """Anna and Bo are members of one collective, which has agreed on servers."""
    anna = lan.Home(str(CLI), first, 'Anna').found()
    bo = lan.Home(str(CLI), second, 'Bo')
    if servers:
        anna.ask('rules', 'set', 'servers', servers)
    invite = anna.ask('invite')['invite']
    bo.ask('join', invite, '--me', 'Bo', '--bundle-out', str(town.folder / 'request'))
    anna.ask('bundle', 'read', str(town.folder / 'request'))
    anna.ask('bundle', 'write', str(town.folder / 'answer'))
    bo.ask('join', '--bundle-in', str(town.folder / 'answer'))
    bo.ask('bundle', 'read', str(town.folder / 'answer'))
    anna.ask('member', 'add', 'Greta')
    bo.ask('member', 'add', 'Hugo')

    return anna, bo


def meet(anna, bo, after_s=0):
    """Anna offers, Bo answers, and `after_s` later she reads it.  Returns: how it ended for her, for
    him, and the seconds that it took her from there"""
    offer = Carried(anna, 'card')
    answer = Carried(bo, 'connect', offer.card)
    time.sleep(after_s)
    begun = time.monotonic()
    offer.process.stdin.write(answer.card + '\n')
    offer.process.stdin.flush()
    hers = offer.end(MEET_S)
    took = time.monotonic() - begun
    if hers[0] != 0:
        # he would wait for as long as the card is good
        answer.process.terminate()

    return hers, answer.end(MEET_S), took


def check_met(anna, bo, what, after_s=0):
    hers, his, took = meet(anna, bo, after_s)
    check(hers[0] == 0, f'{what}: Anna: {hers}')
    check(his[0] == 0, f'{what}: Bo: {his}')
    check('In step with Bo: ' in hers[1], f'{what}: {hers[1]}')
    check(anna.digest() == bo.digest(), f'{what}: what they hold differs')
    print(f'# {what}: in step {took:.1f} s after the answer was read')


CONE, SYMMETRIC = 'masquerade', 'masquerade fully-random'
STUN = f'stun:{SERVER}'
TURN = f'turn:{USER}:{PASSWORD}@{SERVER}'


def refuse(home, status, words, *args, **values):
    """It does not do it, and says why in a sentence."""
    ran = subprocess.run(home.machine.command(home.command(args)), env=home.machine.environment(),
                         capture_output=True, text=True, timeout=MEET_S, check=False, **values)
    check(ran.returncode == status and words in ran.stderr and len(ran.stderr.splitlines()) == 1,
          f'{args}: {ran.returncode} {ran.stderr}')


# ---- cells

def test_no_router(town):
    """Both can be reached, and nobody is asked for help."""
    anna, bo = make_two(town, town.add_public(21), town.add_public(22))
    check_met(anna, bo, 'without routers')


def test_cones(town):
    town.start_server()
    anna, bo = make_two(town, town.add_home(CONE), town.add_home(CONE), STUN)
    check_met(anna, bo, 'two cones with STUN')


def test_symmetric_with_turn(town):
    town.start_server()
    anna, bo = make_two(town, town.add_home(SYMMETRIC), town.add_home(SYMMETRIC), TURN)
    check_met(anna, bo, 'two symmetric NATs with TURN')


def test_symmetric_without_help(town):
    """It is said in one sentence, and in time; and no server hears of it that no rule names."""
    ear = Ear(town.start_server())
    anna, bo = make_two(town, town.add_home(SYMMETRIC), town.add_home(SYMMETRIC))
    hers, _, took = meet(anna, bo)
    check(hers[0] == NO_PEER, f'{hers}')
    check(len(hers[1].splitlines()) == 1 and 'to a file instead' in hers[1], f'{hers[1]}')
    check(took < NO_WAY_S, f'after {took:.1f} s')
    check(ear.count() == 0, 'a server was asked that nobody named')
    ear.close()
    print(f'# two symmetric NATs without help: said after {took:.1f} s')


def test_symmetric_with_stun(town):
    """Being told where one is seen from is of no use there."""
    town.start_server()
    anna, bo = make_two(town, town.add_home(SYMMETRIC), town.add_home(SYMMETRIC), STUN)
    hers, _, took = meet(anna, bo)
    check(hers[0] == NO_PEER and took < NO_WAY_S, f'{hers} after {took:.1f} s')


def test_cone_and_symmetric_with_turn(town):
    town.start_server()
    anna, bo = make_two(town, town.add_home(CONE), town.add_home(SYMMETRIC), f'{STUN} {TURN}')
    check_met(anna, bo, 'a cone and a symmetric NAT')


def test_late_answer(town):
    """Somebody telephones meanwhile: the routers forget in 30 s what nobody answers."""
    town.start_server()
    for number, nat in ((1, CONE), (2, CONE)):
        town.add_home(nat)
        town.routers[number - 1].run('sysctl', '-qw', 'net.netfilter.nf_conntrack_udp_timeout=20',
                                     'net.netfilter.nf_conntrack_udp_timeout_stream=40')
    homes = [space for space in town.spaces if space.name.startswith('home-')]
    anna, bo = make_two(town, *homes, STUN)
    check_met(anna, bo, 'answered 75 s later', after_s=75)


def test_servers_are_gone(town):
    """Whoever is named and does not answer keeps nobody from meeting."""
    anna, bo = make_two(town, town.add_public(21), town.add_public(22), f'{STUN} {TURN}')
    check_met(anna, bo, 'with servers that are gone')


def test_cards_that_are_none(town):
    """What is no card, or not this one; and one that goes by file."""
    first, second = town.add_public(21), town.add_public(22)
    alone = lan.Home(str(CLI), town.add_public(23), 'Alone').found()
    refuse(alone, 3, 'Nothing here', 'card')
    anna, bo = make_two(town, first, second)
    folder = town.folder

    offer = Carried(anna, 'card', '--file', str(folder / 'card'), '--qr', str(folder / 'card.png'))
    text = offer.card
    check((folder / 'card').read_text(encoding='utf-8') == text + '\n', 'the file')
    check((folder / 'card.png').read_bytes().startswith(b'\x89PNG'), 'the picture')
    check(text.startswith('FARANDOLE:') and len(text) < 500, f'{len(text)} letters')
    wrong = text[:-1] + ('0' if text[-1] != '0' else '1')
    for card, words in (('hello', 'not a complete'), (wrong, 'not a complete'),
                        (text[:-9], 'not a complete'), ('', 'not a complete')):
        refuse(bo, 4, words, 'connect', card)
    refuse(bo, 4, 'no complete connection card', 'connect', str(folder / 'request'))
    refuse(alone, 4, 'for another machine', 'connect', text)
    bo.now = '2026-09-01T12:16:00Z'
    refuse(bo, 4, 'too old', 'connect', text)
    bo.now = '2026-09-01T11:54:00Z'
    refuse(bo, 4, 'too old', 'connect', text)
    bo.now = lan.DAY

    answer = Carried(bo, 'connect', str(folder / 'card'))
    refuse(alone, 4, 'for another machine', 'connect', answer.card)
    offer.process.stdin.write(text + '\n')
    offer.process.stdin.flush()
    status, words = offer.end(MEET_S)
    check(status == 4 and 'another machine' in words, f'its own card: {status} {words}')
    refuse(anna, 4, 'does not fit here', 'connect', answer.card)
    # of a card that is out no more
    refuse(anna, 4, 'does not fit here', 'card', input=answer.card)
    answer.process.terminate()
    check(answer.end(MEET_S)[0] in (0, 143, -15), 'who waits can be ended')
    refuse(anna, 4, 'not a complete', 'card', input='')
    refuse(anna, 3, 'Nothing here', 'card', '--for', 'abcdef')


QUICK = [test_no_router, test_cards_that_are_none, test_cones, test_symmetric_with_turn,
         test_symmetric_without_help]
THOROUGH = [*QUICK, test_symmetric_with_stun, test_cone_and_symmetric_with_turn, test_late_answer,
            test_servers_are_gone]


def needs_server(test):
    return 'start_server' in test.__code__.co_names


def make_case(test):
    def case():
        if needs_server(test) and shutil.which('turnserver') is None:
            raise tap.Skip('coturn is not installed')
        with tempfile.TemporaryDirectory(prefix='farandole-') as folder:
            town = Town(folder)
            try:
                test(town)
            except (AssertionError, subprocess.SubprocessError, OSError) as error:
                return [f'{type(error).__name__}: {error}']
            finally:
                town.end()
        return []

    return case


def main():
    lan.NEEDED = ['ip', 'nft', 'nsenter', 'ss', 'sysctl', 'unshare']
    reason = lan.find_reason()
    if reason is not None:
        print(f'1..0 # SKIP {reason}')
        return
    lan.enter()
    wanted = [arg for arg in sys.argv[2:] if not arg.startswith('--')]
    tests = THOROUGH if '--thorough' in sys.argv or wanted else QUICK
    tap.run([(f'/net/homes/{test.__name__[5:].replace("_", "-")}', make_case(test))
             for test in tests if not wanted or test.__name__[5:] in wanted])


main()
