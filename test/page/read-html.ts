/** What a browser would make of a page, read strictly: whatever is not plainly well formed is an error and not repaired. */
type Growing = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Node | string)[];
};
export type Node = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (Node | string)[];
};

const VOID = new Set(['meta', 'link', 'input', 'br']);
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][\w:-]*(?:="[^"<>]*")?)*)\s*(\/?)>/y;
const DOCTYPE = '<!doctype html>';
const RAW = new Set(['style', 'script']);
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

export function readHtml(text: string): Node {
  const root: Growing = { name: '', attributes: new Map(), children: [] };
  const open = [root];
  const last = (): Growing => open.at(-1) ?? root;
  let at = text.startsWith(DOCTYPE) ? DOCTYPE.length : 0;
  while (at < text.length) {
    if (text[at] !== '<') {
      const end = nextTag(text, at);
      last().children.push(unescape(text.slice(at, end)));
      at = end;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(text);
    if (tag === null) throw new Error(`no tag at ${JSON.stringify(text.slice(at, at + 120))}`);
    const [all, close, name = '', words = '', self] = tag;
    at += all.length;
    if (close === '/') {
      if (last().name !== name) throw new Error(`</${name}> closes <${last().name}>`);
      open.pop();
      continue;
    }
    const node: Growing = { name, attributes: readAttributes(words), children: [] };
    last().children.push(node);
    if (RAW.has(name)) {
      const end = text.indexOf(`</${name}>`, at);
      node.children.push(text.slice(at, end));
      at = end + name.length + 3;
    } else if (self !== '/' && !VOID.has(name)) open.push(node);
  }
  if (open.length !== 1) throw new Error(`<${last().name}> is not closed`);
  return root;
}

function nextTag(text: string, from: number): number {
  const at = text.indexOf('<', from);
  return at === -1 ? text.length : at;
}

function readAttributes(words: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of words.matchAll(/([a-zA-Z][\w:-]*)(?:="([^"<>]*)")?/g)) {
    if (found.has(name)) throw new Error(`${name} stands there twice`);
    found.set(name, unescape(value));
  }
  return found;
}

function unescape(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`a bare & in ${JSON.stringify(text.slice(0, 120))}`);
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}

export function nodesIn(node: Node): readonly Node[] {
  return node.children.flatMap((child) => (typeof child === 'string' ? [] : [child, ...nodesIn(child)]));
}

export function textOf(node: Node): string {
  return node.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** The page without its words: the same for the same data, whatever strangers wrote into it. */
export function skeletonOf(node: Node): string {
  const own = node.children.map((child) => (typeof child === 'string' ? '' : skeletonOf(child))).join('');
  return `<${node.name} ${[...node.attributes.keys()].join(' ')}>${own}</${node.name}>`;
}
