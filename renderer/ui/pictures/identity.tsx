// The card before the QR scanner, and the card on the chip reader.

import { Hand, IdentityCard } from './parts.tsx';
import { ink, Picture } from './picture.tsx';

/** The card's QR is held over the lit window of the scanner. */
export function CardToScanner() {
  return (
    <Picture>
      <path className={ink.machine} d="M48 150h144l16 36H32z" />
      <path className={ink.line} d="M22 188h196" />
      <path className={ink.glow} d="M86 158h68l6 18H80z" />
      <path className={ink.beam} d="M86 158L104 78h44l6 80z" />
      <g className={ink.arrives}>
        <g transform="translate(52 26) rotate(-4)">
          <IdentityCard />
        </g>
        <g transform="translate(160 66) rotate(24)">
          <Hand />
        </g>
      </g>
      <path className={ink.amberLine} d="M126 118v22M118 132l8 9 8-9" />
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
        <g transform="matrix(1 0 -.34 .62 84 120)">
          <IdentityCard back />
        </g>
        <g transform="translate(150 118) rotate(30)">
          <Hand />
        </g>
      </g>
      <path className={ink.amberLine} d="M88 92c16-14 46-14 62 0M98 78c11-9 31-9 42 0" />
    </Picture>
  );
}
