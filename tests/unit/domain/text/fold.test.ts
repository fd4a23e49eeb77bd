import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, foldVietnamese, toAscii } from '../../../../main/domain/text/fold.ts';
import { anyText } from '../../../fixtures/text.ts';

const VIETNAMESE = 'aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵdđ';

describe('foldVietnamese', () => {
  it('finds what people type without marks', () => {
    expect(foldVietnamese('Đỗ Thị  Hằng\n')).toBe('do thi hang');
    expect(foldVietnamese('ĐĂNG KÝ THƯỜNG TRÚ')).toBe('dang ky thuong tru');
  });

  it('folds every Vietnamese letter, composed or not, to the same ASCII', () => {
    for (const letter of VIETNAMESE + VIETNAMESE.toUpperCase()) {
      expect(foldVietnamese(letter)).toMatch(/^[a-z]$/);
      expect(foldVietnamese(letter.normalize('NFD'))).toBe(foldVietnamese(letter));
    }
  });

  it('is the same when done twice', () => {
    fc.assert(
      fc.property(anyText(60), (text) => {
        expect(foldVietnamese(foldVietnamese(text))).toBe(foldVietnamese(text));
      }),
    );
  });
});

describe('toAscii', () => {
  it('keeps case and gives letters for letters', () => {
    expect(toAscii('Lệ phí Đăng ký №1')).toBe('Le phi Dang ky No1');
  });

  it('gives printable ASCII without double or outer spaces, whatever comes', () => {
    fc.assert(
      fc.property(anyText(60), (text) => {
        expect(toAscii(text)).toMatch(/^(?:[\x21-\x7e]+(?: [\x21-\x7e]+)*)?$/);
      }),
    );
  });
});

describe('cleanText', () => {
  it('takes out controls, invisible characters and emoji, and keeps letters', () => {
    expect(cleanText('  Nguyễn\u0000\tVăn​ An 😀👨‍👩‍👧 ', 50)).toBe('Nguyễn Văn An');
    expect(cleanText('1️⃣ Số 1', 50)).toBe('1 Số 1');
  });

  it('composes letters that were typed as marks', () => {
    expect(cleanText('Nguyễn'.normalize('NFD'), 50)).toBe('Nguyễn'.normalize('NFC'));
  });

  it('composes across what it took out', () => {
    expect(cleanText('e\u200b\u0302', 5)).toBe('ê');
  });

  it('cuts between characters, never inside one', () => {
    expect(cleanText('𠮷𠮷𠮷', 2)).toBe('𠮷𠮷');
  });

  it('never gives more than asked, nor anything that a second cleaning would change', () => {
    fc.assert(
      fc.property(anyText(60), fc.nat({ max: 30 }), (text, max) => {
        const clean = cleanText(text, max);
        expect(Array.from(clean).length).toBeLessThanOrEqual(max);
        expect(cleanText(clean, max)).toBe(clean);
      }),
    );
  });
});
