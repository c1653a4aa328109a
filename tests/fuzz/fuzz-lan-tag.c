/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is taken for a machine's tags is written again as what says the same; anything else leaves
 * zeros.  (Whose tags they are is not asked here: libFuzzer sees what they are compared with.) */

#include "far-fuzz.h"

#include <string.h>

#include "far-lan-tag.h"

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  static const guint8 other[] = "\5a=abc\4true\2=x";
  FarLanKey keys[3] = { { .what = FAR_LAN_OF_MEMBERS }, { .what = FAR_LAN_OF_DOOR } };
  FarLanTags random;
  FarLanTags tags;

  for (gsize i = 0; i < sizeof random; i++)
    ((guint8 *)&random)[i] = g_rand_int_range (rand, 0, 256);
  far_lan_tags_make (&tags, &random, keys, g_rand_int_range (rand, 0, 3),
                     g_rand_int_range (rand, -10, 30000));
  if (g_rand_boolean (rand))
    g_byte_array_append (out, other, sizeof other - 1);
  far_lan_tags_encode (&tags, out);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  static const FarLanTags nothing;
  static const FarLanKey key = { .what = FAR_LAN_OF_MEMBERS };
  g_autoptr (GByteArray) again = g_byte_array_new ();
  FarLanTags tags;
  FarLanTags same;

  memset (&tags, 0xa5, sizeof tags);
  if (!far_lan_tags_decode (&tags, data, len))
    {
      g_assert_cmpmem (&tags, sizeof tags, &nothing, sizeof nothing);
      return 0;
    }

  g_assert_cmpint (far_lan_tags_find (&tags, &key, 1, 20000), <=, 0);
  far_lan_tags_encode (&tags, again);
  g_assert_cmpuint (again->len, <=, len);
  g_assert_true (far_lan_tags_decode (&same, again->data, again->len));
  g_assert_cmpmem (&same, sizeof same, &tags, sizeof tags);

  return 0;
}
