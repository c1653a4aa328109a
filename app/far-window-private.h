/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-window-private: what the files of the window share. */

#pragma once

#include "far-window.h"

#include "far-overview.h"
#include "far-broken-page.h"
#include "far-collectives-page.h"
#include "far-exchange-page.h"
#include "far-frame.h"
#include "far-help-page.h"
#include "far-members-page.h"
#include "far-notice.h"
#include "far-plan-page.h"
#include "far-rides-page.h"
#include "far-simple-page.h"
#include "far-week-page.h"
#include "far-welcome-page.h"

G_BEGIN_DECLS

struct _FarWindow
{
  AdwApplicationWindow parent_instance;

  FarEngine *engine;     /* owned */
  FarOverview *overview; /* owned, nullable until the engine is open */
  GHashTable *acts;      /* owned; (element-type utf8 utf8): turns being taken or released */
  GHashTable *later;    /* owned; (element-type utf8 uint): ids, and what will be done about them */
  char *doing;          /* owned, nullable: what is happening now, in words */
  char *warning;        /* owned, nullable: the last that was shown */
  AdwToast *undo_toast; /* weak: the last that offers to undo */
  FarRota *undo_rota;   /* owned, nullable: as it was before it was changed last */
  guint undo_fields;    /* FarRotaFields that were changed */
  FarOuting *undo_date; /* owned, nullable: as it was before it was changed last */
  FarLine *undo_line;   /* owned, nullable: as it was before it was changed last */
  GQueue opened;        /* (element-type GFile): owned: that wait for the window */
  GQueue dropped;       /* (element-type GFile): owned: files to be looked at, the first now */
  GQueue bundles;       /* the same: those of them that wait to be read */
  gboolean is_settled;

  char *home;              /* owned */
  char *collective;        /* owned, nullable: the one that was asked for */
  GError *trouble;         /* owned, nullable: why it did not open */
  guint slow_id;           /* until opening takes long enough to be shown */
  gboolean is_example;     /* a neighbourhood to try things on */
  gboolean is_making;      /* and it is being made */
  gboolean is_choosing;    /* the collectives are shown, whatever is open */
  gboolean is_always_week; /* it begins with it, whatever was shown the last time */
  gboolean is_simple;      /* the simple view is shown instead of the pages */
  char *page_shown;        /* owned, nullable: the last time, until it is shown again */
  gboolean is_asking; /* how a machine that comes back asks is shown, instead of what it holds */

  GtkWidget *title; /* owned: an AdwWindowTitle, in the header while we belong */

  FarFrame *frame; /* template children */
  AdwHeaderBar *header_bar;
  GtkMenuButton *menu_button;
  GtkWidget *search_button;
  GtkWidget *simple_button;
  GtkWidget *pages_button;
  GtkProgressBar *progress_bar;
  FarNotice *notice;
  GtkWidget *example_box;
  GtkBox *returning_box;
  GtkLabel *returning_label;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkBox *opening_box;
  FarBrokenPage *broken_page;
  FarCollectivesPage *collectives_page;
  AdwViewStack *pages;
  FarWelcomePage *welcome_page;
  FarWeekPage *week_page;
  FarPlanPage *plan_page;
  FarRidesPage *rides_page;
  FarHelpPage *help_page;
  FarMembersPage *members_page;
  FarExchangePage *exchange_page;
  FarSimplePage *simple_page;
};

void _far_window_class_install_actions (GtkWidgetClass *widget_class);

void _far_window_add_toast (FarWindow *self, const char *text);
/* Toasts wait for each other; what the last one would undo must not be there still.  @target:
 * floating */
void _far_window_add_undo_toast (FarWindow *self,
                                 const char *text,
                                 const char *action,
                                 GVariant *target);

/* Of far-window-baton.c: (i) a FarBatonAct, (si) a member and the last day of their term, (s) a
 * member or "" for none, none, none, (as) members one after the other, (sb) a suggestion and
 * whether it is adopted */
void _far_window_search_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_act_baton_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_pass_baton_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_name_deputy_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_hand_over_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_choose_order_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_order_baton_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_answer_suggestion_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_choose_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-events.c: none, (v) what was imported */
void _far_window_import_rotas_cb (GtkWidget *widget, const char *action, GVariant *parameter);
GtkWindow *_far_window_events_dialog_new (FarWindow *self, const char *path);
void _far_window_undo_import_cb (GtkWidget *widget, const char *action, GVariant *parameter);
/* Of far-window-people.c: none, (v) who was imported */
void _far_window_import_people_cb (GtkWidget *widget, const char *action, GVariant *parameter);
GtkWindow *_far_window_people_dialog_new (FarWindow *self, const char *path);
void _far_window_undo_people_cb (GtkWidget *widget, const char *action, GVariant *parameter);
/* Of far-window-holidays.c: none, (s) a calendar, (sa(iis)) its name and holidays */
void _far_window_close_school_cb (GtkWidget *widget, const char *action, GVariant *parameter);
GtkWindow *_far_window_holidays_dialog_new (FarWindow *self, const char *path);
void _far_window_enter_holidays_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_remove_holidays_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_restore_holidays_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_set_holidays_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-turns.c: (siis) a rota, a day, a role and for whom, "" for me; (s) a turn; (sisb) a
 * rota, a day, my turn or "", and whether I come after all; (siiiais) a rota, a role, the first and
 * the last day, the days or none for each week, and whose */
/* Besides: (sis) a rota, a day and a turn; (ss) mine and somebody else's; (s) that one */
void _far_window_swap_turn_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_offer_swap_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_accept_swap_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_take_turn_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_release_turn_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_seek_stand_in_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_cannot_come_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_come_after_all_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_take_series_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_release_series_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_toggle_turn_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-outward.c: none, none, none, none, (si) the rota and the day of an outing */
void _far_window_save_calendar_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_save_own_data_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_save_tables_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_copy_week_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_copy_outing_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-rotas.c: (s) a rota, the same, (s) a turn; (si) a rota and a day; (siiiis) these,
 * and the time, least, most and place of that day alone, -1 and "" as the rota says */
void _far_window_edit_rota_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_restore_rota_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_undo_rota_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_keep_turn_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_edit_date_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_undo_date_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-paper.c */
void _far_window_print_week_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_save_week_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_save_poster_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_save_grid_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_enter_grid_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Over the dialog that shows it.  @until: when it ends, in words */
void _far_window_print_invitation (FarWindow *self,
                                   const char *uri,
                                   const char *until,
                                   GtkWindow *dialog);

/* Of far-window-calloff.c: none, (si) a rota and a day, (ssi) an act, or a rota and a day */
void _far_window_call_off_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_call_off_outing_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_resume_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-joined.c: (si) a rota and a day; (sis) these, and the rota with whose outing it is
 * to walk, or ""; (siasb) a rota, a day, persons, and whether they say yes */
void _far_window_show_gap_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_join_outing_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_agree_join_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-published.c: (asb) rotas, and whether they were seen; (s) a rota */
void _far_window_say_seen_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_show_plan_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-children.c: none, (si) the rota and the day of an outing, (siss) these, a child and
 * what was typed of it, (ssib) a child, a rota, a day, and whether it is absent */
void _far_window_show_note_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_show_roll_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_write_roll_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_show_children_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_set_absent_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-plan.c: none, none, FAR_AVAILABLE_TYPE */
void _far_window_show_season_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_show_fair_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_show_available_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_set_availability_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-lines.c: (s) a line, the same, the same, (si) a line and how many crossings */
void _far_window_add_line_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_edit_line_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_edit_stops_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_undo_line_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_restore_line_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_show_hazards_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_set_crossings_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Those that make no sense before the collective is there, or in it, are switched off. */
void _far_window_update_actions (FarWindow *self);

void _far_window_class_install_doors (GtkWidgetClass *widget_class);

/* Opens the engine, or tries it again. */
void _far_window_open (FarWindow *self);
/* Opens nothing: @page of the welcome, or "copy" to open a saved one. */
void _far_window_begin (FarWindow *self, const char *page);
/* The engine is as far as it goes: shows what it says from now on. */
void _far_window_show_engine (FarWindow *self);
/* The next window of this home opens it again. */
void _far_window_remember (FarWindow *self, const FarStatus *status);
/* Of far-window-view.c: makes the example, where that is what this is and there is none yet. */
void _far_window_make_example (FarWindow *self, const FarStatus *status);

/* The page that is right now. */
void _far_window_show_view (FarWindow *self);
/* What is shown, in the header. */
void _far_window_show_title (FarWindow *self);
void _far_window_settle (FarWindow *self);

/* Of far-window-view.c: (b) whether it is simple */
void _far_window_load_view (FarWindow *self);
void _far_window_save_view (FarWindow *self);
void _far_window_restore_page (FarWindow *self);
void _far_window_show_preferences_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_set_simple_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* What was opened, once the window shows where it goes. */
void _far_window_take_opened (FarWindow *self);
/* Hands a file that was dropped on the window to the page that it is for. */
void _far_window_read_file (FarWindow *self, GFile *file);
/* The same in a collective: whatever it is, it goes where it could have been opened. */
void _far_window_take_dropped (FarWindow *self, GFile *file);

/* Of far-window-hours.c: (s) a line; (iibisssisi) all that one is to say, as far_hours_row_pack()
 * has it; (s) a line; (sb) a member, and whether it is shared with them */
void _far_window_note_hours_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_edit_hours_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_write_hours_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_drop_hours_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_share_hours_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-skills.c: (i) a FarSkillSort; (s) a skill; (sb) a skill, and whether it is taken
 * off; (sb) a skill, and whether it was looked at; (s) what is noted */
void _far_window_add_skill_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_edit_skill_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_drop_skill_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_attest_skill_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_note_skill_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-rides.c */
void _far_window_places_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_show_modules (FarWindow *self);

/* Of far-window-actions.c: goes there, if it is used. */
void _far_window_show_page (FarWindow *self, const char *name);

/* ---- far-window-help.c */

void _far_window_class_install_help (GtkWidgetClass *widget_class);

/* (b) whether seats are asked for; (si) a ride and a day, so the next three; (sb) a ride and
 * whether it is withdrawn */
void _far_window_add_ride_cb (GtkWidget *widget, const char *action, GVariant *parameter);
/* (si) a rota and a day */
void _far_window_ask_rides_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_edit_ride_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_drop_ride_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_run_ride_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_withdraw_ride_cb (GtkWidget *widget, const char *action, GVariant *parameter);
/* (suii(iiii)sai) a ride, bits of ways, the first and the last day, seats and child seats, whose or
 * "", these days instead; (ssbi) a ride, whose, whether on all dates, a day; (ssuai) a ride, whose,
 * ways and days; (si) a ride and a day */
void _far_window_take_seats_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_release_seats_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_undo_seats_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_choose_seats_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-lending.c: (b) whether it is a room, (s) a thing, (sb) a thing and whether it is
 * taken off the list, (s) a thing, (sb) a booking and whether all later ones, (ssiiiiubs) a thing,
 * whose or "", days, minutes, pieces, whether for repair and what for, (suis) a booking, a
 * FarLoanState, a FarThingCondition or -1 and words, (s) a booking */
void _far_window_add_lent_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_edit_lent_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_drop_lent_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_book_thing_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_release_loan_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_book_again_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_hand_loan_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_return_worn_cb (GtkWidget *widget, const char *action, GVariant *parameter);

/* Of far-window-repair.c: nothing, (sb) a fault and whether it is withdrawn, (suu) a fault, a
 * FarWorkStep and the one before, (sb) a fault and whether it is not to be ridden, (ssi) a fault, a
 * rota and a day, (si) a fault and a day, (s) a thing */
void _far_window_report_fault_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_withdraw_fault_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_say_work_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_say_unsafe_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_book_slot_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_release_slot_cb (GtkWidget *widget, const char *action, GVariant *parameter);
void _far_window_log_book_cb (GtkWidget *widget, const char *action, GVariant *parameter);

G_END_DECLS
