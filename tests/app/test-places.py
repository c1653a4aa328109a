#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where it is about places where cars meet.

test-places.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import FOLDER, closed, home_of, nameless, open_window, run

TABLE = '''id_lieu,nom_lieu,ad_lieu,com_lieu,insee,date_maj,ouvert,Xlong,Ylat
1,Gare,2 Boulevard,Dieppe,76217,2019-06-25,true,1.081183,49.921823
2,Mairie,,Dieppe,76217,24-06-2019,true,49.92,1.06
3,Place,,Rouen,76540,2019-06-24,true,1.09,49.44
'''


def places_of(home):
    return [(p['name'], p['town'], p['lat'], p['lon']) for p in home.run('place', 'list')]


def founded(name):
    home = home_of(name)
    home.found('Pedibus', 'Anna')
    home.run('rules', 'set', 'rides', '1')
    return home


def open_places(window):
    window.find('frame', 'Pedibus')
    window.open_page('Rides')
    window.press(window.find('push button', 'Meeting Places…'))
    dialog = window.dialog()
    window.find('label', part='Where do people get into a car?', root=dialog)
    return dialog


def test_by_hand():
    """One is written down, changed, looked for, and taken off; each is taken back."""
    anna = founded('anna-by-hand')
    window = open_window(anna)
    dialog = open_places(window)
    problems = nameless(window)

    def field(name):
        return window.find('text', name, root=dialog)

    window.fill(field('Name, Such as “Station”'), 'Gare')
    window.fill(field('Town'), 'Dieppe')
    window.fill(field('Latitude, Longitude (if You Know Them)'), 'north')
    window.press(window.find('push button', 'Write It Down', root=dialog, state='sensitive'))
    window.find('label', part='Write latitude and longitude in degrees', root=dialog)
    window.fill(field('Latitude, Longitude (if You Know Them)'), '49.921823, 1.081183')
    window.press(window.find('push button', 'Write It Down', root=dialog, state='sensitive'))
    window.press(window.find('list item', 'Gare', root=dialog))
    problems += nameless(window)
    window.find('label', 'Change “Gare”', root=dialog)
    window.fill(field('Name, Such as “Station”'), 'Station')
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.find('list item', 'Station', root=dialog)
    window.press(window.find('push button', 'Undo', root=dialog))
    window.find('list item', 'Gare', root=dialog)

    window.keys('ctrl+f')
    window.wait(lambda: window.focused().get_role_name() in ('entry', 'text'), 'the search')
    window.keys('q', 'q')
    window.find('label', 'No place is called so.', root=dialog)
    window.keys('ctrl+a', 'd', 'i', 'e', 'p')
    window.press(window.find('push button', 'Take “Gare” off the list', root=dialog))
    window.find('label', part='Where do people get into a car?', root=dialog)
    window.press(window.find('push button', 'Undo', root=dialog))
    window.find('list item', 'Gare', root=dialog)
    problems += closed(window)
    if places_of(anna) != [('Gare', 'Dieppe', 49.921823, 1.081183)]:
        problems.append(f'there is {places_of(anna)}')

    return problems


def test_import():
    """What a table holds is said first, with what is wrong in it; and it is taken back."""
    anna = founded('anna-import')
    path = FOLDER / 'places.csv'
    path.write_text(TABLE, encoding='utf-8')
    window = open_window(anna, chooses_file=True)
    dialog = open_places(window)
    window.press(window.find('push button', 'Import From a Table…', root=dialog))
    window.answer_file('Choose a Table', str(path))
    window.find('label', '2 places are new.', root=dialog)
    window.find('push button', part='1 row is left out', root=dialog)
    problems = nameless(window)
    window.find('label', part='Where do people get into a car?', root=dialog)
    window.press(window.find('push button', 'Import These Places', root=dialog, state='sensitive'))
    window.find('list item', 'Gare', root=dialog)
    window.find('list item', 'Place', root=dialog)
    problems += nameless(window)
    window.press(window.find('push button', 'Undo', root=dialog))
    window.find('label', part='The meeting places are as before', root=dialog)
    window.find('label', part='Where do people get into a car?', root=dialog)
    problems += closed(window)
    if places_of(anna):
        problems.append(f'there is still {places_of(anna)}')

    return problems


def test_picked():
    """Where a ride begins is chosen by keyboard among stops and places, or typed."""
    anna = founded('anna-picked')
    anna.run('place', 'add', 'Gare', '--town', 'Dieppe')
    anna.run('place', 'add', 'Mairie', '--town', 'Rouen')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Rides')
    window.press(window.find('push button', 'Offer Seats…'))
    dialog = window.dialog()
    window.fill(window.find('text', 'From: a stop, or a place', root=dialog), 'roue')
    window.press(window.find('push button', part='Choose a stop or a meeting place: From',
                             root=dialog))
    window.find('list item', 'Mairie, Rouen')
    window.gone('list item', 'Gare, Dieppe')
    problems = nameless(window)
    window.wait(lambda: window.focused().get_role_name() == 'list item', 'the first of the list')
    window.keys('Return')
    window.fill(window.find('text', 'To', root=dialog), 'The mill')
    window.fill(window.find('text', 'There at, such as 07:50', root=dialog), '07:50')
    window.press(window.find('push button', 'Offer', root=dialog, state='sensitive'))
    window.find('label', part='Mairie, Rouen → The mill')
    problems += closed(window)

    return problems


run('places', [test_by_hand, test_import, test_picked])
