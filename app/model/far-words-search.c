/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-search.h"

#include <glib/gi18n.h>
#include <string.h>

#define N_SHOWN 6 /* of the stops of a line */

char *
far_words_found_kind (FarFoundKind kind)
{
  switch (kind)
    {
    case FAR_FOUND_MEMBER:
      return g_strdup (C_ ("found", "Member"));
    case FAR_FOUND_CHILD:
      return g_strdup (C_ ("found", "Child"));
    case FAR_FOUND_LINE:
      return g_strdup (C_ ("found", "Line"));
    case FAR_FOUND_ROTA:
      return g_strdup (C_ ("found", "Rota"));
    case FAR_FOUND_RIDE:
      return g_strdup (C_ ("found", "Ride"));
    case FAR_FOUND_HELP:
      return g_strdup (C_ ("found", "A hand"));
    case FAR_FOUND_SKILL:
      return g_strdup (C_ ("found", "Skill"));
    case FAR_FOUND_THING:
      return g_strdup (C_ ("found", "Thing"));
    case FAR_FOUND_FAULT:
      return g_strdup (C_ ("found", "Repair"));
    case FAR_FOUND_PLACE:
      return g_strdup (C_ ("found", "Meeting place"));
    case FAR_FOUND_N:
    default:
      g_assert_not_reached ();
    }
}

char *
far_words_found (const FarFound *found)
{
  g_auto(GStrv) lines = NULL;

  if (found->kind != FAR_FOUND_RIDE)
    return g_strdup (found->title);
  lines = g_strsplit (found->title, "\n", 2);
  if (lines[0] == NULL || lines[1] == NULL)
    return g_strdup (found->title);

  /* Translators: from where to where a ride goes, as in "The mill → School" */
  return g_strdup_printf (C_ ("ride", "%1$s → %2$s"), lines[0], lines[1]);
}

char *
far_words_found_more (const FarFound *found)
{
  g_autofree char *kind = far_words_found_kind (found->kind);
  g_auto(GStrv) lines = g_strsplit (found->more, "\n", -1);
  g_autoptr(GString) text = g_string_new (kind);

  if (found->is_over)
    {
      g_autofree char *over = NULL;

      /* Translators: %s is what was found, such as “Ride”, which was, and is not any more */
      over = g_strdup_printf (_ ("%s, over"), kind);
      g_string_assign (text, over);
    }
  if (*found->member_name != '\0')
    g_string_append_printf (text, " · %s", found->member_name);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i == N_SHOWN)
        {
          g_string_append (text, " …");
          break;
        }
      if (*lines[i] != '\0')
        g_string_append_printf (text, " · %s", lines[i]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
