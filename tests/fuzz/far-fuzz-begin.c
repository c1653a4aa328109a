/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What libFuzzer calls first: a corpus that is empty begins with good inputs, from which the way to
 * interesting bad ones is short. */

#include "far-fuzz.h"

#include <stdlib.h>

#define N_SEEDS 100

int LLVMFuzzerInitialize (int *argc, char ***argv);

static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL;
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const char *corpus = NULL;

  /* into the first folder libFuzzer writes what it finds */
  for (int i = *argc - 1; i > 0; i--)
    if ((*argv)[i][0] != '-')
      corpus = (*argv)[i];

  for (guint i = 0; corpus != NULL && (i > 0 || is_empty (corpus)) && i < N_SEEDS; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/seed-%03u", corpus, i);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      far_fuzz_seed (rand, bytes);
      if (!g_file_set_contents (path, (const char *)bytes->data, bytes->len, NULL))
        abort ();
    }

  return 0;
}
