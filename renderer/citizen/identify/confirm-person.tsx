// "Is this you?": what was read, large, before anything is done with it.

import type { PersonView } from '../../../preload/contract/journey.ts';
import { formatDay } from '../../i18n/format.ts';
import { Text, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Figures, PersonalNumber } from '../../ui/figures.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Seal } from '../../ui/seal.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './confirm-person.module.css';

export function ConfirmPerson({ person }: { person: PersonView }) {
  const { send, canAct } = useDesk();
  const text = useText();
  return (
    <Frame
      title={text('identify.confirm.title')}
      main={{ label: text('identify.confirm.yes'), icon: 'check', onPress: () => void send({ type: 'confirmIdentity' }) }}
      middle={
        canAct && (
          <Button kind="quiet" onPress={() => void send({ type: 'rejectIdentity' })}>
            {text('identify.confirm.no')}
          </Button>
        )
      }
    >
      <div className={styles.card}>
        <div className={styles.portrait}>{person.portrait ? <img src={person.portrait} alt={text('identify.confirm.portrait')} /> : <Icon name="person" />}</div>
        <dl className={styles.facts}>
          {person.fullName && (
            <div className={styles.name}>
              <dt>{text('person.fullName')}</dt>
              <dd>{person.fullName}</dd>
            </div>
          )}
          <div className={person.fullName ? undefined : styles.name}>
            <dt>{text('person.number')}</dt>
            <dd>
              <PersonalNumber number={person.number} />
            </dd>
          </div>
          {person.birthDate && (
            <div>
              <dt>{text('person.birthDate')}</dt>
              <dd>
                <Figures>{formatDay(person.birthDate)}</Figures>
              </dd>
            </div>
          )}
          {person.sex && (
            <div>
              <dt>{text('person.sex')}</dt>
              <dd>{text(`person.sex.${person.sex}`)}</dd>
            </div>
          )}
          {person.residence && (
            <div className={styles.wide}>
              <dt>{text('person.residence')}</dt>
              <dd>{person.residence}</dd>
            </div>
          )}
        </dl>
        {person.verdict === 'genuine' && (
          <div className={styles.seal}>
            <Seal words={text('seal.verified')} around={text('seal.around')} />
          </div>
        )}
      </div>
      <p className={styles.source}>
        <Text id={`identify.from.${person.source}`} />
        {person.verdict && <> {text(`identify.verdict.${person.verdict}`)}</>}
      </p>
    </Frame>
  );
}
