/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-note"

#include "far-note.h"

#include <string.h>

#include "far-kind-schema.h"

#include "far-pure.h"

/* content: version (1), length (2), words, zeros */
#define CONTENT_VERSION 1
#define CONTENT_HEAD_LEN 3
/* of the readers' keys: what the note is about, and whose it is */
#define SLOT_ABOUT_LEN (FAR_HASH_LEN + FAR_KEY_LEN)

G_STATIC_ASSERT (CONTENT_HEAD_LEN + FAR_NOTE_WORDS_MAX <= FAR_NOTE_CONTENT_LEN);

static const guint8 zero_nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

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
  FarPayloadIter readers = far_payload_iter (payload, FAR_NOTE_READERS);
  guint8 from[FAR_NOTE_FROM_MAX * FAR_ID_LEN];
  gint32 day = far_payload_int (payload, FAR_NOTE_DAY, 0);
  guint n_from = 0;
  FarPayload reader;
  const guint8 *id;
  FarHash hash;

  while (n_from < FAR_NOTE_FROM_MAX && far_payload_iter_bytes (&ids, &id))
    memcpy (from + FAR_ID_LEN * n_from++, id, FAR_ID_LEN);
  begin_about (&hash, about, far_payload_has (payload, FAR_NOTE_DAY) ? &day : NULL,
               far_payload_bytes (payload, FAR_NOTE_ROTA), from, n_from);
  far_hash_u32 (&hash, far_payload_int (payload, FAR_NOTE_READERS, 0));
  while (far_payload_iter_map (&readers, &reader))
    far_hash_update (&hash, far_payload_bytes (&reader, FAR_READER_DEVICE), FAR_KEY_LEN);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}

static void
hash_key (const char *context, const guint8 *key, const guint8 *about, guint8 *out)
{
  FarHash hash;

  far_hash_init (&hash, context, FAR_HASH_LEN);
  far_hash_update (&hash, key, FAR_KEY_LEN);
  far_hash_update (&hash, about, FAR_HASH_LEN);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
  sodium_memzero (&hash, sizeof hash);
}

/* ---- sealing */

/* check, ciphertext, tag.  The check says which key it is: XChaCha20-Poly1305 alone would let one
 * body open under two keys, and two people read different words in it. */
static void
seal_body (const guint8 *key, const guint8 *about, const char *words, gsize len, guint8 *out)
{
  guint8 *content = sodium_malloc (FAR_NOTE_CONTENT_LEN);
  guint8 body_key[FAR_KEY_LEN];

  g_assert (content != NULL);
  memset (content, 0, FAR_NOTE_CONTENT_LEN);
  content[0] = CONTENT_VERSION;
  content[1] = len & 0xff;
  content[2] = len >> 8;
  memcpy (content + CONTENT_HEAD_LEN, words, len);

  hash_key (FAR_CONTEXT_NOTE_CHECK, key, about, out);
  hash_key (FAR_CONTEXT_NOTE_KEY, key, about, body_key);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out + FAR_HASH_LEN, NULL, content,
                                              FAR_NOTE_CONTENT_LEN, about, FAR_HASH_LEN, NULL,
                                              zero_nonce, body_key);
  sodium_memzero (body_key, sizeof body_key);
  sodium_free (content);
}

static void
put_reader (FarMapWriter *map,
            const FarNoteReader *reader,
            const guint8 *key,
            const guint8 *about,
            const guint8 *seed)
{
  g_autoptr (GByteArray) sealed = g_byte_array_new ();
  FarMapWriter item = far_map_begin (map->out);
  guint8 whose[SLOT_ABOUT_LEN];

  memcpy (whose, about, FAR_HASH_LEN);
  memcpy (whose + FAR_HASH_LEN, reader->device, FAR_KEY_LEN);
  if (!far_seal_about (reader->seal_key, seed, whose, sizeof whose, key, FAR_KEY_LEN, sealed))
    g_assert_not_reached ();

  far_map_bytes (&item, FAR_READER_DEVICE, reader->device, FAR_KEY_LEN);
  far_map_bytes (&item, FAR_READER_KEY, sealed->data, sealed->len);
  far_map_end (&item);
}

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
  guint8 about[FAR_HASH_LEN];
  guint8 body[FAR_NOTE_BODY_LEN];
  FarHash hash;

  g_assert (n_readers <= FAR_NOTE_READERS_MAX && n_from <= FAR_NOTE_FROM_MAX);
  g_assert (len > 0 && len <= FAR_NOTE_WORDS_MAX);

  begin_about (&hash, place, day, rota, from, n_from);
  far_hash_u32 (&hash, n_readers);
  for (guint i = 0; i < n_readers; i++)
    far_hash_update (&hash, readers[i].device, FAR_KEY_LEN);
  far_hash_finish (&hash, about, FAR_HASH_LEN);

  far_map_array (map, FAR_NOTE_READERS, n_readers);
  for (guint i = 0; i < n_readers; i++)
    put_reader (map, &readers[i], seeds, about, seeds + 32 * (gsize)(i + 1));
  seal_body (seeds, about, words, len, body);
  far_map_bytes (map, FAR_NOTE_BODY, body, sizeof body);
}

/* ---- opening */

static gboolean
find_reader (const FarPayload *payload, const guint8 *device, FarPayload *out)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_NOTE_READERS);

  while (far_payload_iter_map (&iter, out))
    if (memcmp (far_payload_bytes (out, FAR_READER_DEVICE), device, FAR_KEY_LEN) == 0)
      return TRUE;

  return FALSE;
}

gboolean
far_note_is_for (const FarPayload *payload, const guint8 device[static FAR_KEY_LEN])
{
  FarPayload reader;

  return find_reader (payload, device, &reader);
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

static char *
open_body (const guint8 *body, const guint8 *key, const guint8 *about)
{
  guint8 *content;
  guint8 check[FAR_HASH_LEN];
  guint8 body_key[FAR_KEY_LEN];
  char *words = NULL;
  gsize len;

  hash_key (FAR_CONTEXT_NOTE_CHECK, key, about, check);
  if (sodium_memcmp (check, body, FAR_HASH_LEN) != 0)
    return NULL;

  content = sodium_malloc (FAR_NOTE_CONTENT_LEN);
  if (content == NULL)
    return NULL;

  hash_key (FAR_CONTEXT_NOTE_KEY, key, about, body_key);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (content, NULL, NULL, body + FAR_HASH_LEN,
                                                  FAR_NOTE_BODY_LEN - FAR_HASH_LEN, about,
                                                  FAR_HASH_LEN, zero_nonce, body_key) == 0 &&
      far_note_read_content (content, &len) && (words = sodium_malloc (len + 1)) != NULL)
    {
      memcpy (words, content + CONTENT_HEAD_LEN, len);
      words[len] = '\0';
    }
  sodium_memzero (body_key, sizeof body_key);
  sodium_free (content);

  return words;
}

char *
far_note_open (const FarPayload *payload,
               const FarNotePlace *place,
               const guint8 device[static FAR_KEY_LEN],
               const guint8 seal_secret[static FAR_KEY_LEN])
{
  guint8 whose[SLOT_ABOUT_LEN];
  guint8 key[FAR_KEY_LEN];
  FarPayload reader;
  char *words = NULL;

  if (!far_payload_has (payload, FAR_NOTE_BODY) || !find_reader (payload, device, &reader))
    return NULL;

  hash_payload (payload, place, whose);
  memcpy (whose + FAR_HASH_LEN, device, FAR_KEY_LEN);
  if (far_seal_open_about (seal_secret, far_payload_bytes (&reader, FAR_READER_KEY),
                           FAR_KEY_LEN + FAR_SEAL_OVERHEAD, whose, sizeof whose, key))
    words = open_body (far_payload_bytes (payload, FAR_NOTE_BODY), key, whose);
  sodium_memzero (key, sizeof key);

  return words;
}
