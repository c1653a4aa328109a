#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where it is about children.

test-children.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

import drive
from case import LINE_FILE, choose, closed, home_of, nameless, open_window, run


def plan(home):
    [line] = home.run('line', 'import', LINE_FILE)
    [rota] = home.run('rota', 'add', 'Walk', '--line', line['id'], '--days',
                      'mo,tu,we,th,fr,sa,su', '--at', '07:40', '--from', '2026-09-01', '--until',
                      '2027-06-10', '--min', '1')
    home.run('rota', 'publish', rota['id'])
    return line, rota['id']


def children_of(home):
    return {child['name']: child for child in home.run('child', 'list')}


def open_menu(window, name, dialog):
    button = window.find('push button', part=name, root=dialog)
    window.press(window.find('push button', state='focusable', root=button))


def tick(window, list_name, name, dialog):
    window.press(window.find('list item', part=list_name, root=dialog))
    window.press(window.find('check box', name, root=dialog))


def test_booked_and_absent():
    """A child is written down and booked, is absent with one tap, and comes after all."""
    anna, bruno = (home_of(name + '-child') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    line, _ = plan(anna)
    anna.invite(bruno, 'Bruno')

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.press(window.find('push button', part='Children'))
    dialog = window.dialog()
    window.find('label', part='Write down which children walk along', root=dialog)
    window.press(window.find('push button', part='Add a Child', root=dialog))
    window.fill(window.find('text', 'Its name', root=dialog), 'Léa & Co')
    window.fill(window.find('text', 'Year of birth', root=dialog), 'long ago')
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.find('label', part='number', root=dialog)
    window.fill(window.find('text', 'Year of birth', root=dialog), '2019')
    choose(window, 'Stop where the walk meets it', 1, dialog)
    tick(window, 'To whom it may be handed over', 'Bruno', dialog)
    tick(window, 'Who else speaks for it', 'Bruno', dialog)
    window.press(window.find('check box', part='Needs an adult of its own', root=dialog))
    window.fill(window.find('text', 'What has to come along', root=dialog), 'Inhaler')
    problems = nameless(window)
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))

    # asked at once on which days
    window.find('label', 'On Which Days: Léa & Co', root=dialog)
    for day in 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday':
        window.press(window.find('push button', part=day, root=dialog))
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.find('label', part='days of the week', root=dialog)
    for day in 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday':
        window.press(window.find('push button', part=day, root=dialog))
    problems += nameless(window)
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.find('label', 'Comes along today', root=dialog)
    window.find('label', 'needs an adult of their own, Inhaler', root=dialog)
    window.find('label', part='Every day, from', root=dialog)

    window.press(window.find('push button', part='Note as Absent Today', root=dialog))
    window.find('label', 'Absent today', root=dialog)
    window.press(window.find('push button', part='Comes After All', root=dialog))
    window.find('label', 'Comes along today', root=dialog)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    problems += nameless(window)

    # off the list, and on it again; a form is left by Escape, and the window by the next
    open_menu(window, 'More about Léa', dialog)
    window.press(window.find('menu item', part='Take off the List'))
    window.find('label', part='Write down which children walk along', root=dialog)
    window.press(window.find('push button', 'Undo', root=dialog))
    window.find('label', 'Comes along today', root=dialog)
    open_menu(window, 'More about Léa', dialog)
    window.press(window.find('menu item', part='Change What Is Said'))
    window.find('label', 'Change “Léa & Co”', root=dialog)
    window.keys('Escape')
    window.find('label', 'Comes along today', root=dialog)
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')

    # in the week: how many, and one tap for one's own
    window.open_page('This Week')
    window.find('label', '1 child comes along')
    window.press(window.find('push button', part='Absent: Léa & Co'))
    window.find('label', 'No child comes along')
    window.find('label', 'Léa & Co is absent')
    window.press(window.find('push button', 'Undo'))
    window.gone('label', 'No child comes along')
    problems += nameless(window)
    problems += closed(window)

    lea = children_of(anna)['Léa & Co']
    if (lea['born'], lea['stop'], lea['needs']) != (2019, line['stops'][0]['name'], ['one-to-one']):
        problems.append(f'written down: {lea}')
    if (len(lea['guardians']), len(lea['adults'])) != (1, 1):
        problems.append(f'who speaks for it: {lea}')

    # who has no part in it sees how many, and not who
    chiara = home_of('chiara-child')
    anna.invite(chiara, 'Chiara')
    window = open_window(chiara)
    window.find('label', '1 child comes along')
    if window.look('label', part='Léa'):
        problems.append('the name is shown to everybody')

    return problems + closed(window)



def test_no_adult_yet():
    """A grandson comes along and is not counted, until it is taken back; crossings are counted."""
    anna = home_of('anna-helper')
    anna.found('Pedibus', 'Anna')
    line, rota = plan(anna)
    marco = anna.run('member', 'add', 'Marco')['member']
    anna.run('turn', 'take', rota, '2026-09-01', '--for', marco)

    window = open_window(anna)
    window.find('label', 'Runs with 1 adult')
    window.open_page('Us')
    open_menu(window, 'What to do about Marco', None)
    window.press(window.find('menu item', part='Does Not Count as an Adult'))
    window.find('label', part='Helps on walks, and does not count')
    window.open_page('This Week')
    window.find('label', part='Marco helps, beside the adults')
    window.press(window.find('push button', 'Undo'))
    window.find('label', 'Runs with 1 adult')

    window.open_page('Rotas')
    window.press(window.find('push button', part=line['name']))
    spin = window.find('spin button', part='Crossings of')
    spin.get_value_iface().set_current_value(3)
    problems = nameless(window)
    window.wait(lambda: spin.get_value_iface().get_current_value() == 3, 'the number')
    window.open_page('Us')
    window.find('label', 'Marco')
    problems += closed(window)
    crossings = anna.run('line', 'list')[0]['crossings']
    if crossings != 3:
        problems.append(f'{crossings} crossings')

    return problems


def test_roll_call():
    """Who is there is one tap, and another takes it back; to whom a child was handed over is told
    to whose child it is; where two say different things, both are shown."""
    anna, bruno = (home_of(name + '-roll') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    line, rota = plan(anna)
    anna.invite(bruno, 'Bruno')
    anna.run('turn', 'take', rota, '2026-09-01')
    lea = anna.run('child', 'add', 'Léa', '--line', line['id'], '--stop', '1')['child']
    anna.run('child', 'book', lea, '--from', '2026-09-01')
    anna.carry_to(bruno)
    anna.run('roll', 'call', rota, '2026-09-01', lea, '--present')
    bruno.run('turn', 'take', rota, '2026-09-01')
    bruno.run('roll', 'call', rota, '2026-09-01', lea, '--absent')
    bruno.carry_to(anna)

    window = open_window(anna)
    window.press(window.find('push button', part='Roll-call: Walk'))
    dialog = window.dialog()
    window.find('label', part='Bruno says: Missing', root=dialog)
    window.find('label', part='Anna says: There', root=dialog)
    problems = nameless(window)
    window.press(window.find('push button', 'Late: Léa', root=dialog))
    window.find('label', part='Late, says Anna', root=dialog)
    window.find('label', '1 of 1 child is there', root=dialog)
    window.gone('label', part='Bruno says')
    # pressed again, it is as if nobody had called
    window.press(window.find('push button', 'Late: Léa', root=dialog))
    window.find('label', '0 of 1 child is there', root=dialog)
    window.press(window.find('push button', 'Undo', root=dialog))
    window.find('label', part='Late, says Anna', root=dialog)

    open_menu(window, 'Hand over Léa', dialog)
    window.press(window.find('menu item', part='Somebody Else'))
    window.find('label', 'To Whom Is Léa Handed Over?', root=dialog)
    window.keys('Escape')
    window.find('push button', 'There: Léa', root=dialog)
    open_menu(window, 'Hand over Léa', dialog)
    window.press(window.find('menu item', part='Somebody Else'))
    window.fill(window.find('text', part='To whom', root=dialog), 'the teacher')
    problems += nameless(window)
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.find('label', part='Handed over to the teacher, says Anna', root=dialog)
    window.press(window.find('push button', 'There: Anna', root=dialog))
    window.find('label', part='There, says Anna', root=dialog)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    problems += nameless(window)
    # the first one takes what is offered to be undone
    window.keys('Escape', 'Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')

    # whose child it is sees where it is
    window.open_page('Us')
    window.press(window.find('push button', part='Children'))
    dialog = window.dialog()
    window.find('label', part='Handed over to the teacher, says Anna', root=dialog)
    problems += closed(window)

    [row] = anna.run('roll', rota, '2026-09-01')['children']
    if (row['presence'], row['handed']['words'], row['differing']) != ('late', 'the teacher', []):
        problems.append(f'written down: {row}')

    # who has no part in it is asked first
    chiara = home_of('chiara-roll')
    anna.invite(chiara, 'Chiara')
    window = open_window(chiara)
    window.press(window.find('push button', part='Roll-call: Walk'))
    dialog = window.dialog()
    if window.look('label', part='Léa'):
        problems.append('the name is shown to everybody')
    window.press(window.find('push button', 'I Am There', root=dialog))
    window.find('label', 'Léa', root=dialog)

    return problems + closed(window)


def test_unexpected():
    """A child whom nobody expected is counted, and not lost what somebody began to type."""
    anna = home_of('anna-unexpected')
    anna.found('Pedibus', 'Anna')
    line, rota = plan(anna)
    anna.run('turn', 'take', rota, '2026-09-01')
    lea = anna.run('child', 'add', 'Léa', '--line', line['id'], '--stop', '1')['child']
    anna.run('child', 'book', lea, '--from', '2026-09-01')
    anna.run('child', 'add', 'Tom', '--line', line['id'], '--stop', '2')
    anna.run('member', 'add', 'Nonna Rosa')

    window = open_window(anna)
    window.press(window.find('push button', part='Roll-call: Walk'))
    dialog = window.dialog()
    window.press(window.find('push button', part='Somebody Else Came', root=dialog))
    window.find('push button', part='Nonna Rosa is there', root=dialog)
    if window.look('push button', part='Léa is there', root=dialog):
        raise RuntimeError('who is expected is among those who are not')
    window.wait(lambda: window.focused().get_role_name() in ('entry', 'text'), 'the search')
    window.keys(*'zzz')
    window.find('label', part='Nobody of that name', root=dialog)
    problems = nameless(window)
    # the first one leaves the page
    window.keys('Escape')
    window.press(window.find('push button', part='Somebody Else Came', root=dialog))
    window.wait(lambda: window.focused().get_role_name() in ('entry', 'text'), 'the search')
    window.keys(*'tO')
    window.gone('push button', part='Nonna Rosa is there')
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    problems += nameless(window)
    window.press(window.find('push button', part='Tom is there', root=dialog))
    window.find('push button', 'Late: Tom', root=dialog)
    window.press(window.find('push button', 'Undo', root=dialog))
    window.gone('push button', 'Late: Tom')
    window.press(window.find('push button', part='Somebody Else Came', root=dialog))
    window.press(window.find('push button', part='Tom is there', root=dialog))
    window.find('push button', 'Late: Tom', root=dialog)

    # what was typed can be gone on with, after the form and after the window
    open_menu(window, 'Hand over Tom', dialog)
    window.press(window.find('menu item', part='Somebody Else'))
    window.fill(window.find('text', part='To whom', root=dialog), 'the neighbour')
    window.press(window.find('push button', part='Cancel', root=dialog))
    window.find('label', 'What you typed is not saved', root=dialog)
    window.press(window.find('push button', 'Undo', root=dialog))
    words = window.find('text', part='To whom', root=dialog)
    window.wait(lambda: drive.text(words) == 'the neighbour', 'what was typed')
    window.keys('alt+F4')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.press(window.find('push button', 'Undo'))
    dialog = window.dialog()
    words = window.find('text', part='To whom', root=dialog)
    window.wait(lambda: drive.text(words) == 'the neighbour', 'what was typed')
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.find('label', part='Handed over to the neighbour, says Anna', root=dialog)
    problems += closed(window)
    rows = {row['name']: row for row in anna.run('roll', rota, '2026-09-01')['children']}
    if (rows['Tom']['presence'], rows['Tom']['handed']['words']) != ('there', 'the neighbour'):
        problems.append(f'written down: {rows["Tom"]}')

    return problems


def test_left():
    """Whoever wrote a child down has left: somebody goes on for it, and may take that back."""
    anna, bruno = (home_of(name + '-left') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    bruno.run('child', 'add', 'Tom')
    bruno.run('leave', '--yes')
    bruno.carry_to(anna)

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.press(window.find('push button', part='Children'))
    dialog = window.dialog()
    window.find('label', part='Nobody who speaks for this child', root=dialog)
    problems = nameless(window)
    window.press(window.find('push button', part='I Speak for This Child Now: Tom', root=dialog))
    window.find('push button', part='More about Tom', root=dialog)
    window.press(window.find('push button', 'Undo', root=dialog))
    window.find('label', part='Nobody who speaks for this child', root=dialog)
    window.press(window.find('push button', part='I Speak for This Child Now: Tom', root=dialog))
    window.find('push button', part='More about Tom', root=dialog)
    problems += closed(window)
    if not children_of(anna)['Tom']['mine']:
        problems.append('nobody speaks for him')

    return problems


run('children', [test_booked_and_absent, test_no_adult_yet, test_roll_call,
                 test_unexpected, test_left])
