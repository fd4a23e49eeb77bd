// The box that is being filled: reads and changes its text around the caret, as if a real key had been pressed.

export type TextBox = HTMLInputElement | HTMLTextAreaElement;

let last: TextBox | null = null;

const isBox = (element: EventTarget | null): element is TextBox =>
  element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text');

document.addEventListener('focusin', ({ target }) => {
  if (isBox(target)) last = target;
});

/** The box that has the focus, or had it before a button was touched; it then gets it back. */
export function focusedBox(): TextBox | null {
  if (isBox(document.activeElement)) return document.activeElement;
  if (!last?.isConnected) return null;
  last.focus({ preventScroll: true });
  return last;
}

/** The same without giving the focus back, for drawing. */
export function boxInSight(): TextBox | null {
  return isBox(document.activeElement) ? document.activeElement : last?.isConnected ? last : null;
}

/** Replaces the `before` characters ahead of the caret (and what is selected) by `text`. */
export function replaceBeforeCaret(box: TextBox, before: number, text: string): void {
  const start = box.selectionStart ?? box.value.length;
  const end = box.selectionEnd ?? start;
  const from = Math.max(0, start - before);
  const value = box.value.slice(0, from) + text + box.value.slice(end);
  if (box.maxLength >= 0 && value.length > box.maxLength && value.length > box.value.length) return;
  // React watches the property of the element itself; the prototype's setter passes it by, and the event tells it.
  const prototype = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(box, value);
  box.setSelectionRange(from + text.length, from + text.length);
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The letters right before the caret, with nothing selected. */
export function wordBeforeCaret(box: TextBox): string {
  if (box.selectionStart !== box.selectionEnd) return '';
  return /[\p{L}\p{M}]*$/u.exec(box.value.slice(0, box.selectionStart ?? 0))?.[0] ?? '';
}

/** Whether the next letter begins the text or a word. */
export function beginsWord(box: TextBox): boolean {
  return /(^|[\s.,/-])$/.test(box.value.slice(0, box.selectionStart ?? 0));
}
