/* An independent PACE terminal on OpenPACE (libeac): runs PACE with EF.CardAccess, then reads EF.CardAccess' neighbour files
 * under secure messaging. Commands go out as hexadecimal lines, replies come in the same way.
 *   openpace-terminal EF.CardAccess(hex) can|mrz PASSWORD FILE-ID(hex) LENGTH
 * The last line is "file " and the bytes that were read. */
#include <eac/eac.h>
#include <eac/objects.h>
#include <eac/pace.h>
#include <openssl/buffer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT 4096

static void fail(const char *why)
{
    printf("error %s\n", why);
    fflush(stdout);
    exit(1);
}

static size_t from_hex(const char *text, unsigned char *out)
{
    size_t length = 0;
    unsigned int byte;
    while (length < LIMIT && sscanf(text, "%2x", &byte) == 1) {
        out[length++] = (unsigned char) byte;
        text += 2;
    }
    return length;
}

static void print_hex(const char *before, const unsigned char *bytes, size_t length)
{
    fputs(before, stdout);
    for (size_t i = 0; i < length; i++) printf("%02x", bytes[i]);
    putchar('\n');
    fflush(stdout);
}

/* Sends a command and gives the reply's data; the status word must be 9000. */
static size_t transmit(const unsigned char *command, size_t length, unsigned char *reply)
{
    static char line[2 * LIMIT + 2];
    print_hex("", command, length);
    if (!fgets(line, sizeof line, stdin)) fail("no reply");
    size_t got = from_hex(line, reply);
    if (got < 2 || reply[got - 2] != 0x90 || reply[got - 1] != 0x00) fail("status word");
    return got - 2;
}

static BUF_MEM *buffer(const unsigned char *bytes, size_t length)
{
    BUF_MEM *made = BUF_MEM_new();
    if (!made || !BUF_MEM_grow(made, length)) fail("memory");
    if (length) memcpy(made->data, bytes, length);
    return made;
}

/* The value of the object in the template 7C of a reply. All of them are shorter than 128 or one length byte. */
static BUF_MEM *in_template(const unsigned char *reply, size_t length, unsigned char tag)
{
    size_t at = reply[1] == 0x81 ? 3 : 2;
    if (length < at + 2 || reply[0] != 0x7c || reply[at] != tag) fail("template");
    size_t start = reply[at + 1] == 0x81 ? at + 3 : at + 2;
    size_t size = reply[start - 1];
    if (start + size > length) fail("length");
    return buffer(reply + start, size);
}

/* One GENERAL AUTHENTICATE with one object; NULL for an empty template. */
static BUF_MEM *authenticate_step(int last, unsigned char tag, const BUF_MEM *value, unsigned char expected)
{
    unsigned char command[LIMIT] = { last ? 0x00 : 0x10, 0x86, 0x00, 0x00 };
    unsigned char reply[LIMIT];
    size_t size = value ? value->length : 0;
    size_t inner = value ? size + (size > 127 ? 3 : 2) : 0;
    size_t at = 4;
    command[at++] = (unsigned char) (inner + (inner > 127 ? 3 : 2));
    command[at++] = 0x7c;
    if (inner > 127) command[at++] = 0x81;
    command[at++] = (unsigned char) inner;
    if (value) {
        command[at++] = tag;
        if (size > 127) command[at++] = 0x81;
        command[at++] = (unsigned char) size;
        memcpy(command + at, value->data, size);
        at += size;
    }
    command[at++] = 0x00;
    return in_template(reply, transmit(command, at, reply), expected);
}

static BUF_MEM *checksum(EAC_CTX *ctx, const unsigned char *header, const unsigned char *objects, size_t length)
{
    unsigned char data[LIMIT];
    size_t at = 0;
    size_t block = EVP_CIPHER_block_size(ctx->key_ctx->cipher);
    if (header) {
        memset(data, 0, block);
        memcpy(data, header, 4);
        data[4] = 0x80;
        at = block;
    }
    memcpy(data + at, objects, length);
    BUF_MEM *plain = buffer(data, at + length);
    BUF_MEM *padded = EAC_add_iso_pad(ctx, plain);
    BUF_MEM *mac = EAC_authenticate(ctx, padded);
    if (!mac) fail("checksum");
    BUF_MEM_free(plain);
    BUF_MEM_free(padded);
    return mac;
}

/* One command of case 2 or 3 under secure messaging; gives the plain data of the reply. */
static BUF_MEM *secured(EAC_CTX *ctx, const unsigned char *header, const unsigned char *data, size_t length, int le)
{
    unsigned char objects[LIMIT], command[LIMIT], reply[LIMIT];
    size_t at = 0;
    EAC_increment_ssc(ctx);
    if (length) {
        BUF_MEM *plain = buffer(data, length);
        BUF_MEM *padded = EAC_add_iso_pad(ctx, plain);
        BUF_MEM *cryptogram = EAC_encrypt(ctx, padded);
        if (!cryptogram) fail("encrypt");
        objects[at++] = 0x87;
        objects[at++] = (unsigned char) (cryptogram->length + 1);
        objects[at++] = 0x01;
        memcpy(objects + at, cryptogram->data, cryptogram->length);
        at += cryptogram->length;
    }
    if (le >= 0) {
        objects[at++] = 0x97;
        objects[at++] = 0x01;
        objects[at++] = (unsigned char) le;
    }
    BUF_MEM *mac = checksum(ctx, header, objects, at);
    objects[at++] = 0x8e;
    objects[at++] = 0x08;
    memcpy(objects + at, mac->data, 8);
    at += 8;
    memcpy(command, header, 4);
    command[4] = (unsigned char) at;
    memcpy(command + 5, objects, at);
    command[5 + at] = 0x00;
    size_t got = transmit(command, 6 + at, reply);
    EAC_increment_ssc(ctx);
    if (got < 14 || reply[got - 10] != 0x8e) fail("no checksum");
    mac = checksum(ctx, NULL, reply, got - 10);
    if (memcmp(mac->data, reply + got - 8, 8)) fail("the reply has a wrong checksum");
    if (reply[0] != 0x87) return NULL;
    size_t start = reply[1] == 0x81 ? 3 : 2;
    BUF_MEM *cryptogram = buffer(reply + start + 1, (size_t) reply[start - 1] - 1);
    return EAC_remove_iso_pad(EAC_decrypt(ctx, cryptogram));
}

int main(int argc, char **argv)
{
    unsigned char card_access[LIMIT], command[LIMIT], reply[LIMIT], file_id[LIMIT];
    if (argc != 6) fail("usage");
    size_t card_access_length = from_hex(argv[1], card_access);
    int with_can = strcmp(argv[2], "can") == 0;

    EAC_init();
    EAC_CTX *ctx = EAC_CTX_new();
    if (!ctx || !EAC_CTX_init_ef_cardaccess(card_access, card_access_length, ctx)) fail("EF.CardAccess");
    PACE_SEC *secret = PACE_SEC_new(argv[3], strlen(argv[3]), with_can ? PACE_CAN : PACE_MRZ);
    if (!secret) fail("password");

    const ASN1_OBJECT *protocol = OBJ_nid2obj(ctx->pace_ctx->protocol);
    size_t protocol_length = OBJ_length(protocol);
    size_t at = 0;
    memcpy(command, "\x00\x22\xc1\xa4", 4);
    command[4] = (unsigned char) (protocol_length + 5);
    command[5] = 0x80;
    command[6] = (unsigned char) protocol_length;
    memcpy(command + 7, OBJ_get0_data(protocol), protocol_length);
    at = 7 + protocol_length;
    command[at++] = 0x83;
    command[at++] = 0x01;
    command[at++] = with_can ? 2 : 1;
    transmit(command, at, reply);

    if (!PACE_STEP2_dec_nonce(ctx, secret, authenticate_step(0, 0, NULL, 0x80))) fail("nonce");
    BUF_MEM *mapping = PACE_STEP3A_generate_mapping_data(ctx);
    if (!mapping) fail("mapping data");
    if (!PACE_STEP3A_map_generator(ctx, authenticate_step(0, 0x81, mapping, 0x82))) fail("mapping");
    BUF_MEM *own = PACE_STEP3B_generate_ephemeral_key(ctx);
    BUF_MEM *theirs = authenticate_step(0, 0x83, own, 0x84);
    if (!PACE_STEP3B_compute_shared_secret(ctx, theirs) || !PACE_STEP3C_derive_keys(ctx)) fail("keys");
    BUF_MEM *token = PACE_STEP3D_compute_authentication_token(ctx, theirs);
    if (PACE_STEP3D_verify_authentication_token(ctx, authenticate_step(1, 0x85, token, 0x86)) != 1) fail("token of the chip");
    if (!EAC_CTX_set_encryption_ctx(ctx, EAC_ID_PACE)) fail("session");

    secured(ctx, (const unsigned char *) "\x0c\xa4\x04\x0c", (const unsigned char *) "\xa0\x00\x00\x02\x47\x10\x01", 7, -1);
    size_t file_id_length = from_hex(argv[4], file_id);
    secured(ctx, (const unsigned char *) "\x0c\xa4\x02\x0c", file_id, file_id_length, -1);
    BUF_MEM *content = secured(ctx, (const unsigned char *) "\x0c\xb0\x00\x00", NULL, 0, atoi(argv[5]));
    if (!content) fail("no content");
    print_hex("file ", (unsigned char *) content->data, content->length);
    PACE_SEC_clear_free(secret);
    EAC_CTX_clear_free(ctx);
    EAC_cleanup();
    return 0;
}
