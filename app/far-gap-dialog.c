/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-gap-dialog.h"

#include "far-call-list.h"
#include "far-compat.h"
#include "far-notice.h"
#include "far-words-joined.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarGapDialog
{
  AdwWindow parent_instance;

  FarOverview *overview; /* owned, nullable: while it is open */
  char *rota;            /* owned */
  gint32 day;
  FarGap *gap; /* owned reference, nullable until it is known */

  FarNotice *notice; /* template children */
  GtkLabel *about_label;
  GtkLabel *none_label;
  GtkListBox *list;
  GtkLabel *people_label;
  GtkLabel *copied_label;
  GtkLabel *call_label;
  GtkListBox *call_list;
};

G_DEFINE_FINAL_TYPE (FarGapDialog, far_gap_dialog, ADW_TYPE_WINDOW)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* @target: floating */
static void
choose (FarGapDialog *self, const char *action, GVariant *target)
{
  g_autoptr(GVariant) taken = g_variant_ref_sink (target);
  g_autoptr(FarGapDialog) kept = g_object_ref (self);

  g_signal_emit (self, signals[CHOSEN], 0, action, taken);
  gtk_window_close (GTK_WINDOW (self));
}

static void
copy_people (FarGapDialog *self)
{
  g_autofree char *text = far_words_gap_people (self->gap->to_ask);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_set_visible (GTK_WIDGET (self->copied_label), TRUE);
}

static void
agree (FarGapDialog *self)
{
  for (guint i = 0; i < self->gap->outing->joins->len; i++)
    {
      const FarJoin *join = self->gap->outing->joins->pdata[i];

      if (!join->asks_me)
        continue;
      choose (self, "win.agree-join",
              g_variant_new ("(si^asb)", join->is_host ? self->rota : join->rota, self->day,
                             join->asked, TRUE));
      return;
    }
}

/* The first role in which somebody is missing; else the first that has room. */
static int
find_vacant_role (const FarOuting *outing)
{
  int room = -1;

  for (guint i = 0; i < outing->roles->len; i++)
    {
      const FarRole *role = outing->roles->pdata[i];

      if (role->n_have < role->n_min)
        return role->number;
      if (room < 0 && role->n_have < role->n_max)
        room = role->number;
    }

  return MAX (room, 0);
}

static void
clicked_cb (FarGapDialog *self, GtkButton *button)
{
  const FarGapStep *step =
      self->gap->steps->pdata[GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "step"))];

  switch (step->kind)
    {
    case FAR_GAP_TAKE:
      choose (self, "win.take-turn",
              g_variant_new ("(siis)", self->rota, self->day, find_vacant_role (self->gap->outing),
                             ""));
      break;
    case FAR_GAP_AGREE:
      agree (self);
      break;
    case FAR_GAP_ASK:
      copy_people (self);
      break;
    case FAR_GAP_JOIN:
      choose (self, "win.join-outing",
              g_variant_new ("(sis)", self->rota, self->day, step->with->rota));
      break;
    case FAR_GAP_RIDES:
      choose (self, "win.ask-rides", g_variant_new ("(si)", self->rota, self->day));
      break;
    case FAR_GAP_CANCEL:
    default:
      choose (self, "win.call-off-outing", g_variant_new ("(si)", self->rota, self->day));
      break;
    }
}

static GtkWidget *
row_new (FarGapDialog *self, guint i)
{
  const FarGapStep *step = self->gap->steps->pdata[i];
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *words = far_words_gap_step (step, self->gap);
  GtkWidget *label = gtk_label_new (words);
  GtkWidget *button = gtk_button_new_with_mnemonic (far_words_gap_act (step));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (box, "far-line");
  g_object_set_data (G_OBJECT (button), "step", GUINT_TO_POINTER (i));
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  far_compat_wrap_buttons (box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);

  return row;
}

/* Where it is to walk with another one. */
static void
show_to_call (FarGapDialog *self)
{
  GPtrArray *people = self->gap->to_call;

  far_call_list_show (self->call_list, people);
  gtk_label_set_label (
      self->call_label,
      people->len > 0
          ? _ ("It is to walk with another one. These have not been reached yet: call them.")
          : _ ("It is to walk with another one, and everybody whom it concerns has heard of it."));
  gtk_widget_set_visible (GTK_WIDGET (self->call_label),
                          far_words_find_join (self->gap->outing) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->call_list), people->len > 0);
}

static void
show_gap (FarGapDialog *self)
{
  const FarOuting *outing = self->gap->outing;
  g_autofree char *day = far_words_day (outing->day);
  g_autofree char *verdict = far_words_verdict (outing);
  /* Translators: a day, the title of a rota, and whether it runs */
  g_autofree char *about =
      g_strdup_printf (C_ ("gap", "%1$s, %2$s: %3$s"), day, outing->title, verdict);
  g_autofree char *people = far_words_gap_people (self->gap->to_ask);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < self->gap->steps->len; i++)
    gtk_list_box_append (self->list, row_new (self, i));
  gtk_label_set_label (self->about_label, about);
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->gap->steps->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->none_label), self->gap->steps->len == 0);
  gtk_label_set_label (self->people_label, people);
  gtk_widget_set_visible (GTK_WIDGET (self->people_label), self->gap->to_ask->len > 0);
  show_to_call (self);
}

static void
gap_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarGapDialog) self = data;
  g_autoptr(GError) error = NULL;
  FarGap *gap = far_engine_gap_finish (FAR_ENGINE (source), result, &error);

  if (self->overview == NULL)
    {
      g_clear_pointer (&gap, far_snapshot_unref);
      return;
    }
  if (gap == NULL)
    {
      far_notice_show_error (self->notice, error);
      return;
    }

  g_clear_pointer (&self->gap, far_snapshot_unref);
  self->gap = gap;
  show_gap (self);
}

static void
far_gap_dialog_dispose (GObject *object)
{
  FarGapDialog *self = FAR_GAP_DIALOG (object);

  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_gap_dialog_parent_class)->dispose (object);
}

static void
far_gap_dialog_finalize (GObject *object)
{
  FarGapDialog *self = FAR_GAP_DIALOG (object);

  g_clear_pointer (&self->gap, far_snapshot_unref);
  g_clear_pointer (&self->rota, g_free);

  G_OBJECT_CLASS (far_gap_dialog_parent_class)->finalize (object);
}

static void
far_gap_dialog_class_init (FarGapDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_gap_dialog_dispose;
  object_class->finalize = far_gap_dialog_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_VARIANT);

  g_type_ensure (FAR_TYPE_NOTICE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-gap-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FarGapDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, FarGapDialog, about_label);
  gtk_widget_class_bind_template_child (widget_class, FarGapDialog, none_label);
  gtk_widget_class_bind_template_child (widget_class, FarGapDialog, list);
  gtk_widget_class_bind_template_child (widget_class, FarGapDialog, people_label);
  gtk_widget_class_bind_template_child (widget_class, FarGapDialog, copied_label);
  gtk_widget_class_bind_template_child (widget_class, FarGapDialog, call_label);
  gtk_widget_class_bind_template_child (widget_class, FarGapDialog, call_list);
}

static void
far_gap_dialog_init (FarGapDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWindow *
far_gap_dialog_new (GtkWindow *parent, FarOverview *overview, const char *rota, gint32 day)
{
  FarGapDialog *self;

  g_return_val_if_fail (FAR_IS_OVERVIEW (overview), NULL);
  g_return_val_if_fail (rota != NULL, NULL);

  self = g_object_new (FAR_TYPE_GAP_DIALOG, "transient-for", parent, NULL);
  self->rota = g_strdup (rota);
  self->day = day;
  self->overview = g_object_ref (overview);
  far_engine_gap_async (far_overview_peek_engine (overview), rota, day, NULL, gap_cb,
                        g_object_ref (self));

  return GTK_WINDOW (self);
}
