// How a window starts: ask main who it is, take on the theme and the screen's size, draw, and tell main once it can be used.

import { createContext, useContext, useEffect, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Hello } from '../../preload/contract/counter.ts';
import { ask, bridge } from './bridge.ts';
import { FailureBoundary, reportStrayErrors } from './failure.tsx';
import { keepMillimetres } from './millimetres.ts';

const ASK_AGAIN_MS = 500;

const HelloContext = createContext<Hello | null>(null);

/** What main said of this window and its counter when it opened. */
export function useHello(): Hello {
  const greeting = useContext(HelloContext);
  if (!greeting) throw new Error('a window without its hello');
  return greeting;
}

async function hello(): Promise<Hello> {
  for (;;) {
    const answer = await ask(() => bridge().window.hello());
    if (answer.ok) return answer.value;
    await new Promise((resume) => window.setTimeout(resume, ASK_AGAIN_MS));
  }
}

export async function startWindow(draw: (hello: Hello) => ReactNode): Promise<void> {
  reportStrayErrors();
  const greeting = await hello();
  const root = document.documentElement;
  root.dataset['theme'] = greeting.theme;
  root.dataset['role'] = greeting.role;
  root.lang = greeting.language;
  keepMillimetres(greeting.screenMm);
  const place = document.getElementById('root');
  if (!place) throw new Error('no #root');
  createRoot(place).render(
    <FailureBoundary>
      <HelloContext value={greeting}>{draw(greeting)}</HelloContext>
    </FailureBoundary>,
  );
}

let told = false;

/** Tells main, once, that what is on the screen can be used: two frames after it was committed with its data. */
export function useInteractive(ready: boolean): void {
  useEffect(() => {
    if (!ready || told) return;
    told = true;
    requestAnimationFrame(() => requestAnimationFrame(() => void ask(() => bridge().window.interactive())));
  }, [ready]);
}
