/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-lent-row.h"

#include "far-compat.h"
#include "far-words-lending.h"

#include <glib/gi18n.h>

struct _FarLentRow
{
  AdwExpanderRow parent_instance;

  FarItem *item;         /* owned */
  FarOverview *overview; /* owned */
  GPtrArray *below;      /* owned (element-type GtkWidget): unowned rows */

  GtkButton *book_button; /* template children */
};

G_DEFINE_FINAL_TYPE (FarLentRow, far_lent_row, ADW_TYPE_EXPANDER_ROW)

static const FarLent *
peek_lent (FarLentRow *self)
{
  return far_item_peek_snapshot (self->item);
}

/* What I have out, or else what I have booked next. */
static const FarLoan *
find_mine (const FarLent *lent)
{
  const FarLoan *mine = NULL;

  for (guint i = 0; i < lent->loans->len; i++)
    {
      const FarLoan *loan = lent->loans->pdata[i];

      if (loan->is_mine && loan->state == FAR_LOAN_IS_OUT)
        return loan;
      if (loan->is_mine && mine == NULL)
        mine = loan;
    }

  return mine;
}

static void
name_button (GtkWidget *button, const char *label, const char *what)
{
  g_autoptr(GString) plain = g_string_new (label);
  g_autofree char *name = NULL;

  g_string_replace (plain, "_", "", 0);
  /* Translators: what a button does, and to which thing or booking */
  name = g_strdup_printf (C_ ("lending", "%1$s: %2$s"), plain->str, what);
  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  far_compat_wrap_buttons (button);
}

static void
show_button (FarLentRow *self, const FarLent *lent)
{
  GtkWidget *button = GTK_WIDGET (self->book_button);
  const FarLoan *mine = find_mine (lent);

  if (mine != NULL && mine->state == FAR_LOAN_IS_OUT)
    {
      name_button (button, _ ("Bring _Back"), lent->name);
      far_compat_set_action (button, "win.hand-loan",
                             g_variant_new ("(suis)", mine->id, (guint)FAR_LOAN_IS_BACK, -1, ""));
      gtk_widget_set_visible (button, TRUE);
      return;
    }

  name_button (button, _ ("_Book…"), lent->name);
  far_compat_set_action (button, "win.book-thing", g_variant_new_string (lent->id));
  gtk_widget_set_visible (button,
                          !lent->is_gone && (lent->is_lent || lent->is_own || lent->may_edit));
}

/* ---- below it */

static void
add_below (FarLentRow *self, GtkWidget *row)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->below, row);
}

/* Read by eye a day after the other, and by ear as spans of days. */
static void
add_days (FarLentRow *self, const FarLent *lent, gint32 today)
{
  g_autofree char *days = far_words_lent_days (lent, today);
  g_autofree char *strip = far_words_lent_strip (lent, today);
  GtkWidget *row = far_compat_text_row_new (_ ("The next two weeks"), days);
  /* Translators: %s is such as "free: 1 to 3 September; taken: 4 September" */
  g_autofree char *name = g_strdup_printf (_ ("The next two weeks: %s"), strip);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  add_below (self, row);
}

static void
add_button (GtkWidget *box,
            const char *label,
            const char *what,
            const char *action,
            GVariant *target)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_use_underline (GTK_BUTTON (button), TRUE);
  name_button (button, label, what);
  far_compat_set_action (button, action, target);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
new_button_box (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);

  return box;
}

static void
add_box (FarLentRow *self, GtkWidget *box)
{
  GtkWidget *row;

  if (gtk_widget_get_first_child (box) == NULL)
    {
      g_object_ref_sink (box);
      g_object_unref (box);
      return;
    }

  row = adw_preferences_row_new ();
  far_compat_wrap_buttons (box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  add_below (self, row);
}

static void
add_loan_buttons (FarLentRow *self, const FarLent *lent, const FarLoan *loan, const char *what)
{
  GtkWidget *box = new_button_box ();
  gboolean is_room = lent->kind == FAR_KIND_OF_ROOM;

  if (loan->may_hand && !is_room && loan->state == FAR_LOAN_IS_BOOKED &&
      loan->place == FAR_TURN_STANDING)
    add_button (box, loan->is_mine ? _ ("I _Have It Now") : _ ("_Handed Out"), what,
                "win.hand-loan",
                g_variant_new ("(suis)", loan->id, (guint)FAR_LOAN_IS_OUT, -1, ""));
  if (loan->may_hand && loan->state == FAR_LOAN_IS_OUT)
    {
      add_button (box, _ ("It Is _Back"), what, "win.hand-loan",
                  g_variant_new ("(suis)", loan->id, (guint)FAR_LOAN_IS_BACK, -1, ""));
      add_button (box, _ ("Back, but _Worn or Broken…"), what, "win.return-worn",
                  g_variant_new_string (loan->id));
    }
  if (loan->is_mine && loan->state == FAR_LOAN_IS_BOOKED)
    {
      add_button (box, _ ("Give _Up the Booking"), what, "win.release-loan",
                  g_variant_new ("(sb)", loan->id, FALSE));
      if (is_room)
        add_button (box, _ ("Give Back This and All _Later Ones"), what, "win.release-loan",
                    g_variant_new ("(sb)", loan->id, TRUE));
    }
  add_box (self, box);
}

static void
add_loan (FarLentRow *self, const FarLent *lent, const FarLoan *loan)
{
  g_autofree char *period = far_words_loan_period (loan);
  g_autofree char *state = far_words_loan_state (loan);
  g_autofree char *why = far_words_loan_why (loan);
  /* Translators: who has booked it, and when */
  g_autofree char *title =
      g_strdup_printf (C_ ("booking", "%1$s: %2$s"), loan->member_name, period);
  g_autoptr(GString) text = g_string_new (state);

  if (loan->n > 1 && lent->kind == FAR_KIND_OF_ROOM)
    g_string_append_printf (text, ngettext (", %u person", ", %u people", (gulong)loan->n),
                            loan->n);
  else if (loan->n > 1)
    g_string_append_printf (text, ngettext (", %u piece", ", %u pieces", (gulong)loan->n), loan->n);
  if (why != NULL)
    g_string_append_printf (text, "\n%s", why);
  if (loan->by_name != NULL)
    {
      g_autofree char *by = g_strdup_printf (_ ("Written by %s"), loan->by_name);

      g_string_append_printf (text, "\n%s", by);
    }
  if (*loan->member_phone != '\0' && !loan->is_mine)
    g_string_append_printf (text, "\n%s", loan->member_phone);
  add_below (self, far_compat_text_row_new (title, text->str));
  add_loan_buttons (self, lent, loan, title);
}

static void
add_owner_buttons (FarLentRow *self, const FarLent *lent)
{
  GtkWidget *box = new_button_box ();

  if (lent->is_gone)
    add_button (box, _ ("_Put Back on the List"), lent->name, "win.drop-lent",
                g_variant_new ("(sb)", lent->id, FALSE));
  else
    {
      add_button (box, _ ("_Change…"), lent->name, "win.edit-lent",
                  g_variant_new_string (lent->id));
      add_button (box, _ ("Take O_ff the List"), lent->name, "win.drop-lent",
                  g_variant_new ("(sb)", lent->id, TRUE));
    }
  add_box (self, box);
}

static void
show_lent (FarLentRow *self)
{
  const FarLent *lent = peek_lent (self);
  const FarStatus *status = far_overview_peek_status (self->overview);
  gint32 today = status != NULL ? status->today : 0;
  g_autofree char *free_words = far_words_lent_free (lent, today);
  g_autofree char *more = far_words_lent_more (lent);
  g_autofree char *name = NULL;

  /* Translators: a thing or a room, and whether it is free */
  name = g_strdup_printf (C_ ("lending", "%1$s: %2$s"), lent->name, free_words);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), lent->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), free_words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  show_button (self, lent);

  for (guint i = 0; i < self->below->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->below->pdata[i]);
  g_ptr_array_set_size (self->below, 0);
  if (!lent->is_gone)
    add_days (self, lent, today);
  if (more != NULL)
    add_below (self, far_compat_text_row_new (far_words_thing_kind (lent->kind), more));
  for (guint i = 0; i < lent->loans->len; i++)
    add_loan (self, lent, lent->loans->pdata[i]);
  add_owner_buttons (self, lent);
  far_compat_name_lists (GTK_WIDGET (self), lent->name);
}

static void
far_lent_row_dispose (GObject *object)
{
  FarLentRow *self = FAR_LENT_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_lent_row_parent_class)->dispose (object);
}

static void
far_lent_row_finalize (GObject *object)
{
  FarLentRow *self = FAR_LENT_ROW (object);

  g_clear_pointer (&self->below, g_ptr_array_unref);

  G_OBJECT_CLASS (far_lent_row_parent_class)->finalize (object);
}

static void
far_lent_row_class_init (FarLentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_lent_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = far_lent_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-lent-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FarLentRow, book_button);
}

static void
far_lent_row_init (FarLentRow *self)
{
  self->below = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
far_lent_row_new (FarItem *item, FarOverview *overview)
{
  FarLentRow *self;

  g_return_val_if_fail (FAR_IS_ITEM (item), NULL);

  self = g_object_new (FAR_TYPE_LENT_ROW, NULL);
  self->item = g_object_ref (item);
  self->overview = g_object_ref (overview);
  g_signal_connect_swapped (item, "notify::snapshot", G_CALLBACK (show_lent), self);
  show_lent (self);

  return GTK_WIDGET (self);
}
