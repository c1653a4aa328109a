/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-lan-tag.h"

#include <stdlib.h>
#include <string.h>

#include "far-pure.h"

#define N_FIRST (FAR_LAN_TAGS / 2)

/* The two strings without their names. */
typedef struct
{
  const guint8 *bytes[2];
  gsize len[2];
} Strings;

static const gsize string_len[] = {
  1 + FAR_LAN_NONCE_LEN + N_FIRST * FAR_LAN_TAG_LEN,
  (FAR_LAN_TAGS - N_FIRST) * FAR_LAN_TAG_LEN,
};

G_STATIC_ASSERT (2 + 1 + FAR_LAN_NONCE_LEN + N_FIRST * FAR_LAN_TAG_LEN <= 255);

static int
compare_tags (const void *a, const void *b)
{
  return memcmp (a, b, FAR_LAN_TAG_LEN);
}

static void
make_tag (const FarLanKey *key,
          const guint8 nonce[static FAR_LAN_NONCE_LEN],
          gint32 day,
          guint8 out[static FAR_LAN_TAG_LEN])
{
  guint8 what = key->what;
  guint8 hash[FAR_HASH_LEN];
  FarHash state;

  far_hash_init (&state, FAR_CONTEXT_LAN_TAG, sizeof hash);
  far_hash_update (&state, &what, sizeof what);
  far_hash_update (&state, key->key, FAR_KEY_LEN);
  far_hash_update (&state, nonce, FAR_LAN_NONCE_LEN);
  far_hash_u32 (&state, (guint32)day);
  far_hash_finish (&state, hash, sizeof hash);
  memcpy (out, hash, FAR_LAN_TAG_LEN);
  sodium_memzero (hash, sizeof hash);
  sodium_memzero (&state, sizeof state);
}

void
far_lan_tags_make (FarLanTags *self,
                   const FarLanTags *fresh,
                   const FarLanKey *keys,
                   guint n_keys,
                   gint32 day)
{
  *self = *fresh;
  for (guint i = 0; i < MIN (n_keys, FAR_LAN_TAGS); i++)
    make_tag (&keys[i], self->nonce, day, self->tags[i]);

  qsort (self->tags, FAR_LAN_TAGS, FAR_LAN_TAG_LEN, compare_tags);
}

void
far_lan_tags_encode (const FarLanTags *self, GByteArray *out)
{
  far_put_u8 (out, 2 + string_len[0]);
  far_put (out, "f=", 2);
  far_put_u8 (out, FAR_LAN_VERSION);
  far_put (out, self->nonce, FAR_LAN_NONCE_LEN);
  far_put (out, self->tags, N_FIRST * FAR_LAN_TAG_LEN);
  far_put_u8 (out, 2 + string_len[1]);
  far_put (out, "g=", 2);
  far_put (out, self->tags[N_FIRST], string_len[1]);
}

/* Returns: whether it is in strings at all */
static gboolean
find_strings (Strings *self, const guint8 *txt, gsize len)
{
  FarReader reader = far_reader (txt, len);

  while (far_reader_left (&reader) > 0)
    {
      gsize n = far_reader_u8 (&reader);
      const guint8 *at = far_reader_bytes (&reader, n);
      int i;

      if (at == NULL)
        return FALSE;
      if (n < 2 || at[1] != '=')
        continue;

      i = g_ascii_tolower ((char)at[0]) - 'f';
      if (i < 0 || i > 1 || self->bytes[i] != NULL)
        continue;
      self->bytes[i] = at + 2;
      self->len[i] = n - 2;
    }

  return TRUE;
}

/* As far_lan_tags_make() left them. */
static gboolean
is_ordered (const FarLanTags *self)
{
  for (guint i = 1; i < FAR_LAN_TAGS; i++)
    if (compare_tags (self->tags[i - 1], self->tags[i]) > 0)
      return FALSE;

  return TRUE;
}

gboolean
far_lan_tags_decode (FarLanTags *self, const guint8 *txt, gsize len)
{
  Strings strings = { 0 };

  memset (self, 0, sizeof *self);
  if (len > FAR_LAN_TXT_MAX || !find_strings (&strings, txt, len))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (strings.bytes[i] == NULL || strings.len[i] != string_len[i])
      return FALSE;
  if (strings.bytes[0][0] != FAR_LAN_VERSION)
    return FALSE;

  memcpy (self->nonce, strings.bytes[0] + 1, FAR_LAN_NONCE_LEN);
  memcpy (self->tags, strings.bytes[0] + 1 + FAR_LAN_NONCE_LEN, N_FIRST * FAR_LAN_TAG_LEN);
  memcpy (self->tags[N_FIRST], strings.bytes[1], string_len[1]);
  if (is_ordered (self))
    return TRUE;

  memset (self, 0, sizeof *self);

  return FALSE;
}

int
far_lan_tags_find (const FarLanTags *self, const FarLanKey *keys, guint n_keys, gint32 day)
{
  guint8 tag[FAR_LAN_TAG_LEN];

  for (guint i = 0; i < n_keys; i++)
    for (int beside = -1; beside <= 1; beside++)
      {
        make_tag (&keys[i], self->nonce, (gint32)((guint32)day + (guint32)beside), tag);
        if (bsearch (tag, self->tags, FAR_LAN_TAGS, FAR_LAN_TAG_LEN, compare_tags) != NULL)
          return (int)i;
      }

  return -1;
}

static const char label_letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

gboolean
far_lan_is_label (const char *text)
{
  return strlen (text) == FAR_LAN_LABEL_LEN && strspn (text, label_letters) == FAR_LAN_LABEL_LEN;
}

void
far_lan_label (const guint8 fresh[static FAR_LAN_LABEL_RANDOM_LEN],
               char out[static FAR_LAN_LABEL_LEN + 1])
{
  guint bits = 0;
  guint n_bits = 0;
  guint n = 0;

  for (guint i = 0; i < FAR_LAN_LABEL_RANDOM_LEN; i++)
    {
      bits = bits << 8 | fresh[i];
      for (n_bits += 8; n_bits >= 5; n_bits -= 5)
        out[n++] = label_letters[bits >> (n_bits - 5) & 31];
      bits &= (1u << n_bits) - 1;
    }
  out[n] = '\0';
}
