// A page that may be longer than its sheet. Not everyone knows that one can scroll: while there is more, a button says so.

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useText } from '../i18n/text.tsx';
import { Button } from './button.tsx';
import styles from './scroll-area.module.css';

/** Share of the visible height that one touch moves on, so that a line or two stay in sight. */
const STEP = 0.8;
const NEARLY = 4;

export function ScrollArea({ children }: { children: ReactNode }) {
  const text = useText();
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

  return (
    <div className={styles.frame}>
      <div ref={area} className={styles.area} data-scrolls="" tabIndex={more.above || more.below ? 0 : -1} role="group">
        {children}
      </div>
      {(more.above || more.below) && (
        <div className={styles.more} data-below={more.below ? '' : undefined}>
          {more.above && (
            <Button icon="up" onPress={() => move(-1)}>
              {text('scroll.up')}
            </Button>
          )}
          {more.below && (
            <Button icon="down" onPress={() => move(1)}>
              {text('scroll.down')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
