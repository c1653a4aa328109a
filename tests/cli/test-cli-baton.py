#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The baton goes round among three families who meet by files alone."""

import cli
from cli import add_rota, carry, check, check_equal, found, make_three, members_of

LAST_DAY = '2027-09-01'  # a year after the founding
AFTER = '2027-09-02T08:00:00+02:00'


def set_clocks(homes, now):
    for home in homes:
        home.now = now


def test_passes_by_bundle(folder):
    anna, bruno, chiara = make_three(folder)
    bruno_id = members_of(anna)['Bruno']

    offered = anna.ask('baton', 'pass', bruno_id[:8], '--until', '2027-02-01')
    check_equal([(o['member'], o['offer'], o['until']) for o in offered['offers']],
                [(bruno_id, True, '2027-02-01')], 'the offer')
    check_equal(offered['holder_name'], 'Anna', 'the holder until it is accepted')
    chiara.refuse(cli.RULE, 'baton', 'accept')
    bruno.refuse(cli.RULE, 'baton', 'accept')  # he has not heard of it
    carry(folder, anna, bruno, chiara)
    chiara.refuse(cli.RULE, 'baton', 'accept')

    taken = bruno.ask('baton', 'accept', '--deputy', members_of(bruno)['Chiara'])
    check_equal((taken['term'], taken['holder'], taken['end'], taken['mine'], taken['offers']),
                (2, bruno_id, '2027-02-01', True, []), 'the new term')
    carry(folder, bruno, anna, chiara)
    for home in anna, chiara:
        baton = home.ask('baton')
        check_equal((baton['holder_name'], baton['deputy']),
                    ('Bruno', members_of(home)['Chiara']), home.name)
    anna.refuse(cli.RULE, 'baton', 'pass', members_of(anna)['Chiara'])
    anna.refuse(cli.RULE, 'baton', 'keep')


def test_minds_are_changed(folder):
    anna, bruno, chiara = make_three(folder)
    anna.refuse(cli.RULE, 'baton', 'keep')  # there is nothing to take back
    anna.refuse(cli.USAGE, 'baton', 'pass', members_of(anna)['Bruno'], '--until', '2026-08-01')
    anna.refuse(cli.RULE, 'baton', 'pass', members_of(anna)['Anna'])
    anna.refuse(cli.NOT_FOUND, 'baton', 'pass', '123456')
    bepi = anna.ask('member', 'add', 'Bepi')['member']
    anna.refuse(cli.RULE, 'baton', 'pass', bepi)

    anna.ask('baton', 'pass', members_of(anna)['Bruno'])
    carry(folder, anna, bruno)
    check_equal(bruno.ask('baton', 'decline')['offers'][0]['declined'], True, 'his answer')
    carry(folder, bruno, anna)
    check_equal(anna.ask('baton')['offers'][0]['declined'], True, 'what she hears')

    kept = anna.ask('baton', 'keep')
    check_equal((kept['term'], kept['mine'], kept['end'], kept['offers']),
                (2, True, LAST_DAY, []), 'what she keeps')
    carry(folder, anna, bruno)
    bruno.refuse(cli.RULE, 'baton', 'accept')
    bruno.refuse(cli.RULE, 'baton', 'decline')


def test_takes_over(folder):
    homes = anna, bruno, chiara = make_three(folder)
    bruno.refuse(cli.RULE, 'baton', 'claim')
    set_clocks(homes, '2027-08-17T08:00:00+02:00')
    check_equal(anna.ask('status')['warnings'], [], 'two weeks and a day before')
    set_clocks(homes, '2027-08-18T08:00:00+02:00')
    check_equal(anna.ask('status')['warnings'], [f'term-ends {LAST_DAY} '], 'her own term')
    check_equal(bruno.ask('status')['warnings'], [f'term-ends {LAST_DAY} Anna'], 'her term')
    check_equal(bruno.ask('baton')['phase'], 'ending', 'the phase')

    set_clocks(homes, AFTER)
    check_equal(bruno.ask('status')['warnings'], [f'term-over {LAST_DAY} Anna'], 'the day after')
    claimed = bruno.ask('baton', 'claim')
    [claim] = claimed['offers']
    check_equal((claim['claim'], claim['offer'], claim['approvals'], claim['needed']),
                (True, False, 1, 2), 'the claim')
    carry(folder, bruno, chiara)
    check_equal(chiara.ask('member', 'approve', claim['proposal'])['approvals'], 2, 'her word')
    carry(folder, chiara, bruno)

    baton = bruno.ask('baton')  # his machine took it up as it heard of that
    check_equal((baton['term'], baton['mine'], baton['start'], baton['end'], baton['phase']),
                (2, True, '2027-09-02', '2028-09-01', 'running'), 'the term of the one who asked')
    carry(folder, bruno, anna, chiara)
    for home in homes:
        check_equal(home.ask('baton')['holder_name'], 'Bruno', home.name)
        check_equal(home.ask('status')['warnings'], [], home.name)


def test_order(folder):
    homes = anna, bruno, chiara = make_three(folder)
    ids = members_of(anna)
    check_equal((anna.ask('baton')['next'], anna.ask('baton')['agreed']), (ids['Bruno'], False),
                'who is there for longest')

    wish = [ids['Chiara'], ids['Bruno'], ids['Anna']]
    for home in anna, bruno:
        home.ask('baton', 'order', *(i[:8] for i in wish))
    carry(folder, bruno, anna, chiara)
    carry(folder, anna, bruno, chiara)
    for home in homes:
        baton = home.ask('baton')
        check_equal((baton['next'], baton['agreed'], baton['votes'], baton['order']),
                    (ids['Chiara'], True, 2, wish), home.name)
        check_equal(baton['vote'], [] if home is chiara else wish, f'the vote of {home.name}')
    anna.ask('baton', 'order')
    check_equal(anna.ask('baton')['agreed'], False, 'without her')
    anna.refuse(cli.NOT_FOUND, 'baton', 'order', '123456')


def test_sheet(folder):
    anna, bruno, chiara = make_three(folder)
    rota = add_rota(anna, '--min', '1')['id']
    anna.ask('rota', 'publish', rota)
    draft = add_rota(anna)['id']
    short = anna.ask('rota', 'add', 'Swimming', '--days', 'fr', '--at', '15:00', '--from',
                     '2026-09-01', '--until', '2026-09-20', '--min', '0')[0]['id']
    anna.ask('rota', 'publish', short)
    anna.ask('turn', 'take', rota, '2026-09-03')
    carry(folder, anna, bruno)
    bruno.ask('rota', 'publish', draft)
    bruno.ask('rota', 'cancel', rota, '2026-09-07', '--why', 'Strike')
    carry(folder, bruno, anna)

    sheet = anna.ask('baton', 'sheet')
    check_equal((sheet['from'], sheet['until']), ('2026-09-01', '2026-09-28'), 'the days')
    gaps = [gap['date'] for gap in sheet['gaps']]
    check_equal(len(gaps), 11, 'three days a week, four weeks, but one')
    check('2026-09-03' not in gaps and '2026-09-07' in gaps, f'the gaps are {gaps}')
    check_equal({s['kind'] for s in sheet['suggestions']}, {'publish', 'cancel'}, 'what waits')
    check_equal([r['id'] for r in sheet['rotas']], [short], 'what ends soon')
    check_equal([r['id'] for r in sheet['drafts']], [draft], 'the drafts')
    check_equal((sheet['silent'], sheet['rules']), ([], []), 'who is silent, what was agreed')
    check_equal(sheet['baton']['next_name'], 'Bruno', 'who is next')

    anna.now = '2026-12-01T08:00:00+01:00'
    check_equal({s['name'] for s in anna.ask('baton', 'sheet')['silent']},
                {'Anna', 'Bruno', 'Chiara'}, 'after three months of silence')
    words = anna.run('baton', 'sheet')
    check_equal(words.returncode, cli.DONE, 'the sheet in words')
    check(b'Chiara: nothing since' in words.stdout, words.stdout.decode())


def test_sheet_of_rules(folder):
    anna = found(folder)
    anna.ask('rules', 'set', 'keep-turns', '6')
    check_equal(anna.ask('baton', 'sheet')['rules'], [], 'a year before it is looked at again')
    anna.now = '2027-08-10T08:00:00+02:00'
    check_equal([(r['name'], r['value']) for r in anna.ask('baton', 'sheet')['rules']],
                [('keep-turns', 6)], 'what is to be looked at again')


def import_line(home, folder, school):
    text = cli.LINE_FILE.read_text(encoding='utf-8')
    line = folder / 'line.geojson'
    line.write_text(text.replace('Scuola Primaria “De Carli” di Meano', school), encoding='utf-8')
    home.ask('line', 'import', line)


def test_written_side_by_side(folder):
    """Two write without knowing of each other: all see both, and anybody chooses."""
    anna, bruno, chiara = make_three(folder)
    import_line(anna, folder, 'Scuola De Carli')
    carry(folder, anna, bruno, chiara)
    check_equal(chiara.ask('conflicts'), [], 'before')
    import_line(bruno, folder, 'Scuola Nuova')
    import_line(chiara, folder, 'Scuola di Meano')
    carry(folder, bruno, anna, chiara)
    carry(folder, chiara, anna, bruno)
    for home in anna, bruno, chiara:
        conflict, = home.ask('conflicts')
        check_equal((conflict['field'], conflict['title'], conflict['date']),
                    ('school', 'Linea Blu', None), home.name)
        check_equal({(v['value'], v['by_name']) for v in conflict['values']},
                    {('Scuola Nuova', 'Bruno'), ('Scuola di Meano', 'Chiara')}, home.name)
        check_equal([v['shown'] for v in conflict['values']], [True, False], home.name)
    other = conflict['values'][1]
    words = anna.run('conflicts').stdout.decode()
    check('The school of the line “Linea Blu”' in words and 'shown now' in words, words)

    anna.refuse(cli.NOT_FOUND, 'conflicts', 'choose', '123456')
    anna.refuse(cli.USAGE, 'conflicts', 'choose')
    check_equal(anna.ask('conflicts', 'choose', other['id'][:8]), {'chosen': True}, 'the choice')
    carry(folder, anna, bruno, chiara)
    for home in anna, bruno, chiara:
        check_equal(home.ask('conflicts'), [], home.name)
    anna.refuse(cli.NOT_FOUND, 'conflicts', 'choose', other['id'])


def test_name_is_theirs(folder):
    """Three machines heard three names of one newcomer: she chooses, and nobody chooses after her."""
    anna, bruno, chiara = make_three(folder)
    dora = cli.Home(folder, 'dora')
    uri = anna.ask('invite')['invite']
    carry(folder, anna, bruno, chiara)
    for host, name in (anna, 'Dora'), (bruno, 'Dori'), (chiara, 'Theodora'):
        dora.ask('join', uri, '--me', name, '--bundle-out', folder / 'request')
        check_equal(host.ask('bundle', 'read', folder / 'request')['newcomer'], name, 'who asks')

    carry(folder, bruno, anna)
    anna.ask('bundle', 'write', folder / 'answer')
    check_equal(dora.ask('join', '--bundle-in', folder / 'answer')['state'], 'admitted', 'Dora')
    conflict, = dora.ask('conflicts')
    check_equal(conflict['field'], 'person', 'what')
    mine, = (v for v in conflict['values'] if v['value'] == 'Dora')
    dora.ask('conflicts', 'choose', mine['id'])

    # Chiara has not heard of it: her word stands beside Dora's own
    carry(folder, dora, bruno)
    carry(folder, chiara, bruno)
    conflict, = bruno.ask('conflicts')
    check_equal([v['value'] for v in conflict['values']], ['Dora', 'Theodora'], 'hers is shown')
    other = conflict['values'][1]['id']
    words = bruno.run('conflicts', 'choose', other).stderr.decode()
    check('How a person is called is chosen by that person' in words, words)
    bruno.refuse(cli.RULE, 'conflicts', 'choose', other)
    carry(folder, bruno, dora)
    dora.ask('conflicts', 'choose', conflict['values'][0]['id'])
    carry(folder, dora, bruno)
    check_equal(bruno.ask('conflicts'), [], 'she has chosen')
    check('Dora' in members_of(bruno), 'what she is called')


cli.run(dict(globals()))
