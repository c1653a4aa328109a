/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-called-row.h"

#include "far-compat.h"
#include "far-words-children.h"
#include "far-words-roll.h"

#include <glib/gi18n.h>

#define N_BUTTONS 3

struct _FarCalledRow
{
  GtkListBoxRow parent_instance;

  char *id;          /* owned, nullable */
  char *takers;      /* owned, nullable: what the menu lists */
  gboolean is_quiet; /* what is shown changes, and nobody taps */

  GtkLabel *name_label; /* template children */
  GtkLabel *place_label;
  GtkLabel *said_label;
  GtkLabel *differs_label;
  GtkBox *buttons_box;
  GtkToggleButton *there_button;
  GtkToggleButton *late_button;
  GtkToggleButton *missing_button;
  GtkMenuButton *hand_button;
};

G_DEFINE_FINAL_TYPE (FarCalledRow, far_called_row, GTK_TYPE_LIST_BOX_ROW)

static const FarPresence presences[N_BUTTONS] = { FAR_PRESENCE_THERE, FAR_PRESENCE_LATE,
                                                  FAR_PRESENCE_MISSING };

static void
get_buttons (FarCalledRow *self, GtkToggleButton *out[static N_BUTTONS])
{
  out[0] = self->there_button;
  out[1] = self->late_button;
  out[2] = self->missing_button;
}

/* The one that is pressed, pressed again, takes back what was said. */
static void
toggled_cb (FarCalledRow *self, GtkToggleButton *button)
{
  FarPresence presence = FAR_PRESENCE_UNSAID;
  GtkToggleButton *buttons[N_BUTTONS];

  if (self->is_quiet || self->id == NULL)
    return;

  get_buttons (self, buttons);
  for (guint i = 0; i < N_BUTTONS; i++)
    if (buttons[i] == button && gtk_toggle_button_get_active (button))
      presence = presences[i];
  gtk_widget_activate_action (GTK_WIDGET (self), "roll.call", "(si)", self->id, (int)presence);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && text[0] != '\0');
}

static void
show_buttons (FarCalledRow *self, const FarRollRow *called, gboolean is_callable)
{
  GtkToggleButton *buttons[N_BUTTONS];

  get_buttons (self, buttons);
  self->is_quiet = TRUE;
  for (guint i = 0; i < N_BUTTONS; i++)
    {
      /* Translators: of a button: such as “Late”, and whose name is called */
      g_autofree char *name =
          g_strdup_printf (_ ("%1$s: %2$s"), far_words_presence (presences[i]), called->name);

      /* where members say different things, one tap settles it */
      gtk_toggle_button_set_active (buttons[i], called->mark.presence == presences[i] &&
                                                    called->mark.states->len == 0);
      gtk_accessible_update_property (GTK_ACCESSIBLE (buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      name, -1);
    }
  self->is_quiet = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->buttons_box), is_callable);
}

/* In a menu an underscore marks a mnemonic. */
static char *
escape_mnemonic (const char *text)
{
  GString *escaped = g_string_new (text);

  g_string_replace (escaped, "_", "__", 0);

  return g_string_free (escaped, FALSE);
}

static void
add_item (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static void
show_hand_button (FarCalledRow *self, const FarRollRow *called, gboolean is_callable)
{
  gboolean is_there =
      called->mark.presence == FAR_PRESENCE_THERE || called->mark.presence == FAR_PRESENCE_LATE;
  GtkWidget *button = GTK_WIDGET (self->hand_button);
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) takers = g_menu_new ();
  g_autoptr(GString) shown = g_string_new (called->mark.is_handed ? "-" : "");
  g_autofree char *name = NULL;

  gtk_widget_set_visible (button, called->is_child && is_callable && is_there);
  for (guint i = 0; i < called->takers->len; i++)
    {
      const FarSomebody *taker = called->takers->pdata[i];
      g_autofree char *label = escape_mnemonic (taker->name);

      add_item (takers, label, "roll.hand", g_variant_new ("(sss)", called->id, taker->id, ""));
      g_string_append_printf (shown, "%s %s\n", taker->id, taker->name);
    }
  if (g_strcmp0 (self->takers, shown->str) == 0)
    return;

  g_free (self->takers);
  self->takers = g_strdup (shown->str);
  /* Translators: in a menu: to whom a child is handed over */
  add_item (takers, _ ("The School"), "roll.hand",
            g_variant_new ("(sss)", called->id, "", _ ("the school")));
  add_item (takers, _ ("_Somebody Else…"), "roll.hand-words", g_variant_new_string (called->id));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (takers));
  if (called->mark.is_handed)
    {
      g_autoptr(GMenu) back = g_menu_new ();

      add_item (back, _ ("_Not Handed Over After All"), "roll.hand-back",
                g_variant_new_string (called->id));
      g_menu_append_section (menu, NULL, G_MENU_MODEL (back));
    }
  /* Translators: of a menu: whom it is about */
  name = g_strdup_printf (_ ("Hand over %s"), called->name);
  gtk_menu_button_set_menu_model (self->hand_button, G_MENU_MODEL (menu));
  far_compat_wrap_menu (self->hand_button);
  far_compat_name_menu_button (self->hand_button, name);
}

static char *
dup_place (const FarRollRow *called)
{
  g_autofree char *needs =
      called->is_child ? far_words_child_needs (called->is_one_to_one, called->has_wheelchair,
                                                called->is_slow, called->carry)
                       : NULL;

  if (needs == NULL)
    return g_strdup (called->stop);
  if (called->stop[0] == '\0')
    return g_steal_pointer (&needs);

  /* Translators: %1$s is where a child is met, %2$s what it needs */
  return g_strdup_printf (_ ("%1$s – %2$s"), called->stop, needs);
}

void
far_called_row_set_called (FarCalledRow *self, const FarRollRow *called, gboolean is_callable)
{
  g_autofree char *place = dup_place (called);
  g_autofree char *said = far_words_mark (&called->mark);
  g_autofree char *differs = far_words_mark_differs (&called->mark);

  if (g_strcmp0 (self->id, called->id) != 0)
    {
      g_clear_pointer (&self->takers, g_free);
      g_free (self->id);
      self->id = g_strdup (called->id);
    }

  if (said == NULL && called->is_absent)
    said = g_strdup (_ ("Said to be absent"));
  else if (said == NULL && !is_callable)
    said = g_strdup (far_words_presence (FAR_PRESENCE_UNSAID));
  show_text (self->name_label, called->name);
  show_text (self->place_label, place);
  show_text (self->said_label, differs == NULL ? said : NULL);
  show_text (self->differs_label, differs);
  show_buttons (self, called, is_callable);
  show_hand_button (self, called, is_callable);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  called->name, -1);
}

static void
far_called_row_finalize (GObject *object)
{
  FarCalledRow *self = FAR_CALLED_ROW (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->takers, g_free);

  G_OBJECT_CLASS (far_called_row_parent_class)->finalize (object);
}

static void
far_called_row_class_init (FarCalledRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = far_called_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-called-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarCalledRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, FarCalledRow, place_label);
  gtk_widget_class_bind_template_child (widget_class, FarCalledRow, said_label);
  gtk_widget_class_bind_template_child (widget_class, FarCalledRow, differs_label);
  gtk_widget_class_bind_template_child (widget_class, FarCalledRow, buttons_box);
  gtk_widget_class_bind_template_child (widget_class, FarCalledRow, there_button);
  gtk_widget_class_bind_template_child (widget_class, FarCalledRow, late_button);
  gtk_widget_class_bind_template_child (widget_class, FarCalledRow, missing_button);
  gtk_widget_class_bind_template_child (widget_class, FarCalledRow, hand_button);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
far_called_row_init (FarCalledRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
far_called_row_new (void)
{
  return g_object_new (FAR_TYPE_CALLED_ROW, NULL);
}
