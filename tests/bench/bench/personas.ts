// People who come to the counter: all invented, no real person. QR texts in the 2021 card's layout, with letters, lengths
// and habits that have to be got right.

export type Persona = { readonly name: string; readonly about: string; readonly qr: string };

const PERSONAS: readonly Persona[] = [
  {
    name: 'Nguyễn Văn An',
    about: 'Có số CMND cũ · with an old number',
    qr: '068099001234|250123456|Nguyễn Văn An|20051999|Nam|Số 1 Đường Mẫu, Liên Nghĩa, Đức Trọng, Lâm Đồng|01062021',
  },
  {
    name: 'Trần Thị Bình Minh',
    about: 'Không có số cũ · without an old number',
    qr: '068301000222||Trần Thị Bình Minh|14022001|Nữ|Thôn Mẫu, Phú Hội, Đức Trọng, Lâm Đồng|15082021',
  },
  {
    name: 'K’ Brẽo',
    about: 'Dấu nháy trong tên · an apostrophe in the name',
    qr: '068088000333||K’ Brẽo|01011988|Nam|Buôn Mẫu, Đạ Quyn, Đức Trọng, Lâm Đồng|20122022',
  },
  {
    name: 'Hoàng Thị Quỳnh Nguyễn Đoan Trang',
    about: 'Người cao tuổi, tên dài · an old lady with a long name',
    qr: '001141000444|012345678|Hoàng Thị Quỳnh Nguyễn Đoan Trang|02091941|Nữ|Số 1234/56/78 Đường Mẫu Rất Dài Để Thử Xuống Dòng, Tổ dân phố 99, Thị trấn Liên Nghĩa, Huyện Đức Trọng, Tỉnh Lâm Đồng|05072021',
  },
  {
    name: 'Đỗ Ước',
    about: 'Tên ngắn, tám trường · a short name, eight fields',
    qr: '079206000555||Đỗ Ước|29022008|Nam|Ấp Mẫu, Đức Trọng, Lâm Đồng|30062024|',
  },
];

export const personas = () => PERSONAS;
