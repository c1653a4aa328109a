#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loses power after each thing that the real program does with its files, and lets each fail.

far-power.c writes down what one run does.  What the disk may hold when the power fails after any
part of it is then put into a folder, and the program is asked what it finds there: what it said is
done, and nothing is half done.  test-crash.c does the same to the store on simulated disks; here it
is also the folder of a collective and its key, saved copies and bundles.

A disk forgets what was not synced: writes, as drawn, also in part; and names that were made,
changed or deleted since their folder was synced, the last ones or any of them.
"""

import atexit
import errno
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))
import tap # noqa: E402

CLI, PRELOAD = sys.argv[1:3]
THOROUGH = '--thorough' in sys.argv
N_DICE = 12 if THOROUGH else 3
# of the operations, how many are passed over before one fails
FAIL_STEP = 1 if THOROUGH else 5
# where nothing was done, whether it can be done again: each so-many-th time
AGAIN_STEP = 3 if THOROUGH else 10
SECTOR = 512
ENV = {**os.environ, 'FARANDOLE_NOW': '2026-09-01T08:00:00+02:00', 'LC_ALL': 'C.UTF-8',
       'LANGUAGE': 'C'}
DAY = '2026-09-14'
PASSPHRASE = b'correct horse battery staple\n'
# nobody writes this but into a record
WORD = b'Bartholomea'

# how many states of a disk were looked at, and how many runs had something fail
n_points = n_states = n_failures = 0


# ---- the program

def start(folder, arguments, home='home', **more):
    # the passphrase is on standard input for those that want one
    return subprocess.run([CLI, '--home', folder / home, '--json', *arguments], input=PASSPHRASE,
                          env={**ENV, 'LD_PRELOAD': PRELOAD, **more}, capture_output=True,
                          check=False, timeout=120)


def ask(folder, *arguments, home='home'):
    ran = start(folder, arguments, home)
    check(ran.returncode == 0, f'{arguments}: {ran.stderr.decode()}')

    return json.loads(ran.stdout)


def trace(folder, arguments, **more):
    """Returns the run, and what it did: (number, word, operands)."""
    with tempfile.NamedTemporaryFile('r', encoding='utf-8') as log:
        ran = start(folder, arguments, FAR_POWER_ROOT=str(folder), FAR_POWER_LOG=log.name, **more)
        lines = [line.rstrip('\n').split(' ') for line in log]

    return ran, [(int(line[0]), line[1], line[2:]) for line in lines]


def check(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


# ---- the disk

class File:
    def __init__(self, data=b''):
        self.synced = bytes(data)
        self.changes = [] # (offset, data), or (length, None)

    def sync(self):
        self.synced = self.remember(self.changes)
        self.changes = []

    def remember(self, changes):
        data = bytearray(self.synced)
        for at, new in changes:
            if new is None:
                data = data[:at] + bytes(max(at - len(data), 0))
            else:
                data += bytes(max(at + len(new) - len(data), 0))
                data[at:at + len(new)] = new

        return bytes(data)

    def lose(self, dice):
        if dice is None:
            return self.synced
        keep, torn = dice.choice([0, 0.25, 0.5, 0.75, 1]), dice.choice([0, 0.3, 0.6])
        kept = []
        for at, new in self.changes:
            if dice.random() < keep:
                kept.append((at, new))
            elif new is not None and dice.random() < torn:
                kept += [(at + i, new[i:i + SECTOR]) for i in range(0, len(new), SECTOR)
                         if dice.random() < 0.6]

        return self.remember(kept)


class Folder:
    def __init__(self):
        self.synced = {} # name -> File or Folder
        self.changes = [] # (names that go, {name: what it is now})

    def names(self):
        return self.remember(self.changes)

    def remember(self, changes):
        names = dict(self.synced)
        for gone, new in changes:
            for name in gone:
                names.pop(name, None)
            names.update(new)

        return names

    def sync(self):
        self.synced, self.changes = self.names(), []

    def lose(self, dice):
        """What there is: {path: bytes, or None for a folder}."""
        kept = []
        if dice is not None:
            is_journal = dice.random() < 0.5
            kept = (self.changes[:dice.randint(0, len(self.changes))] if is_journal
                    else [each for each in self.changes if dice.random() < 0.5])
        found = {}
        for name, item in self.remember(kept).items():
            found[name] = None if isinstance(item, Folder) else item.lose(dice)
            if isinstance(item, Folder):
                found.update({f'{name}/{path}': data for path, data in item.lose(dice).items()})

        return found


class Disk:
    """What happens to it, operation by operation."""

    def __init__(self, folder):
        self.root = Folder()
        self.handles = {}
        for path in sorted(folder.rglob('*')):
            above, name = self.above(str(path.relative_to(folder)))
            above.synced[name] = Folder() if path.is_dir() else File(path.read_bytes())

    def find(self, path):
        item = self.root
        for name in path.split('/') if path else []:
            item = item.names()[name]

        return item

    def above(self, path):
        folder, _, name = path.rpartition('/')

        return self.find(folder), name

    def do(self, word, *operands):
        getattr(self, f'do_{word}')(*operands)

    def do_create(self, handle, path):
        folder, name = self.above(path)
        self.handles[handle] = File()
        folder.changes.append(([], {name: self.handles[handle]}))

    def do_open(self, handle, path):
        self.handles[handle] = self.find(path)

    def do_write(self, handle, at, data):
        self.handles[handle].changes.append((int(at), bytes.fromhex(data)))

    def do_size(self, handle, length):
        self.handles[handle].changes.append((int(length), None))

    def do_sync(self, handle):
        self.handles[handle].sync()

    def do_mkdir(self, path):
        folder, name = self.above(path)
        folder.changes.append(([], {name: Folder()}))

    def do_unlink(self, path):
        folder, name = self.above(path)
        folder.changes.append(([name], {}))

    do_rmdir = do_unlink

    def do_rename(self, paths):
        old, new = paths.split('\t')
        folder, name = self.above(old)
        other, new_name = self.above(new)
        if folder is not other:
            raise AssertionError(f'{old} becomes {new}: this disk has no such renaming')
        folder.changes.append(([name], {new_name: folder.names()[name]}))

    def do_say(self):
        pass


def put(folder, found):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path, data in found.items():
        if data is None:
            (folder / path).mkdir(mode=0o700)
        else:
            (folder / path).write_bytes(data)


# ---- stories

class Story:
    """What is done, from what on, and what is there before and afterwards."""

    made = None # a file that is there whole, or as it was, or not at all
    is_sealed = False # and says nothing to whoever has no passphrase

    def prepare(self, folder):
        """Returns what is then done: arguments."""
        raise NotImplementedError

    def look(self, folder):
        """What the home holds, None if it is none, and the file."""
        ran = start(folder, ['state-hash'])
        check(ran.returncode in (0, 3), f'{ran.returncode}: {ran.stderr.decode()}')
        if ran.returncode == 0:
            checked = ask(folder, 'check', '--full')
            check(checked['ok'], f'check: {checked["problems"]}')
        file = folder / self.made if self.made else None
        content = file.read_bytes() if file and file.exists() else None
        check(not self.is_sealed or not any(WORD in each.read_bytes() for each in folder.iterdir()
                                            if each.is_file()), 'plain words beside the home')

        return ran.stdout, content

    def is_done(self, folder, before):
        return self.look(folder) != before


def make_home(folder):
    ask(folder, 'found', 'Pedibus', '--me', 'Ada', '--zone', 'Europe/Rome')
    rota = ask(folder, 'rota', 'add', 'Walk', '--days', 'mo', '--at', '08:10', '--from', DAY,
               '--until', '2026-12-18', '--min', '1', '--max', '2')[0]['id']
    ask(folder, 'rota', 'publish', rota)
    ask(folder, 'member', 'add', WORD.decode())

    return rota


class Found(Story):
    def prepare(self, folder):
        return ['found', 'Pedibus', '--me', 'Ada', '--zone', 'Europe/Rome']


class Take(Story):
    def prepare(self, folder):
        return ['turn', 'take', make_home(folder), DAY]


class Erase(Story):
    def prepare(self, folder):
        make_home(folder)
        person = ask(folder, 'members')[-1]

        return ['erase', '--subject', person['id']]


class Backup(Story):
    made = 'copy'
    is_sealed = True

    def prepare(self, folder):
        make_home(folder)

        return ['backup', str(folder / 'copy'), '--passphrase-fd', '0']


class BackupOver(Backup):
    def prepare(self, folder):
        arguments = super().prepare(folder)
        ask(folder, *arguments)

        return arguments


class Restore(Backup):
    def prepare(self, folder):
        ask(folder, *super().prepare(folder))
        shutil.rmtree(folder / 'home')

        return ['restore', str(folder / 'copy'), '--passphrase-fd', '0']


class Join(Story):
    made = 'request'

    def prepare(self, folder):
        make_home(folder)
        invite = ask(folder, 'invite')['invite']
        shutil.rmtree(folder / 'home')

        return ['join', invite, '--me', 'Bea', '--bundle-out', str(folder / 'request')]


class Bundle(Story):
    made = 'bundle'

    def prepare(self, folder):
        make_home(folder)

        return ['bundle', 'write', str(folder / 'bundle')]


class Renew(Story):
    """A copy of a folder hears of the other one, and gets a key of its own."""

    def prepare(self, folder):
        rota = make_home(folder)
        shutil.copytree(folder / 'home', folder / 'other')
        for home, day in [('home', DAY), ('other', '2026-09-21')]:
            ask(folder, 'turn', 'take', rota, day, home=home)
        ask(folder, 'bundle', 'write', str(folder / 'theirs'), home='other')

        return ['bundle', 'read', str(folder / 'theirs')]


STORIES = {
    'found': Found,
    'join': Join,
    'take': Take,
    'erase': Erase,
    'bundle': Bundle,
    'backup': Backup,
    'backup-over': BackupOver,
    'restore': Restore,
    'renew': Renew,
}


# ---- what goes wrong

class Desk:
    """A story that was played once, in peace."""

    def __init__(self, story, folder):
        self.story = story
        self.folder = folder / 'played'
        self.begin = folder / 'begin'
        self.scratch = folder / 'scratch'
        self.folder.mkdir()
        self.arguments = story.prepare(self.folder)
        shutil.copytree(self.folder, self.begin)
        self.before = self.look_at(self.begin)
        ran, self.operations = trace(self.folder, self.arguments)
        check(ran.returncode == 0, f'{self.arguments}: {ran.stderr.decode()}')
        check(any(word == 'say' for _, word, _ in self.operations), f'{PRELOAD} notes nothing')
        self.after = self.look_at(self.folder)

    def look_at(self, folder):
        """Looking may change it."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        shutil.copytree(folder, self.scratch)

        return self.story.look(self.scratch)

    def again(self):
        """In the scratch folder, where all is well now.  Paths are as they were when it was played."""
        arguments = [each.replace(str(self.folder), str(self.scratch)) for each in self.arguments]

        return start(self.scratch, arguments)

    def is_fair(self, found):
        """Each of the two is what it was, or what it is to be."""
        return all(one in pair for one, pair in zip(found, zip(self.before, self.after)))


def lose_power(desk):
    """After each operation."""
    global n_points, n_states
    disk = Disk(desk.begin)
    seen = set()
    said = False
    n_before = n_again = 0
    for at in range(len(desk.operations) + 1):
        for die in range(N_DICE):
            n_points += 1
            dice = random.Random(at * N_DICE + die) if die else None
            found = disk.root.lose(dice)
            state = hashlib.blake2b(repr((said, sorted(found.items()))).encode()).digest()
            if state in seen:
                continue
            seen.add(state)
            n_states += 1
            put(desk.scratch, found)
            look = desk.story.look(desk.scratch)
            where = f'power lost after operation {at}, die {die}'
            check(desk.is_fair(look), f'{where}: neither before nor after')
            check(not said or look == desk.after, f'{where}: said to be done, and is not')
            n_before += look == desk.before
            if look == desk.before and n_before % AGAIN_STEP == 1 % AGAIN_STEP:
                ran = desk.again()
                check(ran.returncode == 0, f'{where}: cannot be done again: {ran.stderr.decode()}')
                n_again += 1
        if at < len(desk.operations):
            _, word, operands = desk.operations[at]
            disk.do(word, *operands)
            said = said or word == 'say'
    check(n_again > 0, 'nothing was done again')


def let_fail(desk):
    """One operation fails, and all is well afterwards; or the disk keeps other bytes of a file."""
    global n_failures
    faults = [(number, code) for code in (errno.EIO, errno.ENOSPC)
              for number in sorted({number for number, _, _ in desk.operations})[::FAIL_STEP]]
    if desk.story.is_sealed and 'backup' in desk.arguments:
        handles = {operands[0] for _, word, operands in desk.operations
                   if word == 'create' and '/' not in operands[1]}
        faults += [(number, 0) for number, word, operands in desk.operations
                   if word == 'write' and operands[0] in handles]
    for number, code in faults:
        shutil.rmtree(desk.scratch)
        shutil.copytree(desk.begin, desk.scratch)
        arguments = [each.replace(str(desk.folder), str(desk.scratch)) for each in desk.arguments]
        ran, operations = trace(desk.scratch, arguments, FAR_POWER_FAIL=str(number),
                                FAR_POWER_ERRNO=str(code))
        if not any(word == 'failed' for _, word, _ in operations):
            continue
        n_failures += 1
        words = ran.stderr.decode()
        where = f'operation {number} fails ({errno.errorcode.get(code, "wrong bytes")})'
        check(0 <= ran.returncode <= 6 and 'CRITICAL' not in words, f'{where}: {words}')
        check(ran.returncode == 0 or (len(words.splitlines()) == 1 and not ran.stdout),
              f'{where}: {words!r} and {ran.stdout!r}')
        check(ran.returncode != 0 or code != 0, f'{where}, and nobody has looked')
        is_done = desk.story.is_done(desk.scratch, desk.before)
        check(ran.returncode != 0 or is_done, f'{where}: said to be done, and is not')
        if not is_done:
            ran = desk.again()
            check(ran.returncode == 0, f'{where}: cannot be done again: {ran.stderr.decode()}')
            check(desk.story.is_done(desk.scratch, desk.before), f'{where}: again, and not done')


def play(name, harm):
    def case():
        # what is written is not to wait for a disk
        above = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix='farandole-', dir=above) as folder:
            try:
                harm(Desk(STORIES[name](), Path(folder)))
            except AssertionError as problem:
                return str(problem).splitlines()
        return []

    return case


if __name__ == '__main__':
    atexit.register(lambda: print(f'# power lost at {n_points} points, which left {n_states} '
                                  f'different disks; {n_failures} failures'))
    tap.run([(f'/power/{name}/{harm.__name__.replace("_", "-")}', play(name, harm))
             for name in STORIES for harm in (lose_power, let_fail)])
