/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-example.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define PREFIX "farandole-example-"

/* Days of which turns are taken, and how long there are outings. */
#define N_DAYS_TAKEN 12
#define N_DAYS 90

static const char *const neighbours[] = { "Karim", "Nonna Rosa", "Sophie" };

static const struct
{
  const char *title;
  guint weekdays; /* bit 0 Monday */
  int at;         /* minutes of day */
  int n_min;
  int n_max;
} rotas[] = {
  { N_ ("Walk to School"), 0x1f, 7 * 60 + 50, 2, 3 },
  { N_ ("School Garden"), 0x20, 10 * 60, 1, 3 },
};

/* Who comes to the first outings, one after the other; -1 is who tries it. */
static const struct
{
  int outing;
  int who;
} turns[] = {
  { 0, 0 }, { 0, 1 }, { 1, -1 }, { 1, 2 }, { 2, 1 },
  { 3, 0 }, { 3, 2 }, { 4, 2 },  { 6, 0 }, { 6, 1 },
};

typedef struct
{
  gint32 today;
  guint n_neighbours;
  guint n_rotas;
  guint n_turns;
  char *ids[G_N_ELEMENTS (neighbours)]; /* owned */
  GPtrArray *outings;                   /* owned, nullable (element-type FarOuting) */
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  for (gsize i = 0; i < G_N_ELEMENTS (making->ids); i++)
    g_free (making->ids[i]);
  g_clear_pointer (&making->outings, g_ptr_array_unref);
  g_free (making);
}

/* -- its folder */

char *
far_example_new_home (GError **error)
{
  return g_dir_make_tmp (PREFIX "XXXXXX", error);
}

static void
remove_all (const char *path)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

void
far_example_throw_away (const char *home)
{
  g_autofree char *name = NULL;

  g_return_if_fail (home != NULL);

  name = g_path_get_basename (home);
  if (g_str_has_prefix (name, PREFIX))
    remove_all (home);
}

/* -- making it: each step begins the next */

static void take_next_turn (GTask *task);
static void add_next_rota (GTask *task);
static void add_next_neighbour (GTask *task);

static void
turn_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *turn = NULL;
  FarOuting *outing = far_engine_take_turn_finish (FAR_ENGINE (source), result, &turn, &error);

  if (outing == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  far_snapshot_unref (outing);
  making->n_turns++;
  take_next_turn (task);
}

static void
take_next_turn (GTask *task)
{
  Making *making = g_task_get_task_data (task);
  const FarOuting *outing;
  int who;

  while (making->n_turns < G_N_ELEMENTS (turns) &&
         (guint)turns[making->n_turns].outing >= making->outings->len)
    making->n_turns++;
  if (making->n_turns >= G_N_ELEMENTS (turns))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  outing = making->outings->pdata[turns[making->n_turns].outing];
  who = turns[making->n_turns].who;
  far_engine_take_turn_async (g_task_get_source_object (task), outing->rota, outing->day, 0,
                              who >= 0 ? making->ids[who] : NULL, g_task_get_cancellable (task),
                              turn_taken_cb, g_object_ref (task));
}

static void
week_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;

  making->outings = far_engine_week_finish (FAR_ENGINE (source), result, &error);
  if (making->outings == NULL)
    g_task_return_error (task, error);
  else
    take_next_turn (task);
}

static void
published_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;
  FarRota *rota = far_engine_publish_finish (FAR_ENGINE (source), result, &error);

  if (rota == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  far_snapshot_unref (rota);
  making->n_rotas++;
  add_next_rota (task);
}

static void
rota_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  FarRota *rota = far_engine_add_rota_finish (FAR_ENGINE (source), result, &error);

  if (rota == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  far_engine_publish_async (FAR_ENGINE (source), rota->id, g_task_get_cancellable (task),
                            published_cb, g_object_ref (task));
  far_snapshot_unref (rota);
}

static void
add_next_rota (GTask *task)
{
  Making *making = g_task_get_task_data (task);
  FarRotaDraft draft = { 0 };

  if (making->n_rotas >= G_N_ELEMENTS (rotas))
    {
      far_engine_week_async (g_task_get_source_object (task), making->today, N_DAYS_TAKEN,
                             g_task_get_cancellable (task), week_cb, g_object_ref (task));
      return;
    }

  draft.title = _ (rotas[making->n_rotas].title);
  draft.weekdays = rotas[making->n_rotas].weekdays;
  draft.every_n_weeks = 1;
  draft.first_day = making->today;
  draft.last_day = making->today + N_DAYS;
  draft.at = rotas[making->n_rotas].at;
  draft.n_min = rotas[making->n_rotas].n_min;
  draft.n_max = rotas[making->n_rotas].n_max;
  far_engine_add_rota_async (g_task_get_source_object (task), &draft, g_task_get_cancellable (task),
                             rota_added_cb, g_object_ref (task));
}

static void
neighbour_added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;
  char *id = far_engine_add_person_finish (FAR_ENGINE (source), result, &error);

  if (id == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  making->ids[making->n_neighbours++] = id;
  add_next_neighbour (task);
}

static void
add_next_neighbour (GTask *task)
{
  Making *making = g_task_get_task_data (task);

  if (making->n_neighbours < G_N_ELEMENTS (neighbours))
    far_engine_add_person_async (g_task_get_source_object (task), neighbours[making->n_neighbours],
                                 g_task_get_cancellable (task), neighbour_added_cb,
                                 g_object_ref (task));
  else
    add_next_rota (task);
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Making *making = g_task_get_task_data (task);
  GError *error = NULL;
  FarStatus *status = far_engine_status_finish (FAR_ENGINE (source), result, &error);

  if (status == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  making->today = status->today;
  far_snapshot_unref (status);
  add_next_neighbour (task);
}

static void
founded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;
  FarMembership *membership = far_engine_found_finish (FAR_ENGINE (source), result, &error);

  if (membership == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  far_snapshot_unref (membership);
  far_engine_status_async (FAR_ENGINE (source), g_task_get_cancellable (task), status_cb,
                           g_object_ref (task));
}

void
far_example_make_async (FarEngine *engine,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (FAR_IS_ENGINE (engine));

  task = g_task_new (engine, cancellable, callback, data);
  g_task_set_source_tag (task, far_example_make_async);
  g_task_set_task_data (task, g_new0 (Making, 1), making_free);
  /* Translators: the name of a neighbourhood that does not exist, to try things on */
  far_engine_found_async (engine, _ ("Example: Lime Tree Lane"),
                          /* Translators: the name of whoever tries the example */
                          _ ("You Yourself"), g_time_zone_get_identifier (zone), cancellable,
                          founded_cb, g_object_ref (task));
}

gboolean
far_example_make_finish (FarEngine *engine, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, engine), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
