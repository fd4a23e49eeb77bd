// This machine does not have the dossier, and the portal is being asked: a few seconds in which nothing is to be done.

import { useText } from '../../i18n/text.tsx';
import { SlipToScanner } from '../../ui/pictures/papers.tsx';
import { Frame } from '../frame/frame.tsx';
import { close } from './ways.ts';

export function Searching() {
  const text = useText();
  return <Frame beside={text('lookUp.beside')} title={text('lookUp.searching.title')} lead={text('lookUp.searching')} picture={<SlipToScanner />} back={{ label: text('lookUp.close'), onPress: close }} />;
}
