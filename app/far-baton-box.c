/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-baton-box.h"

#include "far-baton-row.h"
#include "far-words-baton.h"
#include "far-words-conflict.h"

#include <glib/gi18n.h>

struct _FarBatonBox
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */
  gboolean suggestions;
  char *shown; /* owned, nullable: all that is said, so that rows with the keyboard stay */

  GtkLabel *heading_label; /* template children */
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (FarBatonBox, far_baton_box, ADW_TYPE_BIN)

/* The rows to be, and a text that differs if they do. */
typedef struct
{
  GPtrArray *rows; /* owned (element-type FarBatonRow) */
  GString *text;   /* owned */
} Rows;

static FarBatonRow *
add_row (Rows *rows, const char *title, const char *detail)
{
  GtkWidget *row = g_object_ref_sink (far_baton_row_new (title, detail));

  g_ptr_array_add (rows->rows, row);
  g_string_append_printf (rows->text, "%s\n%s\n", title, detail != NULL ? detail : "");

  return FAR_BATON_ROW (row);
}

static void
add_button (Rows *rows,
            FarBatonRow *row,
            const char *label,
            const char *action,
            GVariant *target,
            gboolean is_suggested)
{
  g_autoptr(GVariant) kept = target != NULL ? g_variant_ref_sink (target) : NULL;
  g_autofree char *text = kept != NULL ? g_variant_print (kept, FALSE) : g_strdup ("");

  g_string_append_printf (rows->text, "%s %s %s\n", label, action, text);
  far_baton_row_add_button (row, label, action, kept, is_suggested);
}

static GVariant *
act (FarBatonAct what)
{
  return g_variant_new_int32 (what);
}

/* ---- who holds it */

static void
add_offer (Rows *rows, FarOverview *overview, const FarBaton *baton, const FarBatonOffer *offer)
{
  const FarStatus *status = far_overview_peek_status (overview);
  g_autofree char *words = far_words_baton_offer (baton, offer);
  g_autofree char *detail = offer->has_last_day ? far_words_until (offer->last_day) : NULL;
  g_autofree char *is_long = offer->has_last_day && status != NULL
                                 ? far_words_long_term (status->today, offer->last_day)
                                 : NULL;
  FarBatonRow *row;

  if (is_long != NULL)
    {
      g_autofree char *end = g_steal_pointer (&detail);

      detail = g_strdup_printf ("%s\n%s", end, is_long);
    }
  row = add_row (rows, words, detail);

  if (offer->is_offer && offer->is_me && !offer->is_declined)
    {
      add_button (rows, row, _ ("_Accept the Baton"), "win.act-baton", act (FAR_BATON_ACCEPT),
                  TRUE);
      add_button (rows, row, _ ("_No, Thank You"), "win.act-baton", act (FAR_BATON_DECLINE), FALSE);
    }
  else if (offer->is_offer && baton->i_hold)
    add_button (rows, row, _ ("_Take It Back"), "win.act-baton", act (FAR_BATON_KEEP), FALSE);
  else if (!offer->is_offer && !offer->is_me && !offer->i_approved)
    add_button (rows, row, _ ("_Yes"), "win.approve", g_variant_new_string (offer->proposal),
                FALSE);
}

static gboolean
is_asked_for_by_me (const FarBaton *baton)
{
  for (guint i = 0; i < baton->offers->len; i++)
    {
      const FarBatonOffer *offer = baton->offers->pdata[i];

      if (offer->is_me && (offer->is_claim || offer->is_offer))
        return TRUE;
    }

  return FALSE;
}

/* Of two the next is always the other. */
static gboolean
has_order (const FarBaton *baton)
{
  return baton->n_members > 2 && baton->next[0] != '\0';
}

/* Whether it could be voted for as it is: nobody in it has gone. */
static gboolean
is_order_whole (FarOverview *overview, const FarBaton *baton)
{
  for (guint i = 0; baton->order[i] != NULL; i++)
    {
      const FarMember *member = far_overview_peek_member (overview, baton->order[i]);

      if (member == NULL || member->standing != FAR_STANDING_ACTIVE)
        return FALSE;
    }

  return baton->order[0] != NULL;
}

static void
add_order (Rows *rows, FarOverview *overview, const FarBaton *baton)
{
  g_autofree char *next = far_words_baton_next (baton);
  g_autofree char *order = far_words_order (baton);
  FarBatonRow *row = add_row (rows, next, order);

  if (is_order_whole (overview, baton) && !g_strv_equal (baton->vote, baton->order))
    add_button (rows, row, _ ("_Vote for This Order"), "win.order-baton",
                g_variant_new_strv (baton->order, -1), FALSE);
  add_button (rows, row,
              baton->n_votes == 0 ? _ ("_Vote on the Order…") : _ ("Vote for _Another Order…"),
              "win.choose-order", NULL, FALSE);
}

/* @line: (nullable) (transfer full) */
static void
add_line (GString *text, char *line)
{
  if (line != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
  g_free (line);
}

/* Returns: (nullable) */
static char *
describe_baton (const FarBaton *baton)
{
  GString *text = g_string_new (NULL);
  gboolean any;

  add_line (text, far_words_vacant (baton));
  if (!baton->is_vacant)
    add_line (text, far_words_deputy (baton));
  /* more than two have an order, which says it */
  if (!has_order (baton))
    add_line (text, far_words_baton_next (baton));
  any = text->len > 0;

  return g_string_free (text, !any);
}

static void
add_baton (Rows *rows, FarOverview *overview, const FarBaton *baton)
{
  g_autofree char *holder = far_words_baton (baton);
  g_autofree char *detail = describe_baton (baton);
  FarBatonRow *row = add_row (rows, holder, detail);

  if (baton->i_hold)
    {
      add_button (rows, row, _ ("_Hand Over…"), "win.hand-over", NULL,
                  baton->phase != FAR_TERM_RUNNING);
      if (baton->phase == FAR_TERM_OVER)
        add_button (rows, row, _ ("_Keep It for Another Term"), "win.act-baton",
                    act (FAR_BATON_KEEP), FALSE);
    }
  else
    {
      if (baton->i_may_claim && !is_asked_for_by_me (baton))
        add_button (rows, row,
                    baton->n_members == 1 ? _ ("_Take the Baton")
                                          : _ ("_Ask the Others for the Baton"),
                    "win.act-baton", act (FAR_BATON_CLAIM), baton->is_vacant && baton->i_am_next);
      add_button (rows, row, _ ("Hand-Over _Sheet…"), "win.hand-over", NULL, FALSE);
    }

  for (guint i = 0; i < baton->offers->len; i++)
    add_offer (rows, overview, baton, baton->offers->pdata[i]);
  if (has_order (baton))
    add_order (rows, overview, baton);
}

/* ---- what waits */

static void
add_suggestion (Rows *rows, const FarSuggestion *suggestion, gboolean i_publish)
{
  g_autofree char *words = far_words_suggestion (suggestion);
  const char *detail = suggestion->is_mine ? _ ("You suggested it. Whoever holds the baton will "
                                                "answer.")
                                           : _ ("Whoever holds the baton will answer.");
  FarBatonRow *row = add_row (rows, words, i_publish ? NULL : detail);

  if (!i_publish)
    return;

  add_button (rows, row, _ ("_Adopt"), "win.answer-suggestion",
              g_variant_new ("(sb)", suggestion->id, TRUE), TRUE);
  add_button (rows, row, _ ("_Decline"), "win.answer-suggestion",
              g_variant_new ("(sb)", suggestion->id, FALSE), FALSE);
}

static void
add_suggestions (Rows *rows, FarOverview *overview)
{
  GListModel *suggestions = far_overview_peek_suggestions (overview);
  const FarStatus *status = far_overview_peek_status (overview);

  for (guint i = 0; i < g_list_model_get_n_items (suggestions); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (suggestions, i);

      add_suggestion (rows, far_item_peek_snapshot (item), status != NULL && status->i_publish);
    }
}

/* Values side by side, each with a button. */
static void
add_conflict (Rows *rows, const FarConflict *conflict)
{
  g_autofree char *words = far_words_conflict (conflict);
  g_autofree char *why = far_words_conflict_why (conflict);
  FarBatonRow *row = add_row (rows, words, why);

  for (guint i = 0; i < conflict->values->len; i++)
    {
      const FarConflictValue *value = conflict->values->pdata[i];
      g_autofree char *text = far_words_conflict_value (conflict->kind, value);
      g_autoptr(GString) label = g_string_new (NULL);

      g_string_printf (label, "%s (%s)", text, value->by_name);
      g_string_replace (label, "_", "__", 0); /* which would mark a mnemonic */
      add_button (rows, row, label->str, "win.choose", g_variant_new_string (value->id), FALSE);
    }
}

static void
add_conflicts (Rows *rows, FarOverview *overview)
{
  GListModel *conflicts = far_overview_peek_conflicts (overview);

  for (guint i = 0; i < g_list_model_get_n_items (conflicts); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (conflicts, i);

      add_conflict (rows, far_item_peek_snapshot (item));
    }
}

/* ---- showing it */

static void
show (FarBatonBox *self)
{
  Rows rows = { .rows = g_ptr_array_new_with_free_func (g_object_unref),
                .text = g_string_new (NULL) };
  const FarBaton *baton = far_overview_peek_baton (self->overview);
  GtkListBoxRow *old;

  if (self->suggestions)
    {
      add_suggestions (&rows, self->overview);
      add_conflicts (&rows, self->overview);
    }
  else if (baton != NULL)
    add_baton (&rows, self->overview, baton);

  if (g_strcmp0 (self->shown, rows.text->str) != 0)
    {
      g_free (self->shown);
      self->shown = g_strdup (rows.text->str);
      while ((old = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
        gtk_list_box_remove (self->list, GTK_WIDGET (old));
      for (guint i = 0; i < rows.rows->len; i++)
        gtk_list_box_append (self->list, rows.rows->pdata[i]);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), rows.rows->len > 0);
  g_ptr_array_unref (rows.rows);
  g_string_free (rows.text, TRUE);
}

static void
far_baton_box_dispose (GObject *object)
{
  FarBatonBox *self = FAR_BATON_BOX (object);

  if (self->overview != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->overview, self);
      g_signal_handlers_disconnect_by_data (far_overview_peek_suggestions (self->overview), self);
      g_signal_handlers_disconnect_by_data (far_overview_peek_conflicts (self->overview), self);
    }
  g_clear_object (&self->overview);
  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (far_baton_box_parent_class)->dispose (object);
}

static void
far_baton_box_class_init (FarBatonBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_baton_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-baton-box.ui");
  gtk_widget_class_bind_template_child (widget_class, FarBatonBox, heading_label);
  gtk_widget_class_bind_template_child (widget_class, FarBatonBox, list);
}

static void
far_baton_box_init (FarBatonBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
far_baton_box_set_overview (FarBatonBox *self, FarOverview *overview, gboolean suggestions)
{
  const char *heading = suggestions ? _ ("To Decide") : _ ("The Baton");

  g_return_if_fail (FAR_IS_BATON_BOX (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  self->suggestions = suggestions;
  gtk_label_set_label (self->heading_label, heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  heading, -1);
  g_signal_connect_swapped (overview, "notify::baton", G_CALLBACK (show), self);
  g_signal_connect_swapped (overview, "notify::status", G_CALLBACK (show), self);
  g_signal_connect_swapped (far_overview_peek_suggestions (overview), "items-changed",
                            G_CALLBACK (show), self);
  g_signal_connect_swapped (far_overview_peek_conflicts (overview), "items-changed",
                            G_CALLBACK (show), self);
  show (self);
}
