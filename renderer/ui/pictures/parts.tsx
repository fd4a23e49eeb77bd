// Things that several pictures show: the identity card, a QR mark, a hand, a sheet of writing.

import { ink } from './picture.tsx';

/** A QR mark in a square of 30. */
export function QrMark() {
  return (
    <g>
      <rect x="0" y="0" width="30" height="30" className={ink.paper} strokeWidth="2" />
      <path
        className={ink.dark}
        d="M3 3h9v9H3zM18 3h9v9h-9zM3 18h9v9H3zM15 15h4v4h-4zM21 15h6v3h-6zM15 22h3v5h-3zM20 21h4v3h-4zM25 24h2v3h-2zM14 5h2v5h-2zM5 14h6v2H5z"
      />
      <path fill="var(--paper-sheet)" d="M5.500 5.500h4v4h-4zM20.500 5.500h4v4h-4zM5.500 20.500h4v4h-4z" />
    </g>
  );
}

/** An identity card, 92 × 60, its QR at the upper right. */
export function IdentityCard({ back = false }: { back?: boolean }) {
  return (
    <g>
      <rect x="0" y="0" width="92" height="60" rx="6" className={ink.jadeWash} />
      {back ? (
        <>
          <rect x="10" y="20" width="20" height="16" rx="3" className={ink.glow} strokeWidth="2.200" />
          <path className={ink.thin} d="M10 28h20M20 20v16" />
          <path className={ink.thin} d="M40 14h40M40 22h40M40 30h28M10 46h72M10 52h72" />
        </>
      ) : (
        <>
          <rect x="9" y="19" width="22" height="30" rx="2" className={ink.paper} strokeWidth="2" />
          <circle cx="20" cy="30" r="5.500" className={ink.thin} />
          <path className={ink.thin} d="M11.500 46c1-6.500 4-9 8.500-9s7.500 2.500 8.500 9M9 11h34M40 42h36M40 50h26" />
          <g transform="translate(56 6) scale(.95)">
            <QrMark />
          </g>
        </>
      )}
    </g>
  );
}

/** The hand behind something held at (0, 0): fingers and sleeve. The thumb goes in front of it. */
export function Hand() {
  return (
    <g>
      <path className={ink.jadeWash} d="M-6 44l38-10 20 44-50 16z" />
      <path className={ink.paper} d="M-22-10c0-9 11-9 12 0l1 12 26-2c12 0 18 7 18 18l-1 17c-1 9-8 14-17 15l-12 1c-9 0-15-5-18-13z" />
    </g>
  );
}

/** The thumb, from the hand's right towards its upper left. */
export function Thumb() {
  return <path className={ink.paper} d="M14 20L-8 4c-8-5-14 5-7 11l20 19z" />;
}

/** A written sheet, 70 × 92. */
export function WrittenSheet() {
  return (
    <g>
      <path className={ink.paper} d="M0 0h54l16 16v76H0z" />
      <path className={ink.thin} d="M54 0v16h16M22 16h22M12 32h46M12 43h46M12 54h46M12 65h30" />
    </g>
  );
}

/** A small round seal of radius 15 about (0, 0). */
export function SmallSeal() {
  return (
    <g>
      <circle r="15" className={ink.seal} />
      <circle r="10.500" className={ink.seal} strokeWidth="1.400" />
      <path className={ink.sealFill} d="M0-7l1.700 4.700 5 .1-4 3.100 1.500 4.800L0 2.900l-4.200 2.800 1.500-4.800-4-3.100 5-.1z" />
    </g>
  );
}
