/* A chip's side of PACE (ICAO Doc 9303-11 clause 4.4) and of its secure messaging by OpenPACE, to check the reader
 * against an implementation that is not ours. Reads command APDUs as lines of hexadecimal, writes the responses.
 * Arguments: EF.CardAccess in hexadecimal, the password, CAN or MRZ. */
#include <eac/eac.h>
#include <eac/pace.h>
#include <openssl/buffer.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 4096

static EAC_CTX *ctx;
static PACE_SEC *secret;
static unsigned char card_access[MOST];
static size_t card_access_length;
static BUF_MEM *terminal_point;
static int step, protected_session;

static size_t from_hex(const char *hex, unsigned char *out) {
  size_t length = 0;
  unsigned int byte;
  for (; length < MOST && sscanf(hex + 2 * length, "%2x", &byte) == 1; length++) out[length] = (unsigned char)byte;
  return length;
}

static BUF_MEM *buffer(const unsigned char *bytes, size_t length) {
  BUF_MEM *made = BUF_MEM_new();
  BUF_MEM_grow(made, length);
  if (length) memcpy(made->data, bytes, length);
  return made;
}

static void answer(const unsigned char *data, size_t length, unsigned int status) {
  for (size_t index = 0; index < length; index++) printf("%02x", data[index]);
  printf("%04x\n", status);
  fflush(stdout);
}

/* Dynamic authentication data with one object in it. */
static void answer_object(unsigned char tag, const BUF_MEM *value) {
  unsigned char out[MOST];
  size_t length = value->length, at = 0;
  out[at++] = 0x7c;
  if (length + 3 > 0x7f) out[at++] = 0x81;
  out[at++] = (unsigned char)(length + (length > 0x7f ? 3 : 2));
  out[at++] = tag;
  if (length > 0x7f) out[at++] = 0x81;
  out[at++] = (unsigned char)length;
  memcpy(out + at, value->data, length);
  answer(out, at + length, 0x9000);
}

static void general_authenticate(const unsigned char *data, size_t length) {
  /* 7C L tag L value, lengths of one or two bytes. */
  size_t at = data[1] & 0x80 ? 3 : 2;
  BUF_MEM *input = NULL, *output;
  if (at < length) {
    size_t inner = data[at + 1] & 0x80 ? 3 : 2;
    input = buffer(data + at + inner, length - at - inner);
  }
  switch (step++) {
    case 0:
      output = PACE_STEP1_enc_nonce(ctx, secret);
      if (!output) break;
      answer_object(0x80, output);
      return;
    case 1:
      output = PACE_STEP3A_generate_mapping_data(ctx);
      if (!output || !PACE_STEP3A_map_generator(ctx, input)) break;
      answer_object(0x82, output);
      return;
    case 2:
      output = PACE_STEP3B_generate_ephemeral_key(ctx);
      terminal_point = input;
      if (!output || !PACE_STEP3B_compute_shared_secret(ctx, input) || !PACE_STEP3C_derive_keys(ctx)) break;
      answer_object(0x84, output);
      return;
    case 3:
      if (PACE_STEP3D_verify_authentication_token(ctx, input) != 1) {
        answer(NULL, 0, 0x6300);
        return;
      }
      output = PACE_STEP3D_compute_authentication_token(ctx, terminal_point);
      if (!output) break;
      answer_object(0x86, output);
      protected_session = EAC_CTX_set_encryption_ctx(ctx, EAC_ID_PACE);
      return;
  }
  answer(NULL, 0, 0x6f00);
}

/* A protected SELECT, answered with nothing, or READ BINARY, answered with EF.CardAccess. */
static void secure_command(const unsigned char *apdu, size_t length) {
  unsigned char covered[MOST], out[MOST];
  size_t at = 0, mac_at = 5 + apdu[4] - 10;
  BUF_MEM *header, *mac, *data, *tag;
  EAC_increment_ssc(ctx);
  header = EAC_add_iso_pad(ctx, buffer(apdu, 4));
  memcpy(covered, header->data, header->length);
  at = header->length;
  memcpy(covered + at, apdu + 5, mac_at - 5);
  at += mac_at - 5;
  mac = buffer(apdu + mac_at + 2, 8);
  if (length < 16 || EAC_verify_authentication(ctx, EAC_add_iso_pad(ctx, buffer(covered, at)), mac) != 1) {
    answer(NULL, 0, 0x6988);
    return;
  }
  EAC_increment_ssc(ctx);
  at = 0;
  if (apdu[1] == 0xb0) {
    data = EAC_encrypt(ctx, EAC_add_iso_pad(ctx, buffer(card_access, card_access_length)));
    out[at++] = 0x87;
    if (data->length + 1 > 0x7f) out[at++] = 0x81;
    out[at++] = (unsigned char)(data->length + 1);
    out[at++] = 0x01;
    memcpy(out + at, data->data, data->length);
    at += data->length;
  }
  memcpy(out + at, "\x99\x02\x90\x00", 4);
  at += 4;
  tag = EAC_authenticate(ctx, EAC_add_iso_pad(ctx, buffer(out, at)));
  out[at++] = 0x8e;
  out[at++] = 0x08;
  memcpy(out + at, tag->data, 8);
  answer(out, at + 8, 0x9000);
}

int main(int argc, char **argv) {
  char line[2 * MOST];
  unsigned char apdu[MOST];
  if (argc != 4) return 2;
  EAC_init();
  ctx = EAC_CTX_new();
  card_access_length = from_hex(argv[1], card_access);
  if (!EAC_CTX_init_ef_cardaccess(card_access, card_access_length, ctx)) return 3;
  secret = PACE_SEC_new(argv[2], strlen(argv[2]), strcmp(argv[3], "MRZ") ? PACE_CAN : PACE_MRZ);
  while (fgets(line, sizeof line, stdin)) {
    size_t length = from_hex(line, apdu);
    if (length < 4) answer(NULL, 0, 0x6700);
    else if ((apdu[0] & 0x0c) == 0x0c && protected_session) secure_command(apdu, length);
    else if (apdu[1] == 0xb0) answer(card_access, card_access_length, 0x9000);
    else if (apdu[1] == 0x22) answer(NULL, 0, 0x9000);
    else if (apdu[1] == 0x86) general_authenticate(apdu + 5, apdu[4]);
    else answer(NULL, 0, 0x6d00);
  }
  return 0;
}
