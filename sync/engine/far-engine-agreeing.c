/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members agree on: proposals, removals, rules; and leaving. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"

/* ---- rules by name */

static const struct
{
  const char *name;
  guint number;
} rule_names[] = {
  { "vouchers", FAR_RULE_VOUCHERS },
  { "removals", FAR_RULE_REMOVALS },
  { "keep-turns", FAR_KIND_TURN },
  { "keep-outings", FAR_KIND_OUTING },
  { "servers", FAR_RULE_SERVERS },
  { "children-per-adult", FAR_RULE_CHILDREN },
  { "young-per-adult", FAR_RULE_YOUNG },
  { "young-age", FAR_RULE_YOUNG_AGE },
  { "two-adults-from", FAR_RULE_TWO_ADULTS },
  { "crossings-per-adult", FAR_RULE_CROSSINGS },
  { "kept-places", FAR_RULE_KEPT },
  { "notice-days", FAR_RULE_NOTICE },
  { "turns-a-week", FAR_RULE_CAP },
  { "rides", FAR_RULE_RIDES },
  { "help", FAR_RULE_HELP },
  { "skills", FAR_RULE_SKILLS },
  { "hours", FAR_RULE_HOURS },
  { "lending", FAR_RULE_LENDING },
  { "rooms", FAR_RULE_ROOMS },
  { "repair", FAR_RULE_REPAIR },
  { "keep-absences", FAR_KIND_ABSENCE },
  { "keep-roll", FAR_KIND_ROLL },
};

/* @whole: with passwords */
static const char *
view_servers (gpointer snapshot, guint number, const FarServers *servers, gboolean whole)
{
  return number == FAR_RULE_SERVERS
             ? far_snapshot_take (snapshot, far_servers_to_text (servers->all, servers->n, whole))
             : "";
}

static const char *
name_rule (gpointer snapshot, guint number)
{
  for (guint i = 0; i < G_N_ELEMENTS (rule_names); i++)
    if (rule_names[i].number == number)
      return rule_names[i].name;

  /* agreed by members with another version */
  return far_snapshot_take (snapshot, g_strdup_printf ("rule-%u", number));
}

/* ---- proposals */

static FarProposal *
view_proposal (FarWorker *worker, const FarProposalFacts *facts, const FarNames *names)
{
  FarProposal *self = far_snapshot_new (FarProposal);

  self->id = far_snapshot_hex (self, facts->id, FAR_ID_LEN);
  self->what = facts->kind == FAR_KIND_REMOVE ? FAR_PROPOSES_REMOVAL
               : facts->kind == FAR_KIND_TERM ? FAR_PROPOSES_TERM
                                              : FAR_PROPOSES_RULE;
  self->by = far_view_id (self, facts->by);
  self->by_name = far_snapshot_dup (self, far_names_peek (names, facts->by));
  self->member = far_view_id (self, facts->member);
  self->member_name = far_snapshot_dup (self, far_names_peek (names, facts->member));
  self->rule = facts->kind == FAR_KIND_RULES ? name_rule (self, facts->number) : "";
  self->value = facts->value;
  self->servers = view_servers (self, facts->kind == FAR_KIND_RULES ? facts->number : 0,
                                &facts->servers, FALSE);
  self->why = far_snapshot_dup (self, facts->why);
  self->time_ms = facts->time_ms;
  self->n_approvals = facts->n_approvals;
  self->n_needed = facts->n_needed;
  self->i_approved = facts->i_signed;
  self->is_about_me = memcmp (facts->member, worker->me.member, FAR_RECORD_ID_LEN) == 0;

  return self;
}

static gpointer
do_proposals (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GPtrArray) list = NULL;
  GPtrArray *views;

  if (names == NULL)
    return NULL;
  list = far_collective_proposals (worker->store, worker->me.member, error);
  if (list == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (views, view_proposal (worker, list->pdata[i], names));

  return views;
}

static const FarCall proposals_call = { .name = "proposals",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_proposals,
                                        .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_proposals_async (FarEngine *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &proposals_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_proposals_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &proposals_call, result, error);
}

/* ---- removing */

static gpointer
do_propose_removal (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 member[FAR_RECORD_ID_LEN];
  const char *prefix, *why;
  FarApproval approval;

  g_variant_get (args, "(^&ay^&ay)", &prefix, &why);
  if (!far_find_person (worker, prefix, member, error) ||
      !far_collective_propose_removal (&writer, member, why, &approval, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return far_view_approved (&approval);
}

static const FarCall propose_removal_call = { .name = "propose-removal",
                                              .needs = FAR_NEEDS_STORE,
                                              .work = do_propose_removal,
                                              .free_result = far_snapshot_unref };

void
far_engine_propose_removal_async (FarEngine *self,
                                  const char *member,
                                  const char *why,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (member != NULL && why != NULL);

  _far_engine_call (self, &propose_removal_call, g_variant_new ("(^ay^ay)", member, why),
                    cancellable, callback, data);
}

FarApproved *
far_engine_propose_removal_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &propose_removal_call, result, error);
}

/* ---- leaving */

static FarPromised *
view_promised (const FarPromiseFacts *facts, const FarNames *names)
{
  FarPromised *self = far_snapshot_new (FarPromised);

  self->rota_title = far_snapshot_dup (self, facts->title);
  self->person_name = far_snapshot_dup (self, far_names_peek (names, facts->person));
  self->day = facts->day;
  self->at = facts->at;

  return self;
}

/* Persons without a machine, for whom this member answers. */
static const char *const *
list_answered_for (FarWorker *worker, FarLeaving *self, GPtrArray *members)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < members->len; i++)
    {
      const FarMemberFacts *facts = members->pdata[i];

      if (facts->is_answered_for &&
          memcmp (facts->answered_for_by, worker->me.member, FAR_RECORD_ID_LEN) == 0)
        g_ptr_array_add (names, g_strdup (facts->name));
    }

  return far_snapshot_take_list (self, names);
}

static FarLeaving *
view_leaving (FarWorker *worker, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GPtrArray) promises = NULL;
  g_autoptr (GPtrArray) things = NULL;
  FarBatonFacts baton;
  FarLeaving *self;

  if (names == NULL)
    return NULL;
  members = far_collective_members (worker->store, error);
  if (members == NULL)
    return NULL;
  promises =
      far_collective_promises (worker->store, worker->me.member, far_worker_today (worker), error);
  if (promises == NULL)
    return NULL;
  things = far_view_things (worker, names, error);
  if (things == NULL)
    return NULL;
  for (guint i = things->len; i-- > 0;)
    if (!((const FarThing *)things->pdata[i])->is_with_me)
      g_ptr_array_remove_index (things, i);

  far_collective_baton (worker->store, &baton);
  self = far_snapshot_new (FarLeaving);
  self->promised =
      far_snapshot_own (self, far_snapshot_list_new (), (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < promises->len; i++)
    g_ptr_array_add (self->promised, view_promised (promises->pdata[i], names));
  self->names = list_answered_for (worker, self, members);
  self->things =
      far_snapshot_own (self, g_steal_pointer (&things), (GDestroyNotify)g_ptr_array_unref);
  self->holds_baton =
      baton.number > 0 && memcmp (baton.holder, worker->me.member, FAR_RECORD_ID_LEN) == 0;
  self->is_last = far_governance_get_n_active (far_store_peek_governance (worker->store)) < 2;

  return self;
}

static gpointer
do_leaving (FarWorker *worker, GVariant *args, GError **error)
{
  return view_leaving (worker, error);
}

static const FarCall leaving_call = { .name = "leaving",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_leaving,
                                      .free_result = far_snapshot_unref };

void
far_engine_leaving_async (FarEngine *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &leaving_call, NULL, cancellable, callback, data);
}

FarLeaving *
far_engine_leaving_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &leaving_call, result, error);
}

static gpointer
do_leave (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (FarLeaving) released = view_leaving (worker, error);

  if (released == NULL || !far_collective_leave (&writer, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return g_steal_pointer (&released);
}

static const FarCall leave_call = { .name = "leave",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_leave,
                                    .free_result = far_snapshot_unref };

void
far_engine_leave_async (FarEngine *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &leave_call, NULL, cancellable, callback, data);
}

FarLeaving *
far_engine_leave_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &leave_call, result, error);
}

/* ---- rules */

FarAgreement *
far_view_agreement (const FarRuleFacts *facts)
{
  FarAgreement *self = far_snapshot_new (FarAgreement);

  self->name = name_rule (self, facts->number);
  self->value = facts->value;
  far_collective_rule_range (facts->number, &self->least, &self->most);
  self->servers = view_servers (self, facts->number, &facts->servers, FALSE);
  self->servers_whole = view_servers (self, facts->number, &facts->servers, TRUE);
  self->is_agreed = facts->is_agreed;
  self->decision = facts->is_agreed ? far_snapshot_hex (self, facts->decision, FAR_ID_LEN) : "";
  self->decided_ms = facts->decided_ms;
  self->review_day = facts->review_day;
  self->n_signers = facts->n_signers;

  return self;
}

static gpointer
do_rules (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GArray) rules = far_collective_rules (worker->store);
  GPtrArray *views = far_snapshot_list_new ();

  for (guint i = 0; i < rules->len; i++)
    g_ptr_array_add (views, far_view_agreement (&g_array_index (rules, FarRuleFacts, i)));

  return views;
}

static const FarCall rules_call = { .name = "rules",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_rules,
                                    .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_rules_async (FarEngine *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &rules_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_rules_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &rules_call, result, error);
}

static gpointer
do_set_rule (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  const char *name;
  FarApproval approval;
  guint number = 0;
  gint32 value;

  g_variant_get (args, "(^&ayi)", &name, &value);
  for (guint i = 0; i < G_N_ELEMENTS (rule_names); i++)
    if (strcmp (rule_names[i].name, name) == 0 && rule_names[i].number != FAR_RULE_SERVERS)
      number = rule_names[i].number;
  if (number == 0)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_RULE, "no rule has that name");
      return NULL;
    }
  if (!far_collective_set_rule (&writer, number, value, &approval, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return far_view_approved (&approval);
}

static const FarCall set_rule_call = { .name = "set-rule",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_set_rule,
                                       .free_result = far_snapshot_unref };

void
far_engine_set_rule_async (FarEngine *self,
                           const char *name,
                           int value,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (name != NULL);

  _far_engine_call (self, &set_rule_call, g_variant_new ("(^ayi)", name, value), cancellable,
                    callback, data);
}

FarApproved *
far_engine_set_rule_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_rule_call, result, error);
}

/* ---- servers */

static gpointer
do_set_servers (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  FarServers servers = { 0 };
  FarApproval approval;
  const char *text;
  gboolean good;

  g_variant_get (args, "(^&ay)", &text);
  if (!far_servers_from_text (text, servers.all, &servers.n))
    {
      far_sync_fail (error, FAR_SYNC_ERROR_SERVERS_INVALID, "that names no servers");
      return NULL;
    }

  good = far_collective_set_servers (&writer, &servers, &approval, error);
  sodium_memzero (&servers, sizeof servers);
  if (!good)
    return NULL;

  far_worker_committed (worker, NULL);

  return far_view_approved (&approval);
}

static const FarCall set_servers_call = { .name = "set-servers",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_set_servers,
                                          .free_result = far_snapshot_unref };

void
far_engine_set_servers_async (FarEngine *self,
                              const char *text,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (text != NULL);

  _far_engine_call (self, &set_servers_call, g_variant_new ("(^ay)", text), cancellable, callback,
                    data);
}

FarApproved *
far_engine_set_servers_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_servers_call, result, error);
}
