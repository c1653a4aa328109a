/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-note"

#include "far-note.h"

#include <string.h>

#include "far-kind-schema.h"

#include "far-pure.h"

/* content: version (1), length (2), words, zeros */
#define CONTENT_VERSION 1
#define CONTENT_HEAD_LEN 3
G_STATIC_ASSERT (CONTENT_HEAD_LEN + FAR_NOTE_WORDS_MAX <= FAR_NOTE_CONTENT_LEN);

static const FarSealedForm form = {
  .check_context = FAR_CONTEXT_NOTE_CHECK,
  .key_context = FAR_CONTEXT_NOTE_KEY,
  .readers_key = FAR_NOTE_READERS,
  .body_key = FAR_NOTE_BODY,
  .content_len = FAR_NOTE_CONTENT_LEN,
};

/* ---- what it is bound to */

static void
begin_about (FarHash *hash,
             const FarNotePlace *about,
             const gint32 *day,
             const guint8 *rota,
             const guint8 *from,
             guint n_from)
{
  static const guint8 none[FAR_RECORD_ID_LEN];

  far_hash_init (hash, FAR_CONTEXT_NOTE, FAR_HASH_LEN);
  far_hash_update (hash, about->collective, FAR_ID_LEN);
  far_hash_update (hash, about->author, FAR_KEY_LEN);
  far_hash_update (hash, about->child, FAR_RECORD_ID_LEN);
  far_hash_u32 (hash, day != NULL);
  far_hash_u32 (hash, day != NULL ? (guint32)*day : 0);
  far_hash_update (hash, rota != NULL ? rota : none, FAR_RECORD_ID_LEN);
  far_hash_u32 (hash, n_from);
  far_hash_update (hash, from, (gsize)n_from * FAR_ID_LEN);
}

static void
hash_payload (const FarPayload *payload, const FarNotePlace *about, guint8 *out)
{
  FarPayloadIter ids = far_payload_iter (payload, FAR_NOTE_FROM);
  guint8 from[FAR_NOTE_FROM_MAX * FAR_ID_LEN];
  gint32 day = far_payload_int (payload, FAR_NOTE_DAY, 0);
  guint n_from = 0;
  const guint8 *id;
  FarHash hash;

  while (n_from < FAR_NOTE_FROM_MAX && far_payload_iter_bytes (&ids, &id))
    memcpy (from + FAR_ID_LEN * n_from++, id, FAR_ID_LEN);
  begin_about (&hash, about, far_payload_has (payload, FAR_NOTE_DAY) ? &day : NULL,
               far_payload_bytes (payload, FAR_NOTE_ROTA), from, n_from);
  far_sealed_hash_named (&hash, &form, payload);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}

/* ---- sealing */

void
far_note_put (FarMapWriter *map,
              const FarNotePlace *place,
              const gint32 *day,
              const guint8 *rota,
              const guint8 *from,
              guint n_from,
              const FarNoteReader *readers,
              guint n_readers,
              const char *words,
              gsize len,
              const guint8 *seeds)
{
  guint8 *content = sodium_malloc (FAR_NOTE_CONTENT_LEN);
  guint8 about[FAR_HASH_LEN];
  FarHash hash;

  g_assert (n_readers <= FAR_NOTE_READERS_MAX && n_from <= FAR_NOTE_FROM_MAX);
  g_assert (len > 0 && len <= FAR_NOTE_WORDS_MAX);
  g_assert (content != NULL);

  begin_about (&hash, place, day, rota, from, n_from);
  far_sealed_hash_readers (&hash, readers, n_readers);
  far_hash_finish (&hash, about, FAR_HASH_LEN);

  memset (content, 0, FAR_NOTE_CONTENT_LEN);
  content[0] = CONTENT_VERSION;
  content[1] = len & 0xff;
  content[2] = len >> 8;
  memcpy (content + CONTENT_HEAD_LEN, words, len);
  far_sealed_put (map, &form, about, readers, n_readers, content, seeds);
  sodium_free (content);
}

/* ---- opening */

gboolean
far_note_is_for (const FarPayload *payload, const guint8 device[static FAR_KEY_LEN])
{
  return far_sealed_is_for (&form, payload, device);
}

gboolean
far_note_read_content (const guint8 content[static FAR_NOTE_CONTENT_LEN], gsize *out_len)
{
  gsize len = content[1] | (gsize)content[2] << 8;

  *out_len = 0;
  if (content[0] != CONTENT_VERSION || len == 0 || len > FAR_NOTE_WORDS_MAX ||
      !far_text_check ((const char *)content + CONTENT_HEAD_LEN, len) ||
      !sodium_is_zero (content + CONTENT_HEAD_LEN + len,
                       FAR_NOTE_CONTENT_LEN - CONTENT_HEAD_LEN - len))
    return FALSE;

  *out_len = len;

  return TRUE;
}

char *
far_note_open (const FarPayload *payload,
               const FarNotePlace *place,
               const guint8 device[static FAR_KEY_LEN],
               const guint8 seal_secret[static FAR_KEY_LEN])
{
  guint8 about[FAR_HASH_LEN];
  guint8 *content;
  char *words = NULL;
  gsize len;

  hash_payload (payload, place, about);
  content = far_sealed_open (&form, payload, about, device, seal_secret);
  if (content == NULL)
    return NULL;

  if (far_note_read_content (content, &len) && (words = sodium_malloc (len + 1)) != NULL)
    {
      memcpy (words, content + CONTENT_HEAD_LEN, len);
      words[len] = '\0';
    }
  sodium_free (content);

  return words;
}
