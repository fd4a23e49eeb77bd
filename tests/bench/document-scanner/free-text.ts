// Pages of running Vietnamese text, each another: the same four papers again and again would teach a judge nothing.

import type { PageContent, Shape, Text } from './page-content.ts';

const WORDS =
  'cộng hòa xã hội chủ nghĩa việt nam ủy ban nhân dân đề nghị xác nhận cho ông bà thường trú tại thôn tổ phường tỉnh lâm đồng được sinh ngày tháng năm căn cước số do cục cảnh sát cấp giấy chứng nhận quyền sử dụng đất nguồn gốc thửa bản đồ diện tích mét vuông hộ gia đình vợ chồng con trưởng họ tên người khai quan hệ với chủ nghề nghiệp làm ruộng buôn bán lý do xin tách sổ chuyển đến kính gửi trung tâm phục vụ hành chính công nội dung đơn trình bày tôi cam đoan những lời trên là đúng sự thật nếu sai xin chịu trách nhiệm trước pháp luật rất mong quý cơ quan xem xét giải quyết theo quy định phẫu thuật khuỷu tay ngoằn ngoèo rượu đắk nông hưởng ứng lũy kế xuất trình thuở ấy quạnh quẽ nghiêng ngả'.split(
    ' ',
  );
const LEFT_MM = 25;
const RIGHT_MM = 185;
const LINE_MM = 7;
/** Of the serif letters, beside their height. */
const LETTER_WIDTH = 0.52;

/** `random` gives 0 … 1. The text as it is read is `texts` in order. */
export function freeText(random: () => number): PageContent {
  const pick = (): string => WORDS[Math.floor(random() * WORDS.length)] ?? 'và';
  const texts: Text[] = [];
  const shapes: Shape[] = [];
  const mm = 3.4 + random() * 1.2;
  texts.push({ x: 105, y: 36, text: Array.from({ length: 4 }, pick).join(' ').toLocaleUpperCase('vi'), mm: mm + 1.2, bold: true, centred: true });
  const lines = 8 + Math.floor(random() * 20);
  for (let line = 0; line < lines; line += 1) {
    const endsParagraph = random() < 0.2;
    const room = (RIGHT_MM - LEFT_MM) * (endsParagraph ? 0.2 + random() * 0.6 : 1);
    let text = '';
    for (let next = pick(); (text.length + 1 + next.length) * mm * LETTER_WIDTH < room; next = pick()) text += text === '' ? next : ` ${next}`;
    texts.push({ x: LEFT_MM, y: 54 + line * LINE_MM, text: `${text.charAt(0).toLocaleUpperCase('vi')}${text.slice(1)}${endsParagraph ? '.' : ''}`, mm });
  }
  const below = 62 + lines * LINE_MM;
  texts.push({ x: 150, y: below, text: 'Người làm đơn', mm: 4.2, bold: true, centred: true });
  texts.push({ x: 150, y: below + 16, text: 'Bình', mm: 8, ink: 'hand', centred: true });
  if (random() < 0.4) shapes.push({ shape: 'circle', centre: [70, below + 8], radius: 15, ink: 'seal' });
  return { texts, shapes };
}
