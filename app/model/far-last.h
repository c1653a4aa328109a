/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-last: what a window keeps of a home: which collective it had open last, how large it was and
 * what it showed, which machines are not lost, what does not come up now, what was noted that is
 * told once, of what one was reminded, and what one prefers.
 *
 * Kept in HOME/window.ini, a key file with nothing secret in it.  What cannot be read or written is
 * as if nobody had looked: the window asks then.  Main thread; waits for the disk, for one small
 * file.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): id; NULL if there is none that could be one */
char *far_last_load (const char *home);
/* @collective: id */
void far_last_save (const char *home, const char *collective);
/**
 * FarLastView:
 * @width: in pixels, 0 if it is not known; as wide when it is not maximized
 * @height: the same
 * @is_simple: today, my turns and whom to call, in large letters, instead of the pages
 * @is_always_week: it begins with the week, whatever was shown
 * @page: (nullable) (transfer full): the name of the page that was shown
 *
 * How a window looked when it was closed.
 */
typedef struct
{
  int width;
  int height;
  gboolean is_maximized;
  gboolean is_simple;
  gboolean is_always_week;
  char *page;
} FarLastView;

/* @view: (out caller-allocates): to be cleared */
void far_last_load_view (const char *home, FarLastView *view);
void far_last_save_view (const char *home, const FarLastView *view);
void far_last_view_clear (FarLastView *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarLastView, far_last_view_clear)
/* Whether somebody was asked, and said that they still have it.  @machine: id of a device */
gboolean far_last_is_kept (const char *home, const char *machine);
void far_last_keep (const char *home, const char *machine);
/* Whether somebody said "not now" of what came up on @due_day.  @help: id */
gboolean far_last_is_help_hidden (const char *home, const char *help, gint32 due_day);
/* What came up long before @today is forgotten. */
void far_last_hide_help (const char *home, const char *help, gint32 due_day, gint32 today);
/* Whether what is told once was noted here.  @what: what stays the same of it */
gboolean far_last_is_noted (const char *home, const char *what);
void far_last_note (const char *home, const char *what);
/* Of what somebody was reminded, the oldest first forgotten.
 * Returns: (transfer full) (element-type utf8): a set of ids */
GHashTable *far_last_load_told (const char *home);
/* @ids: (element-type utf8) */
void far_last_add_told (const char *home, GPtrArray *ids);

/* What somebody prefers on this machine. */
typedef enum
{
  FAR_PREFERS_REMINDERS,  /* to be told of turns that are near, and of what waits; on at first */
  FAR_PREFERS_BACKGROUND, /* also when the window is closed; off at first */
} FarPreference;

gboolean far_last_prefers (const char *home, FarPreference what);
void far_last_prefer (const char *home, FarPreference what, gboolean is_on);

G_END_DECLS
