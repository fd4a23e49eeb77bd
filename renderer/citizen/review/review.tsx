// Everything on one sheet before it is handed in, each part with a way to change it, and what it costs.

import { useLanguage, useText } from '../../i18n/text.tsx';
import { formatMoney } from '../../i18n/format.ts';
import { useDesk } from '../desk.tsx';
import { ValueWords } from '../form/value-words.tsx';
import { Frame } from '../frame/frame.tsx';
import { FeeTable } from './fee-table.tsx';
import { ReviewPart } from './review-part.tsx';
import styles from './review.module.css';

export function Review() {
  const { view, send } = useDesk();
  const text = useText();
  const language = useLanguage();
  const { procedure, fields = [], papers = [], fee } = view;
  const total = fee?.total ?? 0;
  const label = total > 0 ? text('review.pay', { amount: formatMoney(total, language) }) : text('review.file');
  return (
    <Frame title={text('review.title')} main={{ label, onPress: () => void send({ type: 'next' }) }}>
      <div className={styles.review}>
        <ReviewPart title={procedure?.plainName ?? ''} station="form">
          <p className={styles.official}>
            {procedure?.name} · {procedure?.code}
          </p>
          <dl className={styles.answers}>
            {fields
              .filter((field) => field.value !== '')
              .map((field) => (
                <div key={field.id} className={field.type === 'longText' ? styles.long : undefined}>
                  <dt>{field.label}</dt>
                  <dd>
                    <ValueWords field={field} />
                  </dd>
                </div>
              ))}
          </dl>
        </ReviewPart>
        <div className={styles.side}>
          {papers.length > 0 && (
            <ReviewPart title={text('review.papers')} station="papers">
              <ul className={styles.papers}>
                {papers.map((paper) => (
                  <li key={paper.id}>
                    <span>{paper.name}</span>
                    <span className={styles.count}>
                      {paper.documents.length > 0
                        ? text('review.pages', { pages: paper.documents.length })
                        : text('review.noPages')}
                    </span>
                  </li>
                ))}
              </ul>
            </ReviewPart>
          )}
          {fee && (
            <ReviewPart title={text('review.fee')}>
              <FeeTable fee={fee} />
            </ReviewPart>
          )}
        </div>
      </div>
    </Frame>
  );
}
