// What stands on the pages that the bench's scanner "scans": papers as citizens bring them, all invented. Millimetres on
// A4, from the top left corner, baselines.

export type Ink = 'print' | 'hand' | 'seal';
export type Text = {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly mm: number;
  readonly bold?: boolean;
  readonly mono?: boolean;
  readonly ink?: Ink;
  readonly centred?: boolean;
};
export type Shape =
  | {
      readonly shape: 'line';
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly ink?: Ink;
    }
  | {
      readonly shape: 'box';
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly fill?: string;
    }
  | {
      readonly shape: 'circle';
      readonly centre: readonly [number, number];
      readonly radius: number;
      readonly ink: Ink;
    };
export type PageContent = { readonly texts: readonly Text[]; readonly shapes: readonly Shape[] };

const A4_WIDTH = 210;

/** The national heading that every official paper begins with. */
const heading = (left: string): readonly Text[] => [
  { x: 62, y: 22, text: left, mm: 3.8, centred: true },
  { x: 148, y: 22, text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', mm: 3.8, bold: true, centred: true },
  { x: 148, y: 28, text: 'Độc lập – Tự do – Hạnh phúc', mm: 4, bold: true, centred: true },
];
const headingLine: Shape = { shape: 'line', from: [124, 30], to: [172, 30] };

/** Printed labels with what was written beside them by hand, a dotted line below. */
function fields(top: number, rows: readonly (readonly [string, string])[]): PageContent {
  const texts: Text[] = [];
  const shapes: Shape[] = [];
  rows.forEach(([label, written], index) => {
    const y = top + index * 10;
    texts.push({ x: 25, y, text: label, mm: 4.2 });
    const x = 27 + label.length * 2.15;
    texts.push({ x: x + 2, y: y - 0.6, text: written, mm: 4.6, ink: 'hand' });
    shapes.push({ shape: 'line', from: [x, y + 1], to: [190, y + 1] });
  });
  return { texts, shapes };
}

const seal = (x: number, y: number): PageContent => ({
  texts: [{ x, y: y + 1, text: 'MẪU', mm: 5, bold: true, ink: 'seal', centred: true }],
  shapes: [
    { shape: 'circle', centre: [x, y], radius: 17, ink: 'seal' },
    { shape: 'circle', centre: [x, y], radius: 11, ink: 'seal' },
  ],
});

const join = (...parts: readonly PageContent[]): PageContent => ({
  texts: parts.flatMap((part) => part.texts),
  shapes: parts.flatMap((part) => part.shapes),
});

const paragraph = (top: number, lines: readonly string[]): PageContent => ({
  texts: lines.map((text, index) => ({ x: 25, y: top + index * 7, text, mm: 4 })),
  shapes: [],
});

const title = (y: number, text: string, below?: string): PageContent => ({
  texts: [
    { x: A4_WIDTH / 2, y, text, mm: 5.4, bold: true, centred: true },
    ...(below === undefined ? [] : [{ x: A4_WIDTH / 2, y: y + 8, text: below, mm: 4.2, centred: true }]),
  ],
  shapes: [],
});

const declaration = join(
  { texts: heading('Mẫu dùng để thử'), shapes: [headingLine] },
  title(48, 'TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN', 'Kính gửi: Ủy ban nhân dân xã Đức Trọng'),
  fields(72, [
    ['Họ, chữ đệm, tên người yêu cầu:', 'Nguyễn Văn An'],
    ['Nơi cư trú:', 'Số 1 Đường Mẫu, xã Đức Trọng, tỉnh Lâm Đồng'],
    ['Giấy tờ tùy thân:', 'Căn cước số 068099001234'],
    ['Quan hệ với người được cấp:', 'Bản thân'],
    ['Ngày, tháng, năm sinh:', '20/05/1999'],
    ['Giới tính:', 'Nam          Dân tộc: Kinh'],
    ['Tình trạng hôn nhân:', 'Chưa đăng ký kết hôn với ai'],
    ['Mục đích sử dụng:', 'Bổ sung hồ sơ vay vốn'],
  ]),
  paragraph(162, [
    'Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm',
    'trước pháp luật về cam đoan của mình.',
  ]),
  {
    texts: [
      { x: 150, y: 190, text: 'Đức Trọng, ngày 23 tháng 11 năm 2026', mm: 4, centred: true },
      { x: 150, y: 198, text: 'Người yêu cầu', mm: 4.2, bold: true, centred: true },
      { x: 150, y: 216, text: 'An', mm: 9, ink: 'hand', centred: true },
      { x: 150, y: 228, text: 'Nguyễn Văn An', mm: 4.6, ink: 'hand', centred: true },
    ],
    shapes: [],
  },
);

const cardCopy = join({
  texts: [
    { x: 105, y: 57, text: 'CĂN CƯỚC CÔNG DÂN', mm: 4.6, bold: true, centred: true, ink: 'seal' },
    { x: 88, y: 66, text: 'Số: 068099001234', mm: 4.2, bold: true },
    { x: 88, y: 74, text: 'Họ và tên: NGUYỄN VĂN AN', mm: 3 },
    { x: 88, y: 80, text: 'Ngày sinh: 20/05/1999   Giới tính: Nam', mm: 2.7 },
    { x: 88, y: 86, text: 'Quê quán: Liên Nghĩa, Đức Trọng, Lâm Đồng', mm: 2.3 },
    { x: 88, y: 92, text: 'Nơi thường trú: Số 1 Đường Mẫu, Đức Trọng', mm: 2.3 },
    { x: 73, y: 76, text: 'ẢNH', mm: 4, centred: true },
    { x: 105, y: 128, text: 'Mặt sau', mm: 3.4, centred: true },
    { x: 66, y: 160, text: 'IDVNM0990012344068099001234<<0', mm: 3.6, mono: true },
    { x: 66, y: 166, text: '9905201M3905209VNM<<<<<<<<<<<0', mm: 3.6, mono: true },
    { x: 66, y: 172, text: 'NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<', mm: 3.6, mono: true },
    { x: 105, y: 200, text: 'BẢN CHỤP ĐỂ THỬ, KHÔNG PHẢI GIẤY TỜ THẬT', mm: 3.6, centred: true },
  ],
  shapes: [
    { shape: 'box', from: [62, 46], to: [148, 100], fill: '#e4efe8' },
    { shape: 'box', from: [65, 62], to: [82, 86], fill: '#c9cfc9' },
    { shape: 'box', from: [62, 120], to: [148, 176], fill: '#e9ece2' },
  ],
});

const certificate = join(
  { texts: heading('UBND XÃ ĐỨC TRỌNG'), shapes: [headingLine] },
  title(56, 'GIẤY KHAI SINH', '(BẢN SAO ĐỂ THỬ)'),
  fields(82, [
    ['Họ, chữ đệm, tên:', 'TRẦN THỊ BÌNH MINH'],
    ['Ngày, tháng, năm sinh:', '14/02/2001'],
    ['Ghi bằng chữ:', 'Ngày mười bốn tháng hai năm hai nghìn lẻ một'],
    ['Giới tính:', 'Nữ          Quốc tịch: Việt Nam'],
    ['Nơi sinh:', 'Bệnh viện huyện Đức Trọng, Lâm Đồng'],
    ['Họ tên người mẹ:', 'LÊ THỊ MẪU'],
    ['Họ tên người cha:', 'TRẦN VĂN MẪU'],
  ]),
  {
    texts: [
      { x: 145, y: 172, text: 'NGƯỜI KÝ GIẤY KHAI SINH', mm: 4, bold: true, centred: true },
      { x: 150, y: 196, text: 'Mẫu', mm: 9, ink: 'hand', centred: true },
    ],
    shapes: [],
  },
  seal(128, 190),
);

const letter = join(
  { texts: heading('CÔNG TY MẪU'), shapes: [headingLine] },
  title(52, 'GIẤY GIỚI THIỆU'),
  paragraph(70, [
    'Kính gửi: Trung tâm Phục vụ hành chính công xã Đức Trọng',
    '',
    'Công ty Mẫu giới thiệu ông Nguyễn Văn An đến quý cơ quan để làm thủ tục',
    'cấp bản sao trích lục hộ tịch. Đề nghị quý cơ quan giúp đỡ để ông An hoàn',
    'thành công việc. Giấy này có giá trị đến hết ngày 31 tháng 12 năm 2026.',
    '',
    'Những chữ khó đọc: nghiêng ngả, khuỷu tay, quạnh quẽ, thuở ấy, ngoằn',
    'ngoèo, rượu, Đắk Nông, Bắc Kạn, phẫu thuật, xuất trình, hưởng ứng, lũy kế.',
  ]),
  seal(150, 156),
);

export const PAGES = {
  declaration,
  'card-copy': cardCopy,
  certificate,
  letter,
  empty: { texts: [], shapes: [] },
} as const satisfies Readonly<Record<string, PageContent>>;
export type PageName = keyof typeof PAGES;
