// Papers: into the scanner, coming out of the printer, filed with a seal.

import { QrMark, SmallSeal, WrittenSheet } from './parts.tsx';
import { ink, Picture } from './picture.tsx';

/** A page laid face down on the glass, lid open. */
export function PaperIntoScanner() {
  return (
    <Picture>
      <path className={ink.machine} d="M30 112L58 28h136l18 84z" />
      <path className={ink.thin} d="M68 42h116M64 54h124" />
      <path className={ink.machine} d="M18 146h204v34a6 6 0 01-6 6H24a6 6 0 01-6-6z" />
      <path className={ink.glow} d="M30 112h182l10 34H18z" />
      <path className={ink.beam} d="M34 118h174l7 22H26z" />
      <g className={ink.arrives}>
        <g transform="matrix(1.150 0 -.18 .36 92 106)">
          <WrittenSheet />
        </g>
      </g>
      <path className={ink.thin} d="M34 166h30" />
      <circle cx="202" cy="166" r="5" className={ink.jade} />
      <path className={ink.jadeLine} d="M124 60v30M113 80l11 12 11-12" />
    </Picture>
  );
}

/** The scanner's light runs under the page. */
export function ScannerAtWork() {
  return (
    <Picture>
      <path className={ink.machine} d="M24 92h192a6 6 0 016 6v14H18V98a6 6 0 016-6z" />
      <path className={ink.glow} d="M18 112h204v10H18z" />
      <path className={ink.machine} d="M18 122h204v40a6 6 0 01-6 6H24a6 6 0 01-6-6z" />
      <path className={ink.beam} d="M86 112h60l30-66H56z" />
      <path className={ink.amberLine} d="M96 117h44" />
      <path className={ink.thin} d="M34 146h30" />
      <circle cx="202" cy="146" r="5" className={ink.jade} />
    </Picture>
  );
}

/** The slip comes out of the receipt printer. */
export function SlipComingOut() {
  return (
    <Picture>
      <path className={ink.machine} d="M58 22h124a10 10 0 0110 10v50H48V32a10 10 0 0110-10z" />
      <path className={ink.thin} d="M64 38h44" />
      <circle cx="172" cy="40" r="5" className={ink.jade} />
      <g className={ink.emerges}>
        <path className={ink.paper} d="M76 70h88v108l-7.300-6-7.300 6-7.400-6-7.300 6-7.400-6-7.300 6-7.300-6-7.400 6-7.300-6-7.300 6-7.400-6-6.300 6z" />
        <path className={ink.thin} d="M90 88h60M98 98h44" />
        <g transform="translate(105 108)">
          <QrMark />
        </g>
        <path className={ink.thin} d="M90 150h60M90 159h40" />
      </g>
      <path className={ink.machine} d="M40 60h160v20a6 6 0 01-6 6H46a6 6 0 01-6-6z" />
      <path className={ink.line} d="M70 74h100" />
      <path className={ink.jadeLine} d="M206 112v42M195 143l11 12 11-12" />
    </Picture>
  );
}

/** The dossier with its seal. */
export function SealedDossier() {
  return (
    <Picture>
      <path className={ink.machine} d="M34 62h58l12 14h102v96a8 8 0 01-8 8H42a8 8 0 01-8-8z" />
      <g transform="translate(84 26) rotate(4)">
        <WrittenSheet />
      </g>
      <path className={ink.jadeWash} d="M22 96h196l-14 78a8 8 0 01-8 6H44a8 8 0 01-8-6z" />
      <g transform="translate(120 138) scale(1.700) rotate(-10)">
        <SmallSeal />
      </g>
    </Picture>
  );
}
