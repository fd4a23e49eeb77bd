// The bench's own country signing authorities, document signers and signed objects (Doc 9303 part 12), made by OpenSSL's
// command line and kept in a directory, so that the same directory gives the same bytes again.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { DigestName } from './logical-data-structure.ts';

export type TrustSuiteName =
  | 'ecdsa' | 'ecdsa-p521' | 'brainpool' | 'explicit-parameters' | 'rsa' | 'rsa-sha1' | 'rsa-pss';

/** `main` is what a technician would trust; `other` has the same names and other keys. */
export type Authority = 'main' | 'other';

export type SignerState = 'valid' | 'expired';

interface KeyKind {
  readonly rsaBits?: number;
  readonly curve?: string;
  readonly explicit?: boolean;
}

interface TrustSuite {
  readonly authority: KeyKind;
  readonly signer: KeyKind;
  readonly certificateDigest: DigestName;
  readonly signatureDigest: DigestName;
  readonly pss?: boolean;
  /** Name the signer by its key identifier instead of issuer and serial number. */
  readonly byKeyIdentifier?: boolean;
}

const suites: Record<TrustSuiteName, TrustSuite> = {
  ecdsa: {
    authority: { curve: 'secp384r1' }, signer: { curve: 'prime256v1' },
    certificateDigest: 'sha384', signatureDigest: 'sha256',
  },
  'ecdsa-p521': {
    authority: { curve: 'secp521r1' }, signer: { curve: 'secp384r1' },
    certificateDigest: 'sha512', signatureDigest: 'sha384', byKeyIdentifier: true,
  },
  brainpool: {
    authority: { curve: 'brainpoolP384r1' }, signer: { curve: 'brainpoolP256r1' }, certificateDigest: 'sha384',
    signatureDigest: 'sha256',
  },
  'explicit-parameters': {
    authority: { curve: 'brainpoolP384r1', explicit: true }, signer: { curve: 'prime256v1', explicit: true },
    certificateDigest: 'sha384', signatureDigest: 'sha256',
  },
  rsa: { authority: { rsaBits: 4096 }, signer: { rsaBits: 2048 }, certificateDigest: 'sha256', signatureDigest: 'sha256' },
  'rsa-sha1': {
    authority: { rsaBits: 3072 }, signer: { rsaBits: 2048 }, certificateDigest: 'sha1', signatureDigest: 'sha1',
  },
  'rsa-pss': {
    authority: { rsaBits: 3072 }, signer: { rsaBits: 2048 },
    certificateDigest: 'sha256', signatureDigest: 'sha256', pss: true,
  },
};

export const trustSuiteNames = Object.keys(suites) as TrustSuiteName[];

export interface SignatureRequest {
  readonly suite: TrustSuiteName;
  readonly authority: Authority;
  readonly signer: SignerState;
  /** Object identifier of the signed content. */
  readonly contentType: string;
  readonly content: Uint8Array;
}

export interface PublicKeyInfrastructure {
  /** The country signing certificate, in PEM and in DER. */
  countrySigner(suite: TrustSuiteName, authority: Authority): { pem: string; der: Uint8Array };
  documentSigner(suite: TrustSuiteName, authority: Authority, signer: SignerState): { pem: string; der: Uint8Array };
  /** A CMS SignedData with the signer's certificate in it. */
  sign(request: SignatureRequest): Uint8Array;
  /** A private key of its own, PKCS#8 in PEM, made once by this name. */
  rsaKey(name: string, bits: number): string;
  /** The country signer's private key in PEM: for certificates that OpenSSL would not make. */
  countrySignerKey(suite: TrustSuiteName, authority: Authority): string;
}

export const securityObjectContentType = '2.23.136.1.1.1';
export const cardSecurityContentType = '0.4.0.127.0.7.3.2.1';

/** A directory of this user's that all benches on the machine share. */
export function sharedDirectory(): string {
  return join(tmpdir(), `mot-cua-bench-pki-1-${userInfo().username}`);
}

export function publicKeyInfrastructure(directory: string = sharedDirectory()): PublicKeyInfrastructure {
  function suiteDirectory(name: TrustSuiteName, authority: Authority): string {
    const target = join(directory, `${authority}-${name}`);
    if (!existsSync(target)) make(directory, target, (work) => makeAuthority(work, suites[name], name));
    return target;
  }
  function signerDirectory(name: TrustSuiteName, authority: Authority, signer: SignerState): string {
    const issuer = suiteDirectory(name, authority);
    const target = join(directory, `${authority}-${name}-${signer}`);
    if (!existsSync(target)) make(directory, target, (work) => makeSigner(work, issuer, suites[name], name, signer));
    return target;
  }
  function sign(request: SignatureRequest): Uint8Array {
    const suite = suites[request.suite];
    const signer = signerDirectory(request.suite, request.authority, request.signer);
    const content = createHash('sha256').update(request.contentType).update(request.content).digest('hex');
    const kept = join(directory, `${request.authority}-${request.suite}-${request.signer}-${content}`);
    if (!existsSync(kept)) {
      make(directory, kept, (work) => {
        writeFileSync(join(work, 'content'), request.content);
        openssl(work, ['cms', '-sign', '-binary', '-nodetach', '-nosmimecap', '-outform', 'DER', '-in', 'content',
          '-out', 'signed.der', '-econtent_type', request.contentType, '-md', suite.signatureDigest,
          '-signer', join(signer, 'signer.pem'), '-inkey', join(signer, 'signer.key'),
          ...(suite.byKeyIdentifier ? ['-keyid'] : []),
          ...(suite.pss ? ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:digest'] : [])]);
      });
    }
    return new Uint8Array(readFileSync(join(kept, 'signed.der')));
  }
  return {
    countrySigner: (suite, authority) => certificate(suiteDirectory(suite, authority), 'authority'),
    documentSigner: (suite, authority, signer) => certificate(signerDirectory(suite, authority, signer), 'signer'),
    sign,
    rsaKey(name, bits) {
      const target = join(directory, `key-${name}-${bits}`);
      if (!existsSync(target)) {
        make(directory, target, (work) => {
          openssl(work, ['genpkey', '-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`, '-out', 'private.key']);
        });
      }
      return readFileSync(join(target, 'private.key'), 'utf8');
    },
    countrySignerKey: (suite, authority) => readFileSync(join(suiteDirectory(suite, authority), 'authority.key'), 'utf8'),
  };
}

function certificate(directory: string, name: string): { pem: string; der: Uint8Array } {
  const pem = readFileSync(join(directory, `${name}.pem`), 'utf8');
  const body = pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, '');
  return { pem, der: new Uint8Array(Buffer.from(body, 'base64')) };
}

// Made aside and moved into place: several benches may want the same thing at once, the first one wins.
function make(directory: string, target: string, fill: (work: string) => void): void {
  mkdirSync(directory, { recursive: true });
  const work = mkdtempSync(join(directory, '.making-'));
  try {
    fill(work);
    renameSync(work, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function makeKey(work: string, kind: KeyKind, file: string): void {
  const encoding = `ec_param_enc:${kind.explicit ? 'explicit' : 'named_curve'}`;
  const options = kind.curve
    ? ['EC', '-pkeyopt', `ec_paramgen_curve:${kind.curve}`, '-pkeyopt', encoding]
    : ['RSA', '-pkeyopt', `rsa_keygen_bits:${kind.rsaBits}`];
  openssl(work, ['genpkey', '-algorithm', ...options, '-out', file]);
}

function makeAuthority(work: string, suite: TrustSuite, name: TrustSuiteName): void {
  makeKey(work, suite.authority, 'authority.key');
  certify(work, suite, {
    subject: `/C=VN/O=Mot Cua bench, not a government/CN=Bench CSCA ${name}`, key: 'authority.key', out: 'authority.pem',
    extensions: 'country_signer', from: '200101000000Z', to: '400101000000Z',
    issuer: ['-selfsign', '-keyfile', 'authority.key'],
  });
}

function makeSigner(work: string, issuer: string, suite: TrustSuite, name: TrustSuiteName, state: SignerState): void {
  makeKey(work, suite.signer, 'signer.key');
  certify(work, suite, {
    subject: `/C=VN/O=Mot Cua bench, not a government/CN=Bench document signer ${name}`,
    key: 'signer.key', out: 'signer.pem',
    extensions: 'document_signer', from: '210101000000Z', to: state === 'valid' ? '360101000000Z' : '220101000000Z',
    issuer: ['-cert', join(issuer, 'authority.pem'), '-keyfile', join(issuer, 'authority.key')],
  });
}

interface CertificateRequest {
  readonly subject: string;
  readonly key: string;
  readonly out: string;
  readonly extensions: string;
  readonly from: string;
  readonly to: string;
  readonly issuer: readonly string[];
}

function certify(work: string, suite: TrustSuite, request: CertificateRequest): void {
  const padding = suite.pss ? ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest'] : [];
  writeFileSync(join(work, 'openssl.cnf'), configuration);
  writeFileSync(join(work, 'index.txt'), '');
  openssl(work, ['req', '-new', '-config', 'openssl.cnf', '-key', request.key, '-subj', request.subject,
    `-${suite.certificateDigest}`, ...padding, '-out', 'request.csr']);
  openssl(work, ['ca', '-config', 'openssl.cnf', '-batch', '-notext', '-in', 'request.csr',
    '-out', request.out, '-startdate', request.from, '-enddate', request.to, '-extensions', request.extensions,
    '-md', suite.certificateDigest, ...padding, ...request.issuer]);
}

const configuration = `
[ca]
default_ca = bench
[bench]
database = index.txt
new_certs_dir = .
policy = any
unique_subject = no
email_in_dn = no
rand_serial = yes
[any]
countryName = supplied
organizationName = supplied
commonName = supplied
[req]
distinguished_name = subject
string_mask = utf8only
[subject]
[country_signer]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[document_signer]
keyUsage = critical, digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

function openssl(work: string, args: readonly string[]): void {
  try {
    execFileSync('openssl', args, { cwd: work, stdio: ['ignore', 'ignore', 'pipe'], timeout: 60_000, windowsHide: true });
  } catch (error) {
    const stderr = (error as { stderr?: Buffer }).stderr?.toString() ?? String(error);
    throw new Error(`openssl ${args[0]}: ${stderr.slice(0, 2000)}`, { cause: error });
  }
}
