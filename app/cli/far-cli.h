/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-cli: what the commands of farandole-cli share.
 *
 * One run is one command on one home.  A command parses nothing global: main() has filled the
 * FarCli and the command's own option variables before it calls it.  Main thread.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarApproved, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarBaton, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarBundleReport, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCalendar, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCalendarPlan, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarEventsPlan, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarPeoplePlan, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarPlacesPlan, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCheckReport, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarErasure, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarExchange, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarFolderNews, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarInvitation, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarMembership, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarNetwork, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarOuting, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarRota, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarStateHash, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarStatus, far_snapshot_unref)

/* The shortest prefix of an id that stands for it; what tables show of one is longer. */
#define FAR_CLI_ID_MIN 6
#define FAR_CLI_ID_SHOWN 10

typedef struct
{
  char *home;       /* owned */
  char *collective; /* owned, nullable */
  gboolean json;
  gint64 clock_offset_ms;
  GMainContext *context;      /* owned; this thread's default for the run */
  GCancellable *cancellable;  /* owned; cancelled by SIGINT and SIGTERM */
  int signal_number;          /* the signal that came, 0 if none */
  FarEngine *engine;          /* owned; NULL before far_cli_open() */
  GAsyncResult *result;       /* owned; the answer that far_cli_wait() waits for */
  gboolean shows_progress;    /* standard error is a terminal */
  gboolean progress_is_shown; /* on the line that the terminal is at */
  char *refusal;              /* owned (nullable): what an error is told as, if that says more */
} FarCli;

/* Returns: %FALSE with @error set if it did not do all that was asked; what was printed is true in
 * any case */
typedef gboolean (*FarCliRun) (FarCli *cli, const char *const *args, GError **error);

typedef struct
{
  const char *name;            /* one word or two */
  const char *usage;           /* what follows the name, translatable */
  const char *summary;         /* one sentence, translatable */
  const GOptionEntry *options; /* (nullable): its own */
  guint n_args_min;
  guint n_args_max;
  FarCliRun run;
  const GOptionEntry *more; /* (nullable): that it has beside its own */
} FarCliCommand;

/* Each ends with a row without a name. */
extern const FarCliCommand far_cli_agreeing_commands[];
extern const FarCliCommand far_cli_available_commands[];
extern const FarCliCommand far_cli_backup_commands[];
extern const FarCliCommand far_cli_baton_commands[];
extern const FarCliCommand far_cli_belonging_commands[];
extern const FarCliCommand far_cli_card_commands[];
extern const FarCliCommand far_cli_child_commands[];
extern const FarCliCommand far_cli_conflict_commands[];
extern const FarCliCommand far_cli_data_commands[];
extern const FarCliCommand far_cli_device_commands[];
extern const FarCliCommand far_cli_export_commands[];
extern const FarCliCommand far_cli_event_commands[];
extern const FarCliCommand far_cli_people_commands[];
extern const FarCliCommand far_cli_place_commands[];
extern const FarCliCommand far_cli_search_commands[];
extern const FarCliCommand far_cli_joined_commands[];
extern const FarCliCommand far_cli_published_commands[];
extern const FarCliCommand far_cli_plan_commands[];
extern const FarCliCommand far_cli_holiday_commands[];
extern const FarCliCommand far_cli_invite_commands[];
extern const FarCliCommand far_cli_call_off_commands[];
extern const FarCliCommand far_cli_hazard_commands[];
extern const FarCliCommand far_cli_lending_commands[];
extern const FarCliCommand far_cli_repair_commands[];
extern const FarCliCommand far_cli_line_commands[];
extern const FarCliCommand far_cli_help_commands[];
extern const FarCliCommand far_cli_living_commands[];
extern const FarCliCommand far_cli_exchange_commands[];
extern const FarCliCommand far_cli_note_commands[];
extern const FarCliCommand far_cli_ride_commands[];
extern const FarCliCommand far_cli_roll_commands[];
extern const FarCliCommand far_cli_rota_commands[];
extern const FarCliCommand far_cli_log_commands[];
extern const FarCliCommand far_cli_network_commands[];
extern const FarCliCommand far_cli_sign_up_commands[];
extern const FarCliCommand far_cli_skill_commands[];
extern const FarCliCommand far_cli_hours_commands[];
extern const FarCliCommand far_cli_thing_commands[];
extern const FarCliCommand far_cli_turn_commands[];

/* -- far-cli-notes.c: what is sealed, whatever it is about */

/* Words come in by a file descriptor, and never on a command line. */
extern const GOptionEntry far_cli_note_options[];

typedef gboolean (*FarCliReadNote) (FarCli *cli, const char *id, GError **error);
/* @words: "": there is nothing to know */
typedef gboolean (*FarCliWriteNote) (FarCli *cli,
                                     const char *id,
                                     const char *words,
                                     GError **error);

/* As the options say. */
gboolean far_cli_run_note (FarCli *cli,
                           const char *id,
                           FarCliReadNote read_it,
                           FarCliWriteNote write_it,
                           GError **error);
void far_cli_print_note (FarCli *cli, const FarNote *note);

/* -- far-cli-run.c: the engine, waited for */

void far_cli_start (FarCli *self);
/* Closes the engine, if it is open, and lets go of everything. */
void far_cli_stop (FarCli *self);
/* For what asks this device, whatever it belongs to. */
void far_cli_make_engine (FarCli *self);
gboolean far_cli_open (FarCli *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For what begins anew, beside whatever this home holds: opens nothing unless it was named. */
gboolean far_cli_open_beside (FarCli *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was typed as NAME:N or NAME:LEAST-MOST, or a NAME alone for the first role.
 * @said: (nullable).  @out: (out) (transfer full) (element-type FarRole) */
gboolean far_cli_parse_roles (char *const *said, GPtrArray **out, GError **error);
/* The number of the rota's role of that name. */
gboolean far_cli_find_role (FarCli *cli,
                            const char *rota,
                            gint32 day,
                            const char *name,
                            int *out,
                            GError **error);
/* Returns: (nullable): the one of @rotas (element-type FarRota) that the id means */
/* Says of which of @dates the holidays take the outing. */
gboolean
far_cli_say_closed (FarCli *cli, const char *rota, const char *const *dates, GError **error);
const FarRota *far_cli_find_rota (GPtrArray *rotas, const char *id, GError **error);

/* The pair of every call: pass far_cli_done with the FarCli as its data, then take the answer. */
void far_cli_done (GObject *source, GAsyncResult *result, gpointer data);
/* Returns: (transfer none): valid until the next call is answered */
GAsyncResult *far_cli_wait (FarCli *self);

/* Before anything else is printed while a call goes on. */
void far_cli_clear_progress (FarCli *self);

/* Returns: (transfer full): NULL on error */
FarStatus *far_cli_dup_status (FarCli *self, GError **error);

/* -- far-cli-published.c */

/* What became of a rota, or of all with @rota: (nullable); with who has seen it.  Returns:
 * (transfer full) (element-type FarPlan) */
GPtrArray *far_cli_dup_plans (FarCli *self, const char *rota, GError **error);
/* (nullable): of a draft, and of what is over, there is none */
const FarPlan *far_cli_find_plan (GPtrArray *plans, const char *rota);

/* -- far-cli-belonging.c */

/* The answer of join and its like, for people or as JSON. */
void far_cli_show_membership (FarCli *self, const FarMembership *membership);

/* -- far-cli-log.c */

/* For people: how far this machine is on its way in, and why no further. */
void far_cli_say_belonging (const FarStatus *status);

/* -- far-cli-devices.c */

/* @done: what to say if it is */
void far_cli_show_approved (FarCli *self, const FarApproved *approved, const char *done);

/* -- far-cli-invites.c: a picture of something secret */

/* Asked before the secret is made, so that a wrong file name changes nothing. */
gboolean far_cli_check_may_write (const char *path, const char *option, GError **error);
gboolean far_cli_write_qr (const char *path, const char *uri, GError **error);

/* -- far-cli-lending.c: what is said of a thing, by options */

extern const GOptionEntry far_cli_lend_options[];

/* What an edit borrows. */
typedef struct
{
  char **held;   /* owned */
  guint *n_held; /* owned */
} FarCliLending;

void far_cli_lending_clear (FarCliLending *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarCliLending, far_cli_lending_clear)
/* @out: (inout): zero before */
gboolean far_cli_read_lending (FarThingEdit *edit, FarCliLending *out, GError **error);

/* -- far-cli-parse.c: what people type */

void far_cli_set_usage_error (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean far_cli_parse_day (const char *text, gint32 *out_day, GError **error);
gboolean far_cli_parse_time (const char *text, int *out_minutes, GError **error);
/* "mo,tu": bit 0 is Monday */
gboolean far_cli_parse_weekdays (const char *text, guint *out_weekdays, GError **error);
char *far_cli_format_weekdays (guint weekdays);
/* Fails as usage if @value is NULL: an option that the command cannot do without */
gboolean far_cli_need_option (const char *value, const char *option, GError **error);
gboolean far_cli_check_range (int value, int min, int max, const char *option, GError **error);

/* -- far-cli-print.c: output for people */

/* One line on standard error. */
void far_cli_warn (const char *sentence);
/* One line on standard output.  Control characters, which could steer a terminal, are shown as
 * spaces. */
void far_cli_say (const char *format, ...) G_GNUC_PRINTF (1, 2);

typedef struct _FarCliTable FarCliTable;

/* ...: translated headings, then NULL */
FarCliTable *far_cli_table_new (const char *heading, ...) G_GNUC_NULL_TERMINATED;
/* ...: as many cells as headings, then NULL */
void far_cli_table_add (FarCliTable *self, const char *cell, ...) G_GNUC_NULL_TERMINATED;
void far_cli_table_print (FarCliTable *self);
void far_cli_table_free (FarCliTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCliTable, far_cli_table_free)

/* Returns: (transfer full): the part of an id that people are shown */
char *far_cli_short_id (const char *id);

G_END_DECLS
