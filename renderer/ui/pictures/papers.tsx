// Papers: into the scanner, coming out of the printer, filed with a seal.

import { Hand, QrMark, SmallSeal, Thumb, WrittenSheet } from './parts.tsx';
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

/** A page laid face up on the desk, under the camera's arm. */
export function PaperUnderCamera() {
  return (
    <Picture>
      <path className={ink.machine} d="M14 168h212v12H14z" />
      <path className={ink.machine} d="M196 168V40a8 8 0 00-8-8h-56v12h52v124z" />
      <path className={ink.beam} d="M108 58h24l52 102H56z" />
      <path className={ink.machine} d="M102 26h36v26l-6 8h-24l-6-8z" />
      <circle cx="120" cy="40" r="6" className={ink.jade} />
      <g className={ink.arrives}>
        <g transform="matrix(1.300 0 -.18 .42 84 122)">
          <WrittenSheet />
        </g>
      </g>
      <path className={ink.amberLine} d="M58 128v-8h14M182 128v-8h-14" />
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
      <path className={ink.amberLine} d="M40 117h160" />
      <path className={ink.beam} d="M30 122h180l8 26H22z" />
      <path className={ink.thin} d="M36 92l12-26h144l12 26" />
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

/** The slip's square code is held over the lit window of the scanner. */
export function SlipToScanner() {
  return (
    <Picture>
      <path className={ink.machine} d="M48 150h144l16 36H32z" />
      <path className={ink.line} d="M22 188h196" />
      <path className={ink.glow} d="M86 158h68l6 18H80z" />
      <path className={ink.beam} d="M84 160L98 112h54l4 48z" />
      <g className={ink.arrives}>
        <g transform="translate(158 62)">
          <Hand />
        </g>
        <g transform="rotate(-4 120 60)">
          <path className={ink.paper} d="M84 6h78v104l-6.500-5-6.500 5-6.500-5-6.500 5-6.500-5-6.500 5-6.500-5-6.500 5-6.500-5-6.500 5-6.500-5-6.500 5z" />
          <path className={ink.thin} d="M96 20h54M104 30h38" />
          <g transform="translate(105 42) scale(1.200)">
            <QrMark />
          </g>
          <path className={ink.thin} d="M96 90h54" />
        </g>
        <g transform="translate(158 62)">
          <Thumb />
        </g>
      </g>
      <path className={ink.amberLine} d="M124 120v24M114 134l10 11 10-11" />
    </Picture>
  );
}

/** The dossier; the seal is on it only when it has been received. */
export function Dossier({ sealed = false }: { sealed?: boolean }) {
  return (
    <Picture>
      <path className={ink.machine} d="M34 62h58l12 14h102v96a8 8 0 01-8 8H42a8 8 0 01-8-8z" />
      <g transform="translate(84 26) rotate(4)">
        <WrittenSheet />
      </g>
      <path className={ink.jadeWash} d="M22 96h196l-14 78a8 8 0 01-8 6H44a8 8 0 01-8-6z" />
      {sealed ? (
        <g transform="translate(120 138) scale(1.700) rotate(-10)">
          <SmallSeal />
        </g>
      ) : (
        <path className={ink.thin} d="M88 128h64M96 142h48" />
      )}
    </Picture>
  );
}

/** A form being written. */
export function WritingForm() {
  return (
    <Picture>
      <path className={ink.machine} d="M14 168h212v12H14z" />
      <g transform="translate(62 22) scale(1.560)">
        <path className={ink.paper} d="M0 0h54l16 16v76H0z" />
        <path className={ink.thin} d="M54 0v16h16M18 16h26M12 34h14M12 50h14M12 66h14" />
        <path className={ink.faint} d="M30 38h30M30 54h30M30 70h30" />
        <path className={ink.thin} d="M31 34c3-4 5-4 6 0s4 3 6-1 5-2 6 1M31 50c3-4 5-4 6 0s4 3 6-1" />
      </g>
      <g className={ink.arrives}>
        <path className={ink.paper} d="M134 98l52-62 14 12-52 62-18 7z" />
        <path className={ink.thin} d="M176 48l14 12M130 117l10-3" />
        <path className={ink.jade} d="M176 48l10-12 14 12-10 12z" />
      </g>
    </Picture>
  );
}
