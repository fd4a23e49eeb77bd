// The small picture of a scanned page, as an address for an image; taken away with the component.

import { useEffect, useState } from 'react';
import { ask, bridge } from '../../client/bridge.ts';

export function usePreview(documentId: string): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    let made: string | null = null;
    void ask(() => bridge().journey.preview({ documentId })).then((answer) => {
      if (gone || !answer.ok || !answer.value) return;
      made = URL.createObjectURL(new Blob([answer.value.jpeg as BlobPart], { type: 'image/jpeg' }));
      setAddress(made);
    });
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [documentId]);
  return address;
}
