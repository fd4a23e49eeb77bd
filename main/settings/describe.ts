// The settings as the technician's window lists them: each with its place, its sentence, its kind and its value. A secret
// says only whether it is set.

import type { Settings } from './schema.ts';
import { SETTINGS_SHAPE } from './shape.ts';
import type { Node } from './shape.ts';

/** The same shape as the bridge's SettingView. */
export type DescribedSetting = {
  readonly path: string;
  /** First part of the path. */
  readonly section: string;
  readonly sentence: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'secret';
  readonly choices?: readonly string[];
  readonly value: string | number | boolean | null;
  readonly isSet: boolean;
};

/** In the schema's order. A device that may be absent is a yes or no of its own, followed by its settings. */
export function describeSettings(settings: Settings): readonly DescribedSetting[] {
  return listed(SETTINGS_SHAPE, [], settings).filter(({ path }) => path !== 'version');
}

function listed(node: Node, path: readonly string[], value: unknown): DescribedSetting[] {
  const place = { path: path.join('.'), section: path[0] ?? '', sentence: node.sentence };
  switch (node.kind) {
    case 'group': {
      const group = value as Record<string, unknown> | null | undefined;
      const own: DescribedSetting[] = node.nullable
        ? [{ ...place, kind: 'boolean', value: group != null, isSet: group != null }]
        : [];
      return [
        ...own,
        ...Object.entries(node.children).flatMap(([name, child]) => listed(child, [...path, name], group?.[name])),
      ];
    }
    case 'list':
      return (value as unknown[]).flatMap((element, index) => listed(node.element, [...path, String(index)], element));
    case 'secret':
    case 'pin':
      return [{ ...place, kind: 'secret', value: null, isSet: value != null }];
    case 'choice':
      return [
        {
          ...place,
          kind: 'choice',
          choices: node.choices.map(String),
          value: value == null ? null : String(value),
          isSet: value != null,
        },
      ];
    default:
      return [
        {
          ...place,
          kind: node.kind,
          value: (value as string | number | boolean | undefined) ?? null,
          isSet: value != null,
        },
      ];
  }
}
