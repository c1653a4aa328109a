/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-week-page.h"

#include "far-compat.h"
#include "far-day-cell.h"
#include "far-mine-box.h"
#include "far-news-box.h"
#include "far-outing-row.h"
#include "far-ride-row.h"
#include "far-text.h"
#include "far-fair-box.h"
#include "far-due-box.h"
#include "far-skills-box.h"
#include "far-returns-box.h"
#include "far-touched-box.h"
#include "far-words-holidays.h"
#include "far-words.h"

#include <glib/gi18n.h>

#define DAYS_PER_WEEK 7

struct _FarWeekPage
{
  AdwBin parent_instance;

  FarOverview *overview; /* owned */

  GtkLabel *range_label; /* template children */
  GtkButton *today_button;
  GtkMenuButton *menu_button;
  GtkBox *strip_box;
  FarNewsBox *news_box;
  FarTouchedBox *touched_box;
  FarMineBox *mine_box;
  FarReturnsBox *returns_box;
  FarDueBox *due_box;
  FarSkillsBox *skills_box;
  FarFairBox *fair_box;
  GtkStack *stack;
  GtkWidget *rides_box;
  GtkListBox *rides_list;
  GtkListBox *list;
  AdwStatusPage *empty_page;
  GtkButton *empty_button;
  GtkWidget *invite_button;
};

G_DEFINE_FINAL_TYPE (FarWeekPage, far_week_page, ADW_TYPE_BIN)

static gint32
get_today (FarWeekPage *self)
{
  const FarStatus *status = far_overview_peek_status (self->overview);

  return status != NULL ? status->today : FAR_DAY_NONE;
}

static void
add_day_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  FarWeekPage *self = data;
  gint32 day = far_outing_row_get_day (FAR_OUTING_ROW (row));
  g_autofree char *words = NULL;
  g_autofree char *heading = NULL;
  GtkWidget *label;

  if (before != NULL && far_outing_row_get_day (FAR_OUTING_ROW (before)) == day)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  words = far_words_day (day);
  if (day == get_today (self))
    /* Translators: heading of the outings of today; %s is the day, as in "Tuesday 1 September" */
    heading = g_strdup_printf (_ ("Today, %s"), words);
  else if (day == get_today (self) + 1)
    /* Translators: heading of the outings of tomorrow; %s is the day */
    heading = g_strdup_printf (_ ("Tomorrow, %s"), words);
  else
    heading = far_text_capitalize (words);

  label = gtk_label_new (heading);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "title-4");
  gtk_widget_add_css_class (label, "far-day");
  gtk_list_box_row_set_header (row, label);
}

static void
show_week (FarWeekPage *self)
{
  gint32 day = far_overview_get_first_day (self->overview);
  gint32 today = get_today (self);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *range = NULL;

  if (day == FAR_DAY_NONE)
    return;

  first = far_words_day_short (day);
  last = far_words_day_short (day + 6);
  /* Translators: the first and the last day of a week */
  range = g_strdup_printf (_ ("%1$s – %2$s"), first, last);
  gtk_label_set_label (self->range_label, range);
  gtk_widget_set_visible (GTK_WIDGET (self->today_button), today < day || today > day + 6);
}

/* Why there may be none.  Returns: (transfer full) (nullable) */
static char *
words_of_holiday (FarWeekPage *self)
{
  GListModel *calendars = far_overview_peek_calendars (self->overview);
  gint32 day = far_overview_get_first_day (self->overview);

  for (guint i = 0; i < g_list_model_get_n_items (calendars); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (calendars, i);
      const FarCalendar *calendar = far_item_peek_snapshot (item);

      for (guint j = 0; j < calendar->holidays->len; j++)
        {
          const FarHoliday *holiday = calendar->holidays->pdata[j];

          g_autofree char *words = NULL;

          if (holiday->first_day > day + 6 || holiday->last_day < day)
            continue;
          words = far_words_holiday (holiday);

          /* Translators: %s is the days of holidays that have no name */
          return holiday->name[0] != '\0' ? g_steal_pointer (&words)
                                          : g_strdup_printf (_ ("Holidays, %s"), words);
        }
    }

  return NULL;
}

static void
show_empty (FarWeekPage *self)
{
  g_autofree char *holiday = words_of_holiday (self);
  gint32 next = far_overview_get_next_day (self->overview);
  gboolean any = g_list_model_get_n_items (far_overview_peek_rotas (self->overview)) > 0;
  g_autofree char *day = NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (next != FAR_DAY_NONE)
    {
      day = far_words_day (next);
      /* Translators: %s is a day */
      text = g_strdup_printf (_ ("The next outing is on %s."), day);
      gtk_button_set_label (self->empty_button, _ ("_Go There"));
      far_compat_set_action (GTK_WIDGET (self->empty_button), "win.show-day",
                             g_variant_new_int32 (next));
    }
  else if (any)
    {
      text = g_strdup (_ ("Nothing is planned after this week either. Add a rota for the days "
                          "ahead."));
      gtk_button_set_label (self->empty_button, _ ("_Add a Rota"));
      far_compat_set_action (GTK_WIDGET (self->empty_button), "win.add-rota", NULL);
    }
  else
    {
      text = g_strdup (_ ("There is no rota yet. Add one: on which days and at what time somebody "
                          "is needed."));
      gtk_button_set_label (self->empty_button, _ ("_Add a Rota"));
      far_compat_set_action (GTK_WIDGET (self->empty_button), "win.add-rota", NULL);
    }

  /* who begins needs the others as much as a rota */
  gtk_widget_set_visible (self->invite_button, !any);
  if (holiday != NULL)
    {
      /* Translators: the name and the days of holidays, and a sentence about what comes after */
      char *both = g_strdup_printf (_ ("%1$s. %2$s"), holiday, text);

      g_free (text);
      text = both;
    }
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->empty_page, escaped);
}

/* ---- its days as a strip */

static void
day_clicked_cb (FarWeekPage *self, FarDayCell *cell)
{
  gint32 day = far_day_cell_get_day (cell);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (FAR_IS_OUTING_ROW (row) && far_outing_row_get_day (FAR_OUTING_ROW (row)) == day)
      {
        gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
        return;
      }
}

static void
add_cells (FarWeekPage *self)
{
  for (int i = 0; i < DAYS_PER_WEEK; i++)
    {
      GtkWidget *cell = far_day_cell_new (TRUE);

      g_signal_connect_swapped (cell, "clicked", G_CALLBACK (day_clicked_cb), self);
      gtk_box_append (self->strip_box, cell);
    }
}

static void
show_strip (FarWeekPage *self)
{
  GListModel *model = far_overview_peek_outings (self->overview);
  guint n = g_list_model_get_n_items (model);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) outings = g_ptr_array_new ();
  g_autoptr(GArray) days = NULL;
  GtkWidget *cell = gtk_widget_get_first_child (GTK_WIDGET (self->strip_box));

  gtk_widget_set_visible (GTK_WIDGET (self->strip_box), n > 0);
  for (guint i = 0; i < n; i++)
    {
      FarItem *item = g_list_model_get_item (model, i);

      g_ptr_array_add (items, item);
      g_ptr_array_add (outings, (gpointer)far_item_peek_snapshot (item));
    }
  days = far_season_days (outings, far_overview_get_first_day (self->overview), 1);
  for (guint i = 0; i < days->len; i++, cell = gtk_widget_get_next_sibling (cell))
    {
      const FarSeasonPart *day = &g_array_index (days, FarSeasonPart, i);

      far_day_cell_show (FAR_DAY_CELL (cell), day, day->day == get_today (self));
    }
}

static void
show_page (FarWeekPage *self)
{
  guint n_outings = g_list_model_get_n_items (far_overview_peek_outings (self->overview));
  guint n_rides = g_list_model_get_n_items (far_overview_peek_my_rides (self->overview));
  const char *page = "list";

  show_strip (self);
  gtk_widget_set_visible (self->rides_box, n_rides > 0);
  if (!far_overview_get_week_known (self->overview))
    page = "waiting";
  else if (n_outings == 0 && n_rides == 0)
    page = "empty";

  if (g_str_equal (page, "empty"))
    show_empty (self);

  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
status_cb (FarWeekPage *self)
{
  show_week (self);
  show_page (self);
  gtk_list_box_invalidate_headers (self->list);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  FarWeekPage *self = data;

  return far_outing_row_new (item, self->overview);
}

static GtkWidget *
create_ride_row (gpointer item, gpointer data)
{
  return far_ride_row_new (item, TRUE);
}

static void
far_week_page_dispose (GObject *object)
{
  FarWeekPage *self = FAR_WEEK_PAGE (object);

  if (self->overview != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->overview, self);
      g_signal_handlers_disconnect_by_data (far_overview_peek_rotas (self->overview), self);
      g_signal_handlers_disconnect_by_data (far_overview_peek_calendars (self->overview), self);
      g_signal_handlers_disconnect_by_data (far_overview_peek_my_rides (self->overview), self);
      gtk_list_box_bind_model (self->rides_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (far_week_page_parent_class)->dispose (object);
}

static void
far_week_page_class_init (FarWeekPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_week_page_dispose;

  g_type_ensure (FAR_TYPE_MINE_BOX);
  g_type_ensure (FAR_TYPE_NEWS_BOX);
  g_type_ensure (FAR_TYPE_FAIR_BOX);
  g_type_ensure (FAR_TYPE_SKILLS_BOX);
  g_type_ensure (FAR_TYPE_TOUCHED_BOX);
  g_type_ensure (FAR_TYPE_RETURNS_BOX);
  g_type_ensure (FAR_TYPE_DUE_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-week-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, range_label);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, today_button);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, strip_box);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, news_box);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, touched_box);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, mine_box);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, returns_box);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, due_box);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, skills_box);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, fair_box);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, rides_box);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, rides_list);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, list);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, empty_button);
  gtk_widget_class_bind_template_child (widget_class, FarWeekPage, invite_button);
}

static void
far_week_page_init (FarWeekPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  far_compat_wrap_buttons (GTK_WIDGET (self));
  far_compat_wrap_menu (self->menu_button);
  far_compat_name_menu_button (self->menu_button, _ ("Copy, Print or Save"));
  gtk_list_box_set_header_func (self->list, add_day_heading, self, NULL);
  add_cells (self);
}

void
far_week_page_set_overview (FarWeekPage *self, FarOverview *overview, const char *home)
{
  g_return_if_fail (FAR_IS_WEEK_PAGE (self));
  g_return_if_fail (FAR_IS_OVERVIEW (overview));
  g_return_if_fail (self->overview == NULL);

  self->overview = g_object_ref (overview);
  far_news_box_set_overview (self->news_box, overview);
  far_touched_box_set_overview (self->touched_box, overview);
  far_mine_box_set_overview (self->mine_box, overview);
  far_returns_box_set_overview (self->returns_box, overview);
  far_due_box_set_overview (self->due_box, overview, home);
  far_skills_box_set_overview (self->skills_box, overview, home);
  far_fair_box_set_overview (self->fair_box, overview);
  gtk_list_box_bind_model (self->list, far_overview_peek_outings (overview), create_row, self,
                           NULL);
  gtk_list_box_bind_model (self->rides_list, far_overview_peek_my_rides (overview), create_ride_row,
                           self, NULL);
  g_signal_connect_swapped (overview, "notify::first-day", G_CALLBACK (show_week), self);
  g_signal_connect_swapped (overview, "notify::week-known", G_CALLBACK (show_page), self);
  g_signal_connect_swapped (overview, "notify::status", G_CALLBACK (status_cb), self);
  g_signal_connect_swapped (far_overview_peek_rotas (overview), "items-changed",
                            G_CALLBACK (show_page), self);
  g_signal_connect_swapped (far_overview_peek_calendars (overview), "items-changed",
                            G_CALLBACK (show_page), self);
  g_signal_connect_swapped (far_overview_peek_my_rides (overview), "items-changed",
                            G_CALLBACK (show_page), self);
  show_week (self);
  show_page (self);
}
