/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-overview.h"

#include "far-reminders.h"
#include "far-words.h"

#define DAYS_PER_WEEK 7
#define DAYS_AHEAD 366
#define RIDE_DAYS 28

struct _FarOverview
{
  GObject parent_instance;

  FarEngine *engine;         /* owned */
  GCancellable *cancellable; /* owned */
  FarStatus *status;         /* owned reference, nullable */
  FarBaton *baton;           /* owned reference, nullable */
  GError *trouble;           /* owned, nullable */

  FarList *outings; /* owned, like the next nine */
  FarList *members;
  FarList *questions;
  FarList *lines;
  FarList *calendars;
  FarList *rotas;
  FarList *rides;
  FarList *my_rides; /* of these, those of the week in which one has a part */
  FarList *helps;
  FarList *skill_list;
  FarSkills *skills; /* owned, nullable */
  FarList *hours_list;
  FarList *hours_hints;
  FarHoursBook *hours; /* owned, nullable */
  FarList *lending;
  FarRepairs *repairs; /* owned, nullable */
  FarList *devices;
  FarList *proposals;
  FarList *suggestions;
  FarList *conflicts;
  FarList *unheard;
  FarList *touched;
  FarList *news;

  gint32 first_day; /* FAR_DAY_NONE until today is known */
  gint32 next_day;
  gboolean week_known;
  gboolean helps_known;

  guint n_waiting;   /* answers on their way */
  gboolean is_stale; /* ask again when they are in */
};

G_DEFINE_FINAL_TYPE (FarOverview, far_overview, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_BATON,
  PROP_FIRST_DAY,
  PROP_HELPS_KNOWN,
  PROP_SKILLS,
  PROP_HOURS,
  PROP_STATUS,
  PROP_TROUBLE,
  PROP_WEEK_KNOWN,
  N_PROPS
};

enum
{
  SIGNAL_LENDING_CHANGED,
  SIGNAL_REPAIRS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GParamSpec *properties[N_PROPS];

/* An outing's day is shown under the week that it was asked for; by then another may be wanted. */
typedef struct
{
  FarOverview *self; /* owned */
  gint32 first_day;
} WeekAsked;

static void ask_week (FarOverview *self);

static WeekAsked *
week_asked_new (FarOverview *self)
{
  WeekAsked *asked = g_new0 (WeekAsked, 1);

  asked->self = g_object_ref (self);
  asked->first_day = self->first_day;

  return asked;
}

static void
week_asked_free (WeekAsked *asked)
{
  g_clear_object (&asked->self);
  g_free (asked);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeekAsked, week_asked_free)

static char *
outing_key (gconstpointer snapshot)
{
  const FarOuting *outing = snapshot;

  return g_strdup_printf ("%s %d", outing->rota, outing->day);
}

static char *
member_key (gconstpointer snapshot)
{
  return g_strdup (((const FarMember *)snapshot)->id);
}

static char *
line_key (gconstpointer snapshot)
{
  return g_strdup (((const FarLine *)snapshot)->id);
}

static char *
calendar_key (gconstpointer snapshot)
{
  return g_strdup (((const FarCalendar *)snapshot)->id);
}

static char *
rota_key (gconstpointer snapshot)
{
  return g_strdup (((const FarRota *)snapshot)->id);
}

static char *
hours_key (gconstpointer snapshot)
{
  return g_strdup (((const FarHours *)snapshot)->id);
}

static char *
hint_key (gconstpointer snapshot)
{
  const FarHours *hint = snapshot;

  return g_strdup_printf ("%s %d", hint->of_id, hint->of_day);
}

static char *
skill_key (gconstpointer snapshot)
{
  return g_strdup (((const FarSkill *)snapshot)->id);
}

static char *
lent_key (gconstpointer snapshot)
{
  return g_strdup (((const FarLent *)snapshot)->id);
}

static char *
ride_key (gconstpointer snapshot)
{
  const FarRide *ride = snapshot;

  return g_strdup_printf ("%s %d", ride->id, ride->day);
}

static char *
help_key (gconstpointer snapshot)
{
  return g_strdup (((const FarHelp *)snapshot)->id);
}

static char *
device_key (gconstpointer snapshot)
{
  const FarDevice *device = snapshot;

  return g_strdup_printf ("%s %d %d %d %s", device->id, device->is_asking, device->in_standing,
                          device->may_be_lost, device->closing);
}

static char *
proposal_key (gconstpointer snapshot)
{
  const FarProposal *proposal = snapshot;

  return g_strdup (proposal->id);
}

static char *
suggestion_key (gconstpointer snapshot)
{
  return g_strdup (((const FarSuggestion *)snapshot)->id);
}

/* What it is about, and which values there are: with others the choice is another one. */
static char *
conflict_key (gconstpointer snapshot)
{
  const FarConflict *conflict = snapshot;
  GString *key = g_string_new (conflict->record);

  g_string_append_printf (key, " %d %d", (int)conflict->kind, (int)conflict->day);
  for (guint i = 0; i < conflict->values->len; i++)
    g_string_append_printf (key, " %s", ((const FarConflictValue *)conflict->values->pdata[i])->id);

  return g_string_free (key, FALSE);
}

static char *
plan_key (gconstpointer snapshot)
{
  return g_strdup (((const FarPlan *)snapshot)->rota);
}

static char *
unheard_key (gconstpointer snapshot)
{
  return g_strdup (((const FarUnheard *)snapshot)->member);
}

static gint32
monday_of (gint32 day)
{
  return day - far_day_get_weekday (day);
}

static void
set_trouble (FarOverview *self, const GError *error)
{
  if (self->trouble == NULL && error == NULL)
    return;

  g_clear_error (&self->trouble);
  if (error != NULL)
    self->trouble = g_error_copy (error);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}

/* Every answer ends here.  Returns %FALSE where it must not be looked at any more. */
static gboolean
take_answer (FarOverview *self, const GError *error)
{
  self->n_waiting--;

  if (g_cancellable_is_cancelled (self->cancellable))
    return FALSE;

  if (error != NULL)
    set_trouble (self, error);

  if (self->n_waiting == 0 && self->is_stale)
    far_overview_refresh (self);

  return error == NULL;
}

static void
set_next_day (FarOverview *self, gint32 day)
{
  self->next_day = day;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WEEK_KNOWN]);
}

static void
ahead_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(WeekAsked) asked = data;
  g_autoptr(GPtrArray) outings = NULL;
  g_autoptr(GError) error = NULL;

  outings = far_engine_week_finish (FAR_ENGINE (source), result, &error);
  if (!take_answer (asked->self, error) || asked->first_day != asked->self->first_day)
    return;

  if (outings->len > 0)
    set_next_day (asked->self, ((const FarOuting *)outings->pdata[0])->day);
}

static void
week_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(WeekAsked) asked = data;
  g_autoptr(GPtrArray) outings = NULL;
  g_autoptr(GError) error = NULL;
  FarOverview *self = asked->self;

  outings = far_engine_week_finish (FAR_ENGINE (source), result, &error);
  if (!take_answer (self, error) || asked->first_day != self->first_day)
    return;

  far_list_update (self->outings, outings);
  self->week_known = TRUE;
  set_next_day (self, FAR_DAY_NONE);

  if (outings->len == 0)
    {
      self->n_waiting++;
      far_engine_week_async (self->engine, self->first_day + DAYS_PER_WEEK, DAYS_AHEAD,
                             self->cancellable, ahead_cb, week_asked_new (self));
    }
}

static void
members_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) members = NULL;
  g_autoptr(GPtrArray) questions = NULL;
  g_autoptr(GError) error = NULL;

  members = far_engine_members_finish (FAR_ENGINE (source), result, &error);
  if (!take_answer (self, error))
    return;

  far_list_update (self->members, members);
  questions = g_ptr_array_new_with_free_func (far_snapshot_unref);
  for (guint i = 0; i < members->len; i++)
    if (far_reminders_asks_me (self->status, members->pdata[i]))
      g_ptr_array_add (questions, far_snapshot_ref (members->pdata[i]));
  far_list_update (self->questions, questions);
}

static void
lines_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) lines = NULL;
  g_autoptr(GError) error = NULL;

  lines = far_engine_lines_finish (FAR_ENGINE (source), result, &error);
  if (take_answer (self, error))
    far_list_update (self->lines, lines);
}

static void
calendars_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) calendars = NULL;
  g_autoptr(GError) error = NULL;

  calendars = far_engine_calendars_finish (FAR_ENGINE (source), result, &error);
  if (take_answer (self, error))
    far_list_update (self->calendars, calendars);
}

static void
rotas_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) rotas = NULL;
  g_autoptr(GError) error = NULL;

  rotas = far_engine_rotas_finish (FAR_ENGINE (source), result, &error);
  if (take_answer (self, error))
    far_list_update (self->rotas, rotas);
}

/* Of one day what is mine, or I come along with, before the others'. */
static int
compare_rides (gconstpointer a, gconstpointer b)
{
  const FarRide *one = *(const FarRide *const *)a;
  const FarRide *other = *(const FarRide *const *)b;
  gboolean is_mine[] = { one->is_mine || one->have_seat, other->is_mine || other->have_seat };

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;

  return is_mine[1] - is_mine[0];
}

static void
choose_my_rides (FarOverview *self)
{
  g_autoptr(GPtrArray) mine = g_ptr_array_new ();
  GListModel *rides = G_LIST_MODEL (self->rides);

  for (guint i = 0; i < g_list_model_get_n_items (rides); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (rides, i);
      const FarRide *ride = far_item_peek_snapshot (item);

      if (ride->day >= self->first_day && ride->day < self->first_day + DAYS_PER_WEEK &&
          (ride->is_mine || ride->have_seat))
        g_ptr_array_add (mine, (gpointer)ride);
    }
  far_list_update (self->my_rides, mine);
}

static void
repairs_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GError) error = NULL;
  FarRepairs *repairs = far_engine_repairs_finish (FAR_ENGINE (source), result, &error);

  if (!take_answer (self, error))
    {
      g_clear_pointer (&repairs, far_snapshot_unref);
      return;
    }
  g_clear_pointer (&self->repairs, far_snapshot_unref);
  self->repairs = repairs;
  g_signal_emit (self, signals[SIGNAL_REPAIRS_CHANGED], 0);
}

static void
lending_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) things = NULL;
  g_autoptr(GError) error = NULL;

  things = far_engine_lending_finish (FAR_ENGINE (source), result, &error);
  if (!take_answer (self, error))
    return;
  far_list_update (self->lending, things);
  g_signal_emit (self, signals[SIGNAL_LENDING_CHANGED], 0);
}

static void
rides_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) rides = NULL;
  g_autoptr(GError) error = NULL;

  rides = far_engine_rides_finish (FAR_ENGINE (source), result, &error);
  if (!take_answer (self, error))
    return;
  g_ptr_array_sort (rides, compare_rides);
  far_list_update (self->rides, rides);
  choose_my_rides (self);
}

static void
devices_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(GError) error = NULL;

  devices = far_engine_devices_finish (FAR_ENGINE (source), result, &error);
  if (take_answer (self, error))
    far_list_update (self->devices, devices);
}

static void
touched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) outings = NULL;
  g_autoptr(GError) error = NULL;

  outings = far_engine_touched_finish (FAR_ENGINE (source), result, &error);
  if (take_answer (self, error))
    far_list_update (self->touched, outings);
}

static void
plans_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) plans = NULL;
  g_autoptr(GPtrArray) news = NULL;
  g_autoptr(GError) error = NULL;

  plans = far_engine_plans_finish (FAR_ENGINE (source), result, &error);
  if (!take_answer (self, error))
    return;

  news = g_ptr_array_new_with_free_func (far_snapshot_unref);
  for (guint i = 0; i < plans->len; i++)
    {
      const FarPlan *plan = plans->pdata[i];

      if (plan->concerns_me && plan->mine != FAR_PLAN_SEEN_NOW)
        g_ptr_array_add (news, far_snapshot_ref (plans->pdata[i]));
    }
  far_list_update (self->news, news);
}

static void
proposals_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) proposals = NULL;
  g_autoptr(GError) error = NULL;

  proposals = far_engine_proposals_finish (FAR_ENGINE (source), result, &error);
  if (take_answer (self, error))
    far_list_update (self->proposals, proposals);
}

static void
suggestions_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) suggestions = NULL;
  g_autoptr(GError) error = NULL;

  suggestions = far_engine_suggestions_finish (FAR_ENGINE (source), result, &error);
  if (take_answer (self, error))
    far_list_update (self->suggestions, suggestions);
}

static void
conflicts_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) conflicts = NULL;
  g_autoptr(GError) error = NULL;

  conflicts = far_engine_conflicts_finish (FAR_ENGINE (source), result, &error);
  if (take_answer (self, error))
    far_list_update (self->conflicts, conflicts);
}

static void
unheard_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) unheard = NULL;
  g_autoptr(GError) error = NULL;

  unheard = far_engine_unheard_finish (FAR_ENGINE (source), result, &error);
  if (take_answer (self, error))
    far_list_update (self->unheard, unheard);
}

static void
baton_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GError) error = NULL;
  FarBaton *baton = far_engine_baton_finish (FAR_ENGINE (source), result, &error);

  if (!take_answer (self, error))
    {
      g_clear_pointer (&baton, far_snapshot_unref);
      return;
    }

  g_clear_pointer (&self->baton, far_snapshot_unref);
  self->baton = baton;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BATON]);
}

static void
helps_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GPtrArray) helps = NULL;
  g_autoptr(GError) error = NULL;

  helps = far_engine_helps_finish (FAR_ENGINE (source), result, &error);
  if (!take_answer (self, error))
    return;
  far_list_update (self->helps, helps);
  self->helps_known = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HELPS_KNOWN]);
}

static void
hours_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarHoursBook) hours = far_engine_hours_finish (FAR_ENGINE (source), result, &error);

  if (!take_answer (self, error))
    return;
  g_clear_pointer (&self->hours, far_snapshot_unref);
  self->hours = g_steal_pointer (&hours);
  far_list_update (self->hours_list, self->hours->lines);
  far_list_update (self->hours_hints, self->hours->hints);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOURS]);
}

static void
skills_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(FarSkills) skills = far_engine_skills_finish (FAR_ENGINE (source), result, &error);

  if (!take_answer (self, error))
    return;
  g_clear_pointer (&self->skills, far_snapshot_unref);
  self->skills = g_steal_pointer (&skills);
  far_list_update (self->skill_list, self->skills->skills);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SKILLS]);
}

static void
ask_week (FarOverview *self)
{
  self->n_waiting++;
  far_engine_week_async (self->engine, self->first_day, DAYS_PER_WEEK, self->cancellable, week_cb,
                         week_asked_new (self));
}

static void
ask_rest (FarOverview *self)
{
  ask_week (self);

  self->n_waiting += 12;
  far_engine_members_async (self->engine, self->cancellable, members_cb, g_object_ref (self));
  far_engine_lines_async (self->engine, FALSE, self->cancellable, lines_cb, g_object_ref (self));
  far_engine_calendars_async (self->engine, self->cancellable, calendars_cb, g_object_ref (self));
  far_engine_rotas_async (self->engine, self->cancellable, rotas_cb, g_object_ref (self));
  far_engine_devices_async (self->engine, self->cancellable, devices_cb, g_object_ref (self));
  far_engine_proposals_async (self->engine, self->cancellable, proposals_cb, g_object_ref (self));
  far_engine_baton_async (self->engine, self->cancellable, baton_cb, g_object_ref (self));
  far_engine_suggestions_async (self->engine, self->cancellable, suggestions_cb,
                                g_object_ref (self));
  far_engine_conflicts_async (self->engine, self->cancellable, conflicts_cb, g_object_ref (self));
  far_engine_unheard_async (self->engine, self->cancellable, unheard_cb, g_object_ref (self));
  far_engine_touched_async (self->engine, self->cancellable, touched_cb, g_object_ref (self));
  far_engine_plans_async (self->engine, NULL, FALSE, self->cancellable, plans_cb,
                          g_object_ref (self));
  if ((self->status->uses & FAR_USES_RIDES) != 0)
    {
      self->n_waiting++;
      far_engine_rides_async (self->engine, 0, RIDE_DAYS, self->cancellable, rides_cb,
                              g_object_ref (self));
    }
  if ((self->status->uses & FAR_USES_HELP) != 0)
    {
      self->n_waiting++;
      far_engine_helps_async (self->engine, FALSE, self->cancellable, helps_cb,
                              g_object_ref (self));
    }
  if ((self->status->uses & FAR_USES_HOURS) != 0)
    {
      self->n_waiting++;
      far_engine_hours_async (self->engine, 0, -1, self->cancellable, hours_cb,
                              g_object_ref (self));
    }
  if ((self->status->uses & FAR_USES_SKILLS) != 0)
    {
      self->n_waiting++;
      far_engine_skills_async (self->engine, "", self->cancellable, skills_cb, g_object_ref (self));
    }
  if ((self->status->uses & (FAR_USES_LENDING | FAR_USES_ROOMS)) != 0)
    {
      self->n_waiting++;
      far_engine_lending_async (self->engine, self->cancellable, lending_cb, g_object_ref (self));
    }
  if ((self->status->uses & FAR_USES_REPAIR) != 0)
    {
      self->n_waiting++;
      far_engine_repairs_async (self->engine, FALSE, self->cancellable, repairs_cb,
                                g_object_ref (self));
    }
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(FarOverview) self = data;
  g_autoptr(GError) error = NULL;
  FarStatus *status;

  status = far_engine_status_finish (FAR_ENGINE (source), result, &error);
  if (!take_answer (self, error))
    {
      g_clear_pointer (&status, far_snapshot_unref);
      return;
    }

  g_clear_pointer (&self->status, far_snapshot_unref);
  self->status = status;
  far_words_set_zone (status->zone);
  set_trouble (self, NULL);

  if (self->first_day == FAR_DAY_NONE && self->status->state != FAR_BELONGING_NONE)
    far_overview_set_first_day (self, self->status->today);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);

  if (far_overview_get_readable (self))
    ask_rest (self);
}

static void
far_overview_dispose (GObject *object)
{
  FarOverview *self = FAR_OVERVIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (far_overview_parent_class)->dispose (object);
}

static void
far_overview_finalize (GObject *object)
{
  FarOverview *self = FAR_OVERVIEW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->outings);
  g_clear_object (&self->members);
  g_clear_object (&self->questions);
  g_clear_object (&self->lines);
  g_clear_object (&self->calendars);
  g_clear_object (&self->rotas);
  g_clear_object (&self->rides);
  g_clear_object (&self->my_rides);
  g_clear_object (&self->helps);
  g_clear_object (&self->hours_list);
  g_clear_object (&self->hours_hints);
  g_clear_pointer (&self->hours, far_snapshot_unref);
  g_clear_object (&self->skill_list);
  g_clear_pointer (&self->skills, far_snapshot_unref);
  g_clear_object (&self->lending);
  g_clear_pointer (&self->repairs, far_snapshot_unref);
  g_clear_object (&self->devices);
  g_clear_object (&self->proposals);
  g_clear_object (&self->suggestions);
  g_clear_object (&self->conflicts);
  g_clear_object (&self->unheard);
  g_clear_object (&self->touched);
  g_clear_object (&self->news);
  g_clear_pointer (&self->baton, far_snapshot_unref);
  g_clear_pointer (&self->status, far_snapshot_unref);
  g_clear_error (&self->trouble);

  G_OBJECT_CLASS (far_overview_parent_class)->finalize (object);
}

static void
far_overview_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FarOverview *self = FAR_OVERVIEW (object);

  switch (prop_id)
    {
    case PROP_BATON:
      g_value_set_pointer (value, self->baton);
      break;

    case PROP_HOURS:
      g_value_set_pointer (value, self->hours);
      break;

    case PROP_SKILLS:
      g_value_set_pointer (value, self->skills);
      break;

    case PROP_FIRST_DAY:
      g_value_set_int (value, self->first_day);
      break;

    case PROP_HELPS_KNOWN:
      g_value_set_boolean (value, self->helps_known);
      break;

    case PROP_STATUS:
      g_value_set_pointer (value, self->status);
      break;

    case PROP_TROUBLE:
      g_value_set_boxed (value, self->trouble);
      break;

    case PROP_WEEK_KNOWN:
      g_value_set_boolean (value, self->week_known);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
far_overview_class_init (FarOverviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = far_overview_dispose;
  object_class->finalize = far_overview_finalize;
  object_class->get_property = far_overview_get_property;

  properties[PROP_BATON] = g_param_spec_pointer ("baton", NULL, NULL, flags);
  properties[PROP_FIRST_DAY] =
      g_param_spec_int ("first-day", NULL, NULL, G_MININT32, G_MAXINT32, FAR_DAY_NONE, flags);
  properties[PROP_HELPS_KNOWN] = g_param_spec_boolean ("helps-known", NULL, NULL, FALSE, flags);
  properties[PROP_HOURS] = g_param_spec_pointer ("hours", NULL, NULL, flags);
  properties[PROP_SKILLS] = g_param_spec_pointer ("skills", NULL, NULL, flags);
  properties[PROP_STATUS] = g_param_spec_pointer ("status", NULL, NULL, flags);
  properties[PROP_TROUBLE] = g_param_spec_boxed ("trouble", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_WEEK_KNOWN] = g_param_spec_boolean ("week-known", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* what is said of any of FarLent is different, or may be */
  signals[SIGNAL_REPAIRS_CHANGED] =
      g_signal_new ("repairs-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LENDING_CHANGED] =
      g_signal_new ("lending-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
far_overview_init (FarOverview *self)
{
  self->cancellable = g_cancellable_new ();
  self->outings = far_list_new (outing_key);
  self->members = far_list_new (member_key);
  self->questions = far_list_new (member_key);
  self->lines = far_list_new (line_key);
  self->calendars = far_list_new (calendar_key);
  self->rotas = far_list_new (rota_key);
  self->rides = far_list_new (ride_key);
  self->my_rides = far_list_new (ride_key);
  self->helps = far_list_new (help_key);
  self->hours_list = far_list_new (hours_key);
  self->hours_hints = far_list_new (hint_key);
  self->skill_list = far_list_new (skill_key);
  self->lending = far_list_new (lent_key);
  self->devices = far_list_new (device_key);
  self->proposals = far_list_new (proposal_key);
  self->suggestions = far_list_new (suggestion_key);
  self->conflicts = far_list_new (conflict_key);
  self->unheard = far_list_new (unheard_key);
  self->touched = far_list_new (outing_key);
  self->news = far_list_new (plan_key);
  self->first_day = FAR_DAY_NONE;
  self->next_day = FAR_DAY_NONE;
}

FarOverview *
far_overview_new (FarEngine *engine)
{
  FarOverview *self;

  g_return_val_if_fail (FAR_IS_ENGINE (engine), NULL);

  self = g_object_new (FAR_TYPE_OVERVIEW, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_swapped (engine, "changed", G_CALLBACK (far_overview_refresh), self);

  return self;
}

FarEngine *
far_overview_peek_engine (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return self->engine;
}

void
far_overview_refresh (FarOverview *self)
{
  g_return_if_fail (FAR_IS_OVERVIEW (self));

  self->is_stale = self->n_waiting > 0;
  if (self->is_stale)
    return;

  self->n_waiting++;
  far_engine_status_async (self->engine, self->cancellable, status_cb, g_object_ref (self));
}

const FarStatus *
far_overview_peek_status (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return self->status;
}

gboolean
far_overview_get_readable (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), FALSE);

  return self->status != NULL &&
         (self->status->state == FAR_BELONGING_ADMITTED || self->status->is_returning);
}

const GError *
far_overview_peek_trouble (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return self->trouble;
}

GListModel *
far_overview_peek_outings (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->outings);
}

GListModel *
far_overview_peek_members (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->members);
}

GListModel *
far_overview_peek_questions (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->questions);
}

const FarTurn *
far_overview_find_my_turn (const FarOuting *outing)
{
  g_return_val_if_fail (outing != NULL, NULL);

  for (guint i = 0; outing->my_turn != NULL && i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      if (g_str_equal (turn->id, outing->my_turn))
        return turn;
    }

  return NULL;
}

gboolean
far_overview_has_suggested (FarOverview *self, const char *rota)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), FALSE);
  g_return_val_if_fail (rota != NULL, FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->suggestions)); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (G_LIST_MODEL (self->suggestions), i);
      const FarSuggestion *suggestion = far_item_peek_snapshot (item);

      if (suggestion->is_mine && suggestion->kind == FAR_SUGGESTION_PUBLISH &&
          g_str_equal (suggestion->rota, rota))
        return TRUE;
    }

  return FALSE;
}

GListModel *
far_overview_peek_calendars (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->calendars);
}

GListModel *
far_overview_peek_lines (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->lines);
}

GListModel *
far_overview_peek_rotas (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->rotas);
}

GListModel *
far_overview_peek_skill_list (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->skill_list);
}

GListModel *
far_overview_peek_hours_list (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->hours_list);
}

GListModel *
far_overview_peek_hours_hints (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->hours_hints);
}

const FarHoursBook *
far_overview_peek_hours (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return self->hours;
}

const FarSkills *
far_overview_peek_skills (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return self->skills;
}

const FarRepairs *
far_overview_peek_repairs (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return self->repairs;
}

GListModel *
far_overview_peek_lending (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->lending);
}

GListModel *
far_overview_peek_rides (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->rides);
}

GListModel *
far_overview_peek_my_rides (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->my_rides);
}

GListModel *
far_overview_peek_helps (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->helps);
}

const FarBaton *
far_overview_peek_baton (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return self->baton;
}

GListModel *
far_overview_peek_suggestions (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->suggestions);
}

GListModel *
far_overview_peek_conflicts (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->conflicts);
}

GListModel *
far_overview_peek_unheard (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->unheard);
}

GListModel *
far_overview_peek_touched (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->touched);
}

GListModel *
far_overview_peek_news (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->news);
}

GListModel *
far_overview_peek_proposals (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->proposals);
}

GListModel *
far_overview_peek_devices (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  return G_LIST_MODEL (self->devices);
}

gint32
far_overview_get_first_day (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), FAR_DAY_NONE);

  return self->first_day;
}

void
far_overview_set_first_day (FarOverview *self, gint32 day)
{
  g_return_if_fail (FAR_IS_OVERVIEW (self));

  day = monday_of (day);
  if (day == self->first_day)
    return;

  self->first_day = day;
  self->week_known = FALSE;
  self->next_day = FAR_DAY_NONE;
  choose_my_rides (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST_DAY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WEEK_KNOWN]);

  if (far_overview_get_readable (self))
    ask_week (self);
}

gboolean
far_overview_get_week_known (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), FALSE);

  return self->week_known;
}

gint32
far_overview_get_next_day (FarOverview *self)
{
  g_return_val_if_fail (FAR_IS_OVERVIEW (self), FAR_DAY_NONE);

  return self->next_day;
}

const FarMember *
far_overview_peek_member (FarOverview *self, const char *id)
{
  GListModel *members;

  g_return_val_if_fail (FAR_IS_OVERVIEW (self), NULL);

  if (id == NULL)
    return NULL;

  members = G_LIST_MODEL (self->members);
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (members, i);

      if (g_str_equal (far_item_peek_key (item), id))
        return far_item_peek_snapshot (item);
    }

  return NULL;
}
