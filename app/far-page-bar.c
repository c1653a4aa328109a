/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-page-bar.h"

#define N_ROWS_MAX 3

struct _FarPageBar
{
  GtkWidget parent_instance;

  GtkToggleButton *first; /* unowned, nullable: of their group */
};

G_DEFINE_FINAL_TYPE (FarPageBar, far_page_bar, GTK_TYPE_WIDGET)

/* -- rows */

static int
measure_width (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);

  return natural;
}

static int
measure_height (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);

  return natural;
}

/* Returns: (transfer container) (element-type GtkWidget): those that are shown */
static GPtrArray *
list_shown (FarPageBar *self)
{
  GPtrArray *list = g_ptr_array_new ();

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      g_ptr_array_add (list, child);

  return list;
}

static guint
count_per_row (const GPtrArray *shown, guint n_rows)
{
  return MAX ((shown->len + n_rows - 1) / n_rows, 1);
}

/* The width that the widest of so many rows takes. */
static int
measure_rows (const GPtrArray *shown, guint n_rows)
{
  guint per_row = count_per_row (shown, n_rows);
  int widest = 0;
  int width = 0;

  for (guint i = 0; i < shown->len; i++)
    {
      width = (i % per_row == 0 ? 0 : width) + measure_width (shown->pdata[i]);
      widest = MAX (widest, width);
    }

  return widest;
}

static guint
count_rows (const GPtrArray *shown, int width)
{
  guint n_rows = 1;

  while (n_rows < N_ROWS_MAX && measure_rows (shown, n_rows) > width)
    n_rows++;

  return n_rows;
}

static int
measure_row_height (const GPtrArray *shown)
{
  int height = 0;

  for (guint i = 0; i < shown->len; i++)
    height = MAX (height, measure_height (shown->pdata[i]));

  return height;
}

/* Each has what it needs, and as much more as the others. */
static void
allocate_row (FarPageBar *self, const GPtrArray *shown, guint from, guint until, int width, int y)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int height = measure_row_height (shown);
  int left = width;
  int x = 0;

  for (guint i = from; i < until; i++)
    left -= measure_width (shown->pdata[i]);
  left = MAX (left, 0);

  for (guint i = from; i < until; i++)
    {
      int share = left / (int)(until - i);
      int taken = measure_width (shown->pdata[i]) + share;
      GtkAllocation allocation = { rtl ? width - x - taken : x, y, taken, height };

      gtk_widget_size_allocate (shown->pdata[i], &allocation, -1);
      left -= share;
      x += taken;
    }
}

static GtkSizeRequestMode
far_page_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
far_page_bar_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  g_autoptr(GPtrArray) shown = list_shown (FAR_PAGE_BAR (widget));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = measure_rows (shown, N_ROWS_MAX);
      *natural = measure_rows (shown, 1);
    }
  else
    {
      guint n_rows = for_size < 0 ? 1 : count_rows (shown, for_size);

      *minimum = *natural = (int)n_rows * measure_row_height (shown);
    }
}

static void
far_page_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FarPageBar *self = FAR_PAGE_BAR (widget);
  g_autoptr(GPtrArray) shown = list_shown (self);
  guint per_row = count_per_row (shown, count_rows (shown, width));
  int y = 0;

  for (guint i = 0; i < shown->len; i += per_row)
    {
      allocate_row (self, shown, i, MIN (i + per_row, shown->len), width, y);
      y += measure_row_height (shown);
    }
}

static void
far_page_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (far_page_bar_parent_class)->dispose (object);
}

static void
far_page_bar_class_init (FarPageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = far_page_bar_dispose;
  widget_class->get_request_mode = far_page_bar_get_request_mode;
  widget_class->measure = far_page_bar_measure;
  widget_class->size_allocate = far_page_bar_size_allocate;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TAB_LIST);
  gtk_widget_class_set_css_name (widget_class, "pagebar");
}

static void
far_page_bar_init (FarPageBar *self)
{
}

GtkWidget *
far_page_bar_add (FarPageBar *self, AdwViewStackPage *page, const char *word)
{
  GtkWidget *button;
  GtkWidget *box;
  GtkWidget *label;

  g_return_val_if_fail (FAR_IS_PAGE_BAR (self), NULL);
  g_return_val_if_fail (ADW_IS_VIEW_STACK_PAGE (page), NULL);
  g_return_val_if_fail (word != NULL, NULL);

  label = gtk_label_new (word);
  gtk_widget_add_css_class (label, "caption");
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box),
                  gtk_image_new_from_icon_name (adw_view_stack_page_get_icon_name (page)));
  gtk_box_append (GTK_BOX (box), label);

  button = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_TAB,
                         "child", box, NULL);
  gtk_widget_add_css_class (button, "flat");
  if (self->first == NULL)
    self->first = GTK_TOGGLE_BUTTON (button);
  else
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), self->first);
  gtk_widget_set_parent (button, GTK_WIDGET (self));

  return button;
}
