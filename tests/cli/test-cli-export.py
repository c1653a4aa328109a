#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes out of the program: a calendar, read again by a strict reader that is not libical."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import cli
import rfc5545
from cli import carry, check, check_equal, found, make_three

DATA = Path(os.environ.get('FARANDOLE_TEST_DATA', cli.ROOT.parent / 'shared' / 'data'))


def plan(home, title='The walk', *options, days='mo,tu,th,fr', first='2026-09-01',
         last='2026-12-18'):
    rota = home.ask('rota', 'add', title, '--days', days, '--at', '08:10', '--from', first,
                    '--until', last, *options)[0]['id']
    home.ask('rota', 'publish', rota)
    return rota


def export(home, folder, *options):
    """The calendar, and its events by (rota, day)."""
    path = Path(folder) / f'{home.name}.ics'
    said = home.ask('export', 'ics', str(path), '--force', *options)
    check_equal(said['files'], [str(path)], 'what it says')
    content = path.read_bytes()
    root = rfc5545.read(content)
    events = {}
    for event in rfc5545.events(root):
        rota, day = rfc5545.one(event, 'UID')[1].removesuffix('@farandole').split('-', 1)
        events[rota, day] = event
    check_equal(len(events), said['events'], 'how many it says')
    return root, events, content


MONDAYS = {(date(2026, 8, 31) + timedelta(7 * week)).isoformat()
           for week in range(20)}


def status(event):
    return rfc5545.one(event, 'STATUS')[1]


def sequence(event):
    return int(rfc5545.one(event, 'SEQUENCE')[1])


def test_times(folder):
    """Each outing at its civil time, before and after the clocks change."""
    anna = found(folder)
    line = anna.ask('line', 'import', str(cli.LINE_FILE))[0]
    rota = plan(anna, 'The walk', '--line', line['id'], days='mo,tu,we,th,fr,sa,su',
                first='2026-03-23', last='2027-04-04')
    root, events, content = export(anna, folder)

    check_equal(len(events), 378, 'every day')
    zone = ZoneInfo('Europe/Rome')
    day = date(2026, 3, 23)
    while day <= date(2027, 4, 4):
        event = events[rota, day.isoformat()]
        local = datetime(day.year, day.month, day.day, 8, 10, tzinfo=zone)
        check_equal(rfc5545.instant(root, event),
                    local.astimezone(timezone.utc).replace(tzinfo=None), f'{day}')
        day += timedelta(days=1)
    one = events[rota, '2026-09-07']
    stops = line['stops']
    check_equal(rfc5545.get(one, 'LOCATION'), stops[0]['name'], 'where')
    times = [int(stop['time'][:2]) * 60 + int(stop['time'][3:]) for stop in stops
             if stop['time']]
    check_equal((rfc5545.instant(root, one, 'DTEND') - rfc5545.instant(root, one)).seconds // 60,
                times[-1] - times[0], 'how long')
    check_equal(export(anna, folder)[2], content, 'the same again')
    anna.now = '2026-09-02T08:00:00+02:00'
    check_equal(export(anna, folder)[2], content, 'the same on another day')
    anna.ask('rebuild')
    check_equal(export(anna, folder)[2], content, 'the same out of the log')


def test_statuses(folder):
    anna, bruno, chiara = homes = make_three(folder)
    rota = plan(anna, 'The walk', '--min', '1', '--max', '1')
    two = plan(anna, 'Two, please', '--min', '2', '--max', '2', days='we')
    draft = anna.ask('rota', 'add', 'A draft', '--days', 'we', '--at', '12:00', '--from',
                     '2026-09-01', '--until', '2026-12-18')[0]['id']
    carry(folder, anna, bruno, chiara)
    bruno.ask('turn', 'take', rota, '2026-09-07')
    carry(folder, bruno, anna, chiara)
    chiara.ask('turn', 'take', rota, '2026-09-07')
    given = chiara.ask('turn', 'take', rota, '2026-09-08')['turn']
    chiara.ask('turn', 'take', two, '2026-09-09')
    carry(folder, chiara, anna, bruno)
    _, before, _ = export(chiara, folder, '--mine')
    check_equal({day: status(event) for (_, day), event in before.items()},
                {'2026-09-07': 'TENTATIVE', '2026-09-08': 'CONFIRMED', '2026-09-09': 'TENTATIVE'},
                'a reserve, her turn, and one with too few')
    check('reserve' in rfc5545.get(before[rota, '2026-09-07'], 'SUMMARY'), 'as reserve')
    check_equal(rfc5545.get(before[rota, '2026-09-08'], 'SUMMARY'), 'The walk', 'her own')
    check('You walk' in rfc5545.get(before[rota, '2026-09-08'], 'DESCRIPTION'), 'to her')
    check_equal({rfc5545.one(event, 'TRANSP')[1] for event in before.values()}, {'OPAQUE'},
                'her time')

    chiara.ask('turn', 'release', given)
    anna.ask('rota', 'cancel', rota, '2026-09-07', '--why', 'Strike; no school, no walk')
    carry(folder, anna, chiara)
    carry(folder, chiara, anna, bruno)
    _, after, _ = export(chiara, folder, '--mine')
    check_equal({day: status(event) for (_, day), event in after.items()},
                {'2026-09-07': 'CANCELLED', '2026-09-08': 'CANCELLED', '2026-09-09': 'TENTATIVE'},
                'given back, and cancelled')
    for key in before:
        changed = key[1] != '2026-09-09'
        check_equal(sequence(after[key]) > sequence(before[key]), changed, f'{key}: its sequence')
        check_equal(rfc5545.one(after[key], 'UID'), rfc5545.one(before[key], 'UID'), 'its identity')
    check('Strike; no school, no walk' in
          rfc5545.get(after[rota, '2026-09-07'], 'DESCRIPTION'), 'the reason')
    check('You gave the turn back' in rfc5545.get(after[rota, '2026-09-08'], 'DESCRIPTION'), 'so')
    check_equal({rfc5545.one(event, 'TRANSP')[1] for (_, day), event in after.items()
                 if day != '2026-09-09'}, {'TRANSPARENT'}, 'time of her own again')

    # all of them, in which nobody is “you”, the same on every machine
    files = [export(home, folder) for home in homes]
    check_equal({content for _, _, content in files}, {files[0][2]}, 'on every machine')
    everything = files[0][1]
    check_equal({key[0] for key in everything}, {rota, two}, 'no draft')
    check(b'You ' not in files[0][2], 'you')
    walks = everything[two, '2026-09-09']
    check_equal((status(walks), rfc5545.get(walks, 'SUMMARY')),
                ('TENTATIVE', 'Two, please: Chiara'), 'too few')
    check('One more adult is needed (1 of 2)' in rfc5545.get(walks, 'DESCRIPTION'), 'why')
    check_equal(rfc5545.get(everything[rota, '2026-09-07'], 'SUMMARY'), 'Cancelled: The walk',
                'cancelled, without a calendar that shows it')

    _, chosen, _ = export(anna, folder, '--rota', two[:8])
    check_equal({key[0] for key in chosen}, {two}, 'one rota')
    _, chosen, _ = export(anna, folder, '--rota', draft)
    check_equal({status(event) for event in chosen.values()}, {'TENTATIVE'}, 'a draft')
    _, chosen, _ = export(anna, folder, '--from', '2026-09-07', '--until', '2026-09-09')
    check_equal(sorted(day for _, day in chosen), ['2026-09-07', '2026-09-08', '2026-09-09'],
                'three days')


def test_lost_dates(folder):
    """A date that nobody had touched is called off for who imports the calendar again."""
    anna, bruno, chiara = make_three(folder)
    rota = plan(anna, days='mo,tu')
    _, before, _ = export(anna, folder)
    check('2026-09-08' in {day for _, day in before}, 'at first')
    anna.ask('rota', 'edit', rota, '--drop', '2026-09-08')
    anna.ask('rota', 'edit', rota, '--days', 'tu', '--until', '2026-12-01')
    carry(folder, anna, bruno)
    _, after, content = export(anna, folder)
    check_equal(set(before), set(after), 'none is missing')
    for key, event in after.items():
        lost = key[1] == '2026-09-08' or key[1] > '2026-12-01' or key[1] in MONDAYS
        check_equal(status(event) == 'CANCELLED', lost, f'{key}')
        if lost:
            check(sequence(event) > sequence(before[key]), f'{key}: its sequence')
            check_equal(rfc5545.one(event, 'UID'), rfc5545.one(before[key], 'UID'), 'its identity')
    check_equal(export(bruno, folder)[2], content, 'on every machine')

    # what never was, of a draft, is not called off
    draft = anna.ask('rota', 'add', 'A draft', '--days', 'mo', '--at', '12:00', '--from',
                     '2026-09-01', '--until', '2026-09-30')[0]['id']
    anna.ask('rota', 'edit', draft, '--drop', '2026-09-14')
    _, chosen, _ = export(anna, folder, '--rota', draft)
    check('2026-09-14' not in {day for _, day in chosen}, 'of a draft')


def test_holidays(folder):
    """Who had promised to come on a day that is a holiday now, or gave that back, reads it."""
    anna = found(folder)
    rota = plan(anna)
    anna.ask('turn', 'take', rota, '2026-10-20')
    given = anna.ask('turn', 'take', rota, '2026-10-22')['turn']
    _, before, _ = export(anna, folder, '--mine')
    path = folder / 'holidays.ics'
    path.write_text('BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\nBEGIN:VEVENT\nUID:1\n'
                    'SUMMARY:Autumn\nDTSTART;VALUE=DATE:20261017\nDTEND;VALUE=DATE:20261102\n'
                    'END:VEVENT\nEND:VCALENDAR\n')
    anna.ask('holidays', 'import', str(path), '--name', 'Ours')
    anna.ask('turn', 'release', given)
    check_equal(len(anna.ask('week', '--from', '2026-10-20', '--days', '3')), 1, 'the week')
    _, after, _ = export(anna, folder, '--mine')
    check_equal(set(after), set(before), 'the same two')
    check_equal({status(event) for event in after.values()}, {'CANCELLED'}, 'in the holidays')
    check('Autumn' in rfc5545.get(after[rota, '2026-10-20'], 'DESCRIPTION'), 'why')
    for key in before:
        check(sequence(after[key]) > sequence(before[key]), f'{key}: its sequence')

    anna.ask('holidays', 'remove', anna.ask('holidays', 'list')[0]['id'])
    _, again, _ = export(anna, folder, '--mine')
    check_equal(status(again[rota, '2026-10-20']), 'CONFIRMED', 'after all')
    check(sequence(again[rota, '2026-10-20']) > sequence(after[rota, '2026-10-20']), 'later again')


def test_closed_since(folder):
    """A day on which the school is closed since is cancelled for who had it, though nobody had promised
    to come; one on which it was closed all along never was."""
    anna = found(folder)
    anna.ask('holidays', 'close', '2026-10-05', '--why', 'Fair')
    rota = plan(anna)
    _, before, _ = export(anna, folder)
    check((rota, '2026-10-05') not in before, 'closed all along')
    anna.ask('holidays', 'close', '2026-10-08', '--until', '2026-10-11', '--why', 'Strike')
    _, after, _ = export(anna, folder)
    check_equal(set(after), set(before), 'the same days')
    changed = {day for (_, day), event in after.items() if status(event) == 'CANCELLED'}
    check_equal(changed, {'2026-10-08', '2026-10-09'}, 'cancelled')
    event = after[rota, '2026-10-08']
    check('Strike' in rfc5545.get(event, 'DESCRIPTION'), 'why')
    check(sequence(event) > sequence(before[rota, '2026-10-08']), 'its sequence')
    _, mine, _ = export(anna, folder, '--mine')
    check_equal(mine, {}, 'nothing of mine')

    anna.ask('holidays', 'open', '2026-10-08')
    _, again, _ = export(anna, folder)
    check(status(again[rota, '2026-10-08']) != 'CANCELLED', 'open after all')
    check(sequence(again[rota, '2026-10-08']) > sequence(event), 'later again')


def test_place_and_remark(folder):
    """Where they meet on that date, and what all are to know, go out with it."""
    anna = found(folder)
    rota = plan(anna)
    anna.ask('rota', 'change', rota, '2026-09-08', '--place', 'The gym', '--remark', 'Bring boots')
    _, events, _ = export(anna, folder)
    event = events[rota, '2026-09-08']
    check_equal(rfc5545.get(event, 'LOCATION'), 'The gym', 'where')
    check('Good to know: Bring boots' in rfc5545.get(event, 'DESCRIPTION'), 'what to know')
    check('boots' not in rfc5545.get(events[rota, '2026-09-10'], 'DESCRIPTION'), 'another day')


def test_titles(folder):
    """Whatever people may write as a title comes out of the file as they wrote it."""
    anna = found(folder)
    titles = ['Walk; with, all \\ of “it”', 'É' * 150, '🎒' * 60, 'BEGIN:VEVENT', '\\n', 'a,b;c:d"e']
    path = DATA / 'contacts' / 'blns.json'
    if path.exists():
        titles += [title for title in json.loads(path.read_text(encoding='utf-8'))
                   if 10 < len(title) < 200][:60]
    written = 0
    for title in titles:
        ran = anna.run('--json', 'rota', 'add', '--days', 'mo', '--at', '08:10', '--from',
                       '2026-09-07', '--until', '2026-09-07', '--', title)
        if ran.returncode == 0:
            rota = json.loads(ran.stdout)[0]
            anna.ask('rota', 'publish', rota['id'])
            written += 1
    shown = {rota['id']: rota['title'] for rota in anna.ask('rota', 'list')}
    _, events, _ = export(anna, folder)
    check(written >= 6 and len(events) == written, f'{written} titles, {len(events)} events')
    for (rota, _), event in events.items():
        check_equal(rfc5545.get(event, 'SUMMARY'), shown[rota].strip(), 'a title')


def test_text(folder):
    """To be pasted into a message: names for everybody, how old it is, and nothing that steers."""
    anna, bruno, _ = make_three(folder)
    rota = plan(anna, 'The walk\u202e', '--min', '2', '--max', '2')
    anna.ask('rota', 'add', 'A draft', '--days', 'mo', '--at', '12:00', '--from', '2026-09-01',
             '--until', '2026-12-18')
    anna.ask('turn', 'take', rota, '2026-09-07')
    anna.ask('rota', 'cancel', rota, '2026-09-08', '--why', 'Strike')
    said = anna.ask('week', '--from', '2026-09-07', '--days', '2', '--text')
    check_equal(list(said), ['text'], 'keys')
    check_equal(said['text'], 'Pedibus Meano\nFrom 7 September 2026 to 8 September 2026\n\n'
                'Monday 7 September\n08:10  The walk\u202e\n  One more adult is needed (1 of 2)\n'
                '  – Anna walks\n\nTuesday 8 September\n08:10  The walk\u202e\n  Cancelled: Strike\n'
                '\n' + said['text'].splitlines()[-1] + '\n', 'the text')
    # Anna has nothing from Bruno but that he came; he has all that she wrote an hour before
    anna.now = '2026-09-01T09:00:00+02:00'
    anna.ask('turn', 'take', rota, '2026-09-14')
    carry(folder, anna, bruno)
    bruno.now = '2026-09-03T09:00:00+02:00'
    check_equal(bruno.ask('week', '--text')['text'].splitlines()[-1],
                'As this machine knows it, with what it has heard from others up to '
                '1 September 2026, 09:00.', 'how old it is')
    check('alone knows it' in found(folder, 'Dora').ask('week', '--text')['text'], 'nobody')
    plain = anna.run('week', '--from', '2026-09-07', '--days', '2', '--text').stdout.decode()
    check_equal(plain, said['text'].replace('\u202e', ' '), 'in a terminal')
    empty = anna.ask('week', '--from', '2026-09-06', '--days', '1', '--text')['text']
    check('Nothing is planned' in empty and '6 September 2026' in empty, empty)


def rows_of(path):
    """A table as a spreadsheet reads it."""
    content = path.read_bytes()
    check_equal(content[:3], b'\xef\xbb\xbf', f'{path.name}: the mark')
    check(content.endswith(b'\r\n'), f'{path.name}: its end')
    return list(csv.reader(io.StringIO(content[3:].decode(), newline=''), delimiter=';',
                           strict=True))


def test_tables(folder):
    anna, bruno, _ = make_three(folder)
    anna.ask('member', 'add', '=HYPERLINK("http://x","y")')
    anna.ask('member', 'add', 'Semi;colon "quoted"')
    rota = plan(anna, '@SUM(1+1)', '--min', '2', '--max', '2', last='2026-09-30')
    plan(anna, '+2', last='2026-09-30')
    carry(folder, anna, bruno)
    bruno.ask('turn', 'take', rota, '2026-09-07')
    carry(folder, bruno, anna)
    anna.ask('rota', 'cancel', rota, '2026-09-08', '--why', '+39 0461, or not')

    target = folder / 'tables'
    said = anna.ask('export', 'csv', str(target))
    check_equal([Path(path).name for path in said['files']],
                ['members.csv', 'rotas.csv', 'outings.csv', 'turns.csv'], 'files')
    tables = {path.stem: rows_of(path) for path in map(Path, said['files'])}
    for name, rows in tables.items():
        check(len({len(row) for row in rows}) == 1, f'{name}: rows of different length')
        for cell in (cell for row in rows for cell in row):
            check(not cell or cell[0] not in '=+-@\t\r', f'{name}: {cell!r} is calculated')
    check_equal(tables['members'][0], ['Name', 'Standing', 'Since', 'Machines', 'Answered for by'],
                'headings')
    names = {row[0] for row in tables['members'][1:]}
    check_equal(names, {'Anna', 'Bruno', 'Chiara', '\'=HYPERLINK("http://x","y")',
                        'Semi;colon "quoted"'}, 'names')
    check('You' not in str(tables), 'you')
    outings = {(row[0], row[2]): row for row in tables['outings'][1:]}
    check_equal(outings['2026-09-07', "'@SUM(1+1)"][4:],
                ['no', '1', '2', 'One more adult is needed (1 of 2)'], 'an outing')
    check_equal(outings['2026-09-08', "'@SUM(1+1)"][-1], 'Cancelled: +39 0461, or not', 'why not')
    check_equal(tables['turns'][1:], [['2026-09-07', '08:10', "'@SUM(1+1)", 'Bruno', 'Bruno walks',
                                       '']], 'turns')
    check_equal(len(tables['rotas']), 3, 'rotas')

    content = (target / 'turns.csv').read_bytes()
    anna.refuse(cli.USAGE, 'export', 'csv', str(target))
    (target / 'members.csv').unlink()
    anna.refuse(cli.USAGE, 'export', 'csv', str(target))
    check_equal(sorted(p.name for p in target.iterdir()), ['outings.csv', 'rotas.csv', 'turns.csv'],
                'all or nothing')
    anna.ask('export', 'csv', str(target), '--force')
    check_equal((target / 'turns.csv').read_bytes(), content, 'the same again')
    anna.refuse(cli.NOT_FOUND, 'export', 'csv', str(folder / 'nowhere' / 'tables'))


def test_me(folder):
    """What is said about Bruno, by him and by others, and nothing that is nobody's to hand on."""
    anna, bruno, chiara = make_three(folder)
    rota = plan(anna)
    carry(folder, anna, bruno, chiara)
    bruno.ask('turn', 'take', rota, '2026-09-07')
    chiara.ask('turn', 'take', rota, '2026-09-08')
    carry(folder, chiara, bruno)
    path = folder / 'bruno.json'
    said = bruno.ask('export', 'me', str(path))
    data = json.loads(path.read_text(encoding='utf-8'))
    me = next(m['id'] for m in bruno.ask('members') if m['name'] == 'Bruno')
    check_equal((said['files'], said['entries']),
                ([str(path)], len(data['written']) + len(data['about'])), 'what it says')
    check_equal((data['name'], data['member'], data['standing']), ('Bruno', me, 'active'), 'who')
    check_equal([(turn['date'], turn['state']) for turn in data['turns']],
                [('2026-09-07', 'standing')], 'turns')
    log = bruno.ask('log')
    check_equal({entry['id'] for entry in data['written']},
                {entry['id'] for entry in log if entry['device'] in data['devices']}, 'his entries')
    check_equal({entry['id'] for entry in data['about']},
                {entry['id'] for entry in log if entry['device'] not in data['devices'] and
                 (data['member'] in json.dumps(entry) or
                  any(device in json.dumps(entry['payload']) for device in data['devices']))},
                'what others say of him')
    check(data['about'], 'Anna let him in')
    check('ADMIT' in {entry['kind'] for entry in data['about']}, 'who let him in')

    mine = folder / 'anna.json'
    anna.ask('export', 'me', str(mine))
    check('GENESIS' in mine.read_text() and '"secret"' not in mine.read_text(), 'a secret')
    check('"secret"' in json.dumps(anna.ask('log')), 'which the log has')
    bruno.refuse(cli.USAGE, 'export', 'me', str(path))
    bruno.ask('export', 'me', str(path), '--force')


def test_no_children(folder):
    """Whatever leaves the program, a child's name does not."""
    anna = found(folder)
    line = anna.ask('line', 'import', str(cli.LINE_FILE))[0]
    rota = plan(anna, 'The walk', '--line', line['id'])
    anna.ask('child', 'add', 'Zoraïde', '--line', line['id'], '--stop', line['stops'][0]['id'],
             '--need', 'one-to-one')
    child = anna.ask('child', 'list')[0]['id']
    anna.ask('child', 'book', child, '--from', '2026-09-01')
    anna.ask('turn', 'take', rota, '2026-09-07')
    files = [folder / name for name in ('out.ics', 'mine.ics', 'sheet.pdf', 'poster.pdf',
                                        'grid.pdf')]
    anna.ask('export', 'ics', str(files[0]))
    anna.ask('export', 'ics', str(files[1]), '--mine')
    for path in files[2:]:
        anna.ask('export', path.stem, str(path))
    anna.ask('export', 'csv', str(folder / 'tables'))
    for path in [*files[:2], *(folder / 'tables').iterdir()]:
        check('Zora' not in path.read_text(encoding='utf-8'), f'{path.name} names a child')
    check('Zora' not in anna.run('week', '--from', '2026-09-07', '--text').stdout.decode(),
          'the text names a child')
    if shutil.which('pdftotext'):
        for path in files[2:]:
            text = subprocess.run(['pdftotext', '-raw', path, '-'], capture_output=True,
                                  check=True).stdout.decode()
            check('The walk' in text and 'Zora' not in text, f'{path.name} names a child')


def test_refused(folder):
    anna = found(folder)
    rota = plan(anna)
    path = folder / 'out.ics'
    anna.ask('export', 'ics', str(path))
    content = path.read_bytes()
    words = anna.refuse(cli.USAGE, 'export', 'ics', str(path))
    check('already' in words, words)
    check_equal(path.read_bytes(), content, 'the file that is there')
    anna.refuse(cli.NOT_FOUND, 'export', 'ics', str(folder / 'nowhere' / 'out.ics'))
    anna.refuse(cli.STORE, 'export', 'ics', str(folder), '--force')
    other = str(folder / 'other.ics')
    anna.refuse(cli.USAGE, 'export', 'ics', other, '--line', rota, '--rota', rota)
    anna.refuse(cli.NOT_FOUND, 'export', 'ics', other, '--rota', 'ffffffff')
    anna.refuse(cli.NOT_FOUND, 'export', 'ics', other, '--line', rota)
    anna.refuse(cli.USAGE, 'export', 'ics', other, '--rota', rota[:3])
    anna.refuse(cli.USAGE, 'export', 'ics', other, '--from', '2026-02-30')
    anna.refuse(cli.USAGE, 'export', 'ics', other, '--from', '2026-10-01', '--until', '2026-09-01')
    anna.refuse(cli.USAGE, 'export', 'ics', other, '--from', '1990-01-01')
    os.environ['FARANDOLE_HELPERS'] = str(folder)
    try:
        words = anna.refuse(cli.STORE, 'export', 'ics', other)
        check('writes calendars' in words, words)
    finally:
        del os.environ['FARANDOLE_HELPERS']
    check_equal(sorted(p.name for p in folder.iterdir()), ['anna', 'out.ics'], 'nothing is left')


def test_not_linked(folder):
    """What is asked for each morning starts without what only an export needs."""
    libraries = subprocess.run(['ldd', sys.argv[1]], capture_output=True, text=True,
                               check=True).stdout
    for name in ('libical', 'libcairo', 'libpango', 'libfontconfig'):
        check(name not in libraries, f'{name} is linked')


cli.run(dict(globals()))
