/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-compat: the few widgets of GTK 4.8 and libadwaita 1.2 that newer versions replace.
 *
 * Only this unit names them, so that moving on is one file's work.  Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows the about window over @parent. */
void far_compat_show_about (GtkWindow *parent);

/* Lets a page of a stack take the width that there is.  A stack asks for the width at a height, and
 * words that wrap above what scrolls would answer with that of one line. */
void far_compat_fit_page (GtkWidget *page);

/* Shows the preferences over @parent.  @group: (transfer floating): an AdwPreferencesGroup */
void far_compat_show_preferences (GtkWindow *parent, GtkWidget *group);

/* A row that is switched on or off as a whole.  @changed: handler of the switch's notify::active,
 * of which @object is the first argument.  Returns: (transfer floating) */
GtkWidget *far_compat_switch_row_new (const char *title,
                                      const char *subtitle,
                                      gboolean active,
                                      GCallback changed,
                                      gpointer object);

typedef void (*FarCompatFileFunc) (GFile *file, gpointer data);

/**
 * far_compat_choose_file:
 * @parent: over which window
 * @title: what for
 * @accept: the word on the button, with its mnemonic
 * @action: open or save
 * @name: (nullable): proposed name of a file to save
 * @pattern: (nullable): glob of the names to show, %NULL for all
 * @chosen: called with the file, and not at all when nothing was chosen
 * @data: for @chosen; must live as long as @parent
 */
void far_compat_choose_file (GtkWindow *parent,
                             const char *title,
                             const char *accept,
                             GtkFileChooserAction action,
                             const char *name,
                             const char *pattern,
                             FarCompatFileFunc chosen,
                             gpointer data);

/* Hands the folder to whatever program shows folders here. */
void far_compat_show_folder (GtkWindow *parent, const char *path);

/* Lets the words on the buttons in @root take several lines where there is no room for one: large
 * text in a narrow window, a language of long words.  For those that are there already. */
void far_compat_wrap_buttons (GtkWidget *root);

/* In large text there is more need of the button beside it: its words end in three dots. */
void far_compat_shorten_button (GtkButton *button);

/* An action is never seen with the target of another.  @name: (nullable); @target: (nullable):
 * floating */
void far_compat_set_action (GtkWidget *button, const char *name, GVariant *target);

/* What is typed in a GtkEditable, without blanks around it.  Returns: (transfer full) */
char *far_compat_dup_typed (gpointer editable);

/* A row of plain words that breaks where it has to.  @subtitle: (nullable) */
GtkWidget *far_compat_text_row_new (const char *title, const char *subtitle);

/* A label that breaks where it has to.  @style: (nullable): a class */
GtkWidget *far_compat_label_new (const char *text, const char *style);

/* Toasts wait for each other; what the last one would undo must not be there still.  @last: weak:
 * the one that offers to undo; @target: floating */
void far_compat_add_undo_toast (AdwToastOverlay *toasts,
                                AdwToast **last,
                                const char *text,
                                const char *action,
                                GVariant *target);

/* Lets it take several lines rather than be wider than what fits into the narrowest window. */
void far_compat_wrap_narrow (GtkLabel *label);

/* The same for the items of a menu, which are else as wide as the longest.  After each change of
 * it. */
void far_compat_wrap_menu (GtkMenuButton *button);

/* Gives the button inside a menu button the name that assistive technologies read: in GTK 4.8 the
 * outer widget's own label does not reach it. */
void far_compat_name_menu_button (GtkMenuButton *button, const char *name);

/* Names the lists in @widget: those that libadwaita makes of an expander row have no names of their
 * own. */
void far_compat_name_lists (GtkWidget *widget, const char *name);

/* The colour in which @widget writes.  @name: (nullable): of a named colour of the style to take
 * where it has that */
void far_compat_get_colour (GtkWidget *widget, const char *name, GdkRGBA *out);

G_END_DECLS
