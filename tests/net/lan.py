# SPDX-License-Identifier: GPL-3.0-or-later
"""lan: machines on one Wi-Fi, each with a system bus and an Avahi of its own.

The Wi-Fi is a bridge in a network namespace of this process, which is also the router that the
machines know it by; each machine is a further namespace.  Nothing of it is seen outside, and it
goes when this process does.
"""

import ctypes
import itertools
import json
import os
import re
import shutil
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

import tap  # (found through the line above)

LINKS = itertools.count(1)

NEEDED = ['avahi-daemon', 'dbus-daemon', 'ip', 'nsenter', 'unshare']

BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>custom</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy></busconfig>
'''

AVAHI = '''[server]
host-name={name}
use-ipv4=yes
use-ipv6=yes
ratelimit-interval-usec=1000000
ratelimit-burst=1000
[wide-area]
enable-wide-area=no
[publish]
publish-hinfo=no
publish-workstation=no
'''

# Of a run that names no other.
DAY = '2026-09-01T12:00:00Z'

# A daemon is up, or a machine sees another, long before.
SECONDS_MAX = 30


def find_reason():
    """Why such a network cannot be made here; None if it can."""
    os.environ['PATH'] += ':/usr/sbin:/sbin'
    for program in NEEDED:
        if shutil.which(program) is None:
            return f'{program} is not installed'

    ran = subprocess.run([*unshare(), 'ip', 'link', 'add', 'name', 'br0', 'type', 'bridge'],
                         capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        return 'no network namespace can be made: ' + (ran.stderr.strip() or 'refused')

    return None


def unshare():
    if os.getuid() == 0:
        return ['unshare', '--net', '--mount']

    return ['unshare', '--user', '--map-root-user', '--net', '--mount']


def enter():
    """Goes on in namespaces of its own: this program anew, from its first line."""
    if os.environ.get('FARANDOLE_TEST_INSIDE') != str(os.getppid()):
        os.environ['FARANDOLE_TEST_INSIDE'] = str(os.getpid())
        # without a fork the parent would be the outer one
        sys.exit(subprocess.call([*unshare(), sys.executable, '-B', *sys.argv]))


def run(*args):
    subprocess.run([str(arg) for arg in args], check=True, capture_output=True)


def wait_for(what, sentence, seconds=SECONDS_MAX):
    """The first true answer of `what`, asked again and again; `sentence` may be a function."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.02)

    raise AssertionError(f'not within {seconds} s: {sentence() if callable(sentence) else sentence}')


def die_with_parent():
    # Linux: PR_SET_PDEATHSIG
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Machine:
    """A namespace on the Wi-Fi, with a bus and, while it runs, Avahi."""

    def __init__(self, wifi, name, number):
        self.wifi = wifi
        self.name = name
        self.folder = wifi.folder / f'machine-{name}'
        self.folder.mkdir()
        self.address = f'10.7.0.{number}'
        self.bus_address = f'unix:path={self.folder}/bus'
        self.bus = self.avahi = None
        # the system's own bus and Avahi are out of sight
        self.holder = subprocess.Popen(
            ['unshare', '--net', '--mount', 'sh', '-c',
             'mount -t tmpfs tmpfs /run && mkdir /run/avahi-daemon && ip link set lo up &&'
             ' echo ready && exec sleep infinity'],
            stdout=subprocess.PIPE, preexec_fn=die_with_parent)
        if self.holder.stdout.readline() != b'ready\n':
            raise AssertionError('no namespace for a machine')
        # one that is gone with its namespace may take a moment to go
        self.link = f'v{next(LINKS)}'
        run('ip', 'link', 'add', self.link, 'type', 'veth', 'peer', 'name', 'wlan0', 'netns',
            self.holder.pid)
        run('ip', 'link', 'set', self.link, 'master', 'br0', 'up')
        self.run('ip', 'address', 'add', f'{self.address}/24', 'dev', 'wlan0')
        self.run('ip', 'link', 'set', 'wlan0', 'up')
        self.run('ip', 'route', 'add', 'default', 'via', wifi.address)

    def command(self, args):
        return ['nsenter', '--target', str(self.holder.pid), '--net', '--mount', '--',
                *(str(arg) for arg in args)]

    def run(self, *args):
        return subprocess.run(self.command(args), check=True, capture_output=True)

    def environment(self):
        return {**os.environ, 'DBUS_SYSTEM_BUS_ADDRESS': self.bus_address}

    def start(self, args, **options):
        return subprocess.Popen(self.command(args), env=self.environment(),
                                preexec_fn=die_with_parent, **options)

    def start_bus(self):
        path = self.folder / 'bus'
        path.unlink(missing_ok=True)
        (self.folder / 'bus.conf').write_text(BUS.format(path=path), encoding='utf-8')
        self.bus = self.start(['dbus-daemon', f'--config-file={self.folder}/bus.conf', '--nofork',
                               '--nopidfile'], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
        wait_for(path.exists, 'a bus')

    def start_avahi(self):
        if self.bus is None:
            self.start_bus()
        conf = self.folder / 'avahi.conf'
        log = self.folder / 'avahi.log'
        conf.write_text(AVAHI.format(name=f'host-of-{self.name}'), encoding='utf-8')
        with log.open('wb') as out:
            self.avahi = self.start(['avahi-daemon', '-f', conf, '--no-drop-root', '--no-chroot',
                                     '--no-rlimits', '--no-proc-title'], stdout=out, stderr=out)
        wait_for(lambda: b'Server startup complete' in log.read_bytes(), 'Avahi')

    def stop_avahi(self, number=signal.SIGTERM):
        self.avahi.send_signal(number)
        self.avahi.wait(SECONDS_MAX)
        self.run('rm', '-f', '/run/avahi-daemon/pid', '/run/avahi-daemon/socket')

    def stop_bus(self):
        self.bus.kill()
        self.bus.wait()
        self.bus = None

    def leave(self):
        """Out of reach, without a goodbye."""
        run('ip', 'link', 'set', self.link, 'down')

    def come_back(self):
        run('ip', 'link', 'set', self.link, 'up')

    def end(self):
        for process in (self.avahi, self.bus, self.holder):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
        self.holder.stdout.close()


class Wifi:
    """The bridge, and what was heard on it."""

    address = '10.7.0.254'

    def __init__(self, folder):
        self.folder = Path(folder)
        self.machines = []
        run('ip', 'link', 'set', 'lo', 'up')
        run('ip', 'link', 'add', 'name', 'br0', 'type', 'bridge', 'forward_delay', '0')
        run('ip', 'address', 'add', f'{self.address}/24', 'dev', 'br0')
        run('ip', 'link', 'set', 'br0', 'up')

    def add(self, name):
        machine = Machine(self, name, 1 + len(self.machines))
        self.machines.append(machine)
        return machine

    def end(self):
        for machine in self.machines:
            machine.end()
        run('ip', 'link', 'delete', 'br0')


class Ear:
    """Whoever sits in the room and reads along: all multicast DNS."""

    def __init__(self):
        # Linux: every protocol, in network order
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.bind(('br0', 0))
        self.socket.setblocking(False)
        self.packets = []

    def listen(self):
        while True:
            try:
                frame = self.socket.recv(65536)
            except BlockingIOError:
                return self.packets
            port = frame[36:38] if frame[12:14] == b'\x08\x00' else frame[56:58]
            if port == struct.pack('!H', 5353):
                self.packets.append(frame)

    def close(self):
        self.socket.close()


def speak():
    """A socket that says whatever it is given to everybody in the room."""
    voice = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    voice.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    voice.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    voice.bind(('', 5353))
    voice.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(Wifi.address))
    voice.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
    return voice


def labels(packets):
    """What services are called, and the hosts they are on."""
    # of either one, what follows may be told by where it stood before
    after = rb'\x10([0-9a-z]{16})(?=\x0a_farandole|\x05local|\xc0)'

    return {label for packet in packets for label in re.findall(after, packet)}


# -- who is on them


def check(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


class Home:
    """A device of somebody, on a machine."""

    def __init__(self, cli, machine, name):
        self.cli = cli
        self.machine = machine
        self.name = name
        self.now = DAY
        self.more = [] # of the environment
        self.path = machine.wifi.folder / f'home-{name}'

    def command(self, args):
        clock = [f'FARANDOLE_NOW={self.now}'] if self.now else []
        return ['env', *clock, *self.more, self.cli, '--home', str(self.path), '--json',
                *args]

    def run(self, *args):
        return subprocess.run(self.machine.command(self.command(args)),
                              env=self.machine.environment(), capture_output=True, text=True,
                              timeout=SECONDS_MAX, check=False)

    def ask(self, *args, status=0):
        ran = self.run(*args)
        check(ran.returncode == status, f'{self.name} {args}: {ran.returncode}, {ran.stderr}')
        return json.loads(ran.stdout) if ran.stdout else None

    def found(self):
        self.ask('found', 'Pedibus Secret Name', '--me', self.name)
        return self

    def digest(self):
        return self.ask('state-hash')['entries']

    def serve(self, *args):
        return Serving(self, args or ('--lan',))


class Serving:
    """`serve`, with what it tells."""

    def __init__(self, home, args):
        self.home = home
        self.told = []
        self.process = home.machine.start(home.command(['serve', *args]),
                                          stdout=subprocess.PIPE)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def __enter__(self):
        return self

    def read(self):
        for line in self.process.stdout:
            self.told.append(json.loads(line))

    def has_told(self, event, since=0, **values):
        return any(told['event'] == event and values.items() <= told.items()
                   for told in self.told[since:])

    def wait_for(self, event, since=0, seconds=SECONDS_MAX, **values):
        wait_for(lambda: self.has_told(event, since, **values),
                     lambda: f'{self.home.name}: {event} {values}; told {self.told}', seconds)

    def pid(self):
        """Of the program itself, behind nsenter and env."""
        return self.process.pid

    def __exit__(self, *args):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(SECONDS_MAX)
        self.reader.join()
        self.process.stdout.close()
        check(args[0] is not None or status == 0, f'{self.home.name}: serve ends with {status}')


def make_two(wifi, cli):
    """Anna and Bo are members of one collective, on two machines."""
    anna = Home(cli, wifi.add('a'), 'Anna').found()
    bo = Home(cli, wifi.add('b'), 'Bo')
    invite = anna.ask('invite')['invite']
    bo.ask('join', invite, '--me', 'Bo', '--bundle-out', str(wifi.folder / 'request'))
    anna.ask('bundle', 'read', str(wifi.folder / 'request'))
    anna.ask('bundle', 'write', str(wifi.folder / 'answer'))
    bo.ask('join', '--bundle-in', str(wifi.folder / 'answer'))
    for home in (anna, bo):
        home.machine.start_avahi()

    return anna, bo


# -- cases


def wrap(function):
    def case():
        with tempfile.TemporaryDirectory(prefix='farandole-') as folder:
            wifi = Wifi(folder)
            try:
                function(wifi)
            except (AssertionError, OSError, ValueError, subprocess.SubprocessError) as problem:
                return [f'{type(problem).__name__}: {problem}']
            finally:
                wifi.end()
        return []

    return case


def skip(reason):
    def case():
        raise tap.Skip(reason)

    return case


def run_cases(group, functions, wanted=()):
    """All of them, or those whose names are given; skipped with the reason where there can be no
    such network."""
    reason = find_reason()
    if reason is None:
        enter()
    tap.run([(f'/net/{group}/{function.__name__[5:]}',
              wrap(function) if reason is None else skip(reason))
             for function in functions if not wanted or function.__name__[5:] in wanted])
