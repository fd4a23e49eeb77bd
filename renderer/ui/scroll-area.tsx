// The part of a sheet that scrolls; its edges fade where there is more.

import type { ReactNode } from 'react';
import type { Scroll } from './scroll.ts';
import styles from './scroll-area.module.css';

export function ScrollArea({ scroll, label, children }: { scroll: Scroll; label: string; children: ReactNode }) {
  const scrolls = scroll.above || scroll.below;
  return (
    <div className={styles.frame} data-above={scroll.above ? '' : undefined} data-below={scroll.below ? '' : undefined}>
      <div ref={scroll.area} className={styles.area} data-scrolls="" {...(scrolls ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}>
        {children}
      </div>
    </div>
  );
}
