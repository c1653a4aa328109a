#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns that are near are told of by the desktop, with a window and without.

test-notified.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from case import FOLDER, PROGRAM, closed, home_of, open_window, run

BULLETIN = FOLDER / 'bulletin'
EVENING = '2026-09-01T18:31:00+02:00'
AFTERNOON = '2026-09-01T16:00:00+02:00'
AUTOSTART = Path(os.environ['XDG_CONFIG_HOME']) / 'autostart'


def wait(check, what, timeout=20):
    deadline = time.monotonic() + timeout
    while not check():
        if time.monotonic() > deadline:
            raise TimeoutError(f'waited in vain for {what}')
        time.sleep(0.05)


def told():
    return [json.loads(line) for line in BULLETIN.read_text(encoding='utf-8').splitlines()]


def with_a_turn(name):
    BULLETIN.write_text('')
    home = home_of(name)
    home.found('Pedibus', 'Anna')
    rota = home.plan('Linea Blu', 'mo,tu,we,th,fr', '07:40', 1, 2)
    home.run('turn', 'take', rota, '2026-09-02')

    return home


def prefer(home, **keys):
    """As the window keeps it."""
    with open(Path(home.folder) / 'window.ini', 'a', encoding='utf-8') as file:
        file.write('[window]\n' + ''.join(f'{key}={value}\n' for key, value in keys.items()))


def start_without_window(home, now=EVENING):
    log = open(home.folder + '.quiet', 'w', encoding='utf-8')

    return subprocess.Popen([PROGRAM, '--home', home.folder, '--background'], stdout=log,
                            stderr=subprocess.STDOUT, env={**os.environ, 'FARANDOLE_NOW': now})


def ended(process, home):
    process.terminate()
    status = process.wait(20)
    words = Path(home.folder + '.quiet').read_text(encoding='utf-8')

    return [] if status == 0 and not words else [f'it ended with {status}: {words}']


def test_on_the_evening_before():
    """Once, with the place of a click; and not again by the next start."""
    home = with_a_turn('evening')
    window = open_window(home, now=EVENING)
    wait(told, 'a notification')
    window.find('label', '07:40')
    problems = closed(window)
    window = open_window(home, now=EVENING)
    window.find('label', '07:40')
    problems += closed(window)
    if told() != [{'title': 'Tomorrow at 07:40: Linea Blu', 'body': 'Runs with 1 adult',
                   'actions': ['default', '']}]:
        problems.append(f'told {told()}')

    return problems


def test_not_in_the_afternoon():
    home = with_a_turn('afternoon')
    window = open_window(home, now=AFTERNOON)
    window.find('label', '07:40')
    window.find('push button', 'Main Menu')
    problems = closed(window)

    return problems + [f'told {line}' for line in told()]


def test_not_where_it_is_not_wanted():
    home = with_a_turn('unwanted')
    prefer(home, reminders='false')
    window = open_window(home, now=EVENING)
    window.find('label', '07:40')
    problems = closed(window)

    return problems + [f'told {line}' for line in told()]


def test_without_a_window():
    """It tells, holds nothing open meanwhile, and a start opens the window."""
    home = with_a_turn('quiet')
    prefer(home, background='true')
    process = start_without_window(home)
    wait(told, 'a notification')
    # another program may write now
    wait(lambda: not subprocess.run([sys.argv[2], '--home', home.folder, 'week'], check=False,
                                    capture_output=True,
                                    env={**os.environ, 'FARANDOLE_NOW': EVENING}).returncode,
         'the data to be free')
    if process.poll() is not None:
        return [f'it ended with {process.returncode}']
    again = start_without_window(home)
    problems = [] if again.wait(20) == 0 else ['a second one did not end well']
    subprocess.run([PROGRAM, '--home', home.folder], check=True, timeout=20)
    wait(lambda: subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', 'Pedibus'],
                                check=False, capture_output=True).stdout, 'the window')

    return problems + ended(process, home)


def test_nothing_to_stay_for():
    """Whoever has not asked for it is not told without a window."""
    home = with_a_turn('nothing')
    process = start_without_window(home)
    problems = [] if process.wait(20) == 0 else [f'it ended with {process.returncode}']

    return problems + [f'told {line}' for line in told()]


def test_preferences():
    """What is switched on is kept, and starts with the desktop."""
    home = with_a_turn('prefers')
    file = AUTOSTART / 'org.farandole.Farandole.desktop'
    devel = AUTOSTART / 'org.farandole.Farandole.Devel.desktop'
    window = open_window(home, now=AFTERNOON)
    window.find('label', '07:40')
    window.keys('ctrl+comma')
    window.press(window.find('check box', 'Remind Me When the Window Is Closed'))
    wait(lambda: file.exists() or devel.exists(), 'a file of autostart')
    written = (file if file.exists() else devel).read_text(encoding='utf-8')
    window.press(window.find('check box', 'Reminders'))
    kept = Path(home.folder) / 'window.ini'
    wait(lambda: 'reminders=false' in kept.read_text(), 'reminders to be off')
    window.press(window.find('check box', 'Remind Me When the Window Is Closed'))
    wait(lambda: not file.exists() and not devel.exists(), 'no file of autostart')
    window.keys('Escape')
    problems = closed(window)
    if 'Exec=farandole --background\n' not in written:
        problems.append(written)
    if 'background=false' not in kept.read_text():
        problems.append(kept.read_text())

    return problems


board = subprocess.Popen([sys.executable, '-B', str(Path(__file__).parent / 'bulletin.py'),
                          str(BULLETIN)])
try:
    wait(BULLETIN.exists, 'a desktop that shows notifications')
    run('notified', [test_on_the_evening_before, test_not_in_the_afternoon,
                     test_not_where_it_is_not_wanted, test_without_a_window,
                     test_nothing_to_stay_for, test_preferences])
finally:
    board.kill()
