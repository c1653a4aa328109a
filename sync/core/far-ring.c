/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-ring"

#include "far-ring.h"

#include <string.h>

#include "far-pure.h"

struct _FarRing
{
  const FarRingWatch *watch; /* unowned */
  gpointer data;             /* unowned */
  GDestroyNotify free_data;

  char name[FAR_LAN_LABEL_LEN + 1];
  GPtrArray *peers;                  /* (element-type FarRingPeer): owned: in order */
  char drawn[FAR_LAN_LABEL_LEN + 1]; /* "" for nobody */
  gint64 draw_us;                    /* when another one is to be */
};

/* ---- who is seen */

FarRing *
far_ring_new (const FarRingWatch *watch, gpointer data, GDestroyNotify free_data)
{
  FarRing *self = g_new0 (FarRing, 1);

  self->watch = watch;
  self->data = data;
  self->free_data = free_data;
  self->peers = g_ptr_array_new ();

  return self;
}

static void
drop (FarRing *self, guint index)
{
  FarRingPeer *peer = g_ptr_array_remove_index (self->peers, index);

  if (self->free_data != NULL)
    self->free_data (peer->data);
  g_free (peer);
}

void
far_ring_free (FarRing *self)
{
  while (self->peers->len > 0)
    drop (self, self->peers->len - 1);
  g_ptr_array_unref (self->peers);
  g_free (self);
}

void
far_ring_set_name (FarRing *self, const char *name)
{
  g_strlcpy (self->name, name, sizeof self->name);
}

static FarRingPeer *
get_peer (const FarRing *self, guint index)
{
  return g_ptr_array_index (self->peers, index);
}

FarRingPeer *
far_ring_get (FarRing *self, guint i)
{
  return i < self->peers->len ? get_peer (self, i) : NULL;
}

/* The first that does not come before @name; as many as there are if all do. */
static guint
find_place (const FarRing *self, const char *name)
{
  guint at = 0;

  while (at < self->peers->len && strcmp (get_peer (self, at)->name, name) < 0)
    at++;

  return at;
}

FarRingPeer *
far_ring_find (FarRing *self, const char *name)
{
  guint at = find_place (self, name);

  if (at < self->peers->len && strcmp (get_peer (self, at)->name, name) == 0)
    return get_peer (self, at);

  return NULL;
}

static gboolean
is_less_likely (const FarRingPeer *peer, const FarRingPeer *other)
{
  if ((peer->state == FAR_RING_STRANGE) != (other->state == FAR_RING_STRANGE))
    return peer->state == FAR_RING_STRANGE;
  if (peer->n_failed != other->n_failed)
    return peer->n_failed > other->n_failed;

  return peer->seen_us < other->seen_us;
}

static gboolean
make_room (FarRing *self)
{
  int least = -1;

  if (self->peers->len < FAR_NEARBY_PEERS_MAX)
    return TRUE;

  for (guint i = 0; i < self->peers->len; i++)
    if (!get_peer (self, i)->is_called &&
        (least < 0 || is_less_likely (get_peer (self, i), get_peer (self, (guint)least))))
      least = (int)i;
  if (least < 0)
    return FALSE;

  drop (self, (guint)least);

  return TRUE;
}

FarRingPeer *
far_ring_see (FarRing *self, const char *name, gint64 now_us)
{
  FarRingPeer *peer = far_ring_find (self, name);

  if (peer == NULL)
    {
      if (!make_room (self))
        return NULL;
      peer = g_new0 (FarRingPeer, 1);
      g_strlcpy (peer->name, name, sizeof peer->name);
      peer->came_us = now_us;
      g_ptr_array_insert (self->peers, (int)find_place (self, name), peer);
    }
  peer->seen_us = now_us;

  return peer;
}

void
far_ring_forget (FarRing *self, gint64 since_us)
{
  for (guint i = self->peers->len; i-- > 0;)
    if (!get_peer (self, i)->is_called && get_peer (self, i)->seen_us < since_us)
      drop (self, i);
}

void
far_ring_doubt (FarRing *self)
{
  for (guint i = 0; i < self->peers->len; i++)
    {
      FarRingPeer *peer = get_peer (self, i);

      peer->is_resolved = FALSE;
      if (!peer->is_called)
        peer->state = FAR_RING_NAMED;
    }
}

/* ---- whom to call */

static gboolean
is_met (const FarRing *self, const FarRingPeer *peer)
{
  return self->watch->is_met (peer, self->data);
}

/* Whether it is there, or may be.  Who failed before is tried again beside the others. */
static gboolean
is_likely (const FarRing *self, const FarRingPeer *peer, gint64 now_us)
{
  if (peer->state == FAR_RING_STRANGE)
    return FALSE;
  if (is_met (self, peer))
    return TRUE;
  if (peer->is_called || peer->is_resolved)
    return !peer->is_hung_up && peer->n_failed == 0 &&
           now_us - peer->asked_us < FAR_NEARBY_ANSWER_US;

  return peer->retry_us <= now_us;
}

/* The first from @name on, round and round; @but: (nullable): not this one.
 * Returns: (nullable) */
static FarRingPeer *
find_likely (const FarRing *self, const char *name, const FarRingPeer *but, gint64 now_us)
{
  guint at = find_place (self, name);

  for (guint i = 0; i < self->peers->len; i++)
    {
      FarRingPeer *peer = get_peer (self, (at + i) % self->peers->len);

      if (peer != but && is_likely (self, peer, now_us))
        return peer;
    }

  return NULL;
}

/* The one that was drawn last, while it is there and it is not time for another; else another. */
static FarRingPeer *
draw (FarRing *self, const char *fresh, const FarRingPeer *next, gint64 now_us)
{
  FarRingPeer *peer = far_ring_find (self, self->drawn);

  if (peer != NULL && peer != next && now_us < self->draw_us && is_likely (self, peer, now_us))
    return peer;

  peer = find_likely (self, fresh, next, now_us);
  g_strlcpy (self->drawn, peer != NULL ? peer->name : "", sizeof self->drawn);
  /* not everybody at the same time */
  self->draw_us = now_us + FAR_NEARBY_DRAWN_US / 2 + g_str_hash (fresh) % FAR_NEARBY_DRAWN_US;

  return peer;
}

static gboolean
is_idle (const FarRing *self, const FarRingPeer *peer, gint64 now_us)
{
  return !peer->is_called && !peer->is_resolved && peer->retry_us <= now_us && !is_met (self, peer);
}

static void
resolve (FarRing *self, FarRingPeer *peer, gint64 now_us)
{
  peer->is_resolved = TRUE;
  peer->asked_us = now_us;
  if (!self->watch->resolve (peer, self->data))
    peer->is_resolved = FALSE;
}

/* Returns: whether it is called, or will be */
static gboolean
reach (FarRing *self, FarRingPeer *peer, gboolean is_drawn, gint64 now_us)
{
  if (peer == NULL || !is_idle (self, peer, now_us))
    return FALSE;
  if (peer->state == FAR_RING_NAMED)
    {
      resolve (self, peer, now_us);
      return TRUE;
    }

  peer->is_called = TRUE;
  peer->is_drawn = is_drawn;
  peer->is_hung_up = FALSE;
  peer->asked_us = now_us;
  if (!self->watch->call (peer, self->data))
    peer->is_called = FALSE;

  return peer->is_called;
}

/* Of those in @state that could be asked.  Returns: (nullable) */
static FarRingPeer *
find_newest (const FarRing *self, FarRingState state, gint64 now_us)
{
  FarRingPeer *newest = NULL;

  for (guint i = 0; i < self->peers->len; i++)
    {
      FarRingPeer *peer = get_peer (self, i);

      if (peer->state == state && is_idle (self, peer, now_us) && is_likely (self, peer, now_us) &&
          (newest == NULL || peer->came_us > newest->came_us))
        newest = peer;
    }

  return newest;
}

static void
search (FarRing *self, gint64 now_us)
{
  gboolean calls = FALSE;
  guint n_resolved = 0;
  FarRingPeer *peer;

  for (guint i = 0; i < self->peers->len; i++)
    {
      calls |= get_peer (self, i)->is_called && is_likely (self, get_peer (self, i), now_us);
      n_resolved += get_peer (self, i)->is_resolved;
    }
  if (!calls)
    reach (self, find_newest (self, FAR_RING_OURS, now_us), TRUE, now_us);
  while (n_resolved++ < FAR_NEARBY_SEARCHED_MAX &&
         (peer = find_newest (self, FAR_RING_NAMED, now_us)) != NULL)
    {
      resolve (self, peer, now_us);
      if (!peer->is_resolved)
        return;
    }
}

/* All but these; not before they are met, or there is no room: until then what there was has to
 * do. */
static void
hang_up_others (FarRing *self, const FarRingPeer *next, const FarRingPeer *drawn, guint n_met)
{
  if (next == NULL || !is_met (self, next))
    return;
  if (drawn != NULL && !is_met (self, drawn) && n_met < FAR_NEARBY_MET_MAX)
    return;

  for (guint i = 0; i < self->peers->len; i++)
    {
      FarRingPeer *peer = get_peer (self, i);

      if (peer->is_called && !peer->is_hung_up && peer != next && peer != drawn)
        peer->is_hung_up = self->watch->hang_up (peer, self->data);
    }
}

/* When somebody may be likely, or not any more, without anything happening. */
static gint64
find_when (const FarRing *self, const FarRingPeer *next, gint64 now_us)
{
  gint64 when_us = G_MAXINT64;

  if (next != NULL && is_met (self, next))
    return when_us;
  if (next != NULL)
    when_us = next->asked_us + FAR_NEARBY_ANSWER_US;
  for (guint i = 0; i < self->peers->len; i++)
    {
      const FarRingPeer *peer = get_peer (self, i);

      if (peer->state != FAR_RING_STRANGE && peer->retry_us > now_us)
        when_us = MIN (when_us, peer->retry_us);
    }

  return when_us;
}

gint64
far_ring_look (FarRing *self,
               gint64 now_us,
               const char *fresh,
               guint n_met,
               gboolean is_catching_up,
               gboolean is_alone)
{
  FarRingPeer *next = find_likely (self, self->name, NULL, now_us);
  FarRingPeer *drawn;

  while (reach (self, next, FALSE, now_us) && !is_likely (self, next, now_us))
    next = find_likely (self, self->name, NULL, now_us);
  drawn = draw (self, fresh, next, now_us);
  if (next != NULL && !is_met (self, next))
    n_met++;
  /* once it is known how much the next one brings */
  if (!is_catching_up && (next == NULL || is_met (self, next)) && n_met < FAR_NEARBY_MET_MAX)
    reach (self, drawn, TRUE, now_us);
  if (is_alone)
    search (self, now_us);
  hang_up_others (self, next, drawn, n_met);

  return find_when (self, next, now_us);
}

gboolean
far_ring_is_through (FarRing *self, gint64 now_us)
{
  const FarRingPeer *next = find_likely (self, self->name, NULL, now_us);

  return next == NULL || next->is_called || next->n_failed > 0 || is_met (self, next) ||
         (next->state == FAR_RING_OURS && next->asked_us > 0);
}

void
far_ring_resolved (FarRing *self G_GNUC_UNUSED, FarRingPeer *peer, gboolean is_ours)
{
  peer->is_resolved = FALSE;
  peer->state = is_ours ? FAR_RING_OURS : FAR_RING_STRANGE;
}

/* Jitter: two who lost each other do not meet in the door again. */
static void
wait_a_while (FarRingPeer *peer, gint64 now_us, guint32 fresh)
{
  peer->retry_ms = CLAMP (peer->retry_ms * 2, FAR_NEARBY_RETRY_MS, FAR_NEARBY_RETRY_LONGEST_MS);
  peer->retry_us = now_us + (peer->retry_ms / 2 + fresh % (peer->retry_ms / 2)) * 1000;
}

void
far_ring_failed (FarRing *self G_GNUC_UNUSED, FarRingPeer *peer, gint64 now_us, guint32 fresh)
{
  peer->is_resolved = FALSE;
  peer->n_failed++;
  wait_a_while (peer, now_us, fresh);
}

void
far_ring_ended (FarRing *self G_GNUC_UNUSED,
                FarRingPeer *peer,
                gboolean good,
                gint64 now_us,
                guint32 fresh)
{
  peer->is_called = FALSE;
  /* whoever sends it away has others enough: another one is drawn */
  if (good && (!peer->is_drawn || peer->is_hung_up))
    peer->n_failed = peer->retry_ms = 0;
  else if (!peer->is_hung_up)
    peer->n_failed++;
  /* it may be somewhere else */
  if (!good && !peer->is_hung_up)
    peer->state = FAR_RING_NAMED;
  wait_a_while (peer, now_us, fresh);
}

/* ---- whom to send away */

int
far_ring_find_one_too_many (const gboolean *may_go, guint n_guests, guint n_met)
{
  if (n_met <= FAR_NEARBY_MET_MAX)
    return -1;

  /* who came last: the others have settled */
  for (guint i = n_guests; i-- > 0;)
    if (may_go[i])
      return (int)i;

  return n_met > FAR_NEARBY_MET_MOST ? (int)n_guests - 1 : -1;
}
