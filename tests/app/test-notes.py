#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where there is something to know about a child.

test-notes.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

from case import FOLDER, LINE_FILE, closed, home_of, nameless, open_window, run

WORDS = 'Allergique aux noix. Le stylo est dans la pochette rouge.'


def plan(anna, bruno, chiara):
    """Bruno’s child walks every day, and Chiara today."""
    anna.found('Pedibus', 'Anna')
    [line] = anna.run('line', 'import', LINE_FILE)
    [rota] = anna.run('rota', 'add', 'Walk', '--line', line['id'], '--days',
                      'mo,tu,we,th,fr,sa,su', '--at', '07:40', '--from', '2026-09-01', '--until',
                      '2027-06-10', '--min', '1', '--max', '3')
    anna.run('rota', 'publish', rota['id'])
    anna.invite(bruno, 'Bruno')
    anna.invite(chiara, 'Chiara')
    lea = bruno.run('child', 'add', 'Léa', '--line', line['id'])['child']
    bruno.run('child', 'book', lea, '--from', '2026-09-01')
    chiara.run('turn', 'take', rota['id'], '2026-09-01')
    chiara.carry_to(bruno)
    return rota['id'], lea


def open_note(window, dialog):
    button = window.find('push button', part='More about Léa', root=dialog)
    window.press(window.find('push button', state='focusable', root=button))
    window.press(window.find('menu item', part='Something to Know'))
    return window.wait(lambda: next((frame for frame in window.windows()
                                     if 'Something to Know' in (frame.get_name() or '')), None),
                       'the form')


def files_with(words):
    return [str(path) for path in FOLDER.rglob('*')
            if path.is_file() and words.encode() in path.read_bytes()]


def test_written_and_read():
    """A family writes what there is to know, who walks reads it, and it is in no file."""
    anna, bruno, chiara = (home_of(name + '-note') for name in ('anna', 'bruno', 'chiara'))
    rota, lea = plan(anna, bruno, chiara)

    window = open_window(bruno)
    window.find('frame', 'Pedibus')
    window.open_page('Us')
    window.press(window.find('push button', part='Children'))
    dialog = window.dialog()
    form = open_note(window, dialog)
    field = window.find('text', 'What there is to know about Léa', root=form)
    save = window.find('push button', 'Save', root=form)
    window.fill(field, 'x' * 1001)
    window.find('label', part='at most 1,000 bytes', root=form)
    window.wait(lambda: window.look('push button', 'Save', state='sensitive', root=form) is None,
                'what is too long not to be saved')
    window.fill(field, WORDS)
    problems = nameless(window)
    width, _ = window.resize(100, 600, form)
    if width > 360:
        problems.append(f'the form is {width} wide')
    window.press(window.find('push button', 'Save', state='sensitive', root=form))
    window.find('label', 'Something to know is sealed for those who walk', root=dialog)
    window.wait(lambda: len(window.windows()) == 2, 'the form to close')

    # what is there is in the field again; Escape leaves it as it was
    form = open_note(window, dialog)
    field = window.find('text', 'What there is to know about Léa', root=form)
    window.wait(lambda: field.get_text_iface().get_text(0, -1) == WORDS, 'the words')
    window.fill(field, 'Nothing')
    window.keys('Escape')
    window.wait(lambda: len(window.windows()) == 2, 'the form to close')
    problems += closed(window)
    if bruno.run('child', 'note', lea)['text'] != WORDS:
        problems.append('what was left by Escape is saved')

    bruno.carry_to(chiara)
    window = open_window(chiara)
    button = window.find('push button', part='Something to know about Léa')
    if window.look('label', part='noix'):
        problems.append('it is read without asking for it')
    problems += nameless(window)
    window.press(button)
    dialog = window.dialog()
    window.find('label', WORDS, root=dialog)
    window.find('label', part='From Bruno', root=dialog)
    width, _ = window.resize(100, 600, dialog)
    if width > 360:
        problems.append(f'the dialog is {width} wide')
    problems += nameless(window)
    window.keys('Escape')
    window.wait(lambda: len(window.windows()) == 1, 'the dialog to close')
    if window.look(part='noix'):
        problems.append('it is there after the dialog')
    problems += closed(window)
    problems += [f'{path} has it in the clear' for path in files_with(WORDS)]

    return problems


def test_ask_the_family():
    """Who is not reached is told to ask, and the family whom to tell."""
    anna, bruno, chiara = (home_of(name + '-ask') for name in ('anna', 'bruno', 'chiara'))
    rota, lea = plan(anna, bruno, chiara)
    nonna = chiara.run('member', 'add', 'Nonna')['member']
    chiara.run('turn', 'take', rota, '2026-09-01', '--for', nonna)
    chiara.carry_to(bruno)
    bruno.run('child', 'note', lea, '--text-fd', '0', typed=WORDS)
    bruno.carry_to(anna)
    anna.run('turn', 'take', rota, '2026-09-01')

    window = open_window(anna)
    window.find('label', 'Something to know about Léa: ask the family')
    window.press(window.find(part='Who comes along'))
    window.find('label', part='Léa (ask the family)')
    problems = nameless(window) + closed(window)

    window = open_window(bruno)
    window.find('label', part='is not sealed to Nonna: please tell them yourself')
    problems += nameless(window)

    return problems + closed(window)


run('notes', [test_written_and_read, test_ask_the_family])
