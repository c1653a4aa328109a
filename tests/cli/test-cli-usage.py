#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is typed wrong is told in one sentence, with exit status 2, and touches nothing."""

import re
import subprocess

import cli
from cli import Home, check, check_equal, found

# What each of them is asked to do makes no sense, whatever the home holds.
WRONG = [
    ['wek'],
    ['rota'],
    ['rota', 'publsh', '1234567890'],
    ['--bogus'],
    ['week', '--bogus'],
    ['week', '--days'],
    ['week', '--days', 'many'],
    ['week', '--days', '0'],
    ['week', '--days', '367'],
    ['week', '--from', '2026-02-30'],
    ['week', '--from', '1.9.2026'],
    ['week', 'tomorrow'],
    ['found'],
    ['found', 'Pedibus'],
    ['found', 'Pedibus', 'Meano', '--me', 'Anna'],
    ['found', '', '--me', 'Anna'],
    ['found', 'Pedibus', '--me', ''],
    ['found', 'Pedibus', '--me', '   '],
    ['found', 'P' * 201, '--me', 'Anna'],
    ['found', 'Pedi\nbus', '--me', 'Anna'],
    ['found', b'Pedi\xffbus', '--me', 'Anna'],
    ['found', 'Pedi\x1b[31mbus', '--me', 'Anna'],
    ['found', 'Pedibus', '--me', 'Anna', '--zone', 'Europe/Nowhere'],
    ['found', 'Pedibus', '--me', 'Anna', '--zone', '../../etc/passwd'],
    ['invite', '--days', '0'],
    ['invite', '--days', '366'],
    ['join', 'farandole:x', '--me', 'Anna', '--peer', 'a:1', '--bundle-in', 'file'],
    ['line', 'show'],
    ['sync'],
    ['sync', '--once', '--listen', '127.0.0.1:0'],
    ['turn', 'take', '1234567890'],
    ['turn', 'take', '1234567890', 'tuesday'],
    ['rota', 'cancel', '1234567890', '2026-09-01'],
    ['rota', 'add', 'Blu', '--at', '07:40', '--from', '2026-09-01', '--until', '2026-12-18'],
    ['rota', 'add', 'Blu', '--days', 'mo,xx', '--at', '07:40', '--from', '2026-09-01', '--until',
     '2026-12-18'],
    ['rota', 'add', 'Blu', '--days', '', '--at', '07:40', '--from', '2026-09-01', '--until',
     '2026-12-18'],
    ['rota', 'add', 'Blu', '--days', 'mo', '--at', '25:00', '--from', '2026-09-01', '--until',
     '2026-12-18'],
    ['rota', 'add', 'Blu', '--days', 'mo', '--at', '7:40', '--from', '2026-09-01', '--until',
     '2026-12-18'],
    ['rota', 'add', 'Blu', '--days', 'mo', '--at', '07:40', '--from', '2026-9-1', '--until',
     '2026-12-18'],
]


def test_wrong_command_lines(folder):
    home = Home(folder, 'anna')
    for args in WRONG:
        home.refuse(cli.USAGE, *args)
    check(not home.path.exists(), 'a wrong command line has made a home')


def test_no_command_shows_the_commands(folder):
    ran = Home(folder, 'anna').run()

    check_equal(ran.returncode, cli.USAGE, 'exit status')
    check_equal(ran.stdout, b'', 'standard output')
    check(b'turn take' in ran.stderr, 'the commands are not listed')


def test_nearest_command(folder):
    for typed, meant in [('wek', 'week'), ('stats', 'status'), ('bundle reed', 'bundle read')]:
        words = Home(folder, 'anna').run(*typed.split()).stderr.decode()
        check(f'“{meant}”' in words, f'“{typed}” does not bring “{meant}”: {words}')


def test_help_of_each_command(folder):
    home = Home(folder, 'anna')
    overview = home.run('--help')
    check_equal(overview.returncode, cli.DONE, 'exit status of --help')
    commands = re.findall(r'^  ([a-z][a-z-]*(?: [a-z-]+)?)  +[A-Z]', overview.stdout.decode(), re.M)
    check(len(commands) > 25, f'only {commands}')

    for command in commands:
        ran = home.run(*command.split(), '--help')
        check_equal(ran.returncode, cli.DONE, f'{command} --help')
        check(f'] {command}'.encode() in ran.stdout, f'{command} --help: {ran.stdout.decode()}')


def test_manual_names_each_command(folder):
    manual = (cli.ROOT / 'docs' / 'farandole-cli.1').read_text(encoding='utf-8')
    plain = manual.replace('\\-', '-')
    overview = Home(folder, 'anna').run('--help').stdout.decode()

    for command in re.findall(r'^  ([a-z][a-z-]*(?: [a-z-]+)?)  +[A-Z]', overview, re.M):
        check(re.search(rf'^\.BI? "?{command}\b|^\.BR {command}\b', plain, re.M),
              f'the manual does not name “{command}”')


def test_each_part_logs_under_its_name(folder):
    """As README says it: on standard error, and nothing of it unless it is asked for."""
    home = found(folder)
    ran = subprocess.run(home.command(['--json', 'member', 'add', 'Bepi']),
                         env={**home.environment(), 'G_MESSAGES_DEBUG': 'far-store,far-engine'},
                         capture_output=True, check=False)
    check_equal(ran.returncode, cli.DONE, ran.stderr.decode())
    for part in [b'far-engine-DEBUG', b'far-store-DEBUG']:
        check(part in ran.stderr, f'{part} is not in {ran.stderr}')
    check(b'DEBUG' not in ran.stdout, f'standard output: {ran.stdout}')


def test_clock_of_a_run(folder):
    home = Home(folder, 'anna')
    for now in ['yesterday', '2026-09-01', '2026-09-01T08:00:00']:
        home.now = now
        ran = home.run('week')
        check_equal(ran.returncode, cli.USAGE, f'FARANDOLE_NOW={now}')


def test_home_without_a_collective(folder):
    home = Home(folder, 'anna')
    for args in [['week'], ['members'], ['invite'], ['device', 'list'], ['baton'],
                 ['line', 'list'], ['rota', 'list'], ['state-hash'], ['log'],
                 ['turn', 'take', '1234567890', '2026-09-01'],
                 ['bundle', 'write', folder / 'bundle'], ['--collective', '123456', 'week']]:
        home.refuse(cli.NOT_FOUND, *args)
    check_equal(home.ask('status')['collective'], None, 'the collective')
    check(not (folder / 'bundle').exists(), 'a bundle of nothing was written')


cli.run(dict(globals()))
