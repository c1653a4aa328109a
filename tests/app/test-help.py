#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where neighbours ask each other for a hand.

test-help.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, home_of, nameless, open_window, run


def open_help(window):
    window.find('frame', 'Pedibus')
    window.keys('alt+7')


def test_is_off():
    """Nothing of it is seen while it is off, and switched off again it is gone."""
    anna = home_of('anna-off')
    anna.found('Pedibus', 'Anna')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.gone('radio button', 'Help')
    problems = closed(window)

    anna.run('rules', 'set', 'help', '1')
    window = open_window(anna)
    open_help(window)
    window.find('label', 'Nobody Needs a Hand')
    # of one module alone there is nothing to choose
    window.gone('toggle button', 'A Hand')
    problems += nameless(window) + closed(window)

    anna.run('rules', 'set', 'help', '0')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.gone('radio button', 'Help')

    return problems + closed(window)


run('help', [test_is_off])
