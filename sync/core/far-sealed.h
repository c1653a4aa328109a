/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sealed: what stands in an entry for some machines alone (docs/formats.md, "NOTE" and
 * "HOURS").
 *
 * The content is sealed once, under a fresh key, and that key once for each machine.  Both are
 * bound to a hash of what it is about, which its kind says, and which has all of the machines in
 * it: whoever copies any of it into another place, or for another circle of readers, has something
 * that does not open.  What a kind seals is always of one length.
 *
 * What is in the clear stands in locked memory (sodium_malloc()) alone; whoever is given it frees
 * it with sodium_free(), which wipes it.
 *
 * Pure: the caller brings the random bytes.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-crypto.h"
#include "far-limits.h"
#include "far-payload.h"

G_BEGIN_DECLS

/* How one kind seals. */
typedef struct
{
  const char *check_context; /* of what says which key it is */
  const char *key_context;   /* of the content's key */
  guint readers_key;         /* of the payload */
  guint body_key;
  gsize content_len;
} FarSealedForm;

/* A machine for which something is sealed. */
typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint8 seal_key[FAR_KEY_LEN];
} FarSealedReader;

/* What the random bytes of one take. */
#define FAR_SEALED_SEEDS_LEN(n_readers) (32 * ((gsize)(n_readers) + 1))
/* What a body has besides the content: the check and the tag. */
#define FAR_SEALED_OVERHEAD (FAR_HASH_LEN + FAR_TAG_LEN)

/* Adds how many there are, and each machine, as all of them are part of what it is about. */
void far_sealed_hash_readers (FarHash *hash, const FarSealedReader *readers, guint n_readers);
/* The same of those that a payload names. */
void far_sealed_hash_named (FarHash *hash, const FarSealedForm *form, const FarPayload *payload);

/**
 * far_sealed_put:
 * @about: of 32 bytes: with far_sealed_hash_readers() of these readers
 * @readers: in ascending order of @device, at most FAR_NOTE_READERS_MAX; each of them with a key
 *   that is good (far_seal_key_is_good())
 * @content: of the form's length
 * @seeds: FAR_SEALED_SEEDS_LEN() fresh random bytes; secret
 *
 * Writes the readers and the body.
 */
void far_sealed_put (FarMapWriter *map,
                     const FarSealedForm *form,
                     const guint8 about[static FAR_HASH_LEN],
                     const FarSealedReader *readers,
                     guint n_readers,
                     const guint8 *content,
                     const guint8 *seeds);

/* Whether that machine is among those that can open it. */
gboolean far_sealed_is_for (const FarSealedForm *form,
                            const FarPayload *payload,
                            const guint8 device[static FAR_KEY_LEN]);

/**
 * far_sealed_open:
 * @payload: a good one, of whoever may have written it
 * @about: what it would be about here
 * @device: this machine, and its secret
 *
 * Returns: (transfer full) (nullable): of the form's length, in locked memory: sodium_free(). NULL
 * if it is for others, was meant for another place, or nothing is sealed there
 */
guint8 *far_sealed_open (const FarSealedForm *form,
                         const FarPayload *payload,
                         const guint8 about[static FAR_HASH_LEN],
                         const guint8 device[static FAR_KEY_LEN],
                         const guint8 seal_secret[static FAR_KEY_LEN]) FAR_MUST_USE;

G_END_DECLS
