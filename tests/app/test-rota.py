#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where rotas change and people had promised to come.

test-rota.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import closed, drive, home_of, nameless, open_window, press_act, run


def make_two(name):
    """Anna holds the baton; Bruno is to walk on Thursday, and on Friday with her."""
    anna, bruno = home_of('anna-' + name), home_of('bruno-' + name)
    anna.found('Pedibus', 'Anna')
    walk = anna.plan('The walk', 'mo,tu,th,fr', '08:10', 1, 2)
    anna.invite(bruno, 'Bruno')
    bruno.run('turn', 'take', walk, '2026-09-03')
    bruno.run('turn', 'take', walk, '2026-09-04')
    bruno.carry_to(anna)
    anna.run('turn', 'take', walk, '2026-09-04')

    return anna, bruno, walk


def press(window, part, root=None):
    window.press(window.find('push button', part=part, root=root, state='sensitive'))


def wait_closed(window):
    """A dialog that is going away is not to be taken for the next one."""
    window.wait(lambda: len(window.windows()) == 1, 'the dialog to go')


def open_rota(window):
    window.open_page('Rotas')
    press(window, 'Change The walk')

    return window.find('frame', 'Change a Rota')


def test_effect_and_undo():
    """What a change does is said while it is made; it is done at once, and undone at once."""
    anna, _, walk = make_two('effect')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    dialog = open_rota(window)
    window.fill(window.find('text', 'Time, such as 08:10', root=dialog), '07:55')
    window.find('label', part='Thu 3 Sep at 07:55 instead of 08:10: Bruno had promised to come.',
                root=dialog)
    window.find('label', part='Bruno and Anna', root=dialog)
    problems = nameless(window)
    press(window, 'Change', dialog)
    window.find('label', '“The walk” is changed')
    window.open_page('This Week')
    window.find('label', part='2 people have not said yes to 07:55 yet')
    window.find('label', 'What You Promised Has Changed')
    problems += nameless(window)
    press(window, 'Undo')
    window.find('label', part='is as it was before')
    window.gone('label', 'What You Promised Has Changed')
    # a wrong date is said, and nothing is done
    wait_closed(window)
    dialog = open_rota(window)
    window.fill(window.find('text', 'Title', root=dialog), 'Stroll')
    window.find('label', 'No outing falls away, comes new or moves.', root=dialog)
    window.fill(window.find('text', 'Also on these dates', root=dialog), '2026-09-09')
    window.find('label', '1 outing is new: Wed 9 Sep.', root=dialog)
    window.fill(window.find('text', 'Also on these dates', root=dialog), '2026-09-02, tomorrow')
    press(window, 'Change', dialog)
    window.find('label', part='This date does not exist', root=dialog)
    window.keys('Escape')
    problems += closed(window)
    [rota] = anna.run('rota', 'list')
    if (rota['id'], rota['rule']['at'], rota['title']) != (walk, '08:10', 'The walk'):
        problems.append(f'not as it was: {rota}')

    return problems


def test_discarding_a_draft():
    """What nobody was told of is discarded at once, and is there again at once."""
    anna = home_of('anna-draft')
    anna.found('Pedibus', 'Anna')
    anna.run('rota', 'add', 'The walk', '--days', 'mo', '--at', '08:10', '--from', '2026-09-01',
             '--until', '2026-12-18')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    dialog = open_rota(window)
    problems = nameless(window)
    press(window, 'Discard the Draft', dialog)
    window.find('label', '“The walk” is discarded')
    wait_closed(window)
    window.gone('push button', part='Change The walk')
    press(window, 'Undo')
    window.find('label', 'The draft is on the list again, as it was.')
    # what is published is not
    wait_closed(window)
    press(window, 'Publish The walk')
    window.find('label', part='Published')
    dialog = open_rota(window)
    window.find('text', 'Title', root=dialog)
    if window.look('push button', part='Discard', root=dialog, state='showing') is not None:
        problems.append('what is published can be discarded')
    window.keys('Escape')

    return problems + closed(window)


def test_it_suits_me():
    """Whoever promised to come finds what changed, and answers with one tap."""
    anna, bruno, walk = make_two('suits')
    anna.run('rota', 'edit', walk, '--at', '07:55', '--days', 'mo,tu,fr')
    anna.carry_to(bruno)
    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.find('label', part='It is at 07:55 now; you promised to come at 08:10.')
    window.find('label', 'It does not run on this day any more, and you had promised to come.')
    window.find('label', part='Promised for 08:10')
    problems = nameless(window)
    press(window, '07:55 suits Bruno')
    window.find('label', part='Noted: Fri 4 Sep at 07:55')
    window.find('label', part='1 person has not said yes to 07:55 yet')
    press(window, 'Give back the turn: The walk, Thursday 3 September')
    window.gone('label', 'What You Promised Has Changed')
    problems += closed(window)
    [friday] = bruno.run('week', '--from', '2026-09-03', '--days', '2')
    if [turn['moved'] for turn in friday['turns'] if turn['mine']] != [False]:
        problems.append(f'{friday}')

    return problems


def test_suggestion():
    """Who does not hold the baton is told that it is a suggestion."""
    _, bruno, _ = make_two('suggestion')
    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    press(window, 'Suggest to change The walk')
    dialog = window.find('frame', 'Change a Rota')
    window.fill(window.find('text', 'Title', root=dialog), 'The stroll')
    window.find('label', part='your change waits as a suggestion', root=dialog)
    problems = nameless(window)
    press(window, 'Change', dialog)
    window.find('label', part='You suggested to change “The walk”')

    return problems + closed(window)


def test_one_date():
    """Friday they meet at the gym; it is undone, and put right with one button."""
    anna, _, walk = make_two('date')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    press(window, 'Change this date: The walk, Friday 4 September')
    dialog = window.find('frame', 'Change This Date')
    window.find('label', 'Promised by Bruno and Anna.', root=dialog)
    window.fill(window.find('text', 'Time, such as 08:10', root=dialog), 'soon')
    press(window, 'Change', dialog)
    window.find('label', part='time', root=dialog)
    window.fill(window.find('text', 'Time, such as 08:10', root=dialog), '08:30')
    window.find('label', part='at 08:30 instead of 08:10: Bruno and Anna had promised', root=dialog)
    window.fill(window.find('text', 'Meeting point (may stay empty)', root=dialog), 'The gym')
    window.fill(window.find('text', 'Good to know, such as: bring umbrellas', root=dialog),
                'We pass the museum')
    press(window, 'Add a Role', dialog)
    window.fill(window.find('text', 'Role', root=dialog), 'Tail')
    problems = nameless(window)
    press(window, 'Change', dialog)
    window.find('label', 'Only on this day: at 08:30, meeting point: The gym, roles: Tail (1)')
    window.find('label', 'Good to know: We pass the museum')
    window.find('label', 'Tail: nobody yet')
    problems += nameless(window)
    press(window, 'Undo')
    window.find('label', 'Fri 4 Sep is as on the other days')
    window.gone('label', part='Only on this day')
    window.gone('label', part='We pass the museum')
    wait_closed(window)

    press(window, 'Change this date: The walk, Friday 4 September')
    dialog = window.find('frame', 'Change This Date')
    window.fill(window.find('text', 'Time, such as 08:10', root=dialog), '08:40')
    press(window, 'As on the Other Days', dialog)
    time = window.find('text', 'Time, such as 08:10', root=dialog)
    window.wait(lambda: drive.text(time) == '08:10', 'the usual time')
    window.fill(window.find('text', 'Meeting point (may stay empty)', root=dialog), 'The gym')
    press(window, 'Change', dialog)
    window.find('label', 'Only on this day: meeting point: The gym')
    problems += closed(window)
    [friday] = anna.run('week', '--from', '2026-09-04', '--days', '1')
    if (friday['rota'], friday['at'], friday['place']) != (walk, '08:10', 'The gym'):
        problems.append(f'{friday}')

    return problems


def test_from_a_day_on():
    """From Friday on it is earlier; what was before stays, and one tap brings the rest back."""
    anna, _, walk = make_two('later')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    dialog = open_rota(window)
    window.press(window.find('check box', part='Only from a day on', root=dialog))
    window.fill(window.find('text', 'From this day on', root=dialog), '2026-09-04')
    window.fill(window.find('text', 'Time, such as 08:10', root=dialog), '07:55')
    window.find('label', part='Fri 4 Sep at 07:55 instead of 08:10', root=dialog)
    problems = nameless(window)
    press(window, 'Change', dialog)
    window.find('label', part='from 4 September 2026 on, at 07:55')
    window.open_page('This Week')
    window.find('list item', 'Thursday 3 September, 08:10, The walk')
    window.find('list item', 'Friday 4 September, 07:55, The walk')
    press(window, 'Undo')
    window.find('list item', 'Friday 4 September, 08:10, The walk')
    problems += closed(window)
    [rota] = anna.run('rota', 'list')
    if (rota['id'], rota['rule']['at'], rota['rule']['later']) != (walk, '08:10', []):
        problems.append(f'not as it was: {rota}')

    return problems


def test_roles():
    """Each role that has room has its button; they are named and numbered with the rota."""
    anna, bruno, walk = make_two('roles')
    anna.run('rota', 'edit', walk, '--role', 'Head:1')
    window = open_window(anna)
    window.find('list item', 'Thursday 3 September, 08:10, The walk')
    window.find('label', 'Head: nobody yet')
    problems = nameless(window)
    # Bruno walks on Thursday: one more has room there, and one at the head
    window.find('push button', part='Take a turn as Others: The walk, Thursday 3 September')
    press(window, 'Take a turn as Head: The walk, Thursday 3 September')
    window.find('label', 'You walk (Head)')
    press(window, 'Undo')
    window.gone('label', 'You walk (Head)')
    window.find('push button', part='Take a turn as Head: The walk, Thursday 3 September')

    dialog = open_rota(window)
    press(window, 'Add a Role', dialog)
    window.wait(lambda: len([node for node, _ in window.nodes(dialog)
                             if node.get_name() == 'Remove This Role']) == 2, 'the new row')
    window.keys(*'Tail')
    window.find('label', 'No outing falls away, comes new or moves.', root=dialog)
    problems += nameless(window)
    press(window, 'Change', dialog)
    wait_closed(window)
    window.find('label', part='Head (1), Tail (1)')
    dialog = open_rota(window)
    press(window, 'Remove This Role', dialog)
    press(window, 'Change', dialog)
    wait_closed(window)
    press(window, 'Undo')
    window.find('label', part='Head (1), Tail (1)')
    window.open_page('This Week')
    press(window, 'Take a turn as Tail: The walk, Thursday 3 September')
    window.find('label', 'You walk (Tail)')
    problems += closed(window)
    [rota] = anna.run('rota', 'list')
    if sorted((r['name'], r['min'], r['max']) for r in rota['roles']) != [('Head', 1, 1),
                                                                          ('Tail', 1, 1)]:
        problems.append(f'not these roles: {rota["roles"]}')
    [outing] = anna.run('week', '--from', '2026-09-03', '--days', '1')
    if [(t['member_name'], t['role'], t['state']) for t in outing['turns'][:2]] != [
            ('Bruno', None, 'standing'), ('Anna', 'Tail', 'standing')]:
        problems.append(f'not at the tail: {outing["turns"]}')

    return problems


def test_reserve_fills_a_gap():
    """Who waits in one role still has the button of another that lacks somebody."""
    anna, _, walk = make_two('roles-reserve')
    anna.run('rota', 'edit', walk, '--role', 'Head:1')
    anna.run('rota', 'edit', walk, '--max', '1')
    anna.run('turn', 'take', walk, '2026-09-03')
    window = open_window(anna)
    thursday = window.find('list item', 'Thursday 3 September, 08:10, The walk')
    window.find('label', part='You are first reserve', root=thursday)
    press(window, 'Take a turn as Head: The walk, Thursday 3 September')
    window.find('label', 'You walk (Head)', root=thursday)
    window.wait(lambda: window.look('label', part='You are first reserve', root=thursday) is None,
                'the reserve to go')

    return nameless(window) + closed(window)


def test_roles_for_others():
    """For somebody without a machine the role is chosen too, as long as it has room."""
    anna, _, walk = make_two('roles-others')
    anna.run('rota', 'edit', walk, '--role', 'Head:1')
    anna.run('member', 'add', 'Nonna_Rosa')
    whose = 'Take a turn for someone else: The walk, Thursday 3 September'

    window = open_window(anna)
    window.find('list item', 'Thursday 3 September, 08:10, The walk')
    button = window.find('push button', whose)
    window.press(window.find('push button', state='focusable', root=button))
    # Bruno has walked since before: one more has room there
    window.find('menu item', 'Nonna_Rosa as Others')
    problems = nameless(window)
    window.press(window.find('menu item', 'Nonna_Rosa as Head'))
    window.find('label', part='Nonna_Rosa walks (Head)')
    window.gone('push button', part='Take a turn as Head: The walk, Thursday 3 September')
    press(window, 'Undo')
    window.find('push button', part='Take a turn as Head: The walk, Thursday 3 September')
    problems += closed(window)
    [outing] = anna.run('week', '--from', '2026-09-03', '--days', '1')
    said = [(turn['member_name'], turn['role'], turn['state']) for turn in outing['turns']]
    if ('Nonna_Rosa', 'Head', 'released') not in said:
        problems.append(f'not at the head: {said}')

    return problems


def test_swap():
    """One asks for another's turn and gives theirs; the other says yes with one tap."""
    anna, bruno, walk = make_two('swap')
    anna.run('turn', 'take', walk, '2026-09-01')
    window = open_window(anna)
    window.find('list item', 'Tuesday 1 September, 08:10, The walk')
    press_act(window, 'What Becomes of My Turn', 'Swap with Someone…')
    dialog = window.find('frame', 'Swap a Turn')
    window.find('label', 'For The walk, Tuesday 1 September', root=dialog)
    window.find('label', 'Thursday 3 September, 08:10', root=dialog)
    window.find('label', 'Bruno: The walk', root=dialog)
    problems = nameless(window)
    # on Friday both come
    if window.look('label', part='Friday', root=dialog):
        problems.append('a turn is offered that would be refused')
    window.keys('Return')
    wait_closed(window)
    window.find('label', 'You offered to swap with Bruno, who walks on Thu 3 Sep')
    problems += closed(window)

    anna.carry_to(bruno)
    window = open_window(bruno)
    window.find('label', 'Anna would like to swap with you, for Thu 3 Sep')
    window.find('label', 'You come on Tuesday 1 September, and Anna comes on Thursday 3 September')
    problems += nameless(window)
    press(window, 'Swap with Anna: You come on Tuesday 1 September')
    window.find('label', part='As soon as the machine of Anna hears of it, your turn is theirs')
    window.find('label', 'You swap with Anna, and come until their machine has heard of it')
    problems += closed(window)
    bruno.carry_to(anna)
    window = open_window(anna)
    window.find('label', 'Anna stands in for Bruno')
    problems += closed(window)
    states = [[(t['member_name'], t['state']) for t in o['turns']] for o in
              anna.run('week', '--from', '2026-09-01', '--days', '3')]
    if states != [[('Anna', 'relieved'), ('Bruno', 'standing')],
                  [('Bruno', 'relieved'), ('Anna', 'standing')]]:
        problems.append(f'not exchanged: {states}')

    return problems


run('rota', [test_from_a_day_on, test_one_date, test_effect_and_undo, test_it_suits_me, test_suggestion,
             test_roles, test_reserve_fills_a_gap, test_roles_for_others, test_swap, test_discarding_a_draft])
