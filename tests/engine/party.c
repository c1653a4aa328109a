/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "party.h"

#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>

/* A test that hangs says so. */
#define PATIENCE_S 60
#define MS_PER_HOUR G_GINT64_CONSTANT (3600000)
#define MS_PER_DAY (24 * MS_PER_HOUR)

/* ---- folders */

static char *scratch;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_tree (below);
    }
  g_remove (path);
}

static void
remove_scratch (void)
{
  remove_tree (scratch);
  g_free (scratch);
}

char *
party_path (const char *name)
{
  if (scratch == NULL)
    {
      scratch = g_dir_make_tmp ("far-engine-XXXXXX", NULL);
      g_assert_nonnull (scratch);
      atexit (remove_scratch);
    }

  return g_build_filename (scratch, name, NULL);
}

static void
copy_tree (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  if (dir == NULL)
    {
      g_autofree char *bytes = NULL;
      gsize len;

      g_assert_true (g_file_get_contents (from, &bytes, &len, NULL));
      g_assert_true (
          g_file_set_contents_full (to, bytes, len, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      return;
    }

  g_assert_cmpint (g_mkdir (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (from, name, NULL);
      g_autofree char *copy = g_build_filename (to, name, NULL);

      copy_tree (below, copy);
    }
}

/* ---- waiting */

static gboolean
patience_over_cb (gpointer data)
{
  g_error ("nothing happens any more");

  return G_SOURCE_REMOVE;
}

void
party_until (gboolean (*condition) (gconstpointer data), gconstpointer data)
{
  guint patience = g_timeout_add_seconds (PATIENCE_S, patience_over_cb, NULL);

  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (patience);
}

void
party_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_set_object (&((Party *)data)->result, result);
}

static gboolean
has_result (gconstpointer data)
{
  return ((const Party *)data)->result != NULL;
}

GAsyncResult *
party_wait (Party *self)
{
  /* answers never come before the loop turns, so what is here is of the call before */
  g_clear_object (&self->result);
  party_until (has_result, self);

  return self->result;
}

/* ---- machines */

gint64
party_clock_offset_ms (void)
{
  static gint64 offset_ms;

  /* once, so that all machines of a run have one clock */
  if (offset_ms == 0)
    offset_ms = PARTY_MONDAY * MS_PER_DAY + 8 * MS_PER_HOUR - g_get_real_time () / 1000;

  return offset_ms;
}

static void
changed_cb (FarEngine *engine, gpointer data)
{
  ((Party *)data)->n_changed++;
}

static void
event_cb (FarEngine *engine, const char *what, const char *detail, gpointer data)
{
  Party *self = data;

  g_ptr_array_add (self->events, g_strconcat (what, " ", detail, NULL));
  if (strcmp (what, "listening") == 0)
    {
      g_free (self->address);
      self->address = g_strdup (detail);
    }
}

static Party *
make (const char *name)
{
  Party *self = g_new0 (Party, 1);

  self->name = g_strdup (name);
  self->home = party_path (name);
  self->events = g_ptr_array_new_with_free_func (g_free);

  return self;
}

Party *
party_new (const char *name)
{
  Party *self = make (name);

  party_open (self);

  return self;
}

Party *
party_new_copy (const char *name, const Party *other)
{
  Party *self = make (name);

  g_assert_null (other->engine);
  copy_tree (other->home, self->home);
  party_open (self);

  return self;
}

void
party_open (Party *self)
{
  g_autoptr (GError) error = NULL;

  self->engine = far_engine_new (self->home, NULL, party_clock_offset_ms ());
  g_signal_connect (self->engine, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->engine, "peer-event", G_CALLBACK (event_cb), self);
  far_engine_open_async (self->engine, NULL, party_done, self);
  far_engine_open_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);
}

static gboolean
is_gone (gconstpointer data)
{
  return *(gpointer const *)data == NULL;
}

void
party_close (Party *self)
{
  gpointer engine;

  if (self->serving != NULL)
    party_end_serving (self);
  far_engine_close_async (self->engine, party_done, self);
  far_engine_close_finish (self->engine, party_wait (self));
  g_clear_object (&self->result);

  /* answers that nobody waits for hold it until they are delivered */
  engine = g_steal_pointer (&self->engine);
  g_object_add_weak_pointer (engine, &engine);
  g_object_unref (engine);
  party_until (is_gone, &engine);
}

void
party_free (Party *self)
{
  if (self->engine != NULL)
    party_close (self);
  g_ptr_array_unref (self->events);
  g_free (self->address);
  g_free (self->home);
  g_free (self->name);
  g_free (self);
}

gboolean
party_is_busy (gconstpointer party)
{
  int activity;

  g_object_get (((const Party *)party)->engine, "activity", &activity, NULL);

  return activity != FAR_ACTIVITY_IDLE;
}

gboolean
party_saw (const Party *self, const char *what)
{
  for (guint i = 0; i < self->events->len; i++)
    if (g_str_has_prefix (self->events->pdata[i], what))
      return TRUE;

  return FALSE;
}

/* ---- founding and coming in */

void
party_found (Party *self, const char *name)
{
  g_autoptr (FarMembership) membership = NULL;
  g_autoptr (GError) error = NULL;

  far_engine_found_async (self->engine, name, self->name, "Europe/Paris", NULL, party_done, self);
  membership = far_engine_found_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);
  g_assert_cmpint (membership->state, ==, FAR_BELONGING_ADMITTED);
}

char *
party_invite (Party *self)
{
  g_autoptr (FarInvitation) invitation = NULL;
  g_autoptr (GError) error = NULL;

  far_engine_invite_async (self->engine, 7, NULL, party_done, self);
  invitation = far_engine_invite_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);

  return g_strdup (invitation->uri);
}

FarMembership *
party_join (Party *self, const char *uri, const char *address, GError **error)
{
  far_engine_join_async (self->engine, uri, self->name, address, NULL, NULL, FAR_NEARBY_NOWHERE, 0,
                         NULL, party_done, self);

  return far_engine_join_finish (self->engine, party_wait (self), error);
}

void
party_found_with (Party *self, ...)
{
  va_list others;
  Party *other;

  party_found (self, "Pedibus");
  party_serve (self);

  va_start (others, self);
  while ((other = va_arg (others, Party *)) != NULL)
    {
      g_autofree char *uri = party_invite (self);
      g_autoptr (FarMembership) membership = NULL;
      g_autoptr (GError) error = NULL;

      membership = party_join (other, uri, self->address, &error);
      g_assert_no_error (error);
      g_assert_cmpint (membership->state, ==, FAR_BELONGING_ADMITTED);
    }
  va_end (others);

  party_end_serving (self);
}

FarApproved *
party_approve (Party *self, const char *what, GError **error)
{
  far_engine_approve_async (self->engine, what, NULL, party_done, self);

  return far_engine_approve_finish (self->engine, party_wait (self), error);
}

/* ---- exchanging */

static void
served_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Party *)data)->served = g_object_ref (result);
}

static gboolean
has_address (gconstpointer data)
{
  return ((const Party *)data)->address != NULL;
}

static gboolean
was_served (gconstpointer data)
{
  return ((const Party *)data)->served != NULL;
}

void
party_serve (Party *self)
{
  g_clear_pointer (&self->address, g_free);
  self->serving = g_cancellable_new ();
  far_engine_exchange_async (self->engine, "127.0.0.1:0", NULL, FAR_NEARBY_NOWHERE, FALSE, 0,
                             self->serving, served_cb, self);
  party_until (has_address, self);
}

void
party_end_serving (Party *self)
{
  g_autoptr (FarExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (self->serving);
  party_until (was_served, self);
  exchange = far_engine_exchange_finish (self->engine, self->served, &error);
  g_assert_no_error (error);
  g_clear_object (&self->served);
  g_clear_object (&self->serving);
}

FarExchange *
party_call (Party *self, const char *address, GError **error)
{
  const char *const peers[] = { address, NULL };

  far_engine_exchange_async (self->engine, NULL, peers, FAR_NEARBY_NOWHERE, TRUE, 0, NULL,
                             party_done, self);

  return far_engine_exchange_finish (self->engine, party_wait (self), error);
}

void
party_meet (Party *self, Party *other)
{
  g_autoptr (FarExchange) exchange = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  gboolean serves = other->serving != NULL;
  const FarPeer *peer;

  if (!serves)
    party_serve (other);
  exchange = party_call (self, other->address, &error);
  g_assert_no_error (error);
  if (!serves)
    party_end_serving (other);

  g_assert_cmpuint (exchange->peers->len, ==, 1);
  peer = exchange->peers->pdata[0];
  g_assert_no_error (peer->error);
  g_assert_true (peer->in_step);
  mine = party_hash (self);
  theirs = party_hash (other);
  g_assert_cmpstr (mine, ==, theirs);
}

/* ---- living */

char *
party_add_person (Party *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  char *id;

  far_engine_add_person_async (self->engine, name, NULL, party_done, self);
  id = far_engine_add_person_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);

  return id;
}

char *
party_add_rota (Party *self, const char *title)
{
  const FarRotaDraft draft = { .title = title,
                               .weekdays = 0x1f,
                               .every_n_weeks = 1,
                               .first_day = PARTY_MONDAY,
                               .last_day = PARTY_MONDAY + 27,
                               .at = 490,
                               .n_min = 2,
                               .n_max = 3 };
  g_autoptr (FarRota) rota = NULL;
  g_autoptr (GError) error = NULL;

  far_engine_add_rota_async (self->engine, &draft, NULL, party_done, self);
  rota = far_engine_add_rota_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);

  return g_strdup (rota->id);
}

FarOuting *
party_take (Party *self, const char *rota, gint32 day)
{
  g_autoptr (GError) error = NULL;
  FarOuting *outing;

  far_engine_take_turn_async (self->engine, rota, day, 0, NULL, NULL, party_done, self);
  outing = far_engine_take_turn_finish (self->engine, party_wait (self), NULL, &error);
  g_assert_no_error (error);

  return outing;
}

GPtrArray *
party_week (Party *self, gint32 first_day, int n_days)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *week;

  far_engine_week_async (self->engine, first_day, n_days, NULL, party_done, self);
  week = far_engine_week_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);

  return week;
}

FarStatus *
party_status (Party *self)
{
  g_autoptr (GError) error = NULL;
  FarStatus *status;

  far_engine_status_async (self->engine, NULL, party_done, self);
  status = far_engine_status_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);

  return status;
}

char *
party_hash (Party *self)
{
  g_autoptr (FarStateHash) hash = NULL;
  g_autoptr (GError) error = NULL;

  far_engine_state_hash_async (self->engine, NULL, party_done, self);
  hash = far_engine_state_hash_finish (self->engine, party_wait (self), &error);
  g_assert_no_error (error);

  return g_strconcat (hash->entries, " ", hash->records, NULL);
}

/* ---- files */

gint64
party_write_bundle (Party *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  gint64 n_entries;

  far_engine_write_bundle_async (self->engine, path, NULL, FAR_BUNDLE_WHOLE, NULL, party_done,
                                 self);
  n_entries = far_engine_write_bundle_finish (self->engine, party_wait (self), NULL, &error);
  g_assert_no_error (error);

  return n_entries;
}

FarBundleReport *
party_read_bundle (Party *self, const char *path, GError **error)
{
  far_engine_read_bundle_async (self->engine, path, NULL, party_done, self);

  return far_engine_read_bundle_finish (self->engine, party_wait (self), error);
}
