// Synthetic holders of cards. No real person: the numbers are made up.

export interface Persona {
  readonly id: string;
  /** Twelve digits. */
  readonly number: string;
  readonly name: string;
  /** dd/mm/yyyy, as all dates here. */
  readonly birth: string;
  readonly sex: 'Nam' | 'Nữ';
  readonly ethnicity: string;
  readonly religion: string;
  readonly origin: string;
  readonly residence: string;
  /** What the QR says where it differs from the chip. */
  readonly printedResidence?: string;
  readonly marks: string;
  readonly issued: string;
  /** Absent: the card does not expire. */
  readonly expires?: string;
  readonly father?: string;
  readonly mother?: string;
  readonly spouse?: string;
  /** The nine-digit number before the twelve-digit one. */
  readonly oldNumber?: string;
  /** The sixteen-character code of field 16. */
  readonly code?: string;
  /** The QR ends with an empty eighth field. */
  readonly trailingField?: boolean;
  readonly portrait: 'an' | 'bich' | 'trang';
}

export const personas: readonly Persona[] = [
  {
    id: 'nguyen-van-an', number: '068099001234', name: 'Nguyễn Văn An', birth: '20/05/1999', sex: 'Nam',
    ethnicity: 'Kinh', religion: 'Không', origin: 'Liên Nghĩa, Đức Trọng, Lâm Đồng',
    residence: 'Số 1 Đường Mẫu, Đức Trọng, Lâm Đồng',
    printedResidence: 'Số 1 Đường Mẫu, Liên Nghĩa, Đức Trọng, Lâm Đồng',
    marks: 'Không', issued: '01/06/2021', expires: '20/05/2039',
    father: 'Nguyễn Văn Cha', mother: 'Trần Thị Mẹ', oldNumber: '250123456', portrait: 'an',
  },
  {
    id: 'tran-thi-binh-minh', number: '068301000222', name: 'Trần Thị Bình Minh', birth: '14/02/2001', sex: 'Nữ',
    ethnicity: 'Kinh', religion: 'Phật giáo', origin: 'Phú Hội, Đức Trọng, Lâm Đồng',
    residence: 'Thôn Mẫu, Phú Hội, Đức Trọng, Lâm Đồng',
    marks: 'Nốt ruồi cách 2cm dưới trước khoé mắt trái', issued: '15/08/2021', expires: '14/02/2026',
    father: 'Trần Văn Đông', mother: 'Lê Thị Ngọc', spouse: 'Phạm Quốc Hưng', code: 'A1B2C3D4E5F60718', portrait: 'bich',
  },
  {
    id: 'k-breo', number: '068088000333', name: 'K’ Brẽo', birth: '01/01/1988', sex: 'Nam',
    ethnicity: 'Cơ Ho', religion: 'Tin lành', origin: 'Đạ Quyn, Đức Trọng, Lâm Đồng',
    residence: 'Buôn Mẫu, Đạ Quyn, Đức Trọng, Lâm Đồng',
    marks: 'Không', issued: '20/12/2022', expires: '01/01/2028', mother: 'Ka Hiền', portrait: 'an',
  },
  {
    id: 'hoang-thi-quynh', number: '001141000444', name: 'Hoàng Thị Quỳnh Nguyễn Đoan Trang', birth: '02/09/1941', sex: 'Nữ',
    ethnicity: 'Kinh', religion: 'Công giáo', origin: 'Ba Vì, Hà Nội',
    residence: 'Số 1234/56/78 Đường Mẫu Rất Dài Để Thử Xuống Dòng, Tổ dân phố 99, Thị trấn Liên Nghĩa, ' +
      'Huyện Đức Trọng, Tỉnh Lâm Đồng',
    marks: 'Sẹo chấm cách 1,5cm trên sau mép phải', issued: '05/07/2021', father: 'Hoàng Văn Ông', mother: 'Đỗ Thị Bà',
    spouse: 'Vũ Văn Duyên', oldNumber: '012345678', portrait: 'trang',
  },
  {
    id: 'do-uoc', number: '079206000555', name: 'Đỗ Ước', birth: '29/02/2008', sex: 'Nam',
    ethnicity: 'Kinh', religion: 'Không', origin: 'Đức Trọng, Lâm Đồng', residence: 'Ấp Mẫu, Đức Trọng, Lâm Đồng',
    marks: 'Không', issued: '30/06/2024', expires: '29/02/2033', father: 'Đỗ Vọng', mother: 'Bùi Thị Ước Mơ', trailingField: true, portrait: 'an',
  },
];

export function persona(id: string): Persona {
  const found = personas.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no persona ${id}`);
  return found;
}

/** The last six digits of the number. */
export function cardAccessNumber(holder: Persona): string {
  return holder.number.slice(-6);
}

/** The text of the QR on a card of 2021. */
export function quickResponseText(holder: Persona): string {
  const date = (text: string): string => text.split('/').join('');
  return [holder.number, holder.oldNumber ?? '', holder.name, date(holder.birth), holder.sex,
    holder.printedResidence ?? holder.residence,
    date(holder.issued), ...(holder.trailingField ? [''] : [])].join('|');
}
