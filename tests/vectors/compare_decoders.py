#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two readers of the same bytes: the program's, and decoder.py, which knows docs/formats.md alone.

    compare_decoders.py DRIVER [--inputs N] [--seed N]

Inputs come from a seeded generator, good ones and damaged ones, damaged before they are signed and
sealed and after.  Both readers must take and refuse the same, name the same reason, and read the
same out of what they take.  Each reason that there is must have come up."""

import argparse
import random
import struct
import subprocess
import sys
import time
import unicodedata
from collections import Counter

import decoder as d
import primitives as p
from decoder import Wrong, h

ZERO = bytes(32)


def varint(number):
    out = bytearray()
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)

    return bytes(out)


def svarint(number):
    return varint(2 * number if number >= 0 else -2 * number - 1)


class Chance(random.Random):
    def one_in(self, n):
        return self.randrange(n) == 0

    def blob(self, low, high):
        return self.randbytes(self.randint(low, high))

    def near(self, low, high):
        """A number of that range, often at its edge, now and then just beyond."""
        return self.choice((low, high, self.randint(low, high), self.randint(low, high)) * 5 +
                           (low - 1, high + 1))

    def within(self, low, high):
        return self.choice((low, high, self.randint(low, high), self.randint(low, high)))

    def damage(self, data):
        """What a bad line, a bad disk or a bad person does to bytes."""
        data = bytearray(data)
        for _ in range(self.choice((1, 1, 1, 2, 3))):
            at = self.randint(0, len(data))
            count = self.randint(1, 8)
            way = self.randrange(7)
            if way == 0 and at < len(data):
                data[at] ^= 1 << self.randrange(8)
            elif way == 1 and at < len(data):
                data[at] = self.choice((0, 1, 0x17, 0x18, 0x3f, 0x7f, 0x80, 0xff))
            elif way == 2:
                del data[at:]
            elif way == 3:
                data += self.blob(1, 2)
            elif way == 4:
                del data[at:at + count]
            elif way == 5:
                data[at:at] = data[at:at + count]
            else:
                data[at:at] = self.blob(1, count)

        return bytes(data)

    def text(self, length):
        letters = 'aZ é王\U0001f9d2\u0301' + self.choice(('', '\n', '\u00a0', '\u2028', '\u200d'))
        return ''.join(self.choice(letters) for _ in range(length))


# ---------------------------------------------------------------- headers

def make_header(rng, **fixed):
    kind = rng.choice((rng.randint(1, 42), rng.randint(1, 255)))
    seq = rng.choice((1, 2, 63, 64, rng.randrange(2, 2**32), 2**32 - 1)) if kind != 1 else 1
    count = 0 if kind == 1 else rng.choice((1, 2, 24, rng.randint(1, 24)))
    header = {
        'kind': kind, 'seq': seq, 'device': rng.randbytes(32),
        'prev': ZERO if seq == 1 else rng.randbytes(32),
        'time': rng.choice((0, -2**63, 2**63 - 1, rng.randrange(-2**63, 2**63))),
        'term': rng.choice((0, 1, 2**32 - 1, rng.randrange(2**32))),
        'subject': rng.choice((bytes(16), rng.randbytes(16))),
        'blob_length': rng.within(17, 32768), 'blob_hash': rng.randbytes(32),
        'refs': sorted({rng.choice((rng.randbytes(32), bytes(31) + rng.randbytes(1) ))
                        for _ in range(count)} - {ZERO})}
    if not header['refs'] and header['kind'] != 1 and seq == 1:
        header['refs'] = [rng.randbytes(32)]
    header.update(fixed)

    return header


def spoil_header(rng, header, data):
    """One rule of Entry broken, or nearly."""
    data = bytearray(data)
    refs = header['refs']
    way = rng.randrange(14)
    if way == 0:
        data[0] = rng.choice((0, 2, 255))
    elif way == 1:
        data[1] = rng.choice((0, 1))
    elif way == 2:
        data[rng.choice((2, 3))] = 1 << rng.randrange(8)
    elif way == 3:
        data[4:8] = struct.pack('<I', rng.choice((0, 1, 2)))
    elif way == 4:
        data[40:72] = rng.choice((ZERO, bytes(31) + b'\1', rng.randbytes(32)))
    elif way == 5:
        data[100:104] = struct.pack('<I', rng.choice((0, 16, 17, 32768, 32769, 2**32 - 1)))
    elif way == 6:
        data[136] = rng.choice((0, len(refs) + 1, max(len(refs), 1) - 1, 24, 25, 255))
    elif way == 7:
        count = rng.choice((23, 24, 25))
        data[136:] = bytes([count]) + b''.join(sorted(rng.randbytes(32) for _ in range(count)))
    elif way == 8 and len(refs) > 1:
        i = rng.randrange(len(refs) - 1)
        pair = rng.choice((refs[i + 1] + refs[i], refs[i] + refs[i]))
        data[137 + 32 * i:201 + 32 * i] = pair
    elif way == 9 and refs:
        i = rng.randrange(len(refs))
        data[40:72] = refs[i]
    elif way == 10:
        del data[rng.choice((0, 1, 136, len(data) - 1, rng.randrange(len(data)))):]
    elif way == 11:
        data += rng.blob(1, 33)
    elif way == 12:
        data[136:] = b'\0'
    else:
        return rng.damage(data)

    return bytes(data)


def ask_header(world, rng):
    header = make_header(rng)
    data = d.encode_header(header)
    if not rng.one_in(4):
        data = spoil_header(rng, header, data)
    collective = rng.randbytes(32)

    def read():
        return d.Header(data).encode() + d.entry_id(collective, data)

    return f'header {collective.hex()} {data.hex()}', read


# ---------------------------------------------------------------- entries with blob and signature

def find_torsion(rng):
    """A point of order 2, 4 or 8."""
    while True:
        point = p.decode_point(rng.randbytes(32))
        point = point and p.multiply(p.ORDER, point)
        if point and not p.is_same(point, p.NEUTRAL):
            return point


def ask_entry(world, rng):
    signer = rng.choice(world.signers)
    blob = rng.blob(17, 60)
    header = make_header(rng, device=signer.public, blob_length=len(blob),
                         blob_hash=h('far1 blob', blob))
    data = d.encode_header(header)
    if rng.one_in(12):
        data = spoil_header(rng, header, data)
    way = rng.randrange(12)
    if way == 0:
        # a key that is none, or not of the main subgroup
        point = rng.choice((world.torsion, p.add(p.decode_point(signer.public), world.torsion)))
        data = data[:8] + rng.choice((p.encode_point(point), rng.randbytes(32), b'\xff' * 32,
                                      b'\1' + bytes(31))) + data[40:]
    collective = rng.randbytes(32)
    signature = signer.sign(d.entry_id(collective, data)) if len(data) > 1 else bytes(64)
    if way == 1:
        blob = rng.damage(blob)
    elif way == 2:
        signature = rng.choice((rng.randbytes(32), b'\1' + bytes(31), b'\xee' + b'\xff' * 31,
                                p.encode_point(world.torsion))) + signature[32:]
    elif way == 3:
        s = int.from_bytes(signature[32:], 'little') + p.ORDER
        signature = signature[:32] + s.to_bytes(32, 'little')
    elif way == 4:
        signature = bytearray(signature)
        signature[rng.randrange(64)] ^= 1 << rng.randrange(8)
        signature = bytes(signature)
    elif way == 5:
        collective = rng.randbytes(32)
    blob = None if rng.one_in(10) else blob
    signature = None if rng.one_in(10) else signature

    def read():
        d.check_entry(collective, data, blob, signature)
        return d.entry_id(collective, data)

    words = ('-' if part is None else part.hex() for part in (blob, signature))
    return f'entry {collective.hex()} {data.hex()} {" ".join(words)}', read


# ---------------------------------------------------------------- payloads

class Writer:
    """Payloads by the tables, with one thing wrong at the head whose number is `spoiled`."""

    def __init__(self, rng, spoiled):
        self.rng, self.spoiled, self.count = rng, spoiled, 0

    def is_turn(self):
        self.count += 1

        return self.count == self.spoiled

    def head(self, major, number):
        good = d.cbor_head(major, number)
        if not self.is_turn():
            return good
        rng = self.rng
        longer = [bytes([major << 5 | info]) + number.to_bytes(size, 'big')
                  for info, size in ((24, 1), (25, 2), (26, 4), (27, 8))
                  if number < 256**size and size >= len(good)]
        other = d.cbor_head(rng.choice([m for m in range(8) if m != major]), number)
        return rng.choice((*longer, other, bytes([major << 5 | rng.randint(28, 31)]),
                           rng.choice((b'\xf4', b'\xf5', b'\xf6', b'\xf8\x20', b'\xf9\0\0')),
                           d.cbor_head(major, max(0, number + rng.choice((-1, 1))) % 2**64),
                           d.cbor_head(major, rng.choice((1023, 1024, 1025, 2**31, 2**64 - 1)))))

    def number(self, value):
        return self.head(0, value) if value >= 0 else self.head(1, -1 - value)

    def string(self, major, data):
        return self.head(major, len(data)) + data

    def make_text(self, most, is_name):
        rng = self.rng
        length = rng.choice((1, 1, 5, rng.randint(1, 40)))
        if is_name and self.is_turn():
            length = rng.choice((0, 199, 200, 201))
        if not is_name and self.is_turn():
            length = most + rng.randint(0, 1)
            return 'a' * length
        text = rng.text(length)
        if is_name and not self.is_turn():
            text = text.replace('\n', ' ')
        if self.is_turn():
            at = rng.randint(0, len(text))
            text = text[:at] + rng.choice('\0\t\r\x1f\x7f\x80\x85\x9f\n\xa0') + text[at:]

        return text

    def make_bytes(self, text):
        data = text.encode()
        if self.is_turn():
            bad = self.rng.choice((b'\xff', b'\xc0\xaf', b'\xed\xa0\x80', b'\xf4\x90\x80\x80',
                                   b'\xc3', b'\xe2\x82', b'\xe0\x80\x80', b'\xf8\x88\x80\x80\x80'))
            data = bad + data if self.rng.one_in(2) else data + bad

        return data

    def make_count(self, low, high):
        count = self.rng.within(low, min(high, low + 4))
        if self.is_turn():
            count = self.rng.choice((low - 1, high, high + 1, 1024, 1025))

        return max(0, min(count, 1025))

    def items(self, count, make):
        """Ascending, unless it is spoiled."""
        items = sorted({make() for _ in range(count)})
        while len(items) < count:
            items = sorted({*items, make()})
        if len(items) > 1 and self.is_turn():
            i = self.rng.randrange(len(items) - 1)
            items[i:i + 2] = self.rng.choice(((items[i + 1], items[i]), (items[i], items[i])))

        return items

    def value(self, kind):
        rng = self.rng
        word, numbers, item = d.read_type(kind)
        if word == 'int':
            low, high = numbers
            return self.number(rng.choice((low - 1, high + 1, -2**63, 2**63 - 1)) if self.is_turn()
                               else rng.within(low, high))
        if word == 'bytes':
            length = numbers[0] + (rng.choice((-1, 1)) if self.is_turn() else 0)
            return self.string(2, rng.randbytes(length))
        if word in ('text', 'name'):
            text = self.make_text(numbers[0] if numbers else 4096, word == 'name')
            return self.string(3, self.make_bytes(text))
        if word == 'ints':
            count = self.make_count(*numbers)
            values = self.items(count, lambda: rng.within(-2**31, 2**31 - 1)
                                if rng.one_in(2) else rng.randint(-30000, 90000))
            if values and self.is_turn():
                values[-1] = 2**31 + rng.randint(-1, 1)
            return self.head(4, len(values)) + b''.join(self.number(value) for value in values)
        if word == 'ids':
            size, low, high = numbers
            values = self.items(self.make_count(low, high), lambda: rng.randbytes(size))
            if values and self.is_turn():
                values[0] = values[0][:-1]
            return self.head(4, len(values)) + b''.join(self.string(2, v) for v in values)
        count = self.make_count(*numbers)
        return self.head(4, count) + b''.join(self.map(d.ITEMS[item]) for _ in range(count))

    def map(self, table):
        rng = self.rng
        fields = [(key, kind) for key, _, kind, is_required in table
                  if is_required or rng.one_in(2)]
        if fields and self.is_turn():
            del fields[rng.randrange(len(fields))]
        if len(fields) > 1 and self.is_turn():
            i = rng.randrange(len(fields) - 1)
            fields[i:i + 2] = rng.choice(((fields[i + 1], fields[i]), (fields[i], fields[i])))
        if self.is_turn():
            fields.insert(rng.randint(0, len(fields)),
                          (rng.choice((0, 9, 15, 22, 23, 24, 300, -1, -2)), 'int 0..1'))

        return self.head(5, len(fields)) + b''.join(
            self.number(key) + self.value(kind) for key, kind in fields)


def write_payload(rng, kind):
    """A good one of that kind."""
    return Writer(rng, 0).map(d.KINDS[kind])


def ask_payload(world, rng):
    kind = rng.choice(list(d.KINDS)) if not rng.one_in(50) else rng.randrange(0, 256)
    table = d.KINDS.get(kind, [])
    way = rng.randrange(10)
    writer = Writer(rng, rng.randint(1, 60) if way < 6 else 0)
    data = writer.map(table)
    if way == 6:
        data += rng.blob(1, 3)
    elif way == 7:
        data = rng.damage(data)
    elif way == 8:
        data = data[:rng.randint(0, len(data))]

    return f'payload {kind} {data.hex()}', \
        lambda: d.encode_map(table, d.parse_payload(kind, data))


# ---------------------------------------------------------------- the door

def ask_request(world, rng):
    version = rng.choice((1, 1, 2))
    name = rng.text(rng.choice((1, 5, 199, 200, 201, 0))) if rng.one_in(3) else 'Zoé'
    fields = [rng.randbytes(n) for n in (32, 32, 32, 32, 64, 64)] + [name.replace('\n', ' ')] \
        if version == 1 else [rng.randbytes(n) for n in (16, 32, 32, 32, 64)]
    data = d.encode_request(version, fields)
    way = rng.randrange(6)
    if way == 0:
        data = rng.damage(data)
    elif way == 1:
        data = bytes([rng.choice((0, 1, 2, 3))]) + data[1:]
    elif way == 2:
        name = rng.choice((b'a\n', b'\xff', b'a\0', b'', b'a' * 5000, b'\xc2\x80'))
        data = data[:257] + struct.pack('<H', len(name)) + name

    return f'request {data.hex()}', lambda: d.encode_request(*d.read_request(data))


def ask_answer(world, rng):
    state = rng.randint(1, 3)
    fields = [state, rng.within(1, 65535) if state == 1 else 0,
              (rng.randint(1, 9) if state == 2 else rng.choice((0, 2, 255)) if state == 1 else 0),
              rng.randbytes(32) if state == 3 else b'']
    if rng.one_in(3):
        i = rng.randrange(3)
        fields[i] = rng.randint(0, (4, 2, 11)[i])
    data = d.encode_answer(*fields)
    if rng.one_in(3):
        data = rng.damage(data)

    return f'answer {data.hex()}', lambda: d.encode_answer(*d.read_answer(data))


def ask_ask(world, rng):
    key, nonce = rng.randbytes(32), rng.randbytes(24)
    length = rng.choice((1, 40, 177)) if not rng.one_in(15) else rng.choice((0, 4096, 4097))
    data = nonce + p.xaead_encrypt(h('far1 door file', key), nonce, bytes(length))
    if rng.one_in(3):
        data = rng.damage(data)
    if rng.one_in(6):
        key = rng.randbytes(32)

    return f'ask {key.hex()} {data.hex()}', lambda: d.open_request(key, data)


# ---------------------------------------------------------------- invitations

SKIPPED = '- \t\n\f\r\u00a0\u2009\u2013\u2014\u2028\u200b\u200e\ufeff\u00ad\u3000'
STRANGE = 'Uu*=\v\u0085\u00e9\u0130\u212a０\U0001f9d2\u2212\x7f_/'


def ask_invitation(world, rng):
    data = bytes([rng.choice((1, 1, 1, 1, 0, 2, 255))]) + rng.randbytes(
        80 if not rng.one_in(6) else rng.choice((0, 1, 3, 79, 81, 85)))
    symbols = d.write_base32(data + h('far1 invite sum', data)[:4])
    if rng.one_in(4):
        symbols = ''.join(c + '-' * (i % 4 == 3) for i, c in enumerate(symbols))
    text = rng.choice(('farandole:', 'FARANDOLE:', 'Farandole:')) + symbols
    for _ in range(rng.choice((0, 0, 1, 3))):
        at = rng.randint(0, len(text))
        way = rng.randrange(9)
        if way < 3:
            text = text[:at] + rng.choice(SKIPPED) + text[at:]
        elif way == 3:
            text = text[:at] + text[at:].lower()
        elif way == 4:
            text = text[:at] + text[at:].replace('0', rng.choice('oO'), 1) \
                .replace('1', rng.choice('iIlL'), 1)
        elif way == 5:
            text = text[:at] + rng.choice(STRANGE) + text[at:]
        elif way == 6:
            text = text[:at] + rng.choice(d.SYMBOLS) + text[at + 1:]
        elif way == 7:
            text = text[:at] + text[at + 1:]
        else:
            text += ' ' * rng.choice((1, 1024 - len(text.encode()), 1025 - len(text.encode())))
    raw = text.encode()
    if rng.one_in(12):
        raw = rng.damage(raw)
    raw = raw.replace(b'\0', b'')

    return f'invitation {raw.hex()}', \
        lambda: d.encode_invitation(*d.read_invitation(raw)).encode()


# ---------------------------------------------------------------- holdings

def write_holding(rng, collective, device, signer):
    logs = sorted(rng.randbytes(8) for _ in range(rng.choice((0, 1, 2, 9))))
    if rng.one_in(9):
        rng.shuffle(logs)
    if logs and rng.one_in(9):
        logs.append(logs[-1])
    rows = b''.join(log + varint(rng.choice((1, 7, 300, 2**32 - 1)) if not rng.one_in(30)
                                 else rng.choice((0, 2**32))) for log in logs)
    count = len(logs) if not rng.one_in(12) else rng.choice((0, len(logs) + 1, 2500, 2501))
    signed = device + rng.randbytes(8) + varint(count) + rows

    return signed + signer.sign(h('far1 holding', collective + signed))


def ask_holding(world, rng):
    whose = rng.choice((world.second, world.third, world.stranger))
    data = write_holding(rng, world.collective, whose.key, whose.signer)
    if rng.one_in(4):
        data = rng.damage(data)
    if rng.one_in(20):
        data += b'\0'

    return f'holding {world.collective.hex()} {data.hex()}', \
        lambda: d.write_holding(world.collective, data)


def make_ice(rng):
    """A card of ICE, good or nearly."""
    out = bytes([1 if not rng.one_in(40) else 2, rng.choice((1, 2)) if not rng.one_in(20) else 3])
    for low, high in ((4, 32), (22, 64)):
        word = bytes(rng.choice(b'aZ09+/') for _ in range(rng.choice((low, low, high))))
        if rng.one_in(30):
            word = rng.choice((word[1:], word + b'x' * 43, word[:-1] + b'-'))
        out += bytes([len(word)]) + word
    count = rng.choice((1, 1, 2, 3, 8, 16))
    out += bytes([count if not rng.one_in(40) else rng.choice((0, 17))])
    for i in range(count):
        bits = rng.randrange(32) if not rng.one_in(60) else 32
        at = bytes([rng.choice((10, 192, 223, 32, 254) if not rng.one_in(30) else
                               (0, 127, 224, 255))]) + rng.randbytes(15 if bits & 16 else 3)
        if bits & 16 and rng.one_in(12):
            at = rng.choice((bytes(12), bytes(10) + b'\xff\xff')) + at[:4]
        priority = rng.randrange(1, 2**31) if not rng.one_in(60) else rng.choice((0, 2**31))
        port = i + 1 if not rng.one_in(60) else rng.choice((0, 1))
        out += bytes([bits]) + struct.pack('<IH', priority, port) + at

    return out


def ask_card(world, rng):
    author, reader = (world.second, world.called) if rng.one_in(2) else (world.called, world.second)
    words = rng.randbytes(24) + struct.pack(
        '<Q', rng.randrange(2**63) if not rng.one_in(20) else 2**63) + author.key
    words += make_ice(rng)
    if rng.one_in(8):
        words = rng.damage(words)
    name = h('far1 card', world.collective + (reader.key if not rng.one_in(20) else author.key) + words)
    words += author.signer.sign(name)
    if rng.one_in(10):
        words = rng.damage(words)
    key = reader.seal if not rng.one_in(20) else author.seal
    ephemeral_secret = rng.randbytes(32)
    ephemeral = p.x25519(ephemeral_secret)
    sealed = ephemeral + p.xaead_encrypt(
        h('far1 seal', p.x25519(ephemeral_secret, key) + ephemeral + key), bytes(24), words)
    if rng.one_in(10):
        sealed = rng.damage(sealed)
    data = bytes([rng.choice((3,) * 20 + (1, 2, 4))]) + sealed
    text = ('FARANDOLE:' + d.write_base32(data + h('far1 invite sum', data)[:4])).encode()
    if rng.one_in(10):
        text = rng.damage(text).replace(b'\0', b'0')

    return ' '.join(('card', world.collective.hex(), reader.key.hex(), reader.seal_secret.hex(),
                     text.hex())), \
        lambda: d.read_card(world.collective, reader.key, reader.seal_secret, text)


def ask_pass(world, rng):
    what = rng.choice((2, 3, 4, 4)) if not rng.one_in(10) else rng.randrange(256)
    data = bytes([what])
    if what == 2:
        data += rng.randbytes(32 + rng.choice((177, 300, 626)) + rng.choice((0,) * 6 + (-1, 1)))
    elif what == 4:
        devices = [rng.randbytes(32) for _ in range(rng.choice((0, 1, 2, 31)) +
                                                    rng.choice((0,) * 8 + (1,)))]
        data += b''.join(sorted(devices) if not rng.one_in(6) else devices + devices[:1])
    if rng.one_in(6):
        data = rng.damage(data)

    return f'pass {data.hex()}', lambda: d.read_pass(data)


def say_holdings(world, rng):
    """Of a machine that nobody let in: what it says is passed over where it can be read."""
    stranger = world.stranger
    content = b''
    for _ in range(rng.choice((0, 1, 1, 3))):
        one = write_holding(rng, world.collective, stranger.key, stranger.signer)
        content += varint(len(one) if not rng.one_in(12) else rng.choice((0, 33001, 2**40))) + one
    body = pack_frame(rng, b'?' + content)[1:] if content and rng.one_in(3) else None

    return bytes([d.HOLDINGS, body is not None if not rng.one_in(20) else 2]) + (body or content)


# ---------------------------------------------------------------- saved copies

def seal_backup(key, header, chunks):
    """header: 72 bytes, whose check is right."""
    header += h('far1 save sum', header, 16)
    stream = p.SecretStream(h('far1 save key', key), header[48:72])

    return header + b''.join(
        stream.push(chunk, header if i == 0 else b'', tag) for i, (chunk, tag) in enumerate(chunks))


def ask_backup(world, rng):
    passphrase = rng.choice(('word', 'Zoé', 'Zoe\u0301', 'o' * 40))
    passes, memory = rng.choice(((1, 8), (2, 8), (1, 11)))
    image = world.image if rng.one_in(5) else rng.damage(world.image[:200])
    head = b'FARSAVE\1' + struct.pack('<II', passes, memory) + rng.choice(world.salts)
    key = p.argon2id(unicodedata.normalize('NFC', passphrase).encode(), head[16:], passes, memory, 32)
    head += h('far1 save check', key + head, 16) + rng.randbytes(24)
    chunks = [(image[i:i + 65536], 0) for i in range(0, len(image), 65536)] or [(b'', 0)]
    chunks[-1] = chunks[-1][0], 3
    way = rng.randrange(12)
    if way == 0:
        chunks[-1] = chunks[-1][0], rng.randrange(3)
    elif way == 1:
        chunks.append((b'more', 3))
    elif way == 2:
        at = rng.choice((0, 7, rng.randrange(7), rng.randrange(72)))
        head = head[:at] + bytes([rng.choice((0, 2, 255))]) + head[at + 1:]
        # a stranger's cost is bounded, and still more than a test can pay
        head = head[:8] + struct.pack('<II', passes, memory) + head[16:]
    elif way == 3:
        head = head[:8] + rng.choice((struct.pack('<II', 0, 8), struct.pack('<II', 17, 8),
                                      struct.pack('<II', 1, 7), struct.pack('<II', 1, 2**20 + 1))) \
            + head[16:]
    data = seal_backup(key, head, chunks)
    if way == 4:
        data = rng.damage(data)
    elif way == 5:
        data = rng.damage(data[:88]) + data[88:]
    elif way == 6:
        passphrase = 'another'
    elif way == 7:
        data = data[:rng.choice((0, 3, 7, 87, 88, 104, 105, rng.randrange(len(data))))]

    def read():
        plain = d.open_backup(data, passphrase)
        # what is a sound store, SQLite says and decoder.py does not
        if plain != world.image:
            raise Wrong('damaged')
        return plain

    return f'backup {passphrase.encode().hex()} {data.hex()}', read


# ---------------------------------------------------------------- a collective

class Device:
    def __init__(self, number):
        seed = bytes([number]) * 32
        self.signer = p.Signer(h('far1 key sign', seed))
        self.key = self.signer.public
        self.noise_secret, self.seal_secret = h('far1 key noise', seed), h('far1 key seal', seed)
        self.noise, self.seal = p.x25519(self.noise_secret), p.x25519(self.seal_secret)
        self.entries = []
        self.member = None


class Entry:
    def __init__(self, device, data, entry, blob, signature, run):
        self.device, self.data, self.id, self.blob = device, data, entry, blob
        self.signature, self.run = signature, run  # run: the key, or what names a branch
        self.header = d.Header(data)


class World:
    """The founder, two members, a machine that has written nothing, and one that nobody let in."""

    def __init__(self, driver):
        rng = Chance(7)
        self.rng, self.collective, self.order = rng, ZERO, []
        self.devices = [Device(number) for number in range(5)]
        self.founder, self.second, self.third, self.called, self.stranger = self.devices
        self.signers = [device.signer for device in self.devices]
        self.torsion = find_torsion(rng)
        self.salts = [rng.randbytes(16) for _ in range(3)]
        self.image = bytes.fromhex(driver.ask('image').split()[1])
        self.found()
        self.live(8)
        self.held = list(self.order)
        self.live(16)
        self.fork()
        self.log = self.make_log(self.held)
        words = (self.collective, self.called.noise_secret, self.called.seal_secret,
                 self.second.noise_secret, self.write_bundle(self.held))
        said = driver.ask('world ' + ' '.join(word.hex() for word in words))
        if said != f'ok {len(self.held)}':
            raise SystemExit(f'the world is not taken: {said}')

    def write(self, device, kind, payload, refs=(), before=None, run=None, **fixed):
        rng = self.rng
        own = device.entries if run is None else [before]
        blob = rng.randbytes(16) + payload
        last = own[-1] if own else None
        header = {
            'kind': kind, 'seq': last.header.seq + 1 if last else 1, 'device': device.key,
            'prev': last.id if last else ZERO, 'time': 1800000000000 + 1000 * len(self.order),
            'term': 0, 'subject': bytes(16), 'blob_length': len(blob),
            'blob_hash': h('far1 blob', blob), 'refs': sorted({ref.id for ref in refs})}
        header.update(fixed)
        data = d.encode_header(header)
        name = d.entry_id(self.collective, data)
        entry = Entry(device, data, name, blob, device.signer.sign(name), run or device.key)
        if run is None:
            device.entries.append(entry)

        return entry

    def add(self, *args, **fixed):
        self.order.append(self.write(*args, **fixed))

        return self.order[-1]

    def payload(self, kind, **values):
        return d.encode_map(d.KINDS[kind], {name: value.hex() if isinstance(value, bytes) else value
                                            for name, value in values.items()})

    def found(self):
        founder = self.founder
        founder.member = h('far1 member', ZERO + founder.key, 16)
        genesis = self.add(founder, 1, self.payload(
            1, member=founder.member, noise=founder.noise, seal=founder.seal, secret=bytes(32),
            start=20833, end=21000))
        self.collective = genesis.id
        self.add(founder, 13, self.payload(13, key=1, value=1))
        for number, device in enumerate((self.second, self.third, self.called)):
            secret = bytes([number]) * 16
            half = p.Signer(h('far1 invite', secret))
            invite = self.add(founder, 2, self.payload(2, public=half.public, expires=2**62))
            device.member = h('far1 member', self.collective + device.key, 16)
            proof = h('far1 proof', self.collective + invite.id + device.key + device.noise +
                      device.seal)
            admit = self.add(founder, 5, self.payload(
                5, invite=invite.id, member=device.member, device=device.key, noise=device.noise,
                seal=device.seal, invite_proof=half.sign(proof),
                device_proof=device.signer.sign(proof)))
            if device is not self.called:
                self.add(device, 14, b'\xa0', [admit])

    def live(self, count):
        rng = self.rng
        for _ in range(count):
            device = rng.choice((self.founder, self.second, self.third))
            kind = rng.choice((37, 37, 37, 38, 41, 35, 33, 14, 200))
            payload = write_payload(rng, kind) if kind != 200 else rng.blob(1, 30)
            refs = rng.sample(self.order[-6:], rng.choice((0, 1, 1, 2, 3)))
            refs = [ref for ref in refs if ref.device is not device]
            self.add(device, kind, payload, refs, term=rng.choice((0, 0, 1)),
                     subject=rng.choice((bytes(16), device.member)))

    def fork(self):
        """Another branch of what is not held: two entries, and what refers to it."""
        before = [entry for entry in self.held if entry.device is self.third][-1]
        branch = b'branch'
        self.branch = [self.write(self.third, 37, write_payload(self.rng, 37), before=before,
                                  run=branch)]
        self.branch.append(self.write(self.third, 37, write_payload(self.rng, 37),
                                      before=self.branch[0], run=branch))

    def make_log(self, entries):
        log = d.Log(self.collective)
        for entry in entries:
            log.accept(entry.id, entry.header, entry.blob)

        return log

    def write_bundle(self, entries):
        writer = StreamWriter(self, Chance(1))
        parts = [part for entry in entries for part in writer.write(entry, True, is_plain=True)]
        frames = [bytes([d.BUNDLE]) + self.collective, bytes([d.TOTAL]) + varint(len(entries)),
                  bytes([d.ENTRIES]) + join_columns(parts), bytes([d.BYE])]

        return seal_bundle(self.called.seal, frames)


# ---------------------------------------------------------------- streams

def join_columns(parts):
    words = b''.join(part[1] for part in parts)

    return varint(len(words)) + words + b''.join(part[2] for part in parts)


class StreamWriter:
    """The sending end: each entry as parts (name, words, noise), so that one of them can be spoiled."""

    def __init__(self, world, rng, held=(), rows=()):
        self.world, self.rng = world, rng
        self.places = {entry.id: entry for entry in world.order + world.branch} \
            if hasattr(world, 'branch') else {entry.id: entry for entry in world.order}
        self.sent = {entry.id for entry in held}
        self.numbers, self.base, self.started = {}, {}, {}
        self.count = 0
        for row in rows:
            self.count += 1
            if row.device not in self.numbers:
                self.numbers[row.device], self.base[row.device] = self.count + 1, row.seq
        self.kind = self.time = 0
        self.subjects = {}

    def number(self, run, key):
        if run in self.numbers:
            return varint(self.numbers[run]), b''
        self.count += 1
        self.numbers[run] = self.count + 1

        return b'\0', key

    def ref(self, entry):
        known = self.places.get(entry)
        if known is None or entry not in self.sent or self.rng.one_in(12) or \
                (known.run != known.device.key and known.run not in self.started):
            return b'\1', entry
        number, key = self.number(known.run, known.device.key)
        base = self.base.get(known.run, 0)
        self.base[known.run] = base or known.header.seq

        return number + svarint(base - known.header.seq), key

    def write(self, entry, is_signed, is_plain=False):
        rng, header = self.rng, entry.header
        is_erased = not is_plain and not d.is_act(header.kind) and rng.one_in(30)
        refs = rng.sample(header.refs, len(header.refs))
        head = min(len(refs), 7) | is_signed << 3 | (header.kind != self.kind) << 4 | \
            (header.term > 0) << 5 | (header.subject != bytes(16)) << 6 | is_erased << 7
        parts = [('head', bytes([head]), b'')]
        if len(refs) >= 7:
            parts.append(('n', bytes([len(refs)]), b''))
        run = entry.run
        is_first = run not in self.started
        if not is_first and self.started[run] + 1 != header.seq:
            parts.append(('jump', b'\1', b''))
            is_first = True
        parts.append(('log', *self.number(run, entry.device.key)))
        if is_first:
            parts.append(('seq', varint(header.seq), b''))
            if header.seq > 1:
                parts.append(('before', b'', header.prev[:8]))
            self.base[run] = header.seq - 1
        if head & 16:
            parts.append(('kind', bytes([header.kind]), b''))
        parts.append(('time', svarint((header.time - self.time + 2**63) % 2**64 - 2**63), b''))
        if head & 32:
            parts.append(('term', varint(header.term), b''))
        if head & 64:
            parts.append(('subject', *self.subject(header.subject)))
        parts.append(('blob', varint(header.blob_length) + (b'' if is_erased else entry.blob[16:]),
                      header.blob_hash if is_erased else entry.blob[:16]))
        for ref in refs:
            parts.append(('ref', *self.ref(ref)))
        if is_signed:
            parts.append(('signature', b'', entry.signature))
        self.kind, self.time = header.kind, header.time
        self.started[run] = self.base[run] = header.seq
        self.sent.add(entry.id)

        return parts

    def subject(self, subject):
        number = self.subjects.get(subject)
        if number:
            return varint(number), b''
        self.subjects[subject] = len(self.subjects) + 1

        return b'\0', subject

    def cover(self, run, headers, signature):
        return varint(self.numbers.get(run, 2)) + varint(len(headers)) + \
            b''.join(varint(len(data)) + data for data in headers) + signature


LONG = {'log', 'seq', 'time', 'term', 'subject', 'blob', 'ref', 'jump'}


def spoil_part(rng, name, words, noise):
    if name in LONG and rng.one_in(3):
        # the first number of the part, in a longer form
        end = next(i for i, byte in enumerate(words) if byte < 128)
        return words[:end] + bytes([words[end] | 128]) + b'\0' + words[end + 1:], noise
    if name == 'seq':
        return varint(rng.choice((0, 1, 2, 3, 2**32 - 1, 2**32))), noise
    if name == 'log':
        return rng.choice(((varint(rng.randint(0, 9)), b''), (b'\1', b''), (varint(2**64 - 1), b''),
                           (b'\0', rng.randbytes(32))))
    if name == 'term':
        return varint(rng.choice((0, 1, 2**32 - 1, 2**32))), noise
    if name == 'subject':
        return rng.choice(((varint(rng.randint(1, 9)), b''), (b'\0', rng.randbytes(16))))
    if name == 'blob':
        size = rng.choice((16, 17, 32768, 32769, 2**40))
        return varint(size) + rng.randbytes(min(size - 16, 40000)), rng.randbytes(16)
    if name == 'ref':
        return rng.choice(((varint(rng.randint(2, 6)) + svarint(rng.choice((-2**33, -2, -1, 0, 1, 5, 2**40))), b''),
                           (b'\1', rng.randbytes(32))))
    if name == 'time':
        return svarint(rng.choice((0, 2**63 - 1, -2**63))), noise

    return (words, rng.damage(noise)) if noise else (rng.damage(words), noise)


def choose_entries(world, rng, held):
    """Some of what there is, mostly in an order that can be, with what a liar adds."""
    known = {entry.id for entry in held}
    entries = [entry for entry in world.order if entry.id not in known]
    if held and rng.one_in(4):
        entries = world.order[rng.randrange(len(world.order)):]
    entries = entries[:rng.randint(1, len(entries))]
    way = rng.randrange(12)
    if way == 0:
        i = rng.randrange(len(entries))
        entries = entries[:i] + entries[i + 1:]
    elif way == 1:
        rng.shuffle(entries)
    elif way in (2, 3) and (held or len(entries) > len(world.held)):
        at = rng.randint(0, len(entries)) if held else rng.randint(len(world.held), len(entries))
        entries = entries[:at] + world.branch + entries[at:]
    elif way == 4:
        # signed by whom nobody let in, or by a member and absurd
        device = rng.choice((world.stranger, world.stranger, world.called))
        entries.append(world.write(device, rng.choice((14, 37)), b'\xa0',
                                   [rng.choice(world.held)]))
        device.entries.pop()
    elif way == 5:
        device = rng.choice((world.second, world.third))
        kind = rng.choice((5, 8, 10, 12, 37, 77))
        payload = Writer(rng, rng.randint(0, 40)).map(d.KINDS.get(kind, []))
        last = [entry for entry in entries if entry.run == device.key]
        if last and kind not in (5, 10, 12):
            entry = world.write(device, kind, payload, before=last[-1], run=device.key)
            entries = entries[:entries.index(last[-1]) + 1] + [entry]

    return entries


def write_entries(world, rng, entries, writer):
    """Bodies of ENTRIES and COVER frames, in order."""
    frames, waiting = [], []
    spoiled = rng.randrange(len(entries)) if entries and rng.one_in(3) else None
    for i, entry in enumerate(entries):
        following = [other for other in world.order if other.run == entry.run and
                     other.header.seq > entry.header.seq][:rng.randint(1, 4)]
        covers = following and not d.is_act(entry.header.kind) and rng.one_in(9) and \
            entry.run == entry.device.key
        parts = writer.write(entry, not covers and (d.is_act(entry.header.kind) or rng.one_in(2)))
        if i == spoiled:
            at = rng.randrange(len(parts))
            parts[at] = parts[at][0], *spoil_part(rng, *parts[at])
        waiting += parts
        if rng.one_in(8) or covers:
            frames.append(bytes([d.ENTRIES]) + join_columns(waiting))
            waiting = []
        if covers:
            cover = writer.cover(entry.run, [other.data for other in following],
                                 following[-1].signature)
            if rng.one_in(3):
                cover = rng.choice((
                    rng.damage(cover),
                    writer.cover(entry.run, [], entry.signature),
                    writer.cover(entry.run, [entry.data] * rng.choice((1, 63, 64)), entry.signature)))
            frames.append(bytes([d.COVER]) + cover)
    body = join_columns(waiting)
    if spoiled is not None and rng.one_in(4):
        body = rng.damage(body)
    frames.append(bytes([d.ENTRIES]) + body)

    return [pack_frame(rng, frame) if frame[0] == d.ENTRIES and rng.one_in(3) else frame
            for frame in frames]


def pack_frame(rng, frame):
    length = len(frame) - 1
    packed = p.zstd_pack(frame[1:])
    if rng.one_in(5):
        length = rng.choice((0, length - 1, length + 1, 65518, 65519, 2**64 - 1))
    if rng.one_in(8):
        packed = rng.choice((packed + b'\0', packed[:-1], packed + packed, rng.damage(packed)))

    return bytes([d.PACKED]) + varint(max(0, length)) + packed


# ---------------------------------------------------------------- bundles

def seal_to(reader, key):
    secret = h('far1 seal', reader)
    ephemeral = p.x25519(secret)
    sealing = h('far1 seal', p.x25519(secret, reader) + ephemeral + reader)

    return ephemeral + p.xaead_encrypt(sealing, bytes(24), key)


SLOTS = {}


def seal_bundle(reader, frames, others=(), header=None):
    key = h('far1 blob', reader)
    if reader not in SLOTS:
        SLOTS[reader] = seal_to(reader, key)
    if header is None:
        slots = [SLOTS[reader]]
        for i, other in enumerate(others):
            slots.insert(i % 2, other)
        header = b'FARBNDL\1' + struct.pack('<H', len(slots)) + b''.join(slots)
    frame_key = h('far1 bundle', key + header)
    out = [header]
    for i, frame in enumerate(frames):
        sealed = p.aead_encrypt(frame_key, bytes(4) + struct.pack('<Q', i), frame)
        out.append(struct.pack('<H', len(sealed)) + sealed)

    return b''.join(out)


def spoil_frames(world, rng, frames):
    at = rng.randrange(len(frames))
    way = rng.randrange(10)
    if way == 0:
        del frames[at]
    elif way == 1:
        frames.insert(at, frames[rng.randrange(len(frames))])
    elif way == 2:
        other = rng.randrange(len(frames))
        frames[at], frames[other] = frames[other], frames[at]
    elif way == 3:
        frames.insert(at, rng.choice((
            b'', bytes([rng.randrange(256)]), bytes([rng.randrange(20)]) + rng.blob(0, 40),
            bytes([d.TOTAL]) + varint(rng.choice((0, 1, 2**31 - 1, 2**31, 2**64 - 1))),
            bytes([d.BUNDLE]) + world.collective, bytes([d.BYE, 0]), bytes([d.PING]))))
    elif way == 4:
        frames[at] = rng.damage(frames[at])
    elif way == 5:
        frames[0] = bytes([d.BUNDLE]) + rng.choice((rng.randbytes(32), world.collective[:31],
                                                    world.collective + b'\0'))


def ask_told(rng):
    """What a slot tells instead of the key, or nearly."""
    length = rng.choice((1, 5, 20))
    told = b'far1 answer' + bytes([length]) + rng.randbytes(length) + bytes(20 - length)

    return told if rng.one_in(2) else rng.choice((
        told[:11] + bytes([rng.choice((0, 21, 255))]) + told[12:],
        told[:31] + b'\1', b'far1 answes' + told[11:]))


def ask_bundle(world, rng):
    is_held = rng.one_in(2)
    reader = world.called
    entries = choose_entries(world, rng, world.held if is_held else ())
    writer = StreamWriter(world, rng, world.held if is_held else ())
    frames = [bytes([d.BUNDLE]) + world.collective]
    if not rng.one_in(6):
        frames.append(bytes([d.TOTAL]) + varint(len(entries) if not rng.one_in(5)
                                                else rng.randint(0, len(entries) + 2)))
    frames += write_entries(world, rng, entries, writer)
    # a frame says its length in two bytes: one that is longer never was one
    frames = [frame for frame in frames if len(frame) + 16 < 2**16]
    frames.append(bytes([d.BYE]))
    if rng.one_in(3):
        spoil_frames(world, rng, frames)
    if rng.one_in(40):
        reader = world.stranger
    others = [rng.randbytes(80) for _ in range(rng.choice((0, 0, 0, 1, 2)))] if rng.one_in(20) else []
    if rng.one_in(20):
        others = [seal_to(world.called.seal, ask_told(rng))]
    data = seal_bundle(reader.seal, frames, others)
    if rng.one_in(6):
        way = rng.randrange(6)
        if way == 0:
            data = rng.damage(data[:90]) + data[90:]
        elif way == 1:
            data = data[:7] + bytes([rng.choice((0, 2, 255))]) + data[8:]
        elif way == 2:
            data = data[:8] + struct.pack('<H', rng.choice((0, 2, 2500, 2501, 65535))) + data[10:]
        elif way == 3:
            data = data[:rng.choice((0, 3, 7, 8, 9, 10, 89, 90, 91, rng.randrange(len(data))))]
        elif way == 4:
            data += rng.blob(1, 40)
        else:
            data = rng.damage(data)

    def read():
        log = (world.log if is_held else d.Log(world.collective)).copy()
        bundle = d.BundleReader(log, world.called.seal_secret)
        why = bundle.read(data)
        log = bundle.stream.log
        return why, f'{len(log.accepted)} {len(log.waiting)} {log.digest().hex()}'

    return f'bundle {int(is_held)} {data.hex()}', read


# ---------------------------------------------------------------- sessions

class Talk:
    """One end that says good things and bad ones; the model goes along, so that it knows what is
    good to say next."""

    def __init__(self, world, rng):
        self.world, self.rng = world, rng
        self.is_caller = rng.one_in(2)  # the one that is spoken to
        self.model = d.Session(world.log.copy(), self.is_caller)
        self.frames = []
        self.writer = None
        self.entries = choose_entries(world, rng, world.held)

    def say(self):
        model, rng = self.model, self.rng
        if rng.one_in(15):
            return self.say_anything()
        if not self.frames and not self.is_caller and rng.one_in(8):
            return bytes([d.DOOR_ASK]) + rng.blob(1, 300)
        if model.state == 'comparing' and not model.has_hello:
            return self.say_hello()
        if model.state == 'comparing':
            return self.say_frontier() if self.is_caller else self.say_want()
        if model.state == 'door':
            return bytes([rng.choice((d.BYE, d.PING, d.PING, d.HELLO, d.DOOR_ASK, d.DOOR_ANSWER))])

        return self.say_streaming()

    def say_anything(self):
        rng = self.rng
        if self.frames and rng.one_in(3):
            return rng.choice(self.frames)
        kind = rng.choice((rng.randint(0, 20), rng.randrange(256), d.PING, d.REKEY, d.BYE,
                           d.DOOR_ASK, d.WANT_BLOBS))
        size = rng.choice((0, 0, 1, 32, 33, 224, rng.randrange(80)))
        if kind in (d.DOOR_ASK, d.WANT_BLOBS):
            size = rng.choice((0, 1, 32, 64, 4096, 4097, 32000, 32032))

        return bytes([kind]) + rng.randbytes(size)

    def say_hello(self):
        rng, model = self.rng, self.model
        body = model.digest if rng.one_in(2) else rng.randbytes(32)
        if not self.is_caller:
            body += b''.join(group if rng.one_in(3) else rng.randbytes(6) for group in model.groups)
        if rng.one_in(20):
            body = rng.damage(body)

        return bytes([d.HELLO]) + body

    def say_frontier(self):
        rng, world = self.rng, self.world
        rows = []
        for device in world.devices[:3] if not rng.one_in(4) else world.devices:
            if rng.one_in(4):
                continue
            entry = rng.choice(device.entries) if device.entries else None
            seq, prefix = (entry.header.seq, entry.id[:8]) if entry else (3, rng.randbytes(8))
            if rng.one_in(8):
                prefix = rng.randbytes(8)
            if rng.one_in(20):
                seq = rng.choice((0, 1, 2**32 - 1, 2**32))
            rows.append(device.key + varint(seq) + prefix)
        rows.sort(key=lambda row: row[:32])
        if rng.one_in(12):
            rng.shuffle(rows)
        body = struct.pack('<IB', rng.choice((2**32 - 1, 2**32 - 1, rng.randrange(2**32))),
                           rng.choice((1, 1, 1, 1, 0, 2))) + b''.join(rows)
        if rng.one_in(12):
            body = rng.damage(body)

        return bytes([d.FRONTIER]) + body

    def say_want(self):
        rng, model = self.rng, self.model
        wants = []
        for index, row in enumerate(model.rows):
            if rng.one_in(3):
                continue
            seq = rng.choice((0, 1, row.seq, rng.randint(0, row.seq + rng.one_in(5))))
            entry = model.stream.log.walk(row.end, seq - 1)
            prefix = entry[:8] if entry and not rng.one_in(6) else rng.randbytes(8)
            wants.append(varint(index if not rng.one_in(20) else rng.randint(0, 5)) + varint(seq) +
                         (prefix if seq > 1 else b''))
        body = varint(len(wants) if not rng.one_in(15) else rng.randint(0, 9)) + b''.join(wants)
        if rng.one_in(12):
            body = rng.damage(body)

        return bytes([d.WANT]) + body

    def say_had(self):
        ids = sorted(self.rng.randbytes(8) for _ in range(self.rng.choice((0, 1, 2, 2500))))
        if self.rng.one_in(4):
            ids = self.rng.choice((ids[::-1], ids + ids[-1:], ids + [b'half']))

        return bytes([d.HAD]) + b''.join(ids)

    def say_streaming(self):
        rng, model, world = self.rng, self.model, self.world
        way = rng.randrange(12)
        if way < 3:
            total = model.received + rng.randint(0, 9) if not rng.one_in(6) \
                else rng.choice((0, model.total, 2**31 - 1, 2**31))
            return bytes([d.TOTAL]) + varint(total)
        if way < 7 and self.entries:
            if self.writer is None:
                self.writer = StreamWriter(world, rng, world.held, model.rows)
            count = rng.randint(1, len(self.entries))
            entries, self.entries = self.entries[:count], self.entries[count:]
            self.waiting = write_entries(world, rng, entries, self.writer)
            return None
        if way == 7:
            return bytes([d.ACK]) + varint(rng.choice((model.sent, model.acknowledged,
                                                       rng.randint(0, model.sent + 1))))
        if way == 8:
            return rng.choice((bytes([rng.choice((d.PING, d.REKEY, d.PACKED, 99))]),
                               say_holdings(world, rng), self.say_had()))
        if way == 9:
            ids = [rng.choice(world.held).id for _ in range(rng.choice((1, 2, 1000, 1001)))]
            return bytes([d.WANT_BLOBS]) + b''.join(ids)
        if way == 10 and self.is_caller and self.writer is None:
            return bytes([d.WANT]) + varint(1) + varint(rng.randint(0, max(0, len(model.rows)))) + \
                varint(rng.one_in(8))

        return bytes([d.BYE]) if rng.one_in(4) else bytes([d.PING])

    def go_on(self):
        """Returns why it ended, None if it did not."""
        frame = self.say()
        for frame in self.waiting if frame is None else [frame]:
            if len(frame) > 65519:
                continue
            self.frames.append(frame)
            index, why = self.model.read_all([frame])
            if index is not None:
                return f'{len(self.frames) - 1} {why}'

        return None


def ask_frames(world, rng):
    talk = Talk(world, rng)
    why = None
    for _ in range(rng.randint(1, 12)):
        why = talk.go_on()
        if why or talk.model.state == 'closed':
            break
    model = talk.model
    said = (why, '') if why else (
        f'- {model.state}', f'{model.sent} {model.stream.log.digest().hex()}')

    return ' '.join([f'frames {int(talk.is_caller)}'] + [frame.hex() for frame in talk.frames]), \
        lambda: said


# ---------------------------------------------------------------- comparison

# how often of 1,000, and all the reasons that are to come up
KINDS = {
    'payload': (ask_payload, 390, 'ok truncated trailing long-form type order key missing range text'
                                  ' kind'),
    'header': (ask_header, 190, 'ok truncated trailing version kind-zero flags seq-zero prev blob-len'
                                ' refs-count refs-order refs-prev genesis'),
    'entry': (ask_entry, 66, 'ok blob-hash key r signature truncated'),
    'request': (ask_request, 50, 'ok refused'),
    'answer': (ask_answer, 50, 'ok refused'),
    'ask': (ask_ask, 10, 'ok sealed'),
    'invitation': (ask_invitation, 110, 'ok damaged newer'),
    'pass': (ask_pass, 10, 'ok refused'),
    'card': (ask_card, 15, 'ok damaged newer refused'),
    'holding': (ask_holding, 20, 'ok damaged unsigned'),
    'bundle': (ask_bundle, 60, 'ok foreign newer cut not-for-us invalid'),
    'frames': (ask_frames, 60, 'comparing streaming door closed invalid no-standing'),
    'backup': (ask_backup, 10, 'ok foreign newer damaged passphrase'),
}


class Driver:
    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)

    def ask(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f'the driver ended at {line[:2000]}')

        return answer.rstrip('\n')


def say(read):
    """(reason, what the driver is to say) of the second reader."""
    try:
        found = read()
    except Wrong as wrong:
        return str(wrong), str(wrong)
    if isinstance(found, tuple):
        return found[0].split()[-1], ' '.join(part for part in found if part)

    return 'ok', 'ok ' + found.hex()


def is_same(kind, reason, found, expected):
    # what is kept of a file that was refused, or of a stream, hangs on batches
    if kind == 'bundle' and reason not in ('ok', 'cut'):
        return found.split()[0] == expected.split()[0]

    return found == expected


def compare(driver, world, seed, count, tally):
    """Inputs seed.0 to seed.count - 1, each by itself; the first that differs ends it."""
    kinds, weights = list(KINDS), [KINDS[kind][1] for kind in KINDS]
    spent = Counter()
    for number in range(count):
        rng = Chance(f'{seed}.{number}')
        kind = rng.choices(kinds, weights)[0]
        begin = time.monotonic()
        line, read = KINDS[kind][0](world, rng)
        reason, expected = say(read)
        found = driver.ask(line)
        spent[kind] += time.monotonic() - begin
        tally[kind, reason] += 1
        if not is_same(kind, reason, found, expected):
            print(f'# input {number}: {line[:4000]}\n# the page: {expected[:4000]}\n'
                  f'# the program: {found[:4000]}')
            return False
    print('# seconds:', ', '.join(f'{kind} {spent[kind]:.1f}' for kind in kinds))

    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('driver')
    parser.add_argument('--inputs', type=int, default=4000)
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()

    driver = Driver(args.driver)
    tally = Counter()
    same = compare(driver, World(driver), args.seed, args.inputs, tally)
    missed = [f'{kind} {reason}' for kind in KINDS for reason in KINDS[kind][2].split()
              if not tally[kind, reason]]
    for kind in KINDS:
        print(f'# {kind}:', ', '.join(f'{reason} {tally[kind, reason]}'
                                      for other, reason in sorted(tally) if other == kind))
    print('1..2')
    print(f'{"ok" if same else "not ok"} 1 - two readers agree on {sum(tally.values())} inputs')
    if missed:
        print('# never:', ', '.join(missed))
    print(f'{"not ok" if missed else "ok"} 2 - every reason came up')

    return 0 if same and not missed else 1


if __name__ == '__main__':
    sys.exit(main())
