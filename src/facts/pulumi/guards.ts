import type { ConfigValue } from '../resource.ts';
import { isReference } from '../programs/settle.ts';
import type { Stay } from './differ.ts';
import type { Finding } from './finding.ts';
import { lineOf } from './unit.ts';

/** Options that keep a resource, or what others do to it, and are gone now. */
export function guardsLost(stay: Stay): readonly Finding[] {
  const { was, now } = stay;
  return [
    ...flagLost(stay, 'protect', 'the next removal destroys it'),
    ...flagLost(stay, 'retainOnDelete', 'what leaves the program is then deleted in the cloud'),
    ...deletedFirst(stay),
    ...(listed(was.unit.options['ignoreChanges']).length > 0
      ? unignored(stay, listed(now.unit.options['ignoreChanges']))
      : []),
  ];
}

function flagLost({ was, now }: Stay, option: 'protect' | 'retainOnDelete', then: string): readonly Finding[] {
  const before: ConfigValue | undefined = was.unit.options[option];
  const after: ConfigValue | undefined = now.unit.options[option];
  if (before !== true || after === true) return [];
  const isOpen = isReference(after);
  const because = `${option} ${after === undefined ? 'is removed' : isOpen ? 'becomes what the program decides' : 'is turned off'}: ${then}`;
  return [
    {
      kind: 'infra.unprotect',
      of: now,
      line: lineOf(now.unit, [option]),
      certainty: isOpen ? 'possible' : 'certain',
      because,
      remedy: `keep "${option}: true"`,
      protection: 'deletion',
    },
  ];
}

function deletedFirst({ was, now }: Stay): readonly Finding[] {
  if (was.unit.options['deleteBeforeReplace'] === true || now.unit.options['deleteBeforeReplace'] !== true) return [];
  const because = 'deleteBeforeReplace is turned on: a replacement is then an outage';
  const line = lineOf(now.unit, ['deleteBeforeReplace']);
  return [
    { kind: 'infra.unprotect', of: now, line, certainty: 'possible', because, remedy: '', protection: 'availability' },
  ];
}

function unignored({ was, now }: Stay, left: readonly string[]): readonly Finding[] {
  const gone = listed(was.unit.options['ignoreChanges']).filter((one) => !left.includes(one));
  if (gone.length === 0 || left.includes('*') || isReference(now.unit.options['ignoreChanges'])) return [];
  const because = `ignoreChanges no longer names ${gone.join(', ')}: what differs there is put back, or replaces it`;
  const line = lineOf(now.unit, ['ignoreChanges']);
  return [{ kind: 'infra.unprotect', of: now, line, certainty: 'possible', because, remedy: '', protection: 'other' }];
}

export function listed(value: ConfigValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one: ConfigValue): one is string => typeof one === 'string') : [];
}
