import type { YamlNode } from '../../model/syntax.ts';
import { textAt, textOf } from '../pipelines/yaml-view.ts';

export type Mount = {
  readonly kind: 'volume' | 'bind' | 'tmpfs' | 'anonymous';
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly line: number;
};

/** `pgdata:/var/lib/postgresql/data:ro`, or the same as a map. */
export function mountOf(node: YamlNode, filled: (text: string) => string): Mount | null {
  const line = node.from;
  if (node.kind === 'map') return longMount(node, filled);
  const text = textOf(node);
  if (text === null) return null;
  const [source = '', target, mode = ''] = splitColons(filled(text));
  if (target === undefined) return { kind: 'anonymous', source: '', target: trimmed(source), readOnly: false, line };
  const isPath = /^[./~$\\]|^[A-Za-z]:/.test(source);
  return { kind: isPath ? 'bind' : 'volume', source, target: trimmed(target), readOnly: /\bro\b/.test(mode), line };
}

function longMount(node: YamlNode, filled: (text: string) => string): Mount {
  const source = filled(textAt(node, 'source') ?? textAt(node, 'src') ?? '');
  const target = trimmed(textAt(node, 'target') ?? textAt(node, 'destination') ?? '');
  const type = textAt(node, 'type') ?? 'volume';
  const kind = type === 'tmpfs' || type === 'bind' ? type : source === '' ? 'anonymous' : 'volume';
  return { kind, source, target, readOnly: textAt(node, 'read_only') === 'true', line: node.from };
}

/** A `:` within `${HOME:?not set}` separates nothing. */
function splitColons(text: string): readonly string[] {
  return text
    .replace(/\$\{([^}]*)\}/g, (whole) => whole.replaceAll(':', '\u0000'))
    .split(':')
    .map((part) => part.replaceAll('\u0000', ':'));
}

function trimmed(target: string): string {
  return target.length > 1 ? target.replace(/\/+$/, '') : target;
}

export type Port = {
  /** Of the container; a range as it is written. */
  readonly target: string;
  readonly world: boolean;
  readonly line: number;
};

/** `127.0.0.1:5432:5432/tcp`, `"5432"`, or the same as a map. Without an address it is reached from everywhere. */
export function portOf(node: YamlNode, filled: (text: string) => string): Port | null {
  const line = node.from;
  if (node.kind === 'map') {
    const target = textAt(node, 'target') ?? '';
    return { target, world: isWorld(textAt(node, 'host_ip') ?? ''), line };
  }
  const text = textOf(node);
  if (text === null) return null;
  const [, address = '', target = ''] =
    /^(?:(\[[^\]]*\]|[^:[\]]*):)?(?:[^:]*:)?([^:]*)$/.exec(withoutHost(filled(text))) ?? [];
  return { target: target.replace(/\/\w+$/, ''), world: isWorld(address), line };
}

/** Two parts are host and container port; only three begin with an address. */
function withoutHost(text: string): string {
  if (text.startsWith('[') || text.startsWith('${')) return text;
  return text.split(':').length === 2 ? `:${text}` : text;
}

function isWorld(address: string): boolean {
  return address === '' || /^\[?(0\.0\.0\.0|::|\*)\]?$/.test(address);
}
