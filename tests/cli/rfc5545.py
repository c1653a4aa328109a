# SPDX-License-Identifier: GPL-3.0-or-later
"""rfc5545: a strict reader of iCalendar, for tests.

It knows nothing of the program and nothing of libical: it was written from the RFC.  What the RFC
does not allow raises ValueError.  Of the rules of zones it knows those that say once a year.
"""

import calendar
import re
from datetime import datetime, timedelta

LINE_MAX = 75  # octets, 3.1

NAME = re.compile(r'[A-Z0-9-]+\Z')
DATE_TIME = re.compile(r'(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)\Z')
OFFSET = re.compile(r'([+-])(\d\d)(\d\d)(\d\d)?\Z')
NTH_DAY = re.compile(r'(-?\d)(MO|TU|WE|TH|FR|SA|SU)\Z')
WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

# name: (may have parameters, how often in a VEVENT: exactly once, or at most)
EVENT = {
    'UID': 1, 'DTSTAMP': 1, 'DTSTART': 1, 'DTEND': 1, 'SUMMARY': 1, 'STATUS': 1, 'TRANSP': 1,
    'SEQUENCE': 1, 'LAST-MODIFIED': 1, 'DESCRIPTION': 0, 'LOCATION': 0, 'GEO': 0,
}
STATUSES = {'CONFIRMED', 'TENTATIVE', 'CANCELLED'}


def require(condition, sentence):
    if not condition:
        raise ValueError(sentence)


def unfold(content):
    """The content lines of a file, as text."""
    require(content.endswith(b'\r\n'), 'the last line has no end')
    lines = []
    for raw in content[:-2].split(b'\r\n'):
        require(len(raw) <= LINE_MAX, f'{len(raw)} octets: {raw!r}')
        require(not any(c < 0x20 and c != 9 or c == 0x7f for c in raw), f'a control: {raw!r}')
        text = raw.decode('utf-8')  # each line alone: no letter is cut in two
        if text[:1] in (' ', '\t'):
            require(lines, 'the first line goes on')
            lines[-1] += text[1:]
        else:
            require(text, 'an empty line')
            lines.append(text)

    return lines


def split_line(line):
    """Name, parameters and value."""
    head, colon, value = line.partition(':')
    require(colon, f'no value: {line}')
    require('"' not in head, f'a quoted parameter, which this reader does not know: {line}')
    name, *pairs = head.split(';')
    require(NAME.match(name), f'no name: {line}')
    parameters = dict(pair.split('=', 1) for pair in pairs)
    require(len(parameters) == len(pairs), f'a parameter twice: {line}')

    return name, parameters, value


def text_of(value):
    """3.3.11"""
    out = []
    at = 0
    while at < len(value):
        c = value[at]
        if c == '\\':
            at += 1
            require(at < len(value) and value[at] in '\\;,nN', f'a wrong escape: {value!r}')
            c = '\n' if value[at] in 'nN' else value[at]
        else:
            require(c not in ';,', f'{c} without its escape: {value!r}')
        out.append(c)
        at += 1

    return ''.join(out)


def time_of(value):
    match = DATE_TIME.match(value)
    require(match, f'no date with time: {value}')
    return datetime(*[int(part) for part in match.groups()[:6]]), match[7] == 'Z'


def offset_of(value):
    match = OFFSET.match(value)
    require(match and value not in ('-0000', '-000000'), f'no offset: {value}')
    seconds = int(match[2]) * 3600 + int(match[3]) * 60 + int(match[4] or 0)
    return timedelta(seconds=-seconds if match[1] == '-' else seconds)


def read(content):
    """The one calendar of a file: a component, which is a dict of its name, its properties
    [(name, parameters, value)] and its parts."""
    root = {'name': None, 'properties': [], 'parts': []}
    open_ones = [root]
    for line in unfold(content):
        name, parameters, value = split_line(line)
        if name == 'BEGIN':
            part = {'name': value, 'properties': [], 'parts': []}
            open_ones[-1]['parts'].append(part)
            open_ones.append(part)
        elif name == 'END':
            require(open_ones[-1]['name'] == value, f'END:{value} of {open_ones[-1]["name"]}')
            open_ones.pop()
        else:
            require(len(open_ones) > 1, f'outside of everything: {line}')
            open_ones[-1]['properties'].append((name, parameters, value))

    require(len(open_ones) == 1, 'it breaks off')
    require([part['name'] for part in root['parts']] == ['VCALENDAR'], 'not one calendar')
    check_calendar(root['parts'][0])

    return root['parts'][0]


def one(component, name):
    found = [(parameters, value) for n, parameters, value in component['properties'] if n == name]
    require(len(found) == 1, f'{component["name"]}: {len(found)} times {name}')
    return found[0]


def get(component, name):
    """The text of a property, None where there is none."""
    found = [value for n, _, value in component['properties'] if n == name]
    return text_of(found[0]) if found else None


def check_calendar(root):
    require(one(root, 'VERSION')[1] == '2.0', 'not version 2.0')
    require(one(root, 'PRODID')[1], 'no product')
    require(one(root, 'CALSCALE')[1] == 'GREGORIAN', 'another calendar')
    zones = {one(part, 'TZID')[1] for part in root['parts'] if part['name'] == 'VTIMEZONE'}
    ids = set()
    for part in root['parts']:
        require(part['name'] in ('VTIMEZONE', 'VEVENT'), f'a {part["name"]}')
        if part['name'] == 'VEVENT':
            check_event(part, zones)
            uid = one(part, 'UID')[1]
            require(uid not in ids, f'{uid} twice')
            ids.add(uid)


def check_event(event, zones):
    names = [name for name, _, _ in event['properties']]
    for name in names:
        require(name in EVENT, f'{name} in an event')
    for name, n in EVENT.items():
        require(n <= names.count(name) <= 1, f'{names.count(name)} times {name}')
    for name in ('DTSTAMP', 'LAST-MODIFIED'):
        require(time_of(one(event, name)[1])[1], f'{name} is not in UTC')
    require(one(event, 'STATUS')[1] in STATUSES, 'no such status')
    require(one(event, 'TRANSP')[1] in ('OPAQUE', 'TRANSPARENT'), 'no such transparency')
    require(int(one(event, 'SEQUENCE')[1]) >= 0, 'a sequence below zero')
    for name in ('SUMMARY', 'DESCRIPTION', 'LOCATION'):
        get(event, name)
    for name in ('DTSTART', 'DTEND'):
        parameters, value = one(event, name)
        _, is_utc = time_of(value)
        require(set(parameters) <= {'TZID'}, f'{name}: {parameters}')
        require(is_utc != ('TZID' in parameters), f'{name}: in no zone')
        require(is_utc or parameters['TZID'] in zones, f'{name}: of no zone that is here')
    require(time_of(one(event, 'DTEND')[1])[0] > time_of(one(event, 'DTSTART')[1])[0],
            'it ends before it begins')


def nth_weekday(year, month, n, weekday):
    days = [day for day in range(1, calendar.monthrange(year, month)[1] + 1)
            if calendar.weekday(year, month, day) == weekday]
    return days[n - 1 if n > 0 else n]


def onsets(rules, year):
    """When, in local time before it, these rules begin to hold in a year."""
    start, _ = time_of(one(rules, 'DTSTART')[1])
    times = [start]
    for name, _, value in rules['properties']:
        if name == 'RDATE':
            times.append(time_of(value)[0])
        if name == 'RRULE':
            rule = dict(part.split('=') for part in value.split(';'))
            until = time_of(rule['UNTIL'])[0] if 'UNTIL' in rule else datetime.max
            require(rule['FREQ'] == 'YEARLY' and 'COUNT' not in rule, f'another rule: {value}')
            match = NTH_DAY.match(rule['BYDAY'])
            require(match, f'another day: {value}')
            day = nth_weekday(year, int(rule['BYMONTH']), int(match[1]), WEEKDAYS.index(match[2]))
            time = start.replace(year=year, month=int(rule['BYMONTH']), day=day)
            # UNTIL is in UTC
            if start <= time and time - offset_of(one(rules, 'TZOFFSETFROM')[1]) <= until:
                times.append(time)

    return times


def instant(root, event, name='DTSTART'):
    """When that is, in UTC, by the rules in the file."""
    parameters, value = one(event, name)
    time, is_utc = time_of(value)
    if is_utc:
        return time
    [zone] = [part for part in root['parts'] if part['name'] == 'VTIMEZONE' and
              one(part, 'TZID')[1] == parameters['TZID']]
    newest = None
    for rules in zone['parts']:
        for year in (time.year - 1, time.year):
            for onset in onsets(rules, year):
                if onset <= time and (newest is None or onset > newest[0]):
                    newest = onset, offset_of(one(rules, 'TZOFFSETTO')[1])
    require(newest, f'no rule holds at {time}')

    return time - newest[1]


def events(root):
    return [part for part in root['parts'] if part['name'] == 'VEVENT']
