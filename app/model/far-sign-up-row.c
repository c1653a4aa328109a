/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One row of what people wrote on paper: who is meant, on which day, and what came of it. */

#include "far-sign-up.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-outward.h"
#include "far-words.h"

struct _FarSignUpSession
{
  FarEngine *engine; /* owned */
  GHashTable *cells; /* owned (element-type utf8 utf8): what was entered, and for whom */
};

/* A row on its way. */
typedef struct
{
  FarSignUpSession *session; /* unowned */
  FarSignUpAct act;
  FarSignUpCode code;
  char *name;        /* owned: as it was typed */
  char *my_name;     /* owned */
  char *person_name; /* owned: as it is known */
  gint32 today;
  FarSignUpRow *row; /* owned */
} Run;

FarSignUpSession *
far_sign_up_session_new (FarEngine *engine)
{
  FarSignUpSession *self = g_new0 (FarSignUpSession, 1);

  self->engine = g_object_ref (engine);
  self->cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
far_sign_up_session_free (FarSignUpSession *self)
{
  g_object_unref (self->engine);
  g_hash_table_unref (self->cells);
  g_free (self);
}

void
far_sign_up_row_free (FarSignUpRow *self)
{
  if (self == NULL)
    return;

  g_clear_error (&self->error);
  g_free (self->words);
  g_free (self->turn);
  g_free (self->rota);
  g_free (self->person);
  g_free (self);
}

static void
run_free (gpointer data)
{
  Run *self = data;

  g_free (self->name);
  g_free (self->my_name);
  g_free (self->person_name);
  far_sign_up_row_free (self->row);
  g_free (self);
}

static void
finish_row (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&run->row), (GDestroyNotify)far_sign_up_row_free);
}

/* @words: (transfer full) */
static void
refuse (GTask *task, FarSyncError code, char *words)
{
  Run *run = g_task_get_task_data (task);

  run->row->words = words;
  run->row->error = g_error_new_literal (FAR_SYNC_ERROR, (int)code, words);
  finish_row (task);
}

/* @error: (transfer full) */
static void
fail (GTask *task, GError *error)
{
  Run *run = g_task_get_task_data (task);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }
  run->row->words = far_words_error (error);
  run->row->error = error;
  finish_row (task);
}

static char *
make_key (const Run *run)
{
  return g_strdup_printf ("%s %d %u", run->row->rota, run->row->day, run->code.place);
}

/* ---- the turn */

static const FarTurn *
find_turn (const FarOuting *outing, const char *person)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (g_str_equal (turn->member, person) && !far_outward_is_done (turn))
        return turn;
    }

  return NULL;
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autofree char *day = NULL;
  g_autofree char *state = NULL;
  const FarTurn *turn;
  FarOuting *outing =
      far_engine_take_turn_finish (FAR_ENGINE (source), result, &run->row->turn, &error);

  if (outing == NULL)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }

  turn = find_turn (outing, run->row->person);
  day = far_words_day (run->row->day);
  if (turn != NULL)
    {
      FarOuting neutral = *outing;

      neutral.my_turn = NULL;
      state = far_words_turn_state (turn, &neutral);
    }
  run->row->words =
      /* Translators: %1$s is a person’s name, %2$s of who types it in, %3$s the title of a rota,
       * %4$s a day, %5$s is as in “Marie is first reserve” */
      g_strdup_printf (_ ("Noted for %1$s by %2$s: %3$s, %4$s. %5$s."), run->person_name,
                       run->my_name, outing->title, day, state != NULL ? state : "");
  g_hash_table_insert (run->session->cells, make_key (run), g_strdup (run->person_name));
  far_snapshot_unref (outing);
  finish_row (task);
}

static void
released_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autofree char *day = NULL;
  g_autofree char *key = NULL;
  FarOuting *outing = far_engine_change_turn_finish (FAR_ENGINE (source), result, NULL, &error);

  if (outing == NULL)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }

  day = far_words_day (run->row->day);
  key = make_key (run);
  g_hash_table_remove (run->session->cells, key);
  run->row->words =
      /* Translators: %1$s is a person’s name, %2$s the title of a rota, %3$s a day */
      g_strdup_printf (_ ("Undone: %1$s, %2$s, %3$s."), run->person_name, outing->title, day);
  far_snapshot_unref (outing);
  finish_row (task);
}

static void
act_on (GTask *task, const FarOuting *outing)
{
  Run *run = g_task_get_task_data (task);
  FarEngine *engine = run->session->engine;
  g_autofree char *key = make_key (run);
  const char *before = g_hash_table_lookup (run->session->cells, key);
  const FarTurn *turn = find_turn (outing, run->row->person);

  if (run->act == FAR_SIGN_UP_UNDO && turn == NULL)
    refuse (task, FAR_SYNC_ERROR_ALREADY_RELEASED,
            /* Translators: %s is a person’s name */
            g_strdup_printf (_ ("%s has no turn on that outing."), run->person_name));
  else if (run->act == FAR_SIGN_UP_UNDO)
    {
      run->row->turn = g_strdup (turn->id);
      far_engine_change_turn_async (engine, turn->id, FAR_TURN_ACT_RELEASE,
                                    g_task_get_cancellable (task), released_cb,
                                    g_object_ref (task));
    }
  else if (before != NULL)
    refuse (task, FAR_SYNC_ERROR_ALREADY_TAKEN,
            /* Translators: of a cell on paper; %s is a person’s name */
            g_strdup_printf (
                _ ("That cell was typed in before, for %s. Look at the letters again."), before));
  else if (turn != NULL)
    refuse (task, FAR_SYNC_ERROR_ALREADY_TAKEN,
            /* Translators: %s is a person’s name */
            g_strdup_printf (_ ("%s is on the list of that outing already."), run->person_name));
  else
    far_engine_take_turn_async (engine, run->row->rota, run->row->day,
                                far_sign_up_get_role (outing, run->code.place), run->row->person,
                                g_task_get_cancellable (task), taken_cb, g_object_ref (task));
}

/* ---- the outing */

static void
week_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) outings = far_engine_week_finish (FAR_ENGINE (source), result, &error);
  g_autofree char *day = far_words_day (run->row->day);
  const FarOuting *found = NULL;
  guint n_found = 0;

  if (outings == NULL)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];

      if (!far_sign_up_fits (&run->code, outing->rota))
        continue;
      found = outing;
      n_found++;
    }

  if (n_found == 0)
    /* Translators: %s is a day */
    refuse (task, FAR_SYNC_ERROR_NO_OUTING,
            g_strdup_printf (_ ("These letters mean %s, and there is no such outing any more."),
                             day));
  else if (n_found > 1)
    /* Translators: %s is a day */
    refuse (
        task, FAR_SYNC_ERROR_ID_AMBIGUOUS,
        g_strdup_printf (_ ("These letters mean several outings on %s: the paper is from before "
                            "one of their rotas. Take the turn in the week instead."),
                         day));
  else
    {
      run->row->rota = g_strdup (found->rota);
      act_on (task, found);
    }
}

static void
look_up_outing (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  far_engine_week_async (run->session->engine, run->row->day, 1, g_task_get_cancellable (task),
                         week_cb, g_object_ref (task));
}

/* ---- who */

/* Without case and accents, as a pen is read. */
static char *
fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autoptr(GString) plain = g_string_new (NULL);

  for (const char *p = decomposed; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (plain, c);
    }
  g_strstrip (plain->str);

  return g_utf8_casefold (plain->str, -1);
}

/* Whether one of the words of @name begins with what was typed. */
static gboolean
has_word (const char *name, const char *typed)
{
  for (const char *p = name; (p = strstr (p, typed)) != NULL; p++)
    if (p == name || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p))))
      return TRUE;

  return FALSE;
}

/* Whoever is called just so, else whoever has such a word in the name. */
static GPtrArray *
find_persons (GPtrArray *members, const char *typed)
{
  g_autofree char *wanted = fold (typed);
  g_autoptr(GPtrArray) same = g_ptr_array_new ();
  g_autoptr(GPtrArray) like = g_ptr_array_new ();

  for (guint i = 0; i < members->len; i++)
    {
      const FarMember *member = members->pdata[i];
      g_autofree char *name = fold (member->name);

      if (member->standing != FAR_STANDING_ACTIVE && member->standing != FAR_STANDING_NO_MACHINE)
        continue;
      if (strcmp (name, wanted) == 0)
        g_ptr_array_add (same, (gpointer)member);
      else if (has_word (name, wanted))
        g_ptr_array_add (like, (gpointer)member);
    }

  return same->len > 0 ? g_steal_pointer (&same) : g_steal_pointer (&like);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  run->row->person = far_engine_add_person_finish (FAR_ENGINE (source), result, &error);
  if (run->row->person == NULL)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }
  run->person_name = g_strdup (run->name);
  look_up_outing (task);
}

static void
take_unknown (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (run->act == FAR_SIGN_UP_ADD)
    {
      far_engine_add_person_async (run->session->engine, run->name, g_task_get_cancellable (task),
                                   added_cb, g_object_ref (task));
      return;
    }
  run->row->is_new_name = TRUE;
  refuse (task, FAR_SYNC_ERROR_NO_SUCH_ID,
          /* Translators: %s is a person’s name */
          g_strdup_printf (_ ("Nobody here is called “%s”. Add them as a person without a machine, "
                              "if they have none."),
                           run->name));
}

static void
members_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) members = far_engine_members_finish (FAR_ENGINE (source), result, &error);
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) names = NULL;
  g_autofree char *people = NULL;

  if (members == NULL)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }

  found = find_persons (members, run->name);
  if (found->len == 0)
    {
      take_unknown (task);
      return;
    }
  if (found->len == 1)
    {
      const FarMember *member = found->pdata[0];

      run->row->person = g_strdup (member->id);
      run->person_name = g_strdup (member->name);
      look_up_outing (task);
      return;
    }

  names = g_ptr_array_new ();
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (names, (gpointer)((const FarMember *)found->pdata[i])->name);
  g_ptr_array_add (names, NULL);
  people = far_words_people ((const char *const *)names->pdata);
  refuse (task, FAR_SYNC_ERROR_ID_AMBIGUOUS,
          /* Translators: %1$s is what was typed, %2$s names, as in “Anna and Anne” */
          g_strdup_printf (_ ("“%1$s” may be %2$s. Write the whole name."), run->name, people));
}

/* ---- the code */

static char *
words_of_fault (FarSignUpFault fault)
{
  switch (fault)
    {
    case FAR_SIGN_UP_LETTER:
      return g_strdup (_ ("A code has letters only, and none of I, O and Q. Look at it again."));
    case FAR_SIGN_UP_CHECK:
      return g_strdup (
          _ ("One of these letters is wrong, or two are exchanged. Look at them again."));
    case FAR_SIGN_UP_LENGTH:
    default:
      return g_strdup (_ ("A code has six letters, or a few more. Look at it again."));
    }
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  FarStatus *status = far_engine_status_finish (FAR_ENGINE (source), result, &error);

  if (status == NULL)
    {
      fail (task, g_steal_pointer (&error));
      return;
    }

  run->my_name = g_strdup (status->my_name);
  run->row->day = far_sign_up_get_day (&run->code, status->today);
  if (run->row->day < status->today)
    {
      g_autofree char *day = far_words_day (run->row->day);

      refuse (task, FAR_SYNC_ERROR_OUTING_OVER,
              /* Translators: %s is a day */
              g_strdup_printf (_ ("These letters mean %s, and that day is past."), day));
    }
  else
    far_engine_members_async (run->session->engine, g_task_get_cancellable (task), members_cb,
                              g_object_ref (task));
  far_snapshot_unref (status);
}

void
far_sign_up_async (FarSignUpSession *self,
                   const char *code,
                   const char *name,
                   FarSignUpAct act,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer data)
{
  g_autoptr(GTask) task = g_task_new (self->engine, cancellable, callback, data);
  Run *run = g_new0 (Run, 1);
  FarSignUpFault fault;

  g_task_set_source_tag (task, far_sign_up_async);
  g_task_set_task_data (task, run, run_free);
  run->session = self;
  run->act = act;
  run->row = g_new0 (FarSignUpRow, 1);
  run->name = g_strstrip (g_utf8_make_valid (name, -1));

  fault = far_sign_up_parse (code, &run->code);
  if (fault != FAR_SIGN_UP_GOOD)
    refuse (task, FAR_SYNC_ERROR_TEXT_INVALID, words_of_fault (fault));
  else if (run->name[0] == '\0')
    refuse (task, FAR_SYNC_ERROR_NAME_EMPTY, g_strdup (_ ("Whose name stands in that cell?")));
  else
    far_engine_status_async (self->engine, cancellable, status_cb, g_steal_pointer (&task));
}

FarSignUpRow *
far_sign_up_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
