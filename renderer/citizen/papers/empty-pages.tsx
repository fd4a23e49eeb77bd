// The empty pages that the last scan gave are left out, and that is said.

import { useText } from '../../i18n/text.tsx';
import { useDesk } from '../desk.tsx';

export function EmptyPages() {
  const { view } = useDesk();
  const text = useText();
  return view.emptyPages ? <p role="status">{text('papers.emptyPages', { count: view.emptyPages })}</p> : null;
}
