#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where bikes are reported, brought to a workshop and repaired.

test-repair.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, home_of, nameless, open_window, run


def open_help(window):
    window.find('frame', 'Pedibus')
    window.open_page('Help')


def test_repairs():
    """A bike of one's own is reported, has a place in two clicks, and is repaired; all of it undone
    by one click."""
    anna = home_of('anna-repairs')
    anna.found('Pedibus', 'Anna')
    anna.run('rules', 'set', 'repair', '1')
    rota = anna.run('rota', 'add', 'Workshop', '--days', 'sa', '--at', '14:00', '--from', '2026-09-01',
                    '--until', '2026-12-31', '--min', '1', '--max', '3')[0]['id']
    anna.run('rota', 'publish', rota)
    anna.run('workshop', 'set', rota, '1')
    window = open_window(anna)
    open_help(window)
    window.find('label', 'Nothing Is Broken')
    problems = nameless(window)
    window.press(window.find('push button', 'Report a Fault…'))
    dialog = window.dialog()
    window.press(window.find('push button', 'Report', root=dialog, state='sensitive'))
    window.find('label', part='Say what is wrong', root=dialog)
    window.fill(window.find('text', part='What it is called', root=dialog), 'Blue bike')
    window.press(window.find('check box', 'Brakes', root=dialog))
    window.fill(window.find('text', 'In a few words', root=dialog), 'The left one is loose')
    window.press(window.find('check box', part='Not to be ridden', root=dialog))
    problems += nameless(window)
    window.press(window.find('push button', 'Report', root=dialog, state='sensitive'))
    window.find('label', part='Brakes: The left one is loose. Reported')
    window.press(window.find('list item', part='Blue bike'))
    window.press(window.find('push button', part='Book a Place, Saturday 5 September'))
    window.find('label', part='Comes to the workshop')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='Brakes: The left one is loose. Reported')
    window.press(window.find('push button', part='It Is Repaired: Blue bike'))
    window.find('label', 'Nothing Is Broken')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='Brakes: The left one is loose')
    window.press(window.find('push button', part='Log Book'))
    window.find('label', part='Repaired: Brakes')
    problems += nameless(window)
    window.press(window.find('push button', 'Close'))
    problems += closed(window)
    [fault] = anna.run('fault', 'list')
    if (fault['thing_name'], fault['parts'], fault['unsafe']) != ('Blue bike', ['brakes'], True):
        problems.append(f'reported: {fault}')

    return problems


run('repair', [test_repairs])
