/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-frame.h"

#include "far-page-bar.h"

#include <glib/gi18n.h>

/* Of text, in characters: the least width of the list, and what the page wants beside it. */
#define N_SIDEBAR_CHARS 26
#define N_CONTENT_CHARS 52

struct _FarFrame
{
  GtkWidget parent_instance;

  AdwViewStack *stack; /* owned, nullable */
  gboolean is_open;
  gboolean is_wide;    /* as it was laid out last */
  gboolean was_wide;   /* as it was told last */
  gboolean is_showing; /* in the list and in the bar, the page that is */
  guint tell_id;

  GtkWidget *content; /* unowned, nullable: a child */

  GtkWidget *sidebar; /* template children */
  GtkWidget *separator;
  GtkLabel *title;
  GtkListBox *list;
  FarPageBar *bar;
};

G_DEFINE_FINAL_TYPE (FarFrame, far_frame, GTK_TYPE_WIDGET)

enum
{
  PROP_CONTENT = 1,
  PROP_WIDE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* What is read in the bar: six of them beside each other in 360 pixels. */
static const struct
{
  const char *page;
  const char *word;
} words[] = {
  /* Translators: of a page, at the bottom of a narrow window: as short as can be */
  { "week", NC_ ("bottom bar", "Week") },   { "rotas", NC_ ("bottom bar", "Rotas") },
  { "rides", NC_ ("bottom bar", "Rides") }, { "help", NC_ ("bottom bar", "Help") },
  { "us", NC_ ("bottom bar", "Us") },       { "meeting", NC_ ("bottom bar", "Meeting") },
};

static const char *
word_of (AdwViewStackPage *page)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].page, adw_view_stack_page_get_name (page)) == 0)
      return g_dpgettext2 (NULL, "bottom bar", words[i].word);

  return adw_view_stack_page_get_title (page);
}

/* -- which page */

static GtkWidget *
peek_button (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "far-button");
}

static AdwViewStackPage *
peek_page (gpointer row_or_button)
{
  return g_object_get_data (G_OBJECT (row_or_button), "far-page");
}

/* Where the keyboard is in the list, it goes with what is chosen otherwise. */
static void
select_row (FarFrame *self, GtkListBoxRow *row)
{
  GtkWidget *before = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  gtk_list_box_select_row (self->list, row);
  if (before != NULL && before != GTK_WIDGET (row))
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
show_page (FarFrame *self)
{
  GtkWidget *shown = adw_view_stack_get_visible_child (self->stack);
  GtkListBoxRow *row;

  self->is_showing = TRUE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (adw_view_stack_page_get_child (peek_page (row)) == shown)
      {
        select_row (self, row);
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (peek_button (GTK_WIDGET (row))), TRUE);
      }
  self->is_showing = FALSE;
}

static void
go_to (FarFrame *self, AdwViewStackPage *page)
{
  if (!self->is_showing)
    adw_view_stack_set_visible_child (self->stack, adw_view_stack_page_get_child (page));
}

static void
row_selected_cb (FarFrame *self, GtkListBoxRow *row)
{
  if (row != NULL)
    go_to (self, peek_page (row));
}

/* By Enter one goes on to what is there. */
static void
row_activated_cb (FarFrame *self, GtkListBoxRow *row)
{
  go_to (self, peek_page (row));
}

static void
button_clicked_cb (FarFrame *self, GtkToggleButton *button)
{
  go_to (self, peek_page (button));
}

static void
name_page (GtkWidget *widget, AdwViewStackPage *page)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_view_stack_page_get_title (page),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  adw_view_stack_page_get_needs_attention (page)
                                      ? _ ("A question waits for you there.")
                                      : "",
                                  -1);
}

static void
show_attention (AdwViewStackPage *page, GParamSpec *spec, GtkWidget *row)
{
  GtkWidget *button = peek_button (row);

  name_page (row, page);
  name_page (button, page);
  if (adw_view_stack_page_get_needs_attention (page))
    gtk_widget_add_css_class (button, "far-attention");
  else
    gtk_widget_remove_css_class (button, "far-attention");
}

static GtkWidget *
create_row (AdwViewStackPage *page)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (adw_view_stack_page_get_title (page));
  GtkWidget *dot = g_object_new (GTK_TYPE_LABEL, "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_PRESENTATION, "label", "●", NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (dot, "accent");
  g_object_bind_property (page, "needs-attention", dot, "visible", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (box),
                  gtk_image_new_from_icon_name (adw_view_stack_page_get_icon_name (page)));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), dot);

  return g_object_new (GTK_TYPE_LIST_BOX_ROW, "accessible-role", GTK_ACCESSIBLE_ROLE_TAB, "child",
                       box, NULL);
}

static void
add_page (FarFrame *self, AdwViewStackPage *page)
{
  GtkWidget *row = create_row (page);
  GtkWidget *button = far_page_bar_add (self->bar, page, word_of (page));

  g_object_set_data (G_OBJECT (row), "far-button", button);
  g_object_set_data (G_OBJECT (row), "far-page", page);
  g_object_set_data (G_OBJECT (button), "far-page", page);
  g_signal_connect_object (button, "clicked", G_CALLBACK (button_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (page, "visible", row, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (page, "visible", button, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (page, "notify::needs-attention", G_CALLBACK (show_attention), row, 0);
  show_attention (page, NULL, row);
  gtk_list_box_append (self->list, row);
}

/* -- where they are */

static int
char_width (FarFrame *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics =
      pango_context_get_metrics (context, pango_context_get_font_description (context), NULL);
  int width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);

  return width;
}

static int
measure (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int minimum = 0;

  if (widget != NULL && gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, orientation, for_size, &minimum, NULL, NULL, NULL);

  return minimum;
}

static int
measure_sidebar (FarFrame *self)
{
  int list;

  gtk_widget_measure (GTK_WIDGET (self->list), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &list, NULL,
                      NULL);

  return MAX (list, N_SIDEBAR_CHARS * char_width (self) / PANGO_SCALE);
}

static int
measure_separator (FarFrame *self)
{
  return measure (self->separator, GTK_ORIENTATION_HORIZONTAL, -1);
}

static gboolean
is_wide_enough (FarFrame *self, int width)
{
  int content = MAX (measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1),
                     N_CONTENT_CHARS * char_width (self) / PANGO_SCALE);

  return self->is_open && width >= measure_sidebar (self) + measure_separator (self) + content;
}

static GtkSizeRequestMode
far_frame_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
measure_height (FarFrame *self, int width)
{
  GtkWidget *bar = GTK_WIDGET (self->bar);
  int sidebar;

  if (width >= 0 && is_wide_enough (self, width))
    {
      sidebar = measure_sidebar (self);

      return MAX (measure (self->sidebar, GTK_ORIENTATION_VERTICAL, sidebar),
                  measure (self->content, GTK_ORIENTATION_VERTICAL,
                           width - sidebar - measure_separator (self)));
    }

  return measure (self->content, GTK_ORIENTATION_VERTICAL, width) +
         (self->is_open ? measure (bar, GTK_ORIENTATION_VERTICAL, width) : 0);
}

static void
far_frame_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  FarFrame *self = FAR_FRAME (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int content = measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1);
      int bar = measure (GTK_WIDGET (self->bar), GTK_ORIENTATION_HORIZONTAL, -1);

      *minimum = MAX (content, self->is_open ? bar : 0);
      *natural = content + (self->is_open ? measure_sidebar (self) : 0);
    }
  else
    {
      *minimum = *natural = measure_height (self, for_size);
    }
}

static gboolean
tell_cb (gpointer data)
{
  FarFrame *self = data;

  self->tell_id = 0;
  if (self->was_wide != self->is_wide)
    {
      self->was_wide = self->is_wide;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WIDE]);
    }

  return G_SOURCE_REMOVE;
}

/* Its size is given up with its place: a reader of the screen is not to come upon it. */
static void
show_child (GtkWidget *child, gboolean shown)
{
  gtk_widget_set_child_visible (child, shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, !shown, -1);
}

static void
allocate (FarFrame *self, GtkWidget *child, int x, int y, int width, int height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int all = gtk_widget_get_width (GTK_WIDGET (self));
  GtkAllocation allocation = { rtl ? all - x - width : x, y, width, height };

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_size_allocate (child, &allocation, -1);
}

static void
far_frame_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FarFrame *self = FAR_FRAME (widget);
  gboolean wide = is_wide_enough (self, width);
  int sidebar = wide ? measure_sidebar (self) : 0;
  int separator = wide ? measure_separator (self) : 0;
  int bar = self->is_open && !wide
                ? measure (GTK_WIDGET (self->bar), GTK_ORIENTATION_VERTICAL, width)
                : 0;

  show_child (self->sidebar, wide);
  gtk_widget_set_child_visible (self->separator, wide);
  show_child (GTK_WIDGET (self->bar), bar > 0);
  allocate (self, self->sidebar, 0, 0, sidebar, height);
  allocate (self, self->separator, sidebar, 0, separator, height);
  allocate (self, self->content, sidebar + separator, 0, width - sidebar - separator, height - bar);
  allocate (self, GTK_WIDGET (self->bar), 0, height - bar, width, bar);

  /* in the middle of an allocation nothing may change its size */
  self->is_wide = wide;
  if (self->is_wide != self->was_wide && self->tell_id == 0)
    self->tell_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell_cb, self, NULL);
}

/* -- keyboard */

/* Whether the keyboard is in the list or was brought to it.  Tab leaves it at once: on its way
 * through it would show one page after the other. */
static gboolean
focus_list (FarFrame *self, GtkDirectionType direction)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  GtkWidget *inside = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (inside == self->sidebar)
    return direction == GTK_DIR_TAB_FORWARD && gtk_widget_child_focus (self->content, direction);
  if (inside != NULL && gtk_widget_child_focus (inside, direction))
    return TRUE;

  return (inside == NULL || direction == GTK_DIR_TAB_BACKWARD) && row != NULL &&
         gtk_widget_grab_focus (GTK_WIDGET (row));
}

static gboolean
far_frame_focus (GtkWidget *widget, GtkDirectionType direction)
{
  FarFrame *self = FAR_FRAME (widget);
  gboolean tabs = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (self->is_wide && tabs)
    return focus_list (self, direction);

  return GTK_WIDGET_CLASS (far_frame_parent_class)->focus (widget, direction);
}

/* -- object */

static void
set_content (FarFrame *self, GtkWidget *content)
{
  g_clear_pointer (&self->content, gtk_widget_unparent);
  self->content = content;
  if (content != NULL)
    gtk_widget_insert_before (content, GTK_WIDGET (self), GTK_WIDGET (self->bar));
}

static void
far_frame_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONTENT:
      set_content (FAR_FRAME (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
far_frame_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, FAR_FRAME (object)->content);
      break;
    case PROP_WIDE:
      g_value_set_boolean (value, FAR_FRAME (object)->was_wide);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
far_frame_dispose (GObject *object)
{
  FarFrame *self = FAR_FRAME (object);
  GtkWidget *child;

  g_clear_handle_id (&self->tell_id, g_source_remove);
  g_clear_object (&self->stack);
  self->content = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (far_frame_parent_class)->dispose (object);
}

static void
far_frame_class_init (FarFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = far_frame_dispose;
  object_class->get_property = far_frame_get_property;
  object_class->set_property = far_frame_set_property;
  widget_class->focus = far_frame_focus;
  widget_class->get_request_mode = far_frame_get_request_mode;
  widget_class->measure = far_frame_measure;
  widget_class->size_allocate = far_frame_size_allocate;

  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_WIDE] =
      g_param_spec_boolean ("wide", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (FAR_TYPE_PAGE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/farandole/Farandole/far-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, FarFrame, sidebar);
  gtk_widget_class_bind_template_child (widget_class, FarFrame, separator);
  gtk_widget_class_bind_template_child (widget_class, FarFrame, title);
  gtk_widget_class_bind_template_child (widget_class, FarFrame, list);
  gtk_widget_class_bind_template_child (widget_class, FarFrame, bar);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
far_frame_init (FarFrame *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pages"), -1);
}

void
far_frame_set_stack (FarFrame *self, AdwViewStack *stack)
{
  g_autoptr(GtkSelectionModel) pages = NULL;

  g_return_if_fail (FAR_IS_FRAME (self));
  g_return_if_fail (ADW_IS_VIEW_STACK (stack));
  g_return_if_fail (self->stack == NULL);

  self->stack = g_object_ref (stack);
  pages = adw_view_stack_get_pages (stack);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr(AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      add_page (self, page);
    }
  g_signal_connect_object (stack, "notify::visible-child", G_CALLBACK (show_page), self,
                           G_CONNECT_SWAPPED);
  show_page (self);
}

void
far_frame_set_open (FarFrame *self, gboolean open)
{
  g_return_if_fail (FAR_IS_FRAME (self));

  if (self->is_open == open)
    return;

  self->is_open = open;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
far_frame_set_title (FarFrame *self, const char *title)
{
  g_return_if_fail (FAR_IS_FRAME (self));

  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
}

gboolean
far_frame_get_wide (FarFrame *self)
{
  g_return_val_if_fail (FAR_IS_FRAME (self), FALSE);

  return self->was_wide;
}

void
far_frame_focus_other (FarFrame *self)
{
  GtkRoot *root;
  GtkWidget *focus;
  GtkListBoxRow *row;

  g_return_if_fail (FAR_IS_FRAME (self));

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  row = gtk_list_box_get_selected_row (self->list);
  if (!self->is_open || row == NULL)
    return;

  if (focus != NULL && (gtk_widget_is_ancestor (focus, self->sidebar) ||
                        gtk_widget_is_ancestor (focus, GTK_WIDGET (self->bar))))
    gtk_widget_child_focus (adw_view_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (self->is_wide ? GTK_WIDGET (row) : peek_button (GTK_WIDGET (row)));
}
