/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-news-box.h"

#include "far-words-published.h"

#include <glib/gi18n.h>

struct _FarNewsBox
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */

  GtkLabel *title_label; /* template children */
  GtkBox *lines_box;
  GtkButton *seen_button;
};

G_DEFINE_FINAL_TYPE (FarNewsBox, far_news_box, ADW_TYPE_BIN)

static void
add_label (FarNewsBox *self, const char *text, gboolean is_heading)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (!is_heading)
    gtk_widget_set_margin_start (label, 12);
  gtk_box_append (self->lines_box, label);
}

static void
add_plan (FarNewsBox *self, const FarPlan *plan)
{
  g_autofree char *about = far_words_plan_news (plan);
  g_auto(GStrv) lines = far_words_plan_changes (plan->news);

  add_label (self, about, TRUE);
  for (guint i = 0; lines[i] != NULL; i++)
    add_label (self, lines[i], FALSE);
}

/* One button says it of all of them. */
static void
show_news (FarNewsBox *self)
{
  GListModel *news = far_overview_peek_news (self->overview);
  guint n = g_list_model_get_n_items (news);
  GVariantBuilder rotas;
  gboolean is_changed = FALSE;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lines_box))) != NULL)
    gtk_box_remove (self->lines_box, child);

  g_variant_builder_init (&rotas, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (news, i);
      const FarPlan *plan = far_item_peek_snapshot (item);

      add_plan (self, plan);
      is_changed |= plan->news->len > 0;
      g_variant_builder_add (&rotas, "s", plan->rota);
    }
  gtk_label_set_label (self->title_label, is_changed ? _ ("The Plan Has Changed") : _ ("New Plan"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->seen_button), "(asb)", &rotas, TRUE);
  /* not sooner: an action is never seen without its target */
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->seen_button), "win.say-seen");
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

/* A row is told anew when only its words have changed. */
static void
watch_items (FarNewsBox *self, guint position, guint removed, guint added, GListModel *news)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (news, i);

      g_signal_connect_object (item, "notify::snapshot", G_CALLBACK (show_news), self,
                               G_CONNECT_SWAPPED);
    }
  show_news (self);
}

static void
far_news_box_dispose (GObject *object)
{
  FarNewsBox *self = FAR_NEWS_BOX (object);

  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_news_box_parent_class)->dispose (object);
}

static void
far_news_box_class_init (FarNewsBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_news_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-news-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarNewsBox, title_label);
  gtk_widget_class_bind_template_child (widget_class, FarNewsBox, lines_box);
  gtk_widget_class_bind_template_child (widget_class, FarNewsBox, seen_button);
}

static void
far_news_box_init (FarNewsBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_news_box_set_overview (FarNewsBox *self, FarOverview *overview)
{
  GListModel *news;

  g_return_if_fail (FAR_IS_NEWS_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  news = far_overview_peek_news (overview);
  g_signal_connect_object (news, "items-changed", G_CALLBACK (watch_items), self,
                           G_CONNECT_SWAPPED);
  watch_items (self, 0, 0, g_list_model_get_n_items (news), news);
}
