# SPDX-License-Identifier: GPL-3.0-or-later
"""cli: the real farandole-cli on homes of its own, and TAP out.

A case is a function of a folder that is empty when it begins and gone when it has ended.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))

import tap  # (found through the line above)

ROOT = Path(__file__).resolve().parents[2]
LINE_FILE = ROOT / 'data' / 'demo' / 'linea-blu.geojson'

# A Tuesday in term, at eight in the morning where the line walks.
NOW = '2026-09-01T08:00:00+02:00'

# What a sanitizer or a slow machine needs at most; a run that is cut off fails its test.
SECONDS_MAX = 60

DONE, RULE, USAGE, NOT_FOUND, FOREIGN, STORE, NO_PEER = range(7)


def check(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


def check_equal(one, other, sentence):
    check(one == other, f'{sentence}: {one!r} is not {other!r}')


class Home:
    """One device: a data folder, and the program that works on it."""

    def __init__(self, folder, name):
        self.name = name
        self.path = Path(folder) / name
        self.now = NOW

    def environment(self):
        return {**os.environ, 'FARANDOLE_NOW': self.now, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'C'}

    def command(self, args):
        return [sys.argv[1], '--home', self.path, *args]

    def run(self, *args):
        """Runs it to the end, whatever comes of it."""
        return subprocess.run(self.command(args), env=self.environment(), capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=SECONDS_MAX, check=False)

    def ask(self, *args, status=DONE):
        """The one JSON value that it prints."""
        ran = self.run('--json', *args)
        check_equal(ran.returncode, status, f'{self.name}: {args}: {ran.stderr.decode()}')
        check_equal(ran.stdout.count(b'\n'), 1, f'{self.name}: {args}: lines on standard output')

        return json.loads(ran.stdout)

    def refuse(self, status, *args):
        """It does not do it: the right exit status, no output, nothing changed; and the sentence."""
        before = self.contents()
        for mode in [[], ['--json']]:
            ran = self.run(*mode, *args)
            words = ran.stderr.decode()
            check_equal(ran.returncode, status, f'{self.name}: {args}: {words}')
            check_equal(ran.stdout, b'', f'{self.name}: {args}: standard output')
            check(words.endswith('\n') and len(words.splitlines()) == 1 and ' ' in words,
                  f'{self.name}: {args}: no sentence: {words!r}')
        check_equal(self.contents(), before, f'{self.name}: {args}: changed something')

        return words

    def contents(self):
        """What this home holds, in two digests; None before there is a collective."""
        ran = self.run('--json', 'state-hash')
        return json.loads(ran.stdout) if ran.returncode == DONE else None

    def talk(self, *args):
        return Talk(self, args)


class Talk:
    """A run that stays on, until the end of the block asks it to end."""

    def __init__(self, home, args):
        self.home = home
        self.args = args

    def __enter__(self):
        self.process = subprocess.Popen(self.home.command(['--json', *self.args]),
                                        env=self.home.environment(), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE)
        self.told = self.wait_for('listening')
        self.address = self.told['address']
        return self

    def wait_for(self, event):
        for line in self.process.stdout:
            told = json.loads(line)
            if told['event'] == event:
                return told
        raise AssertionError(f'{self.home.name}: {self.args}: ended without “{event}”')

    def __exit__(self, kind, value, trace):
        self.process.terminate()
        rest = self.process.stdout.read()
        status = self.process.wait(SECONDS_MAX)
        self.process.stdout.close()
        if kind is None:
            check_equal(status, DONE, f'{self.home.name}: {self.args}: exit status')
            check(json.loads(rest.splitlines()[-1])['event'] == 'ended', 'no good end')


def found(folder, name='Anna'):
    home = Home(folder, name.lower())
    home.ask('found', 'Pedibus Meano', '--me', name, '--zone', 'Europe/Rome')
    return home


def join(folder, newcomer, host):
    """By files alone."""
    uri = host.ask('invite')['invite']
    newcomer.ask('join', uri, '--me', newcomer.name.title(), '--bundle-out', folder / 'request')
    host.ask('bundle', 'read', folder / 'request')
    host.ask('bundle', 'write', folder / 'answer')
    newcomer.ask('join', '--bundle-in', folder / 'answer')


def carry(folder, sender, *receivers):
    """A file on a stick."""
    sender.ask('bundle', 'write', folder / 'stick')
    for receiver in receivers:
        receiver.ask('bundle', 'read', folder / 'stick')


def make_three(folder):
    """Anna, who founded it, Bruno and Chiara, who all hold the same."""
    homes = found(folder), Home(folder, 'bruno'), Home(folder, 'chiara')
    for newcomer in homes[1:]:
        join(folder, newcomer, homes[0])
    carry(folder, homes[0], *homes[1:])
    return homes


def members_of(home):
    """Ids by name."""
    return {m['name']: m['id'] for m in home.ask('members')}


def add_rota(home, *options):
    return home.ask('rota', 'add', 'Linea Blu', '--days', 'mo,tu,th', '--at', '07:40', '--from',
                    '2026-09-01', '--until', '2026-12-18', *options)[0]


def run(cases):
    """Each public function of @cases that begins with test_ is a case; its folder is its own."""

    def wrap(function):
        def case():
            with tempfile.TemporaryDirectory(prefix='farandole-') as folder:
                try:
                    function(Path(folder))
                except (AssertionError, LookupError, OSError, ValueError,
                        subprocess.SubprocessError) as problem:
                    return f'{type(problem).__name__}: {problem}'.splitlines()
            return []
        return case

    tap.run([(name[len('test_'):].replace('_', '-'), wrap(function))
             for name, function in cases.items() if name.startswith('test_')])
