// Draws the portraits of the synthetic personas with ImageMagick's `convert` (a face of ovals, nobody's likeness) and keeps
// them beside this file. Run by hand when a portrait is to change: node tests/bench/chip/portraits/draw.ts
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Face {
  readonly name: string;
  readonly skin: string;
  readonly hair: string;
  readonly shirt: string;
  readonly longHair: boolean;
  readonly glasses: boolean;
  readonly seed: number;
}

const faces: readonly Face[] = [
  { name: 'an', skin: '#d9a983', hair: '#1d1a19', shirt: '#e9eef4', longHair: false, glasses: false, seed: 11 },
  { name: 'bich', skin: '#e5bb98', hair: '#241c1a', shirt: '#7c2f3f', longHair: true, glasses: false, seed: 23 },
  { name: 'trang', skin: '#d8ae8c', hair: '#a9a6a4', shirt: '#5a4a68', longHair: true, glasses: true, seed: 41 },
];

const width = 413;
const height = 531;
const glasses = 'fill none stroke #30343a stroke-width 4';
const jpegLimit = 'jpeg:extent=20kb';

for (const face of faces) {
  const drawing = [
    ...(face.longHair ? [`fill ${face.hair} roundrectangle 104,110 309,430 90,90`] : []),
    `fill ${face.shirt} path 'M 20,531 C 40,430 120,410 165,400 L 248,400 C 293,410 373,430 393,531 Z'`,
    `fill ${face.skin} path 'M 170,340 L 243,340 L 255,420 C 230,445 183,445 158,420 Z'`,
    `fill ${face.skin} ellipse 206,255 86,116 0,360`,
    `fill ${face.skin} ellipse 118,260 12,24 0,360 ellipse 294,260 12,24 0,360`,
    `fill ${face.hair} path 'M 116,240 C 110,120 160,96 206,96 C 252,96 302,120 296,240 ` +
      "C 285,180 262,160 206,160 C 150,160 127,180 116,240 Z'",
    'fill white ellipse 172,248 17,9 0,360 ellipse 240,248 17,9 0,360',
    'fill #2a1c14 circle 172,248 180,248 circle 240,248 248,248',
    `fill none stroke ${face.hair} stroke-width 5 path 'M 152,226 Q 172,214 192,226' path 'M 220,226 Q 240,214 260,226'`,
    `fill none stroke #9a6a4c stroke-width 3 path 'M 206,252 Q 196,296 206,300 Q 214,302 220,298'`,
    `stroke none fill #a9564f path 'M 176,330 Q 206,318 236,330 Q 206,350 176,330 Z'`,
    ...(face.glasses ? [`${glasses} circle 172,248 172,222 circle 240,248 240,222 line 198,246 214,246`] : []),
  ];
  const canvas = [
    '-size', `${width}x${height}`, 'gradient:#dfe8f2-#b9cbe0', ...drawing.flatMap((step) => ['-draw', step]),
    '-blur', '0x1.6', '-seed', String(face.seed), '-attenuate', '0.35', '+noise', 'Gaussian', '-blur', '0x0.6', '-strip',
  ];
  const path = (extension: string): string => fileURLToPath(new URL(`./${face.name}.${extension}`, import.meta.url));
  execFileSync('convert', [...canvas, '-sampling-factor', '2x2', '-define', jpegLimit, path('jpg')]);
  // Colour in eight bits and no transparency, as ISO/IEC 19794-5 has it.
  execFileSync('convert', [...canvas, '-alpha', 'off', '-depth', '8', '-define', 'jp2:quality=38.5', path('jp2')]);
  for (const extension of ['jpg', 'jp2']) {
    process.stdout.write(`${path(extension)} ${statSync(path(extension)).size} bytes\n`);
  }
}
