// The counter itself: the inviting desk of the first screen, the closed one, the officer who helps, the wave goodbye.

import { IdentityCard, QrMark, SmallSeal, WrittenSheet } from './parts.tsx';
import { ink, Picture } from './picture.tsx';

/** A desk with a sheet, a card, a pen and a phone: everything of a visit; `sealed` as it is at its end. */
export function OpenDesk({ sealed = false }: { sealed?: boolean }) {
  return (
    <Picture>
      <path className={ink.machine} d="M8 158h224v12H8z" />
      <path className={ink.thin} d="M26 170v18M214 170v18" />
      <g transform="translate(82 42) rotate(-3) scale(1.240)">
        <WrittenSheet />
      </g>
      {sealed && (
        <g transform="translate(150 130) rotate(-12) scale(1.100)">
          <SmallSeal />
        </g>
      )}
      <g transform="translate(18 92) rotate(-8) scale(.82)">
        <IdentityCard />
      </g>
      <g transform="translate(186 78)">
        <rect x="0" y="0" width="40" height="78" rx="6" className={ink.paper} />
        <path className={ink.thin} d="M15 7h10" />
        <g transform="translate(7 17) scale(.86)">
          <QrMark />
        </g>
        <path className={ink.jadeLine} d="M11 58l6 6 12-13" strokeWidth="3.200" />
      </g>
      <path className={ink.line} d="M84 36l26-24 8 8-26 24-10 3z" />
      <path className={ink.thin} d="M104 17l8 8" />
    </Picture>
  );
}

/** A counter with its blind down and a sign that hangs from it. */
export function ClosedCounter() {
  return (
    <Picture still>
      <path className={ink.machine} d="M20 146h200v14H20zM32 160h176v26H32z" />
      <path className={ink.paper} d="M36 26h168v108H36z" />
      <path className={ink.faint} d="M36 44h168M36 62h168M36 80h168M36 98h168M36 116h168" />
      <path className={ink.machine} d="M28 14h184v14H28z" />
      <path className={ink.thin} d="M120 28v22M120 50l-34 22M120 50l34 22" />
      <rect x="72" y="70" width="96" height="46" rx="5" className={ink.glow} />
      <path className={ink.line} d="M92 86h56M92 99h36" />
    </Picture>
  );
}

/** Someone behind the counter turns to help. */
export function OfficerHelps() {
  return (
    <Picture still>
      <circle cx="120" cy="58" r="26" className={ink.paper} />
      <path className={ink.thin} d="M111 66c5 5 13 5 18 0M110 56v1M130 56v1" />
      <path className={ink.dark} d="M93 58c-4-26 12-38 28-38s31 12 26 38c-4-8-8-14-12-17-12 6-28 7-36 5-3 3-5 8-6 12z" />
      <path className={ink.jadeWash} d="M66 150c0-36 22-58 54-58s54 22 54 58z" />
      <path className={ink.thin} d="M106 94l14 18 14-18M120 112v38" />
      <path className={ink.machine} d="M20 150h200v14H20zM34 164h172v24H34z" />
      <g transform="translate(40 120) rotate(-6) scale(.6)">
        <WrittenSheet />
      </g>
    </Picture>
  );
}

/** The sheet goes home with its owner. */
export function Goodbye() {
  return (
    <Picture>
      <path className={ink.line} d="M20 186h200" />
      <path className={ink.paper} d="M148 186V62l52-14v138z" />
      <path className={ink.machine} d="M136 42h76v144" fill="none" />
      <circle cx="160" cy="124" r="4" className={ink.dark} />
      <circle cx="88" cy="52" r="18" className={ink.paper} />
      <path className={ink.dark} d="M70 52c-3-18 9-26 19-26s21 8 17 24c-8-4-12-8-14-12-6 6-14 8-22 14z" />
      <path className={ink.jadeWash} d="M60 140c0-42 10-66 28-66s28 24 28 66z" />
      <path className={ink.line} d="M76 140v46M100 140v46" />
      <path className={ink.line} d="M112 92l16 22" />
      <g transform="translate(116 104) rotate(8) scale(.4)">
        <WrittenSheet />
      </g>
      <path className={ink.line} d="M62 96L40 76l-4-18" />
      <path className={ink.amberLine} d="M22 56c-3-6-3-10 0-16M50 50c3-6 2-11-1-15" strokeWidth="2.600" />
    </Picture>
  );
}
