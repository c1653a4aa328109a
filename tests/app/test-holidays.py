#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where it is about holidays.

test-holidays.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import choose, closed, home_of, nameless, open_window, run

ZONES = '''Description;Population;Date de début;Date de fin;Académies;Zones;annee_scolaire
Vacances de la Toussaint;-;2026-10-16T22:00:00+00:00;2026-11-01T23:00:00+00:00;Grenoble;Zone A;2026-2027
Vacances de la Toussaint;-;2026-10-16T22:00:00+00:00;2026-11-01T23:00:00+00:00;Rennes;Zone B;2026-2027
Vacances de Noël;-;2026-12-18T23:00:00+00:00;2027-01-03T23:00:00+00:00;Rennes;Zone B;2026-2027
Vacances de février;-;2027-02-30;2027-03-03;Rennes;Zone B;2026-2027
'''


def write_table(home):
    path = home.folder + '.csv'
    with open(path, 'w', encoding='utf-8') as file:
        file.write(ZONES)

    return path


def enter(window, path):
    window.press(window.find('push button', part='Enter Holidays', state='sensitive'))
    window.answer_file('Choose a Calendar', path)

    return window.find('frame', 'Enter Holidays')


def test_are_entered_and_taken_off():
    """A zone is chosen from the ministry's table; what it changes is said first, and undone."""
    anna = home_of('anna-holidays')
    anna.found('Pedibus', 'Anna')
    anna.run('rota', 'add', 'The walk', '--days', 'mo,tu,th,fr', '--at', '08:10', '--from',
             '2026-09-07', '--until', '2026-12-18')
    path = write_table(anna)

    window = open_window(anna, chooses_file=True)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    window.find('label', part='In the holidays nobody has to walk')
    dialog = enter(window, path)
    window.find('label', part='Choose yours', root=dialog)
    problems = nameless(window)
    choose(window, 'Zone', 2, dialog)
    window.find('label', '8 outings that are planned fall away.', root=dialog)
    window.find('label', part='Vacances de Noël, 19 December 2026 to 3 January 2027', root=dialog)
    window.find('label', '1 row of the file was left out.', root=dialog)
    window.press(window.find('push button', part='Enter Them', root=dialog, state='sensitive'))
    window.find('label', 'Zone B: 2 holidays are entered')
    window.find('label', part='Vacances de la Toussaint, 17 October 2026 to 1 November 2026')
    problems += nameless(window)
    window.open_page('This Week')
    for monday in ['7 Sep', '14 Sep', '21 Sep', '28 Sep', '5 Oct', '12 Oct', '19 Oct']:
        window.press(window.find('push button', 'Next Week'))
        window.find('label', part=f'Mon {monday} –')
    window.find('label', part='Vacances de la Toussaint, 17 October 2026 to 1 November 2026. The next')
    window.open_page('Rotas')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='In the holidays nobody has to walk')

    dialog = enter(window, path)
    choose(window, 'Zone', 1, dialog)
    window.press(window.find('push button', part='Enter Them', root=dialog, state='sensitive'))
    window.find('label', 'Zone A: 1 holiday is entered')
    window.press(window.find('push button', part='Take off the holidays Zone A'))
    window.find('label', 'Zone A: the holidays are taken off')
    window.find('label', part='In the holidays nobody has to walk')
    window.press(window.find('push button', 'Undo'))
    window.find('push button', part='Take off the holidays Zone A')

    return problems + closed(window)


def test_bad_file():
    """What is no calendar is said in words, and nothing is entered."""
    anna = home_of('anna-no-holidays')
    anna.found('Pedibus', 'Anna')
    window = open_window(anna, chooses_file=True)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    dialog = enter(window, anna.folder + '.log')
    window.find('label', part='This file holds no holidays', root=dialog)
    problems = nameless(window)
    window.keys('Escape')
    window.find('label', part='In the holidays nobody has to walk')

    return problems + closed(window)


def test_days_off():
    """The school is closed on a day that is in no calendar, and open after all."""
    anna = home_of('anna-days-off')
    anna.found('Pedibus', 'Anna')
    anna.run('rota', 'add', 'The walk', '--days', 'mo,tu,th,fr', '--at', '08:10', '--from',
             '2026-09-07', '--until', '2026-12-18')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    window.press(window.find('push button', part='Enter Days on Which the School Is Closed',
                             state='sensitive'))
    dialog = window.find('frame', 'The School Is Closed')
    problems = nameless(window)
    window.fill(window.find('text', 'Day, such as 2026-09-09', root=dialog), '2026-09-10')
    window.find('label', '1 outing that is planned falls away.', root=dialog)
    window.fill(window.find('text', 'What is then (may stay empty)', root=dialog), 'Strike')
    window.press(window.find('push button', part='Enter', root=dialog, state='sensitive'))
    window.find('label', 'The school is closed: entered')
    window.find('label', part='Strike, 10 September 2026')

    window.press(window.find('push button', part='Enter Days on Which the School Is Closed'))
    dialog = window.find('frame', 'The School Is Closed')
    window.fill(window.find('text', 'Day, such as 2026-09-09', root=dialog), '2026-09-10')
    window.press(window.find('push button', part='Open After All', root=dialog, state='sensitive'))
    window.find('label', 'The school is open on these days after all')
    window.find('label', part='In the holidays nobody has to walk')

    return problems + closed(window)


run('holidays', [test_are_entered_and_taken_off, test_bad_file, test_days_off])
