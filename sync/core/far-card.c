/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-card"

#include "far-card.h"

#include <string.h>

#include "far-code.h"
#include "far-invite.h"

#include "far-pure.h"

/* a text is never longer than what a reader takes of one */
G_STATIC_ASSERT ((1 + FAR_CARD_MAX + FAR_INVITE_SUM_LEN) * 8 / 5 + 1 + 10 <= FAR_INVITE_TEXT_MAX);
/* and with the word of whom it is for it fits a SIGNAL */
G_STATIC_ASSERT (1 + FAR_KEY_LEN + FAR_CARD_MAX <= FAR_SIGNAL_MAX);

void
far_card_tag (const guint8 token[static FAR_CARD_TOKEN_LEN],
              const guint8 secret[static FAR_HASH_LEN],
              guint8 out[static FAR_CARD_TAG_LEN])
{
  guint8 whole[FAR_HASH_LEN];
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_CARD_TAG, FAR_HASH_LEN);
  far_hash_update (&hash, token, FAR_CARD_TOKEN_LEN);
  far_hash_update (&hash, secret, FAR_HASH_LEN);
  far_hash_finish (&hash, whole, FAR_HASH_LEN);
  memcpy (out, whole, FAR_CARD_TAG_LEN);
}

/* What is signed: to whom it goes too, so that nobody can pass it on as theirs. */
static void
hash_words (const guint8 *collective,
            const guint8 *recipient,
            const guint8 *words,
            gsize len,
            guint8 out[static FAR_HASH_LEN])
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_CARD, FAR_HASH_LEN);
  far_hash_update (&hash, collective, FAR_ID_LEN);
  far_hash_update (&hash, recipient, FAR_KEY_LEN);
  far_hash_update (&hash, words, len);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}

GBytes *
far_card_seal (const FarCard *self,
               const guint8 collective[static FAR_ID_LEN],
               const guint8 sign_secret[static 64],
               const guint8 recipient[static FAR_KEY_LEN],
               const guint8 seal_key[static FAR_KEY_LEN],
               const guint8 seed[static 32])
{
  g_autoptr (GByteArray) words = g_byte_array_sized_new (FAR_CARD_MAX);
  g_autoptr (GByteArray) sealed = g_byte_array_sized_new (FAR_CARD_MAX);
  g_autoptr (GBytes) ice = far_ice_card_encode (&self->ice);
  guint8 hash[FAR_HASH_LEN];
  guint8 signature[FAR_SIG_LEN];
  gboolean good;

  if (ice == NULL || self->ice.kind == FAR_ICE_NONE || g_bytes_get_size (ice) > FAR_CARD_ICE_MAX)
    return NULL;

  far_put (words, self->token, sizeof self->token);
  far_put (words, self->secret_tag, sizeof self->secret_tag);
  far_put_u64 (words, self->made_ms);
  far_put (words, self->device, sizeof self->device);
  far_put (words, g_bytes_get_data (ice, NULL), g_bytes_get_size (ice));
  hash_words (collective, recipient, words->data, words->len, hash);
  far_sign (sign_secret, hash, sizeof hash, signature);
  far_put (words, signature, sizeof signature);
  good = far_seal (seal_key, seed, words->data, words->len, sealed);
  sodium_memzero (words->data, words->len);

  return good ? g_byte_array_free_to_bytes (g_steal_pointer (&sealed)) : NULL;
}

static gboolean
take (FarReader *reader, void *out, gsize len)
{
  const guint8 *bytes = far_reader_bytes (reader, len);

  if (bytes != NULL)
    memcpy (out, bytes, len);

  return bytes != NULL;
}

static gboolean
read_words (FarCard *self,
            const guint8 *collective,
            const guint8 *recipient,
            const guint8 *words,
            gsize len)
{
  FarReader reader = far_reader (words, len);
  guint8 hash[FAR_HASH_LEN];
  guint8 signature[FAR_SIG_LEN];
  guint64 made_ms;
  gsize left;
  const guint8 *ice;

  if (!take (&reader, self->token, sizeof self->token) ||
      !take (&reader, self->secret_tag, sizeof self->secret_tag))
    return FALSE;
  made_ms = far_reader_u64 (&reader);
  self->made_ms = (gint64)made_ms;
  if (!take (&reader, self->device, sizeof self->device) || made_ms > G_MAXINT64)
    return FALSE;
  left = far_reader_left (&reader);
  if (left <= FAR_SIG_LEN || left - FAR_SIG_LEN > FAR_CARD_ICE_MAX)
    return FALSE;
  ice = far_reader_bytes (&reader, left - FAR_SIG_LEN);
  if (!take (&reader, signature, sizeof signature))
    return FALSE;

  hash_words (collective, recipient, words, len - FAR_SIG_LEN, hash);

  return far_ice_card_decode (&self->ice, ice, left - FAR_SIG_LEN) &&
         self->ice.kind != FAR_ICE_NONE &&
         far_verify (self->device, FALSE, hash, sizeof hash, signature);
}

gboolean
far_card_open (FarCard *self,
               const guint8 collective[static FAR_ID_LEN],
               const guint8 device[static FAR_KEY_LEN],
               const guint8 seal_secret[static FAR_KEY_LEN],
               const guint8 *sealed,
               gsize len)
{
  g_autofree guint8 *words = NULL;
  FarCard card = { 0 };
  gboolean good;

  memset (self, 0, sizeof *self);
  if (len <= FAR_CARD_FIXED_LEN || len > FAR_CARD_MAX)
    return FALSE;
  words = far_seal_open (seal_secret, sealed, len);
  if (words == NULL)
    return FALSE;

  good = read_words (&card, collective, device, words, len - FAR_SEAL_OVERHEAD);
  sodium_memzero (words, len - FAR_SEAL_OVERHEAD);
  if (good)
    *self = card;
  sodium_memzero (&card, sizeof card);

  return good;
}

/* ---- text */

char *
far_card_to_text (GBytes *sealed)
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (FAR_CARD_MAX + 8);

  far_put_u8 (bytes, FAR_CARD_VERSION);
  far_put (bytes, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));

  return far_code_to_text (bytes, TRUE);
}

GBytes *
far_card_from_text (const char *text, GError **error)
{
  FarCode code;

  if (!far_code_from_text (&code, text, error))
    return NULL;

  if (!far_code_has_good_sum (&code) || code.bytes[0] < FAR_CARD_VERSION)
    g_set_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_DAMAGED,
                 "This is not a whole connection card");
  else if (code.bytes[0] > FAR_CARD_VERSION)
    g_set_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_NEWER,
                 "The card is of version %u, this program reads %d", code.bytes[0],
                 FAR_CARD_VERSION);
  else
    return g_bytes_new (code.bytes + 1, code.len - 1 - FAR_INVITE_SUM_LEN);

  return NULL;
}
