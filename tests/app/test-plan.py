#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where it is about when people can take turns.

test-plan.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import choose, closed, home_of, nameless, open_window, run


def plan(home):
    [rota] = home.run('rota', 'add', 'Walk', '--days', 'mo,tu,th,fr', '--at', '07:40', '--from',
                      '2026-09-01', '--until', '2027-06-10', '--min', '1')
    home.run('rota', 'publish', rota['id'])
    return rota['id']


def open_available(window):
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.press(window.find('push button', part='When You Can'))
    return window.dialog()


def said_by(home, name='Anna'):
    return next(said for said in home.run('available', 'list') if said['name'] == name)


def test_says_when():
    """Weekdays of all rotas and of one, days away and a number; all of it undone in one go."""
    anna = home_of('anna-when')
    anna.found('Pedibus', 'Anna')
    rota = plan(anna)
    anna.run('available', 'set', '--rather', 'tu')

    window = open_window(anna)
    dialog = open_available(window)
    window.find('push button', 'Save', root=dialog, state='sensitive')
    choose(window, 'Monday', 2, dialog)
    choose(window, 'In which rotas', 1, dialog)
    choose(window, 'Friday', 1, dialog)
    window.fill(window.find('text', 'Day, such as 2026-09-09', root=dialog), '2027-02-30')
    if window.look('push button', 'Add These Days', state='sensitive', root=dialog):
        raise AssertionError('a day that no month has')
    window.fill(window.find('text', 'Day, such as 2026-09-09', root=dialog), '2027-02-20')
    window.fill(window.find('text', part='Last day', root=dialog), '2027-02-26')
    window.press(window.find('push button', 'Add These Days', root=dialog, state='sensitive'))
    window.find('label', part='20 February 2027 to 26 February 2027', root=dialog)
    window.find('push button', part='Take Back 20 February 2027', root=dialog)
    problems = nameless(window)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', part='When you can is written down')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='is as before')
    problems += closed(window)
    undone = said_by(anna)
    if undone['weeks'] != [{'rota': None, 'title': None, 'cannot': '', 'rather': 'tu'}] or undone['away']:
        problems.append(f'undone: {undone}')

    # what it had said
    window = open_window(anna)
    dialog = open_available(window)
    window.find('push button', 'Save', root=dialog, state='sensitive')
    choose(window, 'Monday', 2, dialog)
    choose(window, 'In which rotas', 1, dialog)
    choose(window, 'Friday', 1, dialog)
    window.fill(window.find('text', 'Day, such as 2026-09-09', root=dialog), '2027-02-20')
    window.keys('Return')
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    problems += closed(window)
    said = said_by(anna)
    if said['weeks'] != [{'rota': None, 'title': None, 'cannot': 'mo', 'rather': 'tu'},
                         {'rota': rota, 'title': 'Walk', 'cannot': 'mo', 'rather': 'tu,fr'}]:
        problems.append(f'weekdays: {said["weeks"]}')
    if [(a['from'], a['until']) for a in said['away']] != [('2027-02-20', '2027-02-20')]:
        problems.append(f'away: {said["away"]}')

    return problems


def test_for_another():
    """Of somebody without a machine, and taken back again."""
    anna = home_of('anna-when-gran')
    anna.found('Pedibus', 'Anna')
    plan(anna)
    gran = anna.run('member', 'add', 'Gran')['member']
    anna.run('available', 'set', '--for', gran, '--cannot', 'fr')
    anna.run('available', 'away', '2027-03-01', '--for', gran)

    window = open_window(anna)
    dialog = open_available(window)
    window.find('push button', 'Save', root=dialog, state='sensitive')
    choose(window, 'Of whom', 1, dialog)
    window.press(window.find('push button', part='Take Back 1 March 2027', root=dialog))
    window.press(window.find('push button', part='Take These Weekdays Back', root=dialog))
    problems = nameless(window)
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    problems += closed(window)
    said = said_by(anna, 'Gran')
    if said['weeks'] or said['away']:
        problems.append(f'said: {said}')

    return problems


def open_fair(window):
    window.find('frame', 'Pedibus')
    button = window.find('push button', part='Look and Answer')
    window.press(button)
    return window.dialog()


def propose(anna, bruno, days):
    plan(anna)
    for home in (anna, bruno):
        home.run('available', 'set', '--rather', 'mo')
    bruno.carry_to(anna)
    anna.run('plan', 'propose', '--from', days[0], '--until', days[1])
    anna.carry_to(bruno)


def states(home):
    return sorted(line['state'] for line in home.run('plan', 'show', '--mine')['lines'])


def test_answers():
    """What a plan proposes is accepted and declined, each with one press, and undone."""
    anna, bruno = (home_of(name + '-fair') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    propose(anna, bruno, ('2026-10-05', '2026-10-16'))

    window = open_window(bruno)
    window.find('label', part='A fair plan proposes 4 turns to you')
    dialog = open_fair(window)
    window.find('label', part='You have come 0 times since 1 August 2026', root=dialog)
    window.find('label', part='suits', root=dialog)
    problems = nameless(window)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', part='Accept ', root=dialog))
    window.find('label', '1 turn is yours', root=dialog)
    window.find('label', part='It is accepted.', root=dialog)
    # by the keyboard alone
    for _ in range(40):
        window.keys('Tab')
        if (window.focused().get_name() or '').startswith('Decline '):
            break
    window.keys('space')
    window.find('label', '1 turn is declined', root=dialog)
    window.find('label', part='It was declined', root=dialog)
    window.press(window.find('push button', 'Undo', root=dialog))
    window.gone('label', part='It was declined')
    window.press(window.find('push button', 'Accept All of Them', root=dialog))
    window.find('label', '3 turns are yours', root=dialog)
    window.gone('push button', part='Decline ')
    window.press(window.find('push button', 'Close', root=dialog))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.gone('label', part='A fair plan proposes')
    problems += closed(window)
    if states(bruno) != ['accepted'] * 4:
        problems.append(f'states: {states(bruno)}')

    return problems


def test_proposes():
    """Who holds the baton looks first, proposes, and withdraws."""
    anna = home_of('anna-fair-alone')
    anna.found('Pedibus', 'Anna')
    plan(anna)
    anna.run('available', 'set', '--cannot', 'mo')

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.press(window.find('push button', state='focusable',
                             root=window.find('push button', part="Copy, Print or Save")))
    window.press(window.find('menu item', part='A Fair Plan'))
    dialog = window.dialog()
    window.find('label', part='No plan proposes a turn to you', root=dialog)
    window.fill(window.find('text', part='First day', root=dialog), '2026-10-05')
    window.fill(window.find('text', 'Last day', root=dialog), '2026-10-01')
    if window.look('push button', 'Propose It', state='sensitive', root=dialog):
        raise AssertionError('days that end before they begin')
    window.fill(window.find('text', 'Last day', root=dialog), '2026-10-11')
    window.press(window.find('push button', 'Look What It Would Be', root=dialog,
                             state='sensitive'))
    window.find('label', part='What Would Be Yours', root=dialog)
    window.find('label', part='1 place that is needed stays open', root=dialog)
    problems = nameless(window)
    window.press(window.find('push button', 'Propose It', root=dialog, state='sensitive'))
    window.find('label', part='The plan is proposed to everybody', root=dialog)
    window.find('label', part='Not answered: 3', root=dialog)
    window.press(window.find('push button', 'Withdraw What Is Proposed', root=dialog))
    window.find('label', part='No plan proposes a turn to you', root=dialog)
    problems += closed(window)
    if states(anna):
        problems.append(f'states: {states(anna)}')

    return problems


run('plan', [test_says_when, test_for_another, test_answers, test_proposes])
