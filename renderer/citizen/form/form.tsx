// The declaration, one sheet after another. Going back never loses an answer; at the end main says what is still wrong.

import { useEffect, useRef, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Keyboard } from '../../ui/keyboard/keyboard.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { CheckPage } from './check-page.tsx';
import { formPages, knownFields } from './pages.ts';
import { Question, usesKeyboard, type Asked } from './question.tsx';

export function Form() {
  const { view, send, touch } = useDesk();
  const text = useText();
  const fields = view.fields ?? [];
  const [known] = useState(() => knownFields(fields));
  const [place, setPlace] = useState<string>();
  const [editing, setEditing] = useState<string>();
  const asked = useRef<Asked>(null);
  const wantsErrors = useRef(false);

  const pages = formPages(fields, known);
  const index = Math.max(0, pages.findIndex((page) => page.id === place));
  const page = pages[index];
  const edited = editing === undefined ? undefined : fields.find((field) => field.id === editing);
  const question = edited ?? (page?.kind === 'ask' ? page.fields[0] : undefined);

  // Main looked the whole form over and found something: go to the first.
  const wrong = fields.find((field) => field.error);
  useEffect(() => {
    if (!wantsErrors.current || !wrong) return;
    wantsErrors.current = false;
    if (known.has(wrong.id)) {
      setPlace('check');
      setEditing(wrong.id);
    } else {
      setPlace(wrong.id);
    }
  }, [wrong, known]);

  async function goOn(): Promise<void> {
    if (question && asked.current && !(await asked.current.settle())) return;
    if (edited) {
      setEditing(undefined);
      return;
    }
    const following = pages[index + 1];
    if (following) {
      setPlace(following.id);
      return;
    }
    wantsErrors.current = true;
    await send({ type: 'next' });
  }

  async function goBack(): Promise<void> {
    await asked.current?.settle();
    if (edited) {
      setEditing(undefined);
      return;
    }
    const before = pages[index - 1];
    if (before) setPlace(before.id);
    else await send({ type: 'back' });
  }

  const lastOne = index === pages.length - 1 && !edited;
  const ledge = {
    back: { label: text('ledge.back'), onPress: () => void goBack() },
    main: { label: text(edited ? 'form.keep' : lastOne ? 'form.done' : 'ledge.next'), onPress: () => void goOn() },
    middle: <span>{text('form.progress', { page: index + 1, pages: pages.length })}</span>,
  };

  if (!question) {
    return (
      <Frame key="check" title={text('form.check.title')} lead={text('form.check.lead')} {...ledge}>
        <CheckPage fields={page?.fields ?? []} onEdit={setEditing} />
      </Frame>
    );
  }
  const keyboard = touch && usesKeyboard(question.type) ? <Keyboard capitals={question.type === 'text' ? 'words' : 'sentence'} /> : undefined;
  return (
    <Frame key={question.id} title={question.label} lead={question.help} keyboard={keyboard} {...ledge}>
      <Question key={question.id} ref={asked} field={question} alone onEnter={() => void goOn()} />
    </Frame>
  );
}
