// How a component says something: `useText()` for a string, `<Text id=…/>` for a sentence in the tree.

import type { ReactNode } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import type { Language } from '../../preload/contract/journey.ts';
import { MESSAGES, type MessageId } from './messages.ts';

type Values = Readonly<Record<string, string | number>>;
type Rich = Readonly<Record<string, ReactNode>>;

export function Texts({ language, children }: { language: Language; children: ReactNode }) {
  return (
    <IntlProvider locale={language} defaultLocale="vi" messages={MESSAGES[language]} textComponent="span">
      {children}
    </IntlProvider>
  );
}

export function useText(): (id: MessageId, values?: Values) => string {
  const intl = useIntl();
  return (id, values) => intl.formatMessage({ id }, values);
}

export function useLanguage(): Language {
  return useIntl().locale === 'en' ? 'en' : 'vi';
}

/** A sentence whose values may be elements. */
export function Text({ id, values }: { id: MessageId; values?: Rich }) {
  const intl = useIntl();
  return <>{intl.formatMessage({ id }, values)}</>;
}
