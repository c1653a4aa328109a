/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A room of machines that all call whom the ring says: they come in any order, see each other late,
 * some cannot be called, some are strangers, and some go.  A minute takes no time. */

#include "far-ring.h"

#include <string.h>

#define N_MAX 40
#define N_ROOMS 100
#define STEP_MS 50
/* From when somebody is there until another sees it. */
#define SEEN_MS_MAX 1500
/* Who is where is told; a call and its handshake; and what nobody answers. */
#define RESOLVE_MS 100
#define RESOLVE_DEAD_MS 2000
#define CALL_MS 150
#define DEAF_MS 10000
#define TICK_MS 2000
#define ALONE_MS 1000
/* Until all are joined after one went: with such as cannot be called one of them may have to be
 * tried first. */
#define WITHOUT_DEAF_MS 1000
#define WITH_DEAF_MS 4000
#define N_LEAVE 10
/* All is quiet by then. */
#define SETTLED_MS 12000

typedef struct _Room Room;

typedef struct
{
  Room *room; /* unowned */
  guint number;
  FarRing *ring; /* owned */
  char name[FAR_LAN_LABEL_LEN + 1];
  gboolean is_there;
  gboolean is_deaf; /* it cannot be called */
  gboolean is_to_look;
  gint64 look_ms;        /* else then */
  gint64 met_ms;         /* when somebody was last */
  gint64 seen_ms[N_MAX]; /* when it sees each of the others */
  gboolean knows[N_MAX]; /* by a call: whose name is whose */
} Machine;

typedef struct
{
  guint from;
  char name[FAR_LAN_LABEL_LEN + 1];
  gint64 at_ms;
} Question;

typedef struct
{
  guint from;
  guint to;
  gint64 at_ms; /* when it is heard, or given up */
  gboolean is_heard;
  gboolean may_go;
} Session;

struct _Room
{
  GRand *rand; /* owned */
  gint64 now_ms;
  guint n_machines;
  Machine machines[N_MAX];
  GHashTable *named; /* (element-type utf8 Machine): owned: NULL for a stranger who answers */
  GArray *questions; /* (element-type Question): owned */
  GArray *sessions;  /* (element-type Session): owned */
  guint n_deaf;
  guint n_met_most;
  guint n_questions;
};

/* ---- sessions */

/* (nullable) */
static Machine *
find_machine (Room *room, const char *name)
{
  return g_hash_table_lookup (room->named, name);
}

static Session *
get_session (Room *room, guint i)
{
  return &g_array_index (room->sessions, Session, i);
}

static gboolean
is_of (const Session *session, guint a, guint b)
{
  return (session->from == a && session->to == b) || (session->from == b && session->to == a);
}

static gboolean
has_session (Room *room, guint a, guint b)
{
  for (guint i = 0; i < room->sessions->len; i++)
    if (get_session (room, i)->is_heard && is_of (get_session (room, i), a, b))
      return TRUE;

  return FALSE;
}

static guint
count_met (Room *room, guint number)
{
  guint n = 0;

  for (guint i = 0; i < room->sessions->len; i++)
    {
      const Session *session = get_session (room, i);

      n += session->is_heard && (session->from == number || session->to == number);
    }

  return n;
}

/* The callee ends with nothing but the word; the caller is told. */
static void
end_session (Room *room, guint i, gboolean good)
{
  Session session = *get_session (room, i);
  Machine *from = &room->machines[session.from];
  FarRingPeer *peer;

  g_array_remove_index (room->sessions, i);
  from->is_to_look = room->machines[session.to].is_to_look = TRUE;
  peer = from->is_there ? far_ring_find (from->ring, room->machines[session.to].name) : NULL;
  if (peer != NULL)
    far_ring_ended (from->ring, peer, good, room->now_ms * 1000, g_rand_int (room->rand));
}

static void
send_away (Room *room, guint number)
{
  gboolean may_go[2 * N_MAX];
  guint which[2 * N_MAX];
  guint n = 0;
  int i;

  for (guint k = 0; k < room->sessions->len; k++)
    {
      const Session *session = get_session (room, k);

      if (!session->is_heard || session->to != number)
        continue;
      which[n] = k;
      may_go[n++] = session->may_go;
    }
  i = far_ring_find_one_too_many (may_go, n, count_met (room, number));
  if (i >= 0)
    end_session (room, which[i], FALSE);
}

/* Of two between two machines the one stays that the smaller one called. */
static void
drop_double (Room *room, guint a, guint b)
{
  guint n = 0;

  for (guint i = 0; i < room->sessions->len; i++)
    n += get_session (room, i)->is_heard && is_of (get_session (room, i), a, b);
  if (n < 2)
    return;

  for (guint i = 0; i < room->sessions->len; i++)
    if (get_session (room, i)->is_heard && is_of (get_session (room, i), a, b) &&
        get_session (room, i)->from == MAX (a, b))
      {
        end_session (room, i, TRUE);
        return;
      }
}

/* Whoever was called answers, or the caller gives up. */
static void
go_on_with (Room *room, guint i)
{
  Session *session = get_session (room, i);
  guint from = session->from;
  guint to = session->to;

  if (!room->machines[to].is_there || room->machines[to].is_deaf)
    {
      end_session (room, i, FALSE);
      return;
    }

  session->is_heard = TRUE;
  room->machines[from].knows[to] = TRUE;
  room->machines[from].is_to_look = room->machines[to].is_to_look = TRUE;
  room->n_met_most = MAX (room->n_met_most, MAX (count_met (room, from), count_met (room, to)));
  drop_double (room, from, to);
  send_away (room, from);
  send_away (room, to);
}

/* ---- what the ring asks */

static gboolean
is_met_cb (const FarRingPeer *peer, gpointer data)
{
  Machine *self = data;
  const Machine *other = find_machine (self->room, peer->name);

  return other != NULL && self->knows[other->number] &&
         has_session (self->room, self->number, other->number);
}

static gboolean
resolve_cb (FarRingPeer *peer, gpointer data)
{
  Machine *self = data;
  Room *room = self->room;
  gboolean is_answered = g_hash_table_contains (room->named, peer->name);
  Question question = { .from = self->number };

  g_strlcpy (question.name, peer->name, sizeof question.name);
  question.at_ms = room->now_ms + (is_answered ? RESOLVE_MS : RESOLVE_DEAD_MS);
  g_array_append_val (room->questions, question);
  room->n_questions++;

  return TRUE;
}

static gboolean
call_cb (FarRingPeer *peer, gpointer data)
{
  Machine *self = data;
  const Machine *other = find_machine (self->room, peer->name);
  Session session = { .from = self->number, .to = other->number, .may_go = peer->is_drawn };

  session.at_ms = self->room->now_ms + (other->is_there && other->is_deaf ? DEAF_MS : CALL_MS);
  g_array_append_val (self->room->sessions, session);

  return TRUE;
}

static gboolean
hang_up_cb (FarRingPeer *peer, gpointer data)
{
  Machine *self = data;
  guint other = find_machine (self->room, peer->name)->number;

  for (guint i = 0; i < self->room->sessions->len; i++)
    {
      Session *session = get_session (self->room, i);

      if (session->from != self->number || session->to != other || !session->is_heard)
        continue;
      /* the goodbye is over at the next step */
      session->is_heard = FALSE;
      session->at_ms = -1;
      return TRUE;
    }

  return FALSE;
}

static const FarRingWatch watch = { is_met_cb, resolve_cb, call_cb, hang_up_cb };

/* ---- time */

static void
end_goodbyes (Room *room)
{
  for (guint i = room->sessions->len; i-- > 0;)
    if (get_session (room, i)->at_ms < 0)
      end_session (room, i, TRUE);
}

static void
answer_questions (Room *room)
{
  for (guint i = room->questions->len; i-- > 0;)
    {
      Question question = g_array_index (room->questions, Question, i);
      Machine *from = &room->machines[question.from];
      FarRingPeer *peer;

      if (question.at_ms > room->now_ms)
        continue;
      g_array_remove_index (room->questions, i);
      peer = far_ring_find (from->ring, question.name);
      if (peer == NULL || !peer->is_resolved)
        continue;
      if (g_hash_table_contains (room->named, question.name))
        far_ring_resolved (from->ring, peer, find_machine (room, question.name) != NULL);
      else
        far_ring_failed (from->ring, peer, room->now_ms * 1000, g_rand_int (room->rand));
      from->is_to_look = TRUE;
    }
}

static void
draw_name (Room *room, char *out)
{
  guint8 fresh[FAR_LAN_LABEL_RANDOM_LEN];

  for (guint i = 0; i < sizeof fresh; i++)
    fresh[i] = (guint8)g_rand_int (room->rand);
  far_lan_label (fresh, out);
}

static void
look_around (Room *room, Machine *self)
{
  char fresh[FAR_LAN_LABEL_LEN + 1];
  guint n_met = count_met (room, self->number);
  gint64 again_us;

  for (guint i = 0; i < room->n_machines; i++)
    if (self->seen_ms[i] > 0 && self->seen_ms[i] <= room->now_ms)
      {
        far_ring_see (self->ring, room->machines[i].name, room->now_ms * 1000);
        self->seen_ms[i] = 0;
        self->is_to_look = TRUE;
      }
  if (n_met > 0)
    self->met_ms = room->now_ms;
  if (!self->is_to_look && room->now_ms < self->look_ms)
    return;

  self->is_to_look = FALSE;
  draw_name (room, fresh);
  again_us = far_ring_look (self->ring, room->now_ms * 1000, fresh, n_met, FALSE,
                            room->now_ms - self->met_ms > ALONE_MS);
  self->look_ms = room->now_ms + TICK_MS;
  if (again_us / 1000 < self->look_ms)
    self->look_ms = again_us / 1000;
}

static void
step (Room *room)
{
  room->now_ms += STEP_MS;
  end_goodbyes (room);
  answer_questions (room);
  for (guint i = room->sessions->len; i-- > 0;)
    if (i < room->sessions->len && !get_session (room, i)->is_heard &&
        get_session (room, i)->at_ms >= 0 && get_session (room, i)->at_ms <= room->now_ms)
      go_on_with (room, i);
  for (guint i = 0; i < room->n_machines; i++)
    if (room->machines[i].is_there)
      look_around (room, &room->machines[i]);
}

static void
go_on (Room *room, gint64 ms)
{
  for (gint64 end_ms = room->now_ms + ms; room->now_ms < end_ms;)
    step (room);
}

/* ---- who is there */

static void
come (Room *room, gboolean is_deaf)
{
  Machine *self = &room->machines[room->n_machines];

  *self = (Machine){ .room = room,
                     .number = room->n_machines++,
                     .is_there = TRUE,
                     .is_deaf = is_deaf,
                     .met_ms = room->now_ms };
  room->n_deaf += is_deaf;
  self->ring = far_ring_new (&watch, self, NULL);
  draw_name (room, self->name);
  far_ring_set_name (self->ring, self->name);
  g_hash_table_insert (room->named, self->name, self);

  for (guint i = 0; i < self->number; i++)
    {
      Machine *other = &room->machines[i];

      /* who went may be told of for a while */
      self->seen_ms[i] = room->now_ms + g_rand_int_range (room->rand, 1, SEEN_MS_MAX);
      other->seen_ms[self->number] = room->now_ms + g_rand_int_range (room->rand, 1, SEEN_MS_MAX);
    }
}

static void
go (Room *room, guint number)
{
  Machine *self = &room->machines[number];

  self->is_there = FALSE;
  for (guint i = room->sessions->len; i-- > 0;)
    if (get_session (room, i)->from == number ||
        (get_session (room, i)->to == number && get_session (room, i)->is_heard))
      end_session (room, i, TRUE);
}

static Room *
room_new (guint32 seed)
{
  Room *room = g_new0 (Room, 1);

  room->rand = g_rand_new_with_seed (seed);
  room->named = g_hash_table_new (g_str_hash, g_str_equal);
  room->questions = g_array_new (FALSE, TRUE, sizeof (Question));
  room->sessions = g_array_new (FALSE, TRUE, sizeof (Session));

  return room;
}

static void
room_free (Room *room)
{
  for (guint i = 0; i < room->n_machines; i++)
    far_ring_free (room->machines[i].ring);
  g_hash_table_unref (room->named);
  g_array_unref (room->questions);
  g_array_unref (room->sessions);
  g_rand_free (room->rand);
  g_free (room);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Room, room_free)

/* ---- what must hold */

static void
visit (Room *room, guint number, gboolean *visited)
{
  visited[number] = TRUE;
  for (guint i = 0; i < room->sessions->len; i++)
    {
      const Session *session = get_session (room, i);

      if (!session->is_heard)
        continue;
      if (session->from == number && !visited[session->to])
        visit (room, session->to, visited);
      else if (session->to == number && !visited[session->from])
        visit (room, session->from, visited);
    }
}

/* Returns: in how many parts those are who are there */
static guint
count_parts (Room *room)
{
  gboolean visited[N_MAX] = { FALSE };
  guint n = 0;

  for (guint i = 0; i < room->n_machines; i++)
    if (room->machines[i].is_there && !visited[i])
      {
        visit (room, i, visited);
        n++;
      }

  return n;
}

static guint
count_most (Room *room)
{
  guint most = 0;

  for (guint i = 0; i < room->n_machines; i++)
    most = MAX (most, count_met (room, i));

  return most;
}

/* Goes on until all are in one part.  Returns: how long that took */
static gint64
wait_until_joined (Room *room, gint64 longest_ms)
{
  gint64 began_ms = room->now_ms;

  while (count_parts (room) > 1)
    {
      g_assert_cmpint (room->now_ms - began_ms, <, longest_ms);
      step (room);
    }

  return room->now_ms - began_ms;
}

/* Forty come at once, or within some seconds; in every second room up to a third cannot be called.
 */
static Room *
fill_room (guint32 seed)
{
  Room *room = room_new (seed);
  gint32 pause_ms = seed % 4 < 2 ? 0 : g_rand_int_range (room->rand, 1, 400);
  guint deaf_of_100 = seed % 2 == 0 ? 0 : (guint)g_rand_int_range (room->rand, 1, 33);

  while (room->n_machines < N_MAX)
    {
      come (room, (guint)g_rand_int_range (room->rand, 0, 100) < deaf_of_100);
      if (pause_ms > 0)
        go_on (room, g_rand_int_range (room->rand, 0, pause_ms));
    }

  return room;
}

static void
test_room (void)
{
  gint64 last_ms = 0;
  guint most = 0;
  guint settled_most = 0;
  guint n_questions = 0;

  for (guint32 seed = 1; seed <= N_ROOMS; seed++)
    {
      g_autoptr (Room) room = fill_room (seed);
      gint64 joined_ms = wait_until_joined (room, SETTLED_MS);
      guint settled;

      go_on (room, SETTLED_MS);
      settled = count_most (room);
      last_ms = MAX (last_ms, joined_ms);
      most = MAX (most, room->n_met_most);
      settled_most = MAX (settled_most, settled);
      n_questions += room->n_questions;
      /* and so it stays while others are drawn */
      for (guint i = 0; i < 2 * FAR_NEARBY_DRAWN_US / 1000 / STEP_MS; i++)
        {
          step (room);
          g_assert_cmpuint (count_parts (room), ==, 1);
        }
    }
  g_test_message ("joined %" G_GINT64_FORMAT " ms after the last, %u sessions at most, %u in the "
                  "end, %u questions each",
                  last_ms, most, settled_most, n_questions / N_ROOMS / N_MAX);
  /* one that is sent away was there for a moment */
  g_assert_cmpuint (most, <=, FAR_NEARBY_MET_MOST + 1);
  g_assert_cmpuint (settled_most, <=, FAR_NEARBY_MET_MAX + 3);
  g_assert_cmpuint (n_questions, <, N_ROOMS * N_MAX * N_MAX / 3);
}

/* One after the other goes, those with the most sessions first. */
static void
test_leave (void)
{
  gint64 longest_ms = 0;
  guint n_split = 0;

  for (guint32 seed = 1; seed <= N_ROOMS; seed++)
    {
      g_autoptr (Room) room = fill_room (seed);

      go_on (room, SETTLED_MS);
      for (guint i = 0; i < N_LEAVE; i++)
        {
          guint busiest = 0;
          gint64 joined_ms;

          for (guint k = 1; k < room->n_machines; k++)
            if (count_met (room, k) > count_met (room, busiest))
              busiest = k;
          go (room, busiest);
          joined_ms = wait_until_joined (room, room->n_deaf > 0 ? WITH_DEAF_MS : WITHOUT_DEAF_MS);
          longest_ms = MAX (longest_ms, joined_ms);
          n_split += joined_ms > 0;
          go_on (room, 3000);
        }
    }
  g_test_message ("%u of %u split it, for %" G_GINT64_FORMAT " ms at most", n_split,
                  N_ROOMS * N_LEAVE, longest_ms);
  g_assert_cmpuint (n_split, <, N_ROOMS * N_LEAVE / 20);
}

/* What strangers say, answered or not, is in nobody's way. */
static void
test_strangers (void)
{
  for (guint32 seed = 1; seed <= N_ROOMS; seed++)
    {
      g_autoptr (Room) room = room_new (seed);
      /* so that what is said of is not freed before the room */
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

      come (room, FALSE);
      for (guint i = 0; i < 1000; i++)
        {
          char *name = g_malloc (FAR_LAN_LABEL_LEN + 1);

          draw_name (room, name);
          g_ptr_array_add (names, name);
          if (i % 2 == 0)
            g_hash_table_insert (room->named, name, NULL);
          far_ring_see (room->machines[0].ring, name, room->now_ms * 1000);
        }
      go_on (room, 2000);
      /* it does not know that there is anybody whom it could call */
      come (room, FALSE);
      room->machines[1].seen_ms[0] = 0;
      wait_until_joined (room, 5000);
    }
}

/* ---- one alone */

static gboolean
is_nobody_met_cb (const FarRingPeer *peer, gpointer data)
{
  return FALSE;
}

static gboolean
note_cb (FarRingPeer *peer, gpointer data)
{
  g_ptr_array_add (data, peer->name);

  return TRUE;
}

static const FarRingWatch noting = { is_nobody_met_cb, note_cb, note_cb, note_cb };

#define NAME(letter) letter "000000000000000"

/* The next in the order is asked for, then called; who does not answer is passed over. */
static void
test_order (void)
{
  static const char *const letters[] = { NAME ("b"), NAME ("d"), NAME ("f") };
  g_autoptr (GPtrArray) noted = g_ptr_array_new ();
  g_autoptr (FarRing) ring = far_ring_new (&noting, noted, NULL);
  gint64 now_us = G_USEC_PER_SEC;

  far_ring_set_name (ring, NAME ("e"));
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    far_ring_see (ring, letters[i], now_us);
  /* nobody is drawn while entries travel */
  far_ring_look (ring, now_us, NAME ("a"), 0, TRUE, FALSE);
  g_assert_cmpuint (noted->len, ==, 1);
  g_assert_cmpstr (noted->pdata[0], ==, NAME ("f"));
  far_ring_resolved (ring, far_ring_find (ring, NAME ("f")), TRUE);
  far_ring_look (ring, now_us, NAME ("a"), 0, TRUE, FALSE);
  g_assert_cmpuint (noted->len, ==, 2);
  g_assert_true (far_ring_find (ring, NAME ("f"))->is_called);
  g_assert_false (far_ring_find (ring, NAME ("f"))->is_drawn);

  /* round and round */
  now_us += FAR_NEARBY_ANSWER_US;
  far_ring_look (ring, now_us, NAME ("a"), 0, TRUE, FALSE);
  g_assert_cmpuint (noted->len, ==, 3);
  g_assert_cmpstr (noted->pdata[2], ==, NAME ("b"));
  far_ring_resolved (ring, far_ring_find (ring, NAME ("b")), FALSE);
  far_ring_look (ring, now_us, NAME ("a"), 0, TRUE, FALSE);
  g_assert_cmpuint (noted->len, ==, 4);
  g_assert_cmpstr (noted->pdata[3], ==, NAME ("d"));
  g_assert_false (far_ring_is_through (ring, now_us));
}

/* Among too many a stranger goes, and never who is called. */
static void
test_too_many_names (void)
{
  g_autoptr (GPtrArray) noted = g_ptr_array_new ();
  g_autoptr (FarRing) ring = far_ring_new (&noting, noted, NULL);

  far_ring_set_name (ring, NAME ("z"));
  for (guint i = 0; i < FAR_NEARBY_PEERS_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("b%015u", i);
      FarRingPeer *peer = far_ring_see (ring, name, i);

      far_ring_resolved (ring, peer, i != 100);
      peer->is_called = i < 2;
      peer->n_failed = i == 50;
    }
  g_assert_nonnull (far_ring_see (ring, NAME ("c"), 1000));
  g_assert_null (far_ring_find (ring, "b000000000000100"));
  g_assert_nonnull (far_ring_see (ring, NAME ("d"), 1000));
  g_assert_null (far_ring_find (ring, "b000000000000050"));
  g_assert_nonnull (far_ring_see (ring, NAME ("f"), 1000));
  g_assert_nonnull (far_ring_find (ring, "b000000000000000"));
  g_assert_null (far_ring_find (ring, "b000000000000002"));
}

static void
test_one_too_many (void)
{
  static const struct
  {
    gboolean may_go[4];
    guint n_met;
    int out;
  } cases[] = {
    { { TRUE, TRUE, TRUE, TRUE }, FAR_NEARBY_MET_MAX, -1 },
    { { TRUE, FALSE, TRUE, FALSE }, FAR_NEARBY_MET_MAX + 1, 2 },
    { { TRUE, FALSE, FALSE, FALSE }, FAR_NEARBY_MET_MAX + 1, 0 },
    { { FALSE, FALSE, FALSE, FALSE }, FAR_NEARBY_MET_MOST, -1 },
    { { FALSE, FALSE, FALSE, FALSE }, FAR_NEARBY_MET_MOST + 1, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (far_ring_find_one_too_many (cases[i].may_go, 4, cases[i].n_met), ==,
                     cases[i].out);
  g_assert_cmpint (far_ring_find_one_too_many (NULL, 0, FAR_NEARBY_MET_MOST + 1), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ring/room", test_room);
  g_test_add_func ("/ring/leave", test_leave);
  g_test_add_func ("/ring/strangers", test_strangers);
  g_test_add_func ("/ring/order", test_order);
  g_test_add_func ("/ring/too-many-names", test_too_many_names);
  g_test_add_func ("/ring/one-too-many", test_one_too_many);

  return g_test_run ();
}
