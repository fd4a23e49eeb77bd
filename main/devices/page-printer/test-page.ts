// The technician's test page, a PDF written by hand (ISO 32000-1): a frame 10 mm from the paper's edges and a line of 100 mm,
// by which anybody with a ruler sees whether the printer scales or takes the wrong paper.

import type { PageMedia } from '../../services/ports.ts';

const SIZES_MM: Readonly<Record<PageMedia, readonly [width: number, height: number]>> = { a4: [210, 297], a5: [148, 210] };
const POINTS_PER_MM = 72 / 25.4;
const FRAME_MM = 10;

export function testPage(media: PageMedia): Uint8Array {
  const [width, height] = SIZES_MM[media];
  const pt = (mm: number): string => (mm * POINTS_PER_MM).toFixed(2);
  const lineTop = height - 60;
  const content = [
    `0.8 w ${pt(FRAME_MM)} ${pt(FRAME_MM)} ${pt(width - 2 * FRAME_MM)} ${pt(height - 2 * FRAME_MM)} re S`,
    `${pt(20)} ${pt(lineTop)} m ${pt(120)} ${pt(lineTop)} l ${pt(20)} ${pt(lineTop - 3)} m ${pt(20)} ${pt(lineTop + 3)} l ${pt(120)} ${pt(lineTop - 3)} m ${pt(120)} ${pt(lineTop + 3)} l S`,
    // The fonts that every printer has know no Vietnamese letters.
    `BT /F 18 Tf ${pt(20)} ${pt(height - 30)} Td (MOT CUA - TRANG IN THU ${media.toUpperCase()}) Tj ET`,
    `BT /F 11 Tf ${pt(20)} ${pt(height - 42)} Td (Khung cach mep giay ${FRAME_MM} mm. Frame: ${FRAME_MM} mm from the edges.) Tj ET`,
    `BT /F 11 Tf ${pt(20)} ${pt(lineTop - 10)} Td (Doan thang dai 100 mm. Line: 100 mm.) Tj ET`,
  ].join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pt(width)} ${pt(height)}] /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = text.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text, 'ascii'));
}
