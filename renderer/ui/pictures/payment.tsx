// Paying with a telephone.

import { Hand, QrMark, Thumb } from './parts.tsx';
import { ink, Picture } from './picture.tsx';

/** A phone held up to the QR on the screen. */
export function PhonePaying() {
  return (
    <Picture>
      <rect x="14" y="22" width="118" height="132" rx="6" className={ink.machine} />
      <rect x="24" y="32" width="98" height="112" className={ink.paper} strokeWidth="2" />
      <g transform="translate(40 50) scale(2.200)">
        <QrMark />
      </g>
      <path className={ink.line} d="M73 154v22M44 180h58" />
      <g className={ink.arrives}>
        <path className={ink.beam} d="M108 60l54-6v76l-54-16z" />
        <g transform="translate(200 112)">
          <Hand />
        </g>
        <rect x="150" y="34" width="62" height="112" rx="9" className={ink.paper} />
        <path className={ink.thin} d="M174 43h14" />
        <path className={ink.amberLine} d="M162 64v-6h8M192 58h8v6M162 98v6h8M192 104h8v-6" />
        <g transform="translate(166 66) scale(1)">
          <QrMark />
        </g>
        <rect x="160" y="118" width="42" height="14" rx="4" className={ink.jade} />
        <g transform="translate(206 112) scale(.9)">
          <Thumb />
        </g>
      </g>
    </Picture>
  );
}
