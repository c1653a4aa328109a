#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where it is about hours given and received.

test-hours.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, home_of, nameless, open_window, run


def open_hours(window):
    window.find('frame', 'Pedibus')
    window.open_page('Help')


def press_in(window, label, dialog):
    window.press(window.find('push button', label, root=dialog, state='sensitive'))


def test_noted():
    """Noted, changed, taken off and brought back; and who can read it is said."""
    anna = home_of('anna-hours')
    anna.found('Pedibus', 'Anna')
    anna.run('rules', 'set', 'hours', '1')
    window = open_window(anna)
    open_hours(window)
    window.find('label', 'Nothing Is Noted Yet')
    window.find('label', part='Only your own devices can read')
    problems = nameless(window)

    window.press(window.find('push button', 'Note Hours…'))
    dialog = window.dialog()
    window.fill(window.find('text', 'How long, such as 1:30', root=dialog), 'soon')
    press_in(window, 'Note', dialog)
    window.find('label', part='A time is written as 1:30', root=dialog)
    problems += nameless(window)
    window.fill(window.find('text', 'How long, such as 1:30', root=dialog), '1:30')
    window.fill(window.find('text', 'What for (may stay empty)', root=dialog), 'soup')
    window.fill(window.find('text', 'With whom (may stay empty)', root=dialog), 'Nonna')
    press_in(window, 'Note', dialog)
    window.find('label', part='Given as a volunteer: 1 h 30 min, to Nonna')
    window.find('label', part='As volunteers: 1 h 30 min given')
    problems += nameless(window)

    window.press(window.find('list item', part='Given as a volunteer'))
    window.press(window.find('push button', part='Change…: Given'))
    dialog = window.dialog()
    window.fill(window.find('text', 'How long, such as 1:30', root=dialog), '2h')
    press_in(window, 'Change', dialog)
    window.find('label', part='Given as a volunteer: 2 h, to Nonna')
    # what was told before waits no longer
    window.find('label', 'It is changed')
    window.gone('label', 'It is changed')
    window.press(window.find('push button', part='Take Off: Given'))
    window.find('label', 'Nothing Is Noted Yet')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='Given as a volunteer: 2 h, to Nonna')
    problems += nameless(window) + closed(window)
    lines = anna.run('hours', 'list')['lines']
    if [(one['minutes'], one['what'], one['with_name']) for one in lines] != [(120, 'soup', 'Nonna')]:
        problems.append(f'noted is {lines}')

    return problems


def test_shared():
    """By name, and no more; whoever it is shared with reads it."""
    anna, bruno = (home_of(name + '-share') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    anna.run('rules', 'set', 'hours', '1')
    anna.carry_to(bruno)
    bruno.run('rules', 'set', 'hours', '1')
    bruno.carry_to(anna)
    anna.run('hours', 'add', '45', '--on', '2026-09-01', '--what', 'soup')

    window = open_window(anna)
    open_hours(window)
    window.press(window.find('push button', 'Let Them Read It'))
    window.find('label', part='and those of Bruno can read')
    problems = nameless(window) + closed(window)

    anna.carry_to(bruno)
    window = open_window(bruno)
    open_hours(window)
    window.find('label', part='In the account of Anna')
    problems += nameless(window) + closed(window)

    window = open_window(anna)
    open_hours(window)
    window.press(window.find('push button', 'Stop Sharing With Bruno'))
    window.find('label', part='Only your own devices can read')
    problems += nameless(window) + closed(window)

    return problems


run('hours', [test_noted, test_shared])
