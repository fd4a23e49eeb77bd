// The state of every device, always in the same corner: a shape, a name, and words where something is not as it should be.

import type { CounterView } from '../../preload/contract/counter.ts';
import { formatMoment } from '../i18n/format.ts';
import { useLanguage, useText } from '../i18n/text.tsx';
import { weightOf, wordsOf, type Weight } from './device-words.ts';
import styles from './device-strip.module.css';

export function DeviceStrip({ counter }: { counter: CounterView }) {
  const text = useText();
  const language = useLanguage();
  const { waiting } = counter;
  return (
    <ul className={styles.strip}>
      {counter.devices.map((device) => {
        const weight = weightOf(device);
        return <Item key={device.id} weight={weight} name={text(`device.${device.id}`)} words={weight === 'fine' ? undefined : wordsOf(device, text)} />;
      })}
      <Item weight={counter.online.portal ? 'fine' : 'stopped'} name={text('devices.portal')} words={counter.online.portal ? undefined : text('devices.unreachable')} />
      <Item weight={counter.online.gateway ? 'fine' : 'stopped'} name={text('devices.gateway')} words={counter.online.gateway ? undefined : text('devices.unreachable')} />
      {waiting.dossiers > 0 && (
        <Item
          weight="look"
          name={text('devices.waiting', { count: waiting.dossiers })}
          words={[waiting.since === null ? '' : text('devices.waitingSince', { since: formatMoment(waiting.since, language) }), waiting.setAside === 0 ? '' : text('devices.setAside', { count: waiting.setAside })].filter(Boolean).join('; ') || undefined}
        />
      )}
    </ul>
  );
}

function Item({ weight, name, words }: { weight: Weight; name: string; words?: string | undefined }) {
  return (
    <li className={styles.item} data-weight={weight}>
      <WeightMark weight={weight} />
      <span>
        {name}
        {words && <span className={styles.words}>: {words}</span>}
      </span>
    </li>
  );
}

/** A filled circle, a triangle, a crossed square: told apart without colour. */
export function WeightMark({ weight }: { weight: Weight }) {
  const text = useText();
  return (
    <svg className={styles.mark} data-weight={weight} viewBox="0 0 20 20" role="img" aria-label={text(`weight.${weight}`)}>
      {weight === 'fine' && <circle cx="10" cy="10" r="7" />}
      {weight === 'look' && <path d="M10 2l9 16H1z" />}
      {weight === 'stopped' && <path d="M2 2h16v16H2zM6 6l8 8M14 6l-8 8" />}
    </svg>
  );
}
