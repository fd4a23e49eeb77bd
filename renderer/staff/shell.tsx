// The frame of the officer's window: the unit and the officer above, the devices below.

import type { ReactNode } from 'react';
import type { CounterView, OfficerView } from '../../preload/contract/counter.ts';
import { ask, bridge } from '../client/bridge.ts';
import { dossiersToday } from '../client/desk-windows.ts';
import { journey } from '../client/views.ts';
import { useText } from '../i18n/text.tsx';
import { Button } from '../ui/button.tsx';
import { DeviceStrip } from '../ui/device-strip.tsx';
import { Icon } from '../ui/icon.tsx';
import { closeDossier } from './open-dossier.ts';
import { searched } from './search/searched.ts';
import styles from './shell.module.css';

type StaffShellProps = { readonly counter: CounterView; readonly officer: OfficerView | null; readonly children: ReactNode };

export function StaffShell({ counter, officer, children }: StaffShellProps) {
  const text = useText();
  async function signOut(): Promise<void> {
    await ask(() => bridge().staff.signOut());
    // Nothing of one officer's day stays for the next.
    dossiersToday.clear();
    closeDossier();
    searched.set('');
    journey.clear();
  }
  return (
    <div className={styles.shell}>
      <section className={styles.top} aria-label={counter.unitName}>
        <p className={styles.unit}>{counter.unitName}</p>
        {officer && (
          <div className={styles.officer}>
            <Icon name="person" />
            <span>{officer.name}</span>
            <Button onPress={() => void signOut()}>{text('staff.signOut')}</Button>
          </div>
        )}
      </section>
      <div className={styles.content}>{children}</div>
      <section className={styles.bottom} aria-label={text('devices.strip')}>
        <DeviceStrip counter={counter} />
      </section>
    </div>
  );
}
