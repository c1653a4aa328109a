/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-outing-notes.h"

#include "far-compat.h"
#include "far-words-notes.h"

#include <glib/gi18n.h>

static GtkWidget *
line_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);

  return label;
}

static GtkWidget *
button_new (const FarWalker *walker, const FarOuting *outing, const char *text, const char *day)
{
  GtkWidget *button = gtk_button_new_with_label (text);
  /* Translators: of a button: what it does, and a day */
  g_autofree char *name = g_strdup_printf (_ ("%1$s, %2$s"), text, day);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ssi)", walker->id, outing->rota,
                                    outing->day);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-note");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  far_compat_wrap_buttons (button);

  return button;
}

/* To whom it is sealed reads it; whoever is to be told by other means is named to the family, and
 * who has to ask is told so. */
static GtkWidget *
widget_new (const FarWalker *walker, const FarOuting *outing, const char *day)
{
  g_autofree char *text = walker->is_mine ? far_words_note_unreached (walker)
                          : walker->note == FAR_NOTE_OPEN || walker->note == FAR_NOTE_ASK
                              ? far_words_note (walker)
                              : NULL;

  if (text == NULL)
    return NULL;
  if (!walker->is_mine && walker->note == FAR_NOTE_OPEN)
    return button_new (walker, outing, text, day);

  return line_new (text);
}

static char *
list_shown (const FarOuting *outing)
{
  GString *shown = g_string_new (NULL);

  for (guint i = 0; i < outing->children->len; i++)
    {
      const FarWalker *walker = outing->children->pdata[i];
      g_autofree char *unreached = walker->is_mine ? far_words_note_unreached (walker) : NULL;

      g_string_append_printf (shown, "%s %s %d %s\n", walker->id, walker->name, walker->note,
                              unreached != NULL ? unreached : "");
    }

  return g_string_free (shown, FALSE);
}

void
far_outing_notes_show (GtkBox *box, const FarOuting *outing, const char *day, char **shown)
{
  g_autofree char *now = list_shown (outing);
  GtkWidget *widget;
  gboolean is_any = FALSE;

  if (g_strcmp0 (now, *shown) == 0)
    return;
  g_free (*shown);
  *shown = g_steal_pointer (&now);

  while ((widget = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, widget);
  for (guint i = 0; i < outing->children->len; i++)
    {
      widget = widget_new (outing->children->pdata[i], outing, day);
      if (widget != NULL)
        gtk_box_append (box, widget);
      is_any |= widget != NULL;
    }
  gtk_widget_set_visible (GTK_WIDGET (box), is_any);
}
