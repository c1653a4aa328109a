/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-compat.h"

#include <glib/gi18n.h>

/* Pixels of text: with what is around it, less than the narrowest window. */
/* letters of a word on a button that stay together */
#define WORD_MOST 5

#define MENU_WIDTH 225

typedef struct
{
  FarCompatFileFunc chosen;
  gpointer data;
} FileChoice;

void
far_compat_show_about (GtkWindow *parent)
{
  adw_show_about_window (parent, "application-name", "Farandole", "application-icon", FAR_APP_ID,
                         "version", FAR_VERSION, "comments",
                         _ ("The shared rota of a walking school bus, without a server: each "
                            "family’s machine holds everything, and machines that meet make each "
                            "other whole."),
                         "license-type", GTK_LICENSE_GPL_3_0, "translator-credits",
                         /* Translators: your names, one per line */
                         _ ("translator-credits"), NULL);
}

static void
measure_page (GtkWidget *page,
              GtkOrientation orientation,
              int for_size G_GNUC_UNUSED,
              int *minimum,
              int *natural,
              int *minimum_baseline,
              int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (page), orientation, -1, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
allocate_page (GtkWidget *page, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (page), width, height, baseline, NULL);
}

void
far_compat_fit_page (GtkWidget *page)
{
  gtk_widget_set_layout_manager (page, gtk_custom_layout_new (NULL, measure_page, allocate_page));
}

/* Not AdwPreferencesWindow: what it holds for pages and a search, which there are none of, has no
 * name for those who cannot see it. */
void
far_compat_show_preferences (GtkWindow *parent, GtkWidget *group)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape,
                                                                                  0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 440, 360);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Preferences"));
  far_compat_name_lists (group, _ ("Preferences"));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
}

GtkWidget *
far_compat_switch_row_new (const char *title,
                           const char *subtitle,
                           gboolean active,
                           GCallback changed,
                           gpointer object)
{
  GtkWidget *row = far_compat_text_row_new (title, subtitle);
  GtkWidget *control = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (control), active);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  g_signal_connect_object (control, "notify::active", changed, object, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);

  return row;
}

static void
free_choice (gpointer choice, GClosure *closure)
{
  g_free (choice);
}

static void
file_response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  FileChoice *choice = data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      if (file != NULL)
        choice->chosen (file, choice->data);
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
far_compat_choose_file (GtkWindow *parent,
                        const char *title,
                        const char *accept,
                        GtkFileChooserAction action,
                        const char *name,
                        const char *pattern,
                        FarCompatFileFunc chosen,
                        gpointer data)
{
  GtkFileChooserNative *dialog;
  FileChoice *choice;

  dialog = gtk_file_chooser_native_new (title, parent, action, accept, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  if (pattern != NULL)
    {
      g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();
      g_autoptr(GtkFileFilter) all = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, pattern);
      gtk_file_filter_add_pattern (filter, pattern);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
      gtk_file_filter_set_name (all, _ ("All Files"));
      gtk_file_filter_add_pattern (all, "*");
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
    }

  choice = g_new0 (FileChoice, 1);
  choice->chosen = chosen;
  choice->data = data;

  /* the dialog belongs to nobody but itself until it is answered */
  g_signal_connect_data (dialog, "response", G_CALLBACK (file_response_cb), choice, free_choice, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
far_compat_show_folder (GtkWindow *parent, const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (parent, uri, GDK_CURRENT_TIME);
}

/* In letters. */
static int
measure_longest_word (const char *text)
{
  int longest = 0;
  int n = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      n = g_unichar_isspace (g_utf8_get_char (at)) ? 0 : n + 1;
      longest = MAX (longest, n);
    }

  return longest;
}

void
far_compat_wrap_buttons (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child) && GTK_IS_BUTTON (root))
      {
        gtk_label_set_wrap (GTK_LABEL (child), TRUE);
        gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
        /* a word that is too long itself breaks too, and no shorter than that */
        if (measure_longest_word (gtk_label_get_text (GTK_LABEL (child))) > WORD_MOST)
          {
            gtk_label_set_wrap_mode (GTK_LABEL (child), PANGO_WRAP_WORD_CHAR);
            gtk_label_set_width_chars (GTK_LABEL (child), WORD_MOST);
          }
      }
    else
      far_compat_wrap_buttons (child);
}

void
far_compat_shorten_button (GtkButton *button)
{
  GtkWidget *child = gtk_button_get_child (button);

  if (GTK_IS_LABEL (child))
    gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_END);
}

void
far_compat_set_action (GtkWidget *button, const char *name, GVariant *target)
{
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), name);
}

char *
far_compat_dup_typed (gpointer editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (editable))));
}

GtkWidget *
far_compat_text_row_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return row;
}

GtkWidget *
far_compat_label_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);

  return label;
}

void
far_compat_add_undo_toast (AdwToastOverlay *toasts,
                           AdwToast **last,
                           const char *text,
                           const char *action,
                           GVariant *target)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (*last != NULL)
    adw_toast_dismiss (*last);
  g_set_weak_pointer (last, toast);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  adw_toast_overlay_add_toast (toasts, toast);
}

void
far_compat_wrap_narrow (GtkLabel *label)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (label));
  PangoFontMetrics *metrics =
      pango_context_get_metrics (context, pango_context_get_font_description (context), NULL);
  int char_width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_max_width_chars (label, MENU_WIDTH * PANGO_SCALE / MAX (char_width, 1));
}

static void
wrap_items (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child))
      far_compat_wrap_narrow (GTK_LABEL (child));
    else
      wrap_items (child);
}

void
far_compat_wrap_menu (GtkMenuButton *button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (popover != NULL)
    wrap_items (GTK_WIDGET (popover));
}

void
far_compat_name_lists (GtkWidget *widget, const char *name)
{
  if (GTK_IS_LIST_BOX (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    far_compat_name_lists (child, name);
}

void
far_compat_name_menu_button (GtkMenuButton *button, const char *name)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (button));

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (GTK_IS_TOGGLE_BUTTON (child))
    gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

void
far_compat_get_colour (GtkWidget *widget, const char *name, GdkRGBA *out)
{
  GtkStyleContext *style;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  style = gtk_widget_get_style_context (widget);
  if (name == NULL || !gtk_style_context_lookup_color (style, name, out))
    gtk_style_context_get_color (style, out);
}
