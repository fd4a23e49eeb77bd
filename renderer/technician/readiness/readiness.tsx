// All that must be right before the counter opens, asked anew.

import { useEffect, useState } from 'react';
import type { ReadinessItem } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { WeightMark } from '../../ui/device-strip.tsx';
import type { Weight } from '../../ui/device-words.ts';
import { Sheet } from '../../ui/sheet.tsx';
import styles from './readiness.module.css';

const WEIGHTS: Readonly<Record<ReadinessItem['state'], Weight>> = { ready: 'fine', attention: 'look', notReady: 'stopped' };

export function Readiness() {
  const text = useText();
  const [items, setItems] = useState<readonly ReadinessItem[]>();
  const [trouble, setTrouble] = useState<string>();

  async function look(): Promise<void> {
    setItems(undefined);
    const answer = await ask(() => bridge().technician.readiness());
    setTrouble(answer.ok ? undefined : text(`bridge.${answer.error.code}`));
    setItems(answer.ok ? answer.value : []);
  }
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- asked once, when the section is opened
  useEffect(() => void look(), []);

  const open = items?.filter(({ state }) => state !== 'ready').length ?? 0;
  return (
    <Sheet>
      <div className={styles.page}>
        <div className={styles.head}>
          <div role="status">
            <h2 className={styles.title}>{trouble ?? (items === undefined ? text('readiness.looking') : text('readiness.summary', { count: open }))}</h2>
          </div>
          <Button onPress={() => void look()} disabled={items === undefined}>
            {text('readiness.again')}
          </Button>
        </div>
        <ul className={styles.items}>
          {items?.map((item) => (
            <li key={item.id} className={styles.item}>
              <WeightMark weight={WEIGHTS[item.state]} />
              <span className={styles.name}>{item.title}</span>
              <span className={styles.state}>{text(`readiness.${item.state}`)}</span>
              <span className={styles.detail}>{item.detail}</span>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
