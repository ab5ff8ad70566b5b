import type { Bit } from './bits.ts';
import { all, bareOf, codeOf, type Unit } from './unit.ts';

export type Import = {
  readonly from: string;
  readonly bit: Bit;
  /** Gone before anything runs. */
  readonly isType: boolean;
  /** Called for: `import()`, `require` inside a function. */
  readonly isLazy: boolean;
  /** A failure to load it is caught. */
  readonly isTried: boolean;
};

/** Everything a file loads by name. */
export function importsOf(unit: Unit): readonly Import[] {
  return [
    ...all(unit, 'import_statement', 'export_statement').flatMap((bit): readonly Import[] => {
      const name = bit.inside.findLast(({ type, end }) => type === 'string' && end <= bit.end);
      const head = codeOf(unit, bit, 4000);
      if (
        !name ||
        !/^(?:import|export)\b[^;='"`]*(?:from\s*)?['"]/.test(head) ||
        (bit.type === 'export_statement' && !/\bfrom\s*['"]/.test(head))
      )
        return [];
      return [
        {
          from: quoted(unit, name),
          bit,
          isType: /^(?:import|export)\s+type\b(?!\s+from\b)/.test(head) || isTypesAlone(head),
          isLazy: false,
          isTried: false,
        },
      ];
    }),
    ...all(unit, 'call_expression').flatMap((bit) => called(unit, bit)),
  ];
}

/** `import { type A, type B } from` */
function isTypesAlone(head: string): boolean {
  const list = /^import\s*\{([^}]+)\}/.exec(head)?.[1];
  return list !== undefined && list.split(',').every((one) => one.trim() === '' || /^\s*type\s/.test(one));
}

function called(unit: Unit, bit: Bit): readonly Import[] {
  const word = /^(?:import|require(?:\.resolve)?)\s*\(/.exec(unit.code.slice(bit.start, bit.start + 24));
  const args = bit.inside.find(({ type }) => type === 'arguments');
  const [name] = args?.inside ?? [];
  if (!word || !args || name?.type !== 'string') return [];
  let isTried = false;
  let isInner = false;
  let at = bit.up;
  for (let up = 0; at !== null && up < 60; up++, at = at.up) {
    if (at.type === 'try_statement') isTried = true;
    if (unit.functionOf.has(at)) isInner = true;
  }
  const behind = unit.code.slice(bit.end, bit.end + 20);
  return [
    {
      from: quoted(unit, name),
      bit,
      isType: false,
      isLazy: word[0].startsWith('import') || isInner,
      isTried: isTried || /^\s*\.catch/.test(behind),
    },
  ];
}

function quoted(unit: Unit, bit: Bit): string {
  return bareOf(unit, bit, 300).slice(1, -1);
}
