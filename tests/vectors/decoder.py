# SPDX-License-Identifier: GPL-3.0-or-later
"""decoder: all of docs/formats.md that is stored or sent, read a second time.

Written from that page alone, whose tables of payloads it takes as they stand there, and shares
nothing with the program.  Written for the eye: no check is faster than it must be."""

import hashlib
import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

from primitives import (SecretStream, aead_decrypt, allowed_point, argon2id, fulfils_equation,
                        x25519, xaead_decrypt, zstd_unpack)

ROOT = Path(__file__).resolve().parents[2]
ZERO = bytes(32)


class Wrong(Exception):
    """The first thing that is wrong, by its name."""


# ---------------------------------------------------------------- Conventions

def h(context, data, size=32):
    return hashlib.blake2b(data, digest_size=size, person=context.encode()).digest()


class Reader:
    """Bytes from the front; what is not there is wrong by the name that the caller gives."""

    def __init__(self, data, wrong):
        self.data, self.at, self.wrong = data, 0, wrong

    def fail(self):
        raise Wrong(self.wrong)

    def left(self):
        return len(self.data) - self.at

    def take(self, count):
        if count > self.left():
            self.fail()
        self.at += count

        return self.data[self.at - count:self.at]

    def number(self, size):
        return int.from_bytes(self.take(size), 'little')

    def varint(self):
        value = 0
        for place in range(10):
            byte, = self.take(1)
            value |= (byte & 127) << 7 * place
            if byte < 128:
                if (byte == 0 and place > 0) or value >= 2**64:
                    self.fail()
                return value
        self.fail()

    def svarint(self):
        value = self.varint()
        return value >> 1 if value % 2 == 0 else -(value + 1 >> 1)

    def end(self):
        if self.left():
            self.fail()


class Columns(Reader):
    """The words of entries, and apart from them what is random in these."""

    def __init__(self, data, wrong):
        body = Reader(data, wrong)
        super().__init__(body.take(body.varint()), wrong)
        self.noise = Reader(body.take(body.left()), wrong)


def check_signature(key, message, signature, plain=False):
    """Signatures; plain: without the rule that is more than Ed25519's."""
    if not plain and allowed_point(key) is None:
        raise Wrong('key')
    if not plain and allowed_point(signature[:32]) is None:
        raise Wrong('r')
    if not fulfils_equation(key, message, signature):
        raise Wrong('signature')


@lru_cache(maxsize=10000)
def unseal(secret, sealed):
    """Sealing; None if it is sealed to another key."""
    ephemeral, public = sealed[:32], x25519(secret)
    shared = x25519(secret, ephemeral)
    if shared == ZERO:
        return None

    return xaead_decrypt(h('far1 seal', shared + ephemeral + public), bytes(24), sealed[32:])


def is_clean_text(text):
    return not any((c < ' ' and c != '\n') or '\x7f' <= c <= '\x9f' for c in text)


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
        self.time, self.term = struct.unpack_from('<qI', data, 72)
        self.subject = data[84:100]
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

    def encode(self):
        return encode_header(vars(self))


def encode_header(fields):
    """From kind, seq, device, prev, time, term, subject, blob_length, blob_hash and refs."""
    return b''.join((
        struct.pack('<BBHI', 1, fields['kind'], 0, fields['seq']), fields['device'], fields['prev'],
        struct.pack('<qI', fields['time'], fields['term']), fields['subject'],
        struct.pack('<I', fields['blob_length']), fields['blob_hash'],
        bytes([len(fields['refs'])]), *sorted(fields['refs'])))


def entry_id(collective, data):
    return h('far1 entry', (ZERO if data[1] == GENESIS else collective) + data)


def check_blob(header, blob):
    if len(blob) != header.blob_length or h('far1 blob', blob) != header.blob_hash:
        raise Wrong('blob-hash')


def check_entry(collective, data, blob, signature):
    """A header, and where they are given its blob and signature."""
    header = Header(data)
    if blob is not None:
        check_blob(header, blob)
    if signature is not None:
        check_signature(header.device, entry_id(collective, data), signature)

    return header


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


def read_type(kind):
    """A type of the page: its word, its numbers, the name of its items."""
    word, _, rest = kind.partition(' ')

    return word, [int(n) for n in re.findall(r'-?\d+', rest)], rest.split(' ')[-1]


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
        if not is_clean_text(text):
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
        word, numbers, item = read_type(kind)
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
            return self.read_array(*numbers, lambda: self.read_map(ITEMS[item]), is_sorted=False)
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


def cbor_head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    size = 1 if number < 2**8 else 2 if number < 2**16 else 4 if number < 2**32 else 8

    return bytes([major << 5 | 23 + size.bit_length()]) + number.to_bytes(size, 'big')


def cbor_int(number):
    return cbor_head(0, number) if number >= 0 else cbor_head(1, -1 - number)


def cbor_bytes(hexadecimal):
    data = bytes.fromhex(hexadecimal)

    return cbor_head(2, len(data)) + data


def encode_value(kind, value):
    word, _, item = read_type(kind)
    if word == 'int':
        return cbor_int(value)
    if word == 'bytes':
        return cbor_bytes(value)
    if word in ('text', 'name'):
        data = value.encode()
        return cbor_head(3, len(data)) + data
    write = {'ints': cbor_int, 'ids': cbor_bytes,
             'maps': lambda values: encode_map(ITEMS[item], values)}[word]

    return cbor_head(4, len(value)) + b''.join(write(one) for one in value)


def encode_map(table, values):
    """The one encoding of values by their names."""
    fields = [(key, kind, values[name]) for key, name, kind, _ in table if name in values]

    return cbor_head(5, len(fields)) + b''.join(
        cbor_int(key) + encode_value(kind, value) for key, kind, value in fields)


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
        self.before = {}  # id -> prev
        self.missing = set()  # ids of those without their blobs
        self.waiting = {}

    def copy(self):
        other = Log(self.collective)
        other.ends, other.missing = set(self.ends), set(self.missing)
        other.let_in = {device: set(ids) for device, ids in self.let_in.items()}
        other.accepted, other.before = dict(self.accepted), dict(self.before)
        other.waiting = dict(self.waiting)

        return other

    def add(self, data, blob, signature):
        try:
            header = check_entry(self.collective, data, blob, None)
            entry = entry_id(self.collective, data)
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

    def has_past(self, header):
        """All that it needs but a signature."""
        before = header.device, header.seq - 1

        return (header.seq == 1 or self.accepted.get(header.prev) == before) and \
            all(ref in self.accepted for ref in header.refs)

    def is_let_in(self, header):
        return header.seq > 1 or header.kind == GENESIS or \
            bool(self.let_in.get(header.device, set()) & set(header.refs))

    def advance(self, one, refused):
        header = one.header
        if not self.has_past(header):
            return False
        if is_act(header.kind) and (one.blob is None or one.signature is None):
            return False
        if not self.is_let_in(header):
            del self.waiting[one.id]
            refused.add(one.id)
            return True
        if not self.is_covered(one):
            return False

        del self.waiting[one.id]
        self.accept(one.id, header, one.blob)

        return True

    def accept(self, entry, header, blob):
        self.accepted[entry] = header.device, header.seq
        self.before[entry] = header.prev
        self.ends.discard((header.device, header.seq - 1, header.prev))
        self.ends.add((header.device, header.seq, entry))
        if blob is None:
            self.missing.add(entry)
        elif header.kind in (GENESIS, ADMIT, DEVICE_ADD):
            self.note_let_in(entry, header, blob)

    def note_let_in(self, entry, header, blob):
        try:
            values = parse_payload(header.kind, blob[16:])
        except Wrong:
            return
        device = bytes.fromhex(values['device']) if 'device' in values else header.device
        self.let_in.setdefault(device, set()).add(entry)

    def find_leaf(self, device):
        """The id with which the device's log ends, None if there is none."""
        return next((entry for key, _, entry in sorted(self.ends) if key == device), None)

    def walk(self, entry, seq):
        """The id of the entry with that seq, on the chain that ends with an accepted entry."""
        while entry in self.accepted and self.accepted[entry][1] > seq:
            entry = self.before[entry]

        return entry if entry in self.accepted and self.accepted[entry][1] == seq else None

    def on_chain(self, entry, seq):
        """The same, or what goes on from there."""
        if entry not in self.accepted or self.accepted[entry][1] >= seq:
            return self.walk(entry, seq)
        device, here = self.accepted[entry]

        return next((other for other, place in self.accepted.items()
                     if place == (device, seq) and self.walk(other, here) == entry), None)

    def locate(self, device, seq, prefix):
        return next((entry for entry, place in self.accepted.items()
                     if place == (device, seq) and entry.startswith(prefix)), None)

    def describe(self, group=None):
        """What a digest is over, without what is missing."""
        return b''.join(device + struct.pack('<I', seq) + entry
                        for device, seq, entry in sorted(self.ends)
                        if group is None or device[0] >> 3 == group)

    def digest(self):
        """What HELLO says."""
        return h('far1 digest', self.describe() + b''.join(sorted(self.missing)))

    def groups(self):
        return [h('far1 group', self.describe(group))[:6] for group in range(32)]


# ---------------------------------------------------------------- Stream

class Run:
    """The log of a device, or a branch of it, as one stream brings it."""

    def __init__(self, device, end=None, base=0):
        self.device = device
        self.end = end  # an id on the chain that the receiver holds of it
        self.is_branch = False  # that chain is left after the end
        self.base = base
        self.is_started = False
        self.tail = self.tail_seq = None
        self.cover_seq = 0  # up to where the headers of a COVER prove it
        self.ids = {}  # seq -> id of what came

    def get_log(self):
        return self if self.is_branch else self.device


class Staged:
    def __init__(self, run, data, header, entry, blob, signature, is_blind):
        self.run, self.data, self.header, self.id = run, data, header, entry
        self.blob, self.signature = blob, signature
        self.is_blind = is_blind  # a ref by its id was not held when it came


class Stream:
    """The receiving end of one direction."""

    def __init__(self, log):
        self.log = log
        self.runs, self.subjects, self.staged = [], [], []
        self.before = {}  # id -> prev of what came
        self.covered = set()  # ids
        self.kind = self.time = 0
        self.has_news = self.met_fork = self.has_bad = False
        self.beyond = 'invalid'  # what it is to go on from what is not held

    def open(self, device, end=None, base=0):
        self.met_fork |= any(run.device == device for run in self.runs)
        self.runs.append(Run(device, end, base))

        return self.runs[-1]

    def read_run(self, number, data):
        if number >= 2 + len(self.runs):
            data.fail()
        if number >= 2:
            return self.runs[number - 2]
        device = data.noise.take(32)

        return self.open(device, self.log.find_leaf(device))

    def get_id(self, run, seq):
        if seq in run.ids:
            return run.ids[seq]
        find = self.log.walk if run.is_branch else self.log.on_chain

        return find(run.end, seq)

    def find_start(self, run, seq, prefix):
        held = self.get_id(run, seq)
        if held is not None and held.startswith(prefix):
            return held
        held = self.log.locate(run.device, seq, prefix)
        if held is None:
            held = next((other.ids[seq] for other in self.runs
                         if other.device == run.device and seq in other.ids and
                         other.ids[seq].startswith(prefix)), None)
        if held is not None:
            run.end = held

        return held

    def start(self, run, data):
        seq = data.varint()
        prefix = data.noise.take(8) if seq > 1 else b''
        if not 1 <= seq < 2**32 or (run.is_started and seq <= run.tail_seq):
            data.fail()
        before = ZERO
        if seq > 1:
            before = self.find_start(run, seq - 1, prefix)
            if before is None:
                raise Wrong(self.beyond)
        run.is_started = True
        run.ids = {}
        run.tail, run.tail_seq = before, seq - 1
        run.base = seq - 1

    def read_ref(self, data):
        """(id, whether it was given by that)."""
        number = data.varint()
        if number == 1:
            return data.noise.take(32), True
        run = self.read_run(number, data)
        seq = run.base - data.svarint()
        if not 1 <= seq < 2**32:
            data.fail()
        run.base = run.base or seq
        entry = self.get_id(run, seq)
        if entry is None:
            data.fail()

        return entry, False

    def read_entry(self, data):
        head = data.number(1)
        count = head & 7
        if count == 7:
            count = data.number(1)
            if not 7 <= count <= 24:
                data.fail()
        number = data.varint()
        is_jump = number == 1
        if is_jump:
            number = data.varint()
            if number == 1:
                data.fail()
        run = self.read_run(number, data)
        if is_jump or not run.is_started:
            self.start(run, data)
        if head & 16:
            kind = data.number(1)
            if kind == self.kind:
                data.fail()
        else:
            kind = self.kind
        time = (self.time + data.svarint() + 2**63) % 2**64 - 2**63
        term = data.varint() if head & 32 else 0
        if head & 32 and not 1 <= term < 2**32:
            data.fail()
        subject = self.read_subject(data) if head & 64 else bytes(16)
        length = data.varint()
        if not 17 <= length <= 32768:
            data.fail()
        blob = None if head & 128 else data.noise.take(16) + data.take(length - 16)
        blob_hash = data.noise.take(32) if blob is None else h('far1 blob', blob)
        refs = [self.read_ref(data) for _ in range(count)]
        signature = data.noise.take(64) if head & 8 else None

        encoded = encode_header({
            'kind': kind, 'seq': run.tail_seq + 1, 'device': run.device, 'prev': run.tail,
            'time': time, 'term': term, 'subject': subject, 'blob_length': length,
            'blob_hash': blob_hash, 'refs': [ref for ref, _ in refs]})
        self.kind, self.time = kind, time
        run.base = run.tail_seq + 1
        is_blind = any(by_id and ref not in self.log.accepted for ref, by_id in refs)
        self.put(run, encoded, blob, signature, is_blind)

    def read_subject(self, data):
        number = data.varint()
        if number > len(self.subjects):
            data.fail()
        if number:
            return self.subjects[number - 1]
        subject = data.noise.take(16)
        if len(self.subjects) < 65536:
            self.subjects.append(subject)

        return subject

    def put(self, run, encoded, blob, signature, is_blind):
        try:
            header = Header(encoded)
        except Wrong:
            raise Wrong('invalid') from None
        entry = entry_id(self.log.collective, encoded)
        if header.kind == GENESIS and entry != self.log.collective:
            raise Wrong('invalid')
        self.before[entry] = header.prev
        is_known = entry in self.log.accepted or any(other.ids.get(header.seq) == entry
                                                     for other in self.runs)
        if not is_known:
            if is_act(header.kind) and (blob is None or signature is None):
                raise Wrong('invalid')
            is_good = signature is None or self.judge(run, entry, signature, entry)
            if is_good:
                self.staged.append(Staged(run, encoded, header, entry, blob, signature, is_blind))
            if self.get_id(run, header.seq):
                self.met_fork = run.is_branch = True
                run.end = header.prev
        run.ids[header.seq] = entry
        run.tail, run.tail_seq = entry, header.seq

    def read_entries(self, body):
        """Returns how many there were."""
        data, count = Columns(body, 'invalid'), 0
        while data.left():
            self.read_entry(data)
            count += 1
        data.noise.end()

        return count

    def read_cover(self, body):
        data = Reader(body, 'invalid')
        number = data.varint()
        if number < 2:
            data.fail()
        run = self.read_run(number, data)
        count = data.varint()
        if not 1 <= count <= 63 or not run.is_started or run.tail_seq == 0:
            data.fail()
        headers = [data.take(data.varint()) for _ in range(count)]
        signature = data.take(64)
        data.end()
        entry, seq = run.tail, run.tail_seq
        try:
            for encoded in headers:
                header = Header(encoded)
                seq += 1
                if (header.seq, header.device, header.prev) != (seq, run.device, entry):
                    data.fail()
                entry = entry_id(self.log.collective, encoded)
        except Wrong:
            raise Wrong('invalid') from None
        if self.judge(run, entry, signature, run.tail) and not self.has_bad:
            run.cover_seq = run.tail_seq

    def judge(self, run, entry, signature, covered):
        """What comes after a bad signature counts for nothing, and the next batch ends the stream."""
        self.has_news = True
        try:
            check_signature(run.device, entry, signature)
        except Wrong:
            self.has_bad = True
            return False
        if not self.has_bad:
            self.cover(covered)

        return True

    def cover(self, entry):
        """A signature was good: for its entry and all before it."""
        while entry in self.before and entry not in self.covered:
            self.covered.add(entry)
            entry = self.before[entry]

    def is_ready(self, one):
        return one.id in self.covered and self.log.has_past(one.header) and \
            (self.met_fork or not one.is_blind)

    def fits(self, one, taken):
        return (one.header.seq == 1 or one.header.prev in taken) and \
            all(ref in taken for ref in one.header.refs) and (self.met_fork or not one.is_blind)

    def walk(self, most):
        """Of each log: up to where others could be shown a signature, and whether it stops beyond."""
        taken, ready = set(self.log.accepted), set(self.log.accepted)
        shown, stopped = {}, set()
        for one in self.staged:
            header, log = one.header, one.run.get_log()
            if header.seq > 1 and header.prev not in taken or one.id in taken:
                continue
            is_ready = one.id in self.covered and self.fits(one, ready)
            if header.seq > most.get(log, header.seq) or not self.fits(one, taken) or \
                    (is_act(header.kind) and not is_ready):
                stopped.add(log)
                shown.setdefault(log, header.seq - 1)
                continue
            taken.add(one.id)
            if is_ready:
                ready.add(one.id)
            shown.setdefault(log, header.seq - 1)
            if one.signature is not None or header.seq <= one.run.cover_seq:
                shown[log] = header.seq

        return {log: shown[log] for log in stopped}

    def plan(self):
        """Up to where entries are accepted of a log that goes on with what may never be."""
        most = {}
        if any(one.is_blind or is_act(one.header.kind) for one in self.staged):
            while (less := self.walk(most)) != most:
                most = less

        return most

    def settle(self):
        """Accepts what is ready, all of it or, where one is wrong, nothing.  Returns how many."""
        if not self.has_news:
            return 0
        self.has_news = False
        log, before = self.log.copy(), len(self.log.accepted)
        self.log, kept = log, self.log
        count = -1
        while count != len(log.accepted):
            count, most = len(log.accepted), self.plan()
            for one in list(self.staged):
                if not self.is_ready(one) or \
                        one.header.seq > most.get(one.run.get_log(), one.header.seq):
                    continue
                if not log.is_let_in(one.header):
                    self.log = kept
                    raise Wrong('invalid')
                log.accept(one.id, one.header, one.blob)
                self.staged.remove(one)
            if not self.met_fork:
                break
        if self.has_bad:
            raise Wrong('invalid')

        return len(log.accepted) - before

    def leave(self):
        """What is covered and waits for something that did not come stays with the receiver."""
        for one in self.staged:
            if one.id in self.covered:
                self.log.add(one.data, one.blob, one.signature)


# ---------------------------------------------------------------- Bundle

HELLO, FRONTIER, WANT, TOTAL, ENTRIES, COVER, ACK, PACKED, SIGNAL = range(1, 10)
PING, REKEY, BYE, DOOR_ASK, DOOR_ANSWER, BUNDLE, WANT_BLOBS, BLOBS, HAD, HOLDINGS = range(10, 20)


class Receiving:
    """What a session and a bundle have in common: a total, and batches."""

    def __init__(self, log):
        self.stream = Stream(log)
        self.total = self.received = 0
        self.has_total = False

    def read_total(self, body):
        data = Reader(body, 'invalid')
        total = data.varint()
        data.end()
        if not self.total <= total < 2**31:
            raise Wrong('invalid')
        self.total, self.has_total = total, True

    def unpack(self, body):
        data = Reader(body, 'invalid')
        length = data.varint()
        unpacked = zstd_unpack(body[data.at:], length) if 1 <= length <= 65518 else None
        if unpacked is None:
            raise Wrong('invalid')

        return unpacked

    def read_entries(self, kind, body):
        if kind == PACKED:
            body = self.unpack(body)
        if kind == COVER:
            self.stream.read_cover(body)
        else:
            self.received += self.stream.read_entries(body)
        if self.has_total and self.received >= self.total:
            self.stream.settle()


    def read_holdings(self, body):
        if not body or body[0] > 1:
            raise Wrong('invalid')
        reader = Reader(self.unpack(body[1:]) if body[0] else body[1:], 'invalid')
        holdings = []
        while reader.left():
            length = reader.varint()
            if length > 33000:
                reader.fail()
            holdings.append(reader.take(length))
        self.stream.settle()
        for holding in holdings:
            try:
                read_holding(holding)
            except Wrong:
                raise Wrong('invalid') from None


# ---------------------------------------------------------------- Holding

def read_holding(data):
    """(device, time, rows, what is signed, signature)"""
    reader = Reader(data, 'damaged')
    device, time = reader.take(32), reader.number(8)
    count, rows = reader.varint(), []
    if count > 2500:
        reader.fail()
    for _ in range(count):
        log, seq = reader.take(8), reader.varint()
        if not 1 <= seq < 2**32 or (rows and rows[-1][0] >= log):
            reader.fail()
        rows.append((log, seq))
    signed = data[:reader.at]
    signature = reader.take(64)
    reader.end()

    return device, time, rows, signed, signature


def write_holding(collective, data):
    """The words of one that its machine signed."""
    device, time, rows, signed, signature = read_holding(data)
    try:
        check_signature(device, h('far1 holding', collective + signed), signature)
    except Wrong:
        raise Wrong('unsigned') from None

    return device + time.to_bytes(8, 'little') + \
        b''.join(log + seq.to_bytes(4, 'little') for log, seq in rows)


class BundleReader(Receiving):
    """One bundle, read into a log by whoever holds a key to which it may be sealed."""

    def __init__(self, log, secret):
        super().__init__(log)
        self.secret = secret
        self.stream.beyond = 'later'
        self.is_begun = self.is_ended = False

    @staticmethod
    def is_answer(told):
        return told[:11] == b'far1 answer' and 1 <= told[11] <= 20 and not any(told[12 + told[11]:])

    def find_key(self, data):
        """None if nothing but an answer is for this reader."""
        if data[:7] != b'FARBNDL'[:len(data)]:
            raise Wrong('foreign')
        if len(data) < 7:
            raise Wrong('foreign')
        if len(data) > 7 and data[7] != 1:
            raise Wrong('newer')
        if len(data) < 10:
            raise Wrong('cut')
        count = int.from_bytes(data[8:10], 'little')
        if count > 2500:
            raise Wrong('foreign')
        self.at = 10 + 80 * count
        if len(data) < self.at:
            raise Wrong('cut')
        for i in range(count):
            key = unseal(self.secret, data[10 + 80 * i:90 + 80 * i])
            if key is not None and self.is_answer(key):
                return None
            if key is not None:
                return h('far1 bundle', key + data[:self.at])
        raise Wrong('not-for-us')

    def read(self, data):
        """'ok', or what is wrong."""
        try:
            key = self.find_key(data)
        except Wrong as wrong:
            return str(wrong)
        if key is None:
            return 'ok'

        count = 0
        try:
            while not self.is_ended and len(data) - self.at >= 2:
                length = int.from_bytes(data[self.at:self.at + 2], 'little')
                if len(data) - self.at - 2 < length:
                    break
                message = data[self.at + 2:self.at + 2 + length]
                self.at += 2 + length
                body = aead_decrypt(key, bytes(4) + struct.pack('<Q', count), message)
                count += 1
                if not body:
                    raise Wrong('invalid')
                self.read_frame(body[0], body[1:])
            if not self.is_ended:
                self.stream.settle()
        except Wrong as wrong:
            return str(wrong)
        self.stream.leave()

        return 'ok' if self.is_ended else 'cut'

    def read_frame(self, kind, body):
        if self.is_begun != (kind in (TOTAL, ENTRIES, PACKED, COVER, HOLDINGS, BYE)):
            raise Wrong('invalid')
        if kind == BUNDLE:
            if len(body) != 32:
                raise Wrong('invalid')
            if body != self.stream.log.collective:
                raise Wrong('not-for-us')
            self.is_begun = True
        elif kind == TOTAL:
            self.read_total(body)
        elif kind in (ENTRIES, PACKED, COVER):
            self.read_entries(kind, body)
        elif kind == HOLDINGS:
            self.read_holdings(body)
        elif kind == BYE and not body:
            self.stream.settle()
            self.is_ended = True
        else:
            raise Wrong('invalid')


# ---------------------------------------------------------------- Session

class Row:
    def __init__(self, device, seq, end):
        self.device, self.seq, self.end = device, seq, end  # id of what is there, None if not held
        self.assumed = set()  # ids: the peer has them unless it holds another branch


class Session(Receiving):
    """What one end says to the frames that come in, after the handshake.  It has no words that are
    missing, and is not the author of anything that the other may hold otherwise."""

    def __init__(self, log, is_caller):
        super().__init__(log)
        self.is_caller = is_caller
        self.state = 'comparing'
        self.has_hello = self.has_had = False
        self.rows = []
        self.sent = self.acknowledged = self.signals = 0
        self.held = list(log.accepted)
        self.had = set()  # of that, what the peer surely has, or was sent
        self.digest, self.groups = log.digest(), log.groups()
        self.at_hello = set(log.ends)
        self.differing = 0

    def read_frame(self, kind, body):
        log = self.stream.log
        if self.state == 'door':
            if kind == HELLO:
                raise Wrong('no-standing')
            if kind not in (DOOR_ASK, DOOR_ANSWER, BYE, PING):
                raise Wrong('invalid')
        if kind in (TOTAL, ENTRIES, PACKED, COVER, ACK, WANT_BLOBS, BLOBS, HOLDINGS) and \
                self.state != 'streaming':
            raise Wrong('invalid')
        if kind in (PING, REKEY, BYE) and body:
            raise Wrong('invalid')
        if kind == HELLO:
            self.read_hello(body, log)
        elif kind == FRONTIER:
            self.read_frontier(body, log)
        elif kind == WANT:
            self.read_want(body, log)
        elif kind == TOTAL:
            self.read_total(body)
        elif kind in (ENTRIES, PACKED, COVER):
            self.read_entries(kind, body)
        elif kind == ACK:
            self.read_ack(body)
        elif kind == SIGNAL:
            self.signals += 1
            if not 1 <= len(body) <= 1024 or self.signals > 64:
                raise Wrong('invalid')
        elif kind == BYE:
            if self.state != 'door':
                self.stream.settle()
            self.state = 'closed'
        elif kind == DOOR_ASK:
            if self.is_caller or self.state != 'comparing' or self.has_hello or \
                    not 1 <= len(body) <= 4096:
                raise Wrong('invalid')
            self.state = 'door'
        elif kind == WANT_BLOBS:
            if len(body) % 32 or not 1 <= len(body) // 32 <= 1000:
                raise Wrong('invalid')
        elif kind == HAD:
            ids = [body[at:at + 8] for at in range(0, len(body), 8)]
            if len(body) % 8 or len(ids) > 2500 or not self.has_hello or self.has_had or \
                    ids != sorted(set(ids)):
                raise Wrong('invalid')
            self.has_had = True
        elif kind == HOLDINGS:
            self.read_holdings(body)
        elif kind in (DOOR_ANSWER, BUNDLE, BLOBS):
            raise Wrong('invalid')

    def read_hello(self, body, log):
        if len(body) != (32 if self.is_caller else 32 + 192) or self.state != 'comparing' or \
                self.has_hello:
            raise Wrong('invalid')
        self.has_hello = True
        if body[:32] == self.digest:
            for device, _, entry in self.at_hello:
                self.has_chain(log, entry)
            self.begin_streaming()
        elif not self.is_caller:
            self.differing = sum(1 << group for group in range(32)
                                 if body[32 + 6 * group:38 + 6 * group] != self.groups[group])
            self.rows = [Row(device, seq, entry) for device, seq, entry in sorted(self.at_hello)
                         if self.differing >> (device[0] >> 3) & 1]

    def find_chain(self, log, entry):
        chain = set()
        while entry in log.accepted:
            chain.add(entry)
            entry = log.before[entry]

        return chain

    def has_chain(self, log, entry):
        self.had |= self.find_chain(log, entry)

    def begin_streaming(self):
        """Rows take the first numbers; what the other end has not is sent."""
        self.state = 'streaming'
        for row in self.rows:
            self.stream.open(row.device, row.end, row.seq)
        self.send_rest()

    def send_rest(self):
        had = self.had.union(*(row.assumed for row in self.rows))
        missing = [entry for entry in self.held if entry not in had]
        self.sent += len(missing)
        self.had |= set(missing)

    def has_equal_groups(self, log):
        for device, _, entry in self.at_hello:
            if not self.differing >> (device[0] >> 3) & 1:
                self.has_chain(log, entry)

    def read_frontier(self, body, log):
        data = Reader(body, 'invalid')
        if not self.is_caller or self.state != 'comparing' or not self.has_hello:
            data.fail()
        self.differing = data.number(4)
        is_last = data.number(1)
        if is_last > 1:
            data.fail()
        while data.left():
            device, seq, prefix = data.take(32), data.varint(), data.take(8)
            if not 1 <= seq < 2**32 or len(self.rows) >= 10000 or \
                    (self.rows and self.rows[-1].device > device):
                data.fail()
            self.place_row(device, seq, prefix, log)
        if is_last:
            self.has_equal_groups(log)
            self.begin_streaming()

    def place_row(self, device, seq, prefix, log):
        is_first = not self.rows or self.rows[-1].device != device
        row = Row(device, seq, log.locate(device, seq, prefix))
        self.has_chain(log, row.end)
        leaf = log.find_leaf(device)
        if row.end is None and is_first and leaf and log.accepted[leaf][1] < seq:
            row.end, row.assumed = leaf, self.find_chain(log, leaf)
        self.rows.append(row)

    def read_want(self, body, log):
        data = Reader(body, 'invalid')
        if self.is_caller:
            if self.state == 'comparing':
                data.fail()
            for _ in range(data.varint()):
                index, seq = data.varint(), data.varint()
                if index >= len(self.rows) or seq != 0:
                    data.fail()
                self.rows[index].assumed = set()
            data.end()
            self.send_rest()
            return
        if self.state != 'comparing' or not self.has_hello:
            data.fail()
        wanted = set()
        for _ in range(data.varint()):
            index, seq = data.varint(), data.varint()
            prefix = data.take(8) if seq > 1 else b''
            if index >= len(self.rows) or index in wanted or seq > self.rows[index].seq:
                data.fail()
            wanted.add(index)
            if seq > 1:
                self.has_chain(log, log.locate(self.rows[index].device, seq - 1, prefix))
        data.end()
        for index, row in enumerate(self.rows):
            if index not in wanted:
                self.has_chain(log, row.end)
        self.has_equal_groups(log)
        self.begin_streaming()

    def read_ack(self, body):
        data = Reader(body, 'invalid')
        count = data.varint()
        data.end()
        if not self.acknowledged <= count <= self.sent:
            raise Wrong('invalid')
        self.acknowledged = count

    def read_all(self, frames):
        """(index of the frame that ends it or None, why, what is held then)."""
        for index, frame in enumerate(frames):
            if self.state == 'closed':
                break
            try:
                # a frame without a type is one of a type that nobody knows
                self.read_frame(frame[0] if frame else 0, frame[1:])
            except Wrong as wrong:
                return index, str(wrong)

        return None, self.state


# ---------------------------------------------------------------- Door

def check_name(data):
    try:
        name = data.decode('utf-8')
    except UnicodeDecodeError:
        raise Wrong('refused') from None
    if not 1 <= len(name) <= 200 or not is_clean_text(name) or '\n' in name:
        raise Wrong('refused')

    return name


def read_request(data):
    """The fields in their order, of either kind of request."""
    data = Reader(data, 'refused')
    if len(data.data) > 4096:
        data.fail()
    version = data.number(1)
    if version == 1:
        fields = [data.take(32) for _ in range(4)] + [data.take(64) for _ in range(2)]
        fields.append(check_name(data.take(data.number(2))))
    elif version == 2:
        fields = [data.take(16)] + [data.take(32) for _ in range(3)] + [data.take(64)]
    else:
        data.fail()
    data.end()

    return version, fields


def encode_request(version, fields):
    if version == 2:
        return b'\2' + b''.join(fields)
    name = fields[-1].encode()

    return b'\1' + b''.join(fields[:-1]) + struct.pack('<H', len(name)) + name


def read_answer(data):
    data = Reader(data, 'refused')
    version, state, missing, reason = (data.number(size) for size in (1, 1, 2, 1))
    if version != 1 or state not in (1, 2, 3) or (missing > 0) != (state == 1) or \
            state != 1 and ((reason > 0) != (state == 2) or reason > 9):
        data.fail()
    secret = data.take(32) if state == 3 else b''
    data.end()

    return state, missing, reason, secret


def encode_answer(state, missing, reason, secret):
    return struct.pack('<BBHB', 1, state, missing, reason) + secret


def open_request(key, data):
    """A request file after its version, under an invitation's public half or a secret."""
    plain = xaead_decrypt(h('far1 door file', key), data[:24], data[24:]) \
        if 40 <= len(data) <= 4096 + 40 else None
    if plain is None:
        raise Wrong('sealed')

    return plain


# ---------------------------------------------------------------- Invitation

SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
LIKE = {'O': '0', 'I': '1', 'L': '1'}
SPACE = {'\t', '\n', '\f', '\r'}


def is_skipped(c):
    return c in SPACE or unicodedata.category(c) in ('Zs', 'Zl', 'Zp', 'Pd', 'Cf')


def read_code(data):
    """What a text in UTF-8 says, with its version and without its sum."""
    if len(data) > 1024:
        raise Wrong('damaged')
    try:
        text = data.decode('utf-8')
    except UnicodeDecodeError:
        raise Wrong('damaged') from None
    while text and is_skipped(text[0]):
        text = text[1:]
    scheme = 'farandole:'
    if not text[:len(scheme)].isascii() or text[:len(scheme)].lower() != scheme:
        raise Wrong('damaged')

    bits = ''
    for c in text[len(scheme):]:
        if is_skipped(c):
            continue
        c = c.upper() if c.isascii() else c
        c = LIKE.get(c, c)
        if len(c) != 1 or c not in SYMBOLS:
            raise Wrong('damaged')
        bits += format(SYMBOLS.index(c), '05b')

    count, rest = divmod(len(bits), 8)
    if rest >= 5 or '1' in bits[8 * count:] or count < 5:
        raise Wrong('damaged')
    decoded = int(bits[:8 * count], 2).to_bytes(count, 'big')
    if h('far1 invite sum', decoded[:-4])[:4] != decoded[-4:]:
        raise Wrong('damaged')

    return decoded[:-4]


def read_invitation(data):
    """(collective, INVITE, secret) of a text in UTF-8."""
    decoded = read_code(data)
    if decoded[0] > 1:
        raise Wrong('newer')
    if decoded[0] != 1 or len(decoded) != 81:
        raise Wrong('damaged')

    return decoded[1:33], decoded[33:65], decoded[65:81]


def write_base32(data):
    bits = ''.join(format(byte, '08b') for byte in data)
    bits += '0' * (-len(bits) % 5)

    return ''.join(SYMBOLS[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5))


def encode_invitation(collective, invite, secret):
    data = b'\1' + collective + invite + secret
    symbols = write_base32(data + h('far1 invite sum', data)[:4])

    return 'farandole:' + '-'.join(symbols[i:i + 4] for i in range(0, len(symbols), 4))


# ---------------------------------------------------------------- Connection card

ICE_LETTERS = frozenset(b'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/')


def is_machine_address(at):
    """Of a machine on a network, as Road has it."""
    if len(at) == 4:
        return 0 < at[0] < 224 and at[0] != 127

    return at[0] != 0xff and at[:12] not in (bytes(12), bytes(10) + b'\xff\xff')


def check_ice(data):
    """A card of ICE that is an offer or an answer."""
    reader, seen = Reader(data, 'refused'), set()
    if reader.number(1) != 1 or reader.number(1) not in (1, 2):
        reader.fail()
    for low, high in ((4, 32), (22, 64)):
        word = reader.take(reader.number(1))
        if not low <= len(word) <= high or not ICE_LETTERS.issuperset(word):
            reader.fail()
    count = reader.number(1)
    if not 1 <= count <= 16:
        reader.fail()
    for _ in range(count):
        bits, priority, port = reader.number(1), reader.number(4), reader.number(2)
        at = reader.take(16 if bits & 16 else 4)
        if bits > 31 or not 0 < priority < 2**31 or port == 0 or not is_machine_address(at) or \
                (bits >> 2, port, at) in seen:
            reader.fail()
        seen.add((bits >> 2, port, at))
    reader.end()


def read_card(collective, device, secret, data):
    """What a text in UTF-8 says to the device that it is for."""
    decoded = read_code(data)
    if decoded[0] < 3:
        raise Wrong('damaged')
    if decoded[0] > 3:
        raise Wrong('newer')
    words = unseal(secret, decoded[1:]) if len(decoded) > 1 + 32 + 16 else None
    if words is None:
        raise Wrong('refused')

    reader = Reader(words, 'refused')
    reader.take(24)
    made, author = reader.number(8), reader.take(32)
    if made >= 2**63 or not 64 + 32 <= reader.left() <= 64 + 450:
        reader.fail()
    check_ice(reader.take(reader.left() - 64))
    signed = words[:reader.at]
    try:
        check_signature(author, h('far1 card', collective + device + signed), reader.take(64))
    except Wrong:
        raise Wrong('refused') from None

    return signed


def read_pass(data):
    """What is to be passed on, or was; who is there; or a word about the session."""
    reader = Reader(data, 'refused')
    what = reader.number(1)
    if what == 2:
        reader.take(32)
        if not 176 + 1 <= len(reader.take(reader.left())) <= 176 + 450:
            reader.fail()
    elif what == 4:
        devices = [reader.take(32) for _ in range((len(data) + 30) // 32)]
        if len(devices) > 31 or devices != sorted(set(devices)):
            reader.fail()
    elif what not in (3, 5):
        reader.fail()
    reader.end()

    return data


# ---------------------------------------------------------------- Backup

CHUNK = 65536 + SecretStream.EXTRA


def open_backup(data, passphrase):
    """What was sealed."""
    if data[:7] != b'FARSAVE':
        raise Wrong('foreign')
    if len(data) < 88 or h('far1 save sum', data[:72], 16) != data[72:88]:
        raise Wrong('damaged')
    version = data[7]
    passes, memory = struct.unpack_from('<II', data, 8)
    if version > 1:
        raise Wrong('newer')
    if version != 1 or not 1 <= passes <= 16 or not 8 <= memory <= 1048576:
        raise Wrong('damaged')
    key = argon2id(unicodedata.normalize('NFC', passphrase).encode(), data[16:32], passes, memory,
                   32)
    if h('far1 save check', key + data[:32], 16) != data[32:48]:
        raise Wrong('passphrase')

    stream = SecretStream(h('far1 save key', key), data[48:72])
    plain, at, tag = [], 88, 0
    while at < len(data):
        sealed = data[at:at + CHUNK]
        found = stream.pull(sealed, data[:88] if at == 88 else b'') \
            if tag == 0 and len(sealed) >= SecretStream.EXTRA else None
        if found is None:
            raise Wrong('damaged')
        chunk, tag = found
        plain.append(chunk)
        at += len(sealed)
    if tag != SecretStream.FINAL:
        raise Wrong('damaged')

    return b''.join(plain)
