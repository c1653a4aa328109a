/* SPDX-License-Identifier: GPL-3.0-or-later */

/* farandole-export: reads a calendar of outings from standard input, as far-ics.h describes it, and
 * writes it as iCalendar on standard output.
 *
 * Nothing of that is a stranger's, but libical is in no program that holds a key, or that is to
 * start in a moment.
 */

#define G_LOG_DOMAIN "far-export"

#include "far-ics-private.h"

#include <string.h>
#include <unistd.h>

#include "far-confine.h"

static int export(void)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) calendar = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!far_confine_read (content, FAR_EVENTS_BYTES_MAX))
    return FAR_ICS_STATUS_INPUT;

  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&content));
  calendar =
      g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FAR_ICS_TYPE), bytes, FALSE));
  if (!g_variant_is_normal_form (calendar))
    return FAR_ICS_STATUS_INPUT;

  text = _far_ics_write (calendar, &error);
  if (text == NULL)
    return g_error_matches (error, FAR_ICS_ERROR, FAR_ICS_ERROR_ZONE) ? FAR_ICS_STATUS_ZONE
                                                                      : FAR_ICS_STATUS_INPUT;

  return far_confine_write (text, strlen (text)) ? FAR_ICS_STATUS_WRITTEN : FAR_ICS_STATUS_INPUT;
}

int
main (void)
{
  /* at once, as in farandole-import */
  _exit (far_confine (FAR_EXPORT_CPU_S) ? export() : FAR_ICS_STATUS_LIMITS);
}
