import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import type { Pair } from './pair.ts';
import { routesIn } from './routes.ts';
import { see, soften } from './see.ts';
import { all, codeOf, type Unit } from './unit.ts';

export function goneRoutes(pair: Pair): readonly Sighting[] {
  const [then, now] = [routesIn(pair.before), routesIn(pair.after)];
  const lost = [...then.values()].filter(({ key, path }) => !now.has(key) && !pair.after.bare.includes(path));
  const came = [...now.keys()].filter((key) => !then.has(key)).length;
  return lost
    .slice(0, 20)
    .map(({ key }) => missing(pair, 'route', key, came > 0 || lost.length > 4 ? 'possible' : 'likely'));
}

function missing({ after }: Pair, how: string, name: string, certainty: Certainty): Sighting {
  const top: Bit = { type: 'program', start: 0, end: Math.min(1, after.text.length), up: null, inside: [] };
  return see(after, 'feature-removed', how, top, {
    name,
    certainty: soften(after, certainty),
    because: `${name} is gone`,
    text: name,
  });
}

export function exportsOf(unit: Unit): ReadonlySet<string> {
  const names = all(unit, 'export_statement').flatMap((bit) => {
    const head = codeOf(unit, bit, 4000);
    const [, own] =
      /^export\s+(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|class|const|let|var|type|interface|enum|namespace)\s+([\w$]+)/.exec(
        head,
      ) ?? [];
    const list = /^export\s+(?:type\s+)?\{([^}]*)\}/.exec(head)?.[1] ?? '';
    return [
      own ?? '',
      ...list.split(',').map(
        (one) =>
          one
            .trim()
            .split(/\s+as\s+/)
            .at(-1)
            ?.replace(/^type\s+/, '') ?? '',
      ),
    ];
  });
  return new Set(names.filter((name) => name !== ''));
}

export function goneExports(pair: Pair): readonly Sighting[] {
  const now = exportsOf(pair.after);
  if (/^export\s*\*/m.test(pair.after.code)) return [];
  const lost = [...exportsOf(pair.before)].filter((name) => !now.has(name) && name !== 'default');
  return lost.slice(0, 20).flatMap((name): readonly Sighting[] => {
    const left = pair.wordsAfter.get(name) ?? 0;
    const isMoved = pair.wordsAfter.has(`export ${name}`);
    if (isMoved) return [];
    const isInner = new RegExp(
      `(?:function|class|const|let|type|interface|enum)\\s+${name.replaceAll('$', '\\$')}\\b`,
    ).test(pair.after.code);
    const certainty: Certainty = left > 0 && !isInner ? 'likely' : 'possible';
    return [missing(pair, 'export', name, certainty)];
  });
}

export function goneFlags(pair: Pair): readonly Sighting[] {
  const flag = /\.(?:option|addOption|flag)\(\s*(?:new Option\(\s*)?['"`](?:-\w,\s*)?(--[\w-]+)/g;
  const now = pair.after.bare;
  const lost = [...pair.before.bare.matchAll(flag)].map(([, name = '']) => name).filter((name) => !now.includes(name));
  return [...new Set(lost)].slice(0, 20).map((name) => missing(pair, 'flag', name, 'likely'));
}
