/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-window-private: what far-window.c and far-window-actions.c share. */

#pragma once

#include "far-window.h"

#include "far-overview.h"
#include "far-exchange-page.h"
#include "far-members-page.h"
#include "far-notice.h"
#include "far-plan-page.h"
#include "far-week-page.h"
#include "far-welcome-page.h"

G_BEGIN_DECLS

struct _FarWindow
{
  AdwApplicationWindow parent_instance;

  FarEngine *engine;     /* owned */
  FarOverview *overview; /* owned, nullable until the engine is open */
  GHashTable *acts;      /* owned; (element-type utf8 utf8): turns being taken or released */
  char *warning;         /* owned, nullable: the last that was shown */
  AdwToast *undo_toast;  /* weak: the last that offers to undo */
  gboolean is_settled;

  GtkWidget *switcher; /* owned: far-compat's, in the header while we belong */

  AdwHeaderBar *header_bar; /* template children */
  AdwViewSwitcherBar *switcher_bar;
  AdwBin *activity_bin;
  GtkBox *activity_box;
  GtkLabel *name_label;
  GtkLabel *activity_label;
  GtkMenuButton *menu_button;
  GtkProgressBar *progress_bar;
  FarNotice *notice;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *broken_page;
  AdwViewStack *pages;
  FarWelcomePage *welcome_page;
  FarWeekPage *week_page;
  FarPlanPage *plan_page;
  FarMembersPage *members_page;
  FarExchangePage *exchange_page;
};

void _far_window_class_install_actions (GtkWidgetClass *widget_class);

/* Those that make no sense before the collective is there, or in it, are switched off. */
void _far_window_update_actions (FarWindow *self);

/* Opens the engine, or tries it again. */
void _far_window_open (FarWindow *self);

/* Hands a file that was dropped on the window to the page that it is for. */
void _far_window_read_file (FarWindow *self, GFile *file);

G_END_DECLS
