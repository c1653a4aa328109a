/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-notifier.h"

#include <gtk/gtk.h>

#include "far-last.h"
#include "far-reminders.h"

/* A machine may have slept meanwhile, or another program have written. */
#define LOOK_AGAIN_S (10 * 60)

struct _FarNotifier
{
  GObject parent_instance;

  GApplication *application; /* not owned: outlives it */
  char *home;                /* owned */
  gint64 clock_offset_ms;

  GPtrArray *reminders; /* owned (element-type FarReminder): as of the last look */
  gint64 looked_s;      /* when it was, 0 for never */
  GHashTable *shown;    /* owned (element-type utf8): ids of what is on the screen */

  /* the look that is on its way */
  guint n_waiting;
  FarStatus *status; /* owned, nullable, as are the next ones */
  GPtrArray *outings;
  GPtrArray *touched;
  GPtrArray *plans;
  GPtrArray *proposals;
  GPtrArray *members;
  FarBaton *baton;
};

G_DEFINE_FINAL_TYPE (FarNotifier, far_notifier, G_TYPE_OBJECT)

enum
{
  SIGNAL_LOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gint64
get_now (FarNotifier *self)
{
  return (g_get_real_time () / 1000 + self->clock_offset_ms) / 1000;
}

/* ---- telling */

static gboolean
is_looked_at (FarNotifier *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self->application));

  return window != NULL && gtk_window_is_active (window);
}

static gboolean
is_gone (gpointer id, gpointer value, gpointer data)
{
  FarNotifier *self = data;

  for (guint i = 0; i < self->reminders->len; i++)
    if (g_str_equal (((const FarReminder *)self->reminders->pdata[i])->id, id))
      return FALSE;
  g_application_withdraw_notification (self->application, id);

  return TRUE;
}

static void
show (FarNotifier *self, const FarReminder *reminder)
{
  g_autoptr(GNotification) notification = g_notification_new (reminder->title);

  if (reminder->body[0] != '\0')
    g_notification_set_body (notification, reminder->body);
  g_notification_set_default_action (notification, "app.activate");
  g_application_send_notification (self->application, reminder->id, notification);
  g_hash_table_add (self->shown, g_strdup (reminder->id));
}

void
far_notifier_tell (FarNotifier *self)
{
  g_autoptr(GHashTable) told = NULL;
  g_autoptr(GPtrArray) ids = NULL;
  g_autoptr(GPtrArray) due = NULL;

  g_return_if_fail (FAR_IS_NOTIFIER (self));

  g_hash_table_foreach_remove (self->shown, is_gone, self);
  if (!far_last_prefers (self->home, FAR_PREFERS_REMINDERS))
    return;

  told = far_last_load_told (self->home);
  due = far_reminders_due (self->reminders, get_now (self), told, &ids);
  /* noted first: what is told twice is worse than what stands in the window alone */
  far_last_add_told (self->home, ids);
  for (guint i = 0; i < due->len; i++)
    {
      const FarReminder *reminder = due->pdata[i];

      /* what waits stands in the window */
      if (reminder->is_a_turn || !is_looked_at (self))
        show (self, reminder);
    }
}

void
far_notifier_expect (FarNotifier *self)
{
  g_return_if_fail (FAR_IS_NOTIFIER (self));

  self->looked_s = 0;
}

gboolean
far_notifier_wants_look (FarNotifier *self)
{
  g_autoptr(GHashTable) told = NULL;
  g_autoptr(GPtrArray) ids = NULL;
  g_autoptr(GPtrArray) due = NULL;
  gint64 now = get_now (self);

  g_return_val_if_fail (FAR_IS_NOTIFIER (self), FALSE);

  if (!far_last_prefers (self->home, FAR_PREFERS_REMINDERS))
    return FALSE;
  if (now < self->looked_s || now - self->looked_s >= LOOK_AGAIN_S)
    return TRUE;

  told = far_last_load_told (self->home);
  due = far_reminders_due (self->reminders, now, told, &ids);

  return ids->len > 0;
}

/* ---- looking */

static void
clear_look (FarNotifier *self)
{
  g_clear_pointer (&self->status, far_snapshot_unref);
  g_clear_pointer (&self->outings, g_ptr_array_unref);
  g_clear_pointer (&self->touched, g_ptr_array_unref);
  g_clear_pointer (&self->plans, g_ptr_array_unref);
  g_clear_pointer (&self->proposals, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->baton, far_snapshot_unref);
}

/* What could not be read is not told of; the window says why. */
static void
take_answer (FarNotifier *self)
{
  if (--self->n_waiting > 0)
    return;

  if (self->status != NULL)
    {
      const FarReminded what = {
        .status = self->status,
        .outings = self->outings,
        .touched = self->touched,
        .plans = self->plans,
        .proposals = self->proposals,
        .members = self->members,
        .baton = self->baton,
      };

      g_ptr_array_unref (self->reminders);
      self->reminders = far_reminders_new (&what);
    }
  clear_look (self);
  self->looked_s = get_now (self);
  far_notifier_tell (self);
  g_signal_emit (self, signals[SIGNAL_LOOKED], 0);
}

static void
week_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNotifier) self = data;

  self->outings = far_engine_week_finish (FAR_ENGINE (source), result, NULL);
  take_answer (self);
}

static void
touched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNotifier) self = data;

  self->touched = far_engine_touched_finish (FAR_ENGINE (source), result, NULL);
  take_answer (self);
}

static void
plans_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNotifier) self = data;

  self->plans = far_engine_plans_finish (FAR_ENGINE (source), result, NULL);
  take_answer (self);
}

static void
proposals_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNotifier) self = data;

  self->proposals = far_engine_proposals_finish (FAR_ENGINE (source), result, NULL);
  take_answer (self);
}

static void
members_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNotifier) self = data;

  self->members = far_engine_members_finish (FAR_ENGINE (source), result, NULL);
  take_answer (self);
}

static void
baton_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNotifier) self = data;

  self->baton = far_engine_baton_finish (FAR_ENGINE (source), result, NULL);
  take_answer (self);
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarNotifier) self = data;
  FarEngine *engine = FAR_ENGINE (source);

  self->status = far_engine_status_finish (engine, result, NULL);
  if (self->status != NULL && self->status->state == FAR_BELONGING_ADMITTED)
    {
      self->n_waiting += 6;
      far_engine_week_async (engine, self->status->today, FAR_REMIND_DAYS, NULL, week_cb,
                             g_object_ref (self));
      far_engine_touched_async (engine, NULL, touched_cb, g_object_ref (self));
      far_engine_plans_async (engine, NULL, FALSE, NULL, plans_cb, g_object_ref (self));
      far_engine_proposals_async (engine, NULL, proposals_cb, g_object_ref (self));
      far_engine_members_async (engine, NULL, members_cb, g_object_ref (self));
      far_engine_baton_async (engine, NULL, baton_cb, g_object_ref (self));
    }
  take_answer (self);
}

void
far_notifier_look (FarNotifier *self, FarEngine *engine)
{
  g_return_if_fail (FAR_IS_NOTIFIER (self));
  g_return_if_fail (FAR_IS_ENGINE (engine));

  if (self->n_waiting > 0)
    return;

  self->n_waiting = 1;
  far_engine_status_async (engine, NULL, status_cb, g_object_ref (self));
}

/* ---- the object */

static void
far_notifier_finalize (GObject *object)
{
  FarNotifier *self = FAR_NOTIFIER (object);

  clear_look (self);
  g_clear_pointer (&self->home, g_free);
  g_clear_pointer (&self->reminders, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_hash_table_unref);

  G_OBJECT_CLASS (far_notifier_parent_class)->finalize (object);
}

static void
far_notifier_class_init (FarNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = far_notifier_finalize;

  signals[SIGNAL_LOOKED] = g_signal_new ("looked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
far_notifier_init (FarNotifier *self)
{
  self->reminders = g_ptr_array_new ();
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

FarNotifier *
far_notifier_new (GApplication *application, const char *home, gint64 clock_offset_ms)
{
  FarNotifier *self = g_object_new (FAR_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->home = g_strdup (home);
  self->clock_offset_ms = clock_offset_ms;

  return self;
}
