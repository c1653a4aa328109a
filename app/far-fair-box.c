/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-fair-box.h"

#include "far-compat.h"
#include "far-words-plan.h"

#include <glib/gi18n.h>

struct _FarFairBox
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  gboolean is_asking;
  gboolean is_due; /* something changed meanwhile */

  GtkLabel *label; /* template child */
};

G_DEFINE_FINAL_TYPE (FarFairBox, far_fair_box, ADW_TYPE_BIN)

static void ask (FarFairBox *self);

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarFairBox) self = data;
  FarFairPlan *plan = far_engine_fair_plan_finish (FAR_ENGINE (source), result, NULL);
  g_autofree char *words = NULL;
  guint n = 0;

  self->is_asking = FALSE;
  for (guint i = 0; plan != NULL && i < plan->lines->len; i++)
    {
      const FarFairLine *line = plan->lines->pdata[i];

      n += line->is_mine && line->state == FAR_FAIR_LINE_OPEN;
    }
  g_clear_pointer (&plan, far_snapshot_unref);
  if (self->overview == NULL)
    return;

  words = g_strdup_printf (ngettext ("A fair plan proposes %u turn to you.",
                                     "A fair plan proposes %u turns to you.", (gulong)n),
                           n);
  gtk_label_set_label (self->label, words);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  if (self->is_due)
    ask (self);
}

/* One question at a time, whatever comes in. */
static void
ask (FarFairBox *self)
{
  self->is_due = self->is_asking;
  if (self->is_asking || self->overview == NULL)
    return;
  self->is_asking = TRUE;
  far_engine_fair_plan_async (far_overview_peek_engine (self->overview), FALSE, NULL, asked_cb,
                              g_object_ref (self));
}

static void
far_fair_box_dispose (GObject *object)
{
  g_clear_object (&FAR_FAIR_BOX (object)->overview);

  G_OBJECT_CLASS (far_fair_box_parent_class)->dispose (object);
}

static void
far_fair_box_class_init (FarFairBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_fair_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-fair-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarFairBox, label);
}

static void
far_fair_box_init (FarFairBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

void
far_fair_box_set_overview (FarFairBox *self, FarOverview *overview)
{
  g_return_if_fail (FAR_IS_FAIR_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  g_signal_connect_object (far_overview_peek_engine (overview), "changed", G_CALLBACK (ask), self,
                           G_CONNECT_SWAPPED);
  ask (self);
}
