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
  readonly portrait: 'an' | 'bich' | 'cuong';
}

export const personas: readonly Persona[] = [
  {
    id: 'nguyen-van-an', number: '068099001234', name: 'Nguyễn Văn An', birth: '20/05/1999', sex: 'Nam',
    ethnicity: 'Kinh', religion: 'Không', origin: 'Liên Nghĩa, Đức Trọng, Lâm Đồng',
    residence: 'Số 1 Đường Mẫu, Liên Nghĩa, Đức Trọng, Lâm Đồng', marks: 'Không', issued: '01/06/2021', expires: '20/05/2039',
    father: 'Nguyễn Văn Cha', mother: 'Trần Thị Mẹ', oldNumber: '250123456', portrait: 'an',
  },
  {
    id: 'tran-thi-bich', number: '079190012345', name: 'Trần Thị Bích', birth: '08/03/1990', sex: 'Nữ',
    ethnicity: 'Kinh', religion: 'Phật giáo', origin: 'Tân Phú, Hồ Chí Minh',
    residence: 'Số 25/7 Hẻm Mẫu, Phường Xuân Hương, Đà Lạt, Lâm Đồng', marks: 'Nốt ruồi cách 2cm dưới trước khoé mắt trái',
    issued: '15/08/2024', expires: '08/03/2030', father: 'Trần Văn Đông', mother: 'Lê Thị Ngọc', spouse: 'Phạm Quốc Hưng',
    oldNumber: '024123987', code: 'A1B2C3D4E5F60718', portrait: 'bich',
  },
  {
    id: 'le-van-cuong', number: '001050000321', name: 'Lê Văn Cường', birth: '02/01/1950', sex: 'Nam',
    ethnicity: 'Kinh', religion: 'Công giáo', origin: 'Ba Vì, Hà Nội', residence: 'Thôn Mẫu, Hiệp Thạnh, Lâm Đồng',
    marks: 'Sẹo chấm cách 1,5cm trên sau mép phải', issued: '10/10/2021', father: 'Lê Văn Ông', mother: 'Đỗ Thị Bà',
    spouse: 'Vũ Thị Duyên', oldNumber: '010234567', portrait: 'cuong',
  },
  {
    id: 'k-breu', number: '068204000777', name: "K'Brêu", birth: '29/02/2004', sex: 'Nam',
    ethnicity: 'Cơ Ho', religion: 'Tin lành', origin: 'Gung Ré, Di Linh, Lâm Đồng', residence: 'Thôn Mẫu, Gung Ré, Lâm Đồng',
    marks: 'Không', issued: '20/12/2022', expires: '29/02/2029', mother: 'Ka Hiền', portrait: 'an',
  },
  {
    id: 'cong-tang-ton-nu', number: '046301000888', name: 'Công Tằng Tôn Nữ Nguyệt Minh Thuỳ Dương', birth: '31/12/2001', sex: 'Nữ',
    ethnicity: 'Kinh', religion: 'Không', origin: 'Phú Xuân, Thừa Thiên Huế',
    residence: 'Số 108 Đường Mẫu Rất Dài Để Thử Xuống Dòng, Phường Lâm Viên, Đà Lạt, Lâm Đồng', marks: 'Không',
    issued: '05/01/2025', expires: '31/12/2041', father: 'Bửu Lộc', mother: 'Hoàng Thị Quỳnh Như', portrait: 'bich',
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
  return [holder.number, holder.oldNumber ?? '', holder.name, date(holder.birth), holder.sex, holder.residence,
    date(holder.issued)].join('|');
}
