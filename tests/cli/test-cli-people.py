#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The school's list of parents: who is new, who is there already, and what is wrong in it."""

import cli
from cli import carry, check, check_equal, found, make_three

LIST = '''Nom;Prénom;Téléphone
Martin;Zoé;06 12 34 56 78
Bepi;Nonno;see above
;;01 02 03 04 05
Martin;ZOÉ;06 99 99 99 99
'''


def people_of(machine):
    return {member['name']: member for member in machine.ask('members')}


def test_again(folder):
    anna = found(folder)
    path = folder / 'list.csv'
    path.write_bytes(LIST.encode('cp1252'))

    plan = anna.ask('member', 'import', str(path), '--dry-run')
    check_equal((plan['written'], plan['added'], plan['known']), (False, 2, 0), 'the preview')
    check_equal(len(people_of(anna)), 1, 'a preview writes nothing')
    plan = anna.ask('member', 'import', str(path))
    check_equal([(person['row'], person['name'], person['phone'], person['what'])
                 for person in plan['people']],
                [(2, 'Zoé Martin', '06 12 34 56 78', 'new'), (3, 'Nonno Bepi', '', 'new')], 'the list')
    check_equal([(row['row'], row['cell']) for row in plan['refused']],
                [(3, 'see above'), (4, '01 02 03 04 05'), (5, 'ZOÉ Martin')], 'refused')
    check('no telephone number' in plan['refused'][0]['why'], f'{plan["refused"]}')
    zoe = people_of(anna)['Zoé Martin']
    check_equal((zoe['standing'], zoe['phone']), ('no-machine', '06 12 34 56 78'), 'Zoé')

    # again it changes nothing, and never doubles
    n_entries = anna.ask('status')['entries']
    plan = anna.ask('member', 'import', str(path))
    check_equal((plan['written'], plan['added'], plan['known']), (False, 0, 2), 'again')
    check_equal(anna.ask('status')['entries'], n_entries, 'nothing was written')
    check('already there' in anna.run('member', 'import', str(path)).stdout.decode(), 'in words')

    # a card of the same person: the number that is noted stays; one that is missing is noted
    cards = folder / 'cards.vcf'
    cards.write_text('BEGIN:VCARD\nVERSION:4.0\nFN:zoé martin\nTEL:+33 6 00 00 00 00\nEND:VCARD\n'
                     'BEGIN:VCARD\nVERSION:4.0\nFN:Nonno Bepi\nTEL:07 07\nEND:VCARD\n')
    plan = anna.ask('member', 'import', str(cards))
    check_equal([person['what'] for person in plan['people']], ['other-phone', 'phone'], 'cards')
    people = people_of(anna)
    check_equal((people['Zoé Martin']['phone'], people['Nonno Bepi']['phone'], len(people)),
                ('06 12 34 56 78', '07 07', 3), 'their numbers')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_of_others(folder):
    """Who is there by somebody else is there."""
    anna, bruno, chiara = make_three(folder)
    path = folder / 'list.csv'
    path.write_text('name\nZoé\nBRUNO\n')
    anna.ask('member', 'import', str(path))
    carry(folder, anna, bruno)
    plan = bruno.ask('member', 'import', str(path))
    check_equal([person['what'] for person in plan['people']], ['there', 'there'], 'by Anna')


def test_bad_files(folder):
    anna = found(folder)
    n_entries = anna.ask('status')['entries']
    for name, content in {'prose.txt': b'Dear parents,\n', 'empty.csv': b'',
                          'cut.vcf': b'BEGIN:VCARD\nFN:Marie\n'}.items():
        (folder / name).write_bytes(content)
        anna.refuse(cli.FOREIGN, 'member', 'import', str(folder / name))
    anna.refuse(cli.NOT_FOUND, 'member', 'import', str(folder / 'none.csv'))
    check_equal(anna.ask('status')['entries'], n_entries, 'nothing was written')


cli.run(dict(globals()))
