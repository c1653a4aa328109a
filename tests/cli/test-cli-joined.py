#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An adult is missing: who could be asked, with which walk it could join, and who says yes to that."""

import cli
from cli import NOT_FOUND, RULE, USAGE, carry, check, check_equal, make_three, members_of

DAY = '2026-09-07'
RED = 'name,seq,time,lat,lon,school,line\nMill,1,07:40,46.0700,11.1300,Rosmini,Red\n'
BLUE = 'name,seq,time,lat,lon,school,line\nBridge,1,07:45,46.0710,11.1300,Rosmini,Blue\n'


def plan(folder, home):
    rotas = []
    for title, at, text in (('Red', '07:40', RED), ('Blue', '07:45', BLUE)):
        file = folder / f'{title}.csv'
        file.write_text(text, encoding='utf-8')
        [line] = home.ask('line', 'import', str(file))
        [rota] = home.ask('rota', 'add', title, '--days', 'mo,tu,th,fr', '--at', at, '--from',
                          '2026-09-01', '--until', '2027-06-10', '--min', '2', '--max', '3',
                          '--line', line['id'])
        home.ask('rota', 'publish', rota['id'])
        rotas.append(rota['id'])
    return rotas


def verdicts(home):
    return {o['title']: (o['verdict']['ok'], o['verdict']['why'], o['verdict']['have'])
            for o in home.ask('week', '--from', DAY, '--days', '1')}


def steps(gap):
    return [s['step'] for s in gap['steps']]


def test_cascade(folder):
    anna, bruno, chiara = make_three(folder)
    red, blue = plan(folder, anna)
    carry(folder, anna, bruno, chiara)
    bruno.ask('turn', 'take', red, DAY)
    chiara.ask('turn', 'take', blue, DAY)
    child = bruno.ask('child', 'add', 'Lia', '--line', bruno.ask('rota', 'show', red)['line'],
                      '--stop', 'Mill')['child']
    bruno.ask('child', 'book', child, '--from', '2026-09-01')
    carry(folder, bruno, chiara, anna)
    carry(folder, chiara, anna, bruno)

    gap = anna.ask('outing', 'gap', red, DAY)
    check_equal(steps(gap), ['take', 'merge', 'cancel'], 'what can be done')
    merge = gap['steps'][1]
    check_equal((merge['into'], merge['metres'], merge['adults'], merge['adults_together'],
                 merge['children_together'], merge['needed_together'], merge['ok_together']),
                (blue, 111, 1, 2, 1, 2, True), 'with which one')
    words = anna.run('outing', 'gap', red, DAY).stdout.decode()
    check('Walk with “Blue” at 07:45, 111 m away: 1 adult comes there' in words, words)

    done = anna.ask('outing', 'merge', red, DAY, blue)
    check_equal((done['suggestion'], sorted(p['name'] for p in done['to_call'])),
                (False, ['Bruno', 'Chiara']), 'who has not heard')
    [merged] = done['outing']['merged']
    check_equal((merged['title'], merged['into'], merged['agreed'], sorted(merged['missing'])),
                ('Blue', True, False, ['Bruno', 'Chiara']), 'nobody has said yes')
    carry(folder, anna, bruno, chiara)
    check_equal(verdicts(bruno)['Red'], (False, 'short', 1), 'nothing is done without them')
    check_equal(steps(bruno.ask('outing', 'gap', red, DAY)), ['agree', 'cancel'], 'Bruno is asked')
    bruno.ask('outing', 'agree', red, DAY)
    carry(folder, bruno, chiara)
    words = chiara.run('outing', 'agree', red, DAY).stdout.decode()
    check('Walks with “Blue” at 07:45' in words, words)
    carry(folder, chiara, anna, bruno)
    for home in (anna, bruno, chiara):
        check_equal(verdicts(home), {'Red': (True, 'merged', 1), 'Blue': (True, 'enough', 2)},
                    'they walk as one')
    [outing] = [o for o in anna.ask('week', '--from', DAY, '--days', '1') if o['title'] == 'Blue']
    check_equal([(c['name'], c['from']) for c in outing['children']], [('Lia', 'Red')],
                'it is said from where a child comes')
    check_equal(outing['merged'][0]['coming'], ['Bruno'], 'and who brings it')

    chiara.ask('outing', 'agree', red, DAY, '--undo')
    check_equal(verdicts(chiara)['Red'], (False, 'short', 1), 'taken back')
    anna.ask('outing', 'unmerge', red, DAY)
    check_equal(anna.ask('outing', 'gap', red, DAY)['outing']['merged'], [], 'by itself again')
    check_equal(anna.ask('check', '--full')['ok'], True, 'the store')


def test_asked(folder):
    anna, bruno, chiara = make_three(folder)
    red, blue = plan(folder, anna)
    carry(folder, anna, bruno, chiara)
    chiara.ask('turn', 'take', blue, DAY)
    carry(folder, chiara, bruno)

    # whoever may not publish suggests it, and is asked as well
    done = bruno.ask('outing', 'merge', red, DAY, blue)
    check_equal((done['suggestion'], done['outing']['merged']), (True, []), 'a suggestion')
    carry(folder, bruno, anna)
    [waiting] = anna.ask('suggestions')
    check_equal(waiting['kind'], 'merge', 'it waits')
    anna.ask('adopt', waiting['id'])
    check_equal(anna.ask('outing', 'gap', red, DAY)['outing']['merged'][0]['missing'], ['Chiara'],
                'adopted')


def test_refused(folder):
    anna, bruno, chiara = make_three(folder)
    red, blue = plan(folder, anna)
    anna.refuse(RULE, 'outing', 'merge', red, DAY, blue)
    anna.refuse(RULE, 'outing', 'merge', red, DAY, red)
    anna.refuse(RULE, 'outing', 'unmerge', red, DAY)
    anna.refuse(RULE, 'outing', 'agree', red, DAY)
    anna.refuse(NOT_FOUND, 'outing', 'gap', 'abcdef', DAY)
    anna.refuse(USAGE, 'outing', 'gap', red, 'soon')
    anna.refuse(RULE, 'outing', 'gap', red, '2026-09-06')
    carry(folder, anna, bruno, chiara)
    chiara.ask('turn', 'take', blue, DAY)
    carry(folder, chiara, anna)
    anna.ask('outing', 'merge', red, DAY, blue)
    anna.refuse(RULE, 'outing', 'agree', red, DAY, '--for', members_of(anna)['Chiara'])
    anna.refuse(RULE, 'outing', 'merge', blue, DAY, red)


cli.run(dict(globals()))
