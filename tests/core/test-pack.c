/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is packed comes out as it was, and what somebody else packed does no harm. */

#include <glib.h>
#include <string.h>
#include <zstd.h>

#include "far-pack.h"

static guint8 *
make_text (gsize len)
{
  guint8 *text = g_malloc (MAX (len, 1));

  for (gsize i = 0; i < len; i++)
    text[i] = "the rope, the vest and the list "[i % 32] + (i / 320) % 3;

  return text;
}

static void
test_there_and_back (void)
{
  static const gsize lengths[] = { 64, 512, 4096, FAR_PACKED_MAX - 1, FAR_PACKED_MAX };
  FarPacker *packer = far_packer_new ();

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree guint8 *text = make_text (lengths[i]);
      g_autoptr (GByteArray) packed = g_byte_array_new ();
      const guint8 *got;
      gsize len;

      far_put_u8 (packed, 8);
      g_assert_true (far_pack (packer, text, lengths[i], lengths[i], packed));
      g_assert_cmpuint (packed->data[0], ==, 8);
      g_assert_cmpuint (packed->len, <, 1 + lengths[i]);
      far_packer_rest (packer);
      got = far_unpack (packer, packed->data + 1, packed->len - 1, &len);
      g_assert_nonnull (got);
      g_assert_cmpmem (got, len, text, lengths[i]);
    }

  far_packer_free (packer);
}

/* Nothing in it repeats. */
static void
test_not_smaller (void)
{
  FarPacker *packer = far_packer_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 bytes[256];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = i * 167;
  far_put_u8 (out, 8);
  g_assert_false (far_pack (packer, bytes, sizeof bytes, sizeof bytes, out));
  g_assert_cmpuint (out->len, ==, 1);
  far_packer_free (packer);
}

/* What repeats is packed as well as if it were alone. */
static void
test_noise_apart (void)
{
  FarPacker *packer = far_packer_new ();
  g_autofree guint8 *text = make_text (4096);
  g_autoptr (GByteArray) alone = g_byte_array_new ();
  g_autoptr (GByteArray) both = g_byte_array_new ();
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const guint8 *got;
  gsize len;

  g_byte_array_append (both, text, 4096);
  for (guint i = 0; i < 4096; i++)
    far_put_u8 (both, g_rand_int (rand));
  g_assert_true (far_pack (packer, text, 4096, 4096, alone));
  g_assert_true (far_pack (packer, both->data, both->len, 4096, packed));
  g_assert_cmpuint (packed->len, <, alone->len + 4096 + 16);

  got = far_unpack (packer, packed->data, packed->len, &len);
  g_assert_nonnull (got);
  g_assert_cmpmem (got, len, both->data, both->len);
  far_packer_free (packer);
}

/* @announced, then zstd frames of these lengths, then @n_more bytes of zero. */
typedef struct
{
  const char *name;
  guint64 announced;
  gsize lengths[2];
  guint n_cut;
  guint n_more;
  gboolean says_no_size;
} Bad;

static const Bad bads[] = {
  { .name = "nothing", .announced = 0 },
  { .name = "no-frame", .announced = 10 },
  { .name = "empty", .announced = 0, .lengths = { 0 } },
  { .name = "too-little", .announced = 1000, .lengths = { 999 } },
  { .name = "too-much", .announced = 999, .lengths = { 1000 } },
  { .name = "more-than-may-be",
    .announced = FAR_PACKED_MAX + 1,
    .lengths = { FAR_PACKED_MAX + 1 } },
  { .name = "far-more", .announced = 1 << 20, .lengths = { 1 << 20 } },
  { .name = "no-number", .announced = G_MAXUINT64, .lengths = { 1000 } },
  { .name = "two-frames", .announced = 1000, .lengths = { 500, 500 } },
  { .name = "two-whole", .announced = 1000, .lengths = { 1000, 1000 } },
  { .name = "cut", .announced = 1000, .lengths = { 1000 }, .n_cut = 1 },
  { .name = "more", .announced = 1000, .lengths = { 1000 }, .n_more = 1 },
  { .name = "no-size", .announced = 1000, .lengths = { 1000 }, .says_no_size = TRUE },
};

static void
append_frame (GByteArray *out, const Bad *bad, gsize len)
{
  ZSTD_CCtx *context = ZSTD_createCCtx ();
  g_autofree guint8 *text = make_text (len);
  gsize room = ZSTD_compressBound (len);
  g_autofree guint8 *frame = g_malloc (room);
  gsize got;

  ZSTD_CCtx_setParameter (context, ZSTD_c_contentSizeFlag, !bad->says_no_size);
  got = ZSTD_compress2 (context, frame, room, text, len);
  g_assert_false (ZSTD_isError (got));
  far_put (out, frame, got);
  ZSTD_freeCCtx (context);
}

static void
test_bad (gconstpointer data)
{
  const Bad *bad = data;
  FarPacker *packer = far_packer_new ();
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  gsize len;

  far_put_varint (packed, bad->announced);
  for (guint i = 0; i < G_N_ELEMENTS (bad->lengths); i++)
    if (bad->lengths[i] > 0)
      append_frame (packed, bad, bad->lengths[i]);
  g_byte_array_set_size (packed, packed->len - bad->n_cut);
  for (guint i = 0; i < bad->n_more; i++)
    far_put_u8 (packed, 0);

  g_assert_null (far_unpack (packer, packed->data, packed->len, &len));
  far_packer_free (packer);
}

/* Each bit of a frame: it is refused, or gives as many bytes as it said. */
static void
test_flipped (void)
{
  FarPacker *packer = far_packer_new ();
  g_autofree guint8 *text = make_text (2000);
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  guint n_refused = 0;
  gsize len;

  g_assert_true (far_pack (packer, text, 2000, 2000, packed));
  for (gsize bit = 0; bit < packed->len * 8; bit++)
    {
      packed->data[bit / 8] ^= 1 << bit % 8;
      if (far_unpack (packer, packed->data, packed->len, &len) == NULL)
        n_refused++;
      else
        g_assert_cmpuint (len, ==, 2000);
      packed->data[bit / 8] ^= 1 << bit % 8;
    }
  g_assert_cmpuint (n_refused, >, packed->len);

  far_packer_free (packer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/pack/there-and-back", test_there_and_back);
  g_test_add_func ("/far/pack/noise-apart", test_noise_apart);
  g_test_add_func ("/far/pack/not-smaller", test_not_smaller);
  for (guint i = 0; i < G_N_ELEMENTS (bads); i++)
    {
      g_autofree char *path = g_strconcat ("/far/pack/", bads[i].name, NULL);

      g_test_add_data_func (path, &bads[i], test_bad);
    }
  g_test_add_func ("/far/pack/flipped", test_flipped);

  return g_test_run ();
}
