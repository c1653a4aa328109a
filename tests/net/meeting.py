# SPDX-License-Identifier: GPL-3.0-or-later
"""meeting: members in one room after a time apart, each of whom has written meanwhile."""

import collections
import concurrent.futures
import json
import os
import shutil
import subprocess
import time

import lan

N_ROTAS = 6
FIRST, LAST = '2026-09-02', '2027-09-01'
# after this without anything new all that was there has come
STILL_S = 5
# what a machine says that it holds it says anew after ten seconds
SAME_S = 60


class Meeting:
    """Homes that hold the same, and each of them so many entries of its own besides."""

    def __init__(self, wifi, cli, fill, n_machines, n_entries):
        self.wifi = wifi
        self.cli = cli
        self.fill = fill
        # what a thread has started ends with it, so they stay
        self.pool = concurrent.futures.ThreadPoolExecutor(2)
        self.anna = lan.Home(cli, wifi.add('m0'), 'Anna').found()
        # else a second member has to vouch for the eighth
        self.anna.ask('rules', 'set', 'vouchers', '1')
        for number in range(N_ROTAS):
            rota = self.anna.ask('rota', 'add', f'Walk {number}', '--days', 'mo,tu,we,th,fr,sa,su',
                                 '--at', f'0{number}:10', '--from', FIRST, '--until', LAST,
                                 '--max', '3')
            self.anna.ask('rota', 'publish', rota[0]['id'])
        self.homes = [self.anna]
        for number in range(1, n_machines):
            self.homes.append(self.let_in(f'Member {number}', f'm{number}'))
        self.invite = self.anna.ask('invite')['invite']
        self.tell_all()
        self.each(lambda home: self.write(home, n_entries))
        self.each(lambda home: home.machine.start_avahi())

    def let_in(self, name, machine):
        """By file; the answer is in the next one that is written."""
        home = lan.Home(self.cli, self.wifi.add(machine), name)
        request = self.wifi.folder / 'request'
        home.ask('join', self.anna.ask('invite')['invite'], '--me', name, '--bundle-out',
                 str(request))
        self.anna.ask('bundle', 'read', str(request))
        return home

    def tell_all(self):
        answer = self.wifi.folder / 'answer'
        self.anna.ask('bundle', 'write', str(answer))
        self.each(lambda home: home.ask('join', '--bundle-in', str(answer)), self.homes[1:])

    def each(self, what, homes=None):
        return list(self.pool.map(what, self.homes if homes is None else homes))

    def write(self, home, n_entries):
        subprocess.run([str(self.fill), str(home.path), str(n_entries), lan.DAY], check=True)

    def count_bytes(self):
        """What all machines have sent: on their wires, with all that is around it."""
        links = json.loads(subprocess.run(['ip', '-json', '-statistics', 'link', 'show'],
                                          check=True, capture_output=True).stdout)
        ours = {home.machine.link for home in self.homes}
        # a bridge's port receives what its machine sends
        return sum(link['stats64']['rx']['bytes'] for link in links if link['ifname'] in ours)

    def digests(self):
        return set(self.each(lambda home: home.digest()))

    def end(self):
        self.pool.shutdown()


class Attending(lan.Serving):
    """`serve --lan`, with when it told what it tells."""

    def __init__(self, home):
        self.device = home.ask('status')['device']
        super().__init__(home, ('--lan',))

    def read(self):
        for line in self.process.stdout:
            self.told.append({**json.loads(line), 'at': time.monotonic()})

    def last(self):
        """What it told last of the meeting."""
        return next((told for told in reversed(self.told) if told['event'] == 'meeting'), None)

    def first_with(self, n_entries):
        """When it held so many."""
        return next(told['at'] for told in self.told
                    if told['event'] == 'meeting' and told['entries'] >= n_entries)

    def says_all_same(self):
        """Who came late may not know of all that are there."""
        last = self.last()
        return last is not None and last['machines'] == last['same'] > 1

    def neighbours(self):
        """The devices that it is connected to."""
        open_sessions = collections.Counter()
        for told in list(self.told):
            if told['event'] in ('connected', 'closed'):
                open_sessions[told['peer']] += 1 if told['event'] == 'connected' else -1
        return {device for device, n in open_sessions.items() if n > 0}

    def count_most(self):
        """The greatest number of machines that it was connected to at any time."""
        n = most = 0
        for told in self.told:
            n += {'connected': 1, 'closed': -1}.get(told['event'], 0)
            most = max(most, n)
        return most


def find_parts(attending):
    """The devices that are joined by way of others, each such part as a set, the largest first."""
    parts = []
    for one in attending:
        part = {one.device} | one.neighbours()
        joined = [other for other in parts if other & part]
        parts = [other for other in parts if not other & part] + [part.union(*joined)]
    return sorted(parts, key=len, reverse=True)


def wait_until_equal(attending, seconds):
    """Returns: when the last of them had all that there is"""
    end = time.monotonic() + seconds
    since = time.monotonic()
    before = None
    while time.monotonic() < end:
        time.sleep(0.1)
        held = [one.last() for one in attending]
        counts = {told and told['entries'] for told in held}
        if len(counts) > 1 or None in counts or counts != before:
            before, since = counts, time.monotonic()
        elif time.monotonic() - since > STILL_S:
            return max(one.first_with(held[0]['entries']) for one in attending)

    raise AssertionError(f'not equal within {seconds} s: {[one.last() for one in attending]}')


def come(meeting, name, machine):
    """A newcomer, who was given an invitation, and nothing else.  Returns: where they are then"""
    home = lan.Home(meeting.cli, machine, name)
    ran = subprocess.run(machine.command(home.command(['join', meeting.invite, '--me', name,
                                                       '--seconds', '100'])),
                         env=machine.environment(), capture_output=True, text=True, check=False)
    lan.check(ran.returncode == 0, f'{name} joins: {ran.returncode}, {ran.stderr}')
    meeting.homes.append(home)
    return Attending(home)


def attend(meeting, newcomer_after_s, seconds):
    """All start together; somebody joins after a while.

    Returns: the programs, and figures: seconds until all were equal, and until the newcomer was in
    """
    machine = meeting.wifi.add('n')
    machine.start_avahi()
    bytes_before, began = meeting.count_bytes(), time.monotonic()
    attending = [Attending(home) for home in meeting.homes]
    try:
        time.sleep(newcomer_after_s)
        attending.append(come(meeting, 'Newcomer', machine))
        joined = time.monotonic()
        equal = wait_until_equal(attending, seconds)
    except BaseException:
        leave(attending, clean=False)
        raise

    return attending, {'equal_s': round(equal - began, 1),
                       'newcomer_in_s': round(joined - began - newcomer_after_s, 1),
                       'sent_bytes': meeting.count_bytes() - bytes_before,
                       'sessions_most': max(one.count_most() for one in attending)}


def leave(attending, clean=True):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: one.__exit__(None if clean else AssertionError), attending))


def take_live(meeting, attending, number):
    """One of them takes a turn in a window, as it were, while the others look.

    Returns: seconds until each of these showed it
    """
    attending[number].__exit__(None)
    rest = attending[:number] + attending[number + 1:]
    home = meeting.homes[number]
    device = home.ask('status')['device']
    since = [len(one.told) for one in rest]
    window = home.machine.start([str(meeting.fill), str(home.path), 'live', lan.DAY],
                                stdin=subprocess.PIPE)
    try:
        lan.wait_for(lambda: any(one.has_told('in-step', n, device=device)
                                 for one, n in zip(rest, since)),
                     f'{home.name} is not met', SAME_S)
        lan.wait_for(lambda: all(one.says_all_same() for one in rest),
                     lambda: f'not all the same: {[one.last() for one in rest]}', SAME_S)
        n_before = rest[0].last()['entries']
        began = time.monotonic()
        window.stdin.write(b'\n')
        window.stdin.flush()
        lan.wait_for(lambda: all(one.last()['entries'] > n_before for one in rest),
                     lambda: 'the turn did not come to ' + str(
                         [(one.home.name, one.told[-3:]) for one in rest
                          if one.last()['entries'] <= n_before]) +
                     f' of parts of {[len(part) for part in find_parts(rest)]}', lan.SECONDS_MAX)
        shown = [next(told['at'] for told in one.told
                      if told['event'] == 'meeting' and told['entries'] > n_before)
                 for one in rest]
    finally:
        window.stdin.close()
        window.wait()
    attending[:] = rest

    return sorted(at - began for at in shown)


def measure_least(meeting, before):
    """How many bytes it takes to bring what one lacked, of what all hold now, in one session.

    before: a copy of somebody's home, from before they met
    """
    sent = meeting.count_bytes()
    environment = os.environ.copy()
    os.environ['FARANDOLE_LINK'] = 'tcp'
    try:
        with lan.Serving(meeting.anna, ('--listen', '0.0.0.0:4711')) as serving:
            serving.wait_for('listening')
            before.ask('sync', '--peer', f'{meeting.anna.machine.address}:4711', '--once')
    finally:
        os.environ.clear()
        os.environ.update(environment)

    return meeting.count_bytes() - sent


def copy_home(home):
    """The same device as it is now: never both at once."""
    copy = lan.Home(home.cli, home.machine, f'{home.name} before')
    shutil.copytree(home.path, copy.path)
    return copy
