/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-dropped.h"

#include <string.h>

static const guint8 byte_order_mark[] = { 0xef, 0xbb, 0xbf };

static gboolean
begins_with (const guint8 *text, gsize len, const char *beginning)
{
  gsize n = strlen (beginning);

  return len >= n && g_ascii_strncasecmp ((const char *)text, beginning, n) == 0;
}

static gboolean
ends_with (const char *name, const char *ending)
{
  gsize len = strlen (name);
  gsize n = strlen (ending);

  return len >= n && g_ascii_strcasecmp (name + len - n, ending) == 0;
}

/* Text whose first line has several cells. */
static gboolean
looks_like_table (const guint8 *head, gsize len)
{
  const guint8 *end = memchr (head, '\n', len);
  gsize line = end != NULL ? (gsize)(end - head) : len;

  if (memchr (head, '\0', len) != NULL || begins_with (head, len, "{") ||
      begins_with (head, len, "["))
    return FALSE;

  return memchr (head, ';', line) != NULL || memchr (head, '\t', line) != NULL ||
         memchr (head, ',', line) != NULL;
}

FarDropped
far_dropped_tell (const char *name, const guint8 *head, gsize len)
{
  if (len >= sizeof byte_order_mark && memcmp (head, byte_order_mark, sizeof byte_order_mark) == 0)
    {
      head += sizeof byte_order_mark;
      len -= sizeof byte_order_mark;
    }
  while (len > 0 && g_ascii_isspace (*head))
    {
      head++;
      len--;
    }

  if (begins_with (head, len, "BEGIN:VCALENDAR"))
    return FAR_DROPPED_CALENDAR;
  if (begins_with (head, len, "BEGIN:VCARD"))
    return FAR_DROPPED_CONTACTS;
  /* by its name too: who made it meant it so, and a sentence says what is wrong with it */
  if (ends_with (name, ".ics"))
    return FAR_DROPPED_CALENDAR;
  if (ends_with (name, ".vcf"))
    return FAR_DROPPED_CONTACTS;
  if (ends_with (name, ".csv") || ends_with (name, ".tsv") || looks_like_table (head, len))
    return FAR_DROPPED_TABLE;

  return FAR_DROPPED_OURS;
}
