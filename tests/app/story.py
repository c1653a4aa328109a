# SPDX-License-Identifier: GPL-3.0-or-later
"""story: homes that look as after a few weeks of use, made with farandole-cli."""

import contextlib
import json
import os
import re
import subprocess
from pathlib import Path

# A Tuesday on which school has begun.
NOW = '2026-09-01T06:30:00+02:00'

ROOT = Path(__file__).resolve().parents[2]
LINE = ROOT / 'data' / 'demo' / 'linea-blu.geojson'


class Home:
    """One family's machine."""

    def __init__(self, cli, folder):
        self.cli = cli
        self.folder = str(folder)

    def run(self, *words, typed=None, good=True):
        """One command of farandole-cli, and the JSON value that it answers, if it is to do well."""
        command = [self.cli, '--home', self.folder, '--json', *words]
        result = subprocess.run(command, env={**os.environ, 'FARANDOLE_NOW': NOW},
                                input=typed, capture_output=True, text=True, check=False, timeout=60)
        if not good:
            return None
        if result.returncode != 0:
            raise RuntimeError(f'{" ".join(words)}: exit {result.returncode}\n{result.stderr}')
        return json.loads(result.stdout)

    @contextlib.contextmanager
    def serving(self):
        """Lets itself be called meanwhile, at the address that this gives."""
        process = subprocess.Popen([self.cli, '--home', self.folder, 'serve', '--listen',
                                    '127.0.0.1:0'], env={**os.environ, 'FARANDOLE_NOW': NOW},
                                   stdout=subprocess.PIPE, text=True)
        try:
            yield re.search(r'127\.0\.0\.1:[0-9]+', process.stdout.readline())[0]
        finally:
            process.terminate()
            process.communicate(timeout=60)

    def found(self, name, me):
        return self.run('found', name, '--me', me, '--zone', 'Europe/Rome')

    def plan(self, title, days, at, least, most, line=None, publish=True):
        """A rota from this week to the autumn holidays; returns its id."""
        words = ['rota', 'add', title, '--days', days, '--at', at, '--from', '2026-08-31',
                 '--until', '2026-10-16', '--min', str(least), '--max', str(most)]
        if line:
            words += ['--line', line]
        rota = self.run(*words)[0]['id']
        if publish:
            self.run('rota', 'publish', rota)
        return rota

    def import_line(self):
        return self.run('line', 'import', str(LINE))[0]['id']

    def invite(self, other, name):
        """Brings another home in, by files, and gives it all that this one has."""
        link = self.run('invite')['invite']
        request, answer = self.folder + '.request', self.folder + '.answer'
        other.run('join', link, '--me', name, '--bundle-out', request)
        self.run('bundle', 'read', request)
        self.run('bundle', 'write', answer)
        other.run('join', '--bundle-in', answer)
        self.run('bundle', 'write', answer)
        other.run('bundle', 'read', answer)

    def carry_to(self, other):
        bundle = self.folder + '.bundle'
        self.run('bundle', 'write', bundle)
        other.run('bundle', 'read', bundle)
