#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is printed, read again by poppler: the words, the pages, and that nothing is cut off."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import cli
from cli import carry, check, check_equal, found, make_three

if not shutil.which('pdftotext'):
    print('1..0 # SKIP poppler-utils is not here')
    sys.exit(0)

SIZES = {'A4': (595.28, 841.89), 'Letter': (612.0, 792.0)}
# What a printer may leave white, less a little.
EDGE = 30


def ask_poppler(program, *args):
    return subprocess.run([program, *args], capture_output=True, check=True).stdout.decode()


def words_of(path):
    """All words in the order in which they were drawn; a word that was broken is two."""
    return ask_poppler('pdftotext', '-raw', str(path), '-').split()


def joined(text):
    """Without what tells lines apart: where they are broken is not what they say."""
    return ''.join(text.split()).replace('–', '')


def pages_of(path):
    """Of each page its size and its words with their boxes."""
    root = ElementTree.fromstring(ask_poppler('pdftotext', '-bbox', str(path), '-'))
    name = '{http://www.w3.org/1999/xhtml}'
    for page in root.iter(name + 'page'):
        yield (float(page.get('width')), float(page.get('height'))), [
            (word.text, *(float(word.get(key)) for key in ('xMin', 'yMin', 'xMax', 'yMax')))
            for word in page.iter(name + 'word')]


def overlap(one, other):
    """How much of the smaller of two boxes the other covers, 0..1; letters' boxes touch."""
    width = min(one[3], other[3]) - max(one[1], other[1])
    height = min(one[4], other[4]) - max(one[2], other[2])
    if width <= 0 or height <= 0:
        return 0
    return width * height / min((box[3] - box[1]) * (box[4] - box[2]) for box in (one, other))


def check_paper(path, n_pages, size='A4'):
    """As many pages as were said, of that size; all fonts inside; no word beyond the edge or on
    another."""
    pages = list(pages_of(path))
    check_equal(len(pages), n_pages, f'{path.name}: pages')
    for i, ((width, height), words) in enumerate(pages):
        check(abs(width - SIZES[size][0]) < 1 and abs(height - SIZES[size][1]) < 1,
              f'{path.name}: a page of {width} to {height}')
        check(words, f'{path.name}: page {i + 1} is empty')
        check([words[-3][0], words[-2][0], words[-1][0]] == [str(i + 1), '/', str(n_pages)],
              f'{path.name}: its number: {words[-3:]}')
        for word in words:
            check(word[1] >= EDGE and word[2] >= EDGE and word[3] <= width - EDGE and
                  word[4] <= height - EDGE, f'{path.name}: page {i + 1}: over the edge: {word}')
        for j, word in enumerate(words):
            for other in words[j + 1:j + 80]:
                check(overlap(word, other) < 0.3,
                      f'{path.name}: page {i + 1}: one on the other: {word}, {other}')
    fonts = ask_poppler('pdffonts', str(path)).splitlines()[2:]
    check(fonts, f'{path.name}: no font')
    for font in fonts:
        check(font.split()[-5] == 'yes', f'{path.name}: a font that is not inside: {font}')


def check_in_order(path, lines):
    """Each of these stands there, one after the other."""
    text = joined(' '.join(words_of(path)))
    at = 0
    for line in lines:
        found_at = text.find(joined(line), at)
        check(found_at >= 0, f'{path.name}: {line!r} does not come there: {text[at:at + 300]}')
        at = found_at


def draw(home, folder, *args):
    path = folder / f'{home.name}-{args[0]}.pdf'
    said = home.ask('export', args[0], str(path), '--force', *args[1:])
    check_equal(said['files'], [str(path)], 'what it says')
    return path, said


def plan(home, title, *options, days='mo,tu,th,fr', at='08:10'):
    rota = home.ask('rota', 'add', title, '--days', days, '--at', at, '--from', '2026-09-01',
                    '--until', '2026-12-18', *options)[0]['id']
    home.ask('rota', 'publish', rota)
    return rota


def test_sheet(folder):
    """What the week says, and where somebody is missing in words; the same twice."""
    anna, bruno, chiara = make_three(folder)
    line = anna.ask('line', 'import', str(cli.LINE_FILE))[0]['id']
    rota = plan(anna, 'The walk', '--line', line, '--min', '2', '--max', '2')
    anna.ask('rota', 'add', 'A secret draft', '--days', 'mo', '--at', '12:00', '--from',
             '2026-09-01', '--until', '2026-12-18')
    carry(folder, anna, bruno, chiara)
    for home in (anna, bruno, chiara):
        home.ask('turn', 'take', rota, '2026-09-07')
    bruno.ask('turn', 'take', rota, '2026-09-08')
    given = chiara.ask('turn', 'take', rota, '2026-09-10')['turn']
    chiara.ask('turn', 'release', given)
    anna.ask('rota', 'cancel', rota, '2026-09-11', '--why', 'Strike')
    for home in (bruno, chiara):
        carry(folder, home, anna)

    path, said = draw(anna, folder, 'sheet', '--week', '2026-09-09')
    check_paper(path, said['pages'])
    text = anna.ask('week', '--from', '2026-09-07', '--text')['text'].splitlines()
    check_in_order(path, text[:2])
    check_in_order(path, [line for line in text[2:-1] if 'needed' not in line and
                          '(Linea Blu)' not in line])
    check_in_order(path, ['Tuesday 8 September', '08:10 The walk', 'Linea Blu',
                          'Somebody is missing! One more adult is needed (1 of 2)', 'Bruno walks',
                          'Who comes?', 'Thursday 10 September',
                          'Somebody is missing! 2 more adults are needed (0 of 2)', 'Who comes?',
                          'Who comes?', 'Friday 11 September', 'Cancelled: Strike', 'Phone chain'])
    whole = joined(' '.join(words_of(path)))
    check_equal((whole.count('Whocomes?'), 'secret' in whole, 'gavetheturnback' in whole),
                (3, False, False), 'what is not there')
    phones = whole[whole.index('Phonechain'):]
    check_equal([phones.count(name) for name in ('Anna', 'Bruno', 'Chiara')], [1, 1, 1], 'whom to call')
    check_equal(whole.count('Asthismachine'), said['pages'], 'how old it is, on each page')

    check('Thesameastext' in whole, 'a code')
    content = path.read_bytes()
    draw(anna, folder, 'sheet', '--week', '2026-09-12')
    check_equal(path.read_bytes(), content, 'the same again')
    path, said = draw(anna, folder, 'sheet', '--week', '2026-09-07', '--paper', 'letter')
    check_paper(path, said['pages'], 'Letter')
    path, said = draw(anna, folder, 'sheet', '--week', '2027-02-01')
    check_paper(path, 1)
    check('Nothingisplanned' in joined(' '.join(words_of(path))), 'an empty week')

    anna.ask('line', 'pattern', line, '--days', 'mo', '--shift', '10')
    anna.ask('rota', 'change', rota, '2026-09-08', '--place', 'The gym')
    path, said = draw(anna, folder, 'sheet', '--week', '2026-09-07')
    check_in_order(path, ['Monday 7 September', '08:10 The walk', 'Linea Blu',
                          'Not as on other days: from', 'Tuesday 8 September', 'Linea Blu',
                          'The gym', 'Thursday 10 September'])


def test_much(folder):
    """Long names without a blank, long reasons, many outings with many turns: on further pages."""
    anna = found(folder, 'Anna')
    people = ['É' * 100, 'Wolfeschlegelsteinhausenbergerdorff' * 5, 'مريم', '李' * 60]
    people += [f'Person number {i}' for i in range(20)]
    members = [anna.ask('member', 'add', name)['member'] for name in people]
    rota = plan(anna, 'W' * 190, '--min', '40', '--max', '40', days='mo')
    for member in members:
        anna.ask('turn', 'take', rota, '2026-09-07', '--for', member)
    for i in range(8):
        other = plan(anna, f'Rota number {i} of many', '--min', '1', days='mo,tu,we,th,fr',
                     at=f'{8 + i:02}:15')
    anna.ask('rota', 'cancel', other, '2026-09-08', '--why', 'why ' * 900)
    for size in SIZES:
        path, said = draw(anna, folder, 'sheet', '--week', '2026-09-07', '--paper', size)
        check(said['pages'] >= 6, f'{said["pages"]} pages')
        check_paper(path, said['pages'], size)
        text = joined(' '.join(words_of(path)))
        for name in ('É' * 100, 'Wolfeschlegelsteinhausenbergerdorff' * 5, 'W' * 190):
            check(name in text, f'{size}: {name} is cut')
        check_equal(text.count('why'), 900, f'{size}: the reason')
        for i in range(20):
            check(f'Personnumber{i}walks' in text, f'{size}: person {i}')


def test_code(folder):
    """Where all of it is too much for a code, it has where somebody is missing; else the
    first days."""
    anna = found(folder)
    full = plan(anna, 'Full ' * 30, '--min', '1')
    for day in ('07', '08', '10', '11'):
        anna.ask('turn', 'take', full, f'2026-09-{day}')
    path, said = draw(anna, folder, 'sheet', '--week', '2026-09-07')
    check_paper(path, said['pages'])
    check('astext' in joined(' '.join(words_of(path))), 'all of it')
    for i in range(2):
        more = plan(anna, f'{i} more ' * 20, '--min', '1')
        for day in ('07', '08', '10', '11'):
            anna.ask('turn', 'take', more, f'2026-09-{day}')
    path, _ = draw(anna, folder, 'sheet', '--week', '2026-09-07')
    text = joined(' '.join(words_of(path)))
    check('astext,upto' in text and 'upto13' not in text, f'too much: the first days of it: {text}')
    plan(anna, 'A gap', '--min', '1', days='we')
    path, said = draw(anna, folder, 'sheet', '--week', '2026-09-07')
    check_paper(path, said['pages'])
    check('Wheresomebodyismissing,astext' in joined(' '.join(words_of(path))), 'a shorter one')


def test_poster(folder):
    anna, bruno, _ = make_three(folder)
    line = anna.ask('line', 'import', str(cli.LINE_FILE))[0]
    walk = plan(anna, 'The walk', '--line', line['id'])
    carry(folder, anna, bruno)
    bruno.ask('turn', 'take', walk, '2026-09-07')
    carry(folder, bruno, anna)
    other = plan(anna, 'The canteen', days='we')
    path = folder / 'holidays.ics'
    path.write_text('BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\nBEGIN:VEVENT\nUID:1\n'
                    'SUMMARY:Autumn\nDTSTART;VALUE=DATE:20261017\nDTEND;VALUE=DATE:20261102\n'
                    'END:VEVENT\nEND:VCALENDAR\n')
    anna.ask('holidays', 'import', str(path), '--name', 'Ours')

    path, said = draw(anna, folder, 'poster')
    check_equal(said['pages'], 2, 'a page for each')
    check_paper(path, 2)
    path, said = draw(anna, folder, 'poster', '--rota', walk[:8])
    check_paper(path, 1)
    check_in_order(path, ['Pedibus Meano', 'The walk', 'Every Monday', '08:10', line['name'],
                          *[stop['name'] + ' ' + stop['time'] for stop in line['stops']],
                          'Not in the holidays:', 'Autumn, 17 October 2026 to 1 November 2026'])
    whole = joined(' '.join(words_of(path)))
    for name in ('Anna', 'Bruno', 'Chiara'):
        check(name not in whole, f'{name} hangs in the street')
    path, said = draw(anna, folder, 'poster', '--rota', other, '--paper', 'Letter')
    check_paper(path, 1, 'Letter')


def codes_of(path):
    return re.findall(r'\b[A-Z]{3} [A-Z]{3}\b', ask_poppler('pdftotext', '-raw', str(path), '-'))


def test_grid(folder):
    """A code for each place that is free; typed in, each row is answered in words."""
    anna, bruno, _ = make_three(folder)
    papi = anna.ask('member', 'add', 'Papi Jean-Baptiste')['member']
    rota = plan(anna, 'The walk', '--min', '2', '--max', '4')
    other = plan(anna, 'The canteen', '--max', '2', days='we', at='12:00')
    anna.ask('turn', 'take', rota, '2026-09-07')
    anna.ask('rota', 'cancel', rota, '2026-09-10', '--why', 'Strike')
    carry(folder, anna, bruno)
    path, said = draw(anna, folder, 'grid', '--from', '2026-09-07', '--weeks', '1')
    check_paper(path, said['pages'])
    # the canteen, then the walk: Monday has one of four, Thursday is cancelled
    codes = codes_of(path)[2:] + codes_of(path)[:2]
    check_equal((len(codes), len(set(codes))), (3 + 4 + 4 + 2, 13), 'codes')
    check_in_order(path, ['The canteen', 'Wed 9 Sep', codes[11], 'The walk', 'Mon 7 Sep', 'Anna',
                          codes[0], 'Tue 8 Sep', codes[3], 'Thu 10 Sep', 'Cancelled: Strike',
                          'Fri 11 Sep'])
    path, said = draw(anna, folder, 'grid', '--from', '2026-09-07', '--weeks', '3', '--rota', other,
                      '--paper', 'Letter')
    check_paper(path, said['pages'], 'Letter')
    check_equal(codes_of(path)[:2], codes[11:], 'the same codes on another paper')
    check('The walk' not in ' '.join(words_of(path)), 'one rota')

    [row] = anna.ask('paper', 'enter', codes[3].lower().replace(' ', ''), 'papi')
    check_equal((row['done'], row['date'], row['rota'], row['member']),
                (True, '2026-09-08', rota, papi), 'what is noted')
    check_equal(row['words'], 'Noted for Papi Jean-Baptiste by Anna: The walk, Tuesday 8 September. '
                'Papi Jean-Baptiste walks.', 'in words')
    [outing] = anna.ask('week', '--from', '2026-09-08', '--days', '1')
    check_equal([turn['member'] for turn in outing['turns']], [papi], 'the week')
    check('Anna' in anna.run('paper', 'enter', codes[11], 'ANNA').stdout.decode(), 'myself')

    # each in words of its own
    for args, status, part in (
            ((codes[4], 'Papi'), cli.RULE, 'already'),
            ((codes[5][:-1] + chr(ord('Y') - (codes[5][-1] == 'Y')), 'Papi'), cli.USAGE,
             'letters is wrong'),
            ((codes[5][:5], 'Papi'), cli.USAGE, 'six letters'),
            ((codes[5], 'Zoe'), cli.NOT_FOUND, 'Nobody here is called “Zoe”'),
            ((codes[5], 'Bruno'), cli.RULE, 'members')):
        words = anna.refuse(status, 'paper', 'enter', *args)
        check(part.lower() in words.lower(), f'{args}: {words}')
    words = bruno.refuse(cli.RULE, 'paper', 'enter', codes[5], 'Papi')
    anna.ask('member', 'add', 'Papi Louis')
    words = anna.refuse(cli.USAGE, 'paper', 'enter', codes[5], 'Papi')
    check('Papi Jean-Baptiste and Papi Louis' in words, words)
    anna.refuse(cli.USAGE, 'paper', 'enter', codes[5])
    later = anna.now
    anna.now = '2026-09-09T08:00:00+02:00'
    words = anna.refuse(cli.RULE, 'paper', 'enter', codes[5], 'Papi Louis')
    check('Tuesday 8 September' in words and 'past' in words, words)
    anna.now = later

    # many at once: each line is answered, and what is wrong stops nothing
    rows = folder / 'rows.txt'
    rows.write_text(f'{codes[5]} Papi Louis\n\n{codes[5]};Mamie Rose\nABC DEF Mamie Rose\n'
                    f'{codes[6]}, Mamie Rose\n{codes[7].replace(" ", "")} Mamie Rose\n')
    # and a script sees that not all was done
    answers = anna.ask('paper', 'enter', '--add', '--file', str(rows), status=cli.RULE)
    check_equal([(row['done'], row['date']) for row in answers],
                [(True, '2026-09-08'), (False, '2026-09-08'), (False, None),
                 (True, '2026-09-08'), (True, '2026-09-11')], f'{answers}')
    check('typed in before, for Papi Louis' in answers[1]['words'], answers[1]['words'])

    [undone] = anna.ask('paper', 'undo', codes[7], 'Mamie')
    check_equal(undone['words'], 'Undone: Mamie Rose, The walk, Friday 11 September.', 'undone')
    anna.refuse(cli.RULE, 'paper', 'undo', codes[7], 'Mamie')
    [outing] = anna.ask('week', '--from', '2026-09-11', '--days', '1')
    check_equal([turn['state'] for turn in outing['turns']], ['released'], 'given back')


def test_refused(folder):
    anna = found(folder)
    path = folder / 'out.pdf'
    words = anna.refuse(cli.USAGE, 'export', 'poster', str(path))
    check('published' in words, words)
    plan(anna, 'The walk')
    anna.ask('export', 'sheet', str(path))
    content = path.read_bytes()
    for kind in ('sheet', 'poster', 'grid'):
        anna.refuse(cli.USAGE, 'export', kind, str(path))
        anna.refuse(cli.USAGE, 'export', kind, str(folder / 'new.pdf'), '--paper', 'A3')
        anna.refuse(cli.NOT_FOUND, 'export', kind, str(folder / 'nowhere' / 'out.pdf'))
    check_equal(path.read_bytes(), content, 'the file that is there')
    anna.refuse(cli.USAGE, 'export', 'sheet', str(folder / 'new.pdf'), '--week', 'tomorrow')
    anna.refuse(cli.NOT_FOUND, 'export', 'poster', str(folder / 'new.pdf'), '--rota', 'ffffffff')
    for option in (('--weeks', '0'), ('--weeks', '53'), ('--from', '2026-08-31'),
                   ('--from', '2027-08-01')):
        anna.refuse(cli.USAGE, 'export', 'grid', str(folder / 'new.pdf'), *option)
    os.environ['FARANDOLE_MODULES'] = str(folder)
    try:
        words = anna.refuse(cli.STORE, 'export', 'sheet', str(folder / 'new.pdf'))
        check('printed' in words, words)
    finally:
        del os.environ['FARANDOLE_MODULES']
    check_equal(sorted(p.name for p in folder.iterdir()), ['anna', 'out.pdf'], 'nothing is left')


cli.run(dict(globals()))
