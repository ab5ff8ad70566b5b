import type { YamlNode } from '../../model/syntax.ts';

/** One value of a configuration with the keys that lead to it; items of a list stand under `[]`. */
export type ConfigLeaf = { readonly path: string; readonly value: string; readonly line: number };

export function leavesOfNode(node: YamlNode, path = ''): readonly ConfigLeaf[] {
  switch (node.kind) {
    case 'map':
      if (node.entries.length === 0 && path !== '') return [{ path, value: '{}', line: node.from }];
      return node.entries.flatMap(({ key, value }) => leavesOfNode(value, path === '' ? key : `${path}.${key}`));
    case 'list':
      return node.items.flatMap((item) => leavesOfNode(item, `${path}[]`));
    case 'value':
      return [{ path, value: String(node.value), line: node.from }];
  }
}

/** TOML, INI, properties and HCL as far as keys and lists go: the last key or section a line stands under. */
export function leavesOfLines(text: string): readonly ConfigLeaf[] {
  let section = '';
  let key = '';
  return text.split(/\r?\n/).flatMap((raw, index): readonly ConfigLeaf[] => {
    const line = raw.trim();
    if (line === '' || /^(#|;|\/\/)/.test(line)) return [];
    const head = /^\[+\s*([^\]]+?)\s*\]+$/.exec(line) ?? /^(\w+(?:\s+"[^"]+")*)\s*\{$/.exec(line);
    if (head) {
      section = head[1] ?? '';
      key = '';
      return [];
    }
    const [, name, value = line] = /^([\w.-]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined) key = name;
    const path = [section, key].filter((one) => one !== '').join('.');
    return itemsOf(name === undefined ? line : value).map((item) => ({ path, value: item, line: index + 1 }));
  });
}

/** `["a", "b"]`, `a,b` and one item of a list that stands on its own line. */
function itemsOf(value: string): readonly string[] {
  return value
    .replace(/^[[({]+|[\])}]+,?$/g, '')
    .split(',')
    .map((item) =>
      item
        .trim()
        .replace(/^["']+|["']+$/g, '')
        .replace(/\\$/, ''),
    )
    .filter((item) => item !== '');
}

/** What one side has and the other has not, each as often as it is there. */
export function without(leaves: readonly ConfigLeaf[], others: readonly ConfigLeaf[]): readonly ConfigLeaf[] {
  const known = new Map<string, number>();
  for (const { path, value } of others) known.set(`${path}\n${value}`, (known.get(`${path}\n${value}`) ?? 0) + 1);
  return leaves.filter(({ path, value }) => {
    const left = known.get(`${path}\n${value}`) ?? 0;
    known.set(`${path}\n${value}`, left - 1);
    return left <= 0;
  });
}
