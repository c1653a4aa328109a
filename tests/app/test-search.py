#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where somebody looks for something.

test-search.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import LINE_FILE, closed, home_of, nameless, open_window, run


def test_search():
    """By the keyboard alone; what is chosen is shown where it is."""
    anna = home_of('anna-search')
    anna.found('Pedibus', 'Anna')
    anna.run('rules', 'set', 'rides', '1')
    [line] = anna.run('line', 'import', LINE_FILE)
    anna.run('child', 'add', 'Léa', '--line', line['id'])
    anna.run('ride', 'offer', '--from', 'Léa’s mill', '--to', 'School', '--date', '2026-09-08',
             '--at', '07:50', '--seats', '3')

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.find('push button', 'Search')
    window.keys('ctrl+f')
    dialog = window.dialog()
    window.find('label', part='are found by the beginnings of words', root=dialog)
    problems = nameless(window)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    entry = window.find('entry', 'Words to search for', root=dialog)
    window.fill(entry, 'nobody')
    window.find('label', part='Nothing was found', root=dialog)
    window.fill(entry, 'lea')
    window.find('label', 'Léa', root=dialog)
    window.find('label', 'Ride · Anna', root=dialog)
    problems += nameless(window)
    window.fill(entry, 'lea mill')
    window.gone('label', 'Léa')
    window.find('label', 'Léa’s mill → School', root=dialog)
    window.keys('Return')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', part='3 of 3 seats are free')
    window.press(window.find('push button', 'Search'))
    dialog = window.dialog()
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')

    return problems + closed(window)


run('search-window', [test_search])
