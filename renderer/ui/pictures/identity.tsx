// The card before the QR scanner, and the card on the chip reader.

import { Hand, IdentityCard, Thumb } from './parts.tsx';
import { ink, Picture } from './picture.tsx';

/** The card's QR is held over the lit window of the scanner. */
export function CardToScanner() {
  return (
    <Picture>
      <path className={ink.machine} d="M48 150h144l16 36H32z" />
      <path className={ink.line} d="M22 188h196" />
      <path className={ink.glow} d="M86 158h68l6 18H80z" />
      <path className={ink.beam} d="M84 160L98 100h54l4 60z" />
      <g className={ink.arrives}>
        <g transform="translate(152 74)">
          <Hand />
        </g>
        <g transform="translate(44 20) rotate(-4) scale(1.2)">
          <IdentityCard />
        </g>
        <g transform="translate(152 74)">
          <Thumb />
        </g>
      </g>
      <path className={ink.amberLine} d="M116 112v28M106 130l10 11 10-11" />
    </Picture>
  );
}

/** Where the number stands on the card. */
export function NumberOnCard() {
  return (
    <Picture still>
      <g transform="translate(28 34) scale(2)">
        <IdentityCard />
      </g>
      <rect x="104" y="104" width="96" height="28" rx="4" className={ink.glow} />
      <path className={ink.line} d="M114 118h8M126 118h8M138 118h8M150 118h8M162 118h8M174 118h8M186 118h6" strokeWidth="5" />
      <path className={ink.amberLine} d="M152 178v-34M140 156l12-13 12 13" />
    </Picture>
  );
}

/** The card lies on the lit pad of the reader. */
export function CardOnReader() {
  return (
    <Picture>
      <path className={ink.machine} d="M50 104h142l28 70H22z" />
      <path className={ink.machine} d="M22 174h198v12H22z" />
      <path className={ink.glow} d="M66 114h110l18 46H48z" />
      <g className={ink.arrives}>
        <g transform="translate(170 136)">
          <Hand />
        </g>
        <g transform="matrix(1.1 0 -.34 .64 88 118)">
          <IdentityCard back />
        </g>
        <g transform="translate(170 136)">
          <Thumb />
        </g>
      </g>
      <path className={ink.amberLine} d="M88 92c16-14 46-14 62 0M98 78c11-9 31-9 42 0" />
    </Picture>
  );
}
