// The technician's window: devices, settings, officers, procedures, readiness; behind a PIN.

import { useEffect } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Hello } from '../../preload/contract/counter.ts';
import { ask, bridge } from '../client/bridge.ts';
import { refreshTechnician, useTechnicianSession } from '../client/desk-windows.ts';
import { useInteractive } from '../client/start.tsx';
import { useCounter } from '../client/views.ts';
import { Texts, useText } from '../i18n/text.tsx';
import { Button } from '../ui/button.tsx';
import { DeviceStrip } from '../ui/device-strip.tsx';
import { Procedures } from './procedures/procedures.tsx';
import { Devices } from './devices/devices.tsx';
import { Officers } from './officers/officers.tsx';
import { Readiness } from './readiness/readiness.tsx';
import { Settings } from './settings/settings.tsx';
import { TechnicianSignIn } from './sign-in.tsx';
import type { CounterView } from '../../preload/contract/counter.ts';
import styles from './app.module.css';

export function TechnicianApp({ hello }: { hello: Hello }) {
  const counter = useCounter();
  const session = useTechnicianSession();
  useEffect(() => void refreshTechnician(), []);
  useInteractive(counter !== null && session !== null);
  if (!counter || !session) return null;
  return (
    <Texts language={hello.language}>
      {session.signedIn ? <Room counter={counter} version={hello.version} /> : <TechnicianSignIn session={session} />}
    </Texts>
  );
}

const SECTIONS = [
  { id: 'devices', name: 'technician.devices' },
  { id: 'settings', name: 'technician.settings' },
  { id: 'officers', name: 'technician.officers' },
  { id: 'procedures', name: 'technician.procedures' },
  { id: 'readiness', name: 'technician.readiness' },
] as const;

function Room({ counter, version }: { counter: CounterView; version: string }) {
  const text = useText();
  async function signOut(): Promise<void> {
    await ask(() => bridge().technician.signOut());
    await refreshTechnician();
  }
  return (
    <Tabs className={styles.room}>
      <header className={styles.top}>
        <h1 className={styles.title}>{text('technician.title')}</h1>
        <TabList className={styles.tabs} aria-label={text('technician.sections')}>
          {SECTIONS.map(({ id, name }) => (
            <Tab key={id} id={id} className={styles.tab!}>
              {text(name)}
            </Tab>
          ))}
        </TabList>
        <span className={styles.version}>{text('technician.version', { version })}</span>
        <Button onPress={() => void signOut()}>{text('staff.signOut')}</Button>
      </header>
      <main className={styles.main}>
        <TabPanel id="devices" className={styles.panel!}>
          <Devices devices={counter.devices} />
        </TabPanel>
        <TabPanel id="settings" className={styles.panel!}>
          <Settings />
        </TabPanel>
        <TabPanel id="officers" className={styles.panel!}>
          <Officers />
        </TabPanel>
        <TabPanel id="procedures" className={styles.panel!}>
          <Procedures />
        </TabPanel>
        <TabPanel id="readiness" className={styles.panel!}>
          <Readiness />
        </TabPanel>
      </main>
      <footer className={styles.bottom}>
        <DeviceStrip counter={counter} />
      </footer>
    </Tabs>
  );
}
