// XML from a scanner, read strictly into a small tree: no document type, no entities but the five of XML, capped in
// size, depth and number of elements. Names are local names: makers differ in their prefixes.

import { SaxesParser } from 'saxes';

const MAX_BYTES = 262_144;
const MAX_DEPTH = 24;
const MAX_ELEMENTS = 10_000;

export type XmlElement = { readonly name: string; readonly text: string; readonly children: readonly XmlElement[] };

type Building = { readonly name: string; text: string; readonly children: XmlElement[] };

/** The root element, or undefined where the bytes are not such XML. */
export function readXml(bytes: Uint8Array): XmlElement | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  const parser = new SaxesParser({ xmlns: true });
  const open: Building[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  // Thrown to leave the parser, which else goes on after an error.
  const refuse = (): never => {
    throw new Error('refused');
  };
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('opentag', (tag) => {
    elements += 1;
    if (open.length >= MAX_DEPTH || elements > MAX_ELEMENTS) refuse();
    open.push({ name: tag.local, text: '', children: [] });
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (!element) return refuse();
    const done = { ...element, text: element.text.trim() };
    if (open.length === 0) root = done;
    else open.at(-1)!.children.push(done);
  });
  try {
    parser.write(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).close();
  } catch {
    return undefined;
  }
  return root;
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

/** All elements of that name at any depth. */
export function descendants(element: XmlElement | undefined, name: string): XmlElement[] {
  if (!element) return [];
  return element.children.flatMap((candidate) => [
    ...(candidate.name === name ? [candidate] : []),
    ...descendants(candidate, name),
  ]);
}

/** A whole number of at most nine digits. */
export function numberIn(element: XmlElement | undefined): number | undefined {
  return element !== undefined && /^\d{1,9}$/.test(element.text) ? Number(element.text) : undefined;
}
