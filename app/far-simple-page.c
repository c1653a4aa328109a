/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-simple-page.h"

#include "far-compat.h"
#include "far-text.h"
#include "far-words.h"

#include <glib/gi18n.h>

/* Two weeks ahead, and today. */
#define N_DAYS 15
/* Whom one knows by sight; the others are on the page of the members. */
#define N_CALLED_MAX 8

struct _FarSimplePage
{
  AdwBin parent_instance;

  FarOverview *overview;     /* owned */
  GCancellable *cancellable; /* owned */
  gboolean is_asking;
  gboolean ask_again; /* something changed meanwhile */

  GtkLabel *today_label; /* template children */
  GtkListBox *today_list;
  GtkListBox *turn_list;
  GtkListBox *call_list;
};

G_DEFINE_FINAL_TYPE (FarSimplePage, far_simple_page, ADW_TYPE_BIN)

static void
clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static GtkWidget *
add_row (GtkListBox *list, const char *title, const char *subtitle)
{
  GtkWidget *row = far_compat_text_row_new (title, subtitle);

  gtk_list_box_append (list, row);

  return row;
}

/* -- today */

/* Who comes, mine first; where somebody is missing, that too. */
static char *
words_of_today (const FarOuting *outing)
{
  const FarTurn *mine = far_overview_find_my_turn (outing);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *verdict = far_words_verdict (outing);

  if (mine != NULL)
    {
      g_autofree char *state = far_words_turn_state (mine, outing);

      g_string_append_printf (text, "%s\n", state);
    }
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];
      g_autofree char *state = far_words_turn_state (turn, outing);

      if (turn != mine && turn->state == FAR_TURN_STANDING)
        g_string_append_printf (text, "%s\n", state);
    }
  if (outing->why != FAR_VERDICT_ENOUGH)
    g_string_append (text, verdict);

  return g_strchomp (g_strdup (text->str));
}

static void
show_today (FarSimplePage *self, GPtrArray *outings, gint32 today)
{
  g_autofree char *day = far_words_day (today);
  g_autofree char *heading = far_text_capitalize (day);
  guint n = 0;

  gtk_label_set_label (self->today_label, heading);
  clear (self->today_list);
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];
      g_autofree char *at = NULL;
      g_autofree char *title = NULL;
      g_autofree char *words = NULL;

      if (outing->day != today || outing->state != FAR_ROTA_PUBLISHED)
        continue;

      at = far_words_time (outing->at);
      /* Translators: a time of day, and the title of a rota */
      title = g_strdup_printf (C_ ("outing", "%1$s  %2$s"), at, outing->title);
      words = words_of_today (outing);
      add_row (self->today_list, title, words);
      n++;
    }
  if (n == 0)
    add_row (self->today_list, _ ("Nothing is planned today."), NULL);
}

/* -- my turns */

static void
show_turns (FarSimplePage *self, GPtrArray *outings, gint32 today)
{
  guint n = 0;

  clear (self->turn_list);
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];
      const FarTurn *mine = far_overview_find_my_turn (outing);
      g_autofree char *day = NULL;
      g_autofree char *heading = NULL;
      g_autofree char *at = NULL;
      g_autofree char *what = NULL;

      if (mine == NULL || mine->state != FAR_TURN_STANDING || outing->day == today)
        continue;

      day = far_words_day (outing->day);
      heading = far_text_capitalize (day);
      at = far_words_time (outing->at);
      /* Translators: a time of day, and the title of a rota */
      what = g_strdup_printf (C_ ("outing", "%1$s  %2$s"), at, outing->title);
      add_row (self->turn_list, heading, what);
      n++;
    }
  if (n == 0)
    add_row (self->turn_list, _ ("You have no turn in the next two weeks."),
             _ ("The arrow above leads back to all pages: there you can take one."));
}

/* -- whom to call */

/* Without what people write into numbers to read them.  Returns: (transfer full) */
static char *
dup_tel_uri (const char *phone)
{
  GString *uri = g_string_new ("tel:");

  for (const char *at = phone; *at != '\0'; at++)
    if (g_ascii_isdigit (*at) || (*at == '+' && uri->len == strlen ("tel:")))
      g_string_append_c (uri, *at);

  return g_string_free (uri, FALSE);
}

static void
call_cb (FarSimplePage *self, GtkListBoxRow *row)
{
  const char *phone = g_object_get_data (G_OBJECT (row), "phone");
  g_autofree char *uri = phone != NULL ? dup_tel_uri (phone) : NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (phone != NULL)
    gtk_show_uri (GTK_WINDOW (root), uri, GDK_CURRENT_TIME);
  else if (gtk_list_box_row_get_activatable (row))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.set-simple", "b", FALSE);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "us");
    }
}

static gboolean
add_person (FarSimplePage *self, GHashTable *called, const char *name, const char *phone)
{
  g_autoptr(GAppInfo) app = NULL;
  g_autofree char *shown = NULL;
  GtkWidget *row;

  if (phone == NULL || *phone == '\0' || g_hash_table_size (called) >= N_CALLED_MAX ||
      !g_hash_table_add (called, g_strdup (phone)))
    return FALSE;

  shown = far_text_left_to_right (phone);
  row = add_row (self->call_list, name, shown);
  /* a machine that cannot call shows the number all the same */
  app = g_app_info_get_default_for_uri_scheme ("tel");
  if (app != NULL)
    {
      g_object_set_data_full (G_OBJECT (row), "phone", g_strdup (phone), g_free);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("call-start-symbolic"));
    }

  return TRUE;
}

/* Those of today first, then whoever coordinates, then the others. */
static void
show_people (FarSimplePage *self, GPtrArray *outings, gint32 today)
{
  GListModel *members = far_overview_peek_members (self->overview);
  g_autoptr(GHashTable) called = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidget *row;

  clear (self->call_list);
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];

      for (guint j = 0; outing->day == today && j < outing->turns->len; j++)
        {
          const FarTurn *turn = outing->turns->pdata[j];

          if (turn->state == FAR_TURN_STANDING && g_strcmp0 (turn->id, outing->my_turn) != 0)
            add_person (self, called, turn->member_name, turn->member_phone);
        }
    }
  for (int holds = 1; holds >= 0; holds--)
    for (guint i = 0; i < g_list_model_get_n_items (members); i++)
      {
        g_autoptr(FarItem) item = g_list_model_get_item (members, i);
        const FarMember *member = far_item_peek_snapshot (item);

        if (!member->is_me && member->holds_baton == holds)
          add_person (self, called, member->name, member->phone);
      }
  if (g_hash_table_size (called) > 0)
    return;

  row = add_row (self->call_list, _ ("Nobody’s telephone number is noted yet."),
                 _ ("Numbers are noted on the page “Us”: press here to go there."));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
}

/* -- asking */

static void ask (FarSimplePage *self);

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarSimplePage) self = data;
  g_autoptr(GPtrArray) outings = far_engine_week_finish (FAR_ENGINE (source), result, NULL);
  const FarStatus *status =
      self->overview != NULL ? far_overview_peek_status (self->overview) : NULL;

  self->is_asking = FALSE;
  if (status == NULL)
    return;

  if (outings != NULL)
    {
      show_today (self, outings, status->today);
      show_turns (self, outings, status->today);
      show_people (self, outings, status->today);
    }
  if (self->ask_again)
    ask (self);
}

static void
ask (FarSimplePage *self)
{
  const FarStatus *status =
      self->overview != NULL ? far_overview_peek_status (self->overview) : NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || status == NULL)
    return;

  self->ask_again = self->is_asking;
  if (self->is_asking)
    return;

  self->is_asking = TRUE;
  far_engine_week_async (far_overview_peek_engine (self->overview), status->today, N_DAYS,
                         self->cancellable, asked_cb, g_object_ref (self));
}

static void
far_simple_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (far_simple_page_parent_class)->map (widget);

  ask (FAR_SIMPLE_PAGE (widget));
}

static void
far_simple_page_dispose (GObject *object)
{
  FarSimplePage *self = FAR_SIMPLE_PAGE (object);

  if (self->overview != NULL)
    g_signal_handlers_disconnect_by_data (self->overview, self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_simple_page_parent_class)->dispose (object);
}

static void
far_simple_page_class_init (FarSimplePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_simple_page_dispose;
  widget_class->map = far_simple_page_map;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-simple-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FarSimplePage, today_label);
  gtk_widget_class_bind_template_child (widget_class, FarSimplePage, today_list);
  gtk_widget_class_bind_template_child (widget_class, FarSimplePage, turn_list);
  gtk_widget_class_bind_template_child (widget_class, FarSimplePage, call_list);
  gtk_widget_class_bind_template_callback (widget_class, call_cb);
}

static void
far_simple_page_init (FarSimplePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

void
far_simple_page_set_overview (FarSimplePage *self, FarOverview *overview)
{
  g_return_if_fail (FAR_IS_SIMPLE_PAGE (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  g_signal_connect_swapped (overview, "notify::status", G_CALLBACK (ask), self);
  g_signal_connect_swapped (overview, "notify::week-known", G_CALLBACK (ask), self);
  ask (self);
}
