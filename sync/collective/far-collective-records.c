/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The collective, its members and rotas as they are shown. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* ---- fields */

static gboolean
is_gone (const FarHistory *history, guint key)
{
  return _far_history_shown_int (history, key, 0, NULL) != 0;
}

/* ---- the collective */

FarCollectiveFacts *
far_collective_read (FarStore *store, GError **error)
{
  FarCollectiveFacts *facts = NULL;
  FarView view;
  FarHistory history;
  guint32 record = far_store_find_ident (store, far_store_peek_collective (store));

  _far_view_init (&view, store);
  if (_far_history_load (&history, &view, FAR_KIND_COLLECTIVE, record, error))
    {
      facts = g_new0 (FarCollectiveFacts, 1);
      facts->name = _far_history_dup_text (&history, FAR_COLLECTIVE_NAME, &facts->also);
      facts->zone = _far_history_dup_text (&history, FAR_COLLECTIVE_ZONE, &facts->also);
      if (*facts->zone == '\0')
        {
          g_free (facts->zone);
          facts->zone = g_strdup ("UTC");
        }
      _far_history_clear (&history);
    }
  _far_view_clear (&view);

  return facts;
}

void
far_collective_facts_free (FarCollectiveFacts *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->zone);
  g_free (self);
}

/* ---- members */

static void
clear_member (gpointer data)
{
  FarMemberFacts *facts = data;

  g_free (facts->name);
  g_free (facts->phone);
  g_array_unref (facts->devices);
  g_array_unref (facts->vouchers);
  g_strfreev (facts->formerly);
}

static void
free_member (gpointer facts)
{
  g_rc_box_release_full (facts, clear_member);
}

static gboolean
read_person (FarView *view,
             guint32 ident,
             char **out_name,
             char **out_phone,
             gboolean *out_is_helper,
             FarAlso *also,
             gboolean *out_is_gone,
             GError **error)
{
  FarHistory history;

  if (!_far_history_load (&history, view, FAR_KIND_PERSON, ident, error))
    return FALSE;

  *out_name = _far_history_dup_text (&history, FAR_PERSON_NAME, also);
  if (out_phone != NULL)
    *out_phone = _far_history_dup_text (&history, FAR_PERSON_PHONE, also);
  if (out_is_helper != NULL)
    *out_is_helper = _far_history_is_helper (&history, NULL);
  if (out_is_gone != NULL)
    *out_is_gone = is_gone (&history, FAR_PERSON_GONE);
  _far_history_clear (&history);

  return TRUE;
}

gboolean
_far_person_read_name (FarView *view,
                       guint32 ident,
                       char **out_name,
                       FarAlso *also,
                       gboolean *out_is_gone,
                       GError **error)
{
  return read_person (view, ident, out_name, NULL, NULL, also, out_is_gone, error);
}

void
_far_keep_first (GPtrArray *rows, guint most, const guint8 *(*get_owner) (gconstpointer row))
{
  g_autofree gboolean *is_kept = g_new (gboolean, rows->len);
  g_autoptr (GHashTable) counts = g_hash_table_new (far_id_hash, far_record_id_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      gpointer owner = (gpointer)get_owner (rows->pdata[i]);
      guint n = owner != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (counts, owner)) : 0;

      is_kept[i] = n < most;
      if (owner != NULL)
        g_hash_table_replace (counts, owner, GUINT_TO_POINTER (n + 1));
    }

  for (guint i = rows->len; i-- > 0;)
    if (!is_kept[i])
      g_ptr_array_remove_index (rows, i);
}

/* @id: of a member, or of who asked to be one */
static FarMemberFacts *
new_member (FarView *view, const guint8 *id, GError **error)
{
  FarMemberFacts *facts = g_rc_box_new0 (FarMemberFacts);

  memcpy (facts->id, id, FAR_RECORD_ID_LEN);
  facts->devices = g_array_new (FALSE, FALSE, FAR_KEY_LEN);
  facts->vouchers = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  if (read_person (view, far_store_find_ident (view->store, id), &facts->name, &facts->phone,
                   &facts->is_helper, &facts->also, NULL, error))
    return facts;

  free_member (facts);

  return NULL;
}

static void
add_devices (const FarView *view, FarMemberFacts *facts)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (view->gov, &n);

  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < n; i++)
        {
          if (devices[i].active == (pass == 0) &&
              memcmp (devices[i].member, facts->id, FAR_RECORD_ID_LEN) == 0)
            g_array_append_vals (facts->devices, devices[i].key, 1);
        }
    }
}

/* What a cut has made void is kept, and told. */
static guint
count_void (const FarView *view, const guint8 *member)
{
  guint n = 0;

  for (guint32 i = 1; i <= view->n_logs; i++)
    {
      const FarLog *log = far_store_peek_log (view->store, i);
      const FarGovMember *author = _far_view_author (view, i);

      if (author != NULL && memcmp (author->id, member, FAR_RECORD_ID_LEN) == 0 &&
          log->private_from == 0 && log->head_seq > MAX (log->effective_seq, log->base.seq))
        n += log->head_seq - MAX (log->effective_seq, log->base.seq);
    }

  return n;
}

static gint64
get_time (const FarView *view, guint32 act)
{
  FarPos pos;
  gint64 time_ms;

  return far_store_get_act (view->store, act, &pos, &time_ms) ? time_ms : 0;
}

/* @invite: the act; FAR_ACT_NONE for the founder */
static void
add_vouchers (const FarView *view,
              FarMemberFacts *facts,
              guint32 invite,
              const guint8 (*vouchers)[FAR_RECORD_ID_LEN],
              guint n_vouchers)
{
  guint n;
  const FarGovInvite *invites = far_governance_peek_invites (view->gov, &n);

  for (guint i = 0; i < n && !facts->is_invited; i++)
    if (invites[i].act == invite)
      {
        facts->is_invited = TRUE;
        memcpy (facts->inviter, invites[i].inviter, FAR_RECORD_ID_LEN);
      }
  g_array_append_vals (facts->vouchers, vouchers, n_vouchers);
}

static gboolean
add_members (FarView *view, GPtrArray *out, GError **error)
{
  guint n;
  const FarGovMember *members = far_governance_peek_members (view->gov, &n);

  for (guint i = 0; i < n; i++)
    {
      static const FarMemberState states[] = {
        [FAR_GOV_ACTIVE] = FAR_MEMBER_STATE_ACTIVE,
        [FAR_GOV_LEFT] = FAR_MEMBER_STATE_LEFT,
        [FAR_GOV_REMOVED] = FAR_MEMBER_STATE_REMOVED,
      };
      FarMemberFacts *facts = new_member (view, members[i].id, error);

      if (facts == NULL)
        return FALSE;

      g_ptr_array_add (out, facts);
      facts->state = states[members[i].standing];
      facts->is_provisional = members[i].provisional;
      facts->since_ms =
          get_time (view,
                    members[i].standing == FAR_GOV_ACTIVE ? members[i].since : members[i].ended_by);
      facts->n_void = count_void (view, members[i].id);
      add_devices (view, facts);
      add_vouchers (view, facts, members[i].invite, members[i].vouchers, members[i].n_vouchers);
    }

  return TRUE;
}

static gboolean
add_asks (FarView *view, GPtrArray *out, GError **error)
{
  guint n;
  const FarGovAsk *asks = far_governance_peek_asks (view->gov, &n);

  for (guint i = 0; i < n; i++)
    {
      FarMemberFacts *facts;

      /* who was a member before is shown as what they are */
      if (far_governance_find_member (view->gov, asks[i].member) != NULL)
        continue;

      facts = new_member (view, asks[i].member, error);
      if (facts == NULL)
        return FALSE;

      g_ptr_array_add (out, facts);
      facts->state = FAR_MEMBER_STATE_PENDING;
      facts->since_ms = get_time (view, asks[i].act);
      facts->n_missing = _far_ask_get_missing (view->gov, &asks[i]);
      facts->n_needed = asks[i].n_vouchers + asks[i].n_missing;
      g_array_append_vals (facts->devices, asks[i].device, 1);
      add_vouchers (view, facts, asks[i].invite, asks[i].vouchers, asks[i].n_vouchers);
    }

  return TRUE;
}

/* Whoever it is now is among @members. */
static void
note_former (GPtrArray *members, const guint8 *id, const char *name)
{
  for (guint i = 0; i < members->len; i++)
    {
      FarMemberFacts *facts = members->pdata[i];
      guint n = facts->formerly != NULL ? g_strv_length (facts->formerly) : 0;

      if (memcmp (facts->id, id, FAR_RECORD_ID_LEN) != 0)
        continue;

      facts->formerly = g_renew (char *, facts->formerly, n + 2);
      facts->formerly[n] = g_strdup (name);
      facts->formerly[n + 1] = NULL;
    }
}

static gboolean
add_person (FarView *view, guint32 ident, GPtrArray *out, GError **error)
{
  const FarPerson *person = _far_view_person (view, ident, error);
  gboolean is_helper;
  g_autofree char *phone = NULL;
  g_autofree char *name = NULL;
  FarAlso also = { 0 };
  gboolean gone;
  const FarGovMember *now;
  FarMemberFacts *facts;
  FarRow row;
  g_autoptr (GArray) entries = NULL;
  g_autoptr (GArray) named = NULL;

  if (person == NULL)
    return FALSE;
  if (person->member != NULL || !person->is_answered_for)
    return TRUE;

  entries = _far_view_touches (view, ident, error);
  if (entries == NULL || !read_person (view, ident, &name, &phone, &is_helper, &also, &gone, error))
    return FALSE;
  if (gone || *name == '\0')
    return TRUE;
  if (!_far_view_now (view, ident, &now, error))
    return FALSE;
  if (now != NULL)
    {
      note_former (out, now->id, name);
      return TRUE;
    }
  named = _far_view_same (view, ident, error);
  if (named == NULL)
    return FALSE;
  if (!far_store_read (view->store, g_array_index (entries, gint64, 0), &row, error))
    return FALSE;

  facts = g_rc_box_new0 (FarMemberFacts);
  memcpy (facts->id, far_store_peek_ident (view->store, ident), FAR_RECORD_ID_LEN);
  facts->name = g_steal_pointer (&name);
  facts->phone = g_steal_pointer (&phone);
  facts->is_helper = is_helper;
  facts->also = also;
  facts->state = FAR_MEMBER_STATE_NO_MACHINE;
  facts->since_ms = row.time_ms;
  facts->devices = g_array_new (FALSE, FALSE, FAR_KEY_LEN);
  facts->vouchers = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  facts->is_answered_for = TRUE;
  memcpy (facts->answered_for_by, person->answerer, FAR_RECORD_ID_LEN);
  if (named->len > 0)
    {
      facts->is_said_to_be = TRUE;
      memcpy (facts->same, named->data, FAR_RECORD_ID_LEN);
    }
  g_ptr_array_add (out, facts);

  return TRUE;
}

static gboolean
add_persons (FarView *view, GPtrArray *out, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_PERSON, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      if (!add_person (view, g_array_index (records, guint32, i), out, error))
        return FALSE;
    }

  return records != NULL;
}

static int
compare_members (gconstpointer a, gconstpointer b, gpointer by)
{
  static const guint8 order[] = {
    [FAR_MEMBER_STATE_ACTIVE] = 0,  [FAR_MEMBER_STATE_NO_MACHINE] = 1,
    [FAR_MEMBER_STATE_PENDING] = 2, [FAR_MEMBER_STATE_LEFT] = 3,
    [FAR_MEMBER_STATE_REMOVED] = 4,
  };
  const FarMemberFacts *one = *(const FarMemberFacts *const *)a;
  const FarMemberFacts *other = *(const FarMemberFacts *const *)b;
  int by_name;

  if (one->state != other->state)
    return order[one->state] < order[other->state] ? -1 : 1;

  by_name = far_by_name_compare (by, one->name, other->name);

  return by_name != 0 ? by_name : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static const guint8 *
get_answerer (gconstpointer row)
{
  const FarMemberFacts *facts = row;

  return facts->state == FAR_MEMBER_STATE_NO_MACHINE ? facts->answered_for_by : NULL;
}

static GPtrArray *
read_members (FarView *view, GError **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (free_member);
  g_autoptr (FarByName) by = far_by_name_new ();

  if (!add_members (view, members, error) || !add_asks (view, members, error) ||
      !add_persons (view, members, error))
    return NULL;

  g_ptr_array_sort_with_data (members, compare_members, by);
  _far_keep_first (members, FAR_SHOWN_PERSONS_MAX, get_answerer);

  return g_steal_pointer (&members);
}

static gpointer
ref_member (gconstpointer facts, gpointer data)
{
  return g_rc_box_acquire ((gpointer)facts);
}

GPtrArray *
far_collective_members (FarStore *store, GError **error)
{
  GPtrArray *members;
  FarMemo *memo;
  FarView view;

  _far_view_init (&view, store);
  memo = _far_memo_of (&view);
  members = _far_memo_peek_members (memo, &view);
  if (members == NULL)
    {
      members = read_members (&view, error);
      if (members != NULL)
        _far_memo_take_members (memo, members);
    }
  _far_view_clear (&view);

  return members != NULL ? g_ptr_array_copy (members, ref_member, NULL) : NULL;
}

/* ---- rotas */

static void
clear_later (gpointer data)
{
  FarLaterFacts *facts = data;

  g_clear_pointer (&facts->place, g_free);
  g_clear_pointer (&facts->roles, g_array_unref);
}

GArray *
far_later_facts_array_new (void)
{
  GArray *later = g_array_new (FALSE, FALSE, sizeof (FarLaterFacts));

  g_array_set_clear_func (later, clear_later);

  return later;
}

static int
compare_later (gconstpointer a, gconstpointer b)
{
  const FarLaterFacts *one = a;
  const FarLaterFacts *other = b;

  return (one->from > other->from) - (one->from < other->from);
}

/* By day; of two for one day the one that is written first. */
GArray *
_far_rota_read_later (const FarPayload *payload)
{
  GArray *later = far_later_facts_array_new ();
  FarPayloadIter iter;
  FarPayload item;

  if (payload == NULL)
    return later;

  iter = far_payload_iter (payload, FAR_ROTA_LATER);
  while (far_payload_iter_map (&iter, &item))
    {
      FarLaterFacts facts = {
        .from = far_payload_int (&item, FAR_LATER_FROM, 0),
        .weekdays = far_payload_int (&item, FAR_LATER_WEEKDAYS, 0),
        .every_n_weeks = far_payload_int (&item, FAR_LATER_EVERY, 0),
        .at = far_payload_int (&item, FAR_LATER_AT, -1),
        .n_min = far_payload_int (&item, FAR_LATER_MIN, -1),
        .n_max = far_payload_int (&item, FAR_LATER_MAX, -1),
        .place = far_payload_dup_text (&item, FAR_LATER_PLACE),
      };

      g_array_append_val (later, facts);
    }
  g_array_sort (later, compare_later);
  for (guint i = later->len; i-- > 1;)
    if (g_array_index (later, FarLaterFacts, i).from ==
        g_array_index (later, FarLaterFacts, i - 1).from)
      g_array_remove_index (later, i);

  return later;
}

void
_far_rule_set_later (FarRule *rule, const GArray *later)
{
  FarRuleLater *patterns = g_new0 (FarRuleLater, later->len);
  guint weekdays = rule->weekdays;
  int every = rule->every_n_weeks;
  guint n = 0;

  for (guint i = 0; i < later->len; i++)
    {
      const FarLaterFacts *facts = &g_array_index (later, FarLaterFacts, i);

      if (facts->weekdays == 0 && facts->every_n_weeks == 0)
        continue;
      weekdays = facts->weekdays != 0 ? facts->weekdays : weekdays;
      every = facts->every_n_weeks != 0 ? facts->every_n_weeks : every;
      patterns[n++] = (FarRuleLater){ facts->from, weekdays, every };
    }
  rule->later = patterns;
  rule->n_later = n;
}

static FarRotaFacts *
read_rota (const FarHistory *history)
{
  FarRotaFacts *facts = g_rc_box_new0 (FarRotaFacts);
  FarAlso *also = &facts->also;
  const FarPayload *line = _far_history_shown (history, FAR_ROTA_LINE, also);

  memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->owner, history->owner, FAR_RECORD_ID_LEN);
  facts->title = _far_history_dup_text (history, FAR_ROTA_TITLE, also);
  facts->rule.weekdays = _far_history_shown_int (history, FAR_ROTA_WEEKDAYS, 0, also);
  facts->rule.every_n_weeks = _far_history_shown_int (history, FAR_ROTA_EVERY, 1, also);
  facts->rule.first_day = _far_history_shown_int (history, FAR_ROTA_FIRST, 0, also);
  facts->rule.last_day = _far_history_shown_int (history, FAR_ROTA_LAST, 0, also);
  facts->rule.added = _far_history_shown_days (history, FAR_ROTA_ADDED, &facts->rule.n_added, also);
  facts->rule.dropped =
      _far_history_shown_days (history, FAR_ROTA_DROPPED, &facts->rule.n_dropped, also);
  facts->at = _far_history_shown_int (history, FAR_ROTA_AT, 0, also);
  facts->n_min = _far_history_shown_int (history, FAR_ROTA_MIN, 0, also);
  facts->n_max = _far_history_shown_int (history, FAR_ROTA_MAX, 99, also);
  facts->is_published = _far_history_shown_int (history, FAR_ROTA_STATE, 0, also) != 0;
  facts->in_holidays = _far_history_shown_int (history, FAR_ROTA_HOLIDAYS, 0, also) != 0;
  facts->place = _far_history_dup_text (history, FAR_ROTA_PLACE, also);
  facts->later = _far_rota_read_later (_far_history_shown (history, FAR_ROTA_LATER, also));
  _far_roles_read_later (facts->later, _far_history_shown (history, FAR_ROTA_LATER_ROLES, also));
  _far_rule_set_later (&facts->rule, facts->later);
  facts->roles =
      _far_roles_read (_far_history_shown (history, FAR_ROTA_ROLES, also), FAR_ROTA_ROLES);
  if (line != NULL)
    {
      memcpy (facts->line, far_payload_bytes (line, FAR_ROTA_LINE), FAR_RECORD_ID_LEN);
      facts->has_line = !sodium_is_zero (facts->line, FAR_RECORD_ID_LEN);
    }

  return facts;
}

FarRotaDay
_far_rota_on (const FarRotaFacts *rota, gint32 day)
{
  FarRotaDay here = {
    .at = rota->at,
    .n_min = rota->n_min,
    .n_max = rota->n_max,
    .place = rota->place,
    .roles = rota->roles,
  };

  for (guint i = 0; i < rota->later->len; i++)
    {
      const FarLaterFacts *later = &g_array_index (rota->later, FarLaterFacts, i);

      if (later->from > day)
        break;
      here.at = later->at >= 0 ? later->at : here.at;
      here.n_min = later->n_min >= 0 ? (guint)later->n_min : here.n_min;
      here.n_max = later->n_max >= 0 ? (guint)later->n_max : here.n_max;
      here.place = later->place != NULL ? later->place : here.place;
      here.roles = later->roles != NULL ? later->roles : here.roles;
    }
  /* least and most merge each for itself */
  here.n_max = MAX (here.n_max, here.n_min);

  return here;
}

static int
get_shown_or_none (const FarHistory *history, guint key, int none, FarAlso *also)
{
  gint64 value = _far_history_shown_int (history, key, none, also);

  return value == none ? -1 : (int)value;
}

void
_far_date_read (const FarHistory *history, FarDateFacts *out, FarAlso *also)
{
  const FarPayload *roles = _far_history_shown (history, FAR_OUTING_ROLES, also);

  out->at = get_shown_or_none (history, FAR_OUTING_AT, FAR_OUTING_AT_NONE, also);
  out->n_min = get_shown_or_none (history, FAR_OUTING_MIN, FAR_OUTING_MIN_NONE, also);
  out->n_max = get_shown_or_none (history, FAR_OUTING_MAX, FAR_OUTING_MAX_NONE, also);
  out->place = _far_history_dup_text (history, FAR_OUTING_PLACE, also);
  out->remark = _far_history_dup_text (history, FAR_OUTING_REMARK, also);
  out->roles = roles != NULL && roles->values[FAR_OUTING_ROLES].num > 0
                   ? _far_roles_read (roles, FAR_OUTING_ROLES)
                   : NULL;
}

void
_far_date_clear (FarDateFacts *self)
{
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->remark, g_free);
  g_clear_pointer (&self->roles, g_array_unref);
}

FarDateFacts
_far_date_copy (const FarDateFacts *self)
{
  FarDateFacts copy = *self;

  copy.place = g_strdup (self->place);
  copy.remark = g_strdup (self->remark);
  if (self->roles != NULL)
    g_array_ref (self->roles);

  return copy;
}

FarRotaDay
_far_rota_on_date (const FarRotaFacts *rota, gint32 day, const FarDateFacts *own)
{
  FarRotaDay here = _far_rota_on (rota, day);

  if (own->at >= 0)
    here.at = own->at;
  if (own->n_min >= 0)
    here.n_min = own->n_min;
  if (own->n_max >= 0)
    here.n_max = own->n_max;
  here.n_max = MAX (here.n_max, MAX (here.n_min, 1));
  if (*own->place != '\0')
    here.place = own->place;
  if (own->roles != NULL)
    here.roles = own->roles;

  return here;
}

gboolean
_far_view_read_day (FarView *view,
                    const FarRotaFacts *rota,
                    gint32 day,
                    FarRotaDay *out,
                    GError **error)
{
  g_auto (FarDateFacts) own = { 0 };
  FarHistory history;

  if (!_far_history_load_outing (&history, view, far_store_find_ident (view->store, rota->id), day,
                                 error))
    return FALSE;

  _far_date_read (&history, &own, NULL);
  *out = _far_rota_on_date (rota, day, &own);
  /* what it borrows goes */
  out->place = NULL;
  out->roles = NULL;
  _far_history_clear (&history);

  return TRUE;
}

static void
clear_rota (gpointer data)
{
  FarRotaFacts *self = data;

  g_free (self->title);
  g_free (self->place);
  g_array_unref (self->later);
  g_array_unref (self->roles);
  g_free ((gpointer)self->rule.later);
  g_free ((gpointer)self->rule.added);
  g_free ((gpointer)self->rule.dropped);
}

FarRotaFacts *
_far_rota_facts_ref (FarRotaFacts *self)
{
  return g_rc_box_acquire (self);
}

void
_far_rota_facts_free (FarRotaFacts *self)
{
  g_rc_box_release_full (self, clear_rota);
}

static void
free_rota (gpointer data)
{
  _far_rota_facts_free (data);
}

/* NULL without @error if there is none, or it is gone; or, of those that are, if it is not. */
static FarRotaFacts *
find_rota (FarView *view, guint32 ident, gboolean of_gone, GError **error)
{
  FarHistory history;
  FarRotaFacts *facts;

  if (!_far_history_load (&history, view, FAR_KIND_ROTA, ident, error))
    return NULL;

  facts = read_rota (&history);
  if (*facts->title == '\0' || is_gone (&history, FAR_ROTA_GONE) != of_gone)
    g_clear_pointer (&facts, _far_rota_facts_free);
  _far_history_clear (&history);

  return facts;
}

FarRotaFacts *
_far_rota_read (FarView *view, const guint8 rota[static FAR_RECORD_ID_LEN], GError **error)
{
  return find_rota (view, far_store_find_ident (view->store, rota), FALSE, error);
}

gboolean
_far_rota_find_end (FarView *view, guint32 ident, gint32 *out_day, GError **error)
{
  g_autoptr (GArray) last = NULL;
  g_autoptr (GArray) gone = NULL;
  FarHistory history;
  gboolean is_known;

  if (!_far_history_load (&history, view, FAR_KIND_ROTA, ident, error))
    return FALSE;

  last = _far_history_live (&history, FAR_ROTA_LAST);
  gone = _far_history_live (&history, FAR_ROTA_GONE);
  is_known = last->len > 0;
  if (is_known)
    *out_day = _far_history_shown_int (&history, FAR_ROTA_LAST, 0, NULL);
  if (is_known && is_gone (&history, FAR_ROTA_GONE))
    *out_day = MIN (*out_day, far_day_of_utc (g_array_index (gone, FarLive, 0).write->time_ms));
  _far_history_clear (&history);

  return is_known;
}

static int
compare_rotas (gconstpointer a, gconstpointer b, gpointer by)
{
  const FarRotaFacts *one = *(const FarRotaFacts *const *)a;
  const FarRotaFacts *other = *(const FarRotaFacts *const *)b;
  int by_title;

  if (one->rule.first_day != other->rule.first_day)
    return one->rule.first_day < other->rule.first_day ? -1 : 1;

  by_title = far_by_name_compare (by, one->title, other->title);

  return by_title != 0 ? by_title : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static const guint8 *
get_draft_owner (gconstpointer row)
{
  const FarRotaFacts *facts = row;

  return facts->is_published ? NULL : facts->owner;
}

static GPtrArray *
read_rotas (FarView *view, gboolean of_gone, GError **error)
{
  g_autoptr (GPtrArray) rotas = g_ptr_array_new_with_free_func (free_rota);
  g_autoptr (FarByName) by = far_by_name_new ();
  g_autoptr (GArray) records = NULL;
  g_autoptr (GError) failure = NULL;

  records = _far_view_records (view, FAR_KIND_ROTA, &failure);
  for (guint i = 0; records != NULL && i < records->len && failure == NULL; i++)
    {
      FarRotaFacts *facts =
          find_rota (view, g_array_index (records, guint32, i), of_gone, &failure);

      if (facts != NULL)
        g_ptr_array_add (rotas, facts);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  g_ptr_array_sort_with_data (rotas, compare_rotas, by);
  _far_keep_first (rotas, FAR_SHOWN_DRAFTS_MAX, get_draft_owner);

  return g_steal_pointer (&rotas);
}

static gpointer
ref_rota (gconstpointer facts, gpointer data)
{
  return _far_rota_facts_ref ((FarRotaFacts *)facts);
}

GPtrArray *
far_collective_rotas (FarStore *store, GError **error)
{
  GPtrArray *rotas;
  FarMemo *memo;
  FarView view;

  _far_view_init (&view, store);
  memo = _far_memo_of (&view);
  rotas = _far_memo_peek_rotas (memo);
  if (rotas == NULL)
    {
      rotas = read_rotas (&view, FALSE, error);
      if (rotas != NULL)
        _far_memo_take_rotas (memo, rotas);
    }
  _far_view_clear (&view);

  return rotas != NULL ? g_ptr_array_copy (rotas, ref_rota, NULL) : NULL;
}

GPtrArray *
far_collective_rotas_gone (FarStore *store, GError **error)
{
  GPtrArray *rotas;
  FarView view;

  _far_view_init (&view, store);
  rotas = read_rotas (&view, TRUE, error);
  _far_view_clear (&view);

  return rotas;
}

/* ---- the baton */

void
far_collective_baton (FarStore *store, FarBatonFacts *out)
{
  const FarGovTerm *term = far_governance_peek_newest_term (far_store_peek_governance (store));

  memset (out, 0, sizeof *out);
  if (term == NULL)
    return;

  out->number = term->number;
  memcpy (out->holder, term->holder, FAR_RECORD_ID_LEN);
  memcpy (out->deputy, term->deputy, FAR_RECORD_ID_LEN);
  out->start_day = term->start_day;
  out->end_day = term->end_day;
}

gboolean
far_collective_may_publish (FarStore *store, const guint8 member[static FAR_RECORD_ID_LEN])
{
  const FarGovernance *gov = far_store_peek_governance (store);
  const FarGovTerm *term = far_governance_peek_newest_term (gov);

  return term != NULL && far_governance_may_publish (gov, member, term->number);
}
