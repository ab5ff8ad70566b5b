import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import { functionAt, see, soften } from './see.ts';
import { all, bareOf, codeOf, sourceOf, type Unit } from './unit.ts';

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

function cast(unit: Unit, bit: Bit): readonly Sighting[] {
  const text = codeOf(unit, bit);
  const tail = text.slice(-200);
  if (/\bas\s+(unknown|any|never)\s+as\s+[^()]+$/.test(tail) || /^<\w[^>]*>\s*<(unknown|any)>/.test(text)) {
    return [
      see(unit, 'type-escape', 'double-cast', bit, {
        certainty: soften(unit, OPEN.test(text) ? 'possible' : 'likely'),
        because: 'the value is cast by way of a type that fits everything',
      }),
    ];
  }
  if (/\bas\s+any$/.test(tail) && !/^\s*as\b/.test(unit.code.slice(bit.end, bit.end + 12)))
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
  if (unit.code.slice(bit.start, bit.end) !== 'any' || bit.up?.type !== 'type_annotation') return [];
  const note = bit.up;
  if (!/^:\s*any$/.test(codeOf(unit, note))) return [];
  const holder = note.up;
  if (!holder) return [];
  const isParam = /^(required|optional)_parameter$/.test(holder.type);
  const isReturn = unit.functionOf.has(holder);
  if (!isParam && !isReturn && holder.type !== 'variable_declarator') return [];
  const func = functionAt(unit, bit);
  const isInType = isParam && func?.bit.inside.every((one) => one !== holder.up) !== false;
  const certainty: Certainty =
    isInType ||
    holder.type === 'variable_declarator' ||
    /^(e|err|error|_\w*)\b/.test(codeOf(unit, holder, 40)) ||
    func?.name === ''
      ? 'possible'
      : 'likely';
  const name = /^(?:(?:public|private|protected|readonly)\s+)*([\w$]+)/.exec(codeOf(unit, holder, 80))?.[1] ?? '';
  return [
    see(unit, 'type-escape', 'any', holder, {
      name: isReturn ? (func?.name ?? '') : name,
      certainty: soften(unit, certainty),
      because: isParam
        ? `the parameter ${name} takes anything`
        : isReturn
          ? 'it gives back any'
          : `${name} is declared as any`,
      text: isReturn ? `${func?.name ?? ''}():any` : codeOf(unit, holder, 80).replaceAll(/\s+/g, ''),
    }),
  ];
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
    /^(querySelector|getElementById|getContext|closest)$/.test(call ?? '') ||
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

function suppressed(unit: Unit, bit: Bit, body: string): readonly Sighting[] {
  const [, word = '', rest = ''] = /^@(ts-(?:ignore|nocheck|expect-error))\b[\s:-]*([\s\S]*)$/.exec(body) ?? [];
  if (word === '' || unit.place === 'declaration') return [];
  const isTold = hasReason(rest);
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
  for (const { pattern, how, sure } of SILENCES) {
    const [, marker = '', rest = ''] = pattern.exec(body) ?? [];
    if (marker === '') continue;
    const reason =
      how === 'lint'
        ? (/\s--\s+([\s\S]*)$|^[\w/@-]+\s*:\s*([\s\S]+)$/.exec(` ${rest}`.slice(1))?.slice(1).find(Boolean) ?? '')
        : rest;
    if (hasReason(reason)) return [];
    const rules = rest.replace(/\s--[\s\S]*$/, '').trim();
    const risky = RISKY.test(rules);
    const isWhole = rules === '' || /^\s*$/.test(rules);
    const certainty: Certainty = risky || (sure === 'likely' && (isWhole || how !== 'lint')) ? 'likely' : 'possible';
    return [
      see(unit, 'check-suppressed', risky ? 'security' : how, bit, {
        name: rules === '' ? marker : rules.slice(0, 80),
        certainty: soften(unit, certainty),
        because: isWhole ? `${marker} silences everything and gives no reason` : `${marker} gives no reason`,
        text: `${body}${nextLine(unit, bit)}`.replaceAll(/\s+/g, ''),
      }),
    ];
  }
  return [];
}

/** Of a piece that is handed over: its text without comments, in one line. */
export function oneLine(unit: Unit, bit: Bit): string {
  return bareOf(unit, bit, 400).replaceAll(/\s+/g, ' ').trim();
}
