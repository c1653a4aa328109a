#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A school year's holidays from the ministry's own table, and what they do to the walk."""

import os
from pathlib import Path

import cli
from cli import carry, check, check_equal, found, make_three

DATA = Path(os.environ.get('FARANDOLE_TEST_DATA', cli.ROOT.parent / 'shared' / 'data'))
CALENDARS = DATA / 'school-calendars'
SCHOOL = CALENDARS / 'fr-en-calendrier-scolaire.2022-2025.zones-ABC.csv'
PUBLIC = CALENDARS / 'jours_feries_seuls.csv'
YEAR = '2024-09-01T08:00:00+02:00'


def plan_walk(anna, *options):
    return anna.ask('rota', 'add', 'The walk', '--days', 'mo,tu,th,fr', '--at', '08:10', '--from',
                    '2024-09-02', '--until', '2025-07-04', *options)[0]['id']


def days_of(machine, first, days):
    return [outing['date'] for outing in machine.ask('week', '--from', first, '--days', str(days))]


def test_zone(folder):
    anna = found(folder)
    anna.now = YEAR
    rota = plan_walk(anna)
    check_equal(anna.ask('holidays', 'list'), [], 'at first')
    check('No holidays' in anna.run('holidays', 'list').stdout.decode(), 'an empty list in words')
    check_equal(len(days_of(anna, '2024-10-14', 21)), 12, 'three weeks without holidays')

    words = anna.refuse(cli.USAGE, 'holidays', 'import', str(SCHOOL))
    check('--zone-name' in words and 'Zone A, Zone B, Zone C' in words, words)
    anna.refuse(cli.USAGE, 'holidays', 'import', str(SCHOOL), '--zone-name', 'Q')

    plan = anna.ask('holidays', 'import', str(SCHOOL), '--zone-name', 'B', '--preview')
    check_equal((plan['calendar'], plan['name']), (None, 'Zone B'), 'the preview')
    check(plan['closed'] > 20 and plan['turns'] == 0 and plan['opened'] == 0, f'effect {plan}')
    check_equal(anna.ask('holidays', 'list'), [], 'a preview enters nothing')

    entered = anna.ask('holidays', 'import', str(SCHOOL), '--zone-name', 'zone b')
    [calendar] = anna.ask('holidays', 'list')
    check_equal((entered['calendar'], entered['added']), (calendar['id'], len(calendar['holidays'])),
                'what was entered')
    check({'from': '2024-10-19', 'until': '2024-11-03', 'name': 'Vacances de la Toussaint'} in
          calendar['holidays'], f'{calendar}')
    check_equal(days_of(anna, '2024-10-14', 21), ['2024-10-14', '2024-10-15', '2024-10-17',
                                                  '2024-10-18'], 'the days before')
    anna.refuse(cli.RULE, 'turn', 'take', rota, '2024-10-21')

    # again it changes nothing, and never doubles
    n_entries = anna.ask('status')['entries']
    again = anna.ask('holidays', 'import', str(SCHOOL), '--zone-name', 'B')
    check_equal((again['calendar'], again['closed'], again['opened']), (calendar['id'], 0, 0),
                'again')
    check_equal(anna.ask('status')['entries'], n_entries, 'nothing was written')

    # the country's, beside it
    anna.refuse(cli.USAGE, 'holidays', 'import', str(PUBLIC))
    anna.ask('holidays', 'import', str(PUBLIC), '--name', 'France')
    check_equal([c['name'] for c in anna.ask('holidays', 'list')], ['France', 'Zone B'], 'both')
    check_equal(days_of(anna, '2024-11-11', 1), [], 'a public holiday')

    removed = anna.ask('holidays', 'remove', calendar['id'][:8])
    check_equal(removed, {'calendar': calendar['id'], 'name': 'Zone B'}, 'taken off')
    check_equal(days_of(anna, '2024-10-21', 5), ['2024-10-21', '2024-10-22', '2024-10-24',
                                                 '2024-10-25'], 'there again')
    anna.refuse(cli.NOT_FOUND, 'holidays', 'remove', calendar['id'])
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_promised(folder):
    """Bruno had promised to come; he is told, and gives it back."""
    anna, bruno, chiara = make_three(folder)
    for machine in (anna, bruno, chiara):
        machine.now = YEAR
    rota = plan_walk(anna)
    all_year = plan_walk(anna, '--in-holidays')
    rules = {r['id']: r['rule']['in_holidays'] for r in anna.ask('rota', 'list')}
    check_equal(rules, {rota: False, all_year: True}, 'which runs in the holidays')
    carry(folder, anna, bruno)
    turn = bruno.ask('turn', 'take', rota, '2024-10-21')['turn']
    carry(folder, bruno, anna)

    words = bruno.refuse(cli.RULE, 'holidays', 'import', str(SCHOOL), '--zone-name', 'B')
    check('baton' in words, words)
    plan = anna.ask('holidays', 'import', str(SCHOOL), '--zone-name', 'B')
    check_equal(plan['turns'], 1, 'promises that are for nothing')
    check_equal([(who['name'], [(news['calendar'], news['rota'], news['title'])
                                for news in who['news']])
                 for who in anna.ask('rota', 'unheard')],
                [(name, [(plan['calendar'], None, 'Zone B')]) for name in ('Bruno', 'Chiara')],
                'who would go to the stop in vain')
    carry(folder, anna, bruno, chiara)

    for machine in (anna, bruno, chiara):
        closed, runs = sorted(machine.ask('week', '--from', '2024-10-21', '--days', '1'),
                              key=lambda outing: outing['rota'] != rota)
        check_equal((closed['rota'], closed['verdict']['ok'], closed['verdict']['why'],
                     closed['verdict']['reason']), (rota, False, 'holidays', 'Vacances de la Toussaint'),
                    'the outing that somebody promised to come to')
        check_equal(runs['rota'], all_year, 'the one that runs all the same')
    bruno.ask('turn', 'release', turn)
    carry(folder, bruno, anna)
    check_equal([o['rota'] for o in anna.ask('week', '--from', '2024-10-21', '--days', '1')],
                [all_year], 'given back')
    check_equal([who['name'] for who in anna.ask('rota', 'unheard')], ['Chiara'],
                'of whom nothing came back')
    check('the holidays “Zone B”' in anna.run('rota', 'unheard').stdout.decode(), 'in words')


def test_days_off(folder):
    """Days that no ministry knows of: the school says so the week before."""
    anna = found(folder)
    anna.now = YEAR
    plan_walk(anna)
    plan = anna.ask('holidays', 'close', '2024-10-14', '--until', '2024-10-15', '--why', 'Strike',
                    '--preview')
    check_equal((plan['calendar'], plan['closed']), (None, 2), 'the preview')
    check_equal(anna.ask('holidays', 'list'), [], 'a preview enters nothing')
    anna.ask('holidays', 'close', '2024-10-14', '--until', '2024-10-15', '--why', 'Strike')
    anna.ask('holidays', 'close', '2024-10-17')
    check_equal(days_of(anna, '2024-10-14', 7), ['2024-10-18'], 'closed')
    [calendar] = anna.ask('holidays', 'list')
    check_equal((calendar['name'], calendar['counts'], calendar['holidays']),
                ('Days off of the school', True,
                 [{'from': '2024-10-14', 'until': '2024-10-15', 'name': 'Strike'},
                  {'from': '2024-10-17', 'until': '2024-10-17', 'name': ''}]), 'one calendar')

    plan = anna.ask('holidays', 'open', '2024-10-14')
    check_equal((plan['calendar'], plan['opened']), (calendar['id'], 1), 'open after all')
    check_equal(days_of(anna, '2024-10-14', 7), ['2024-10-14', '2024-10-18'], 'there again')
    anna.ask('holidays', 'open', '2024-10-14', '--until', '2024-10-20')
    check_equal(anna.ask('holidays', 'list'), [], 'what says nothing is taken off')
    anna.refuse(cli.NOT_FOUND, 'holidays', 'open', '2024-10-14')

    n_entries = anna.ask('status')['entries']
    anna.refuse(cli.USAGE, 'holidays', 'close', '2024-02-30')
    anna.refuse(cli.USAGE, 'holidays', 'close', '2024-10-14', '--until', '2024-10-13')
    check_equal(anna.ask('status')['entries'], n_entries, 'nothing was written')


def test_bad_files(folder):
    anna = found(folder)
    n_entries = anna.ask('status')['entries']
    files = {
        'empty.csv': b'',
        'prose.csv': b'Dear parents,\nthere is no school tomorrow.\n',
        'cut.csv': b'Description;Zones;Date de d\xc3\xa9but;Date de fin\n"Toussaint;Zone A;2024',
        'binary.ics': bytes(range(256)) * 20,
    }
    for name, content in files.items():
        path = Path(folder) / name
        path.write_bytes(content)
        words = anna.refuse(cli.FOREIGN, 'holidays', 'import', str(path), '--zone-name', 'A')
        check(len(words) > 20, f'{name}: {words}')
    anna.refuse(cli.NOT_FOUND, 'holidays', 'import', str(Path(folder) / 'nowhere.ics'))

    path = Path(folder) / 'partly.ics'
    path.write_text('BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n'
                    'BEGIN:VEVENT\nUID:1\nSUMMARY:Good\nDTSTART;VALUE=DATE:20260914\n'
                    'DTEND;VALUE=DATE:20260916\nEND:VEVENT\n'
                    'BEGIN:VEVENT\nUID:2\nSUMMARY:Bad\nDTSTART;VALUE=DATE:20260230\n'
                    'DTEND;VALUE=DATE:20260302\nEND:VEVENT\nEND:VCALENDAR\n')
    plan = anna.ask('holidays', 'import', str(path), '--name', 'Ours', '--preview')
    check_equal((plan['added'], len(plan['refused']), plan['refused'][0]['row']), (1, 1, 2),
                f'what can be read {plan}')
    check('20260230' in plan['refused'][0]['why'].replace('-', ''), f'{plan}')
    check_equal(anna.ask('status')['entries'], n_entries, 'nothing was written')


cli.run(dict(globals()))
