/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invitations: making one, taking it back, which there are, and one that two have used. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- the door that they open */

/* How long somebody who comes too late is told so, rather than turned away without a word. */
#define TOO_LATE_MS (G_GINT64_CONSTANT (90) * 24 * 3600 * 1000)

typedef enum
{
  DOOR_OPEN,
  DOOR_AJAR,     /* used: whoever was let in and has not heard so is answered */
  DOOR_TOO_LATE, /* taken back or expired: whoever comes with it is told so */
  DOOR_SHUT,
} Door;

static Door
door_of (const FarGovInvite *invite, gint64 now_ms)
{
  if (invite->state == FAR_GOV_INVITE_LAPSED)
    return DOOR_SHUT;
  if (invite->expires_ms < now_ms || invite->state == FAR_GOV_INVITE_ENDED)
    return now_ms - invite->expires_ms < TOO_LATE_MS ? DOOR_TOO_LATE : DOOR_SHUT;

  return invite->state == FAR_GOV_INVITE_OPEN ? DOOR_OPEN : DOOR_AJAR;
}

GArray *
far_collective_open_invites (FarStore *store, gint64 now_ms)
{
  guint n;
  const FarGovInvite *invites = far_governance_peek_invites (far_store_peek_governance (store), &n);
  GArray *keys = g_array_new (FALSE, FALSE, FAR_KEY_LEN);

  /* those that let in come before those that are only answered */
  for (Door door = DOOR_OPEN; door < DOOR_SHUT; door++)
    {
      for (guint i = n; i-- > 0 && keys->len < FAR_OPEN_INVITES_MAX;)
        {
          if (door_of (&invites[i], now_ms) == door)
            g_array_append_vals (keys, invites[i].key, 1);
        }
    }

  return keys;
}

static guint
count_open (const FarGovernance *gov, gint64 now_ms)
{
  guint n;
  const FarGovInvite *invites = far_governance_peek_invites (gov, &n);
  guint n_open = 0;

  for (guint i = 0; i < n; i++)
    n_open += invites[i].state == FAR_GOV_INVITE_OPEN && invites[i].expires_ms >= now_ms;

  return n_open;
}

/* ---- making one */

static gboolean
write_invite (FarPen *pen, gint64 expires_ms, FarInvite *out, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_INVITE, .payload = payload };
  guint8 public_half[FAR_KEY_LEN];

  if (expires_ms < 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "it expires before all time", error);
  if (count_open (pen->view.gov, pen->writer->now_ms) >= FAR_OPEN_INVITES_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_FULL_INVITES, "too many invitations are open", error);

  pen->writer->random (out->secret, FAR_INVITE_SECRET_LEN);
  far_invite_derive_public (out->secret, public_half);
  far_map_bytes (&map, FAR_INVITE_PUBLIC, public_half, FAR_KEY_LEN);
  far_map_int (&map, FAR_INVITE_EXPIRES, expires_ms);
  far_map_end (&map);
  memcpy (out->collective, far_store_peek_collective (pen->writer->store), FAR_ID_LEN);

  return _far_pen_open (pen, error) &&
         _far_writer_append (pen->writer, &saying, NULL, out->entry, error);
}

gboolean
far_collective_invite (const FarWriter *writer, gint64 expires_ms, FarInvite *out, GError **error)
{
  FarPen pen;

  memset (out, 0, sizeof *out);
  if (_far_pen_init (&pen, writer, error) &&
      _far_pen_close (&pen, write_invite (&pen, expires_ms, out, error), error))
    return TRUE;

  sodium_memzero (out, sizeof *out);

  return FALSE;
}

/* ---- taking one back */

const FarGovInvite *
_far_find_invite (const FarGovernance *gov, const guint8 *entry)
{
  guint32 act = far_governance_find_act (gov, entry);
  guint n;
  const FarGovInvite *invites = far_governance_peek_invites (gov, &n);

  for (guint i = 0; i < n && act != FAR_ACT_NONE; i++)
    {
      if (invites[i].act == act)
        return &invites[i];
    }

  return NULL;
}

static gboolean
write_invite_end (FarPen *pen, const guint8 *id, GError **error)
{
  const FarGovInvite *invite = _far_find_invite (pen->view.gov, id);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_INVITE_END, .payload = payload };

  if (invite == NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no invitation has that id", error);
  if (memcmp (invite->inviter, pen->me->id, FAR_RECORD_ID_LEN) != 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_INVITE_NOT_YOURS, "another member made it", error);
  if (invite->state != FAR_GOV_INVITE_OPEN)
    return _far_refuse (FAR_COLLECTIVE_ERROR_INVITE_CLOSED, "it lets nobody in any more", error);

  far_map_bytes (&map, FAR_INVITE_END_INVITE, id, FAR_ID_LEN);
  far_map_end (&map);

  return _far_pen_open (pen, error) && _far_writer_append (pen->writer, &saying, NULL, NULL, error);
}

gboolean
far_collective_end_invite (const FarWriter *writer,
                           const guint8 invite[static FAR_ID_LEN],
                           GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, write_invite_end (&pen, invite, error), error);
}

/* ---- which there are */

GArray *
far_collective_invites (FarStore *store, gint64 now_ms)
{
  guint n;
  const FarGovInvite *invites = far_governance_peek_invites (far_store_peek_governance (store), &n);
  GArray *list = g_array_new (FALSE, TRUE, sizeof (FarInviteFacts));

  for (guint i = n; i-- > 0;)
    {
      FarInviteFacts facts = { .expires_ms = invites[i].expires_ms };
      FarPos pos;

      if (!far_store_get_act (store, invites[i].act, &pos, NULL) ||
          !far_store_get_id (store, pos, facts.id, NULL))
        continue;

      memcpy (facts.inviter, invites[i].inviter, FAR_RECORD_ID_LEN);
      if (invites[i].state == FAR_GOV_INVITE_USED)
        facts.place = FAR_INVITE_PLACE_USED;
      else if (invites[i].state != FAR_GOV_INVITE_OPEN)
        facts.place = FAR_INVITE_PLACE_ENDED;
      else
        facts.place =
            invites[i].expires_ms < now_ms ? FAR_INVITE_PLACE_EXPIRED : FAR_INVITE_PLACE_OPEN;
      g_array_append_val (list, facts);
    }

  return list;
}

/* ---- one that two have used */

/* Whom an ADMIT let in, or was to. */
static gboolean
read_admit (FarStore *store, guint32 act, guint8 *out_member, guint8 *out_invite, gint64 *time_ms)
{
  FarPos pos;
  FarRow row;
  FarPayload payload;

  if (!far_store_get_act (store, act, &pos, time_ms) ||
      !far_store_read_pos (store, pos, &row, NULL) || row.kind != FAR_KIND_ADMIT ||
      !far_row_parse (&row, &payload))
    return FALSE;

  memcpy (out_member, far_payload_bytes (&payload, FAR_ADMIT_MEMBER), FAR_RECORD_ID_LEN);
  memcpy (out_invite, far_payload_bytes (&payload, FAR_ADMIT_INVITE), FAR_ID_LEN);

  return TRUE;
}

static void
free_double_use (gpointer data)
{
  FarDoubleUse *use = data;

  g_free (use->out_name);
  g_free (use);
}

/* Returns: FALSE if ADMIT @act fell to anything but another use of its invitation */
static gboolean
read_double_use (FarStore *store, guint32 act, FarDoubleUse *out)
{
  const FarGovernance *gov = far_store_peek_governance (store);
  const FarGovInvite *invite;
  guint8 id[FAR_ID_LEN];
  guint8 by_id[FAR_ID_LEN];

  if (far_governance_get_verdict (gov, act) != FAR_ACT_STRUCK ||
      !read_admit (store, act, out->out, id, &out->time_ms) ||
      !read_admit (store, far_governance_get_struck_by (gov, act), out->in, by_id, NULL) ||
      memcmp (id, by_id, FAR_ID_LEN) != 0)
    return FALSE;

  invite = _far_find_invite (gov, id);
  if (invite == NULL)
    return FALSE;
  memcpy (out->inviter, invite->inviter, FAR_RECORD_ID_LEN);

  return TRUE;
}

GPtrArray *
far_collective_double_uses (FarStore *store, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_double_use);
  guint n = far_governance_get_n_acts (far_store_peek_governance (store));
  gboolean good = TRUE;
  FarView view;

  _far_view_init (&view, store);
  for (guint32 act = 0; act < n && good; act++)
    {
      FarDoubleUse use = { .out_name = NULL };

      if (!read_double_use (store, act, &use))
        continue;

      good = _far_person_read_name (&view, far_store_find_ident (store, use.out), &use.out_name,
                                    NULL, NULL, error);
      if (good)
        g_ptr_array_add (list, g_memdup2 (&use, sizeof use));
    }
  _far_view_clear (&view);

  return good ? g_steal_pointer (&list) : NULL;
}
