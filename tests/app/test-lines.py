#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where it is about lines.

test-lines.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

import drive
from case import LINE_FILE, choose, closed, home_of, nameless, open_window, run


def plan(home):
    [line] = home.run('line', 'import', LINE_FILE)
    [rota] = home.run('rota', 'add', 'Walk', '--line', line['id'], '--days',
                      'mo,tu,we,th,fr,sa,su', '--at', '07:40', '--from', '2026-09-01', '--until',
                      '2027-06-10', '--min', '1')
    home.run('rota', 'publish', rota['id'])
    return line


def open_line(window, line):
    window.open_page('Rotas')
    window.press(window.find('push button', part=line['name']))
    window.press(window.find('push button', part='Change the line'))
    return window.dialog()


def test_changes():
    """A line leaves earlier, in another colour; what moves is said before, and undone in one."""
    anna = home_of('anna-line')
    anna.found('Pedibus', 'Anna')
    line = plan(anna)

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    dialog = open_line(window, line)
    window.fill(window.find('text', 'To school, such as 08:05', root=dialog), 'soon')
    window.press(window.find('push button', 'Change', root=dialog, state='sensitive'))
    window.find('label', part='This time does not exist', root=dialog)
    window.fill(window.find('text', 'To school, such as 08:05', root=dialog), '07:30')
    window.find('label', part='07:30 instead of 07:40', root=dialog)
    window.find('label', part='Nobody’s promise moves', root=dialog)
    choose(window, 'Whom to ask about it', 1, dialog)
    choose(window, 'Colour', 5, dialog)
    problems = nameless(window)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', 'Change', root=dialog, state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', part='Blue · 4 stops')
    window.find('label', 'Questions? Ask Anna')
    window.find('label', '07:35')
    problems += nameless(window)

    window.press(window.find('push button', 'Undo'))
    window.find('label', part='is as it was before')
    window.gone('label', part='Blue · 4 stops')
    problems += closed(window)
    [after] = anna.run('line', 'list')
    if after != line:
        problems.append(f'undone: {after}')

    return problems


def test_typed():
    """A line is written down as in a message; then stops change, and that is undone."""
    anna = home_of('anna-typed')
    anna.found('Pedibus', 'Anna')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    window.press(window.find('push button', part='Add a Line'))
    dialog = window.dialog()
    window.fill(window.find('text', 'Name of the line', root=dialog), 'Blue')
    stops = window.find('text', 'Stops, one a line', root=dialog)
    window.fill(stops, '07:50 Via Roma\n25:00 Market')
    window.press(window.find('push button', 'Add', root=dialog, state='sensitive'))
    window.find('label', part='Line 2: This time does not exist', root=dialog)
    # what is wrong is selected
    window.keys('ctrl+a')
    window.fill(stops, '07:50 16:40 Via Roma\nMarket: 8h00\nThe mill')
    window.find(part='3 stops, from Via Roma at 07:50', root=dialog)
    problems = nameless(window)
    width, _ = window.resize(100, 620, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', 'Add', root=dialog, state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', part='“Blue” is added')

    window.press(window.find('push button', part='Blue'))
    window.press(window.find('push button', part='The stops of the line Blue'))
    dialog = window.dialog()
    stops = window.find('text', 'Stops, one a line', root=dialog)
    if '07:50 16:40 Via Roma\n08:00 Market\nThe mill' not in drive.text(stops):
        problems.append(f'what was written: {drive.text(stops)!r}')
    window.fill(stops, '07:45 16:40 Via Roma\n08:00 Market\n08:10 The church')
    window.find(part='The mill is no stop any more', root=dialog)
    window.find(part='07:45 instead of 07:50', root=dialog)
    problems += nameless(window)
    window.press(window.find('push button', 'Change', root=dialog, state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', part='The church')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='is as it was before')
    window.find('label', part='The mill')
    problems += nameless(window) + closed(window)
    [line] = anna.run('line', 'list')
    names = [stop['name'] for stop in line['stops']]
    if names != ['Via Roma', 'Market', 'The mill']:
        problems.append(f'undone: {names}')

    return problems


def test_stop():
    """How long a way takes and how a wheelchair gets along are said of a stop, by the keyboard."""
    anna = home_of('anna-stop')
    anna.found('Pedibus', 'Anna')
    line = plan(anna)
    stop = line['stops'][1]['name']
    child = anna.run('child', 'add', 'Mia', '--line', line['id'], '--stop', stop, '--need',
                     'wheelchair')['child']
    anna.run('child', 'book', child, '--from', '2026-09-01')

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    dialog = open_line(window, line)
    window.press(window.find('list item', part=stop, root=dialog))
    spin = window.find('spin button', part='Minutes to', root=dialog)
    spin.get_value_iface().set_current_value(9)
    window.find('label', part='07:54 instead of 07:47', root=dialog)
    window.resize(480, 960, dialog)
    choose(window, 'Kerb at this stop', 3, dialog)
    problems = nameless(window)
    window.press(window.find('push button', 'Change', root=dialog, state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', part='Kerb: too high for a wheelchair')
    window.open_page('This Week')
    window.find('label', part='Look at the stop')
    problems += nameless(window)

    return problems + closed(window)


def test_weekdays():
    """On Tuesdays the line begins at another stop: its outing shows the stops that are walked."""
    anna = home_of('anna-weekdays')
    anna.found('Pedibus', 'Anna')
    line = plan(anna)
    stops = [stop['name'] for stop in line['stops']]
    anna.run('line', 'pattern', line['id'], '--days', 'tu', '--from', stops[1])

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    outing = window.find('list item', part='Tuesday 1 September')
    window.find('push button', f'{len(stops) - 1} stops', root=outing)
    window.find('label', part=f'Not as on other days: from {stops[1]} (', root=outing)
    dialog = open_line(window, line)
    window.find('label', f'Tuesday: begins at {stops[1]}', root=dialog)
    window.press(window.find('push button', 'Add This Pattern', root=dialog))
    window.find('label', part='days of the week', root=dialog)
    window.press(window.find('push button', 'Wednesday', root=dialog))
    window.find('spin button', 'Minutes later', root=dialog).get_value_iface().set_current_value(5)
    window.press(window.find('push button', 'Add This Pattern', root=dialog))
    window.find('label', 'Wednesday: 5 minutes later', root=dialog)
    window.press(window.find('push button', part='Take off: Tuesday', root=dialog))
    problems = nameless(window)
    window.press(window.find('push button', 'Change', root=dialog, state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.find('label', 'Wednesday: 5 minutes later')
    window.press(window.find('push button', 'Undo'))
    window.find('label', f'Tuesday: begins at {stops[1]}')

    return problems + closed(window)


def test_hazard():
    """What is to be looked out for is told to everybody, and gone with one button, and back."""
    anna = home_of('anna-hazard')
    anna.found('Pedibus', 'Anna')
    line = plan(anna)

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    window.open_page('Rotas')
    window.press(window.find('push button', part=line['name']))
    window.press(window.find('push button', part='What is to be looked out for on'))
    dialog = window.dialog()
    window.find('label', part='A building site', root=dialog)
    window.press(window.find('push button', 'Tell Everybody', root=dialog))
    window.find('label', part='empty', root=dialog)
    window.fill(window.find('text', 'What there is', root=dialog), 'A hole')
    choose(window, 'At or after which stop', 2, dialog)
    window.press(window.find('push button', 'Tell Everybody', root=dialog, state='sensitive'))
    window.find('label', f'{line["stops"][1]["name"]}: A hole', root=dialog)
    window.find('label', part='Open, says Anna', root=dialog)
    problems = nameless(window)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', part='Being Dealt With: A hole', root=dialog))
    window.find('label', part='Being dealt with, says Anna', root=dialog)
    window.press(window.find('push button', part='It Is Gone: A hole', root=dialog))
    window.find('label', part='Gone, says Anna', root=dialog)
    window.press(window.find('push button', part='Still There: A hole', root=dialog))
    window.find('label', part='Open, says Anna', root=dialog)
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.open_page('This Week')
    window.find('label', part='Look out!')
    problems += nameless(window)

    return problems + closed(window)


def test_off_the_list():
    """What hangs on a line is said before it is taken off; its rota goes on, and it comes back."""
    anna = home_of('anna-gone')
    anna.found('Pedibus', 'Anna')
    line = plan(anna)
    anna.run('child', 'add', 'Mia', '--line', line['id'], '--stop', line['stops'][0]['name'])

    window = open_window(anna)
    window.find('frame', 'Pedibus')
    dialog = open_line(window, line)
    window.find('label', part='A rota walks it and stays as it is, without its stops: “Walk”',
                root=dialog)
    window.find('label', part='1 child is on it', root=dialog)
    problems = nameless(window)
    width, _ = window.resize(100, 700, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    window.press(window.find('push button', 'Take the Line off the List', root=dialog))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.gone('push button', part='Change the line')
    window.find('label', part='A line that is not on the list any more')

    # a form that says nothing of the line changes nothing of it
    window.press(window.find('push button', 'Change Walk'))
    dialog = window.dialog()
    window.find('label', 'A line that is not on the list any more', root=dialog)
    window.fill(window.find('text', part='Time', root=dialog), '07:50')
    window.press(window.find('push button', 'Change', root=dialog, state='sensitive'))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    problems += nameless(window) + closed(window)
    [rota] = anna.run('rota', 'list')
    if (rota['line'], rota['rule']['at']) != (line['id'], '07:50'):
        problems.append(f'the rota: {rota}')

    return problems


def test_back_on_the_list():
    """Undo puts a line back as it was."""
    anna = home_of('anna-back')
    anna.found('Pedibus', 'Anna')
    line = plan(anna)
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    dialog = open_line(window, line)
    window.press(window.find('push button', 'Take the Line off the List', root=dialog))
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    window.gone('push button', part='Change the line')
    window.press(window.find('push button', 'Undo'))
    window.find('label', part='The line is on the list again')
    window.find('push button', part=line['name'])
    problems = nameless(window) + closed(window)
    if anna.run('line', 'list') != [line]:
        problems.append(f'undone: {anna.run("line", "list")}')

    return problems


run('lines-window', [test_changes, test_typed, test_stop, test_weekdays, test_hazard,
                     test_off_the_list, test_back_on_the_list])
