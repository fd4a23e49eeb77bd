// The settings, by section, each with its sentence. A wrong value is named at its place, and the last good ones stay.

import { useEffect, useState } from 'react';
import type { SettingsProblem, SettingView } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { isMessage, type MessageId } from '../../i18n/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { changesOf, type Edits } from './changes.ts';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';

export function Settings() {
  const text = useText();
  const [settings, setSettings] = useState<readonly SettingView[]>([]);
  const [edits, setEdits] = useState<Edits>({});
  const [problems, setProblems] = useState<readonly SettingsProblem[]>([]);
  const [outcome, setOutcome] = useState<string>();

  async function load(): Promise<void> {
    const answer = await ask(() => bridge().technician.settings());
    if (answer.ok) setSettings(answer.value);
    else setOutcome(text(`bridge.${answer.error.code}`));
  }
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- asked once, when the section is opened
  useEffect(() => void load(), []);

  const changes = changesOf(settings, edits);

  async function save(): Promise<void> {
    const answer = await ask(() => bridge().technician.saveSettings({ changes: [...changes] }));
    if (!answer.ok) {
      setOutcome(text(`bridge.${answer.error.code}`));
      return;
    }
    if (!answer.value.saved) {
      setProblems(answer.value.problems);
      setOutcome(text('settings.problems', { count: answer.value.problems.length }));
      return;
    }
    setProblems([]);
    setEdits({});
    setOutcome(text(answer.value.restartNeeded ? 'settings.savedRestart' : 'settings.saved'));
    await load();
  }

  const sections = [...new Set(settings.map(({ section }) => section))];
  return (
    <div className={styles.settings}>
      <Sheet>
        <div className={styles.scroll}>
          {sections.map((section) => (
            <section key={section} className={styles.section}>
              <h2>{sectionName(section, text)}</h2>
              <div className={styles.rows}>
                {settings
                  .filter((setting) => setting.section === section)
                  .map((setting) => (
                    <SettingRow
                      key={setting.path}
                      setting={setting}
                      edit={edits[setting.path]}
                      problem={problems.find(({ path }) => path === setting.path)?.reason}
                      onEdit={(value) => setEdits((shown) => ({ ...shown, [setting.path]: value }))}
                    />
                  ))}
              </div>
            </section>
          ))}
        </div>
      </Sheet>
      <div className={styles.ledge}>
        <p role="status" className={problems.length > 0 ? styles.wrong : undefined}>
          {outcome}
          {problems
            .filter(({ path }) => !settings.some((setting) => setting.path === path))
            .map(({ path, reason }) => (
              <span key={path} className={styles.elsewhere}>
                {path}: {reason}
              </span>
            ))}
        </p>
        <Button
          disabled={changes.length === 0}
          onPress={() => {
            setEdits({});
            setProblems([]);
            setOutcome(undefined);
          }}
        >
          {text('settings.discard')}
        </Button>
        <Button kind="main" icon="check" disabled={changes.length === 0} onPress={() => void save()}>
          {text('settings.save', { count: changes.length })}
        </Button>
      </div>
    </div>
  );
}

function sectionName(section: string, text: (id: MessageId) => string): string {
  const id = `settings.section.${section}`;
  return isMessage(id) ? text(id) : section;
}
