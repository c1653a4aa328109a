# SPDX-License-Identifier: GPL-3.0-or-later
"""primitives: the cryptography that docs/formats.md names, from its public descriptions and slow.

Ed25519 (RFC 8032), X25519 (RFC 7748), ChaCha20-Poly1305 (RFC 8439), XChaCha20
(draft-irtf-cfrg-xchacha-03), Argon2id (RFC 9106) and libsodium's secretstream.  For tests: nothing
here takes the same time for every key."""

import ctypes
import hashlib
import struct
from functools import lru_cache

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
MASK32 = 2**32 - 1
MASK64 = 2**64 - 1


# ---------------------------------------------------------------- Ed25519

D = -121665 * pow(121666, P - 2, P) % P
D2 = 2 * D % P
ROOT = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = a[3] * b[3] % P * D2
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
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x

    return x, y, 1, x * y % P


def encode_point(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P

    return (y | (x & 1) << 255).to_bytes(32, 'little')


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, 'little'))


def make_powers():
    """Of the base point: row i holds 0..15 times 16^i."""
    rows, point = [], BASE
    for _ in range(64):
        row = [NEUTRAL]
        for _ in range(15):
            row.append(add(row[-1], point))
        rows.append(row)
        point = add(row[-1], point)

    return rows


POWERS = make_powers()


def multiply_base(scalar):
    result = NEUTRAL
    for row in POWERS:
        if scalar & 15:
            result = add(result, row[scalar & 15])
        scalar >>= 4

    return result


@lru_cache(maxsize=100000)
def allowed_point(data):
    """The point of a key or an R; None if it is none of the main subgroup, or its neutral element."""
    point = decode_point(data)
    if point is None or is_same(point, NEUTRAL) or not is_same(multiply(ORDER, point), NEUTRAL):
        return None

    return point


def fulfils_equation(key, message, signature):
    """S B = R + k A, and S below the order."""
    point, r = decode_point(key), decode_point(signature[:32])
    s = int.from_bytes(signature[32:], 'little')
    if point is None or r is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), 'little') % ORDER

    return is_same(multiply_base(s), add(r, multiply(k, point)))


class Signer:
    def __init__(self, seed):
        digest = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(digest[:32], 'little') & (2**254 - 8) | 2**254
        self.prefix = digest[32:]
        self.public = encode_point(multiply_base(self.scalar))

    def sign(self, message):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), 'little') % ORDER
        head = encode_point(multiply_base(r))
        k = int.from_bytes(hashlib.sha512(head + self.public + message).digest(), 'little')

        return head + ((r + k * self.scalar) % ORDER).to_bytes(32, 'little')


# ---------------------------------------------------------------- X25519

NINE = (9).to_bytes(32, 'little')


@lru_cache(maxsize=10000)
def x25519(secret, point=NINE):
    k = int.from_bytes(secret, 'little') & (2**254 - 8) | 2**254
    u = int.from_bytes(point, 'little') & (2**255 - 1)
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for t in range(254, -1, -1):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % P, b * b % P, d * a % P, c * b % P
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, u * ((da - cb) ** 2 % P) % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3

    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, 'little')


# ---------------------------------------------------------------- ChaCha20-Poly1305

CONSTANTS = struct.unpack('<4I', b'expand 32-byte k')
QUARTERS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
            (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))


def twenty_rounds(state):
    x = list(state)
    for _ in range(10):
        for i, j, k, n in QUARTERS:
            a, b, c, d = x[i], x[j], x[k], x[n]
            a = a + b & MASK32
            d ^= a
            d = (d << 16 | d >> 16) & MASK32
            c = c + d & MASK32
            b ^= c
            b = (b << 12 | b >> 20) & MASK32
            a = a + b & MASK32
            d ^= a
            d = (d << 8 | d >> 24) & MASK32
            c = c + d & MASK32
            b ^= c
            x[i], x[j], x[k], x[n] = a, (b << 7 | b >> 25) & MASK32, c, d

    return x


@lru_cache(maxsize=300)
def chacha20(key, nonce, counter, length):
    """Key stream; what was sealed last is often opened next."""
    fixed = CONSTANTS + struct.unpack('<8I', key)
    tail = struct.unpack('<3I', nonce)
    out = []
    for block in range((length + 63) // 64):
        state = fixed + (counter + block,) + tail
        out.append(struct.pack('<16I', *(a + b & MASK32 for a, b in
                                         zip(twenty_rounds(state), state))))

    return b''.join(out)[:length]


def hchacha20(key, nonce):
    x = twenty_rounds(CONSTANTS + struct.unpack('<8I', key) + struct.unpack('<4I', nonce))

    return struct.pack('<8I', *x[:4], *x[12:])


def poly1305(key, message):
    r = int.from_bytes(key[:16], 'little') & 0x0ffffffc0ffffffc0ffffffc0fffffff
    total = 0
    for i in range(0, len(message), 16):
        total = (total + int.from_bytes(message[i:i + 16] + b'\1', 'little')) * r % (2**130 - 5)

    return ((total + int.from_bytes(key[16:], 'little')) % 2**128).to_bytes(16, 'little')


def xor(a, b):
    return (int.from_bytes(a, 'little') ^ int.from_bytes(b, 'little')).to_bytes(len(a), 'little')


def pad16(data):
    return data + bytes(-len(data) % 16)


def aead_tag(key, nonce, ciphertext, extra):
    return poly1305(chacha20(key, nonce, 0, 32), pad16(extra) + pad16(ciphertext) +
                    struct.pack('<QQ', len(extra), len(ciphertext)))


def aead_encrypt(key, nonce, plain, extra=b''):
    ciphertext = xor(plain, chacha20(key, nonce, 1, len(plain)))

    return ciphertext + aead_tag(key, nonce, ciphertext, extra)


def aead_decrypt(key, nonce, sealed, extra=b''):
    """None if the tag is wrong."""
    if len(sealed) < 16 or aead_tag(key, nonce, sealed[:-16], extra) != sealed[-16:]:
        return None

    return xor(sealed[:-16], chacha20(key, nonce, 1, len(sealed) - 16))


def xaead_encrypt(key, nonce, plain):
    return aead_encrypt(hchacha20(key, nonce[:16]), bytes(4) + nonce[16:], plain)


def xaead_decrypt(key, nonce, sealed):
    return aead_decrypt(hchacha20(key, nonce[:16]), bytes(4) + nonce[16:], sealed)


class SecretStream:
    """libsodium's crypto_secretstream_xchacha20poly1305."""

    EXTRA = 17
    FINAL = 3

    def __init__(self, key, header):
        self.key = hchacha20(key, header[:16])
        self.nonce = struct.pack('<I', 1) + header[16:]

    def seal_with(self, tag_block, ciphertext, extra):
        stream = chacha20(self.key, self.nonce, 0, 32)
        # libsodium pads by the length of the ciphertext alone, which leaves the sum odd
        padding = bytes((16 - 64 + len(ciphertext)) % 16)

        return poly1305(stream, pad16(extra) + tag_block + ciphertext + padding +
                        struct.pack('<QQ', len(extra), 64 + len(ciphertext)))

    def advance(self, mac):
        self.nonce = struct.pack('<I', int.from_bytes(self.nonce[:4], 'little') + 1 & MASK32) + \
            xor(self.nonce[4:], mac[:8])

    def push(self, plain, extra, tag):
        stream = chacha20(self.key, self.nonce, 1, 64 + len(plain))
        tag_block = xor(bytes([tag]) + bytes(63), stream[:64])
        ciphertext = xor(plain, stream[64:])
        mac = self.seal_with(tag_block, ciphertext, extra)
        self.advance(mac)

        return tag_block[:1] + ciphertext + mac

    def pull(self, sealed, extra):
        """(plain, tag), or None."""
        first = chacha20(self.key, self.nonce, 1, 64)
        tag = sealed[0] ^ first[0]
        ciphertext, mac = sealed[1:-16], sealed[-16:]
        if self.seal_with(sealed[:1] + first[1:], ciphertext, extra) != mac:
            return None
        plain = xor(ciphertext, chacha20(self.key, self.nonce, 2, len(ciphertext)))
        self.advance(mac)

        return plain, tag


# ---------------------------------------------------------------- Argon2id, one lane

def mix(v, a, b, c, d):
    x, y, z, w = v[a], v[b], v[c], v[d]
    for first, second in ((32, 24), (16, 63)):
        x = x + y + 2 * (x & MASK32) * (y & MASK32) & MASK64
        w ^= x
        w = (w >> first | w << 64 - first) & MASK64
        z = z + w + 2 * (z & MASK32) * (w & MASK32) & MASK64
        y ^= z
        y = (y >> second | y << 64 - second) & MASK64
    v[a], v[b], v[c], v[d] = x, y, z, w


def permute(v, at):
    for a, b, c, d in QUARTERS:
        mix(v, at[a], at[b], at[c], at[d])


ROWS = [list(range(16 * i, 16 * i + 16)) for i in range(8)]
COLUMNS = [[16 * j + 2 * i + k for j in range(8) for k in range(2)] for i in range(8)]


def compress(x, y):
    r = [a ^ b for a, b in zip(x, y)]
    z = r[:]
    for at in ROWS + COLUMNS:
        permute(z, at)

    return [a ^ b for a, b in zip(z, r)]


def long_hash(data, length):
    data = struct.pack('<I', length) + data
    if length <= 64:
        return hashlib.blake2b(data, digest_size=length).digest()
    block = hashlib.blake2b(data).digest()
    out = b''
    while length - len(out) > 64:
        out += block[:32]
        left = length - len(out)
        block = hashlib.blake2b(block, digest_size=min(64, left)).digest()

    return out + block


@lru_cache(maxsize=10000)
def argon2id(password, salt, passes, memory_kib, length):
    def words(data):
        return list(struct.unpack('<128Q', data))

    start = hashlib.blake2b(
        struct.pack('<6I', 1, length, memory_kib, passes, 0x13, 2) +
        struct.pack('<I', len(password)) + password + struct.pack('<I', len(salt)) + salt +
        bytes(8)).digest()
    columns = memory_kib // 4 * 4
    segment = columns // 4
    blocks = [words(long_hash(start + struct.pack('<II', i, 0), 1024)) if i < 2 else None
              for i in range(columns)]
    zero = [0] * 128

    for number in range(passes):
        for piece in range(4):
            independent = number == 0 and piece < 2
            for i in range(segment):
                if independent and i % 128 == 0:
                    counter = [number, 0, piece, columns, passes, 2, i // 128 + 1] + [0] * 121
                    addresses = compress(zero, compress(zero, counter))
                if number == 0 and piece == 0 and i < 2:
                    continue
                here = piece * segment + i
                j1 = (addresses[i % 128] if independent else blocks[here - 1][0]) & MASK32
                area = (piece * segment if number == 0 else columns - segment) + i - 1
                place = area - 1 - (area * (j1 * j1 >> 32) >> 32)
                begin = 0 if number == 0 or piece == 3 else (piece + 1) * segment
                block = compress(blocks[here - 1], blocks[(begin + place) % columns])
                if number > 0:
                    block = [a ^ b for a, b in zip(block, blocks[here])]
                blocks[here] = block

    return long_hash(struct.pack('<128Q', *blocks[-1]), length)


# ---------------------------------------------------------------- zstd
# The one thing here that is not written out: a reader of RFC 8878 is a program of its own.

ZSTD = ctypes.CDLL('libzstd.so.1')
for name in ('ZSTD_compress', 'ZSTD_decompress', 'ZSTD_findFrameCompressedSize'):
    getattr(ZSTD, name).restype = ctypes.c_size_t
ZSTD.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong


def zstd_pack(data):
    room = ctypes.create_string_buffer(len(data) + 1024)
    length = ZSTD.ZSTD_compress(room, ctypes.c_size_t(len(room)), data,
                                ctypes.c_size_t(len(data)), 1)

    return room.raw[:length]


def zstd_unpack(frame, length):
    """None unless `frame` is one whole frame that says this length, and has it."""
    size = ctypes.c_size_t(len(frame))
    if ZSTD.ZSTD_getFrameContentSize(frame, size) != length or \
            ZSTD.ZSTD_findFrameCompressedSize(frame, size) != len(frame):
        return None
    room = ctypes.create_string_buffer(length)
    if ZSTD.ZSTD_decompress(room, ctypes.c_size_t(length), frame, size) != length:
        return None

    return room.raw
