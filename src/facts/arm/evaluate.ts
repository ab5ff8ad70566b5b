import { type ConfigMap, type ConfigValue, isKnown } from '../resource.ts';
import type { Node, Template } from './declared.ts';

/** A template with values for its parameters. */
export type World = { readonly template: Template; readonly values: ReadonlyMap<string, Node>; left: number };

const DEEPEST = 30;
const MOST_STEPS = 20_000;
const LONGEST = 400;

export function worldOf(template: Template, values: ReadonlyMap<string, Node>): World {
  return { template, values, left: MOST_STEPS };
}

/** What only a deployment knows keeps its text: `${uniqueString(resourceGroup().id)}`. */
export function evaluate(node: Node, world: World, depth = 0): ConfigValue {
  world.left--;
  if (depth > DEEPEST || world.left < 0) return '${…}';
  switch (node.kind) {
    case 'value':
      return typeof node.value === 'string' ? jsonText(node.value, world, depth) : node.value;
    case 'list':
      return node.items.map((one) => evaluate(one, world, depth + 1));
    case 'map': {
      const map: ConfigMap = Object.fromEntries(
        node.entries.map(({ key, value }) => [key, evaluate(value, world, depth + 1)]),
      );
      return map;
    }
    case 'code':
      return codeOf(node.text, world, depth + 1);
  }
}

/** In JSON an expression stands in brackets: `[parameters('name')]`. */
function jsonText(text: string, world: World, depth: number): ConfigValue {
  if (world.template.technology !== 'arm') return text;
  if (text.startsWith('[[')) return text.slice(1);
  const code = /^\[([\s\S]*)\]$/.exec(text)?.[1];
  return code === undefined ? text : codeOf(code.trim(), world, depth + 1);
}

/** Names, texts with holes, comparisons and choices; calls stay as they are written. */
function codeOf(code: string, world: World, depth: number): ConfigValue {
  const name = /^(\w+)$/.exec(code)?.[1] ?? /^(?:parameters|variables)\('(\w+)'\)$/.exec(code)?.[1];
  if (name !== undefined) return named(name, world, depth);
  const [, whole] = /^'((?:[^'\\]|\\.)*)'$/.exec(code) ?? [];
  if (whole !== undefined) return filled(whole, world, depth);
  const chosen = /^([^?]{1,200}?)\s*\?\s*([^?:]{1,200}?)\s*:\s*([^?:]{1,200})$/.exec(code);
  if (chosen) return choice(chosen, code, world, depth);
  const compared = /^(!?[\w.'-]+)\s*(==|!=)\s*([\w.'-]+)$/.exec(code) ?? jsonCompared(code);
  if (compared) return comparison(compared, code, world, depth);
  if (/^!\w+$/.test(code)) return opposite(named(code.slice(1), world, depth), code);
  return reference(code);
}

function jsonCompared(code: string): readonly string[] | null {
  const found = /^equals\(\s*([^,()]+\([^()]*\)|'[^']*')\s*,\s*([^,()]+\([^()]*\)|'[^']*'|true|false)\s*\)$/.exec(code);
  return found ? ['', found[1] ?? '', '==', found[2] ?? ''] : null;
}

function reference(code: string): string {
  return `\${${code.replaceAll(/\s+/g, ' ').slice(0, LONGEST)}}`;
}

function named(name: string, world: World, depth: number): ConfigValue {
  if (name === 'true' || name === 'false') return name === 'true';
  const { parameters, variables } = world.template;
  const value = world.values.get(name) ?? parameters.get(name) ?? variables.get(name);
  return value && depth < DEEPEST ? evaluate(value, world, depth + 1) : reference(name);
}

/** `'${prefix}-db'`, as far as its holes are known. */
function filled(text: string, world: World, depth: number): ConfigValue {
  const made = text.replaceAll(/\$\{([^{}]{1,200})\}/g, (whole: string, code: string) => {
    const value = codeOf(code.trim(), world, depth + 1);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : whole;
  });
  return made.length > LONGEST * 4 ? reference(text) : made;
}

function choice(
  [, test = '', yes = '', no = '']: readonly string[],
  code: string,
  world: World,
  depth: number,
): ConfigValue {
  const holds = codeOf(test.trim().replace(/^\((.*)\)$/, '$1'), world, depth + 1);
  if (typeof holds !== 'boolean') return reference(code);
  return literal((holds ? yes : no).trim(), world, depth);
}

function literal(code: string, world: World, depth: number): ConfigValue {
  if (/^-?\d+$/.test(code)) return Number(code);
  return code === 'null' ? null : codeOf(code, world, depth + 1);
}

function comparison(
  [, left = '', operator = '', right = '']: readonly string[],
  code: string,
  world: World,
  depth: number,
): ConfigValue {
  const [a, b]: readonly ConfigValue[] = [literal(left, world, depth), literal(right, world, depth)];
  if (!isSettled(a) || !isSettled(b)) return reference(code);
  return (JSON.stringify(a) === JSON.stringify(b)) === (operator === '==');
}

function isSettled(value: ConfigValue | undefined): boolean {
  return isKnown(value) && !(JSON.stringify(value) ?? '').includes('${');
}

function opposite(value: ConfigValue, code: string): ConfigValue {
  return typeof value === 'boolean' ? !value : reference(code);
}
