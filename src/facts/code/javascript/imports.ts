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
  const word = /^(?:import|require(?:\.resolve)?)\s*\(/.exec(unit.code.slice(bit.start, bit.start + 24))?.[0] ?? '';
  const name = bit.inside.find(({ type }) => type === 'arguments')?.inside[0];
  if (word === '' || name?.type !== 'string') return [];
  const outer = outwards(bit);
  const isType = outer.some(({ type }) =>
    /^(?:type_alias_declaration|type_annotation|interface_declaration)$/.test(type),
  );
  const isTried =
    isType ||
    outer.some(({ type }) => type === 'try_statement') ||
    /^\s*\.catch/.test(unit.code.slice(bit.end, bit.end + 20));
  const isLazy = word.startsWith('import') || outer.some((one) => unit.functionOf.has(one));
  return [{ from: quoted(unit, name), bit, isType, isLazy, isTried }];
}

function outwards(bit: Bit): readonly Bit[] {
  const found: Bit[] = [];
  for (let at = bit.up; at !== null && found.length < 60; at = at.up) found.push(at);
  return found;
}

function quoted(unit: Unit, bit: Bit): string {
  return bareOf(unit, bit, 300).slice(1, -1);
}
