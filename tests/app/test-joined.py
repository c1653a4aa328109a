#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where a walk is short of adults, and joins another one.

test-joined.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, home_of, nameless, open_window, run

DAY = '2026-09-02'


def plan(home, title, at):
    [rota] = home.run('rota', 'add', title, '--days', 'mo,tu,we,th,fr', '--at', at, '--from',
                      '2026-09-01', '--until', '2027-06-10', '--min', '2', '--max', '3')
    home.run('rota', 'publish', rota['id'])
    return rota['id']


def why(home, title):
    return [o['verdict']['why'] for o in home.run('week', '--from', DAY, '--days', '1')
            if o['title'] == title]


def test_walks_with_another():
    """One asks what can be done, proposes to walk with another line, and says yes."""
    anna = home_of('anna-joined')
    anna.found('Pedibus', 'Anna')
    red, blue = plan(anna, 'Red', '07:40'), plan(anna, 'Blue', '07:45')
    nonna, zio = (anna.run('member', 'add', name)['member'] for name in ('Nonna', 'Zio'))
    anna.run('turn', 'take', red, DAY, '--for', nonna)
    anna.run('turn', 'take', blue, DAY, '--for', zio)

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.press(window.find('push button', part='What can be done: Red, Wednesday'))
    dialog = window.dialog()
    window.find('label', part='Walk with “Blue” at 07:45', root=dialog)
    window.find('label', part='No walk today', root=dialog)
    problems = nameless(window)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', part='Propose It', root=dialog))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    # whoever proposes it says yes for whom they answer
    window.find('label', part='Walks with “Blue” at 07:45')
    window.find('label', part='“Red” walks along: Nonna')
    problems += nameless(window)
    window.press(window.find('push button', part='Whom to call: Red, Wednesday'))
    dialog = window.dialog()
    window.find('label', part='These have not been reached yet', root=dialog)
    called = window.find('list', 'To be called', root=dialog)
    window.find('label', part='Nonna', root=called)
    window.find('label', part='Zio', root=called)
    problems += nameless(window)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', part='Close', root=dialog))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.press(window.find('push button', 'Undo'))
    window.gone('label', part='walks along')
    problems += closed(window)
    if why(anna, 'Red') != ['short']:
        problems.append(f'merged still: {why(anna, "Red")}')

    return problems


def test_says_yes():
    """Whoever comes is asked in the row of the walk, and can take it back."""
    anna = home_of('anna-yes')
    bruno = home_of('bruno-yes')
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    red, blue = plan(anna, 'Red', '07:40'), plan(anna, 'Blue', '07:45')
    anna.run('turn', 'take', blue, DAY)
    anna.carry_to(bruno)
    bruno.run('turn', 'take', red, DAY)
    bruno.carry_to(anna)
    anna.run('outing', 'merge', red, DAY, blue)
    anna.carry_to(bruno)

    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.find('label', part='It is proposed to walk with “Blue” at 07:45: Bruno has not said yes')
    problems = nameless(window)
    width, _ = window.resize(100, 900)
    if width > 360:
        problems.append(f'the window is {width} wide')
    window.press(window.find('push button', part='Say yes: It is proposed to walk with “Blue”'))
    window.find('label', part='Walks with “Blue” at 07:45')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='Bruno has not said yes')

    return problems + closed(window)


run('joined-window', [test_walks_with_another, test_says_yes])
