#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rotas out of somebody's calendar: the first time, again, and when it has changed."""

import cli
from cli import carry, check, check_equal, found, make_three

NOW = '2026-01-01T08:00:00+01:00'


def event(*lines):
    return '\r\n'.join(['BEGIN:VEVENT', *lines, 'END:VEVENT', ''])


def write(folder, name, *events):
    path = folder / name
    path.write_text('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n' + ''.join(events) + 'END:VCALENDAR\r\n')

    return str(path)


WALK = ['UID:walk', 'SUMMARY:The walk', 'LOCATION:Gate',
        'DTSTART;TZID=Europe/Paris:20260105T081000']
CAKE = event('UID:cake', 'SUMMARY:Cake stall', 'DTSTART;TZID=Europe/Paris:20260117T100000')
CAKE_TOO = event('UID:cake2', 'SUMMARY:Cake stall', 'DTSTART;TZID=Europe/Paris:20260314T140000')
FAIR = event('UID:fair', 'SUMMARY:Fair', 'DTSTART;VALUE=DATE:20260613')


def days_of(machine, rota, first='2026-01-01', days='120'):
    return [(outing['date'], outing['at'])
            for outing in machine.ask('week', '--from', first, '--days', days)
            if outing['rota'] == rota]


def test_one_date_apart(folder):
    """One date is at the gym, and one is called otherwise: both are said of that date alone."""
    anna = found(folder)
    anna.now = NOW
    series = event(*WALK[:2], 'LOCATION:The gate', WALK[3], 'RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260205T230000Z')
    path = write(folder, 'one.ics', series)
    anna.ask('rota', 'import', path)
    apart = [event(WALK[0], 'SUMMARY:The walk', 'LOCATION:The gym',
                   'RECURRENCE-ID;TZID=Europe/Paris:20260112T081000',
                   'DTSTART;TZID=Europe/Paris:20260112T081000'),
             event(WALK[0], 'SUMMARY:To the museum', 'LOCATION:The gate',
                   'RECURRENCE-ID;TZID=Europe/Paris:20260119T081000',
                   'DTSTART;TZID=Europe/Paris:20260119T083000')]
    path = write(folder, 'two.ics', series, *apart)
    plan = anna.ask('rota', 'import', path, '--dry-run')
    [item] = plan['rotas']
    check_equal((item['what'], item['moved']), ('changed', 1), 'the preview')
    check_equal([(d['date'], d.get('place'), d.get('remark')) for d in item['dates']
                 if 'place' in d or 'remark' in d],
                [('2026-01-12', 'The gym', None), ('2026-01-19', None, 'To the museum')],
                'which dates')
    for words in ('Mon 12 Jan: meeting point: The gym.', 'Mon 19 Jan: good to know: To the museum.'):
        check(words in item['words'], item['words'])
    anna.ask('rota', 'import', path)
    check_equal([(o['date'], o['at'], o['place'], o['remark']) for o in
                 anna.ask('week', '--from', '2026-01-05', '--days', '20')],
                [('2026-01-05', '08:10', 'The gate', None), ('2026-01-12', '08:10', 'The gym', None),
                 ('2026-01-19', '08:30', 'The gate', 'To the museum')], 'the outings')
    check_equal([i['what'] for i in anna.ask('rota', 'import', path)['rotas']], ['there'], 'again')
    # a rota that is made gets them at once
    path = write(folder, 'three.ics', *[one.replace('The walk', 'The stroll') for one in
                                        [series.replace('UID:', 'UID:b')] +
                                        [one.replace('UID:', 'UID:b') for one in apart]])
    anna.ask('rota', 'import', path)
    check_equal({o['remark'] for o in anna.ask('week', '--from', '2026-01-19', '--days', '1')},
                {'To the museum'}, 'both')


def test_again_and_again(folder):
    anna = found(folder)
    anna.now = NOW
    path = write(folder, 'one.ics', event(*WALK, 'RRULE:FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20260205T230000Z',
                                          'EXDATE;TZID=Europe/Paris:20260112T081000'),
                 event(*WALK[:3], 'RECURRENCE-ID;TZID=Europe/Paris:20260115T081000',
                       'DTSTART;TZID=Europe/Paris:20260115T090000'), CAKE, CAKE_TOO, FAIR)

    plan = anna.ask('rota', 'import', path, '--dry-run')
    check_equal((plan['written'], plan['new'], plan['changed'], plan['skipped']), (False, 2, 0, 1),
                'the preview')
    check_equal([(row['row'], row['cell']) for row in plan['refused']], [(5, 'Fair')], 'refused')
    check('no time of day' in plan['refused'][0]['why'], f'{plan["refused"]}')
    check_equal(anna.ask('rota', 'list'), [], 'a preview writes nothing')

    plan = anna.ask('rota', 'import', path, '--min', '2')
    check_equal((plan['written'], plan['new']), (True, 2), 'taken over')
    rotas = {rota['title']: rota for rota in anna.ask('rota', 'list')}
    walk, cake = rotas['The walk'], rotas['Cake stall']
    check_equal((walk['state'], walk['rule']['days'], walk['rule']['every'], walk['rule']['at'],
                 walk['rule']['dropped']),
                ('draft', 'mo,th', 1, '08:10', ['2026-01-12']), 'the walk')
    check_equal(days_of(anna, walk['id']),
                [('2026-01-05', '08:10'), ('2026-01-08', '08:10'), ('2026-01-15', '09:00'),
                 ('2026-01-19', '08:10'), ('2026-01-22', '08:10'), ('2026-01-26', '08:10'),
                 ('2026-01-29', '08:10'), ('2026-02-02', '08:10'), ('2026-02-05', '08:10')],
                'its dates')
    check_equal(days_of(anna, cake['id']), [('2026-01-17', '10:00'), ('2026-03-14', '14:00')],
                'single dates of one title')
    check('On Sat' in anna.run('rota', 'list').stdout.decode(), 'chosen dates in words')

    # again it changes nothing, and never doubles; a later day neither
    n_entries = anna.ask('status')['entries']
    for now in (NOW, '2026-01-14T08:00:00+01:00'):
        anna.now = now
        plan = anna.ask('rota', 'import', path)
        check_equal([item['what'] for item in plan['rotas']], ['there', 'there'], f'again {plan}')
        check_equal((plan['written'], anna.ask('status')['entries']), (False, n_entries), 'again')

    # the calendar has changed: one date less, one more, another time
    path = write(folder, 'two.ics', event(*WALK[:3], 'DTSTART;TZID=Europe/Paris:20260105T081500',
                                          'RRULE:FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20260210T230000Z',
                                          'EXDATE;TZID=Europe/Paris:20260122T081500'), CAKE)
    plan = anna.ask('rota', 'import', path)
    check_equal([(item['title'], item['what'], item['rota']) for item in plan['rotas']],
                [('The walk', 'changed', walk['id']), ('Cake stall', 'changed', cake['id'])],
                'what changes')
    check_equal(days_of(anna, walk['id']),
                [('2026-01-05', '08:10'), ('2026-01-08', '08:10'), ('2026-01-15', '08:15'),
                 ('2026-01-19', '08:15'), ('2026-01-26', '08:15'), ('2026-01-29', '08:15'),
                 ('2026-02-02', '08:15'), ('2026-02-05', '08:15'), ('2026-02-09', '08:15')],
                'what was stays, what comes is new')
    check_equal(days_of(anna, cake['id']), [('2026-01-17', '10:00')], 'one is called off')
    check_equal(len(anna.ask('rota', 'list')), 2, 'never double')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_promised(folder):
    """Bruno had promised; he is asked, and the change is the holder's."""
    anna, bruno, chiara = make_three(folder)
    for machine in (anna, bruno, chiara):
        machine.now = NOW
    path = write(folder, 'one.ics', event(*WALK, 'RRULE:FREQ=WEEKLY;COUNT=6'))
    anna.ask('rota', 'import', path)
    [rota] = [rota['id'] for rota in anna.ask('rota', 'list')]
    anna.ask('rota', 'publish', rota)
    carry(folder, anna, bruno, chiara)
    bruno.ask('turn', 'take', rota, '2026-01-12')
    carry(folder, bruno, anna)

    changed = write(folder, 'two.ics', event(*WALK, 'RRULE:FREQ=WEEKLY;COUNT=6',
                                             'EXDATE;TZID=Europe/Paris:20260112T081000'))
    [item] = chiara.ask('rota', 'import', changed, '--dry-run')['rotas']
    check_equal((item['what'], item['suggestion']), ('changed', True), 'by somebody else')
    [item] = anna.ask('rota', 'import', changed)['rotas']
    check_equal((item['gone'], item['turns'], item['suggestion']), (1, 1, False), 'the effect')
    week = anna.ask('week', '--from', '2026-01-12', '--days', '1')
    check_equal([outing['verdict']['ok'] for outing in week], [False], 'whoever promised sees it')


def test_other_forms(folder):
    anna = found(folder)
    anna.now = NOW
    files = {
        'prose.txt': b'Dear parents,\nthe walk begins on Monday.\n',
        'empty.ics': b'',
        'open.csv': b'title,date\n"a,b\n',
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
        anna.refuse(cli.FOREIGN, 'rota', 'import', str(folder / name))
    anna.refuse(cli.NOT_FOUND, 'rota', 'import', str(folder / 'none.ics'))
    check_equal(anna.ask('rota', 'list'), [], 'nothing is half done')

    table = folder / 'table.csv'
    table.write_bytes('Titre;Date;Heure\nÉcole ouverte;05/01/2026;8h10\nÉcole ouverte;06/01/2026;8h10\n'
                      'École ouverte;31/02/2026;8h10\n'.encode('cp1252'))
    plan = anna.ask('rota', 'import', str(table))
    check_equal([(item['title'], len(item['dates'])) for item in plan['rotas']],
                [('École ouverte', 2)], 'a table of an old spreadsheet')
    check_equal([row['row'] for row in plan['refused']], [4], 'its row')


cli.run(dict(globals()))
