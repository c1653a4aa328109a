/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Usage: fuzz-NAME            damages good inputs, always in the same way, and runs the corpus that
 *                             is kept (corpus/NAME)
 *        fuzz-NAME FILE...    runs these inputs, such as what libFuzzer found
 */

#include "far-fuzz.h"

#include <string.h>

/* FAR_FUZZ_SEEDS good inputs (meson.build), each damaged so often */
#define N_DAMAGES 50

/* What a bad link, a bad disk or a bad person does to bytes. */
static void
damage (GRand *rand, GByteArray *bytes)
{
  static const guint8 edges[] = { 0x00, 0x01, 0x17, 0x18, 0x3f, 0x7f, 0x80, 0xff };
  guint at = g_rand_int_range (rand, 0, bytes->len + 1);
  guint n = g_rand_int_range (rand, 1, 9);
  guint8 edge = edges[g_rand_int_range (rand, 0, G_N_ELEMENTS (edges))];

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      if (at < bytes->len)
        bytes->data[at] ^= 1u << g_rand_int_range (rand, 0, 8);
      break;
    case 1:
      if (at < bytes->len)
        bytes->data[at] = edge;
      break;
    case 2:
      g_byte_array_set_size (bytes, at);
      break;
    case 3:
      g_byte_array_append (bytes, &edge, 1);
      break;
    case 4:
      if (at < bytes->len)
        g_byte_array_remove_range (bytes, at, MIN (n, bytes->len - at));
      break;
    default:
      /* a piece comes twice */
      n = MIN (n, bytes->len - at);
      g_byte_array_set_size (bytes, bytes->len + n);
      memmove (bytes->data + at + n, bytes->data + at, bytes->len - at - n);
      break;
    }
}

/* On a copy of exactly its size, so that a sanitizer sees the first byte too far. */
static void
run_one (const guint8 *data, gsize len)
{
  g_autofree guint8 *copy = len > 0 ? g_memdup2 (data, len) : NULL;

  LLVMFuzzerTestOneInput (copy, len);
}

static void
test_damaged (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (1);
  g_autoptr(GByteArray) seed = g_byte_array_new ();
  g_autoptr(GByteArray) bytes = g_byte_array_new ();

  run_one (NULL, 0);
  for (guint i = 0; i < FAR_FUZZ_SEEDS; i++)
    {
      g_byte_array_set_size (seed, 0);
      far_fuzz_seed (rand, seed);
      run_one (seed->data, seed->len);

      for (guint j = 0; j < N_DAMAGES; j++)
        {
          g_byte_array_set_size (bytes, 0);
          g_byte_array_append (bytes, seed->data, seed->len);
          for (guint k = 0; k <= j % 3; k++)
            damage (rand, bytes);
          run_one (bytes->data, bytes->len);
        }
    }
}

static void
test_file (gconstpointer path)
{
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize len;

  g_file_get_contents (path, &contents, &len, &error);
  g_assert_no_error (error);
  run_one ((const guint8 *)contents, len);
}

/* What libFuzzer found its way with, and what once broke something. */
static void
test_corpus (void)
{
  g_autofree char *folder =
      g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", FAR_FUZZ_NAME, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      test_file (path);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  if (argc == 1)
    {
      g_test_add_func ("/far/fuzz/damaged", test_damaged);
      g_test_add_func ("/far/fuzz/corpus", test_corpus);
    }
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *path = g_strdup_printf ("/far/fuzz/file/%d", i);

      g_test_add_data_func (path, argv[i], test_file);
    }

  return g_test_run ();
}
