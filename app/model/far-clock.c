/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-clock.h"

gboolean
far_app_clock_offset (gint64 *out_offset_ms, GError **error)
{
  g_autoptr(GDateTime) now = NULL;
  const char *text = g_getenv ("FARANDOLE_NOW");

  g_return_val_if_fail (out_offset_ms != NULL, FALSE);

  *out_offset_ms = 0;

  if (text == NULL || *text == '\0')
    return TRUE;

  /* without a default zone, a text that names none is refused */
  now = g_date_time_new_from_iso8601 (text, NULL);
  if (now == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "FARANDOLE_NOW is not an instant such as 2026-09-01T08:00:00+02:00: %s", text);
      return FALSE;
    }

  *out_offset_ms = g_date_time_to_unix (now) * 1000 + g_date_time_get_microsecond (now) / 1000 -
                   g_get_real_time () / 1000;

  return TRUE;
}
