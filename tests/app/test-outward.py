#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, where something goes out of it: a calendar, text to be pasted, paper.

test-outward.py FARANDOLE FARANDOLE-CLI, in a session of session.sh.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'cli'))

import drive
import rfc5545
from case import choose, closed, home_of, nameless, open_window, run

MENU = 'Copy, Print or Save'


def home_with_line(name):
    anna = home_of(name)
    anna.found('Pedibus', 'Anna')
    line = anna.import_line()
    rota = anna.plan('Walk to school', 'mo,tu,th,fr', '07:40', 2, 3, line)
    anna.plan('Canteen', 'we', '12:00', 1, 1)
    anna.run('turn', 'take', rota, '2026-09-01')
    return anna, rota


def open_menu(window, item):
    # a menu closes at once while the window does not have the keyboard back from a dialog
    window.wait(lambda: window.root.get_child_count() == 1, 'one window')
    window.wait(lambda: drive.has(window.frame(), 'active'), 'the keyboard')
    for _ in range(5):
        window.press(window.find('push button', f'{MENU} {MENU}'))
        try:
            found = window.find('menu item', part=item, timeout=3)
        except TimeoutError:
            continue
        window.press(found)
        return
    raise TimeoutError(f'no menu with {item!r}')


def pasted(window):
    """What the clipboard holds, pasted into a field of the program itself."""
    window.keys('F10')
    window.press(window.find('menu item', part='Add a Rota'))
    dialog = window.find('frame', 'Add a Rota')
    field = window.find('text', 'Title', root=dialog)
    window.click(field)
    window.keys('ctrl+a', 'ctrl+v')
    window.wait(lambda: '\n' in drive.text(field), 'what is pasted')
    text = drive.text(field)
    window.keys('Escape')
    window.gone('frame', 'Add a Rota')

    return text


def test_calendar():
    """My turns, then one rota, as files that a strict reader reads; what is there is replaced only
    when the file dialog has asked."""
    anna, rota = home_with_line('anna-calendar')
    window = open_window(anna, chooses_file=True)
    window.find('frame', 'Pedibus')
    problems = nameless(window)
    path = Path(anna.folder + '.ics')

    open_menu(window, 'Save as a Calendar')
    dialog = window.find('frame', 'Save as a Calendar')
    problems += nameless(window)
    window.press(window.find('push button', part='Save…', root=dialog))
    window.answer_file('Where to Save the Calendar', str(path))
    window.find('label', f'{path.name} is saved, with 1 outing')
    [event] = rfc5545.events(rfc5545.read(path.read_bytes()))
    if rfc5545.get(event, 'SUMMARY') != 'Walk to school':
        problems.append(f'my turn: {event}')

    open_menu(window, 'Save as a Calendar')
    dialog = window.find('frame', 'Save as a Calendar')
    # my turns, all outings, the line, the first rota
    choose(window, 'Which Outings', 3, dialog)
    window.press(window.find('push button', part='Save…', root=dialog))
    other = Path(anna.folder + '-rota.ics')
    window.answer_file('Where to Save the Calendar', str(other))
    window.find('label', part=f'{other.name} is saved, with ')
    rotas = {re.match('[0-9a-f]+', rfc5545.one(event, 'UID')[1])[0]
             for event in rfc5545.events(rfc5545.read(other.read_bytes()))}
    if len(rotas) != 1:
        problems.append(f'of one rota: {rotas}')

    # once more on the first file: the file dialog asks
    path.write_bytes(b'something else')
    open_menu(window, 'Save as a Calendar')
    dialog = window.find('frame', 'Save as a Calendar')
    window.press(window.find('push button', part='Save…', root=dialog))
    window.answer_file('Where to Save the Calendar', str(path))
    window.find('label', part='already exists')
    if path.read_bytes() != b'something else':
        problems.append('it is replaced before anybody was asked')
    window.press(window.find('push button', part='Replace'))
    window.wait(lambda: path.read_bytes() != b'something else', 'the file anew')
    rfc5545.read(path.read_bytes())

    return problems + closed(window)


def test_tables():
    """Tables for a spreadsheet, in a folder of their own; what is there stays."""
    anna, _ = home_with_line('anna-tables')
    window = open_window(anna, chooses_file=True)
    window.find('frame', 'Pedibus')
    folder = Path(anna.folder + '-tables')

    open_menu(window, 'Save for a Spreadsheet')
    window.answer_file('Where to Save the Tables', str(folder))
    window.find('label', f'The tables are saved in the folder {folder.name}')
    problems = nameless(window)
    names = sorted(path.name for path in folder.iterdir())
    if names != ['members.csv', 'outings.csv', 'rotas.csv', 'turns.csv']:
        problems.append(f'the tables: {names}')
    if 'Anna' not in (folder / 'members.csv').read_text(encoding='utf-8-sig'):
        problems.append('nobody is in the members')

    return problems + closed(window)


def test_own_data():
    """All that is said about oneself, in one file: what the command line says, and no secret."""
    anna, _ = home_with_line('anna-own')
    window = open_window(anna, chooses_file=True)
    window.find('frame', 'Pedibus')
    path = Path(anna.folder + '-me.json')

    open_menu(window, 'Save All That Is Said About You')
    window.answer_file('Where to Save What Is Said About You', str(path))
    window.find('label', part=f'{path.name} is saved, with')
    problems = nameless(window) + closed(window)
    same = Path(anna.folder + '-cli.json')
    anna.run('export', 'me', str(same))
    if path.read_bytes() != same.read_bytes():
        problems.append('the command line says something else')
    if json.loads(path.read_text(encoding='utf-8'))['name'] != 'Anna':
        problems.append('it is about somebody else')

    return problems


def test_text():
    """The week, and one outing, as the command line says it."""
    anna, rota = home_with_line('anna-text')
    window = open_window(anna)
    window.find('frame', 'Pedibus')
    open_menu(window, 'Copy as Text')
    window.find('label', 'The week is copied: paste it into a message')
    week = text = pasted(window)
    problems = []
    if 'Anna walks' not in text or 'You' in text:
        problems.append(f'who reads it is not who wrote it: {text!r}')

    window.press(window.find('push button', part='Copy as text: Walk to school, Tuesday 1 September'))
    window.find('label', 'The outing is copied: paste it into a message')
    text = pasted(window)
    if 'Tuesday 1 September' not in text or 'Canteen' in text or 'Anna walks' not in text:
        problems.append(f'the outing: {text!r}')

    problems += nameless(window) + closed(window)
    said = anna.run('week', '--from', '2026-08-31', '--text')['text']
    if week != said:
        problems.append(f'the week: {week!r} is not {said!r}')

    return problems


def test_paper():
    """The week and the poster as PDF, and the dialog that prints."""
    anna, _ = home_with_line('anna-paper')
    window = open_window(anna, chooses_file=True)
    window.find('frame', 'Pedibus')
    problems = []
    for item, title, name in (('Save the Week as PDF', 'Where to Save the Sheet', 'week'),
                              ('Save a Poster', 'Where to Save the Poster', 'poster')):
        path = Path(f'{anna.folder}-{name}.pdf')
        open_menu(window, item)
        window.answer_file(title, str(path))
        window.find('label', part=f'{path.name} is saved: ')
        if path.read_bytes()[:5] != b'%PDF-':
            problems.append(f'{path.name} is no PDF')

    Path('output.pdf').unlink(missing_ok=True)
    window.keys('ctrl+p')
    dialog = window.find('dialog', 'Print')
    # without a printer the dialog offers a file where the program was started
    window.click(window.find('label', 'Print to File', root=dialog))
    window.press(window.find('push button', part='Print', state='sensitive', root=dialog))
    printed = Path('output.pdf')
    window.wait(lambda: printed.exists() and printed.read_bytes()[-6:].strip() == b'%%EOF',
                'what is printed')
    printed.unlink()

    return problems + nameless(window) + closed(window)


def codes_of(path):
    """As they stand in a row of the command line's own table: the same on every paper."""
    text = subprocess.run(['pdftotext', '-raw', path, '-'], capture_output=True, check=True)
    return re.findall(r'\b[A-Z]{3} [A-Z]{3}\b', text.stdout.decode())


def test_sign_up():
    """A table is saved; what was written on it is typed in, by the keyboard alone."""
    anna, rota = home_with_line('anna-sign-up')
    anna.run('member', 'add', 'Papi Jean')
    window = open_window(anna, chooses_file=True)
    window.find('frame', 'Pedibus')
    path = Path(anna.folder + '-table.pdf')
    open_menu(window, 'Save a Table')
    window.answer_file('Where to Save the Table', str(path))
    window.find('label', part=f'{path.name} is saved: ')
    if not shutil.which('pdftotext'):
        return closed(window)
    codes = codes_of(path)

    open_menu(window, 'Type In What Is')
    dialog = window.find('frame', 'Type In What Is on Paper')
    problems = nameless(window)

    def enter(code, name):
        window.fill(window.find('text', 'Letters of the cell', root=dialog), code)
        window.fill(window.find('text', 'Name', root=dialog), name)
        window.press(window.find('push button', part='Note It', root=dialog, state='sensitive'))

    enter(codes[0], 'papi')
    window.find('label', part='Noted for Papi Jean by Anna: ', root=dialog)
    window.wait(lambda: not drive.text(window.find('text', 'Name', root=dialog)), 'an empty field')
    enter(codes[0], 'Anna')
    window.find('label', part='typed in before, for Papi Jean', root=dialog)
    # of one wrong letter it is certain, of a code read backwards it is not
    enter(codes[1][:-1] + ('B' if codes[1][-1] == 'A' else 'A'), 'Anna')
    window.find('label', part='Look at them again', root=dialog)
    enter(codes[1], 'Mamie Rose')
    window.find('label', part='Nobody here is called “Mamie Rose”', root=dialog)
    window.press(window.find('push button', part='Add Mamie Rose', root=dialog))
    window.find('label', part='Noted for Mamie Rose by Anna: ', root=dialog)
    problems += nameless(window)
    window.press(window.find('push button', part='Undo: Noted for Papi Jean', root=dialog))
    window.find('label', part='Undone: Papi Jean', root=dialog)
    window.keys('Escape')
    window.wait(lambda: window.root.get_child_count() == 1, 'the dialog to close')
    problems += closed(window)

    turns = {turn['member_name'] if 'member_name' in turn else turn['member']: turn['state']
             for outing in anna.run('week', '--from', '2026-09-02', '--days', '28')
             for turn in outing['turns']}
    if turns != {'Papi Jean': 'released', 'Mamie Rose': 'standing'}:
        problems.append(f'the turns: {turns}')

    return problems


run('outward', [test_calendar, test_tables, test_own_data, test_text, test_paper, test_sign_up])
