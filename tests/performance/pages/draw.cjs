// Draws one paper as a scanner would give it, with known truth; runs in a page, on a canvas. Forms, letters and
// certificates with a seal, of invented words, each different by its seed.
'use strict';

/* global OffscreenCanvas */

/** `truth` is a PaperTruth of papers.ts. Gives the JPEG in base64 and the words that stand on it. */
exports.drawPaper = async (truth) => {
  let state = truth.seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const pick = (list) => list[Math.floor(next() * list.length)];
  const WORDS =
    'người yêu cầu được cấp giấy xác nhận tình trạng hôn nhân của Ủy ban nhân dân xã Đức Trọng tỉnh Lâm Đồng theo quy định hiện hành về đăng ký hộ tịch và quản lý cư trú tôi cam đoan những nội dung khai trên đây là đúng sự thật chịu trách nhiệm trước pháp luật đề nghị quý cơ quan giúp đỡ hoàn thành thủ tục bản sao trích lục khai sinh địa chỉ thường trú số điện thoại dân tộc Kinh quốc tịch Việt Nam nghề nghiệp nơi làm việc thuở ấy rượu phẫu thuật xuất trình hưởng ứng lũy kế'.split(' ');
  const [pageWidth, pageHeight] = truth.paperMm;
  const px = truth.dpi / 25.4;
  const said = [];

  const sheet = new OffscreenCanvas(Math.round(pageWidth * px), Math.round(pageHeight * px));
  const paper = sheet.getContext('2d', { alpha: false });
  paper.fillStyle = pick(['#fbf9f3', '#ffffff', '#f4f1e6', '#f7f8fa']);
  paper.fillRect(0, 0, sheet.width, sheet.height);
  paper.scale(px, px);
  const face = pick(['"DejaVu Serif"', '"DejaVu Sans"', '"DejaVu Serif"']);
  const write = (text, x, y, mm, { bold = false, ink = '#24262b', centred = false } = {}) => {
    paper.font = `${bold ? 'bold ' : ''}${mm}px ${face}`;
    paper.fillStyle = ink;
    paper.textAlign = centred ? 'center' : 'left';
    paper.fillText(text, x, y);
    said.push(...text.split(' '));
  };
  const sentence = (mm, width) => {
    paper.font = `${mm}px ${face}`;
    let text = '';
    for (;;) {
      const word = pick(WORDS);
      if (paper.measureText(`${text} ${word}`).width > width) return text.trim();
      text += ` ${word}`;
    }
  };
  if (!truth.empty) {
    const margin = 22;
    const wide = pageWidth - 2 * margin;
    const mm = pageWidth < 200 ? 3 : 3.4 + next();
    const small = pageWidth < 200 ? 0.7 : 1;
    write('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', pageWidth / 2, 20, 4 * small, { bold: true, centred: true });
    write('Độc lập – Tự do – Hạnh phúc', pageWidth / 2, 27, 4 * small, { bold: true, centred: true });
    write(pick(['TỜ KHAI ĐĂNG KÝ HỘ TỊCH', 'GIẤY XÁC NHẬN', 'ĐƠN ĐỀ NGHỊ', 'GIẤY GIỚI THIỆU']), pageWidth / 2, 42, 5.6 * small, { bold: true, centred: true });
    const isForm = next() < 0.5;
    const coloured = truth.coloured;
    let y = 56;
    const full = pageHeight - (next() < 0.3 ? pageHeight / 2 : 55);
    const last = truth.sparse ? 66 : full;
    while (y < last) {
      if (isForm) {
        const label = `${sentence(mm, 50)}:`;
        write(label, margin, y, mm);
        const from = margin + paper.measureText(label).width + 2;
        write(sentence(mm * 1.1, pageWidth - margin - from - 4), from, y - 0.5, mm * 1.1, { ink: coloured ? '#1d3a8a' : '#2b2d33' });
        paper.fillRect(from, y + 1, pageWidth - margin - from, 0.2);
        y += 9.5;
      } else {
        write(sentence(mm, wide), margin, y, mm);
        y += mm * 1.75;
      }
    }
    write('Người yêu cầu', pageWidth * 0.7, y + 12, mm, { bold: true, centred: true });
    if (coloured) {
      paper.strokeStyle = '#b4231f';
      paper.lineWidth = 0.8;
      for (const radius of [16, 11]) {
        paper.beginPath();
        paper.arc(pageWidth * 0.62, y + 24, radius * small, 0, 7);
        paper.stroke();
      }
    }
  }

  const glass = new OffscreenCanvas(Math.round(truth.glassMm[0] * px), Math.round(truth.glassMm[1] * px));
  const context = glass.getContext('2d', { alpha: false, willReadFrequently: true });
  context.fillStyle = truth.lid;
  context.fillRect(0, 0, glass.width, glass.height);
  if (truth.blurMm > 0) context.filter = `blur(${truth.blurMm * px}px)`;
  context.translate(glass.width / 2 + truth.shiftMm[0] * px, glass.height / 2 + truth.shiftMm[1] * px);
  context.rotate(((truth.degrees + truth.turned) * Math.PI) / 180);
  context.translate(-sheet.width / 2, -sheet.height / 2);
  if (truth.foldMm > 0) {
    context.beginPath();
    context.moveTo(truth.foldMm * px, 0);
    context.lineTo(sheet.width, 0);
    context.lineTo(sheet.width, sheet.height);
    context.lineTo(0, sheet.height);
    context.lineTo(0, truth.foldMm * px);
    context.clip();
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(sheet, 0, 0);
  context.filter = 'none';

  const { width, height } = glass;
  const pixels = context.getImageData(0, 0, width, height);
  const { data } = pixels;
  // Uneven light from one side, darkness, grain; the grain from a table, since there are ten million pixels.
  const grains = Float32Array.from({ length: 65_537 }, () => (next() + next() - 1) * truth.grain);
  let grainAt = 0;
  for (let row = 0; row < height; row += 1) {
    const light = truth.light * (1 - truth.shadow * (row / height));
    for (let at = row * width * 4; at < (row + 1) * width * 4; at += 4) {
      grainAt = (grainAt * 5 + 12_345 + (at >> 9)) & 0xffff;
      const grain = grains[grainAt];
      data[at] = data[at] * light + grain;
      data[at + 1] = data[at + 1] * light + grain;
      data[at + 2] = data[at + 2] * light + grain;
    }
  }
  context.resetTransform();
  context.putImageData(pixels, 0, 0);
  for (let speck = 0; speck < truth.specks; speck += 1) {
    context.fillStyle = '#4a4844';
    context.beginPath();
    context.arc(next() * width, next() * height, (0.1 + next() * 0.1) * px, 0, 7);
    context.fill();
  }
  const blob = await glass.convertToBlob({ type: 'image/jpeg', quality: 0.88 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { jpeg: btoa(text), words: said };
};
