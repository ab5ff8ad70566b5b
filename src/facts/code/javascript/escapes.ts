import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import type { Func } from './functions.ts';
import { functionAt, see, soften } from './see.ts';
import { all, codeOf, sourceOf, type Unit } from './unit.ts';

/** Where the type checker, a linter or coverage is told to look away. */
export function escapes(unit: Unit): readonly Sighting[] {
  return [
    ...(unit.isTyped && unit.place !== 'declaration' ? typeEscapes(unit) : []),
    ...all(unit, 'comment').flatMap((bit) => fromComment(unit, bit)),
  ];
}

function typeEscapes(unit: Unit): readonly Sighting[] {
  return [
    ...all(unit, 'as_expression', 'type_assertion').flatMap((bit) => cast(unit, bit)),
    ...all(unit, 'predefined_type').flatMap((bit) => anyType(unit, bit)),
    ...all(unit, 'non_null_expression').flatMap((bit) => notNull(unit, bit)),
  ];
}

/** What has no type of its own, or is opened up for a test or an older browser. */
const OPEN =
  /^\(?\s*(globalThis|window|global|self|navigator|document|process|import\.meta|module|require|console|React|theme)\b/;

/** It claims less than it had. */
const WIDE =
  /\bas\s+(?:Readonly<)?(?:Record<\s*string\s*,\s*(?:unknown|any|never)\s*>|\{\s*\[\w+\s*:\s*string\]\s*:\s*(?:unknown|any)\s*;?\s*\}|unknown|object|string|void|never)>?(?:\[\])?$/;

function cast(unit: Unit, bit: Bit): readonly Sighting[] {
  const text = codeOf(unit, bit);
  const tail = text.slice(-200);
  if (/\bas\s+(unknown|any|never)\s+as\s+[^()]+$/.test(tail) || /^<\w[^>]*>\s*<(unknown|any)>/.test(text)) {
    return [
      see(unit, 'type-escape', 'double-cast', bit, {
        certainty: soften(unit, OPEN.test(text) || WIDE.test(tail) ? 'possible' : 'likely'),
        because: 'the value is cast by way of a type that fits everything',
      }),
    ];
  }
  if (/\bas\s+any(?:\[\])*$/.test(tail) && !/^\s*as\b/.test(unit.code.slice(bit.end, bit.end + 12)))
    return [
      see(unit, 'type-escape', 'any', bit, {
        certainty: soften(unit, OPEN.test(text) ? 'possible' : 'likely'),
        because: 'the value is cast to any',
      }),
    ];
  return [];
}

/** `: any` where something is taken or given back: whoever calls it loses its types too. */
function anyType(unit: Unit, bit: Bit): readonly Sighting[] {
  const note = bit.up;
  const holder = note?.up ?? null;
  if (note?.type !== 'type_annotation' || holder === null || !/^:\s*any$/.test(codeOf(unit, note, 40))) return [];
  const role = roleOf(unit, holder);
  if (role === null) return [];
  const func = functionAt(unit, bit);
  const name = role === 'return' ? (func?.name ?? '') : nameOf(unit, holder);
  return [
    see(unit, 'type-escape', 'any', holder, {
      name,
      certainty: soften(unit, isLooseAnyway(holder, role, name, func) ? 'possible' : 'likely'),
      because: BECAUSE[role](name),
      text: role === 'return' ? `${name}():any` : codeOf(unit, holder, 80).replaceAll(/\s+/g, ''),
    }),
  ];
}

type Role = 'parameter' | 'return' | 'variable';

const BECAUSE: Readonly<Record<Role, (name: string) => string>> = {
  parameter: (name) => `the parameter ${name} takes anything`,
  return: () => 'it gives back any',
  variable: (name) => `${name} is declared as any`,
};

function nameOf(unit: Unit, holder: Bit): string {
  return /^(?:(?:public|private|protected|readonly)\s+)*([\w$]+)/.exec(codeOf(unit, holder, 80))?.[1] ?? '';
}

/** A caught error, a callback, the parameter of a type: nobody else loses what they know by it. */
function isLooseAnyway(holder: Bit, role: Role, name: string, func: Func | null): boolean {
  if (role === 'variable' || func === null || func.name === '') return true;
  return (
    /^(?:e|err|error|_\w*)$/.test(name) || (role === 'parameter' && !func.bit.inside.some((one) => one === holder.up))
  );
}

function roleOf(unit: Unit, holder: Bit): Role | null {
  if (/^(?:required|optional)_parameter$/.test(holder.type)) return 'parameter';
  if (unit.functionOf.has(holder)) return 'return';
  return holder.type === 'variable_declarator' ? 'variable' : null;
}

const FALLIBLE =
  /(?:\?\.|\.)\s*(find|findLast|get|match|exec|pop|shift|at|getItem|querySelector|closest|getElementById|getContext)\s*(?:<[^>]{0,80}>)?\s*\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)$/;

function notNull(unit: Unit, bit: Bit): readonly Sighting[] {
  const text = codeOf(unit, { start: bit.start, end: bit.end - 1 }, 600);
  const env = /^process\.env\.\w+$|^process\.env\[[^\]]*\]$|^import\.meta\.env\.\w+$/.test(text);
  const call = FALLIBLE.exec(text.slice(-300))?.[1];
  if (!env && call === undefined) return [];
  const func = functionAt(unit, bit);
  const before = func ? unit.code.slice(Math.max(func.bit.start, bit.start - 400), bit.start) : '';
  const isIdiom =
    /^(querySelector|getElementById|getContext|closest|pop|shift|at|get)$/.test(call ?? '') ||
    /\.(has|some|length|size|includes|test)\b/.test(before);
  return [
    see(unit, 'type-escape', 'non-null', bit, {
      name: env ? text.slice(0, 60) : (call ?? ''),
      certainty: soften(unit, isIdiom ? 'possible' : 'likely'),
      because: env
        ? 'a variable of the environment is taken for set'
        : `what ${call ?? ''}() may not find is taken for found`,
    }),
  ];
}

function fromComment(unit: Unit, bit: Bit): readonly Sighting[] {
  const text = sourceOf(unit, bit, 400);
  if (
    !/@ts-|eslint|istanbul|c8 |v8 |biome-ignore|nosec|nosem|NOSONAR|oxlint|tslint|deno-lint|lgtm|codeql|@jsx-ignore/i.test(
      text,
    )
  )
    return [];
  const body = text.replace(/^(?:\/\/+|\/\*+|\{\/\*)\s*/, '').replace(/\s*\*\/\}?$/, '');
  return [...suppressed(unit, bit, body), ...silenced(unit, bit, body)];
}

function hasReason(text: string): boolean {
  return (
    text
      .replaceAll(/\b(todo|fixme|xxx|ignore|temporary|temp)\b/gi, '')
      .split(/\s+/)
      .filter((word) => /[a-z]{2}/i.test(word)).length >= 2
  );
}

/** A program says at the top that it wrote this: what it switches off in its own text is no choice of the author. */
function isMade({ text }: Unit): boolean {
  return /@generated|\bauto(?:matically)?[- ]generated\b|DO NOT (?:EDIT|MODIFY)/i.test(text.slice(0, 600));
}

function suppressed(unit: Unit, bit: Bit, body: string): readonly Sighting[] {
  const [, word = '', rest = ''] = /^@(ts-(?:ignore|nocheck|expect-error))\b[\s:-]*([\s\S]*)$/.exec(body) ?? [];
  if (word === '' || unit.place === 'declaration') return [];
  const isTold = hasReason(rest) || isMade(unit);
  const expects = word === 'ts-expect-error';
  const certainty: Certainty =
    isTold || (expects && unit.place !== 'source') ? 'possible' : expects ? 'likely' : 'certain';
  return [
    see(unit, 'type-escape', 'suppress', bit, {
      name: `@${word}`,
      certainty: soften(unit, certainty),
      because: isTold ? `@${word} with a reason` : `@${word} gives no reason`,
      text: `${body}${nextLine(unit, bit)}`.replaceAll(/\s+/g, ''),
    }),
  ];
}

function nextLine({ text }: Unit, { end }: Bit): string {
  const from = text.indexOf('\n', end) + 1;
  const to = text.indexOf('\n', from);
  return from === 0 ? '' : text.slice(from, Math.min(to === -1 ? text.length : to, from + 200));
}

type Silence = { readonly pattern: RegExp; readonly how: string; readonly sure: Certainty };

/** What the patterns hold: the marker, and what follows it. */
const SILENCES: readonly Silence[] = [
  { pattern: /^(eslint-disable|oxlint-disable|tslint:disable)(?!-)\s*([\s\S]*)$/, how: 'lint', sure: 'likely' },
  {
    pattern:
      /^((?:eslint|oxlint)-disable-(?:next-)?line|tslint:disable-next-line|deno-lint-ignore(?:-file)?)\b\s*:?\s*([\s\S]*)$/,
    how: 'lint',
    sure: 'possible',
  },
  { pattern: /^(biome-ignore(?:-all)?)\s+([\s\S]*)$/, how: 'lint', sure: 'possible' },
  {
    pattern:
      /^((?:istanbul|c8|v8|node:coverage) (?:ignore|disable)(?: (?:next|start|file|if|else|branch))?)\b\s*(?:\d+)?([\s\S]*)$/,
    how: 'coverage',
    sure: 'likely',
  },
  { pattern: /^(nosec\w*|nosemgrep|NOSONAR|lgtm|codeql)\b\s*:?\s*([\s\S]*)$/i, how: 'security', sure: 'likely' },
];
const RISKY =
  /\bsecurity\/|no-eval|no-implied-eval|no-new-func|no-danger\b|no-unsanitized|no-script-url|react-hooks\/rules-of-hooks/;

function silenced(unit: Unit, bit: Bit, body: string): readonly Sighting[] {
  const found = SILENCES.find(({ pattern }) => pattern.test(body));
  const [, marker = '', rest = ''] = found?.pattern.exec(body) ?? [];
  if (!found || isMade(unit) || hasReason(found.how === 'lint' ? reasonOf(rest) : rest)) return [];
  const rules = rest.replace(/\s--[\s\S]*$/, '').trim();
  const how = RISKY.test(rules) ? 'security' : found.how;
  const what = rules === '' ? `${marker} silences everything and` : marker;
  return [
    see(unit, 'check-suppressed', how, bit, {
      name: rules === '' ? marker : rules.slice(0, 80),
      certainty: soften(unit, sureOfSilence(how, rules, found.sure)),
      because: `${what} gives no reason`,
      text: `${body}${nextLine(unit, bit)}`.replaceAll(/\s+/g, ''),
    }),
  ];
}

/** A whole file, coverage and security are more than one line that a linter disliked. */
function sureOfSilence(how: string, rules: string, sure: Certainty): Certainty {
  return how === 'security' || (sure === 'likely' && (rules === '' || how === 'coverage')) ? 'likely' : 'possible';
}

/** Behind `--` for eslint, behind a colon for biome. */
function reasonOf(rest: string): string {
  const [, behindDashes, behindColon] = /\s--\s+([\s\S]*)$|^[\w/@-]+\s*:\s*([\s\S]+)$/.exec(rest) ?? [];
  return behindDashes ?? behindColon ?? '';
}
