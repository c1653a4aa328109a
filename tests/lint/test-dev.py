#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`./dev` installs what is missing and only that, asks nobody, and does nothing twice.

It runs here in a small tree, with stand-ins for the tools that it calls; each of them notes how it
was called.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import tap

ROOT = Path(__file__).resolve().parents[2]

NOTE = '#!/bin/sh\necho "$(basename "$0") $*" >>"$NOTES"\n'
TOOLS = {
    # all that is asked for is there, but for some; once apt-get has run, these too
    'dpkg-query': NOTE + '''
shift 3
for package; do
  case $package in
    xvfb|strace|meson) [ -e "$NOTES.installed" ] || continue ;;
  esac
  echo "installed $package"
done
''',
    'apt-get': NOTE + '''
case "$*" in
  *update*) : >"$NOTES.updated" ;;
  *install*) if [ -n "$STALE" ] && [ ! -e "$NOTES.updated" ]; then echo "E: 404"; exit 100; fi
    : >"$NOTES.installed" ;;
esac
''',
    'sudo': NOTE + '''
if [ -n "$PASSWORD" ]; then echo "sudo: a password is required"; exit 1; fi
[ "$1" != -n ] || shift
exec "$@"
''',
    'ninja': NOTE,
    'id': '#!/bin/sh\necho "$USER_ID"\n',
}


class Desk:
    """A tree with a `dev`, a build folder that is set up, and stand-ins."""

    def __init__(self, folder, user_id=0, **environment):
        self.root = Path(folder)
        self.notes = self.root / 'notes'
        tools = self.root / 'tools'
        tools.mkdir()
        for name, text in TOOLS.items():
            (tools / name).write_text(text)
            (tools / name).chmod(0o755)
        (self.root / 'build').mkdir()
        (self.root / 'build' / 'build.ninja').touch()
        (self.root / 'build' / 'app' / 'cli').mkdir(parents=True)
        cli = self.root / 'build' / 'app' / 'cli' / 'farandole-cli'
        cli.write_text('#!/bin/sh\necho "{}" "$@"\npwd\nexit 4\n')
        cli.chmod(0o755)
        shutil.copy(ROOT / 'dev', self.root / 'dev')
        self.environment = {
            'PATH': f'{tools}:{os.environ["PATH"]}', 'NOTES': str(self.notes),
            'USER_ID': str(user_id), 'HOME': folder, **environment,
        }

    def run(self, *arguments):
        return self.run_from(self.root, *arguments)

    def run_from(self, folder, *arguments):
        return subprocess.run([self.root / 'dev', *arguments], cwd=folder, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False, timeout=60)

    def calls(self, name):
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [line for line in lines if line.split()[0] == name]


def on_a_desk(case, **settings):
    def test():
        with tempfile.TemporaryDirectory() as folder:
            return [said for wrong, said in case(Desk(folder, **settings)) if wrong]

    return test


def installs_once(desk):
    first, second = desk.run('build'), desk.run('build')
    installs = [call for call in desk.calls('apt-get') if ' install ' in call]
    yield first.returncode or second.returncode, f'fails: {first.stderr} {second.stderr}'
    yield 'Installing from Debian: meson\n' not in first.stderr, f'does not say so: {first.stderr}'
    yield 'Installing' in second.stderr, 'says it twice'
    yield len(installs) != 1, f'installs {len(installs)} times'
    yield not all(call.endswith(' meson') for call in installs), f'installs {installs}'
    yield not all('--yes' in call for call in installs), 'asks'
    yield desk.calls('sudo'), 'root calls sudo'
    yield len(desk.calls('ninja')) != 2, 'does not build'
    yield len(desk.calls('dpkg-query')) != 2, 'asks dpkg more than once in a call'


def updates_old_lists(desk):
    result = desk.run('build')
    verbs = [re.search(r' (update|install)\b', call).group(1) for call in desk.calls('apt-get')]
    yield result.returncode, f'fails: {result.stderr}'
    yield verbs[-2:] != ['update', 'install'], f'calls {verbs}'


def uses_sudo(desk):
    result = desk.run('build')
    yield result.returncode, f'fails: {result.stderr}'
    yield not desk.calls('sudo'), 'does not use it'
    yield not all(call.startswith('sudo -n ') for call in desk.calls('sudo')), 'would ask'


def names_the_command(desk):
    result = desk.run('build')
    yield result.returncode == 0, 'goes on without'
    yield 'apt-get install --no-install-recommends meson' not in result.stderr, result.stderr
    yield desk.calls('ninja'), 'builds without what it needs'


def cli_is_quiet(desk):
    desk.run('build')
    result = desk.run_from('/', 'cli', '--json', 'a b')
    yield result.stdout != '{} --json a b\n/\n', f'prints {result.stdout}'
    yield result.stderr, f'says {result.stderr}'
    yield result.returncode != 4, f'ends with {result.returncode}, not as the program did'


def lists_commands(desk):
    result = desk.run()
    named = {line.split()[0] for line in result.stdout.splitlines() if line.startswith('  ')}
    wanted = {'run', 'build', 'test', 'demo', 'cli', 'bench', 'lint', 'format', 'shots'}
    yield result.returncode, 'fails'
    yield wanted - named, f'does not list {wanted - named}'
    yield desk.run('nonsense').returncode != 2, 'takes nonsense'
    yield desk.notes.exists(), f'runs {desk.notes.read_text() if desk.notes.exists() else ""}'


tap.run([
    ('/lint/dev/installs-once', on_a_desk(installs_once)),
    ('/lint/dev/updates-old-lists', on_a_desk(updates_old_lists, STALE='1')),
    ('/lint/dev/uses-sudo', on_a_desk(uses_sudo, user_id=1000)),
    ('/lint/dev/names-the-command', on_a_desk(names_the_command, user_id=1000, PASSWORD='1')),
    ('/lint/dev/cli-is-quiet', on_a_desk(cli_is_quiet)),
    ('/lint/dev/lists-commands', on_a_desk(lists_commands)),
])
