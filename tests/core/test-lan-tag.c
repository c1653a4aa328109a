/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>
#include <string.h>

#include "far-lan-tag.h"

#define DAY 20779

/* Frozen, from a second implementation made from the header's words alone: versions must know each
 * other. */
#define TAG_OF_MEMBERS "04d52d634d15"
#define TAG_OF_DOOR "475cf9646134"
#define TXT_SHA256 "98f897893e593b0fadd7399aa196ce5a8454e5d523389ad20c5374ad26cc9f6a"
#define LABEL "zbxzszfy000g507z"

static const FarLanKey keys[] = {
  { FAR_LAN_OF_MEMBERS, "the newest secret of us all, 32." },
  { FAR_LAN_OF_DOOR, "the public half of an invite, 32" },
};

/* What the fixed "random" bytes are. */
static FarLanTags
make_random (void)
{
  FarLanTags random;

  for (guint i = 0; i < FAR_LAN_NONCE_LEN; i++)
    random.nonce[i] = i;
  for (guint i = 0; i < FAR_LAN_TAGS; i++)
    {
      const guint8 tag[] = { 0x30 + i / 40, i, 1, 2, 3, 4 };

      memcpy (random.tags[i], tag, sizeof tag);
    }

  return random;
}

static FarLanTags
make_tags (const FarLanKey *of, guint n)
{
  FarLanTags random = make_random ();
  FarLanTags tags;

  far_lan_tags_make (&tags, &random, of, n, DAY);

  return tags;
}

static GByteArray *
encode (const FarLanTags *tags)
{
  GByteArray *txt = g_byte_array_new ();

  far_lan_tags_encode (tags, txt);

  return txt;
}

static gboolean
holds (const FarLanTags *tags, const char *hex)
{
  guint8 tag[FAR_LAN_TAG_LEN];

  g_assert_true (far_unhex (hex, tag, sizeof tag));
  for (guint i = 0; i < FAR_LAN_TAGS; i++)
    if (memcmp (tags->tags[i], tag, sizeof tag) == 0)
      return TRUE;

  return FALSE;
}

static void
test_says_what_was_frozen (void)
{
  FarLanTags tags = make_tags (keys, G_N_ELEMENTS (keys));
  g_autoptr(GByteArray) txt = encode (&tags);
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, txt->data, txt->len);

  g_assert_true (holds (&tags, TAG_OF_MEMBERS));
  g_assert_true (holds (&tags, TAG_OF_DOOR));
  g_assert_cmpstr (sum, ==, TXT_SHA256);
}

static void
test_is_read_again (void)
{
  FarLanTags tags = make_tags (keys, G_N_ELEMENTS (keys));
  g_autoptr(GByteArray) txt = encode (&tags);
  FarLanTags got;

  g_assert_true (far_lan_tags_decode (&got, txt->data, txt->len));
  g_assert_cmpmem (&got, sizeof got, &tags, sizeof tags);
}

/* Two strings with what others may have put around them. */
static void
test_takes_any_order (void)
{
  FarLanTags tags = make_tags (keys, 1);
  g_autoptr(GByteArray) txt = encode (&tags);
  g_autoptr(GByteArray) other = g_byte_array_new ();
  gsize first = 1 + txt->data[0];
  FarLanTags got;

  g_byte_array_append (other, (const guint8 *)"\0\1=\4true\6path=x", 15);
  g_byte_array_append (other, txt->data + first, txt->len - first);
  g_byte_array_append (other, txt->data, first);
  g_byte_array_append (other, (const guint8 *)"\3f=x\2G=", 7);
  other->data[16] = 'G';
  g_assert_true (far_lan_tags_decode (&got, other->data, other->len));
  g_assert_cmpmem (&got, sizeof got, &tags, sizeof tags);
}

/* -- what is no registration of ours */

static void
cut_one (GByteArray *txt)
{
  g_byte_array_set_size (txt, txt->len - 1);
}

static void
drop_second (GByteArray *txt)
{
  g_byte_array_set_size (txt, 1u + txt->data[0]);
}

static void
drop_first (GByteArray *txt)
{
  g_byte_array_remove_range (txt, 0, 1u + txt->data[0]);
}

static void
make_empty (GByteArray *txt)
{
  g_byte_array_set_size (txt, 0);
}

static void
make_newer (GByteArray *txt)
{
  txt->data[3] = FAR_LAN_VERSION + 1;
}

static void
disorder (GByteArray *txt)
{
  txt->data[16] = 0xff;
}

static void
shorten_first (GByteArray *txt)
{
  g_byte_array_remove_range (txt, txt->data[0], 1);
  txt->data[0]--;
}

static void
shorten_second (GByteArray *txt)
{
  txt->data[1u + txt->data[0]]--;
  cut_one (txt);
}

static void
lengthen_second (GByteArray *txt)
{
  txt->data[1u + txt->data[0]]++;
  g_byte_array_append (txt, (const guint8 *)"\xff", 1);
}

static void
rename_first (GByteArray *txt)
{
  txt->data[1] = 'e';
}

static void
break_name (GByteArray *txt)
{
  txt->data[2] = ':';
}

static void
put_empty_before (GByteArray *txt)
{
  g_byte_array_prepend (txt, (const guint8 *)"\2f=", 3);
}

static void
make_long (GByteArray *txt)
{
  while (txt->len <= FAR_LAN_TXT_MAX)
    g_byte_array_append (txt, (const guint8 *)"\3x=y", 4);
}

static void
put_zeros_behind (GByteArray *txt)
{
  g_byte_array_append (txt, (const guint8 *)"\xff\0\0", 3);
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *name;
    void (*damage) (GByteArray *txt);
  } cases[] = {
    { "empty", make_empty },
    { "cut", cut_one },
    { "without the first", drop_first },
    { "without the second", drop_second },
    { "a newer version", make_newer },
    { "in another order", disorder },
    { "first too short", shorten_first },
    { "second too short", shorten_second },
    { "second too long", lengthen_second },
    { "another name", rename_first },
    { "no equals sign", break_name },
    { "an empty one first", put_empty_before },
    { "too long in all", make_long },
    { "a string that ends behind the end", put_zeros_behind },
  };
  static const FarLanTags nothing;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FarLanTags tags = make_tags (keys, G_N_ELEMENTS (keys));
      g_autoptr(GByteArray) txt = encode (&tags);
      FarLanTags got = tags;

      cases[i].damage (txt);
      if (far_lan_tags_decode (&got, txt->data, txt->len))
        g_error ("taken: %s", cases[i].name);
      g_assert_cmpmem (&got, sizeof got, &nothing, sizeof nothing);
    }
}

/* -- who knows whom */

static void
test_is_known_by_a_key (void)
{
  static const struct
  {
    FarLanKey mine;
    int day;
    int expected;
  } cases[] = {
    { { FAR_LAN_OF_MEMBERS, "the newest secret of us all, 32." }, DAY, 0 },
    { { FAR_LAN_OF_MEMBERS, "the newest secret of us all, 32." }, DAY - 1, 0 },
    { { FAR_LAN_OF_MEMBERS, "the newest secret of us all, 32." }, DAY + 1, 0 },
    { { FAR_LAN_OF_MEMBERS, "the newest secret of us all, 32." }, DAY - 2, -1 },
    { { FAR_LAN_OF_MEMBERS, "the newest secret of us all, 32." }, DAY + 2, -1 },
    { { FAR_LAN_OF_DOOR, "the public half of an invite, 32" }, DAY, 0 },
    { { FAR_LAN_OF_DOOR, "the newest secret of us all, 32." }, DAY, -1 },
    { { FAR_LAN_OF_MEMBERS, "the secret of another one, of 32" }, DAY, -1 },
  };
  FarLanTags tags = make_tags (keys, G_N_ELEMENTS (keys));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (far_lan_tags_find (&tags, &cases[i].mine, 1, cases[i].day), ==,
                     cases[i].expected);

  /* of several the first; an older one is as good */
  g_assert_cmpint (far_lan_tags_find (&tags, keys, 2, DAY), ==, 0);
  tags = make_tags (&keys[1], 1);
  g_assert_cmpint (far_lan_tags_find (&tags, keys, 2, DAY), ==, 1);
  tags = make_tags (NULL, 0);
  g_assert_cmpint (far_lan_tags_find (&tags, keys, 2, DAY), ==, -1);
}

/* Nothing that two machines of one collective register is the same, nor one machine's of two days.
 */
static void
test_says_nothing_to_strangers (void)
{
  FarLanTags tags[3];
  FarLanTags random;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GByteArray) txt = NULL;

      randombytes_buf (&random, sizeof random);
      far_lan_tags_make (&tags[i], &random, keys, G_N_ELEMENTS (keys), DAY + (i == 2));
      txt = encode (&tags[i]);
      g_assert_cmpuint (txt->len, ==, 499);
    }

  for (guint i = 0; i < 3; i++)
    for (guint j = i + 1; j < 3; j++)
      {
        g_assert_cmpint (memcmp (tags[i].nonce, tags[j].nonce, FAR_LAN_NONCE_LEN), !=, 0);
        for (guint k = 0; k < FAR_LAN_TAGS; k++)
          for (guint l = 0; l < FAR_LAN_TAGS; l++)
            g_assert_cmpint (memcmp (tags[i].tags[k], tags[j].tags[l], FAR_LAN_TAG_LEN), !=, 0);
      }
}

static void
test_has_room (void)
{
  FarLanKey many[FAR_LAN_TAGS + 1] = { 0 };
  FarLanTags tags;

  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    {
      many[i].what = FAR_LAN_OF_DOOR;
      many[i].key[0] = i;
    }
  /* all that a machine may have has a place */
  g_assert_cmpuint (1 + FAR_SECRETS_MAX + 1 + FAR_OPEN_INVITES_MAX, <=, FAR_LAN_TAGS);
  tags = make_tags (many, G_N_ELEMENTS (many));
  g_assert_cmpint (far_lan_tags_find (&tags, &many[FAR_LAN_TAGS - 1], 1, DAY), ==, 0);
  g_assert_cmpint (far_lan_tags_find (&tags, &many[FAR_LAN_TAGS], 1, DAY), ==, -1);
}

static void
test_label (void)
{
  static const guint8 random[FAR_LAN_LABEL_RANDOM_LEN] = { 250, 251, 252, 253, 254,
                                                           0,   1,   2,   128, 255 };
  static const char *const others[] = { "",
                                        "0123456789abcde",
                                        "0123456789abcdef0",
                                        "0123456789abcdeu",
                                        "0123456789abcdeF",
                                        "0123456789abcd\xc3\xa9" };
  char label[FAR_LAN_LABEL_LEN + 1];

  far_lan_label (random, label);
  g_assert_cmpstr (label, ==, LABEL);
  g_assert_true (far_lan_is_label (label));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (far_lan_is_label (others[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (sodium_init () < 0)
    return 1;

  g_test_add_func ("/far/lan-tag/says-what-was-frozen", test_says_what_was_frozen);
  g_test_add_func ("/far/lan-tag/is-read-again", test_is_read_again);
  g_test_add_func ("/far/lan-tag/takes-any-order", test_takes_any_order);
  g_test_add_func ("/far/lan-tag/refuses", test_refuses);
  g_test_add_func ("/far/lan-tag/is-known-by-a-key", test_is_known_by_a_key);
  g_test_add_func ("/far/lan-tag/says-nothing-to-strangers", test_says_nothing_to_strangers);
  g_test_add_func ("/far/lan-tag/has-room", test_has_room);
  g_test_add_func ("/far/lan-tag/label", test_label);

  return g_test_run ();
}
