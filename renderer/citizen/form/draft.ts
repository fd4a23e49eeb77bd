// What is being typed into one field: kept here, so that the caret stays, and handed to main when the typing rests, when
// the box is left, and before going on.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { FieldView } from '../../../preload/contract/journey.ts';
import { useDesk } from '../desk.tsx';

/** A pause in typing after which main gets what is there, so that little is lost and the person counts as present. */
const REST_MS = 900;

export type Draft = {
  readonly value: string;
  readonly type: (value: string) => void;
  readonly choose: (value: string) => void;
  readonly flush: () => Promise<void>;
};

export function useDraft(field: FieldView): Draft {
  const { send } = useDesk();
  const [value, setValue] = useState(field.value);
  // The latest text and the last one that main was given, outside of React's rounds.
  const now = useRef({ text: field.value, given: field.value });
  const timer = useRef(0);
  const { id } = field;

  const flush = useCallback(async (): Promise<void> => {
    window.clearTimeout(timer.current);
    const { text, given } = now.current;
    if (text === given) return;
    now.current.given = text;
    await send({ type: 'answer', field: id, value: text });
  }, [id, send]);

  const write = useCallback((text: string) => {
    now.current.text = text;
    setValue(text);
  }, []);

  const type = useCallback(
    (text: string) => {
      write(text);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void flush(), REST_MS);
    },
    [write, flush],
  );

  const choose = useCallback(
    (text: string) => {
      write(text);
      void flush();
    },
    [write, flush],
  );

  // Main's own writing of the answer is taken over once nothing newer is being typed.
  useEffect(() => {
    const { text, given } = now.current;
    if (text !== given || field.value === given) return;
    const typing = document.activeElement?.closest(`[data-field="${CSS.escape(id)}"]`);
    if (typing) return;
    now.current = { text: field.value, given: field.value };
    setValue(field.value);
  }, [field.value, id]);

  useEffect(() => () => window.clearTimeout(timer.current), []);
  return { value, type, choose, flush };
}
