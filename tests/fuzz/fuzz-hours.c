/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of an account: first what stands inside of one, by an author who has the keys and is no
 * friend, then an entry's payload as it comes from anybody. */

#include "far-fuzz.h"

#include <string.h>

#include "far-hours.h"
#include "far-kind-schema.h"

static const guint8 nobody[32] = { 1 };
static const FarHoursPlace here = { nobody, nobody, nobody, nobody };

static void
make_reader (FarSealedReader *self, guint8 *secret)
{
  memset (self->device, 2, sizeof self->device);
  memset (secret, 3, FAR_KEY_LEN);
  crypto_scalarmult_base (self->seal_key, secret);
}

static void
put_line (GByteArray *out, const FarHoursLine *line)
{
  FarMapWriter map = far_map_begin (out);
  guint8 seeds[FAR_SEALED_SEEDS_LEN (1)] = { 4, 5 };
  guint8 secret[FAR_KEY_LEN];
  FarSealedReader reader;

  make_reader (&reader, secret);
  far_hours_put (&map, &here, &reader, 1, line, seeds);
  far_map_end (&map);
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  guint8 content[FAR_HOURS_CONTENT_LEN];
  FarHoursLine line = {
    .day = g_rand_int_range (rand, 0, 30000),
    .minutes = (guint)g_rand_int_range (rand, 1, FAR_HOURS_MINUTES_MAX + 1),
    .is_received = g_rand_boolean (rand),
    .sort = (guint)g_rand_int_range (rand, 1, FAR_HOURS_SORTS),
    .what = "a porté le frigo",
    .against = "20 €",
  };

  /* locked memory wants it */
  g_assert_cmpint (sodium_init (), >=, 0);
  if (g_rand_boolean (rand))
    g_strlcpy (line.who, "l’amie du quatrième", sizeof line.who);
  else
    line.has_person = TRUE;
  if (g_rand_boolean (rand))
    {
      put_line (out, &line);
      return;
    }
  far_hours_put_content (&line, content);
  far_put (out, content, sizeof content);
}

static gboolean
open_payload (const guint8 *data, gsize len, FarHoursLine *line)
{
  guint8 secret[FAR_KEY_LEN];
  FarSealedReader reader;
  FarPayload payload;

  make_reader (&reader, secret);

  return far_payload_parse (&payload, far_kind_get_schema (FAR_KIND_HOURS), data, len) ==
             FAR_PAYLOAD_OK &&
         far_hours_open (&payload, &here, reader.device, secret, line);
}

/* What is taken is what would be sealed of it, and comes out again. */
static void
check_content (const guint8 *data, gsize len)
{
  static const FarHoursLine nothing;
  g_autoptr (GByteArray) sealed = g_byte_array_new ();
  guint8 content[FAR_HOURS_CONTENT_LEN] = { 0 };
  guint8 again[FAR_HOURS_CONTENT_LEN];
  FarHoursLine line;
  FarHoursLine opened;

  memcpy (content, data, len < sizeof content ? len : sizeof content);
  if (!far_hours_read_content (content, &line))
    {
      g_assert_cmpmem (&line, sizeof line, &nothing, sizeof nothing);
      return;
    }

  far_hours_put_content (&line, again);
  g_assert_cmpmem (again, sizeof again, content, sizeof content);
  put_line (sealed, &line);
  g_assert_true (open_payload (sealed->data, sealed->len, &opened));
  g_assert_true (far_hours_line_equal (&line, &opened));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  FarHoursLine line;

  g_assert_cmpint (sodium_init (), >=, 0);
  if (len == 0)
    return 0;

  check_content (data, len);
  if (open_payload (data, len, &line))
    {
      g_assert_true (far_text_check (line.who, strlen (line.who)));
      g_assert_true (far_text_check (line.what, strlen (line.what)));
      g_assert_true (far_text_check (line.against, strlen (line.against)));
      g_assert_cmpuint (line.minutes, <=, FAR_HOURS_MINUTES_MAX);
    }

  return 0;
}
