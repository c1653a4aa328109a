/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns: taken, and what becomes of them. */

#include "far-window-private.h"

#include "far-swap-dialog.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* A turn being taken or changed, for the toast and for the undo of it */
typedef struct
{
  FarWindow *self; /* owned */
  char *key;       /* owned: what must not be asked for twice at once */
  FarTurnAct what; /* of a change */
} TurnAct;

static TurnAct *
turn_act_new (FarWindow *self, const char *key)
{
  TurnAct *act = g_new0 (TurnAct, 1);

  act->self = g_object_ref (self);
  act->key = g_strdup (key);
  g_hash_table_add (self->acts, g_strdup (key));

  return act;
}

static void
turn_act_free (TurnAct *act)
{
  g_hash_table_remove (act->self->acts, act->key);
  g_clear_object (&act->self);
  g_clear_pointer (&act->key, g_free);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TurnAct, turn_act_free)

static const FarTurn *
find_turn (const FarOuting *outing, const char *id)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (g_str_equal (turn->id, id))
        return turn;
    }

  return NULL;
}

static void
turn_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TurnAct) act = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *state = NULL;
  g_autofree char *day = NULL;
  g_autofree char *text = NULL;
  const FarTurn *turn;
  FarOuting *outing;

  outing = far_engine_take_turn_finish (FAR_ENGINE (source), result, &id, &error);
  if (outing == NULL)
    {
      if (act->self->overview != NULL)
        far_notice_show_error (act->self->notice, error);
      return;
    }

  turn = find_turn (outing, id);
  if (act->self->overview != NULL && turn != NULL)
    {
      state = far_words_turn_state (turn, outing);
      day = far_words_day_short (outing->day);
      /* Translators: %1$s is a day, %2$s is as in "You walk" or "Marie is first reserve" */
      text = g_strdup_printf (_ ("%1$s: %2$s"), day, state);
      far_notice_clear (act->self->notice);
      _far_window_add_undo_toast (act->self, text, "win.release-turn", g_variant_new_string (id));
    }

  far_snapshot_unref (outing);
}

static void
take_turn (FarWindow *self, const char *rota, gint32 day, int role, const char *member)
{
  g_autofree char *key = g_strdup_printf ("%s %d %s", rota, day, member);

  if (g_hash_table_contains (self->acts, key))
    return;

  far_engine_take_turn_async (self->engine, rota, day, role, *member != '\0' ? member : NULL, NULL,
                              turn_taken_cb, turn_act_new (self, key));
}

void
_far_window_take_turn_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *rota;
  const char *member;
  gint32 day;
  int role;

  g_variant_get (parameter, "(&sii&s)", &rota, &day, &role, &member);
  take_turn (FAR_WINDOW (widget), rota, day, role, member);
}

static void
tell_released (FarWindow *self, const FarOuting *outing, const FarTurn *turn, FarTurnAct act)
{
  const FarStatus *status = far_overview_peek_status (self->overview);
  gboolean me = status != NULL && g_str_equal (status->me, turn->member);

  _far_window_add_undo_toast (self, far_words_turn_released (act), "win.take-turn",
                              g_variant_new ("(siis)", outing->rota, outing->day, turn->role,
                                             me ? "" : turn->member));
}

static void
tell_changed (FarWindow *self, const FarOuting *outing, const FarTurn *turn)
{
  g_autofree char *state = far_words_turn_state (turn, outing);

  if (turn->state == FAR_TURN_SEEKING || turn->state == FAR_TURN_ABSENT)
    _far_window_add_undo_toast (self, state, "win.come-after-all", g_variant_new_string (turn->id));
  else
    _far_window_add_toast (self, state);
}

static void
turn_changed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TurnAct) act = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *now = NULL;
  const FarTurn *turn;
  FarOuting *outing;

  outing = far_engine_change_turn_finish (FAR_ENGINE (source), result, &now, &error);
  if (outing == NULL)
    {
      if (act->self->overview != NULL)
        far_notice_show_error (act->self->notice, error);
      return;
    }

  turn = find_turn (outing, now);
  if (act->self->overview != NULL && turn != NULL)
    {
      far_notice_clear (act->self->notice);
      if (turn->state == FAR_TURN_RELEASED)
        tell_released (act->self, outing, turn, act->what);
      else
        tell_changed (act->self, outing, turn);
    }

  far_snapshot_unref (outing);
}

static void
change_turn (FarWindow *self, const char *turn, FarTurnAct what)
{
  TurnAct *act;

  if (g_hash_table_contains (self->acts, turn))
    return;

  act = turn_act_new (self, turn);
  act->what = what;
  far_engine_change_turn_async (self->engine, turn, what, NULL, turn_changed_cb, act);
}

void
_far_window_release_turn_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  change_turn (FAR_WINDOW (widget), g_variant_get_string (parameter, NULL), FAR_TURN_ACT_RELEASE);
}

void
_far_window_seek_stand_in_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  change_turn (FAR_WINDOW (widget), g_variant_get_string (parameter, NULL), FAR_TURN_ACT_SEEK);
}

void
_far_window_cannot_come_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  change_turn (FAR_WINDOW (widget), g_variant_get_string (parameter, NULL), FAR_TURN_ACT_ABSENT);
}

void
_far_window_come_after_all_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  change_turn (FAR_WINDOW (widget), g_variant_get_string (parameter, NULL), FAR_TURN_ACT_STAND);
}

/* ---- exchanged */

void
_far_window_swap_turn_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  GListModel *outings = far_overview_peek_outings (self->overview);
  const char *rota;
  const char *turn;
  gint32 day;

  g_variant_get (parameter, "(&si&s)", &rota, &day, &turn);
  for (guint i = 0; i < g_list_model_get_n_items (outings); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (outings, i);
      const FarOuting *outing = far_item_peek_snapshot (item);

      if (outing->day != day || !g_str_equal (outing->rota, rota))
        continue;
      gtk_window_present (far_swap_dialog_new (GTK_WINDOW (self), self->overview, outing, turn));
      return;
    }
}

static void
swap_offered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TurnAct) act = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  FarOuting *outing = far_engine_offer_swap_finish (FAR_ENGINE (source), result, &id, &error);
  const FarTurn *turn = outing != NULL ? find_turn (outing, id) : NULL;

  if (act->self->overview != NULL && outing == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL && turn != NULL)
    {
      far_notice_clear (act->self->notice);
      tell_changed (act->self, outing, turn);
    }
  g_clear_pointer (&outing, far_snapshot_unref);
}

void
_far_window_offer_swap_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *mine;
  const char *theirs;

  g_variant_get (parameter, "(&s&s)", &mine, &theirs);
  if (!g_hash_table_contains (self->acts, mine))
    far_engine_offer_swap_async (self->engine, mine, theirs, NULL, swap_offered_cb,
                                 turn_act_new (self, mine));
}

static void
swap_accepted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TurnAct) act = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  FarOuting *outing = far_engine_accept_swap_finish (FAR_ENGINE (source), result, &id, &error);
  const FarTurn *turn = outing != NULL ? find_turn (outing, id) : NULL;

  if (act->self->overview != NULL && outing == NULL)
    far_notice_show_error (act->self->notice, error);
  else if (act->self->overview != NULL && turn != NULL)
    {
      /* Translators: %s is a person’s name */
      text = g_strdup_printf (_ ("Swapped. As soon as the machine of %s hears of it, your turn is "
                                 "theirs; until then you have both."),
                              turn->member_name);
      far_notice_show (act->self->notice, FAR_NOTICE_DONE, text);
    }
  g_clear_pointer (&outing, far_snapshot_unref);
}

void
_far_window_accept_swap_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FarWindow *self = FAR_WINDOW (widget);
  const char *theirs = g_variant_get_string (parameter, NULL);

  if (!g_hash_table_contains (self->acts, theirs))
    far_engine_accept_swap_async (self->engine, theirs, NULL, swap_accepted_cb,
                                  turn_act_new (self, theirs));
}

/* Turns of each week: @action would undo what the report tells. */
static void
tell_series (FarWindow *self, const FarSeriesReport *report, char *words, const char *action)
{
  g_autofree char *said = words;
  GVariant *days;

  far_notice_clear (self->notice);
  if (report->n_days == 0)
    {
      _far_window_add_toast (self, said);
      return;
    }

  days = g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, report->days, report->n_days,
                                    sizeof *report->days);
  _far_window_add_undo_toast (self, said, action,
                              g_variant_new ("(siii@ais)", report->rota, report->role,
                                             report->days[0], 0, days, report->member));
}

static void
series_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TurnAct) act = data;
  g_autoptr(GError) error = NULL;
  FarSeriesReport *report = far_engine_take_series_finish (FAR_ENGINE (source), result, &error);

  if (act->self->overview != NULL && report != NULL)
    tell_series (act->self, report, far_words_series (report), "win.release-series");
  else if (act->self->overview != NULL)
    far_notice_show_error (act->self->notice, error);
  g_clear_pointer (&report, far_snapshot_unref);
}

static void
series_released_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TurnAct) act = data;
  g_autoptr(GError) error = NULL;
  FarSeriesReport *report = far_engine_release_series_finish (FAR_ENGINE (source), result, &error);

  if (act->self->overview != NULL && report != NULL)
    tell_series (act->self, report, far_words_series_released (report), "win.take-series");
  else if (act->self->overview != NULL)
    far_notice_show_error (act->self->notice, error);
  g_clear_pointer (&report, far_snapshot_unref);
}

static void
act_on_series (FarWindow *self, GVariant *parameter, gboolean takes)
{
  g_autofree char *key = g_variant_print (parameter, FALSE);
  g_autoptr(GVariant) listed = NULL;
  FarSeriesDraft draft = { 0 };
  gsize n_days;

  if (g_hash_table_contains (self->acts, key))
    return;

  g_variant_get (parameter, "(&siii@ai&s)", &draft.rota, &draft.role, &draft.first_day,
                 &draft.last_day, &listed, &draft.member);
  draft.days = g_variant_get_fixed_array (listed, &n_days, sizeof *draft.days);
  draft.n_days = n_days;

  if (takes)
    far_engine_take_series_async (self->engine, &draft, NULL, series_taken_cb,
                                  turn_act_new (self, key));
  else
    far_engine_release_series_async (self->engine, &draft, NULL, series_released_cb,
                                     turn_act_new (self, key));
}

void
_far_window_take_series_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  act_on_series (FAR_WINDOW (widget), parameter, TRUE);
}

void
_far_window_release_series_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  act_on_series (FAR_WINDOW (widget), parameter, FALSE);
}

/* My own turn: takes one where none is named, else gives that back, or comes after all. */
void
_far_window_toggle_turn_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *rota;
  const char *turn;
  gint32 day;
  gboolean comes;

  g_variant_get (parameter, "(&si&sb)", &rota, &day, &turn, &comes);
  if (*turn == '\0')
    take_turn (FAR_WINDOW (widget), rota, day, 0, "");
  else
    change_turn (FAR_WINDOW (widget), turn, comes ? FAR_TURN_ACT_STAND : FAR_TURN_ACT_RELEASE);
}
