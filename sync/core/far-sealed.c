/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-sealed"

#include "far-sealed.h"

#include <string.h>

#include "far-kind-schema.h"

#include "far-pure.h"

/* of the readers' keys: what it is about, and whose it is */
#define SLOT_ABOUT_LEN (FAR_HASH_LEN + FAR_KEY_LEN)

static const guint8 zero_nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

/* ---- what it is bound to */

void
far_sealed_hash_readers (FarHash *hash, const FarSealedReader *readers, guint n_readers)
{
  far_hash_u32 (hash, n_readers);
  for (guint i = 0; i < n_readers; i++)
    far_hash_update (hash, readers[i].device, FAR_KEY_LEN);
}

void
far_sealed_hash_named (FarHash *hash, const FarSealedForm *form, const FarPayload *payload)
{
  FarPayloadIter readers = far_payload_iter (payload, form->readers_key);
  FarPayload reader;

  far_hash_u32 (hash, far_payload_int (payload, form->readers_key, 0));
  while (far_payload_iter_map (&readers, &reader))
    far_hash_update (hash, far_payload_bytes (&reader, FAR_READER_DEVICE), FAR_KEY_LEN);
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
put_body (FarMapWriter *map,
          const FarSealedForm *form,
          const guint8 *key,
          const guint8 *about,
          const guint8 *content)
{
  gsize body_len = form->content_len + FAR_SEALED_OVERHEAD;
  g_autofree guint8 *body = g_malloc (body_len);
  guint8 body_key[FAR_KEY_LEN];

  hash_key (form->check_context, key, about, body);
  hash_key (form->key_context, key, about, body_key);
  crypto_aead_xchacha20poly1305_ietf_encrypt (body + FAR_HASH_LEN, NULL, content, form->content_len,
                                              about, FAR_HASH_LEN, NULL, zero_nonce, body_key);
  sodium_memzero (body_key, sizeof body_key);
  far_map_bytes (map, form->body_key, body, body_len);
}

static void
put_reader (FarMapWriter *map,
            const FarSealedReader *reader,
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
far_sealed_put (FarMapWriter *map,
                const FarSealedForm *form,
                const guint8 about[static FAR_HASH_LEN],
                const FarSealedReader *readers,
                guint n_readers,
                const guint8 *content,
                const guint8 *seeds)
{
  g_assert (n_readers <= FAR_NOTE_READERS_MAX);
  g_assert (form->readers_key < form->body_key);

  far_map_array (map, form->readers_key, n_readers);
  for (guint i = 0; i < n_readers; i++)
    put_reader (map, &readers[i], seeds, about, seeds + 32 * (gsize)(i + 1));
  put_body (map, form, seeds, about, content);
}

/* ---- opening */

static gboolean
find_reader (const FarSealedForm *form,
             const FarPayload *payload,
             const guint8 *device,
             FarPayload *out)
{
  FarPayloadIter iter = far_payload_iter (payload, form->readers_key);

  while (far_payload_iter_map (&iter, out))
    if (memcmp (far_payload_bytes (out, FAR_READER_DEVICE), device, FAR_KEY_LEN) == 0)
      return TRUE;

  return FALSE;
}

gboolean
far_sealed_is_for (const FarSealedForm *form,
                   const FarPayload *payload,
                   const guint8 device[static FAR_KEY_LEN])
{
  FarPayload reader;

  return find_reader (form, payload, device, &reader);
}

static guint8 *
open_body (const FarSealedForm *form, const guint8 *body, const guint8 *key, const guint8 *about)
{
  guint8 *content;
  guint8 check[FAR_HASH_LEN];
  guint8 body_key[FAR_KEY_LEN];

  hash_key (form->check_context, key, about, check);
  if (sodium_memcmp (check, body, FAR_HASH_LEN) != 0)
    return NULL;

  content = sodium_malloc (form->content_len);
  if (content == NULL)
    return NULL;

  hash_key (form->key_context, key, about, body_key);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (content, NULL, NULL, body + FAR_HASH_LEN,
                                                  form->content_len + FAR_TAG_LEN, about,
                                                  FAR_HASH_LEN, zero_nonce, body_key) != 0)
    g_clear_pointer (&content, sodium_free);
  sodium_memzero (body_key, sizeof body_key);

  return content;
}

guint8 *
far_sealed_open (const FarSealedForm *form,
                 const FarPayload *payload,
                 const guint8 about[static FAR_HASH_LEN],
                 const guint8 device[static FAR_KEY_LEN],
                 const guint8 seal_secret[static FAR_KEY_LEN])
{
  guint8 whose[SLOT_ABOUT_LEN];
  guint8 key[FAR_KEY_LEN];
  guint8 *content = NULL;
  FarPayload reader;

  if (!far_payload_has (payload, form->body_key) || !find_reader (form, payload, device, &reader))
    return NULL;

  memcpy (whose, about, FAR_HASH_LEN);
  memcpy (whose + FAR_HASH_LEN, device, FAR_KEY_LEN);
  if (far_seal_open_about (seal_secret, far_payload_bytes (&reader, FAR_READER_KEY),
                           FAR_KEY_LEN + FAR_SEAL_OVERHEAD, whose, sizeof whose, key))
    content = open_body (form, far_payload_bytes (payload, form->body_key), key, about);
  sodium_memzero (key, sizeof key);

  return content;
}
