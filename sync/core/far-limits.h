/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-limits: every limit of what is stored, sent or decoded, with the reason of each.
 *
 * A limit that decides validity (marked V) is part of the format: changing it splits collectives.
 */

#pragma once

/* -- sizes that the cryptography fixes */
#define FAR_KEY_LEN 32
#define FAR_HASH_LEN 32
#define FAR_ID_LEN 32        /* an entry, a collective */
#define FAR_RECORD_ID_LEN 16 /* a record, a member: shown and typed by people, so half as long */
#define FAR_SIG_LEN 64
#define FAR_TAG_LEN 16
#define FAR_SALT_LEN 16 /* 128 bits hide a guessed name behind the payload's hash */

/* -- entries */
#define FAR_REFS_MAX 24          /* V: one byte counts them, a header stays under 1 KiB */
#define FAR_HEADER_FIXED_LEN 137 /* V: docs/formats.md, "Entry" */
#define FAR_HEADER_MAX (FAR_HEADER_FIXED_LEN + FAR_REFS_MAX * FAR_ID_LEN) /* V: 905 bytes */
#define FAR_BLOB_MIN (FAR_SALT_LEN + 1) /* V: salt and an empty map */
#define FAR_BLOB_MAX \
  (32 * 1024) /* V: a line of 60 stops takes 6 KiB; one entry must fit one frame */
#define FAR_COVER_EVERY \
  64 /* the store keeps each 64th signature: 1 byte an entry, verified for 1.5 us */

/* -- payloads: beyond these a payload is without effect, not invalid */
#define FAR_TEXT_MAX 4096       /* bytes of one text field: a page */
#define FAR_NAME_MAX 200        /* characters of a name */
#define FAR_CBOR_DEPTH_MAX 4    /* map, array, map, array: the deepest schema uses three */
#define FAR_CBOR_ARRAY_MAX 1024 /* items of an array or pairs of a map */

/* -- collectives */
#define FAR_MEMBERS_MAX \
  500 /* five times the largest line's families, and replay stays under 50 ms */
#define FAR_MEMBER_DEVICES_MAX 5 /* a person's laptop, desktop, old one, loaned one, stand-by */
#define FAR_GOVERNANCE_MAX \
  1000 /* acts by one device: ten years of a busy coordinator; stops a flood */

/* -- what waits for something it refers to */
#define FAR_PENDING_MAX 10000
#define FAR_PENDING_BYTES_MAX (16 * 1024 * 1024)
#define FAR_PENDING_DEVICE_MAX 1000 /* one device cannot fill the room of all */
/* entries of an open session that no signature covers yet: the sender sends ahead at most this much
 * before it closes the oldest run with a COVER frame (docs/formats.md, "Session") */
#define FAR_UNCOVERED_BYTES_MAX (8 * 1024 * 1024)
#define FAR_STAGED_BYTES_MAX (16 * 1024 * 1024)

/* -- the wire */
#define FAR_FRAME_MAX 65535 /* Noise's own limit on a message */
#define FAR_FRAME_BODY_MAX (FAR_FRAME_MAX - FAR_TAG_LEN)
#define FAR_DOOR_MAX 4096        /* bytes of a request at the door */
#define FAR_INVITE_TEXT_MAX 1024 /* bytes of an invitation's text; ours take 179 */
#define FAR_REKEY_FRAMES 65536   /* rekey by count: 4 GiB at most under one key */
#define FAR_REKEY_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define FAR_HANDSHAKE_US \
  (G_GINT64_CONSTANT (10) * G_USEC_PER_SEC) /* a stranger holds a socket this long */
#define FAR_HEARTBEAT_US (G_GINT64_CONSTANT (15) * G_USEC_PER_SEC)
#define FAR_SILENT_US \
  (G_GINT64_CONSTANT (45) * G_USEC_PER_SEC) /* three heartbeats missed: the peer is gone */
#define FAR_SECRETS_MAX 8                   /* older secrets that a dialler tries */
#define FAR_OPEN_INVITES_MAX 64             /* tried one by one on each first message, 10 us each */
#define FAR_SESSIONS_MAX 64
