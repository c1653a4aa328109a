#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where people who share a car meet: by hand, and out of the French national base."""

import os
from pathlib import Path

import cli
import tap
from cli import carry, check, check_equal, found, make_three

HEADINGS = 'id_lieu,nom_lieu,ad_lieu,com_lieu,insee,date_maj,ouvert,Xlong,Ylat\n'
TABLE = HEADINGS + '''1,Gare,2 Boulevard,Dieppe,76217,2019-06-25,true,1.081183,49.921823
2,Mairie,,Sées,61464,24-06-2019,true,48.6,0.17
3,Fermé,,Sées,61464,2019-06-24,false,0.17,48.6
4,"Place ""A""",,SEES,61464,2019-06-24,true,0.17,48.6
'''


def uses_rides(home, *others, folder=None):
    """Who decides on it: all but one of three."""
    home.ask('rules', 'set', 'rides', '1')
    if others:
        carry(folder, home, *others)
        others[0].ask('rules', 'set', 'rides', '1')
        carry(folder, others[0], home)
    return home


def short(places):
    return [(place['name'], place['town'], place['lat'], place['lon']) for place in places]


def test_off(folder):
    """What the collective has not switched on is not there."""
    anna = found(folder)
    path = folder / 'places.csv'
    path.write_text(TABLE)
    for args in (['list'], ['add', 'Gare'], ['edit', 'abcdef', '--name', 'x'],
                 ['remove', 'abcdef'], ['import', str(path)]):
        words = anna.refuse(cli.RULE, 'place', *args)
        check('rules' in words, f'{args}: {words}')


def test_by_hand(folder):
    anna, bruno, chiara = make_three(folder)
    uses_rides(anna, bruno, chiara, folder=folder)
    check('No meeting place' in anna.run('place', 'list').stdout.decode(), 'none yet')
    place = anna.ask('place', 'add', ' Gare ', '--town', 'Dieppe', '--at', '49.921823,1.081183')
    check_equal(anna.ask('place', 'list'),
                [{'id': place['place'], 'name': 'Gare', 'town': 'Dieppe', 'address': '',
                  'lat': 49.921823, 'lon': 1.081183, 'source': '', 'contested': False}], 'the list')

    # it is found again by its name and its town
    again = anna.ask('place', 'add', 'GARE', '--town', 'dieppe', '--address', '2 Boulevard')
    check_equal(again, place, 'the same one')
    check_equal(len(anna.ask('place', 'list')), 1, 'not doubled')
    anna.ask('place', 'add', 'Gare', '--town', 'Rouen')

    # whoever names it in a ride or a request says where that is; who names another Gare does not
    for name, at in (('gare, Dieppe', {'lat': 49.921823, 'lon': 1.081183}), ('Gare', None)):
        ride = anna.ask('ride', 'offer', '--from', name, '--to', 'School', '--date', '2026-09-10',
                        '--at', '08:00', '--seats', '2')
        ride = anna.ask('ride', 'show', ride['ride'])
        check_equal((ride['from'], ride['from_at'], ride['to_at']), (name, at, None), 'of a ride')
        check(('49.921823' in anna.run('ride', 'show', ride['id']).stdout.decode()) == bool(at),
              'in words')

    # every member may say what there is to say of it
    carry(folder, anna, bruno, chiara)
    bruno.ask('place', 'edit', place['place'][:8], '--name', 'Gare SNCF', '--at', '')
    carry(folder, bruno, anna)
    place_now = anna.ask('place', 'list')[0]
    check_equal((place_now['name'], place_now['address'], place_now['lat'], place_now['lon']),
                ('Gare SNCF', '2 Boulevard', None, None), 'as Bruno says')
    chiara.ask('place', 'edit', place['place'], '--name', 'La gare')
    carry(folder, chiara, anna)
    check_equal(anna.ask('place', 'list')[0]['contested'], True, 'two who did not know')
    conflict = anna.ask('conflicts')[0]
    check_equal(conflict['field'], 'meeting-name', 'what is to be chosen')
    check_equal(sorted(value['value'] for value in conflict['values']), ['Gare SNCF', 'La gare'],
                'of two')

    anna.ask('place', 'remove', place['place'])
    check_equal(short(anna.ask('place', 'list')), [('Gare', 'Rouen', None, None)], 'one is gone')
    anna.refuse(cli.NOT_FOUND, 'place', 'edit', place['place'], '--name', 'x')
    anna.refuse(cli.NOT_FOUND, 'place', 'remove', 'ffffffff')


def test_nonsense(folder):
    anna = uses_rides(found(folder))
    for args in (['add', ''], ['add', ' '], ['add', 'x' * 201], ['add', 'x' * 10000],
                 ['add', 'x', '--town', 'x' * 201], ['add', 'x', '--address', 'a\nb'],
                 ['add', 'x', '--at', '91,0'], ['add', 'x', '--at', '0,181'],
                 ['add', 'x', '--at', '0'], ['add', 'x', '--at', '0,0,0'],
                 ['add', 'x', '--at', 'here'], ['add', 'x', '--at', 'nan,0'],
                 ['edit', 'abcdef'], ['add'], ['import'],
                 ['import', 'x.csv', *['--town', 'x'] * 51]):
        anna.refuse(cli.USAGE, 'place', *args)
    check_equal(anna.ask('place', 'list'), [], 'nothing was written')


def test_import(folder):
    anna = uses_rides(found(folder))
    path = folder / 'places.csv'
    path.write_bytes(TABLE.encode('cp1252'))

    plan = anna.ask('place', 'import', str(path), '--dry-run')
    check_equal((plan['written'], plan['added'], plan['known'], plan['changed'],
                 plan['passed_over'], plan['rows_refused']), (False, 2, 0, 0, 1, 1), 'the preview')
    check_equal([(cell['row'], cell['column'], cell['cell']) for cell in plan['refused']],
                [(3, 'date_maj', '24-06-2019'), (3, 'Xlong', '48.6')], 'refused')
    check('no date' in plan['refused'][0]['why'], f'{plan["refused"]}')
    check('exchanged' in plan['refused'][1]['why'], f'{plan["refused"]}')
    check_equal(anna.ask('place', 'list'), [], 'a preview writes nothing')

    plan = anna.ask('place', 'import', str(path), '--town', 'sées', '--town', 'nowhere')
    check_equal((plan['written'], plan['added'], plan['passed_over']), (True, 1, 2), 'of a town')
    plan = anna.ask('place', 'import', str(path))
    check_equal((plan['written'], plan['added'], plan['known']), (True, 1, 1), 'the rest')
    places = anna.ask('place', 'list')
    check_equal(short(places), [('Gare', 'Dieppe', 49.921823, 1.081183),
                                ('Place "A"', 'SEES', 48.6, 0.17)], 'the list')

    # again it changes nothing, and never doubles
    n_entries = anna.ask('status')['entries']
    plan = anna.ask('place', 'import', str(path))
    check_equal((plan['written'], plan['added'], plan['known']), (False, 0, 2), 'again')
    check_equal(anna.ask('status')['entries'], n_entries, 'nothing was written')

    # what the file says otherwise is brought up to date; what it leaves empty stays
    path.write_text(HEADINGS + '1,Gare SNCF,,Dieppe,76217,2026-01-01,true,,\n')
    words = anna.run('place', 'import', str(path), '--dry-run').stdout.decode()
    check('brought up to date' in words and '“Gare”' in words, words)
    plan = anna.ask('place', 'import', str(path))
    check_equal([(row['row'], row['what']) for row in plan['places']], [(2, 'changed')], 'changed')
    place = anna.ask('place', 'list')[0]
    check_equal((place['name'], place['address'], place['lat']),
                ('Gare SNCF', '2 Boulevard', 49.921823), 'the station')

    # what was taken off comes back, as the same one
    anna.ask('place', 'remove', place['id'])
    plan = anna.ask('place', 'import', str(path))
    check_equal([row['what'] for row in plan['places']], ['back'], 'back')
    check_equal(anna.ask('place', 'list')[0]['id'], place['id'], 'the same')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_bad_files(folder):
    anna = uses_rides(found(folder))
    n_entries = anna.ask('status')['entries']
    many = 'name,town\n' + ''.join(f'Place {i},X\n' for i in range(501))
    for name, content in {'prose.txt': b'Dear parents,\n', 'empty.csv': b'',
                          'people.csv': b'name,phone\nMarie,06\n',
                          'cut.csv': b'name,town\n"x,y\n', 'many.csv': many.encode()}.items():
        (folder / name).write_bytes(content)
        anna.refuse(cli.FOREIGN, 'place', 'import', str(folder / name))
    check('Name the town' in anna.run('place', 'import', str(folder / 'many.csv')).stderr.decode(),
          'what to do about too many')
    anna.refuse(cli.NOT_FOUND, 'place', 'import', str(folder / 'none.csv'))
    check_equal(anna.ask('status')['entries'], n_entries, 'nothing was written')


def test_published(folder):
    """The national base, as it is published."""
    beside = Path(cli.ROOT).parent / 'shared' / 'data'
    rides = Path(os.environ.get('FARANDOLE_TEST_DATA', beside)) / 'rides'
    if not rides.is_dir():
        raise tap.Skip('set FARANDOLE_TEST_DATA')

    anna = uses_rides(found(folder))
    plan = anna.ask('place', 'import', str(rides / 'lieux-covoiturage-38-73.csv'))
    check_equal((plan['added'] + plan['passed_over'], plan['rows_refused']), (166, 0), 'read whole')
    check_equal(len(anna.ask('place', 'list')), plan['added'], 'listed')
    plan = anna.ask('place', 'import', str(rides / 'lieux-covoiturage-exemple-invalide.csv'))
    check_equal([(cell['row'], cell['column'], cell['cell']) for cell in plan['refused']],
                [(3, 'date_maj', '24-06-2019'), (3, 'Xlong', '49.921921')], 'the invalid example')
    check_equal(plan['added'], 1, 'its good row')
    plan = anna.ask('place', 'import', str(rides / 'lieux-covoiturage-exemple-valide.csv'))
    check_equal((plan['known'], plan['written']), (1, False), 'the same place')


cli.run(dict(globals()))
