#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A line gets a colour and somebody to ask, leaves earlier, and is too narrow at one place."""

import cli
from cli import LINE_FILE, carry, check, check_equal, found, make_three, members_of

STOP_KEYS = {'id', 'name', 'time', 'time_back', 'lat', 'lon', 'access', 'way'}


def later(time, minutes):
    hours, rest = divmod(60 * int(time[:2]) + int(time[3:]) + minutes, 60)
    return f'{hours:02}:{rest:02}'


def plan(home):
    [line] = home.ask('line', 'import', LINE_FILE)
    rota = home.ask('rota', 'add', 'Walk', '--line', line['id'], '--days', 'mo,tu,th,fr', '--at',
                    line['stops'][0]['time'], '--from', '2026-09-01', '--until', '2027-06-10')
    home.ask('rota', 'publish', rota[0]['id'])
    return line


def times(home):
    return [stop['time'] for stop in home.ask('line', 'list')[0]['stops']]


def test_who_is_asked(folder):
    anna, bruno, chiara = make_three(folder)
    ids = members_of(anna)
    line = plan(anna)
    check_equal((line['colour'], line['referent'], line['referent_name']), ('none', None, None),
                'at first')
    check_equal(set(line['stops'][0]), STOP_KEYS, 'the keys of a stop')
    carry(folder, anna, bruno)
    bruno.ask('line', 'edit', line['id'][:8], '--colour', 'blue', '--referent', ids['Chiara'][:8])
    carry(folder, bruno, anna)
    carry(folder, anna, chiara)
    [line] = chiara.ask('line', 'list')
    check_equal((line['colour'], line['referent'], line['referent_name']),
                ('blue', ids['Chiara'], 'Chiara'), 'everybody sees it')
    words = chiara.run('line', 'show', line['id']).stdout.decode()
    check('Colour: Blue' in words and 'Ask Chiara' in words, words)
    anna.ask('line', 'edit', line['id'], '--no-referent', '--colour', 'none')
    [line] = anna.ask('line', 'list')
    check_equal((line['colour'], line['referent']), ('none', None), 'taken back')


def test_leaves_earlier(folder):
    anna = found(folder)
    line = plan(anna)
    before = times(anna)
    stop = line['stops'][1]['name']
    dry = anna.ask('line', 'edit', line['id'], '--stop', stop, '--walk', '9', '--dry-run')
    check_equal((dry['written'], [moved['stop'] for moved in dry['moved']]),
                (False, [s['name'] for s in line['stops'][2:]]), 'what would move')
    check_equal(times(anna), before, 'nothing is written')

    done = anna.ask('line', 'edit', line['id'], '--start', '07:30')
    check_equal((done['written'], len(done['moved']), done['moved'][0]['before'],
                 done['moved'][0]['time']), (True, 4, before[0], '07:30'), 'what moved')
    check_equal([(r['title'], r['at'], r['start']) for r in done['rotas']],
                [('Walk', before[0], '07:30')], 'what stays behind')
    check_equal(anna.ask('week', '--from', '2026-09-01', '--days', '1')[0]['at'], before[0],
                'no promise moves')
    anna.ask('line', 'edit', line['id'], '--stop', line['stops'][0]['id'], '--walk', '12')
    check_equal(times(anna)[:2], ['07:30', '07:42'], 'the way to the second stop')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_typed(folder):
    anna = found(folder)
    [line] = anna.ask('line', 'add', 'Blue', '--school', 'Carchidio', '--stop',
                      '07:50 16:40 Via Roma', '--stop', 'Place de la Mairie : 8h05', '--stop',
                      'The mill')
    check_equal([(stop['name'], stop['time']) for stop in line['stops']],
                [('Via Roma', '07:50'), ('Place de la Mairie', '08:05'), ('The mill', None)],
                'as it was typed')
    anna.ask('child', 'add', 'Mia', '--line', line['id'], '--stop', 'The mill')
    stops = ('line', 'stops', line['id'][:8], '--stop', '07:45 16:40 Via Roma', '--stop',
             '08:00 Market', '--stop', '08:05 Place de la Mairie')
    foreseen = anna.ask(*stops, '--dry-run')
    check_equal((foreseen['written'], len(anna.ask('line', 'show', line['id'])[0]['stops'])),
                (False, 3), 'only said')
    check_equal([(stop['stop'], stop['gone'], stop['children']) for stop in foreseen['moved']],
                [('Via Roma', False, 0), ('The mill', True, 1)], 'what moves')
    check_equal(anna.ask(*stops)['moved'], foreseen['moved'], 'what moved')
    check_equal([stop['name'] for stop in anna.ask('line', 'list')[0]['stops']],
                ['Via Roma', 'Market', 'Place de la Mairie'], 'all of them')
    for code, *words in (
            (2, 'add', 'Red'), (2, 'add', 'Blue', '--stop', 'x'), (2, 'add', ' ', '--stop', 'x'),
            (2, 'add', 'Red', '--stop', '25:00 x'), (2, 'add', 'Red', '--stop', ' '),
            (2, 'add', 'Red', '--stop', 'x', '--stop', 'x'),
            (2, 'stops', line['id'], '--stop', '08:00'), (2, 'stops', line['id'], '--stop', ' '),
            (3, 'stops', 'ffffff', '--stop', 'x')):
        anna.refuse(code, 'line', *words)
    check_equal(len(anna.ask('line', 'list')), 1, 'nothing of it')


def test_too_narrow(folder):
    anna = found(folder)
    line = plan(anna)
    first, second = line['stops'][:2]
    anna.ask('line', 'edit', line['id'], '--stop', first['name'], '--kerb', 'none')
    anna.ask('line', 'edit', line['id'], '--stop', second['name'], '--way', '--width', 'none',
             '--kerb', 'help')
    [line] = anna.ask('line', 'list')
    check_equal((line['stops'][0]['access']['kerb'], line['stops'][1]['way']),
                ('none', {'kerb': 'help', 'slope': 'unknown', 'width': 'none'}), 'what was said')

    def day():
        return anna.ask('week', '--from', '2026-09-01', '--days', '1')[0]['verdict']

    check_equal(day()['look_at'], [], 'nobody has a wheelchair')
    child = anna.ask('child', 'add', 'Mia', '--line', line['id'], '--stop', second['name'],
                     '--need', 'wheelchair')['child']
    anna.ask('child', 'book', child, '--from', '2026-09-01')
    check_equal(day()['look_at'], [{'stop': second['name'], 'way': True,
                                    'next': line['stops'][2]['name'], 'what': 'width'}],
                'where to look')
    words = anna.run('week', '--from', '2026-09-01', '--days', '1').stdout.decode()
    check('Look at the way between' in words and 'too narrow' in words, words)
    anna.ask('child', 'absent', child, '2026-09-01')
    check_equal(day()['look_at'], [], 'it does not come')
    # a file of the line says nothing of it
    anna.ask('line', 'import', LINE_FILE)
    check_equal(anna.ask('line', 'list')[0]['stops'][1]['way']['width'], 'none', 'after an import')


def test_some_weekdays(folder):
    anna = found(folder)
    line = plan(anna)
    first, second, third = line['stops'][:3]
    check_equal(line['patterns'], [], 'at first')
    done = anna.ask('line', 'pattern', line['id'][:8], '--days', 'tu', '--from', third['name'],
                    '--shift', '10')
    check_equal(done['patterns'], [{'days': 'tu', 'from': third['name'], 'to': None, 'shift': 10,
                                    'rota': None}], 'on Tuesdays')
    words = anna.run('line', 'show', line['id']).stdout.decode()
    check(f'1. Tuesday: begins at {third["name"]}, 10 minutes later' in words, words)

    child = anna.ask('child', 'add', 'Mia', '--line', line['id'], '--stop', first['name'])['child']
    anna.ask('child', 'book', child, '--from', '2026-09-01')
    tuesday, thursday = anna.ask('week', '--from', '2026-09-01', '--days', '3')
    check_equal((tuesday['verdict']['skipped'], thursday['verdict']['skipped']),
                ([first['name']], []), 'a child stands there in vain')
    check_equal(([tuesday['stops'][0][key] for key in ('name', 'time')], tuesday['otherwise'],
                 thursday['otherwise']), ([third['name'], later(third['time'], 10)], True, False),
                'where it begins, and when')
    check_equal([stop['name'] for stop in thursday['stops']],
                [stop['name'] for stop in line['stops']], 'and on other days')
    words = anna.run('week', '--from', '2026-09-01', '--days', '1').stdout.decode()
    check('the walk does not pass on that day' in words, words)
    last = line['stops'][-1]
    walked = (f'Not as on other days: from {third["name"]} ({later(third["time"], 10)}) '
              f'to {last["name"]} ({later(last["time"], 10)})')
    check(walked in words, words)
    message = anna.run('week', '--from', '2026-09-01', '--days', '1', '--text').stdout.decode()
    check(walked in message, message)
    calendar = folder / 'walks.ics'
    anna.ask('export', 'ics', str(calendar))
    check(walked in calendar.read_bytes().replace(b'\r\n ', b'').decode(), 'in calendars')
    anna.ask('rota', 'change', tuesday['rota'], '2026-09-03', '--at', later(thursday['at'], 20),
             '--remark', 'Bring boots')
    words = anna.run('week', '--from', '2026-09-03', '--days', '1').stdout.decode()
    check(f'Not as on other days: from {first["name"]} ({later(first["time"], 20)})' in words and
          '). Good to know: Bring boots' in words, words)
    check_equal(anna.ask('line', 'pattern', line['id'], '--drop', '1')['patterns'], [], 'taken off')
    for args, code in ((('--days', 'xx'), 2), ((), 2), (('--drop', '1'), 2),
                       (('--days', 'mo', '--from', 'Nowhere'), 3),
                       (('--days', 'mo', '--from', second['name'], '--to', first['name']), 3),
                       (('--days', 'mo', '--shift', '721'), 2),
                       (('--days', 'mo', '--rota', 'abcdef'), 3)):
        anna.refuse(code, 'line', 'pattern', line['id'], *args)


def test_off_the_list(folder):
    """What hangs on a line is said, then it is off the list; its rota walks on, and all comes back."""
    anna = found(folder)
    line = plan(anna)
    child = anna.ask('child', 'add', 'Mia', '--line', line['id'], '--stop',
                     line['stops'][0]['name'])['child']
    said = anna.ask('line', 'remove', line['id'][:8], '--dry-run')
    check_equal((said['line'], said['written'], len(said['rotas']), said['children'],
                 said['hazards']), (line['id'], False, 1, 1, 0), 'what hangs on it')
    check_equal(len(anna.ask('line', 'list')), 1, 'nothing is changed')
    words = anna.run('line', 'remove', line['id']).stdout.decode()
    check('A rota walks it' in words and '1 child is on it' in words, words)
    check_equal((anna.ask('line', 'list'), anna.ask('line', 'list', '--gone')), ([], [line]),
                'off the list')
    words = anna.run('week', '--from', '2026-09-01', '--days', '1').stdout.decode()
    check('A line that is not on the list any more' in words, words)
    # neither changes their line
    rota = said['rotas'][0]['id']
    anna.ask('rota', 'edit', rota, '--at', '07:50')
    anna.ask('child', 'edit', child, '--born', '2018')
    anna.refuse(3, 'rota', 'add', 'Another', '--line', line['id'], '--days', 'mo', '--at', '08:00',
                '--from', '2026-09-01', '--until', '2026-12-01')
    anna.refuse(3, 'line', 'remove', line['id'])
    check_equal(anna.ask('line', 'restore', line['id'][:8]), [line], 'back')
    anna.refuse(3, 'line', 'restore', line['id'])
    check_equal([anna.ask('rota', 'list')[0]['line'], anna.ask('child', 'list')[0]['line']],
                [line['id']] * 2, 'what names it')


def test_refused(folder):
    anna = found(folder)
    line = plan(anna)
    stop = line['stops'][1]['name']
    for args, code in (
            ((), 2), (('--colour', 'mauve'), 2), (('--walk', '4'), 2),
            (('--stop', stop, '--kerb', 'high'), 2), (('--start', '25:00'), 2),
            (('--referent', 'abcdef', '--no-referent'), 2), (('--stop', stop, '--walk', '-4'), 2),
            (('--stop', 'Nowhere', '--walk', '4'), 3), (('--referent', 'abcdef'), 3),
            (('--stop', stop, '--walk', '0'), 2), (('--stop', stop, '--walk', '121'), 2),
            (('--stop', line['stops'][-1]['name'], '--walk', '4'), 2), (('--name', ' '), 2),
            (('--start', '23:59'), 2), (('--stop', stop, '--out', '00:01'), 2)):
        anna.refuse(code, 'line', 'edit', line['id'], *args)
    anna.refuse(3, 'line', 'edit', '000000', '--colour', 'red')


cli.run(dict(globals()))
