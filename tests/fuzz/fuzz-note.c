/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sealed note: first what stands inside of one, by an author who has the keys and is no friend,
 * then an entry's payload as it comes from anybody. */

#include "far-fuzz.h"

#include <string.h>

#include "far-kind-schema.h"
#include "far-note.h"

static const guint8 nobody[32] = { 1 };
static const FarNotePlace here = { nobody, nobody, nobody };

static void
make_reader (FarNoteReader *self, guint8 *secret)
{
  memset (self->device, 2, sizeof self->device);
  memset (secret, 3, FAR_KEY_LEN);
  crypto_scalarmult_base (self->seal_key, secret);
}

static void
put_note (GByteArray *out, const char *words, gsize len)
{
  FarMapWriter map = far_map_begin (out);
  guint8 seeds[FAR_NOTE_SEEDS_LEN (1)] = { 4, 5 };
  guint8 secret[FAR_KEY_LEN];
  FarNoteReader reader;

  /* locked memory wants it */
  g_assert_cmpint (sodium_init (), >=, 0);
  make_reader (&reader, secret);
  far_note_put (&map, &here, NULL, NULL, NULL, 0, &reader, 1, words, len, seeds);
  far_map_end (&map);
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  static const char words[] = "Nut allergy.\nThe pen is in the red pouch, l’ami.";
  gsize len = g_rand_int_range (rand, 1, strlen ("Nut allergy.\nThe pen is in the red pouch"));

  if (g_rand_boolean (rand))
    {
      put_note (out, words, len);
      return;
    }
  far_put_u8 (out, 1);
  far_put_u8 (out, len);
  far_put_u8 (out, 0);
  far_put (out, words, len);
}

static char *
open_payload (const guint8 *data, gsize len)
{
  guint8 secret[FAR_KEY_LEN];
  FarNoteReader reader;
  FarPayload payload;

  make_reader (&reader, secret);
  if (far_payload_parse (&payload, far_kind_get_schema (FAR_KIND_NOTE), data, len) !=
      FAR_PAYLOAD_OK)
    return NULL;

  return far_note_open (&payload, &here, reader.device, secret);
}

/* What is taken is what would be sealed of it, and comes out again. */
static void
check_content (const guint8 *data, gsize len)
{
  g_autoptr (GByteArray) sealed = g_byte_array_new ();
  guint8 content[FAR_NOTE_CONTENT_LEN] = { 0 };
  gsize n_words = 1;
  char *words;

  memcpy (content, data, len < sizeof content ? len : sizeof content);
  if (!far_note_read_content (content, &n_words))
    {
      g_assert_cmpuint (n_words, ==, 0);
      return;
    }

  g_assert_true (far_text_check ((const char *)content + 3, n_words));
  put_note (sealed, (const char *)content + 3, n_words);
  words = open_payload (sealed->data, sealed->len);
  g_assert_nonnull (words);
  g_assert_cmpmem (words, strlen (words), content + 3, n_words);
  sodium_free (words);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  char *words;

  g_assert_cmpint (sodium_init (), >=, 0);
  if (len == 0)
    return 0;

  check_content (data, len);
  words = open_payload (data, len);
  if (words != NULL)
    {
      g_assert_true (far_text_check (words, strlen (words)));
      g_assert_cmpuint (strlen (words), <=, FAR_NOTE_WORDS_MAX);
      sodium_free (words);
    }

  return 0;
}
