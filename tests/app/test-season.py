#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where a season is seen in one picture.

test-season.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, drive, home_of, nameless, open_window, run


def test_season():
    """Each day says whether somebody is missing, and leads to its week; weeks are counted too."""
    anna = home_of('anna-season')
    anna.found('Pedibus', 'Anna')
    [rota] = anna.run('rota', 'add', 'Walk', '--days', 'mo,tu,th,fr', '--at', '07:40', '--from',
                      '2026-09-01', '--until', '2026-10-31', '--min', '2', '--max', '2')
    walk = rota['id']
    anna.run('rota', 'publish', walk)
    papi = anna.run('member', 'add', 'Papi')['member']
    for day in ('2026-09-01', '2026-09-03', '2026-09-15'):
        anna.run('turn', 'take', walk, day)
    for day in ('2026-09-01', '2026-09-15'):
        anna.run('turn', 'take', walk, day, '--for', papi)
    anna.run('rota', 'cancel', walk, '2026-09-04', '--why', 'Strike')

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    window.press(window.find('push button', part='The Season in One Picture'))
    dialog = window.dialog()
    window.find('label', part='From 31 August 2026 to 1 November 2026: 34 outings, 32 of them lack '
                              'somebody.', root=dialog)
    window.find('image', part='Week of Mon 31 Aug: 3 of 4 adults found', root=dialog)
    window.find('label', 'October 2026', root=dialog)
    for name in ('Tuesday 1 September: 1 outing, nobody is missing. You come.',
                 'Thursday 3 September: 1 outing, 1 of them lacks somebody. You come.',
                 'Friday 4 September: no outing takes place',
                 'Monday 7 September: 1 outing, 1 of them lacks somebody'):
        window.find('push button', name, root=dialog, state='sensitive')
    problems = nameless(window)
    if window.look('push button', part='Wednesday 2 September', state='sensitive', root=dialog):
        problems.append('a day without outings can be pressed')
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')

    window.press(window.find('push button', part='Tuesday 15 September', root=dialog))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', 'Mon 14 Sep – Sun 20 Sep')

    return problems + closed(window)


def test_strip():
    """The week begins with its days in a row; one leads to what is on it, by the keyboard too."""
    anna = home_of('anna-strip')
    anna.found('Pedibus', 'Anna')
    walk = anna.plan('Walk', 'mo,tu,th,fr', '07:40', 1, 2)
    anna.plan('Garden', 'we', '16:30', 1, 2, publish=False)
    anna.run('turn', 'take', walk, '2026-09-03')

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    for name in ('Tuesday 1 September: 1 outing, 1 of them lacks somebody',
                 'Wednesday 2 September: a draft only',
                 'Thursday 3 September: 1 outing, nobody is missing. You come.'):
        window.find('push button', name, state='sensitive')
    problems = nameless(window)
    if window.look('push button', 'Saturday 5 September: no outing', state='sensitive'):
        problems.append('a day without outings can be pressed')
    window.press(window.find('push button', part='Friday 4 September: 1 outing'))
    row = window.find('list item', part='Friday 4 September, 07:40')
    window.wait(lambda: any(node.get_state_set().contains(drive.Atspi.StateType.FOCUSED)
                            for node, _ in window.nodes(row)), 'the keyboard to be on Friday')
    window.press(window.find('push button', 'Next Week'))
    window.find('push button', part='Tuesday 8 September: 1 outing', state='sensitive')

    return problems + closed(window)


def test_nothing():
    """Where nothing is published there is no picture to open."""
    anna = home_of('anna-no-season')
    anna.found('Pedibus', 'Anna')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    window.find('label', part='There is none yet: add the first')
    problems = []
    if window.look('push button', part='The Season in One Picture', state='showing'):
        problems.append('there is a picture of nothing')

    return problems + closed(window)


run('season-window', [test_season, test_strip, test_nothing])
