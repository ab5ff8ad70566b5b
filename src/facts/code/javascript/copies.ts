import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import type { Func } from './functions.ts';
import { see, soften } from './see.ts';
import type { Unit } from './unit.ts';

const TAIL =
  /^(\w{3,}?)(?:(_?(?:new|old|copy|backup|orig|original|legacy|fixed|improved|updated|enhanced|refactored|simple|temp|tmp|bak|final))|(_?v\d+|\d))$/i;
/** `readOld` is a word of its own, `bold` is not `b` + `old`: the tail begins with a capital or an underscore. */
const SEAM =
  /(?:_|(?=[A-Z]))(?:[Nn]ew|[Oo]ld|[Cc]opy|[Bb]ackup|[Oo]rig|[Oo]riginal|[Ll]egacy|[Ff]ixed|[Ii]mproved|[Uu]pdated|[Ee]nhanced|[Rr]efactored|[Tt]e?mp|[Bb]ak|[Ff]inal)$|_?[vV]\d+$|\d$/;

/** A second one beside the first. */
export function copies(unit: Unit): readonly Sighting[] {
  if (unit.place === 'declaration') return [];
  const named = unit.functions.filter(({ name }) => name !== '');
  const names = new Map(named.map((one) => [`${one.owner}.${one.name}`, one]));
  return [...names.values()].flatMap((func): readonly Sighting[] => {
    const [, base = '', word = '', digit = ''] = SEAM.test(func.name) ? (TAIL.exec(func.name) ?? []) : [];
    const first = base === '' ? undefined : names.get(`${func.owner}.${base}`);
    if (!first) return [];
    return [
      see(unit, 'loose-copy', /copy|backup|orig|bak|old|legacy/i.test(word) ? 'backup' : 'version', func.bit, {
        name: func.name,
        certainty: soften(unit, sureOfCopy(first, func, base, digit)),
        because: `${func.name} stands beside ${base}`,
        text: func.name,
      }),
    ];
  });
}

function sureOfCopy(first: Func, func: Func, base: string, digit: string): Certainty {
  const isAlike = first.params.length > 0 && first.params[0] === func.params[0];
  const isNumber = digit !== '' && !/v\d/i.test(digit);
  return !isAlike || isNumber || /^(?:get|set|has|is)$/.test(base) ? 'possible' : 'likely';
}
