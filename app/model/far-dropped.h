/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-dropped: what a file that somebody drops on the window may be, judged by how it begins.
 * Whether it is good is for whoever reads it whole.  Thread: any. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FAR_DROPPED_OURS,     /* a bundle or a connection card; or nothing that is known */
  FAR_DROPPED_CALENDAR, /* iCalendar: rotas, holidays or both */
  FAR_DROPPED_CONTACTS, /* vCard */
  FAR_DROPPED_TABLE,    /* people, rotas or holidays */
} FarDropped;

/* How much of a file is looked at. */
#define FAR_DROPPED_HEAD 1024

/* @name: of the file.  @head: its first bytes, any of them */
FarDropped far_dropped_tell (const char *name, const guint8 *head, gsize len);

G_END_DECLS
