// One device, and how its last test went.

import { useState } from 'react';
import type { DeviceView, TestOutcome } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { WeightMark } from '../../ui/device-strip.tsx';
import { weightOf, wordsOf } from '../../ui/device-words.ts';
import styles from './devices.module.css';

export function DeviceRow({ device }: { device: DeviceView }) {
  const text = useText();
  const language = useLanguage();
  const [test, setTest] = useState<TestOutcome | 'running'>();

  async function run(): Promise<void> {
    setTest('running');
    const answer = await ask(() => bridge().technician.testDevice({ device: device.id }));
    setTest(answer.ok ? answer.value : { passed: false, summary: text(`bridge.${answer.error.code}`), ...(answer.error.detail ? { detail: answer.error.detail } : {}) });
  }

  return (
    <tr>
      <th scope="row">
        {text(`device.${device.id}`)}
        {device.model && <span className={styles.second}>{device.model}</span>}
      </th>
      <td>
        <span className={styles.state}>
          <WeightMark weight={weightOf(device)} />
          {wordsOf(device, text)}
        </span>
        {device.detail && <span className={styles.second}>{device.detail}</span>}
      </td>
      <td className={styles.address}>{device.address}</td>
      <td>{formatMoment(device.since, language)}</td>
      <td className={styles.test}>
        <Button disabled={test === 'running'} label={text('device.test.label', { device: text(`device.${device.id}`) })} onPress={() => void run()}>
          {text(test === 'running' ? 'device.test.running' : 'device.test')}
        </Button>
        {test && test !== 'running' && (
          <p role="status" className={styles.outcome} data-passed={test.passed ? '' : undefined}>
            <WeightMark weight={test.passed ? 'fine' : 'stopped'} />
            <span>
              {test.summary}
              {test.detail && <span className={styles.second}>{test.detail}</span>}
            </span>
          </p>
        )}
      </td>
    </tr>
  );
}
