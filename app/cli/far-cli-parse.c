/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

/* Monday first, as the bits of FarRota.weekdays. */
static const char *const weekday_names[] = { "mo", "tu", "we", "th", "fr", "sa", "su" };

void
far_cli_set_usage_error (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error,
                     g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, args));
  va_end (args);
}

gboolean
far_cli_parse_day (const char *text, gint32 *out_day, GError **error)
{
  if (far_day_parse (text, out_day))
    return TRUE;

  g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DATE_INVALID, "not a date: %s", text);
  return FALSE;
}

gboolean
far_cli_parse_time (const char *text, int *out_minutes, GError **error)
{
  if (far_time_parse (text, out_minutes))
    return TRUE;

  g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_TIME_INVALID, "not a time: %s", text);
  return FALSE;
}

gboolean
far_cli_parse_weekdays (const char *text, guint *out_weekdays, GError **error)
{
  g_auto(GStrv) words = g_strsplit (text, ",", -1);
  guint weekdays = 0;

  for (int i = 0; words[i] != NULL; i++)
    {
      guint bit = 0;

      for (guint j = 0; j < G_N_ELEMENTS (weekday_names); j++)
        if (strcmp (words[i], weekday_names[j]) == 0)
          bit = 1u << j;

      if (bit == 0)
        {
          g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DAYS_INVALID, "not a weekday: %s",
                       words[i]);
          return FALSE;
        }
      weekdays |= bit;
    }

  if (weekdays == 0)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DAYS_INVALID, "no weekday");
      return FALSE;
    }

  *out_weekdays = weekdays;
  return TRUE;
}

char *
far_cli_format_weekdays (guint weekdays)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (weekday_names); i++)
    if ((weekdays & 1u << i) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", weekday_names[i]);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
far_cli_need_option (const char *value, const char *option, GError **error)
{
  if (value != NULL)
    return TRUE;

  /* Translators: %s is an option, such as --me */
  far_cli_set_usage_error (error, _ ("This command needs the option %s."), option);
  return FALSE;
}

gboolean
far_cli_check_range (int value, int min, int max, const char *option, GError **error)
{
  if (value >= min && value <= max)
    return TRUE;

  /* Translators: %1$s is an option, such as --days */
  far_cli_set_usage_error (error, _ ("The number after %1$s must be from %2$d to %3$d."), option,
                           min, max);
  return FALSE;
}
