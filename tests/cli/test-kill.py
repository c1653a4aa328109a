#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at every file system call of `turn take` leaves the week before or the week after it, and what
was printed as done is there.

strace counts the calls of one run by name, and then kills a fresh run at each of them.
"""

import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

CLI = os.path.join(os.environ['FARANDOLE_BUILD'], 'app', 'cli', 'farandole-cli')
ENV = {**os.environ, 'FARANDOLE_NOW': '2026-09-01T08:00:00+02:00',
       # a leak check cannot run where strace does
       'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'}
DAY = '2026-09-14'
# fewer calls are enough where the whole would take minutes (under a sanitizer)
STEP = int(os.environ.get('FARANDOLE_KILL_STEP', '1'))


def run(home, *arguments, wrap=(), check=True):
    done = subprocess.run([*wrap, CLI, '--home', home, '--json', *arguments], env=ENV, text=True,
                          capture_output=True, check=False)
    if check and done.returncode != 0:
        raise RuntimeError(f'{arguments}: {done.stderr}')
    return done


def turns(home):
    week = json.loads(run(home, 'week', '--from', DAY, '--days', '1').stdout)
    return [turn['state'] for turn in week[0]['turns']]


def make_home(home):
    run(home, 'found', 'Pedibus', '--me', 'Ada')
    rota = json.loads(run(home, 'rota', 'add', 'Walk', '--days', 'mo', '--at', '08:10', '--from', DAY,
                          '--until', '2026-12-18', '--min', '1', '--max', '2').stdout)[0]
    run(home, 'rota', 'publish', rota['id'])
    return rota['id']


def count_calls(home, rota, log):
    run(home, 'turn', 'take', rota, DAY,
        wrap=['strace', '-f', '-qq', '-o', log, '-e', 'trace=%file,%desc'])
    by_thread = collections.Counter()
    with open(log, encoding='utf-8', errors='replace') as lines:
        for line in lines:
            match = re.match(r'(\d+) +(\w+)\(', line)
            if match:
                by_thread[match.groups()] += 1
    calls = collections.Counter()
    for (_, name), n in by_thread.items():
        calls[name] = max(calls[name], n)
    return calls


def kill_at(home, rota, name, when):
    """One run that dies at its nth call of a name.  Returns what was printed."""
    return run(home, 'turn', 'take', rota, DAY, check=False,
               wrap=['strace', '-f', '-qq', '-o', '/dev/null', '-e', f'trace={name}',
                     '-e', f'inject={name}:signal=KILL:when={when}']).stdout


def main():
    print('TAP version 13')
    if shutil.which('strace') is None:
        print('1..1\nok 1 - kill # SKIP strace is not installed')
        return
    if subprocess.run(['strace', '-o', '/dev/null', 'true'], check=False,
                      capture_output=True).returncode != 0:
        print('1..1\nok 1 - kill # SKIP strace may not trace here')
        return

    problems = []
    n_runs = n_before = n_after = 0
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, 'model')
        home = os.path.join(folder, 'home')
        rota = make_home(model)
        shutil.copytree(model, home)
        calls = count_calls(home, rota, os.path.join(folder, 'log'))
        print(f'# {sum(calls.values())} calls of {len(calls)} names')

        for name, n in sorted(calls.items()):
            for when in range(1, n + 1, STEP):
                shutil.rmtree(home)
                shutil.copytree(model, home)
                printed = kill_at(home, rota, name, when)
                n_runs += 1
                states = turns(home)
                check = json.loads(run(home, 'check', '--full').stdout)
                if states not in ([], ['standing']):
                    problems.append(f'{name} {when}: {states}')
                if printed.strip() and states != ['standing']:
                    problems.append(f'{name} {when}: printed as done, and not there')
                if not check['ok']:
                    problems.append(f'{name} {when}: {check["problems"]}')
                n_before += states == []
                n_after += states == ['standing']

    print(f'# {n_runs} runs: {n_before} before, {n_after} after')
    for problem in problems[:20]:
        print(f'# {problem}')
    good = not problems and n_before > 0 and n_after > 0
    print(f'1..1\n{"ok" if good else "not ok"} 1 - kill at every call')
    sys.exit(not good)


if __name__ == '__main__':
    main()
