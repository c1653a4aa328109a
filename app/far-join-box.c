/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-join-box.h"

#include "far-compat.h"
#include "far-words-joined.h"
#include "far-words.h"

#include <glib/gi18n.h>

struct _FarJoinBox
{
  AdwBin parent_instance;

  GtkBox *box; /* unowned: the child */
};

G_DEFINE_FINAL_TYPE (FarJoinBox, far_join_box, ADW_TYPE_BIN)

static GtkWidget *
button_new (const char *label, const char *name, const char *action, GVariant *target)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_halign (button, GTK_ALIGN_START);

  return button;
}

static void
add_join (FarJoinBox *self, const FarJoin *join, const FarOuting *outing, gboolean is_over)
{
  g_autofree char *words = far_words_join (join);
  GtkWidget *label = gtk_label_new (words);
  g_autofree char *name = NULL;

  /* with which one it walks is its verdict */
  if (outing->why != FAR_VERDICT_JOINED || !join->is_host)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_box_append (self->box, label);
    }
  else
    g_object_unref (g_object_ref_sink (label));
  if (!join->asks_me || is_over)
    return;

  /* Translators: %s says with which other walk an outing is to walk */
  name = g_strdup_printf (_ ("Say yes: %s"), words);
  gtk_box_append (self->box,
                  button_new (_ ("Say _Yes"), name, "win.agree-join",
                              g_variant_new ("(si^asb)", join->is_host ? outing->rota : join->rota,
                                             outing->day, join->asked, TRUE)));
}

static gboolean
is_short (const FarOuting *outing)
{
  return outing->state == FAR_ROTA_PUBLISHED && !outing->runs &&
         (outing->why == FAR_VERDICT_SHORT || outing->why == FAR_VERDICT_ROLE ||
          outing->why == FAR_VERDICT_TRAINING || outing->why == FAR_VERDICT_JOINED);
}

void
far_join_box_set_outing (FarJoinBox *self, const FarOuting *outing, gboolean is_over)
{
  g_autofree char *day = far_words_day (outing->day);
  g_autofree char *name = NULL;
  GtkWidget *child;

  g_return_if_fail (FAR_IS_JOIN_BOX (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  for (guint i = 0; i < outing->joins->len; i++)
    add_join (self, outing->joins->pdata[i], outing, is_over);
  if (is_short (outing) && !is_over)
    {
      /* Translators: %1$s is the title of a rota, %2$s a day */
      name = g_strdup_printf (_ ("What can be done: %1$s, %2$s"), outing->title, day);
      gtk_box_append (self->box, button_new (_ ("What _Now?"), name, "win.show-gap",
                                             g_variant_new ("(si)", outing->rota, outing->day)));
    }
  else if (far_words_find_join (outing) != NULL && !is_over)
    {
      /* Translators: %1$s is the title of a rota, %2$s a day */
      name = g_strdup_printf (_ ("Whom to call: %1$s, %2$s"), outing->title, day);
      gtk_box_append (self->box, button_new (_ ("Whom to _Call"), name, "win.show-gap",
                                             g_variant_new ("(si)", outing->rota, outing->day)));
    }
  far_compat_wrap_buttons (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_first_child (GTK_WIDGET (self->box)) != NULL);
}

static void
far_join_box_class_init (FarJoinBoxClass *klass)
{
}

static void
far_join_box_init (FarJoinBox *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}
