#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A meeting: who is here, how far each is, and what changed; a turn taken there shows here.

test-meeting.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

import subprocess

from case import CLI, closed, home_of, nameless, open_window, run

import story


def three(name):
    """Members who hold the same, and a rota."""
    homes = [home_of(f'{name}-{who}') for who in ('sophie', 'karim', 'anna')]
    sophie, karim, anna = homes
    sophie.found('Pedibus Meano', 'Sophie Laurent')
    rota = sophie.plan('Walk to school', 'mo,tu,th,fr', '07:40', 2, 2, sophie.import_line())
    sophie.invite(karim, 'Karim Benali')
    sophie.invite(anna, 'Anna Rossi')
    sophie.carry_to(karim)
    sophie.carry_to(anna)

    return homes, rota


class Calling:
    """A machine that calls the window, and stays."""

    def __init__(self, home, address):
        self.process = subprocess.Popen(
            ['env', f'FARANDOLE_NOW={story.NOW}', CLI, '--home', home.folder, '--json', 'sync',
             '--peer', address, '--seconds', '60'], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def listen(window):
    """Returns: where it can be called"""
    window.open_page('Meeting')
    window.press(window.find('check box', part='Let others call this machine'))
    told = window.find('label', part='Tell the others this address').get_name()

    return '127.0.0.1:' + told.splitlines()[1].rsplit(':', 1)[1]


def rows(window):
    return [node.get_name() for node, _ in window.nodes(window.find('list', 'Who is here'))
            if node.get_role_name() == 'list item']


def test_alone():
    """It says what to do next."""
    (sophie, *_), _ = three('alone')
    window = open_window(sophie)
    window.find('frame', 'Pedibus Meano')
    window.open_page('Meeting')
    window.find('label', 'Nobody Else Is Here')
    window.find('label', part='each opens Farandole on the same Wi-Fi')
    problems = nameless(window)
    window.find('label', part='Two machines that meet make each other whole')

    return problems + closed(window)


def test_together():
    """Members come, one with something new; all hold the same; what happens then shows too."""
    (sophie, karim, anna), rota = three('together')
    karim.run('turn', 'take', rota, '2026-09-03')
    window = open_window(sophie)
    window.find('frame', 'Pedibus Meano')
    address = listen(window)
    window.open_page('Meeting')
    with Calling(karim, address):
        window.find('status bar', 'Both machines hold the same.')
        window.find('label', '1 turn taken')
        first = rows(window)
        with Calling(anna, address):
            window.find('status bar', 'All 3 machines hold the same.')
            window.wait(lambda: len(rows(window)) == 3, 'three rows')
            all_rows = rows(window)
            problems = nameless(window)
            width, _ = window.resize(100, 700)
            problems += [] if width <= 360 else [f'the meeting is {width} wide']
            window.resize(800, 700)
            # live: what is written here is there, and counted
            sophie_takes(window)
            window.find('label', '2 turns taken')
            window.open_page('Meeting')
            window.find('status bar', 'All 3 machines hold the same.')
    if first != ['Sophie Laurent: This machine', 'Karim Benali: Has the same']:
        problems.append(f'two are here: {first}')
    if all_rows != ['Sophie Laurent: This machine', 'Anna Rossi: Has the same',
                    'Karim Benali: Has the same']:
        problems.append(f'three are here: {all_rows}')

    return problems + closed(window)


def sophie_takes(window):
    window.open_page('This Week')
    window.press(window.find('push button', part='Take a turn: Walk to school, Friday'))
    window.open_page('Meeting')


run('meeting', [test_alone, test_together])
