// A probe's answer for people: one line a value, nested values indented.

export function toText(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `${indent}none`;
    return value
      .map((item: unknown) =>
        isNested(item) ? `${indent}-\n${toText(item, `${indent}  `)}` : `${indent}- ${plain(item)}`,
      )
      .join('\n');
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) =>
        isNested(item) ? `${indent}${name}:\n${toText(item, `${indent}  `)}` : `${indent}${name}: ${plain(item)}`,
      )
      .join('\n');
  }
  return `${indent}${plain(value)}`;
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}
