/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-application.h"
#include "far-words.h"

int
main (int argc, char *argv[])
{
  g_autoptr(GApplication) application = NULL;

  far_words_init ();
  application = far_application_new ();

  return g_application_run (application, argc, argv);
}
