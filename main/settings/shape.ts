// The settings' schema as a tree: what stands at each path, without the wrappers (default, nullable, optional) around it.

import type { z } from 'zod';
import { pinHash, secret, settingsSchema } from './schema.ts';

export type Shape =
  | { readonly kind: 'group'; readonly children: Readonly<Record<string, Node>> }
  | { readonly kind: 'list'; readonly element: Node }
  | { readonly kind: 'text' | 'number' | 'boolean' | 'secret' | 'pin' }
  | { readonly kind: 'choice'; readonly choices: readonly (string | number)[] };

export type Node = Shape & {
  /** The technician's sentence, '' where the schema has none. */
  readonly sentence: string;
  /** May be null: a device that is not there. */
  readonly nullable: boolean;
};

type Schema = z.core.$ZodType;

export const SETTINGS_SHAPE: Node = nodeOf(settingsSchema);

/** What stands at a path, list elements by their number; null where nothing may. */
export function nodeAt(path: readonly PropertyKey[]): Node | null {
  let node: Node | null = SETTINGS_SHAPE;
  for (const key of path) {
    if (node?.kind === 'group') node = Object.hasOwn(node.children, key) ? node.children[String(key)]! : null;
    else if (node?.kind === 'list') node = /^\d{1,3}$/.test(String(key)) ? node.element : null;
    else node = null;
  }
  return node;
}

/** Names of the settings in the group at `path`. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const node = nodeAt(path);
  return node?.kind === 'group' ? Object.keys(node.children) : [];
}

function nodeOf(schema: Schema): Node {
  let sentence = '';
  let nullable = false;
  let inner = schema;
  for (;;) {
    sentence ||= (inner as z.ZodType).description ?? '';
    const { def } = inner._zod as { def: { type: string; innerType?: Schema } };
    if (def.innerType === undefined) break;
    nullable ||= def.type === 'nullable';
    inner = def.innerType;
  }
  return { ...shapeOf(inner), sentence, nullable };
}

function shapeOf(schema: Schema): Shape {
  const { def } = schema._zod as unknown as {
    def: {
      type: string;
      shape: Record<string, Schema>;
      element: Schema;
      entries: Record<string, string>;
      values: readonly (string | number)[];
      options: readonly Schema[];
    };
  };
  // `describe` copies a schema and keeps its definition.
  if (def === (secret._zod.def as unknown)) return { kind: 'secret' };
  if (def === (pinHash._zod.def as unknown)) return { kind: 'pin' };
  switch (def.type) {
    case 'object':
      return {
        kind: 'group',
        children: Object.fromEntries(Object.entries(def.shape).map(([name, child]) => [name, nodeOf(child)])),
      };
    case 'array':
      return { kind: 'list', element: nodeOf(def.element) };
    case 'enum':
      return { kind: 'choice', choices: Object.values(def.entries) };
    case 'literal':
      return { kind: 'choice', choices: def.values };
    case 'union': {
      const options = def.options.map(shapeOf);
      if (!options.every((option) => option.kind === 'choice'))
        throw new Error('settings: a union that is neither a secret nor a choice');
      return { kind: 'choice', choices: options.flatMap((option) => option.choices) };
    }
    case 'string':
      return { kind: 'text' };
    case 'number':
    case 'boolean':
      return { kind: def.type };
    default:
      throw new Error(`settings: nothing is known of ${def.type}`);
  }
}
