// Country signing authorities, document signers and signed objects made by OpenSSL at test time, in a directory that is
// removed afterwards.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Arguments of `openssl genpkey`. */
export type KeyKind = readonly string[];

export const KEYS = {
  rsa2048: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  p256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p521: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  brainpool256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'],
  brainpool320: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP320r1'],
  brainpool512Explicit: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP512r1', '-pkeyopt', 'ec_param_enc:explicit'],
  p384Explicit: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384', '-pkeyopt', 'ec_param_enc:explicit'],
} as const satisfies Record<string, KeyKind>;

export type Issued = { readonly name: string; readonly der: Uint8Array };

export type Pki = {
  authority(name: string, options: AuthorityOptions): Issued;
  signer(name: string, issuer: string, options: SignerOptions): Issued;
  /** A CMS SignedData by this signer, over `content`. */
  sign(signer: string, contentType: string, content: Uint8Array, options?: { digest?: string; pss?: boolean; more?: readonly string[] }): Uint8Array;
  remove(): void;
};

type CertificateOptions = { readonly key: KeyKind; readonly digest?: string; readonly pss?: boolean; readonly from?: string; readonly to?: string };
export type AuthorityOptions = CertificateOptions & {
  readonly subject?: string;
  /** Signed by this authority's key instead of its own: a link certificate. */
  readonly linkFrom?: string;
  /** The key of an authority made before. */
  readonly sameKeyAs?: string;
  readonly extensions?: string;
};
export type SignerOptions = CertificateOptions & { readonly subject?: string; readonly extensions?: string };

const AUTHORITY_EXTENSIONS = 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n';
const SIGNER_EXTENSIONS = 'keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n';

export function createPki(): Pki {
  const directory = mkdtempSync(join(tmpdir(), 'card-reader-pki-'));
  const at = (file: string): string => join(directory, file);
  const openssl = (args: readonly string[]): void => {
    execFileSync('openssl', [...args], { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  writeFileSync(at('ca.cnf'), '[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\npolicy=p\nunique_subject=no\n'
    + '[p]\ncountryName=optional\norganizationName=optional\ncommonName=supplied\n[req]\ndistinguished_name=dn\n[dn]\n');
  writeFileSync(at('index'), '');
  writeFileSync(at('serial'), '1000\n');

  function certify(name: string, subject: string, extensions: string, options: CertificateOptions, issuer: string): Issued {
    writeFileSync(at(`${name}.ext`), `[ext]\n${extensions}`);
    openssl(['req', '-new', '-config', 'ca.cnf', '-key', `${name}.key`, '-subj', subject, '-utf8', '-out', `${name}.csr`]);
    const self = issuer === name;
    openssl(['ca', '-batch', '-config', 'ca.cnf', '-in', `${name}.csr`, '-out', `${name}.pem`, '-notext', '-md', options.digest ?? 'sha256',
      '-extfile', `${name}.ext`, '-extensions', 'ext', '-startdate', options.from ?? '20200101000000Z', '-enddate', options.to ?? '20400101000000Z',
      ...(self ? ['-selfsign', '-keyfile', `${name}.key`] : ['-cert', `${issuer}.pem`, '-keyfile', `${issuer}.key`]),
      ...(options.pss === true ? ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest'] : [])]);
    openssl(['x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`]);
    return { name, der: new Uint8Array(readFileSync(at(`${name}.der`))) };
  }

  // RSA keys take long to make, so one serves for all of a role.
  function makeKey(name: string, key: KeyKind, role: string): void {
    const kept = `${role}-${key.join('-').replace(/[^a-z0-9-]/gi, '')}.key`;
    if (key[1] !== 'RSA') return openssl(['genpkey', ...key, '-out', `${name}.key`]);
    if (!existsSync(at(kept))) openssl(['genpkey', ...key, '-out', kept]);
    copyFileSync(at(kept), at(`${name}.key`));
  }

  return {
    authority(name, options) {
      if (options.sameKeyAs === undefined) makeKey(name, options.key, 'authority');
      else writeFileSync(at(`${name}.key`), readFileSync(at(`${options.sameKeyAs}.key`)));
      const extensions = options.extensions ?? AUTHORITY_EXTENSIONS + (options.linkFrom === undefined ? '' : 'authorityKeyIdentifier=keyid\n');
      return certify(name, options.subject ?? `/C=VN/O=Test/CN=CSCA ${name}`, extensions, options, options.linkFrom ?? name);
    },
    signer(name, issuer, options) {
      makeKey(name, options.key, 'signer');
      return certify(name, options.subject ?? `/C=VN/O=Test/CN=DS ${name}`, options.extensions ?? SIGNER_EXTENSIONS, options, issuer);
    },
    sign(signer, contentType, content, { digest = 'sha256', pss = false, more = [] } = {}) {
      writeFileSync(at('content'), content);
      openssl(['cms', '-sign', '-binary', '-nodetach', '-nosmimecap', '-outform', 'DER', '-in', 'content', '-out', 'signed.der',
        '-econtent_type', contentType, '-md', digest, '-signer', `${signer}.pem`, '-inkey', `${signer}.key`,
        ...(pss ? ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:digest'] : []), ...more]);
      return new Uint8Array(readFileSync(at('signed.der')));
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
