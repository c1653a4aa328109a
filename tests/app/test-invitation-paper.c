/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-week-paper.h"

#include <string.h>

static const FarPaperOrigin origin = { .name = "Pedibus Meano", .last_ms = 0, .now_ms = 0 };

static guint
count_blocks (const FarPaper *paper, FarPaperKind kind)
{
  guint n = 0;

  for (guint i = 0; i < paper->blocks->len; i++)
    {
      const FarPaperBlock *block = paper->blocks->pdata[i];

      n += block->kind == kind;
    }

  return n;
}

static gboolean
says (const FarPaper *paper, const char *part)
{
  for (guint i = 0; i < paper->blocks->len; i++)
    {
      const FarPaperBlock *block = paper->blocks->pdata[i];

      if (block->text != NULL && strstr (block->text, part) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Whoever has it knows where to go, until when, and has the link twice. */
static void
test_says_all (void)
{
  static const char uri[] = "farandole:056J-8TSJ-59TE";
  g_autoptr(FarPaper) paper = far_invitation_paper_new (&origin, uri, "8 September 2026, 04:30");

  g_assert_cmpuint (count_blocks (paper, FAR_PAPER_CODE), ==, 1);
  g_assert_cmpuint (count_blocks (paper, FAR_PAPER_ITEM), ==, 3);
  g_assert_true (says (paper, "Pedibus Meano"));
  g_assert_true (says (paper, "8 September 2026, 04:30"));
  g_assert_true (says (paper, uri));
}

/* Too long for a picture, the letters alone still serve. */
static void
test_without_picture (void)
{
  g_autofree char *many = g_strnfill (2000, 'A');
  g_autofree char *uri = g_strconcat ("farandole:", many, NULL);
  g_autoptr(FarPaper) paper = far_invitation_paper_new (&origin, uri, "tomorrow");

  g_assert_cmpuint (count_blocks (paper, FAR_PAPER_CODE), ==, 0);
  g_assert_true (says (paper, "tomorrow"));
  g_assert_true (says (paper, uri));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/invitation-paper/says-all", test_says_all);
  g_test_add_func ("/far/invitation-paper/without-picture", test_without_picture);

  return g_test_run ();
}
