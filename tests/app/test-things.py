#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where it is about keys and things.

test-things.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import choose, closed, home_of, nameless, open_window, run


def open_menu(window, name, dialog):
    button = window.find('push button', part=name, root=dialog)
    window.press(window.find('push button', state='focusable', root=button))


def open_things(window):
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.press(window.find('push button', part='Keys and Things'))
    return window.dialog()


def things_of(home):
    return {thing['name']: thing for thing in home.run('thing', 'list')}


def test_writes_down_and_hands_over():
    """A key is written down, given to another, fetched back, taken off the list and put back."""
    anna, bruno = (home_of(name + '-key') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    anna.run('thing', 'add', 'Vests')

    window = open_window(anna)
    dialog = open_things(window)
    window.find('label', 'Nobody has said who has it', root=dialog)
    window.fill(window.find('text', 'What it is', root=dialog), 'Key of the hall')
    window.fill(window.find('text', 'What it opens, where it lies', root=dialog), 'Back door')
    window.press(window.find('push button', 'Write It Down', root=dialog, state='sensitive'))
    window.find('label', part='With you since', root=dialog)
    window.find('label', 'Back door', root=dialog)
    problems = nameless(window)

    open_menu(window, 'More about Key of the hall', dialog)
    window.press(window.find('menu item', part='Somebody Else Has It'))
    window.press(window.find('menu item', 'Bruno'))
    window.find('label', part='With Bruno since', root=dialog)
    window.press(window.find('push button', 'I have it now: Key of the hall', root=dialog))
    window.find('label', part='With you since', root=dialog)

    open_menu(window, 'More about Vests', dialog)
    window.press(window.find('menu item', part='Take It off the List'))
    window.find('label', '“Vests” is off the list', root=dialog)
    window.gone('label', 'Nobody has said who has it')
    window.press(window.find('push button', 'Undo', root=dialog))
    window.find('label', 'Nobody has said who has it', root=dialog)

    # what is said of one is changed, and the change taken back
    open_menu(window, 'More about Vests', dialog)
    window.press(window.find('menu item', part='Change Name or Note'))
    window.find('label', 'Change “Vests”', root=dialog)
    window.fill(window.find('text', 'What it is', root=dialog), 'Vests & <signs>')
    window.fill(window.find('text', 'What it opens, where it lies', root=dialog), 'In the trolley')
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.find('label', 'In the trolley', root=dialog)
    window.find('label', 'Vests & <signs>', root=dialog)
    window.find('label', 'One More', root=dialog)
    window.press(window.find('push button', 'Undo', root=dialog))
    window.gone('label', 'In the trolley')
    window.find('label', 'Vests', root=dialog)
    open_menu(window, 'More about Vests', dialog)
    window.press(window.find('menu item', part='Change Name or Note'))
    window.fill(window.find('text', 'What it is', root=dialog), 'x' * 300)
    window.press(window.find('push button', 'Save', root=dialog, state='sensitive'))
    window.find('label', part='The name is too long', root=dialog)
    window.press(window.find('push button', 'Leave It as It Is', root=dialog, state='sensitive'))
    window.find('label', 'One More', root=dialog)

    # nothing is added without a name, and a name has an end
    window.fill(window.find('text', 'What it is', root=dialog), 'x' * 300)
    choose(window, 'Who has it', 2, dialog)
    window.press(window.find('push button', 'Write It Down', root=dialog, state='sensitive'))
    window.find('label', part='The name is too long', root=dialog)
    problems += closed(window)

    things = things_of(anna)
    if sorted(things) != ['Key of the hall', 'Vests']:
        problems.append(f'there is {sorted(things)}')
    if not things['Key of the hall']['mine'] or things['Vests']['keeper'] is not None:
        problems.append(f'who has what: {things}')

    return problems


def test_is_on_the_sheet():
    """Who hands over the baton sees who has what, and can say otherwise there; who leaves too."""
    anna, bruno = (home_of(name + '-sheet') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    me = anna.run('status')['me']
    anna.run('thing', 'add', 'Vests', '--with', me, '--note', 'In the trolley')

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.press(window.find('push button', 'Hand Over…'))
    sheet = window.dialog()
    listed = window.find('list', 'Keys and things, and who has them', root=sheet)
    window.find('label', 'Vests', root=listed)
    window.find('label', part='In the trolley', root=listed)
    window.press(window.find('push button', part='Keys and Things', root=sheet))
    window.find('push button', part='More about Vests')
    window.fill(window.find('text', 'What it is'), 'Sign')
    window.press(window.find('push button', 'Write It Down', state='sensitive'))
    window.find('push button', part='More about Sign')
    window.keys('Escape')
    window.gone('push button', part='More about Sign')
    listed = window.find('list', 'Keys and things, and who has them')
    window.find('label', 'Sign', root=listed)
    problems = nameless(window)
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the sheet to close')

    window.open_page('Us')
    window.press(window.find('push button', 'Leave the Collective'))
    window.find('label', part='You still have this: Vests', root=window.dialog())

    return problems + closed(window)


def test_says_what_it_is_for():
    """Where nothing is written down, it says why one would; two who say otherwise are told."""
    anna, bruno = (home_of(name + '-empty') for name in ('anna', 'bruno'))
    anna.found('Pedibus', 'Anna')
    anna.invite(bruno, 'Bruno')
    window = open_window(anna)
    dialog = open_things(window)
    window.find('label', part='Write down who has the key of the hall', root=dialog)
    problems = closed(window)

    key = anna.run('thing', 'add', 'Key')['thing']
    anna.carry_to(bruno)
    anna.run('thing', 'give', key, anna.run('status')['me'])
    bruno.run('thing', 'give', key, bruno.run('status')['me'])
    bruno.carry_to(anna)
    window = open_window(anna)
    dialog = open_things(window)
    window.find('label', part='Somebody wrote something else about it', root=dialog)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.open_page('Rotas')
    window.find('label', 'Who has “Key”')

    return problems + closed(window)


run('things', [test_writes_down_and_hands_over, test_is_on_the_sheet, test_says_what_it_is_for])
