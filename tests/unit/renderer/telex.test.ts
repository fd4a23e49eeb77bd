// The Telex engine of the keyboard on the screen: what people type, key by key, and what stands there.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyTone, typeTelex } from '../../../renderer/ui/keyboard/telex.ts';

const type = (keys: string): string =>
  keys
    .split(' ')
    .map((word) => [...word].reduce((text, key) => typeTelex(text, key), ''))
    .join(' ');

const TYPED: readonly (readonly [string, string])[] = [
  ['Nguyeenx Vawn Hungf', 'Nguyễn Văn Hùng'],
  ['Traanf Thij Thuyr', 'Trần Thị Thủy'],
  ['ddoocj laapj', 'độc lập'],
  ['DDoongf Nai', 'Đồng Nai'],
  ['Laam DDoongf', 'Lâm Đồng'],
  ['DDuwcs Trongj', 'Đức Trọng'],
  ['tieengs Vieetj', 'tiếng Việt'],
  ['tiengse', 'tiếng'],
  ['vietje', 'việt'],
  ['hoaf hoanf hoas', 'hòa hoàn hóa'],
  ['hoaf khoer', 'hòa khỏe'],
  ['quys quaans quoocs', 'quý quấn quốc'],
  ['giaf gif giuwowngf', 'già gì giường'],
  ['thuowr thuowng thuongw', 'thuở thương thương'],
  ['dduowngf dduwowngf', 'đường đường'],
  ['chuwngs thuwcj', 'chứng thực'],
  ['xacs nhaanj tinhf trangj hoon nhaan', 'xác nhận tình trạng hôn nhân'],
  ['khuyar khuyeens khuyu', 'khuỷa khuyến khuyu'],
  ['ngoaif ngoawtj xoayf', 'ngoài ngoặt xoày'],
  ['muaw muaf huuw ruwouj', 'mưa mùa hưu rượu'],
  ['uowngs uowcs', 'ướng ước'],
  ['Huynhf Ngocj Ruoix', 'Huỳnh Ngọc Ruõi'],
  ['khoeo', 'khoeo'],
  ['YEEN yeeus', 'YÊN yếu'],
  ['NGUWOWFI', 'NGƯỜI'],
  ['dinhd', 'đinh'],
  ['tw', 'tư'],
];

const TAKEN_BACK: readonly (readonly [string, string])[] = [
  ['ass', 'as'],
  ['aaa', 'aa'],
  ['ooo', 'oo'],
  ['ddd', 'dd'],
  ['aww', 'aw'],
  ['uwww', 'uww'],
  ['asz', 'a'],
  ['asf', 'à'],
  ['aaw', 'ă'],
  ['asss', 'ass'],
  ['awa', 'â'],
];

describe('Telex', () => {
  it.each(TYPED)('%s → %s', (keys, text) => expect(type(keys)).toBe(text));
  it.each(TAKEN_BACK)('the same key takes its mark back: %s → %s', (keys, text) => expect(type(keys)).toBe(text));

  it('leaves digits, spaces and long foreign words alone', () => {
    expect(typeTelex('tổ', '3')).toBe('tổ3');
    expect(typeTelex('internation', 's')).toBe('internations');
    expect(typeTelex('', 's')).toBe('s');
    expect(typeTelex('bcd', 's')).toBe('bcds');
  });

  it('a tone key puts the tone where it belongs, and takes it off again', () => {
    expect(applyTone('hoan', 'grave')).toBe('hoàn');
    expect(applyTone('NGUYÊN', 'tilde')).toBe('NGUYỄN');
    expect(applyTone('nguyễn', 'tilde')).toBe('nguyên');
    expect(applyTone('nguyễn', 'dot')).toBe('nguyện');
    expect(applyTone('khg', 'dot')).toBe('khg');
  });

  it('never throws, never loses a letter that it does not know, and gives composed text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ minLength: 1, maxLength: 1 }), (word, key) => {
        const next = typeTelex(word, key);
        expect(next.length).toBeGreaterThanOrEqual(word.normalize('NFC').length - 1);
        if (/^[b-df-hj-np-tv-z0-9 ]*$/.test(word) && /[0-9 ,.]/.test(key)) expect(next).toBe(word + key);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'abcdeghiklmnopqrstuvxywfjz'), { maxLength: 9 }), (keys) => {
        const text = keys.reduce((word, key) => typeTelex(word, key), '');
        expect(text).toBe(text.normalize('NFC'));
        expect([...text].filter((letter) => /[áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/.test(letter)).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
