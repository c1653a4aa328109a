#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and links that somebody opens with the program.

test-opened.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

import subprocess

from case import FOLDER, PROGRAM, closed, drive, home_of, open_window, run


def start_again(home, *files):
    """The window that is there takes them, and this start ends."""
    done = subprocess.run([PROGRAM, '--home', home.folder, *files], timeout=30, check=False,
                          capture_output=True, text=True)

    return [] if done.returncode == 0 and not done.stderr else [f'it says {done}']


def found(name):
    home = home_of(name)
    home.found('Pedibus', 'Anna')

    return home


def test_an_invitation():
    """A link fills in the form of who belongs nowhere yet."""
    link = found('anna-invites').run('invite')['invite']
    bruno = home_of('bruno')
    window = open_window(bruno, link)
    field = window.find('text', 'Invitation link')
    window.wait(lambda: drive.text(field) == link, 'the invitation to be filled in')
    # what is left to say is where one types
    window.keys('B', 'o')
    name = window.find('text', 'Your name, as others see it')
    window.wait(lambda: drive.text(name) == 'Bo', 'the name')

    return closed(window)


def test_for_another_collective():
    """Who is somewhere already comes to the form by a second start, which ends at once."""
    link = found('chiara').run('invite')['invite']
    anna = found('anna-joins')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    problems = start_again(anna, link)
    field = window.find('text', 'Invitation link')
    window.wait(lambda: drive.text(field) == link, 'the invitation to be filled in')

    return problems + closed(window)


def test_a_file():
    """What is no link goes where it would if it were dropped."""
    anna = found('anna-reads')
    bad = FOLDER / 'letter.farandole'
    bad.write_text('Dear all')
    window = open_window(anna, str(bad))
    window.find('label', part='is not a bundle of Farandole')
    problems = start_again(anna, 'farandole:0000')
    window.find('label', part='invitation')

    return problems + closed(window)


run('opened', [test_an_invitation, test_for_another_collective, test_a_file])
