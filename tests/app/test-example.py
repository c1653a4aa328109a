#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window on a neighbourhood that does not exist.

test-example.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

import tempfile
from pathlib import Path

from case import closed, home_of, nameless, open_window, run


def folders():
    return set(Path(tempfile.gettempdir()).glob('farandole-example-*'))


def begin(home):
    window = open_window(home)
    window.press(window.find('push button', 'Try It with an Example'))
    window.find('frame', 'Example: Lime Tree Lane', timeout=30)
    window.find('label', part='An example: try what you like')
    return window


def test_tries():
    """It says what it is, has what a week has, and nothing of it stays."""
    before = folders()
    home = home_of('tries')
    window = begin(home)
    problems = [] if len(folders() - before) == 1 else ['it has no folder of its own']
    gaps = window.find('list', 'Somebody Is Still Needed')
    window.press(window.find('push button', part='Take a turn: Walk to School', root=gaps))
    window.find('push button', 'Undo')
    window.find('label', part='Nonna Rosa walks')
    window.open_page('Us')
    window.find('list item', 'Karim')
    problems += nameless(window)
    width, _ = window.resize(100, 700)
    problems += [] if width <= 360 else [f'the example is {width} wide']
    window.press(window.find('push button', 'End the Example'))
    window.find('push button', 'Join with an Invitation', timeout=30)
    window.wait(lambda: folders() == before, 'its folder to be thrown away')
    if Path(home.folder).exists() and list(Path(home.folder).glob('*/log.db')):
        problems.append('there is a collective now')

    return problems + closed(window)


def test_closes():
    """A window that is closed ends it too."""
    before = folders()
    window = begin(home_of('closes'))
    problems = closed(window)

    return problems + ([] if folders() == before else ['its folder is still there'])


run('example', [test_tries, test_closes])
