#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A child comes along on some days, is absent on one, and everybody's week says so."""

import cli
from cli import LINE_FILE, carry, check, check_equal, found, make_three, members_of

KEYS = {'id', 'name', 'line', 'line_name', 'stop', 'born', 'needs', 'carry', 'owner', 'guardians',
        'adults', 'bookings', 'absences', 'today', 'mine', 'note', 'spoken_for', 'twin', 'contested'}


def plan(home):
    [line] = home.ask('line', 'import', LINE_FILE)
    rota = home.ask('rota', 'add', 'Walk', '--line', line['id'], '--days', 'mo,tu,th,fr', '--at',
                    '07:40', '--from', '2026-09-01', '--until', '2027-06-10', '--min', '1')[0]['id']
    home.ask('rota', 'publish', rota)
    return line, rota


def children(home, **where):
    return {(o['date'], c['name']): c['absent']
            for o in home.ask('week', '--from', '2026-09-01', '--days', '7') for c in o['children']
            if all(o[key] == value for key, value in where.items())}


def test_written_down(folder):
    anna = found(folder)
    line, _ = plan(anna)
    check_equal(anna.ask('child', 'list'), [], 'at first')
    check('No child' in anna.run('child', 'list').stdout.decode(), 'an empty list in words')
    nonna = anna.ask('member', 'add', 'Nonna')['member']

    lea = anna.ask('child', 'add', 'Léa', '--line', line['id'][:8], '--stop',
                   line['stops'][1]['id'], '--born', '2019', '--need', 'one-to-one', '--need',
                   'slow', '--carry', 'Inhaler', '--adult', nonna[:8])
    [child] = anna.ask('child', 'list')
    check_equal(set(child), KEYS, 'the keys')
    check_equal((child['id'], child['name'], child['line'], child['stop'], child['born'],
                 child['needs'], child['carry'], child['adults'], child['mine'], child['twin']),
                (lea['child'], 'Léa', line['id'], line['stops'][1]['name'], 2019,
                 ['one-to-one', 'slow'], 'Inhaler', [nonna], True, False), 'the child')
    words = anna.run('child', 'list').stdout.decode()
    check('needs an adult of their own, walks slowly, Inhaler' in words, words)
    check('Not booked' in words, words)

    anna.ask('child', 'edit', lea['child'][:6], '--no-need', 'slow', '--stop', '1', '--carry', '')
    [child] = anna.ask('child', 'list')
    check_equal((child['needs'], child['stop'], child['carry']),
                (['one-to-one'], line['stops'][0]['name'], ''), 'changed')
    twin = anna.run('child', 'add', 'LÉA', '--line', line['id'])
    check(twin.returncode == 0 and 'two of this name' in twin.stderr.decode(), twin)
    twin = [c['id'] for c in anna.ask('child', 'list') if c['name'] == 'LÉA'][0]
    anna.ask('child', 'drop', twin)
    check_equal(len(anna.ask('child', 'list')), 1, 'taken off the list')

    anna.refuse(cli.USAGE, 'child', 'add', 'Tom', '--need', 'sugar')
    anna.refuse(cli.USAGE, 'child', 'add', 'Tom', '--born', 'long ago')
    anna.refuse(cli.USAGE, 'child', 'add', 'Tom', '--line', line['id'], '--born', '1900')
    anna.refuse(cli.NOT_FOUND, 'child', 'add', 'Tom', '--line', line['id'], '--stop', 'Nowhere')
    anna.refuse(cli.NOT_FOUND, 'child', 'edit', 'abcdef', '--name', 'Tom')
    check_equal(len(anna.ask('child', 'list')), 1, 'nothing is half done')


def test_booked_and_absent(folder):
    anna, bruno, chiara = make_three(folder)
    line, rota = plan(anna)
    carry(folder, anna, bruno, chiara)
    ids = members_of(anna)
    lea = bruno.ask('child', 'add', 'Léa', '--line', line['id'], '--guardian', ids['Chiara'])
    lea = lea['child']
    booking = bruno.ask('child', 'book', lea, '--from', '2026-09-01', '--days', 'tu,th')['booking']
    carry(folder, bruno, anna)
    carry(folder, bruno, chiara)
    for home in anna, bruno, chiara:
        check_equal(children(home), {('2026-09-01', 'Léa'): False, ('2026-09-03', 'Léa'): False},
                    home.name)
    check('Comes along today' in chiara.run('child', 'list').stdout.decode(), 'today')

    # minutes before, and whoever picks up the telephone writes it
    anna.ask('child', 'absent', lea[:8], '2026-09-01')
    chiara.ask('child', 'absent', lea, '2026-09-03', '--rota', rota)
    carry(folder, anna, bruno, chiara)
    carry(folder, chiara, bruno, anna)
    for home in anna, bruno, chiara:
        check_equal(children(home), {('2026-09-01', 'Léa'): True, ('2026-09-03', 'Léa'): True},
                    home.name)
    check('Absent today' in anna.run('child', 'list').stdout.decode(), 'in words')
    bruno.ask('child', 'absent', lea, '2026-09-01', '--back')
    check_equal(children(bruno)['2026-09-01', 'Léa'], False, 'taken back')

    anna.refuse(cli.RULE, 'child', 'book', lea, '--from', '2026-09-01')
    anna.refuse(cli.RULE, 'child', 'edit', lea, '--name', 'Lea')
    bruno.refuse(cli.RULE, 'child', 'absent', lea, '2026-09-04')
    bruno.refuse(cli.RULE, 'child', 'absent', lea, '2026-08-31')
    bruno.refuse(cli.USAGE, 'child', 'absent', lea, 'tomorrow')
    bruno.refuse(cli.USAGE, 'child', 'book', lea)
    bruno.refuse(cli.USAGE, 'child', 'book', lea, '--from', '2026-09-10', '--until', '2026-09-09')

    # a guardian ends what another booked
    chiara.ask('child', 'unbook', booking, '--from', '2026-09-02')
    check_equal(list(children(chiara)), [('2026-09-01', 'Léa')], 'ended')
    carry(folder, chiara, bruno, anna)
    carry(folder, bruno, anna, chiara)
    check_equal({home.ask('state-hash')['records'] for home in (anna, bruno, chiara)},
                {anna.ask('state-hash')['records']}, 'all the same')
    bruno.ask('erase', '--subject', lea)
    check_equal((bruno.ask('child', 'list'), children(bruno)), ([], {}), 'erased')
    carry(folder, bruno, anna, chiara)
    for home in anna, chiara:
        check_equal((home.ask('child', 'list'), children(home)), ([], {}), home.name)
        check_equal(home.ask('check', '--full')['ok'], True, 'the store')



def test_verdict(folder):
    anna, bruno, _ = make_three(folder)
    line, rota = plan(anna)

    def verdict():
        return anna.ask('week', '--from', '2026-09-01', '--days', '1')[0]['verdict']

    check_equal((verdict()['needed'], verdict()['children']), (1, 0), 'nobody said who comes')
    for i in range(8):
        child = anna.ask('child', 'add', f'Child {i}', '--line', line['id'],
                         *(['--need', 'one-to-one'] if i == 0 else []))['child']
        anna.ask('child', 'book', child, '--from', '2026-09-01')
    anna.ask('turn', 'take', rota, '2026-09-01')
    got = verdict()
    check_equal((got['ok'], got['why'], got['needed'], got['have'], got['basis'], got['children'],
                 got['one_to_one']), (False, 'short', 3, 1, 'two', 8, 1), 'head, tail, and one more')
    words = anna.run('week', '--from', '2026-09-01', '--days', '1').stdout.decode()
    check('8 children, 1 of them with an adult of their own: 3 adults are needed, 1 comes' in words,
          words)

    check_equal(anna.ask('line', 'crossings', line['id'], '6')['crossings'], 6, 'crossings')
    check_equal((verdict()['needed'], verdict()['crossings']), (5, 6), 'crossings')
    anna.refuse(cli.USAGE, 'line', 'crossings', line['id'], 'many')
    anna.refuse(cli.USAGE, 'line', 'crossings', line['id'], '51')
    anna.refuse(cli.NOT_FOUND, 'line', 'crossings', 'abcdef', '5')

    check_equal(anna.ask('rules')['children-per-adult'], 0, 'as it is from the start')
    for rule, most in (('kept-places', 10), ('notice-days', 60), ('turns-a-week', 20)):
        check_equal(anna.ask('rules')[rule], 0, rule)
        anna.refuse(cli.USAGE, 'rules', 'set', rule, str(most + 1))
        anna.refuse(cli.USAGE, 'rules', 'set', rule, '-2')
    check_equal(anna.ask('rules')['rides'], 0, 'off until they are switched on')
    anna.refuse(cli.USAGE, 'rules', 'set', 'rides', '2')
    anna.ask('rules', 'set', 'crossings-per-adult', '20')
    carry(folder, anna, bruno)
    bruno.ask('rules', 'set', 'crossings-per-adult', '20')
    carry(folder, bruno, anna)
    check_equal(verdict()['needed'], 3, 'by the rule that two of three agreed on')
    check('One adult more comes for every 20 crossings' in anna.run('rules').stdout.decode(), 'rules')
    anna.refuse(cli.USAGE, 'rules', 'set', 'children-per-adult', '31')



def test_helper(folder):
    anna = found(folder)
    _, rota = plan(anna)
    marco = anna.ask('member', 'add', 'Marco')['member']
    anna.ask('turn', 'take', rota, '2026-09-01', '--for', marco)

    def outing():
        return anna.ask('week', '--from', '2026-09-01', '--days', '1')[0]

    check_equal(outing()['verdict']['ok'], True, 'one adult is enough')
    check_equal(anna.ask('member', 'helper', marco[:8]), {'member': marco}, 'said so')
    check_equal((outing()['verdict']['ok'], outing()['verdict']['have'],
                 outing()['turns'][0]['helper'], outing()['turns'][0]['state']),
                (False, 0, True, 'standing'), 'comes along, and is not counted')
    check_equal([m['helper'] for m in anna.ask('members') if m['id'] == marco], [True], 'the list')
    check('helps, beside the adults' in anna.run('week', '--from', '2026-09-01').stdout.decode(),
          'in words')
    anna.ask('member', 'helper', marco, '--no')
    check_equal(outing()['verdict']['ok'], True, 'counted again')
    anna.refuse(cli.NOT_FOUND, 'member', 'helper', 'abcdef')


def test_side_by_side(folder):
    anna, bruno, chiara = make_three(folder)
    line, _ = plan(anna)
    carry(folder, anna, bruno, chiara)
    ids = members_of(anna)
    lea = bruno.ask('child', 'add', 'Léa', '--line', line['id'], '--guardian', ids['Chiara'],
                    '--adult', ids['Anna'], '--adult', ids['Chiara'])['child']
    carry(folder, bruno, anna, chiara)
    bruno.ask('child', 'edit', lea, '--born', '2019')
    chiara.ask('child', 'edit', lea, '--born', '2020', '--need', 'slow')
    carry(folder, bruno, chiara)
    carry(folder, chiara, anna, bruno)
    [conflict] = bruno.ask('conflicts')
    check_equal((conflict['field'], conflict['record'], conflict['title']), ('born', lea, 'Léa'),
                'what differs')
    check_equal({(value['by_name'], value['value']) for value in conflict['values']},
                {('Bruno', 2019), ('Chiara', 2020)}, 'both')
    check('When “Léa” was born' in bruno.run('conflicts').stdout.decode(), 'in words')
    # nobody else is troubled with it, nor has a say
    check_equal(anna.ask('conflicts'), [], 'who coordinates')
    mine, = (value['id'] for value in conflict['values'] if value['by_name'] == 'Bruno')
    anna.refuse(cli.RULE, 'conflicts', 'choose', mine)
    chiara.ask('conflicts', 'choose', mine)
    check_equal([(child['born'], child['contested']) for child in chiara.ask('child', 'list')],
                [(2019, False)], 'chosen')


def test_roll(folder):
    anna, bruno, chiara = make_three(folder)
    line, rota = plan(anna)
    carry(folder, anna, bruno, chiara)
    day = '2026-09-01'
    ids = members_of(anna)
    lea = bruno.ask('child', 'add', 'Léa', '--line', line['id'])['child']
    bruno.ask('child', 'book', lea, '--from', day)
    turn = anna.ask('turn', 'take', rota, day)['turn']
    carry(folder, bruno, anna, chiara)
    carry(folder, anna, bruno, chiara)

    def rows(home):
        roll = home.ask('roll', rota[:8], day)
        check_equal((roll['rota'], roll['date'], roll['at']), (rota, day, '07:40'), 'which outing')
        return {row['name']: row for row in roll['children'] + roll['adults']}

    check_equal({(name, row['expected'], row['presence']) for name, row in rows(anna).items()},
                {('Léa', True, 'unsaid'), ('Anna', True, 'unsaid')}, 'nobody called yet')
    anna.refuse(cli.USAGE, 'roll', 'call', rota, day, lea)
    anna.refuse(cli.USAGE, 'roll', 'call', rota, day, lea, '--present', '--late')
    anna.refuse(cli.USAGE, 'roll', 'call', rota, day, lea, '--absent', '--to-words', 'her aunt')
    anna.refuse(cli.NOT_FOUND, 'roll', 'call', rota, day, 'abcdef', '--present')
    anna.refuse(cli.RULE, 'roll', 'call', rota, '2026-09-03', lea, '--present')
    anna.refuse(cli.RULE, 'roll', 'call', rota, day, ids['Anna'], '--to-words', 'her aunt')
    anna.refuse(cli.NOT_FOUND, 'turn', 'check', 'abcdef', '--present')

    anna.ask('turn', 'check', turn[:8], '--present')
    anna.ask('roll', 'call', rota, day, lea, '--late')
    anna.ask('roll', 'call', rota, day, lea, '--to', ids['Bruno'], '--to-words', 'at the gate')
    carry(folder, anna, bruno, chiara)
    row = rows(bruno)['Léa']
    check_equal((row['presence'], row['said_by_name'], row['handed']['to'], row['handed']['words'],
                 row['handed']['on_list'], row['differing']),
                ('late', 'Anna', ids['Bruno'], 'at the gate', True, []), 'who took it over')
    check_equal(rows(bruno)['Anna']['presence'], 'there', 'an adult')
    check_equal([child['today']['handed']['name'] for child in bruno.ask('child', 'list')],
                ['Bruno'], 'its guardian sees it')
    words = bruno.run('roll', rota, day).stdout.decode()
    check('Handed over to Bruno (at the gate), says Anna' in words, words)
    check('1 of 1 child is there, 1 handed over' in words, words)

    # who was not there says so beside it, and whoever came comes to be listed
    chiara.ask('roll', 'call', rota, day, lea, '--absent')
    chiara.ask('roll', 'call', rota, day, ids['Chiara'], '--present')
    row = rows(chiara)['Léa']
    check_equal([(word['by_name'], word['presence'], word['witness']) for word in row['differing']],
                [('Anna', 'late', True), ('Chiara', 'missing', False)], 'side by side')
    check_equal(rows(chiara)['Chiara']['expected'], False, 'nobody expected her')
    check('Chiara says: Missing' in chiara.run('roll', rota, day).stdout.decode(), 'in words')

    # nobody is kept from it at the gate, and it is said plainly, to everybody alike
    said = bruno.run('roll', 'call', rota, day, lea, '--to', ids['Chiara']).stdout.decode()
    plain = 'Chiara is not among those to whom the family lets Léa go'
    check(plain in said, said)
    carry(folder, bruno, anna, chiara)
    for home in (anna, chiara):
        said = home.run('roll', rota, day).stdout.decode()
        check(plain in said, said)
        check(plain.replace('Chiara', 'Bruno') not in said, said)
    bruno.ask('child', 'edit', lea, '--adult', ids['Chiara'])
    check(plain not in bruno.run('roll', rota, day).stdout.decode(), 'the family lets it go')
    bruno.ask('child', 'edit', lea, '--adult', ids['Bruno'])
    check(plain in bruno.run('roll', rota, day).stdout.decode(), 'and does so no more')

    anna.ask('roll', 'call', rota, day, lea, '--not-handed')
    check_equal(rows(anna)['Léa']['handed'], None, 'not handed over after all')


cli.run(dict(globals()))
