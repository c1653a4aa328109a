/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-note: what whoever walks with a child has to know, sealed to the machines that may read it
 * (docs/formats.md, "NOTE").
 *
 * The words are sealed as far-sealed.h says, and bound to the collective, to the machine that wrote
 * it, to the child, the outing and all of the machines: whoever copies any of it into an entry of
 * their own, of another child, day or circle of readers, has something that does not open.
 *
 * Words in the clear stand in locked memory (sodium_malloc()) alone; whoever is given them frees
 * them with sodium_free(), which wipes them.
 *
 * Pure: the caller brings the random bytes.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-crypto.h"
#include "far-kind.h"
#include "far-limits.h"
#include "far-payload.h"
#include "far-sealed.h"

G_BEGIN_DECLS

/* Where a note stands: what does not fit opens nothing. */
typedef struct
{
  const guint8 *collective; /* 32 bytes */
  const guint8 *author;     /* 32 bytes: the device whose log it is in */
  const guint8 *child;      /* 16 bytes */
} FarNotePlace;

typedef FarSealedReader FarNoteReader;

/* What the random bytes of one note take. */
#define FAR_NOTE_SEEDS_LEN(n_readers) FAR_SEALED_SEEDS_LEN (n_readers)

/**
 * far_note_put:
 * @map: of a NOTE that says its day, rota and from already, if it has them
 * @about: these again; @day and @rota (nullable) are those of @map
 * @from: (array): @n_from ids of 32 bytes, as in @map
 * @readers: in ascending order of @device, at most FAR_NOTE_READERS_MAX; each of them with a key
 *   that is good (far_seal_key_is_good())
 * @words: 1..FAR_NOTE_WORDS_MAX bytes that far_text_check() takes
 * @seeds: FAR_NOTE_SEEDS_LEN() fresh random bytes; secret
 *
 * Writes the readers and the body.
 */
void far_note_put (FarMapWriter *map,
                   const FarNotePlace *about,
                   const gint32 *day,
                   const guint8 *rota,
                   const guint8 *from,
                   guint n_from,
                   const FarNoteReader *readers,
                   guint n_readers,
                   const char *words,
                   gsize len,
                   const guint8 *seeds);

/* Whether that machine is among those that can open it. */
gboolean far_note_is_for (const FarPayload *payload, const guint8 device[static FAR_KEY_LEN]);

/**
 * far_note_open:
 * @payload: a good NOTE, of whoever may have written it
 * @device: this machine, and its secret
 *
 * Returns: (transfer full) (nullable): the words, terminated, in locked memory: sodium_free(). NULL
 *   if it is for others, was meant for another place, or is no note at all
 */
char *far_note_open (const FarPayload *payload,
                     const FarNotePlace *about,
                     const guint8 device[static FAR_KEY_LEN],
                     const guint8 seal_secret[static FAR_KEY_LEN]) FAR_MUST_USE;

/**
 * far_note_read_content:
 * @content: what stood in a body, in the clear
 * @out_len: (out): of the words, which begin at its fourth byte
 *
 * Returns: whether it is what far_note_put() would have sealed of these words
 */
gboolean far_note_read_content (const guint8 content[static FAR_NOTE_CONTENT_LEN],
                                gsize *out_len) FAR_MUST_USE;

G_END_DECLS
