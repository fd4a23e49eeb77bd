// A number pad that writes into whichever box has the focus.

import { focusedBox, replaceBeforeCaret } from './keyboard/target.ts';
import { NumberPad } from './number-pad.tsx';

export function FocusPad() {
  const write = (before: number, text: string): void => {
    const box = focusedBox();
    if (!box) return;
    if (text === '' && before > 0 && box.value === '') {
      // Boxes that hang together step back on an empty one, as with a real key.
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Backspace', bubbles: true }));
      return;
    }
    replaceBeforeCaret(box, before, text);
  };
  const clear = (): void => {
    const box = focusedBox();
    if (!box) return;
    box.setSelectionRange(box.value.length, box.value.length);
    replaceBeforeCaret(box, box.value.length, '');
  };
  return <NumberPad onDigit={(digit) => write(0, digit)} onErase={() => write(1, '')} onClear={clear} />;
}
