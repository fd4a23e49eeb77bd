// What is between the bars of a signed-in officer's window: the tabs of the sections, and the section's screen or the
// details of an open dossier.

import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Hello } from '../../preload/contract/counter.ts';
import { useText } from '../i18n/text.tsx';
import { DossierScreen } from './dossier/dossier-screen.tsx';
import { closeDossier, useOpenDossier } from './open-dossier.ts';
import styles from './room.module.css';
import { SECTIONS } from './sections.ts';

export function Room({ hello }: { hello: Hello }) {
  const text = useText();
  const dossierId = useOpenDossier();
  const sections = SECTIONS.filter(({ when }) => when?.(hello) ?? true);
  return (
    <Tabs className={styles.room} onSelectionChange={closeDossier}>
      <nav aria-label={text('staff.sections')}>
        <TabList className={styles.tabs} aria-label={text('staff.sections')}>
          {sections.map(({ id, name }) => (
            <Tab key={id} id={id} className={styles.tab!} onPress={closeDossier}>
              {text(name)}
            </Tab>
          ))}
        </TabList>
      </nav>
      <main className={styles.main}>
        {sections.map(({ id, Screen }) => (
          <TabPanel key={id} id={id} className={styles.panel!}>
            {dossierId === null ? <Screen /> : <DossierScreen key={dossierId} dossierId={dossierId} />}
          </TabPanel>
        ))}
      </main>
    </Tabs>
  );
}
