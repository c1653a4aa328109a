/* SPDX-License-Identifier: GPL-3.0-or-later */

/* test-data: real input that is not part of the project, read in place from the folder that
 * FARANDOLE_TEST_DATA names, else from shared/data beside the checkout. */

#pragma once

#include <glib.h>

/**
 * test_data_load:
 * @name: path within the folder
 *
 * Returns: (transfer full) (nullable): the file with a zero byte behind it; %NULL after a
 *   g_test_skip() that says so, if there is none
 */
static inline char *
test_data_load (const char *name, gsize *out_len)
{
  const char *folder = g_getenv ("FARANDOLE_TEST_DATA");
  g_autofree char *beside = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "data", NULL);
  g_autofree char *path = g_build_filename (folder != NULL ? folder : beside, name, NULL);
  g_autoptr(GError) error = NULL;
  char *contents = NULL;

  if (!g_file_get_contents (path, &contents, out_len, &error))
    g_test_skip_printf ("set FARANDOLE_TEST_DATA: %s", error->message);

  return contents;
}
