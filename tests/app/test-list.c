/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-list.h"
#include "far-snapshot.h"

#include <string.h>

typedef struct
{
  guint position;
  guint n_removed;
  guint n_added;
  guint n_changes;
} Change;

static char *
member_key (gconstpointer snapshot)
{
  return g_strdup (((const FarMember *)snapshot)->id);
}

/* @letters: a member for each */
static void
update (FarList *list, const char *letters)
{
  g_autoptr(GPtrArray) snapshots = far_snapshot_list_new ();

  for (gsize i = 0; letters[i] != '\0'; i++)
    {
      FarMember *member = far_snapshot_new (FarMember);

      member->id = far_snapshot_take (member, g_strndup (letters + i, 1));
      g_ptr_array_add (snapshots, member);
    }

  far_list_update (list, snapshots);
}

static void
assert_list (FarList *list, const char *letters)
{
  GListModel *model = G_LIST_MODEL (list);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, strlen (letters));
  for (guint i = 0; letters[i] != '\0'; i++)
    {
      g_autoptr(FarItem) item = g_list_model_get_item (model, i);
      const char key[] = { letters[i], '\0' };

      g_assert_cmpstr (far_item_peek_key (item), ==, key);
      g_assert_cmpstr (((const FarMember *)far_item_peek_snapshot (item))->id, ==, key);
    }
  g_assert_null (g_list_model_get_item (model, (guint)strlen (letters)));
}

static void
items_changed_cb (Change *change, guint position, guint n_removed, guint n_added)
{
  change->position = position;
  change->n_removed = n_removed;
  change->n_added = n_added;
  change->n_changes++;
}

/* Only what came, went or moved is told. */
static void
test_tells_what_changed (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    guint position;
    guint n_removed;
    guint n_added;
  } cases[] = {
    { "", "", 0, 0, 0 },         { "", "abc", 0, 0, 3 },     { "abc", "abc", 0, 0, 0 },
    { "abc", "", 0, 3, 0 },      { "abc", "abcd", 3, 0, 1 }, { "abc", "dabc", 0, 0, 1 },
    { "abc", "abdc", 2, 0, 1 },  { "abc", "ac", 1, 1, 0 },   { "abc", "bc", 0, 1, 0 },
    { "abc", "ab", 2, 1, 0 },    { "abc", "acb", 1, 2, 2 },  { "abc", "axc", 1, 1, 1 },
    { "abcd", "dcba", 0, 4, 4 }, { "abc", "xyz", 0, 3, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(FarList) list = far_list_new (member_key);
      Change change = { 0 };

      update (list, cases[i].before);
      assert_list (list, cases[i].before);

      g_signal_connect_swapped (list, "items-changed", G_CALLBACK (items_changed_cb), &change);
      update (list, cases[i].after);
      assert_list (list, cases[i].after);

      g_assert_cmpuint (change.n_changes, ==, cases[i].n_removed + cases[i].n_added > 0 ? 1 : 0);
      g_assert_cmpuint (change.position, ==, cases[i].position);
      g_assert_cmpuint (change.n_removed, ==, cases[i].n_removed);
      g_assert_cmpuint (change.n_added, ==, cases[i].n_added);
    }
}

static void
count_cb (guint *n_times)
{
  (*n_times)++;
}

/* What was there before keeps its item, with the newest snapshot in it. */
static void
test_keeps_items (void)
{
  g_autoptr(FarList) list = far_list_new (member_key);
  g_autoptr(FarItem) before = NULL;
  g_autoptr(FarItem) after = NULL;
  gconstpointer old;
  guint n_times = 0;

  update (list, "abc");
  before = g_list_model_get_item (G_LIST_MODEL (list), 1);
  old = far_item_peek_snapshot (before);
  g_signal_connect_swapped (before, "notify::snapshot", G_CALLBACK (count_cb), &n_times);

  update (list, "cxab");
  after = g_list_model_get_item (G_LIST_MODEL (list), 3);
  g_assert_true (before == after);
  g_assert_true (far_item_peek_snapshot (after) != old);
  g_assert_cmpuint (n_times, ==, 1);

  g_clear_object (&after);
  update (list, "c");
  g_assert_cmpuint (n_times, ==, 1);
  g_assert_finalize_object (g_steal_pointer (&before));
  g_assert_finalize_object (g_steal_pointer (&list));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/list/tells-what-changed", test_tells_what_changed);
  g_test_add_func ("/far/list/keeps-items", test_keeps_items);

  return g_test_run ();
}
