// The ledge under the sheet: back on the left, what few need in the middle, the one way forward on the right.

import { useState, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { Scroll } from '../../ui/scroll.ts';
import { useDesk } from '../desk.tsx';
import { LeaveDialog } from '../overlays/leave-dialog.tsx';
import styles from './ledge.module.css';

export type Way = {
  readonly label: string;
  readonly onPress: () => void;
  readonly icon?: IconName;
  readonly disabled?: boolean;
};

export type LedgeProps = {
  readonly main?: Way;
  /** Left out: the journey's own step back, where it allows one. */
  readonly back?: Way | null;
  readonly middle?: ReactNode;
  /** One line above the main button, such as what is still missing. */
  readonly hint?: string | undefined;
  readonly scroll: Scroll;
};

export function Ledge({ main, back, middle, hint, scroll }: LedgeProps) {
  const { view, send } = useDesk();
  const text = useText();
  const [leaving, setLeaving] = useState(false);
  const ownBack = view.can.back ? { label: text('ledge.back'), onPress: () => void send({ type: 'back' }) } : null;
  const way = back === undefined ? ownBack : back;
  return (
    <footer className={styles.ledge}>
      <div className={styles.back}>
        {way && (
          <Button icon={'icon' in way && way.icon ? way.icon : 'back'} onPress={way.onPress}>
            {way.label}
          </Button>
        )}
      </div>
      <div className={styles.middle}>
        {scroll.above && (
          <Button icon="up" onPress={() => scroll.move(-1)}>
            {text('scroll.up')}
          </Button>
        )}
        {scroll.below && (
          <Button icon="down" onPress={() => scroll.move(1)}>
            {text('scroll.down')}
          </Button>
        )}
        {middle}
        {view.can.cancel && (
          <Button kind="quiet" onPress={() => setLeaving(true)}>
            {text('ledge.leave')}
          </Button>
        )}
      </div>
      <div className={styles.main}>
        {hint && (
          <p className={styles.hint} role="status">
            {hint}
          </p>
        )}
        {main && (
          <Button kind="main" iconAfter={main.icon ?? 'forward'} onPress={main.onPress} disabled={main.disabled ?? false}>
            {main.label}
          </Button>
        )}
      </div>
      {leaving && <LeaveDialog onStay={() => setLeaving(false)} />}
    </footer>
  );
}
