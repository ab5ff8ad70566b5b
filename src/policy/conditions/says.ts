import type { Node } from '../../model/document.ts';

/** A node in one line, as somebody would have typed it. */
export function saysNode(node: Node): string {
  if (node.kind === 'value') return String(node.value);
  if (node.kind === 'list') return `[${node.items.map(saysNode).join(', ')}]`;
  return `{${node.entries.map(({ key, value }) => `${key}: ${saysNode(value)}`).join(', ')}}`;
}
