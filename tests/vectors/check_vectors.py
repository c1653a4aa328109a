#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads tests/vectors/entries.json with nothing but docs/formats.md, whose tables of payloads it takes
as they stand there.  So the page, the vectors and the program say the same, or one of three tests fails.

Written for the eye: no check is faster than it must be, and nothing is shared with the program."""

import hashlib
import json
import re
import struct
import sys
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))
import tap  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
ZERO = bytes(32)


class Wrong(Exception):
    """The first thing that is wrong, by its name."""


# ---------------------------------------------------------------- Conventions

def h(context, data, size=32):
    return hashlib.blake2b(data, digest_size=size, person=context.encode()).digest()


P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0])
    f = (a[1] + a[0]) * (b[1] + b[0])
    g = 2 * a[3] * b[3] * D
    k = 2 * a[2] * b[2]
    e, f, g, k = f - e, k - g, k + g, f + e

    return e * f % P, g * k % P, f * g % P, e * k % P


def multiply(scalar, point):
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1

    return result


def is_same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def decode_point(data):
    """None if it is not on the curve, or not in its shortest encoding."""
    y = int.from_bytes(data, 'little')
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x

    return x, y, 1, x * y % P


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, 'little'))


@lru_cache(maxsize=None)
def allowed_point(data):
    """The point of a key or an R, None if Signatures does not allow it."""
    point = decode_point(data)
    if point is None or is_same(point, NEUTRAL) or not is_same(multiply(ORDER, point), NEUTRAL):
        return None

    return point


def check_signature(key, message, signature, plain=False):
    point = decode_point(key) if plain else allowed_point(key)
    if point is None:
        raise Wrong('key')
    if not plain and allowed_point(signature[:32]) is None:
        raise Wrong('r')
    s = int.from_bytes(signature[32:], 'little')
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), 'little')
    minus = (-point[0], point[1], point[2], -point[3])
    found = add(multiply(s, BASE), multiply(k % ORDER, minus))
    r = decode_point(signature[:32])
    if s >= ORDER or r is None or not is_same(found, r):
        raise Wrong('signature')


# ---------------------------------------------------------------- Entry

GENESIS, ADMIT, DEVICE_ADD = 1, 5, 6


def is_act(kind):
    return 1 <= kind <= 13


class Header:
    def __init__(self, data):
        if len(data) < 137:
            raise Wrong('truncated')
        version, self.kind, flags, self.seq = struct.unpack_from('<BBHI', data)
        self.device, self.prev = data[8:40], data[40:72]
        self.blob_length, = struct.unpack_from('<I', data, 100)
        self.blob_hash = data[104:136]
        count = data[136]
        if version != 1:
            raise Wrong('version')
        if flags:
            raise Wrong('flags')
        if count > 24:
            raise Wrong('refs-count')
        if len(data) < 137 + 32 * count:
            raise Wrong('truncated')
        if len(data) > 137 + 32 * count:
            raise Wrong('trailing')
        self.refs = [data[137 + 32 * i:169 + 32 * i] for i in range(count)]
        self.check()

    def check(self):
        if self.kind == 0:
            raise Wrong('kind-zero')
        if self.seq == 0:
            raise Wrong('seq-zero')
        if (self.prev == ZERO) != (self.seq == 1):
            raise Wrong('prev')
        if not 17 <= self.blob_length <= 32768:
            raise Wrong('blob-len')
        for i, ref in enumerate(self.refs):
            if i and ref <= self.refs[i - 1]:
                raise Wrong('refs-order')
            if ref == self.prev:
                raise Wrong('refs-prev')
        if self.kind == GENESIS:
            if self.seq != 1 or self.refs:
                raise Wrong('genesis')
        elif self.seq == 1 and not self.refs:
            raise Wrong('genesis')


def entry_id(collective, data):
    return h('far1 entry', (ZERO if data[1] == GENESIS else collective) + data)


def check_blob(header, blob):
    if len(blob) != header.blob_length or h('far1 blob', blob) != header.blob_hash:
        raise Wrong('blob-hash')


# ---------------------------------------------------------------- Payload: the tables of the page

HEADING = re.compile(r'^#{3,4} (.*)$')
KIND = re.compile(r'\b([A-Z_]+), kind (\d+)')
ITEM = re.compile(r'^An? (\w+)$')
FIELD = re.compile(r'^\| (\d+) \| (\w+) \| ([^|]+) \| (required|optional) \|')


def read_tables():
    """Returns (by kind, by name of an item): lists of (key, name, type, is required)."""
    kinds, items, table = {}, {}, None
    for line in (ROOT / 'docs/formats.md').read_text(encoding='utf-8').splitlines():
        if line.startswith('#'):
            heading = HEADING.match(line)
            table = []
            for _, number in KIND.findall(heading.group(1) if heading else ''):
                kinds[int(number)] = table
            item = ITEM.match(heading.group(1)) if heading else None
            if item:
                items[item.group(1)] = table
        field = FIELD.match(line)
        if field:
            table.append((int(field[1]), field[2], field[3].strip(), field[4] == 'required'))

    return kinds, items


KINDS, ITEMS = read_tables()


class Payload:
    """One payload, read by one table; values are what the vectors' JSON says."""

    def __init__(self, table, data):
        self.data, self.at = data, 0
        self.values = self.read_map(table)
        if self.at < len(data):
            raise Wrong('trailing')

    def take(self, count):
        if count > len(self.data) - self.at:
            raise Wrong('truncated')
        self.at += count

        return self.data[self.at - count:self.at]

    def read_head(self):
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info
        if info > 27 or major == 7:
            raise Wrong('type')
        size = 1 << (info - 24)
        number = int.from_bytes(self.take(size), 'big')
        if number < 24 or (size > 1 and number < 1 << (4 * size)):
            raise Wrong('long-form')

        return major, number

    def read_number(self, low, high):
        major, number = self.read_head()
        if major > 1:
            raise Wrong('type')
        if major == 1:
            number = -1 - number
        if not low <= number <= high:
            raise Wrong('range')

        return number

    def read_string(self, wanted):
        major, length = self.read_head()
        if major != wanted:
            raise Wrong('type')

        return self.take(length)

    def read_bytes(self, low, high):
        string = self.read_string(2)
        if not low <= len(string) <= high:
            raise Wrong('range')

        return string.hex()

    def read_text(self, most, is_name=False):
        string = self.read_string(3)
        if len(string) > most:
            raise Wrong('range')
        try:
            text = string.decode('utf-8')
        except UnicodeDecodeError:
            raise Wrong('text') from None
        if any((c < ' ' and c != '\n') or '\x7f' <= c <= '\x9f' for c in text):
            raise Wrong('text')
        if is_name and not 1 <= len(text) <= 200:
            raise Wrong('range')
        if is_name and '\n' in text:
            raise Wrong('text')

        return text

    def read_array(self, low, high, read_item, is_sorted=True):
        major, count = self.read_head()
        if major != 4:
            raise Wrong('type')
        if count > 1024 or not low <= count <= high:
            raise Wrong('range')
        items = []
        for _ in range(count):
            items.append(read_item())
            if is_sorted and len(items) > 1 and items[-1] <= items[-2]:
                raise Wrong('order')

        return items

    def read_value(self, kind):
        word, _, rest = kind.partition(' ')
        numbers = [int(n) for n in re.findall(r'-?\d+', rest)]
        if word == 'int':
            return self.read_number(*numbers)
        if word == 'bytes':
            return self.read_bytes(numbers[0], numbers[0])
        if word == 'text':
            return self.read_text(numbers[0])
        if word == 'name':
            return self.read_text(4096, is_name=True)
        if word == 'ints':
            return self.read_array(*numbers, lambda: self.read_number(-2**31, 2**31 - 1))
        if word == 'ids':
            size, low, high = numbers
            return self.read_array(low, high, lambda: self.read_bytes(size, size))
        if word == 'maps':
            table = ITEMS[rest.split()[-1]]
            return self.read_array(*numbers, lambda: self.read_map(table), is_sorted=False)
        raise AssertionError(kind)

    def read_map(self, table):
        major, count = self.read_head()
        if major != 5:
            raise Wrong('type')
        if count > 1024:
            raise Wrong('range')
        values, last = {}, -1
        fields = {key: (name, kind) for key, name, kind, _ in table}
        required = {key for key, _, _, is_required in table if is_required}
        for _ in range(count):
            key = self.read_number(-2**63, 2**63 - 1)
            if key < 0:
                raise Wrong('key')
            if key <= last:
                raise Wrong('order')
            if any(last < needed < key for needed in required):
                raise Wrong('missing')
            if key not in fields:
                raise Wrong('key')
            last = key
            name, kind = fields[key]
            values[name] = self.read_value(kind)
        if any(needed > last for needed in required):
            raise Wrong('missing')

        return values


def parse_payload(kind, data):
    if kind not in KINDS:
        raise Wrong('kind')

    return Payload(KINDS[kind], data).values


# ---------------------------------------------------------------- Verdicts

class Waiting:
    def __init__(self, data, entry):
        self.data, self.id, self.header = data, entry, Header(data)
        self.blob = self.signature = None


class Log:
    """What a store says of entries that come one by one."""

    def __init__(self, collective):
        self.collective = collective
        self.ends = set()  # (device, seq, id) of entries that none continues; several: a fork
        self.let_in = {}  # device -> ids of what lets it in
        self.accepted = {}  # id -> (device, seq)
        self.waiting = {}

    def add(self, data, blob, signature):
        try:
            header = Header(data)
            entry = entry_id(self.collective, data)
            if blob is not None:
                check_blob(header, blob)
            if header.kind == GENESIS and entry != self.collective:
                return 'invalid'
            if entry in self.accepted:
                return 'known'
            if signature is not None:
                check_signature(header.device, entry, signature)
        except Wrong:
            return 'invalid'

        waiting = self.waiting.setdefault(entry, Waiting(data, entry))
        waiting.blob = waiting.blob if blob is None else blob
        waiting.signature = waiting.signature or signature
        refused = set()
        while any(self.advance(one, refused) for one in list(self.waiting.values())):
            pass

        return ('accepted' if entry in self.accepted else
                'invalid' if entry in refused else 'pending')

    def is_covered(self, one):
        return one.signature is not None or any(
            self.is_covered(other) for other in self.waiting.values() if other.header.prev == one.id)

    def advance(self, one, refused):
        header = one.header
        before = header.device, header.seq - 1
        if header.seq > 1 and self.accepted.get(header.prev) != before:
            return False
        if any(ref not in self.accepted for ref in header.refs):
            return False
        if is_act(header.kind) and (one.blob is None or one.signature is None):
            return False
        if header.seq == 1 and header.kind != GENESIS and \
                not self.let_in.get(header.device, set()) & set(header.refs):
            del self.waiting[one.id]
            refused.add(one.id)
            return True
        if not self.is_covered(one):
            return False

        del self.waiting[one.id]
        self.accepted[one.id] = header.device, header.seq
        self.ends.discard((*before, header.prev))
        self.ends.add((header.device, header.seq, one.id))
        if header.kind in (GENESIS, ADMIT, DEVICE_ADD):
            self.note_let_in(one)

        return True

    def note_let_in(self, one):
        try:
            values = parse_payload(one.header.kind, one.blob[16:])
        except Wrong:
            return
        device = bytes.fromhex(values['device']) if 'device' in values else one.header.device
        self.let_in.setdefault(device, set()).add(one.id)

    def digest(self):
        return h('far1 digest', b''.join(device + struct.pack('<I', seq) + entry
                                         for device, seq, entry in sorted(self.ends)))


# ---------------------------------------------------------------- the cases

def unhex(text):
    return None if text is None else bytes.fromhex(text)


def name_reason(function):
    try:
        function()
    except Wrong as wrong:
        return str(wrong)

    return 'ok'


def compare(problems, case, what, found, expected):
    if found != expected:
        problems.append(f'{case["name"]}: {what} is {found}, not {expected}')


def check_ids(cases, problems):
    for case in cases:
        data = unhex(case['collective']) + unhex(case['device'])
        if case['of'] == 'record':
            data += struct.pack('<IH', case['seq'], case['index'])
        compare(problems, case, 'id', h('far1 ' + case['of'], data, 16).hex(), case['id'])


def check_headers(cases, problems):
    for case in cases:
        data = unhex(case['header'])
        reason = name_reason(lambda: Header(data))
        compare(problems, case, 'reason', reason, case['reason'])
        compare(problems, case, 'verdict', 'valid' if reason == 'ok' else 'invalid', case['verdict'])
        if reason == 'ok':
            compare(problems, case, 'id', entry_id(unhex(case['collective']), data).hex(), case['id'])


def check_payloads(cases, problems):
    for case in cases:
        values, reason = None, 'ok'
        try:
            values = parse_payload(case['kind'], unhex(case['payload']))
        except Wrong as wrong:
            reason = str(wrong)
        compare(problems, case, 'reason', reason, case['reason'])
        compare(problems, case, 'verdict', 'effect' if reason == 'ok' else 'none', case['verdict'])
        compare(problems, case, 'values', values, case['values'])


def check_entries(cases, problems):
    for case in cases:
        data, blob, signature = (unhex(case[part]) for part in ('header', 'blob', 'signature'))
        collective = unhex(case['collective'])

        def check():
            header = Header(data)
            if blob is not None:
                check_blob(header, blob)
            if signature is not None:
                check_signature(header.device, entry_id(collective, data), signature)

        reason = name_reason(check)
        compare(problems, case, 'reason', reason, case['reason'])
        compare(problems, case, 'verdict', 'valid' if reason == 'ok' else 'invalid', case['verdict'])
        if case['id'] is not None:
            compare(problems, case, 'id', entry_id(collective, data).hex(), case['id'])
        # what others take by the equation alone they take here too; small orders they know
        if case.get('naive'):
            plain = name_reason(lambda: check_signature(Header(data).device, entry_id(collective, data),
                                                        signature, plain=True))
            compare(problems, case, 'plain verification', plain, 'ok')


def check_logs(cases, problems):
    for case in cases:
        log = Log(unhex(case['collective']))
        secrets = {}
        for number, step in enumerate(case['steps']):
            data, blob = unhex(step['header']), unhex(step['blob'])
            found = log.add(data, blob, unhex(step['signature']))
            compare(problems, case, f'step {number}', found, step['verdict'])
            compare(problems, case, f'id of step {number}', entry_id(log.collective, data).hex(),
                    step['id'])
            if step.get('act') == 'counts' and blob is not None:
                secret = parse_payload(data[1], blob[16:]).get('secret')
                if secret:
                    secrets[step['id']] = bytes.fromhex(secret)
        ends = {(unhex(head['device']), head['seq'], unhex(head['id'])) for head in case['heads']}
        if log.ends != ends:
            problems.append(f'{case["name"]}: the heads are others')
        compare(problems, case, 'digest', log.digest().hex(), case['digest'])
        if 'secret' in case:
            found = h('far1 secret', b''.join(secrets[entry] for entry in sorted(secrets)))
            compare(problems, case, 'secret', found.hex(), case['secret'])


def main():
    text = (ROOT / 'tests/vectors/entries.json').read_text(encoding='utf-8')
    vectors = json.loads(text)

    def case(part, check):
        def run():
            problems = [] if vectors[part] else ['there are none']
            check(vectors[part], problems)
            return problems
        return f'/vectors/{part}', run

    tap.run([
        case('ids', check_ids),
        case('headers', check_headers),
        case('payloads', check_payloads),
        case('entries', check_entries),
        case('logs', check_logs),
    ])


if __name__ == '__main__':
    main()
