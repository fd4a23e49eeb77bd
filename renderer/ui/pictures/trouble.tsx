// What stopped: drawn with the same lines, the trouble itself in plum.

import { IdentityCard, QrMark, WrittenSheet } from './parts.tsx';
import { ink, Picture } from './picture.tsx';

/** A QR that the scanner cannot make out. */
export function QrNotRead() {
  return (
    <Picture still>
      <g transform="translate(28 50) scale(1.500)">
        <IdentityCard />
      </g>
      <path className={ink.plumLine} d="M108 44h76v62h-76zM196 118l26 28" />
      <path className={ink.plumLine} d="M134 62l24 26M158 62l-24 26" />
    </Picture>
  );
}

export function NumberNotRight() {
  return (
    <Picture still>
      <rect x="18" y="70" width="204" height="60" rx="6" className={ink.paper} />
      <path className={ink.line} d="M38 112h16M64 112h16M90 112h16M116 112h16M142 112h16" />
      <path className={ink.plumLine} d="M172 112h30M187 50v-24M187 54v.5" />
    </Picture>
  );
}

/** A machine whose cable is out. */
export function MachineUnplugged() {
  return (
    <Picture still>
      <rect x="26" y="40" width="104" height="74" rx="8" className={ink.machine} />
      <path className={ink.thin} d="M42 58h40M42 72h28" />
      <circle cx="112" cy="58" r="5" className={ink.dark} />
      <path className={ink.line} d="M78 114v24c0 18 12 26 30 26h20" />
      <path className={ink.plumLine} d="M128 154h20v20h-20M148 159h12M148 169h12" />
      <path className={ink.plumLine} d="M192 148h22v32h-22zM182 159h10M182 169h10" />
      <path className={ink.plumLine} d="M168 134l-4-12M178 134l4-12" strokeWidth="3" />
    </Picture>
  );
}

/** A printer with an empty roll. */
export function PrinterWithoutPaper() {
  return (
    <Picture still>
      <path className={ink.machine} d="M58 76h124a8 8 0 018 8v72a8 8 0 01-8 8H58a8 8 0 01-8-8V84a8 8 0 018-8z" />
      <path className={ink.line} d="M70 134h100" />
      <circle cx="168" cy="96" r="5" className={ink.dark} />
      <path className={ink.machine} d="M50 78l22-50h96l22 50" />
      <circle cx="120" cy="56" r="20" className={ink.plumLine} strokeDasharray="7 8" />
      <circle cx="120" cy="56" r="5" className={ink.line} />
      <path className={ink.plumLine} d="M108 184h24M120 148v24" strokeDasharray="3 8" />
    </Picture>
  );
}

/** A lid that is not closed. */
export function LidOpen() {
  return (
    <Picture still>
      <path className={ink.machine} d="M30 118h180v46a8 8 0 01-8 8H38a8 8 0 01-8-8z" />
      <path className={ink.machine} d="M30 118L62 34l154 30-6 54z" />
      <path className={ink.line} d="M52 146h40" />
      <path className={ink.plumLine} d="M174 20c22 8 38 26 44 50M220 52l-1 20-18-8" />
    </Picture>
  );
}

/** A page that is not straight, or not there. */
export function PageNotRead() {
  return (
    <Picture still>
      <path className={ink.machine} d="M20 150h200v26H20z" />
      <path className={ink.line} d="M40 162h28" />
      <g transform="translate(84 36) rotate(14) scale(1.050)">
        <WrittenSheet />
      </g>
      <path className={ink.plumLine} d="M40 96c0-24 12-42 34-50M64 34l12 11-10 14M196 66c4 22-2 42-16 56" />
    </Picture>
  );
}

/** Nothing lies in the scanner. */
export function NoPage() {
  return (
    <Picture still>
      <path className={ink.machine} d="M20 140h200v36H20z" />
      <path className={ink.line} d="M40 158h28" />
      <path className={ink.plumLine} d="M82 34h54l18 18v74H82z" strokeDasharray="9 9" />
      <path className={ink.plumLine} d="M118 66v32M107 88l11 12 11-12" />
    </Picture>
  );
}

/** The line to the bank or the portal is broken; the papers are safe on this side. */
export function LineBroken() {
  return (
    <Picture still>
      <rect x="14" y="52" width="84" height="70" rx="6" className={ink.machine} />
      <rect x="24" y="62" width="64" height="50" className={ink.paper} strokeWidth="2" />
      <path className={ink.jadeLine} d="M42 88l10 10 20-22" />
      <path className={ink.line} d="M56 122v22M32 146h48" />
      <path className={ink.jadeWash} d="M160 96l34-26 34 26v48h-68z" />
      <path className={ink.thin} d="M174 144v-34M194 144v-34M214 144v-34M154 148h80" />
      <path className={ink.plumLine} d="M108 92h14M142 92h14M126 80l12 24" />
    </Picture>
  );
}

/** A QR whose time has run out. */
export function QrExpired() {
  return (
    <Picture still>
      <g transform="translate(34 40) scale(3.600)" opacity=".45">
        <QrMark />
      </g>
      <circle cx="170" cy="118" r="46" className={ink.paper} />
      <path className={ink.plumLine} d="M170 90v30l20 14" />
      <path className={ink.line} d="M170 66v6M170 164v6M118 118h6M216 118h6" />
    </Picture>
  );
}

/** Part of the sum is there. */
export function PartPaid() {
  return (
    <Picture still>
      <ellipse cx="84" cy="150" rx="46" ry="14" className={ink.jadeWash} />
      <path className={ink.jadeWash} d="M38 134v16c0 8 21 14 46 14s46-6 46-14v-16" />
      <ellipse cx="84" cy="134" rx="46" ry="14" className={ink.jadeWash} />
      <path className={ink.plumLine} d="M134 66v70c0 8 18 13 38 13s38-5 38-13V66" strokeDasharray="8 9" />
      <ellipse cx="172" cy="66" rx="38" ry="12" className={ink.plumLine} strokeDasharray="8 9" />
      <path className={ink.line} d="M84 96V74M73 85h22" />
    </Picture>
  );
}

/** Someone looks whether it has come. */
export function LookingItUp() {
  return (
    <Picture still>
      <g transform="translate(44 30) scale(1.450)">
        <WrittenSheet />
      </g>
      <circle cx="160" cy="118" r="34" className={ink.paper} />
      <circle cx="160" cy="118" r="34" className={ink.plumLine} />
      <path className={ink.plumLine} d="M184 142l28 30M150 108c2-10 20-10 20 2 0 8-10 8-10 16M160 136v.5" />
    </Picture>
  );
}

/** The drawer where dossiers are kept does not take more. */
export function DrawerFull() {
  return (
    <Picture still>
      <path className={ink.machine} d="M50 30h140v150H50z" />
      <path className={ink.paper} d="M62 42h116v56H62z" />
      <path className={ink.line} d="M108 70h24" />
      <path className={ink.paper} d="M40 112h160v60H40z" />
      <path className={ink.thin} d="M56 112V96h40v16M104 112V92h44v20M156 112V98h32v14" />
      <path className={ink.plumLine} d="M108 142h24" />
    </Picture>
  );
}

/** The card was lifted from the reader. */
export function CardLifted() {
  return (
    <Picture still>
      <path className={ink.machine} d="M50 124h142l20 44H30z" />
      <path className={ink.glow} d="M72 132h98l10 24H60z" />
      <g transform="translate(72 26) rotate(-8)">
        <IdentityCard back />
      </g>
      <path className={ink.plumLine} d="M184 106V76M173 96l11 12 11-12" />
    </Picture>
  );
}

/** The card cannot be used here. */
export function CardNotTaken() {
  return (
    <Picture still>
      <g transform="translate(40 48) scale(1.500)">
        <IdentityCard back />
      </g>
      <circle cx="178" cy="138" r="30" className={ink.paper} />
      <path className={ink.plumLine} d="M166 126l24 24M190 126l-24 24" />
    </Picture>
  );
}
