// Makes a technician's detail safe to keep: what could be a name, a number, a date of birth or a telephone number of a
// person is masked. It is the second line of defence; the first is that no event has a field for such things.

export const MAX_DETAIL = 300;
/** More than this is not even looked at. */
const MAX_INPUT = 2_000;
const MASK = '•••';

const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;
const LONG_DIGITS = /\d{6,}/g;
/** Digits in groups, as telephone and identity numbers are written; addresses of machines are told apart below. */
const GROUPED_DIGITS = /\d(?:[ .\-()]{0,3}\d){8,}/g;
/** No group of a person's number reads so: identity numbers begin with 0, telephones have a group above 255. */
const IP_V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const DATE = /(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d)/g;
/** Stands for a word whose letters are not to be seen; masked with its neighbours like any other outside ASCII. */
const HIDDEN_WORD = 'Ẩ';
/** Names in the machine-readable zone, percent-encoded and escaped letters. */
const ENCODED = /\S*(?:<<|%[89A-Fa-f][0-9A-Fa-f]|\\u[0-9A-Fa-f]{4})\S*/g;
const WORD = /[\p{L}\p{M}\p{N}_]+(?:[’'][\p{L}\p{M}\p{N}_]+)*/gu;
const OUTSIDE_ASCII = /[^\x20-\x7e]/;
const CAPITALISED = /^[A-Z][A-Za-z]*$/;
/** Nine Vietnamese in ten have one of these; with it even a name in plain ASCII is found. */
const SURNAMES = new Set(
  (
    'an bach bui cao chau chu cu dam dang dao dau diep dinh do doan dong duong giang ha ho hoang hua huynh khuc kieu la lai lam le luong luu ly ' +
    'mac mai nghiem ngo nguyen ninh nong ong pham phan phi phung quach quan ta thach thai thi to ton tong tran trang trieu trinh truong tu ung van ' +
    'vi vo vu vuong'
  ).split(' '),
);

/** At most 300 printable ASCII characters and `•••`. */
export function scrubDetail(detail: string): string {
  const cut = detail.length > MAX_INPUT ? detail.slice(0, MAX_INPUT).replace(/\S*$/, '') : detail;
  const text = cut.normalize('NFC').replace(CONTROLS, ' ').trim();
  const masked = maskNames(
    text
      .replace(ENCODED, HIDDEN_WORD)
      .replace(DATE, MASK)
      .replace(GROUPED_DIGITS, (digits) => (IP_V4.test(digits) ? digits : MASK))
      .replace(LONG_DIGITS, MASK),
  );
  return Array.from(masked, (character) => (OUTSIDE_ASCII.test(character) && character !== '•' ? '?' : character))
    .join('')
    .slice(0, MAX_DETAIL);
}

/** Masks each word with a letter outside ASCII and the capitalised words beside it, and surnames with what follows them. */
function maskNames(text: string): string {
  const words = Array.from(text.matchAll(WORD), (match) => ({ word: match[0], at: match.index, hidden: false }));
  const beside = (a: number, b: number): boolean => {
    const [first, second] = [words[a], words[b]];
    return (
      first !== undefined &&
      second !== undefined &&
      /^[ \-.,|]{0,2}$/.test(text.slice(first.at + first.word.length, second.at))
    );
  };
  words.forEach((entry, index) => {
    const named = isCapitalised(entry.word) && SURNAMES.has(entry.word.toLowerCase());
    const followed = isCapitalised(words[index + 1]?.word) && beside(index, index + 1);
    if (OUTSIDE_ASCII.test(entry.word) || (named && followed)) entry.hidden = true;
  });
  for (const step of [1, -1]) {
    const order = step === 1 ? words.keys() : Array.from(words.keys()).reverse();
    for (const index of order) {
      const from = index - step;
      if (
        words[from]?.hidden &&
        isCapitalised(words[index]!.word) &&
        beside(Math.min(from, index), Math.max(from, index))
      )
        words[index]!.hidden = true;
    }
  }
  let result = '';
  let at = 0;
  for (const { word, at: start, hidden } of words) {
    result += text.slice(at, start) + (hidden ? MASK : word);
    at = start + word.length;
  }
  return result + text.slice(at);
}

function isCapitalised(word: string | undefined): boolean {
  return word !== undefined && CAPITALISED.test(word);
}
