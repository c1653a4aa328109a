#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where walks are cancelled in one go.

test-calloff.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import LINE_FILE, closed, home_of, nameless, open_window, run


def plan(home):
    [line] = home.run('line', 'import', LINE_FILE)
    [rota] = home.run('rota', 'add', 'Walk', '--line', line['id'], '--days',
                      'mo,tu,we,th,fr,sa,su', '--at', '07:40', '--from', '2026-09-01', '--until',
                      '2027-06-10', '--min', '1')
    home.run('rota', 'publish', rota['id'])
    nonna = home.run('member', 'add', 'Nonna')['member']
    home.run('member', 'phone', nonna, '06 12 34 56 78')
    home.run('turn', 'take', rota['id'], '2026-09-02', '--for', nonna)


def cancelled(home):
    return [o['date'] for o in home.run('week', '--from', '2026-09-01', '--days', '5')
            if o['verdict']['why'] == 'cancelled']


def test_ice():
    """Two days are cancelled from the week's menu; who is to be called is shown; one Undo."""
    anna = home_of('anna-ice')
    anna.found('Pedibus', 'Anna')
    plan(anna)

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    button = window.find('push button', part='Copy, Print or Save')
    window.press(button)
    window.press(window.find('menu item', part='Cancel Walks'))
    dialog = window.dialog()
    window.find('label', part='1 walk would be cancelled', root=dialog)
    window.fill(window.find('text', 'Last day', root=dialog), '2026-09-02')
    window.find('label', part='2 walks would be cancelled', root=dialog)
    window.find('label', part='1 person who promised', root=dialog)
    problems = nameless(window)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', 'Cancel Them', root=dialog, state='sensitive'))
    window.find('label', part='reason', root=dialog)
    window.fill(window.find('text', 'Why, for everyone to read', root=dialog), 'Ice')
    window.press(window.find('push button', 'Cancel Them', root=dialog, state='sensitive'))
    window.find('label', part='2 walks are cancelled', root=dialog)
    window.find('label', part='06 12 34 56 78', root=dialog)
    problems += nameless(window)
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', 'Cancelled: Ice')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='2 walks take place after all')
    window.gone('label', 'Cancelled: Ice')
    problems += closed(window)
    if cancelled(anna):
        problems.append(f'still cancelled: {cancelled(anna)}')

    return problems


def test_with_rides():
    """Seats for the child who comes are asked for in the same act, and wanted no more with Undo."""
    anna = home_of('anna-rides')
    anna.found('Pedibus', 'Anna')
    plan(anna)
    anna.run('rules', 'set', 'rides', '1')
    [line] = anna.run('line', 'list')
    lea = anna.run('child', 'add', 'Lea', '--line', line['id'])['child']
    anna.run('child', 'book', lea, '--from', '2026-09-01')

    window = open_window(anna)
    window.press(window.find('push button', part='Copy, Print or Save'))
    window.press(window.find('menu item', part='Cancel Walks'))
    dialog = window.dialog()
    window.find('label', part='1 walk would be cancelled', root=dialog)
    window.press(window.find('check box', 'Ask for Rides Instead', root=dialog))
    problems = nameless(window)
    window.fill(window.find('text', 'Why, for everyone to read', root=dialog), 'Ice')
    window.press(window.find('push button', 'Cancel Them', root=dialog, state='sensitive'))
    window.find('label', part='1 walk is cancelled; seats are asked for in place of 1')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', part='Rides: 1 of 1 seat')
    window.press(window.find('push button', 'Undo'))
    window.gone('label', part='Rides: 1 of 1 seat')
    problems += closed(window)
    if anna.run('ride', 'list', '--from', '2026-09-01'):
        problems.append('the seats are asked for still')

    return problems


def test_one_of_them():
    """One walk is cancelled where its date is changed, and takes place after all by its row."""
    anna = home_of('anna-one')
    anna.found('Pedibus', 'Anna')
    plan(anna)

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.press(window.find('push button', part='Change this date: Walk'))
    window.press(window.find('push button', part='Cancel This Walk', root=window.dialog()))
    window.find('text', 'Why, for everyone to read')
    dialog = window.dialog()
    window.find('label', part='1 walk would be cancelled', root=dialog)
    window.fill(window.find('text', 'Why, for everyone to read', root=dialog), 'Ice')
    window.press(window.find('push button', 'Cancel Them', root=dialog, state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', 'Cancelled: Ice')
    problems = nameless(window)
    window.press(window.find('push button', part='Walks after all: Walk'))
    window.find('label', part='1 walk takes place after all')
    window.gone('label', 'Cancelled: Ice')

    return problems + closed(window)


run('calloff-window', [test_ice, test_with_rides, test_one_of_them])
