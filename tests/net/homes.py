# SPDX-License-Identifier: GPL-3.0-or-later
"""homes: machines in homes, each behind a router of its own, on an Internet that is a bridge in a
network namespace of this process; nothing of it is seen outside."""

import json
import os
import socket
import subprocess
from pathlib import Path

import lan
from lan import run

CONE, SYMMETRIC = 'masquerade', 'masquerade fully-random'

# whose servers stand in the Internet
SERVER = '203.0.113.1'
USER, PASSWORD = 'pedibus', 'se:cret'

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

    def add_home_of_ipv6(self):
        """Its router gives the machine an address that everybody can see, and lets nobody in."""
        machine = self.add_home('masquerade')
        number = len(self.routers)
        router = self.routers[-1]
        router.run('sysctl', '-qw', 'net.ipv6.conf.all.forwarding=1')
        router.run('ip', 'address', 'add', f'2001:db8:ffff::{number}/64', 'dev', 'wan', 'nodad')
        router.run('ip', 'address', 'add', f'2001:db8:{number}::1/64', 'dev', 'lan', 'nodad')
        machine.run('ip', 'address', 'add', f'2001:db8:{number}::2/64', 'dev', 'eth0', 'nodad')
        machine.run('ip', '-6', 'route', 'add', 'default', 'via', f'2001:db8:{number}::1')
        for other in range(1, number):
            router.run('ip', 'route', 'add', f'2001:db8:{other}::/64', 'via',
                       f'2001:db8:ffff::{other}')
            self.routers[other - 1].run('ip', 'route', 'add', f'2001:db8:{number}::/64', 'via',
                                        f'2001:db8:ffff::{number}')
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


def make_two(town, cli, first, second, servers=None):
    """Anna and Bo are members of one collective, which has agreed on servers."""
    anna = lan.Home(str(cli), first, 'Anna').found()
    bo = lan.Home(str(cli), second, 'Bo')
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
