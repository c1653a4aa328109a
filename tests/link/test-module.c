/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A part is loaded if it is of this build, and its absence is an error like any other. */

#include "module.h"

static void
test_loads (void)
{
  g_autoptr(GError) error = NULL;
  const TestModule *table = far_module_load ("test-same", &error);

  g_assert_no_error (error);
  g_assert_cmpint (table->answer, ==, 42);
  g_assert_true (far_module_load ("test-same", NULL) == table);
}

static void
test_refuses (void)
{
  static const char *const names[] = { "test-other", "test-empty", "test-missing" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (far_module_load (names[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;

  g_test_init (&argc, &argv, NULL);
  folder = g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "link", NULL);
  g_setenv ("FARANDOLE_MODULES", folder, TRUE);

  g_test_add_func ("/far/module/loads", test_loads);
  g_test_add_func ("/far/module/refuses", test_refuses);

  return g_test_run ();
}
