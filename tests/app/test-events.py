#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where rotas come out of somebody's calendar.

test-events.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, home_of, nameless, open_window, run

CALENDAR = '''BEGIN:VCALENDAR
BEGIN:VEVENT
SUMMARY:The walk & more
DTSTART;TZID=Europe/Paris:20260907T081000
RRULE:FREQ=WEEKLY;COUNT=4
END:VEVENT
BEGIN:VEVENT
SUMMARY:Cake stall
DTSTART:20261003T100000
END:VEVENT
BEGIN:VEVENT
SUMMARY:Fair
DTSTART;VALUE=DATE:20261010
END:VEVENT
END:VCALENDAR
'''


def test_import_and_undo():
    """What the calendar holds is said first; all of it is undone at once."""
    anna = home_of('anna-events')
    anna.found('Pedibus', 'Anna')
    path = anna.folder + '.ics'
    with open(path, 'w', encoding='utf-8') as file:
        file.write(CALENDAR)

    window = open_window(anna, chooses_file=True)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    window.press(window.find('push button', part='Import Rotas from a Calendar'))
    window.answer_file('Choose a Calendar', path)
    dialog = window.find('frame', 'Import Rotas')
    window.find('label', '2 rotas are new, as drafts.', root=dialog)
    window.find('label', 'The walk & more', root=dialog)
    window.find('label', part='A new rota, every Monday at 08:10', root=dialog)
    window.find('label', part='1 row of the file was left out.', root=dialog)
    problems = nameless(window)
    window.press(window.find('push button', part='Import Them', root=dialog, state='sensitive'))
    window.find('label', '2 rotas are new, as drafts.')
    window.find('label', part='Cake stall')
    problems += nameless(window)
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'The rotas are as they were before')
    window.find('label', part='A rota says on which days')

    return problems + closed(window)


run('events', [test_import_and_undo])
