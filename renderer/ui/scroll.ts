// A page that may be longer than its sheet. Not everyone knows that one can scroll, so whoever shows such a page also
// shows buttons while there is more.

import { useEffect, useRef, useState, type RefObject } from 'react';

/** Share of the visible height that one touch moves on, so that a line or two stay in sight. */
const STEP = 0.75;
const NEARLY = 6;

export type Scroll = {
  readonly area: RefObject<HTMLDivElement | null>;
  readonly above: boolean;
  readonly below: boolean;
  readonly move: (direction: 1 | -1) => void;
};

export function useScroll(): Scroll {
  const area = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState({ above: false, below: false });

  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const look = (): void => {
      const below = element.scrollHeight - element.clientHeight - element.scrollTop > NEARLY;
      const above = element.scrollTop > NEARLY;
      setMore((shown) => (shown.above === above && shown.below === below ? shown : { above, below }));
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);

  const move = (direction: 1 | -1): void => {
    const element = area.current;
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    element?.scrollBy({ top: direction * STEP * element.clientHeight, behavior: calm ? 'instant' : 'smooth' });
  };
  return { area, ...more, move };
}
