#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where people come out of somebody's list.

test-people.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, home_of, nameless, open_window, run

LIST = '''Nom;Téléphone
Zoé <b>Martin</b>;06 12 34 56 78
Nonno Bepi;see above
Anna;
'''


def test_import_and_undo():
    """Who is on the list is said first; all of it is undone at once."""
    anna = home_of('anna-people')
    anna.found('Pedibus', 'Anna')
    path = anna.folder + '.csv'
    with open(path, 'w', encoding='cp1252') as file:
        file.write(LIST)

    window = open_window(anna, chooses_file=True)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.press(window.find('push button', part='Import People'))
    window.answer_file('Choose a List', path)
    dialog = window.find('frame', 'Import People')
    window.find('label', '2 people are new. 1 person is already there.', root=dialog)
    window.find('label', 'Zoé <b>Martin</b>', root=dialog)
    window.find('label', 'New, 06 12 34 56 78', root=dialog)
    window.find('label', part='In 1 row something was left out.', root=dialog)
    problems = nameless(window)
    window.press(window.find('push button', part='Import Them', root=dialog, state='sensitive'))
    window.find('label', '2 people are new. 1 person is already there.')
    window.find('label', part='Nonno Bepi')
    problems += nameless(window)
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'The list of people is as it was before')

    return problems + closed(window)


run('people', [test_import_and_undo])
