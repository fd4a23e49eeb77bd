// Passive authentication against document security objects, certificates and master lists made by OpenSSL.

import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { concat } from '../../../../main/devices/card-reader/bytes.ts';
import { oidOfHash } from '../../../../main/devices/card-reader/crypto/hash.ts';
import type { HashName } from '../../../../main/devices/card-reader/crypto/hash.ts';
import { checkDataGroup, parseSod } from '../../../../main/devices/card-reader/lds/sod.ts';
import type { DocumentSecurityObject } from '../../../../main/devices/card-reader/lds/sod.ts';
import { parseCertificate } from '../../../../main/devices/card-reader/passive-authentication/certificate.ts';
import { authenticatePassively } from '../../../../main/devices/card-reader/passive-authentication/passive-authentication.ts';
import { encodeOid } from '../../../../main/devices/card-reader/tlv/asn1.ts';
import { encodeTlv } from '../../../../main/devices/card-reader/tlv/tlv.ts';
import { buildTrustStore, EMPTY_TRUST_STORE } from '../../../../main/devices/card-reader/trust-store.ts';
import type { TrustStore } from '../../../../main/devices/card-reader/trust-store.ts';
import { createPki, KEYS } from './openssl-pki.ts';
import type { Issued } from './openssl-pki.ts';

const NOW = Date.UTC(2026, 10, 24);
const SLOW_MS = 60_000;
const pki = createPki();
afterAll(() => pki.remove());

const DG1 = encodeTlv(0x61, Uint8Array.of(1, 2, 3));
const DG2 = encodeTlv(0x75, new Uint8Array(300).fill(7));

function ldsSecurityObject(hash: HashName, groups: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const node = hash.replace('-', '').toLowerCase();
  const entries = groups.map(([number, file]) => encodeTlv(0x30,
    encodeTlv(0x02, Uint8Array.of(number)), encodeTlv(0x04, new Uint8Array(createHash(node).update(file).digest()))));
  return encodeTlv(0x30, encodeTlv(0x02, Uint8Array.of(0)),
    encodeTlv(0x30, encodeOid(oidOfHash(hash)), Uint8Array.of(5, 0)), encodeTlv(0x30, ...entries));
}

function sodBytes(signer: string, options: Parameters<typeof pki.sign>[3] = {}, hash: HashName = 'SHA-256'): Uint8Array {
  const content = ldsSecurityObject(hash, [[1, DG1], [2, DG2]]);
  return encodeTlv(0x77, pki.sign(signer, '2.23.136.1.1.1', content, options));
}

function sod(bytes: Uint8Array): DocumentSecurityObject {
  const parsed = parseSod(bytes);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
}

const trusting = (...issued: Issued[]): TrustStore => buildTrustStore(issued.map(({ name, der }) => ({ name: `${name}.cer`, bytes: der })));
const verdict = (bytes: Uint8Array, trustStore: TrustStore, now = NOW) => authenticatePassively(sod(bytes).signedData, trustStore, now);

describe('signatures of every kind', () => {
  it.each([
    ['RSA, SHA-1', KEYS.rsa2048, KEYS.rsa2048, 'sha1', false],
    ['RSA, SHA-256', KEYS.rsa2048, KEYS.rsa2048, 'sha256', false],
    ['RSA, SHA-512', KEYS.rsa2048, KEYS.rsa2048, 'sha512', false],
    ['RSA-PSS', KEYS.rsa2048, KEYS.rsa2048, 'sha256', true],
    ['RSA-PSS, SHA-384', KEYS.rsa2048, KEYS.rsa2048, 'sha384', true],
    ['P-256', KEYS.p256, KEYS.p256, 'sha256', false],
    ['P-256, SHA-224', KEYS.p256, KEYS.p256, 'sha224', false],
    ['P-521 over RSA', KEYS.rsa2048, KEYS.p521, 'sha512', false],
    ['brainpoolP256r1', KEYS.brainpool256, KEYS.brainpool256, 'sha256', false],
    ['brainpoolP320r1', KEYS.brainpool320, KEYS.brainpool320, 'sha384', false],
    ['brainpoolP512r1 written out', KEYS.brainpool512Explicit, KEYS.brainpool512Explicit, 'sha512', false],
    ['P-384 written out', KEYS.p384Explicit, KEYS.p384Explicit, 'sha384', false],
  ] as const)('%s', (name, authorityKey, signerKey, digest, pss) => {
    const id = name.replace(/[^A-Za-z0-9]/g, '');
    const authority = pki.authority(`ca${id}`, { key: authorityKey, digest, pss });
    pki.signer(`ds${id}`, `ca${id}`, { key: signerKey, digest, pss });
    const bytes = sodBytes(`ds${id}`, { digest, pss });
    expect(verdict(bytes, trusting(authority))).toEqual({ state: 'passed' });

    const forged = bytes.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    expect(verdict(forged, trusting(authority))).toMatchObject({ state: 'failed', reason: 'signatureWrong' });
  }, SLOW_MS);
});

describe('a document security object', () => {
  const authority = pki.authority('main', { key: KEYS.p256 });
  pki.signer('signer', 'main', { key: KEYS.p256 });

  it.each(['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] as const)('knows an altered data group by %s', (hash) => {
    const object = sod(sodBytes('signer', {}, hash));
    expect(checkDataGroup(object, 1, DG1)).toBe('unaltered');
    expect(checkDataGroup(object, 2, DG1)).toBe('altered');
    expect(checkDataGroup(object, 13, DG1)).toBe('notSigned');
  });

  it('is refused when its content was changed after signing', () => {
    const bytes = sodBytes('signer');
    const hash = Buffer.from(createHash('sha256').update(DG1).digest());
    const at = Buffer.from(bytes).indexOf(hash);
    const forged = bytes.slice();
    forged[at] = (forged[at] ?? 0) ^ 1;
    expect(verdict(forged, trusting(authority))).toMatchObject({ state: 'failed', reason: 'signatureWrong' });
  });

  it('is accepted without signed attributes and with the signer named by key', () => {
    expect(verdict(sodBytes('signer', { more: ['-noattr'] }), trusting(authority))).toEqual({ state: 'passed' });
    expect(verdict(sodBytes('signer', { more: ['-keyid'] }), trusting(authority))).toEqual({ state: 'passed' });
  });

  it('is refused without the signer\'s certificate', () => {
    expect(verdict(sodBytes('signer', { more: ['-nocerts'] }), trusting(authority))).toMatchObject({ state: 'failed', reason: 'signerCertificateMissing' });
  });

  it('is none with another content or another tag', () => {
    const content = ldsSecurityObject('SHA-256', [[1, DG1]]);
    expect(parseSod(encodeTlv(0x77, pki.sign('signer', '1.2.840.113549.1.7.1', content)))).toMatchObject({ ok: false });
    expect(parseSod(encodeTlv(0x78, pki.sign('signer', '2.23.136.1.1.1', content)))).toMatchObject({ ok: false });
    expect(parseSod(sodBytes('signer').slice(0, -3))).toMatchObject({ ok: false });
  });

  it('is not signed by someone who may not sign documents', () => {
    pki.signer('server', 'main', { key: KEYS.p256, extensions: 'keyUsage=critical,keyAgreement\n' });
    expect(verdict(sodBytes('server'), trusting(authority))).toMatchObject({ state: 'failed', reason: 'signerMayNotSign' });
    pki.signer('strange', 'main', { key: KEYS.p256, extensions: 'keyUsage=critical,digitalSignature\n1.2.3.4=critical,ASN1:NULL\n' });
    expect(verdict(sodBytes('strange'), trusting(authority))).toMatchObject({ state: 'failed', reason: 'signerMayNotSign' });
  });

  it('proves nothing outside the signer\'s time', () => {
    pki.signer('old', 'main', { key: KEYS.p256, from: '20200101000000Z', to: '20220101000000Z' });
    expect(verdict(sodBytes('old'), trusting(authority))).toEqual({ state: 'notChecked', reason: 'signerCertificateNotValidNow', signatureValid: true });
    expect(verdict(sodBytes('old'), trusting(authority), Date.UTC(2021, 5, 1))).toEqual({ state: 'passed' });
  });
});

describe('the trust store', () => {
  const first = pki.authority('first', { key: KEYS.p256, subject: '/C=VN/O=Gov/CN=CSCA' });
  pki.signer('byFirst', 'first', { key: KEYS.p256 });

  it('says when it is empty, when the issuer is not in it, and when another one of its name is', () => {
    const bytes = sodBytes('byFirst');
    expect(verdict(bytes, EMPTY_TRUST_STORE)).toMatchObject({ state: 'notChecked', reason: 'trustStoreEmpty', signatureValid: true });
    expect(verdict(bytes, trusting(pki.authority('elsewhere', { key: KEYS.p256 })))).toMatchObject({ state: 'notChecked', reason: 'issuerNotInTrustStore' });
    const namesake = pki.authority('namesake', { key: KEYS.p256, subject: '/C=VN/O=Gov/CN=CSCA' });
    expect(verdict(bytes, trusting(namesake))).toMatchObject({ state: 'notChecked', reason: 'issuerNotInTrustStore' });
    // Both lie there, as after a renewal of the key.
    expect(verdict(bytes, trusting(namesake, first))).toEqual({ state: 'passed' });
  });

  it('compares names as people read them', () => {
    const spelled = pki.authority('spelled', { key: KEYS.p256, sameKeyAs: 'first', subject: '/C=vn/O=GOV/CN=csca' });
    expect(verdict(sodBytes('byFirst'), trusting(spelled))).toEqual({ state: 'passed' });
  });

  it('trusts a link certificate that leads to a trusted one, and no other', () => {
    const next = pki.authority('next', { key: KEYS.brainpool256, subject: '/C=VN/O=Gov/CN=CSCA 2', linkFrom: 'first' });
    pki.signer('byNext', 'next', { key: KEYS.p256 });
    expect(verdict(sodBytes('byNext'), trusting(next, first))).toEqual({ state: 'passed' });
    const alone = trusting(next);
    expect(alone.rejected).toEqual([{ file: 'next.cer', reason: 'leadsToNoTrustedCertificate' }]);
    expect(verdict(sodBytes('byNext'), alone)).toMatchObject({ state: 'notChecked' });
  });

  it('takes no certificate that is no authority, no broken one, and no other file', () => {
    const broken = first.der.slice();
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    const store = buildTrustStore([
      { name: 'signer.cer', bytes: pki.signer('lonely', 'first', { key: KEYS.p256 }).der },
      { name: 'broken.cer', bytes: broken },
      { name: 'readme.txt', bytes: Buffer.from('certificates go here') },
      { name: 'empty', bytes: new Uint8Array(0) },
    ]);
    expect(store.authorities).toHaveLength(0);
    expect(store.rejected).toEqual(expect.arrayContaining([
      { file: 'signer.cer', reason: 'notAnAuthority' }, { file: 'broken.cer', reason: 'signatureWrong' },
      { file: 'readme.txt', reason: 'notACertificate' }, { file: 'empty', reason: 'notACertificate' },
    ]));
  });

  it('reads PEM with several certificates, and the same one twice', () => {
    const pem = (der: Uint8Array): string => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
    const other = pki.authority('other', { key: KEYS.rsa2048 });
    const store = buildTrustStore([{ name: 'all.pem', bytes: Buffer.from(pem(first.der) + pem(other.der)) }, { name: 'again.cer', bytes: first.der }]);
    expect(store.authorities).toHaveLength(2);
  });

  it('reads a master list, if its signature is right', () => {
    pki.authority('listRoot', { key: KEYS.p256 });
    pki.signer('lister', 'listRoot', { key: KEYS.p256 });
    const list = encodeTlv(0x30, encodeTlv(0x02, Uint8Array.of(0)), encodeTlv(0x31, first.der));
    const bytes = pki.sign('lister', '2.23.136.1.1.2', list);
    const store = buildTrustStore([{ name: 'list.ml', bytes }]);
    expect(store).toMatchObject({ authorities: [{ country: 'VN' }], rejected: [] });
    expect(verdict(sodBytes('byFirst'), store)).toEqual({ state: 'passed' });
    const forged = bytes.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    expect(buildTrustStore([{ name: 'list.ml', bytes: forged }]).rejected).toEqual([{ file: 'list.ml', reason: 'signatureWrong' }]);
  });
});

describe('certificates', () => {
  it('are read as OpenSSL wrote them', () => {
    const { der } = pki.authority('read', { key: KEYS.p256, subject: '/C=VN/O=Bộ Công an/CN=CSCA Việt Nam', from: '20250101000000Z', to: '20550101000000Z' });
    const parsed = parseCertificate(der);
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        country: 'VN', isAuthority: true, notBefore: Date.UTC(2025, 0, 1), notAfter: Date.UTC(2055, 0, 1),
        subject: '2.5.4.6=vn,2.5.4.10=bộ công an,2.5.4.3=csca việt nam', keyUsage: { digitalSignature: false, keyCertSign: true },
      },
    });
  });

  it('with a curve that is none of the known ones have no usable key', () => {
    const { der } = pki.authority('curve', { key: KEYS.p384Explicit, digest: 'sha384' });
    const hex = Buffer.from(der).toString('hex');
    // The coefficient b of P-384, wherever it stands.
    const changed = hex.replace(/b3312fa7e23ee7e4988e056be3f82d19/, 'b3312fa7e23ee7e4988e056be3f82d18');
    expect(changed).not.toBe(hex);
    expect(parseCertificate(Buffer.from(changed, 'hex'))).toMatchObject({ ok: true, value: { publicKey: undefined } });
  });

  it('too long or with bytes behind are refused', () => {
    const { der } = pki.authority('long', { key: KEYS.p256 });
    expect(parseCertificate(concat(der, Uint8Array.of(0)))).toMatchObject({ ok: false });
    expect(parseCertificate(new Uint8Array(20_000))).toMatchObject({ ok: false });
  });
});
