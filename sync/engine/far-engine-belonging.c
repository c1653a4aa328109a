/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Founding, and who belongs. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-belonging.h"
#include "far-day.h"
#include "far-engine-views.h"
#include "far-home.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define NEWS_MS (30 * DAY_MS)
/* A clock may be a little off, and a machine's writes a little late. */
#define CLOCK_TOLERANCE_MS (60 * 1000)

/* ---- found */

static gint32
today_in (FarWorker *worker, const char *zone_name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);

  if (zone == NULL)
    zone = g_time_zone_new_utc ();

  return far_day_of_instant (far_worker_now_ms (worker), zone, NULL);
}

/* Returns: whether the store is made, closed again, with all that founds the collective */
static gboolean
found_in (const char *folder, FarWriter *writer, const FarGenesis *genesis, GError **error)
{
  FarStore *store = far_home_make_store (folder, genesis->collective, writer->me->device, error);
  gboolean good;

  if (store == NULL)
    return FALSE;

  writer->store = store;
  good = far_collective_found (writer, genesis, error);
  far_store_close (store);

  return good;
}

static gboolean
found (FarWorker *worker,
       const FarGenesis *genesis,
       FarIdentity *me,
       const guint8 *seed,
       GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autofree char *begun = NULL;
  g_autofree char *folder = NULL;
  FarStore *store = NULL;

  begun = far_home_begin (worker->home, seed, error);
  if (begun == NULL)
    return FALSE;

  writer.me = me;
  if (found_in (begun, &writer, genesis, error))
    folder = far_home_finish (worker->home, begun, genesis->collective, error);
  if (folder == NULL)
    {
      far_home_abandon (begun);
      return FALSE;
    }

  store = far_home_open (folder, me, error);
  if (store == NULL)
    return FALSE;

  far_worker_set_store (worker, store, me);

  return TRUE;
}

static gpointer
do_found (FarWorker *worker, GVariant *args, GError **error)
{
  static const guint8 zero[FAR_ID_LEN];
  const char *name, *my_name, *zone;
  FarWriter writer = far_worker_writer (worker);
  guint8 seed[32];
  FarIdentity me;
  FarGenesis *genesis;
  gboolean good = FALSE;

  g_variant_get (args, "(^&ay^&ay^&ay)", &name, &my_name, &zone);
  if (!far_belonging_can_switch (worker, 0, error))
    return NULL;

  far_worker_random (seed, sizeof seed);
  far_home_derive (&me, seed, zero);
  writer.me = &me;
  genesis = far_genesis_new (&writer, name, my_name, zone, today_in (worker, zone), error);
  if (genesis != NULL)
    {
      good = found (worker, genesis, &me, seed, error);
      far_genesis_free (genesis);
    }
  sodium_memzero (&me, sizeof me);
  sodium_memzero (seed, sizeof seed);
  if (!good)
    return NULL;

  far_worker_committed (worker, NULL);

  return far_view_membership (worker);
}

static const FarCall found_call = { .name = "found",
                                    .work = do_found,
                                    .free_result = far_snapshot_unref };

void
far_engine_found_async (FarEngine *self,
                        const char *name,
                        const char *me,
                        const char *zone,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (name != NULL && me != NULL && zone != NULL);

  _far_engine_call (self, &found_call, g_variant_new ("(^ay^ay^ay)", name, me, zone), cancellable,
                    callback, data);
}

FarMembership *
far_engine_found_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &found_call, result, error);
}

/* ---- status */

static FarStatus *
view_nothing (void)
{
  FarStatus *self = far_snapshot_new (FarStatus);

  self->state = FAR_BELONGING_NONE;
  self->collective = self->name = self->zone = self->me = self->my_name = self->device = "";
  self->frontier = self->holder = self->holder_name = "";
  self->warnings = far_snapshot_take_list (self, g_ptr_array_new ());

  return self;
}

static guint
count_devices (const FarGovernance *governance)
{
  guint n;
  guint n_active = 0;
  const FarGovDevice *devices = far_governance_peek_devices (governance, &n);

  for (guint i = 0; i < n; i++)
    n_active += devices[i].active;

  return n_active;
}

/* Whether this machine wrote something that its clock says is yet to come. */
static gboolean
clock_is_behind (FarWorker *worker)
{
  guint32 number = far_store_find_log (worker->store, worker->me.device);
  const FarLog *log;
  FarRow row;

  if (number == 0)
    return FALSE;

  log = far_store_peek_log (worker->store, number);

  return log->head_seq > 0 &&
         far_store_read_pos (worker->store, (FarPos){ number, log->head_seq }, &row, NULL) &&
         row.time_ms > far_worker_now_ms (worker) + CLOCK_TOLERANCE_MS;
}

/* Members of whom a machine has said two things under one number. */
static void
warn_of_forks (FarWorker *worker, const FarNames *names, GPtrArray *warnings)
{
  const FarGovernance *governance = far_store_peek_governance (worker->store);

  for (guint32 i = 1; i <= far_store_get_n_logs (worker->store); i++)
    {
      const FarLog *log = far_store_peek_log (worker->store, i);
      const FarGovDevice *device = far_governance_find_device (governance, log->device);

      if (log->fork_seq != 0 && log->base.log == 0 && device != NULL && device->active)
        g_ptr_array_add (warnings,
                         g_strconcat ("forked ", far_names_peek (names, device->member), NULL));
    }
}

/* An invitation is for one person: that two came in with it is news for a month. */
static gboolean
warn_of_double_uses (FarWorker *worker, const FarNames *names, GPtrArray *warnings, GError **error)
{
  g_autoptr (GPtrArray) uses = far_collective_double_uses (worker->store, error);

  for (guint i = 0; uses != NULL && i < uses->len; i++)
    {
      const FarDoubleUse *use = uses->pdata[i];

      if (use->time_ms + NEWS_MS >= far_worker_now_ms (worker))
        g_ptr_array_add (warnings,
                         g_strdup_printf ("invited-twice %s\n%s\n%s",
                                          far_names_peek (names, use->inviter),
                                          far_names_peek (names, use->in), use->out_name));
    }

  return uses != NULL;
}

/* Whether another use of the same invitation has turned it: that is told as such. */
static gboolean
is_double_use (FarWorker *worker, const FarTurned *turned)
{
  const FarGovernance *governance = far_store_peek_governance (worker->store);
  guint32 by = far_governance_get_struck_by (governance, turned->act);
  FarPos pos;
  FarRow row;

  return turned->kind == FAR_KIND_ADMIT && by != FAR_ACT_NONE &&
         far_store_get_act (worker->store, by, &pos, NULL) &&
         far_store_read_pos (worker->store, pos, &row, NULL) && row.kind == FAR_KIND_ADMIT;
}

/* Something was settled, and has turned all the same: news for a month. */
static void
warn_of_turned (FarWorker *worker, const FarNames *names, GPtrArray *warnings)
{
  g_autoptr (GArray) turned = far_store_list_turned (worker->store);

  for (guint i = 0; i < turned->len; i++)
    {
      const FarTurned *what = &g_array_index (turned, FarTurned, i);
      const char *name = far_names_peek (names, what->member);

      if (is_double_use (worker, what) || (what->noticed_ms != G_MAXINT64 &&
                                           what->noticed_ms + NEWS_MS < far_worker_now_ms (worker)))
        continue;

      switch ((guint)what->kind)
        {
        case FAR_KIND_TERM:
          g_ptr_array_add (warnings, g_strdup ("turned-baton"));
          break;
        case FAR_KIND_RULES:
          g_ptr_array_add (warnings, g_strdup ("turned-rule"));
          break;
        case FAR_KIND_DEVICE_ADD:
        case FAR_KIND_DEVICE_REVOKE:
          g_ptr_array_add (warnings, g_strconcat ("turned-machine ", name, NULL));
          break;
        default:
          g_ptr_array_add (warnings, g_strconcat ("turned-member ", name, NULL));
          break;
        }
    }
}

/* Members a machine of whom has written more than anybody does; until it is closed. */
static void
warn_of_floods (FarWorker *worker, const FarNames *names, GPtrArray *warnings)
{
  const FarGovernance *governance = far_store_peek_governance (worker->store);

  for (guint32 i = 1; i <= far_store_get_n_logs (worker->store); i++)
    {
      const FarLog *log = far_store_peek_log (worker->store, i);
      const FarGovDevice *device = far_governance_find_device (governance, log->device);

      if (log->head_seq > FAR_DEVICE_MANY && log->base.log == 0 && device != NULL && device->active)
        g_ptr_array_add (warnings, g_strdup_printf ("many %u %s", log->head_seq,
                                                    far_names_peek (names, device->member)));
    }
}

static FarUses
view_uses (FarStore *store)
{
  static const struct
  {
    guint rule;
    FarUses uses;
  } switches[] = {
    { FAR_RULE_RIDES, FAR_USES_RIDES },   { FAR_RULE_HELP, FAR_USES_HELP },
    { FAR_RULE_SKILLS, FAR_USES_SKILLS }, { FAR_RULE_LENDING, FAR_USES_LENDING },
    { FAR_RULE_ROOMS, FAR_USES_ROOMS },   { FAR_RULE_HOURS, FAR_USES_HOURS },
    { FAR_RULE_ROOMS, FAR_USES_ROOMS },   { FAR_RULE_REPAIR, FAR_USES_REPAIR },
  };
  FarUses uses = 0;

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (far_collective_uses (store, switches[i].rule))
      uses |= switches[i].uses;

  return uses;
}

static void
view_baton (FarWorker *worker, FarStatus *self, const FarNames *names)
{
  FarBatonFacts baton;

  far_collective_baton (worker->store, &baton);
  self->term = baton.number;
  self->holder = far_view_id (self, baton.holder);
  self->holder_name = far_snapshot_dup (self, far_names_peek (names, baton.holder));
  self->i_publish = far_collective_may_publish (worker->store, worker->me.member);
}

/* The holder's last day is near, or over; without a name where that is this member.  Or they are
 * gone. */
static void
warn_of_term (FarWorker *worker, const FarStatus *self, GPtrArray *warnings)
{
  const FarGovMember *holder;
  FarBatonFacts baton;
  g_autofree char *day = NULL;
  gboolean is_mine;

  far_collective_baton (worker->store, &baton);
  if (baton.number == 0 || !far_belonging_stands (worker))
    return;

  holder = far_governance_find_member (far_store_peek_governance (worker->store), baton.holder);
  if (holder == NULL || holder->standing != FAR_GOV_ACTIVE)
    {
      g_ptr_array_add (warnings, g_strdup_printf ("term-vacant %s", self->holder_name));
      return;
    }
  if (self->today + FAR_TERM_REMIND_DAYS < baton.end_day)
    return;

  is_mine = memcmp (baton.holder, worker->me.member, FAR_RECORD_ID_LEN) == 0;
  day = far_day_format (baton.end_day);
  g_ptr_array_add (warnings,
                   g_strdup_printf ("%s %s %s",
                                    self->today > baton.end_day ? "term-over" : "term-ends", day,
                                    is_mine ? "" : self->holder_name));
}

static gpointer
do_status (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarCollectiveFacts) facts = NULL;
  g_autoptr (FarNames) names = NULL;
  g_autoptr (FarStatus) self = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  guint8 digest[FAR_HASH_LEN];

  if (worker->store == NULL)
    return view_nothing ();

  facts = far_collective_read (worker->store, error);
  if (facts == NULL)
    return NULL;
  names = far_names_new (worker->store, error);
  if (names == NULL)
    return NULL;

  self = far_snapshot_new (FarStatus);
  self->state = far_belonging_get (worker, &self->n_missing, &self->n_needed, &refusal);
  if (refusal != NULL)
    self->refusal =
        far_snapshot_own (self, g_steal_pointer (&refusal), (GDestroyNotify)g_error_free);
  self->nearby = worker->nearby;
  self->is_returning = far_belonging_is_returning (worker);
  self->is_further = far_belonging_is_further (worker);
  self->collective = far_snapshot_hex (self, far_store_peek_collective (worker->store), FAR_ID_LEN);
  self->name = far_snapshot_dup (self, facts->name);
  self->zone = far_snapshot_dup (self, facts->zone);
  self->me = far_snapshot_hex (self, worker->me.member, FAR_RECORD_ID_LEN);
  self->my_name = far_snapshot_take (self, far_belonging_dup_my_name (worker, names));
  self->device = far_snapshot_hex (self, worker->me.device, FAR_KEY_LEN);
  self->n_members = far_governance_get_n_active (far_store_peek_governance (worker->store));
  self->n_devices = count_devices (far_store_peek_governance (worker->store));
  self->n_entries = far_store_get_n_entries (worker->store);
  self->n_pending = far_store_get_n_pending (worker->store);
  far_store_digest (worker->store, digest);
  self->frontier = far_snapshot_hex (self, digest, FAR_HASH_LEN);
  self->n_bytes = far_store_get_n_bytes (worker->store);
  view_baton (worker, self, names);
  self->today = far_worker_today (worker);
  self->uses = view_uses (worker->store);

  warnings = g_ptr_array_new_with_free_func (g_free);
  if (clock_is_behind (worker))
    g_ptr_array_add (warnings, g_strdup ("clock-behind"));
  if (self->state == FAR_BELONGING_ADMITTED && !far_belonging_stands (worker))
    g_ptr_array_add (warnings, g_strdup ("not-a-member"));
  warn_of_forks (worker, names, warnings);
  warn_of_floods (worker, names, warnings);
  warn_of_turned (worker, names, warnings);
  if (!warn_of_double_uses (worker, names, warnings, error))
    return NULL;
  warn_of_term (worker, self, warnings);
  self->warnings = far_snapshot_take_list (self, g_steal_pointer (&warnings));

  return g_steal_pointer (&self);
}

static const FarCall status_call = { .name = "status",
                                     .work = do_status,
                                     .free_result = far_snapshot_unref };

void
far_engine_status_async (FarEngine *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &status_call, NULL, cancellable, callback, data);
}

FarStatus *
far_engine_status_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &status_call, result, error);
}

/* ---- members */

static void
view_vouchers (FarWorker *worker,
               FarMember *self,
               const FarMemberFacts *facts,
               const FarNames *names)
{
  GPtrArray *vouchers = g_ptr_array_new ();
  GPtrArray *others = g_ptr_array_new ();

  self->invited_by = "";
  if (facts->is_invited)
    {
      self->vouched_by = far_snapshot_hex (self, facts->inviter, FAR_RECORD_ID_LEN);
      self->invited_by = far_snapshot_dup (self, far_names_peek (names, facts->inviter));
    }
  for (guint i = 0; i < facts->vouchers->len; i++)
    {
      const guint8 *voucher = (const guint8 *)facts->vouchers->data + i * FAR_RECORD_ID_LEN;

      g_ptr_array_add (vouchers, far_hex (voucher, FAR_RECORD_ID_LEN));
      self->i_vouched |= memcmp (voucher, worker->me.member, FAR_RECORD_ID_LEN) == 0;
      if (!facts->is_invited || memcmp (voucher, facts->inviter, FAR_RECORD_ID_LEN) != 0)
        g_ptr_array_add (others, g_strdup (far_names_peek (names, voucher)));
    }
  self->vouchers = far_snapshot_take_list (self, vouchers);
  self->other_vouchers = far_snapshot_take_list (self, others);
  self->n_missing = facts->n_missing != FAR_ANSWER_VAIN ? (int)facts->n_missing : -1;
  self->n_needed = facts->n_needed;
  self->is_provisional = facts->is_provisional;
  self->n_void = facts->n_void;
}

static FarMember *
view_member (FarWorker *worker,
             const FarMemberFacts *facts,
             const FarBatonFacts *baton,
             const FarNames *names)
{
  FarMember *self = far_snapshot_new (FarMember);
  GPtrArray *devices = g_ptr_array_new ();
  GPtrArray *formerly = g_ptr_array_new ();
  FarPos erasure;

  self->id = far_snapshot_hex (self, facts->id, FAR_RECORD_ID_LEN);
  self->name = far_snapshot_dup (self, facts->name);
  self->phone = far_snapshot_dup (self, facts->phone);
  self->standing = (FarStanding)facts->state;
  self->since_ms = facts->since_ms;
  for (guint i = 0; i < facts->devices->len; i++)
    g_ptr_array_add (devices, far_hex (facts->devices->data + i * FAR_KEY_LEN, FAR_KEY_LEN));
  self->devices = far_snapshot_take_list (self, devices);
  if (facts->is_answered_for)
    self->answered_for_by = far_snapshot_hex (self, facts->answered_for_by, FAR_RECORD_ID_LEN);
  view_vouchers (worker, self, facts, names);
  for (guint i = 0; facts->formerly != NULL && facts->formerly[i] != NULL; i++)
    g_ptr_array_add (formerly, g_strdup (facts->formerly[i]));
  self->formerly = far_snapshot_take_list (self, formerly);
  if (facts->is_said_to_be)
    self->same = far_snapshot_hex (self, facts->same, FAR_RECORD_ID_LEN);
  self->is_helper = facts->is_helper;
  self->is_me = memcmp (facts->id, worker->me.member, FAR_RECORD_ID_LEN) == 0;
  self->holds_baton =
      baton->number > 0 && memcmp (facts->id, baton->holder, FAR_RECORD_ID_LEN) == 0;
  self->i_answer =
      self->is_me || (facts->is_answered_for &&
                      memcmp (facts->answered_for_by, worker->me.member, FAR_RECORD_ID_LEN) == 0);
  if (far_store_find_subject_erasure (worker->store,
                                      far_store_find_ident (worker->store, facts->id), &erasure))
    {
      guint n_done;
      guint n_machines;

      far_collective_erasure_reach (worker->store, worker->me.device, erasure, &n_done,
                                    &n_machines);
      self->n_machines_done = n_done;
      self->n_machines = n_machines;
    }

  return self;
}

static gpointer
do_members (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) members = far_collective_members (worker->store, error);
  g_autoptr (FarNames) names = NULL;
  FarBatonFacts baton;
  GPtrArray *views;

  if (members == NULL)
    return NULL;
  names = far_names_new (worker->store, error);
  if (names == NULL)
    return NULL;

  far_collective_baton (worker->store, &baton);
  views = far_snapshot_list_new ();
  for (guint i = 0; i < members->len; i++)
    g_ptr_array_add (views, view_member (worker, g_ptr_array_index (members, i), &baton, names));

  return views;
}

static const FarCall members_call = { .name = "members",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_members,
                                      .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_members_async (FarEngine *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &members_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_members_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &members_call, result, error);
}

/* ---- a person without a machine */

static gpointer
do_add_person (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 person[FAR_RECORD_ID_LEN];
  const char *name;

  g_variant_get (args, "(^&ay)", &name);
  if (!far_collective_add_person (&writer, name, person, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (person, FAR_RECORD_ID_LEN);
}

static const FarCall add_person_call = { .name = "add-person",
                                         .needs = FAR_NEEDS_STORE,
                                         .work = do_add_person,
                                         .free_result = g_free };

void
far_engine_add_person_async (FarEngine *self,
                             const char *name,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (name != NULL);

  _far_engine_call (self, &add_person_call, g_variant_new ("(^ay)", name), cancellable, callback,
                    data);
}

char *
far_engine_add_person_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &add_person_call, result, error);
}

/* ---- at which number somebody is called */

static gpointer
do_set_phone (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  const char *who, *phone;
  guint8 person[FAR_RECORD_ID_LEN];

  g_variant_get (args, "(^&ay^&ay)", &who, &phone);
  if (!far_find_person (worker, who, person, error) ||
      !far_collective_set_phone (&writer, person, phone, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall set_phone_call = { .name = "set-phone",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_set_phone };

void
far_engine_set_phone_async (FarEngine *self,
                            const char *person,
                            const char *phone,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (person != NULL && phone != NULL);

  _far_engine_call (self, &set_phone_call, g_variant_new ("(^ay^ay)", person, phone), cancellable,
                    callback, data);
}

gboolean
far_engine_set_phone_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_phone_call, result, error) != NULL;
}

/* ---- a person without a machine who is a member now */

/* Who is a member now stands in no list as a person any more: then all of the id is needed. */
static gboolean
find_person (GPtrArray *members, const char *id, guint8 *out, GError **error)
{
  const FarMemberFacts *person;

  if (far_unhex (id, out, FAR_RECORD_ID_LEN))
    return TRUE;

  person = far_find_by_prefix (members, far_member_peek_id, FAR_RECORD_ID_LEN, id, error);
  if (person == NULL)
    return FALSE;
  memcpy (out, person->id, FAR_RECORD_ID_LEN);

  return TRUE;
}

static gpointer
do_same_person (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) members = far_collective_members (worker->store, error);
  const char *person_id, *member_id;
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 member[FAR_RECORD_ID_LEN];
  gboolean is_same;
  gboolean is_now;
  FarApproved *view;

  g_variant_get (args, "(^&ay^&ayb)", &person_id, &member_id, &is_same);
  if (members == NULL || !find_person (members, person_id, person, error) ||
      !find_person (members, member_id, member, error) ||
      !far_collective_same_person (&writer, person, member, is_same, &is_now, error))
    return NULL;
  far_worker_committed (worker, NULL);

  view = far_snapshot_new (FarApproved);
  view->proposal = "";
  view->is_done = is_now == is_same;
  view->n_needed = 2;
  view->n_approvals = is_now ? 2 : 1;

  return view;
}

static const FarCall same_person_call = { .name = "same-person",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_same_person,
                                          .free_result = far_snapshot_unref };

void
far_engine_same_person_async (FarEngine *self,
                              const char *person,
                              const char *member,
                              gboolean is_same,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (person != NULL && member != NULL);

  _far_engine_call (self, &same_person_call, g_variant_new ("(^ay^ayb)", person, member, is_same),
                    cancellable, callback, data);
}

FarApproved *
far_engine_same_person_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &same_person_call, result, error);
}

static gpointer
do_set_helper (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 person[FAR_RECORD_ID_LEN];
  const char *prefix;
  gboolean is_helper;

  g_variant_get (args, "(^&ayb)", &prefix, &is_helper);
  if (!far_find_person (worker, prefix, person, error) ||
      !far_collective_set_helper (&writer, person, is_helper, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (person, sizeof person);
}

static const FarCall set_helper_call = { .name = "set-helper",
                                         .needs = FAR_NEEDS_STORE,
                                         .work = do_set_helper,
                                         .free_result = g_free };

void
far_engine_set_helper_async (FarEngine *self,
                             const char *person,
                             gboolean is_helper,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (person != NULL);

  _far_engine_call (self, &set_helper_call, g_variant_new ("(^ayb)", person, is_helper),
                    cancellable, callback, data);
}

char *
far_engine_set_helper_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_helper_call, result, error);
}
